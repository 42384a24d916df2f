"""Whether the installation works, for people and for monitoring."""

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from tidewaiter.law.findings import PackError
from tidewaiter.law.loader import load, unread
from tidewaiter.surfaces.kit.access import open_to_all

_NUMBERS = {
    "tidewaiter_arrivals_waiting": (
        "Messages that no assessor has looked at yet.",
        "intake_arrival",
    ),
    "tidewaiter_declarations_waiting": ("Declarations that are not decided yet.", "intake_awaited"),
}
_DIFFERING = (
    "tidewaiter_tiles_differing",
    "Tiles of the last seven checked days that the archive does not bear out; must be zero.",
)
_TILES = (
    "SELECT coalesce(sum(differing), 0) FROM (SELECT differing FROM risk_tilecheck"
    " ORDER BY day DESC LIMIT 7) AS week"
)
_TOTALS = {
    "tidewaiter_parcels_decided_total": ("Parcels decided.", "risk_assessment"),
    "tidewaiter_receipts_total": ("Receipts written.", "intake_receipt"),
    "tidewaiter_messages_total": ("Messages received.", "intake_message"),
}


@open_to_all
def health(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, 503 when it does not.

    The status is “degraded” where an amendment of the law cannot be used: the law before it serves.
    It is so, too, while tiles of the last checked days differ from the archive.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return JsonResponse({"status": "down", "database": "no answer"}, status=503)
    old = _old_law()
    if old:
        return JsonResponse({"status": "degraded", "database": "up", "law": old})
    with connection.cursor() as cursor:
        cursor.execute(_TILES)
        [differing] = cursor.fetchone()
    if differing:
        return JsonResponse(
            {"status": "degraded", "database": "up", "tiles_differing": int(differing)}
        )
    return JsonResponse({"status": "up", "database": "up"})


@open_to_all
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures in the Prometheus text format; totals are taken from the sequences, so they cost
    nothing.
    """
    lines = []
    with connection.cursor() as cursor:
        cursor.execute(_TILES)
        lines += _figure(*_DIFFERING, "gauge", cursor.fetchone()[0])
        for name, (text, table) in _NUMBERS.items():
            cursor.execute(f"SELECT count(*) FROM {table}")
            lines += _figure(name, text, "gauge", cursor.fetchone()[0])
        for name, (text, table) in _TOTALS.items():
            cursor.execute(
                f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {table}_id_seq"
            )
            lines += _figure(name, text, "counter", cursor.fetchone()[0])
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")


def _old_law() -> list[dict[str, str]]:
    """The packs whose last amendment this process cannot use, each with the reason."""
    pack = settings.TIDEWAITER_PACK
    try:
        load(pack)
    except PackError as error:
        return [{"pack": pack, "version": "", "sentence": str(error)}]
    return [
        {"pack": each.pack, "version": each.version, "sentence": each.sentence}
        for each in unread().values()
    ]


def _figure(name: str, text: str, kind: str, value: int) -> list[str]:
    return [f"# HELP {name} {text}", f"# TYPE {name} {kind}", f"{name} {value}"]
