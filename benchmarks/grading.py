"""How long grading the chains of all products takes; prints one JSON line.

    python benchmarks/grading.py [--products N]

Each product has a maker, a port and a shop: a batch that is made, shipped, received, shipped on,
received and sold (six events). One in fifty has a contradiction. Given are the seconds of the first
grading, which writes every grade, of one where nothing has changed, and of one product alone, with
the processor time of this process and of its server process (parallel workers of the database are
not in it).
"""

import argparse
import json
import os
import resource
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

NOW = datetime.now(UTC)
FIRST = NOW - timedelta(days=30)

_PRODUCTS = """
INSERT INTO provenance_product
    (gtin, brand, model, name, hs_code, origin, record_no, operator_id, registered_at)
SELECT lpad(n::text, 14, '0'), 'Tidetoys', 'M' || n, 'Toy', '9503008900', '116', '', %(firm)s,
    %(first)s
FROM generate_series(1, %(products)s) AS n
"""
_EVENTS = """
INSERT INTO provenance_traceevent (event_id, hash, kind, action, biz_step, disposition,
    happened_at, zone, recorded_at, place, source, destination, transactions, operator_id,
    capture_id, content, void_reason)
SELECT 'urn:bench:' || n || ':' || s.number, '', 'ObjectEvent', s.action, s.step, '',
    %(first)s + s.days * interval '1 day', '+08:00', %(now)s, s.place, '', '',
    CASE WHEN s.note = 0 THEN ARRAY[]::text[] ELSE ARRAY['note:' || n || ':' || s.note] END,
    %(firm)s + s.firm, %(capture)s, '{}', ''
FROM generate_series(1, %(products)s) AS n
CROSS JOIN (VALUES
    (1, 'ADD', 'commissioning', 0, '4012345000016', 0, 0),
    (2, 'OBSERVE', 'shipping', 1, '4012345000016', 1, 0),
    (3, 'OBSERVE', 'receiving', 4, '4012345000023', 1, 1),
    (4, 'OBSERVE', 'shipping', 5, '4012345000023', 2, 1),
    (5, 'OBSERVE', 'receiving', 6, '4012345000030', 2, 2),
    (6, 'OBSERVE', 'retail_selling', 9, '4012345000030', 0, 2)
) AS s (number, action, step, days, place, note, firm)
"""
_ITEMS = """
INSERT INTO provenance_eventitem (event_id, role, link, gtin, batch, piece, quantity, unit)
SELECT id, 'object', 'https://id.gs1.org/01/' || gtin || '/10/B1', gtin, 'B1', false,
    CASE WHEN biz_step = 'retail_selling' AND gtin::bigint %% 50 = 0 THEN 101 ELSE 100 END, ''
FROM (SELECT id, biz_step, lpad(split_part(event_id, ':', 3), 14, '0') AS gtin
    FROM provenance_traceevent) AS e
"""


def run(*, products: int) -> dict[str, Any]:
    """Measure in a database of its own."""
    from benchmarks.throwaway import database

    with database():
        lay_out(products)
        return {"products": products, "events": products * 6, **_measured()}


def lay_out(products: int) -> None:
    """Products with their events."""
    from django.db import connection

    from tests.provenance.chains import places
    from tests.provenance.makers import firm
    from tidewaiter.provenance.models import Capture

    firms = [firm(f"91330100TWBENCH00{number}", f"Firm {number}") for number in range(3)]
    places()
    capture = Capture.objects.create(received_at=NOW, digest="")
    values = {"products": products, "firm": firms[0].pk, "first": FIRST, "now": NOW,
              "capture": capture.pk}  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (_PRODUCTS, _EVENTS, _ITEMS):
            cursor.execute(statement, values)
        cursor.execute("ANALYZE")


def _measured() -> dict[str, Any]:
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.flows.grade_products import grade

    by = system_actor("bench")
    told: dict[str, Any] = {}
    for name, gtins in (("first", None), ("again", None), ("one", {"00000000000007"})):
        began, cpu, served = time.monotonic(), _cpu(), _cpu_of_server()
        said = grade(gtins, by=by, at=datetime.now(UTC))
        told[f"{name}_seconds"] = round(time.monotonic() - began, 3)
        told[f"{name}_cpu_seconds"] = round(_cpu() - cpu + _cpu_of_server() - served, 3)
        told[f"{name}_changed"] = said["changed"]
        told.setdefault("contradictions", said["contradictions"])
    return told


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _cpu_of_server() -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (process,) = cursor.fetchone()
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--products", type=int, default=100_000)
    print(json.dumps(run(products=parser.parse_args().products)))


if __name__ == "__main__":
    main()
