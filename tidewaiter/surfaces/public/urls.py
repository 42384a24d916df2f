"""Addresses for everybody."""

from django.urls import path

from tidewaiter.surfaces.public import calculator, home, parcel, reasons

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("parcel/", parcel.parcel, name="parcel"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/<str:code>/", reasons.reason, name="reason"),
]
