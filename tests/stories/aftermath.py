"""What an installation looks like after a storm; prints one JSON object.

Run as a program of its own, with the TIDEWAITER_HOME of the installation, because the tests' own
process works on another database.
"""

import json
import os
from random import Random


def main() -> None:
    """Look into every promise that a killed process could have broken."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tidewaiter.project.settings")
    import django

    django.setup()
    from tests.stories.again import differences
    from tests.stories.ledger import accounts_equal_accepted, highest, sums_agree
    from tests.stories.outbox import answered_once
    from tests.stories.references import dangling
    from tidewaiter.engine.runners.duckdb import Assessor
    from tidewaiter.engine.selection.policy import Policy
    from tidewaiter.intake.models import (
        Arrival,
        Awaited,
        Declaration,
        Message,
        Order,
        Payment,
        Receipt,
        Waybill,
    )
    from tidewaiter.risk.models import Assessment
    from tidewaiter.surfaces.ops.assessor import draw_seed

    sample = int(os.environ.get("TIDEWAITER_KILL_SAMPLE", "1000"))
    numbers = list(Assessment.objects.order_by("id").values_list("id", flat=True))
    chosen = sorted(Random(7).sample(numbers, min(sample, len(numbers))))
    rows = Assessment.objects.filter(id__in=chosen).prefetch_related("reasons")
    rows = rows.select_related("declaration", "order", "payment", "waybill")
    found = {
        "arrivals": Arrival.objects.count(),
        "waiting": Awaited.objects.count(),
        "declarations": Declaration.objects.count(),
        "documents": sum(one.objects.count() for one in (Order, Payment, Waybill, Declaration)),
        "decisions": len(numbers),
        "accepted": Assessment.objects.filter(outcome="accepted").count(),
        "messages": Message.objects.count(),
        "receipts": Receipt.objects.count(),
        "answered_once": answered_once(),
        "sums_agree": sums_agree(),
        "accounts_equal_accepted": accounts_equal_accepted(),
        "highest": str(highest()),
        "dangling": dangling(),
        "decided_again": len(chosen),
        "differences": differences(
            rows, seed=draw_seed(), policy=Policy(), assessor=Assessor(threads=1, memory="1GB")
        )[:20],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
