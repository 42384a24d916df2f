"""A paper as a download, so that nothing in it runs in the reader's browser."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

INLINE = {"image/jpeg", "image/png", "image/webp"}
"""What a browser may show by itself; everything else is kept as a file."""


def file_answer(
    name: str, media_type: str, content: bytes, *, original: bool = False
) -> HttpResponse:
    """The bytes of a paper under its name."""
    answer = HttpResponse(content, content_type=media_type)
    shown = media_type in INLINE and not original
    answer["Content-Disposition"] = content_disposition_header(not shown, name) or ""
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
