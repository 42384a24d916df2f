"""Requests that are far too large are refused before anybody reads them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tidewaiter.base.docket.rules.papers.kinds import LARGEST, small_enough
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.surfaces.kit.refusals import answer

ROOM = 64 * 1024 * 1024
"""Photographs of an inspection come twelve at a time; so much may a form hold at most."""


class UploadMiddleware:
    """Look at the announced length of a form with files before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or ""
        if request.content_type == "multipart/form-data" and announced.isdigit():
            try:
                if int(announced) > max(ROOM, LARGEST):
                    small_enough(int(announced))
            except Refusal as refusal:
                return answer(request, refusal)
        return self.get_response(request)
