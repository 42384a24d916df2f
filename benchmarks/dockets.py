"""How fast the work list of officers answers; prints one JSON line.

    python benchmarks/dockets.py [--dockets N] [--officers N] [--rounds N]

N open dockets lie with ten units and many officers, a seventh with nobody, a twentieth overdue, a
fortieth restricted, and half as many closed ones beside them. Given are milliseconds, median and
worst of the rounds, of each view of the list: the query of its first page, a page deep inside,
the five counts of the tabs, the load of all officers, and the whole page as the browser gets it,
without the network, for an officer and for a supervisor.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

NOW = datetime.now(UTC)
UNITS = 10


def run(*, dockets: int, officers: int, rounds: int) -> dict[str, Any]:
    """Measure in a database of its own."""
    from benchmarks.throwaway import database

    with database():
        people = _office(officers)
        _dockets(dockets)
        return {"dockets": dockets, "officers": officers, **_measured(people, rounds)}


def _office(officers: int) -> dict[str, Any]:
    """Units, officers with seats, and a supervisor."""
    from tidewaiter.base.docket.commands.assigning import make_unit, seat
    from tidewaiter.base.identity.actors import system_actor
    from tidewaiter.base.identity.models import Organisation, OrganisationKind, Person

    clerk = system_actor("bench")
    office = Organisation.objects.create(
        code="CUSTOMS", name="Harbour customs", kind=OrganisationKind.AUTHORITY
    )
    people = Person.objects.bulk_create(
        Person(
            email=f"{number}@customs.example",
            name=f"Officer {number}",
            organisation=office,
            roles=["senior_officer" if number == 0 else "officer"],
            password="!",
            created_at=NOW,
        )
        for number in range(officers + 1)
    )
    units = [make_unit(f"u{one}", en="Unit", zh="科", by=clerk, at=NOW) for one in range(UNITS)]
    for number, person in enumerate(people[1:]):
        seat(person, units[number % UNITS], by=clerk, at=NOW)
    return {"supervisor": people[0], "officer": people[1]}


def _dockets(number: int) -> None:
    """Open dockets, and half as many that are closed, made by the database."""
    from django.db import connection

    from tidewaiter.base.docket.commands.opening import Paper, open_docket
    from tidewaiter.base.docket.example import ERRAND
    from tidewaiter.base.docket.models import Docket
    from tidewaiter.base.identity.actors import system_actor

    first = open_docket(ERRAND, Paper("cn", "desk"), unit=None, by=system_actor("bench"), at=NOW)
    made = {
        "unit_id": "(SELECT min(id) FROM docket_unit) + n %% 10",
        "officer_id": "CASE WHEN n %% 7 = 0 THEN NULL ELSE (SELECT min(id) FROM identity_person)"
        " + 1 + (n * 31) %% ((SELECT count(*) FROM identity_person) - 1) END",
        "due_at": "CASE WHEN n %% 20 = 0 THEN %(now)s::timestamptz - n * interval '1 minute'"
        " WHEN n %% 9 = 0 THEN NULL ELSE %(now)s::timestamptz + (n %% 90) * interval '1 day' END",
        "due_clock": "CASE WHEN n %% 20 <> 0 AND n %% 9 = 0 THEN '' ELSE 'look' END",
        "secrecy": "CASE WHEN n %% 40 = 1 THEN 'restricted' ELSE 'parties' END",
        "closed_at": "CASE WHEN n > %(open)s THEN %(now)s::timestamptz END",
        "attention": "n %% 50 = 0",
    }
    columns = [field.column for field in Docket._meta.concrete_fields if field.name != "id"]
    values = ", ".join(made.get(column, f"d.{column}") for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO docket_docket ({', '.join(columns)}) SELECT {values}"
            " FROM docket_docket AS d, generate_series(1, %(all)s) AS n WHERE d.id = %(first)s",
            {"open": number, "all": number * 3 // 2, "first": first.pk, "now": NOW},
        )
        cursor.execute("VACUUM ANALYZE docket_docket")


def _measured(people: dict[str, Any], rounds: int) -> dict[str, Any]:
    from tidewaiter.base.docket.example import ERRAND
    from tidewaiter.flows.dockets import REGISTERED, Registered

    REGISTERED[ERRAND.code] = Registered(ERRAND)
    told = {
        who: {name: _times(step, rounds) for name, step in _steps(person).items()}
        for who, person in people.items()
    }
    worst = max(worst for found in told.values() for _, worst in found.values())
    return {"ms_median_and_worst": told, "worst_ms": worst}


def _steps(person: Any) -> dict[str, Callable[[], object]]:
    """What somebody asks of the list, by name."""
    from django.test import Client

    from tidewaiter.base.docket.queries.worklist import (
        Due,
        Place,
        Wanted,
        Whose,
        count_work,
        counts,
        find_work,
        load,
    )
    from tidewaiter.base.identity.permissions import Permission

    actor, browser = person.actor, Client(HTTP_HOST="localhost")
    browser.force_login(person)
    views = {
        "all": Wanted(),
        "mine": Wanted(whose=Whose.MINE),
        "unit": Wanted(whose=Whose.UNIT),
        "unassigned": Wanted(whose=Whose.UNASSIGNED),
        "soon": Wanted(due=Due.SOON),
        "overdue": Wanted(due=Due.OVERDUE),
        "attention": Wanted(attention=True),
        "state": Wanted(kind="errand", state="received"),
    }
    steps: dict[str, Callable[[], object]] = {
        name: partial(find_work, wanted, by=actor, at=NOW, limit=51)
        for name, wanted in views.items()
    }
    deep = Place(NOW + timedelta(days=60), 1)
    steps["deep"] = partial(find_work, Wanted(), by=actor, at=NOW, limit=51, place=deep)
    steps["total"] = partial(count_work, Wanted(), by=actor, at=NOW, most=1001)
    steps["tabs"] = partial(counts, by=actor, at=NOW, most=1001)
    if actor.may(Permission.DOCKET_ASSIGN):
        steps["load"] = partial(load, by=actor, at=NOW)
    for path in ("", "?whose=mine", "?whose=unit", "?due=overdue", "?whose=unassigned"):
        steps[f"page {path}".strip()] = partial(_page, browser, path)
    return steps


def _page(browser: Any, path: str) -> None:
    answer = browser.get(f"/desk/dockets/{path}")
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")


def _times(step: Callable[[], object], rounds: int) -> tuple[float, float]:
    step()
    spent = []
    for _ in range(rounds):
        began = time.perf_counter()
        step()
        spent.append((time.perf_counter() - began) * 1e3)
    return round(median(spent), 1), round(max(spent), 1)


def main() -> None:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dockets", type=int, default=200_000)
    parser.add_argument("--officers", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    told = run(dockets=given.dockets, officers=given.officers, rounds=given.rounds)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
