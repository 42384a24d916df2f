"""The one place where a refusal becomes a page or an answer to a machine."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from tidewaiter.base.kernel.refusals import Kind, Refusal

MACHINES = "/api/"


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Say no in the reader's language: JSON to machines, a page to people."""
    said = refusal.render(get_language() or "en")
    if request.path.startswith(MACHINES):
        return JsonResponse(said, status=refusal.kind.status)
    if refusal.kind is Kind.NOT_FOUND:
        return render(request, "404.html", status=404)
    page = render(request, "kit/refusal.html", {"refusal": said}, status=refusal.kind.status)
    if "seconds" in refusal.values:
        page["Retry-After"] = str(refusal.values["seconds"])
    return page


class RefusalMiddleware:
    """Answer refusals that a view lets pass; bugs stay exceptions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal into its answer."""
        return answer(request, exception) if isinstance(exception, Refusal) else None
