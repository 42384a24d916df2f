"""Addresses of the officers' desk."""

from django.urls import path

from tidewaiter.surfaces.desk import change, overview, parcel, parcels, reveal

app_name = "desk"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("parcels/", parcels.parcels, name="parcels"),
    path("parcels/<int:pk>/", parcel.parcel, name="parcel"),
    path("parcels/<int:pk>/lane/", change.override, name="override"),
    path("parcels/<int:pk>/people/", reveal.reveal, name="reveal"),
]
