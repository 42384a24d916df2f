"""The page that explains the machine API and lets one try it; nothing comes from another server."""

from pathlib import Path

import ninja
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template import engines
from django.utils.translation import gettext_lazy as _

from tidewaiter.surfaces.kit.access import open_to_all

_HERE = Path(__file__).parent
_BUNDLED = Path(ninja.__file__).parent / "static" / "ninja"
_ASSETS = {
    "swagger-ui.css": (_BUNDLED / "swagger-ui.css", "text/css"),
    "swagger-ui-bundle.js": (_BUNDLED / "swagger-ui-bundle.js", "text/javascript"),
    "start.js": (_HERE / "docs.js", "text/javascript"),
    "frame.css": (_HERE / "docs.css", "text/css"),
}


@open_to_all
def page(request: HttpRequest) -> HttpResponse:
    """Show every address of the API."""
    template = engines["django"].from_string((_HERE / "docs.html").read_text())
    return HttpResponse(template.render({"title": _("Interfaces for machines")}, request))


@open_to_all
def asset(request: HttpRequest, name: str) -> FileResponse:
    """Give one of the four files that the page needs."""
    if name not in _ASSETS:
        raise Http404
    file, content_type = _ASSETS[name]
    answer = FileResponse(file.open("rb"), content_type=content_type)
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
