"""The machine API, version 1: its addresses together, its one way to say no, its description."""

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from tidewaiter.surfaces.api import (
    duties,
    epcis,
    law,
    law_changes,
    lawmaking,
    messages,
    precheck,
    products,
    receipts,
    refusals,
    register,
    subscribers,
)
from tidewaiter.surfaces.api.description import SCHEMAS
from tidewaiter.surfaces.api.dockets import (  # noqa: F401  they add to the router
    applying,
    reading,
    writing,
)
from tidewaiter.surfaces.api.dockets.description import DOCKET_SCHEMAS
from tidewaiter.surfaces.api.keys import Key
from tidewaiter.surfaces.api.law_description import LAW_SCHEMAS
from tidewaiter.surfaces.api.register_description import REGISTER_SCHEMAS

_DESCRIBED = SCHEMAS | LAW_SCHEMAS | DOCKET_SCHEMAS | REGISTER_SCHEMAS


class Api(NinjaAPI):
    """An API whose description names what is really sent."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI document."""
        schema = super().get_openapi_schema(**options)
        schema["components"].setdefault("schemas", {}).update(_DESCRIBED)
        for methods in schema["paths"].values():
            for operation in methods.values():
                # ninja promises a plain 200 where nothing is declared
                if any(status in operation["responses"] for status in (201, 202, 204)):
                    operation["responses"].pop(200, None)
        return schema


api = Api(
    title="Tidewaiter",
    version="1",
    description="Messages in, receipts out; and the law, open to all. Every other request brings a"
    " key in the header “Authorization: Bearer tw_…”. Every no has the same form: a code, a"
    " sentence in the language of Accept-Language, the law and the cure.",
    urls_namespace="api",
    docs_url=None,
    auth=Key(),
)
refusals.install(api)
PARTS = (
    messages, receipts, subscribers, precheck, reading, duties, law_changes, lawmaking, law,
    register, epcis, products,
)  # fmt: skip
for part in PARTS:
    api.add_router("", part.router)
