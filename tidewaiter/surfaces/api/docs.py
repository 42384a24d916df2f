"""The page that explains the machine API and lets one try it; nothing comes from another server."""

from pathlib import Path

import ninja
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.template import engines
from django.utils.translation import get_language

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.surfaces.kit.access import open_to_all

_HERE = Path(__file__).parent
_BUNDLED = Path(ninja.__file__).parent / "static" / "ninja"
_ASSETS = {
    "swagger-ui.css": (_BUNDLED / "swagger-ui.css", "text/css"),
    "swagger-ui-bundle.js": (_BUNDLED / "swagger-ui-bundle.js", "text/javascript"),
    "start.js": (_HERE / "docs.js", "text/javascript"),
    "frame.css": (_HERE / "docs.css", "text/css"),
}
_WORDS = {
    "title": Text("Interfaces for machines", "机器接口"),
    "lead": Text(
        "Send messages, fetch receipts, have drafts checked. Each request brings the key of a"
        " registered organisation.",
        "发送报文、获取回执、预检草稿。每个请求须携带已登记单位的密钥。",
    ),
    "document": Text("The same as an OpenAPI document", "OpenAPI文档"),
}


@open_to_all
def page(request: HttpRequest) -> HttpResponse:
    """Show every address of the API."""
    template = engines["django"].from_string((_HERE / "docs.html").read_text())
    language = get_language() or "en"
    words = {name: text.in_language(language) for name, text in _WORDS.items()}
    return HttpResponse(template.render(words, request))


@open_to_all
def asset(request: HttpRequest, name: str) -> FileResponse:
    """Give one of the four files that the page needs."""
    if name not in _ASSETS:
        raise Http404
    file, content_type = _ASSETS[name]
    answer = FileResponse(file.open("rb"), content_type=content_type)
    answer["Cache-Control"] = "public, max-age=86400"
    return answer
