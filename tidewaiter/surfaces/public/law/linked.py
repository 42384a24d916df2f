"""Entries for machines that follow links: JSON-LD beside every page."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET

from tidewaiter.law.register.kinds import Kind
from tidewaiter.law.register.linked import context, linked
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.public.law.where import Where

MEDIA_TYPE = "application/ld+json"
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@require_GET
@open_to_all
def terms(request: HttpRequest) -> HttpResponse:
    """Say what the terms of the linked data mean."""
    return machine(context(site(request)))


def graph(request: HttpRequest, at: Where, kind: Kind, entry: Any) -> Mapping[str, Any]:
    """An entry as linked data."""
    return linked(at.law, kind, entry, site(request))


def machine(told: Mapping[str, Any]) -> HttpResponse:
    """Linked data as an answer."""
    text = json.dumps(told, ensure_ascii=False)
    answer = HttpResponse(text, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def as_html(told: Mapping[str, Any]) -> SafeString:
    """Linked data inside a page: a block that no browser runs."""
    text = json.dumps(told, ensure_ascii=False).translate(_ESCAPES)
    safe = mark_safe(text)  # noqa: S308: what could end the block is escaped above
    return format_html('<script type="application/ld+json">{}</script>', safe)


def site(request: HttpRequest) -> str:
    """The address of this service, without a slash at the end."""
    return request.build_absolute_uri("/").rstrip("/")
