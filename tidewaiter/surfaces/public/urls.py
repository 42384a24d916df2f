"""Addresses for everybody."""

from django.urls import path

from tidewaiter.surfaces.public import calculator, consultations, home, parcel, reasons, targeting
from tidewaiter.surfaces.public.duties import report, verify, walk
from tidewaiter.surfaces.public.law import changes, entry, linked, register, regulator
from tidewaiter.surfaces.public.products import page as products
from tidewaiter.surfaces.public.registry import certificate
from tidewaiter.surfaces.public.registry import register as registry

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("parcel/", parcel.parcel, name="parcel"),
    path("calculator/", calculator.calculator, name="calculator"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/<str:code>/", reasons.reason, name="reason"),
    path("law/consultations/", consultations.consultations, name="consultations"),
    path("law/consultations/<int:pk>/", consultations.consultation, name="consultation"),
    path("law/", register.register, name="law"),
    path("law/changes/", changes.differences, name="law-changes"),
    path("law/changes.atom", changes.feed, name="law-feed"),
    path("law/context.jsonld", linked.terms, name="law-context"),
    path("law/<slug:pack>/<slug:slug>/<str:name>.jsonld", entry.entry_data, name="law-entry-data"),
    path("law/<slug:pack>/<slug:slug>/<str:name>/", entry.entry, name="law-entry"),
    path("duties/", walk.walk, name="duties"),
    path("duties/check/", walk.check, name="duties-check"),
    path("duties/report/", report.report, name="duties-report"),
    path("duties/report.json", report.data, name="duties-data"),
    path("duties/verify/", verify.verify, name="duties-verify"),
    path("duties/verify/key.json", verify.key, name="duties-key"),
    path("products/", products.find, name="product-find"),
    path("01/<str:gtin>", products.product, name="product"),
    path("01/<str:gtin>/10/<str:batch>", products.product, name="product-batch"),
    path("01/<str:gtin>/21/<str:serial>", products.product, name="product-piece"),
    path(
        "01/<str:gtin>/10/<str:batch>/21/<str:serial>", products.product, name="product-batch-piece"
    ),
    path("register/", registry.register, name="registry"),
    path("register/verify/", certificate.verify, name="certificate-verify"),
    path("register/key.json", verify.key, name="registry-key"),
    path("register/certificates/<str:reference>/", certificate.certificate, name="certificate"),
    path("register/<str:code>/", registry.entry, name="registered"),
    path("targeting/", targeting.targeting, name="targeting"),
    path("regulator/", regulator.regulator, name="regulator"),
]
