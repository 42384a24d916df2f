"""Addresses for those who run it."""

from django.urls import path

from tidewaiter.surfaces.ops import health

urlpatterns = [
    path("health", health.health, name="health"),
    path("metrics", health.metrics, name="metrics"),
]
