"""Addresses for machines."""

from django.urls import path, re_path

from tidewaiter.surfaces.api import docs
from tidewaiter.surfaces.api.refusals import no_such_address
from tidewaiter.surfaces.api.v1 import api
from tidewaiter.surfaces.kit.access import open_to_all

urlpatterns = [
    path("docs", docs.page, name="api-docs"),
    path("docs/assets/<str:name>", docs.asset, name="api-docs-asset"),
    path("v1/", api.urls),
    re_path("", open_to_all(no_such_address)),
]
