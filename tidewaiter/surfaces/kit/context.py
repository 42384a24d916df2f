"""What every page knows about the service it belongs to."""

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, object]:
    """Say whether the parcels are invented."""
    return {"demo": settings.TIDEWAITER_DEMO}
