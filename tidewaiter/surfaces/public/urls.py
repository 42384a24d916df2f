"""Addresses for everybody."""

from django.urls import path

from tidewaiter.surfaces.public import consultations, home, parcel, reasons

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("parcel/", parcel.parcel, name="parcel"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/<str:code>/", reasons.reason, name="reason"),
    path("law/consultations/", consultations.consultations, name="consultations"),
    path("law/consultations/<int:pk>/", consultations.consultation, name="consultation"),
]
