"""Addresses for machines."""

from django.urls import path, re_path

from tidewaiter.surfaces.api import docs
from tidewaiter.surfaces.api.refusals import no_such_address
from tidewaiter.surfaces.api.v1 import api
from tidewaiter.surfaces.kit.access import open_to_all

_nowhere = open_to_all(no_such_address)
_v1 = api.urls
for _address in _v1[0]:
    # ninja's own two: the description, and a root that only says that it is not there
    if _address.name == "openapi-json":
        open_to_all(_address.callback)
    elif _address.name == "api-root":
        _address.callback = _nowhere

urlpatterns = [
    path("docs", docs.page, name="api-docs"),
    path("docs/assets/<str:name>", docs.asset, name="api-docs-asset"),
    path("v1/", _v1),
    re_path("", _nowhere),
]
