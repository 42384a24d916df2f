"""The automatic checks of an application: numbers, registers, lists, account, likenesses.

Each gives a line of the check log. What could not be asked is unknown, and never a no.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

import pyarrow as pa

from tidewaiter.adapters.registers import Register, Silent
from tidewaiter.base.docket import clocks
from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.linking.linking import link
from tidewaiter.engine.linking.model import load_model
from tidewaiter.engine.linking.names import firm_name
from tidewaiter.engine.linking.sellers import SellerForms, seller_forms
from tidewaiter.engine.screening.entries import Sort
from tidewaiter.engine.screening.facts import Party
from tidewaiter.engine.screening.index import Index
from tidewaiter.engine.screening.screen import Screener
from tidewaiter.registry.commands.reviewing import Alike, Checked, note_checks
from tidewaiter.registry.models import Application, Operator
from tidewaiter.registry.queries.traits import fallen, fallen_with
from tidewaiter.registry.rules.dossier import Dossier
from tidewaiter.registry.rules.identifiers import right
from tidewaiter.registry.sealing import traits_of
from tidewaiter.risk.queries.screening import editions_in_force, thresholds

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
OWN = "tidewaiter"


def check_application(
    application: Application,
    said: Dossier,
    registers: Mapping[str, Register],
    *,
    by: Actor,
    at: datetime,
) -> int:
    """Run all checks and write them into the log; the number of the run."""
    answers = [
        *_numbers(said),
        *_registers(said, registers, at),
        *_lists(said),
        *_account(said),
        *_duplicates(application, said),
    ]
    alike = list(_alike(application, said))
    answers.append(
        Checked(
            "likeness",
            OWN,
            FAILED if alike else PASSED,
            code="registry.check.likeness" if alike else "",
            values={"firms": ", ".join(one.other.code for one in alike)} if alike else {},
        )
    )
    return note_checks(application, answers, alike, by=by, at=at)


def _numbers(said: Dossier) -> Iterator[Checked]:
    for one in said.identifiers:
        good = right(one.scheme, one.value)
        yield Checked("check-digit", OWN, PASSED if good else FAILED, f"{one.scheme} {one.value}")


def _registers(said: Dossier, registers: Mapping[str, Register], at: datetime) -> Iterator[Checked]:
    for one in said.identifiers:
        about = f"{one.scheme} {one.value}"
        register = registers.get(one.scheme)
        if register is None:
            yield Checked("register", "–", UNKNOWN, about, "registry.check.no-register")
            continue
        try:
            entry = register.look_up(one.value)
        except Silent:
            yield Checked("register", register.name, UNKNOWN, about, "registry.check.silent")
            continue
        if entry is None:
            yield Checked("register", register.name, FAILED, about, "registry.check.not-there")
            continue
        on = clocks.day_of(at)
        if not entry.active or (entry.until is not None and entry.until < on):
            yield Checked("register", register.name, FAILED, about, "registry.check.ended")
        elif firm_name(entry.name) != firm_name(said.name):
            yield Checked(
                "register", register.name, FAILED, about, "registry.check.other-name",
                {"there": entry.name[:200]},
            )  # fmt: skip
        else:
            yield Checked("register", register.name, PASSED, about)


def _lists(said: Dossier) -> Iterator[Checked]:
    editions = editions_in_force()
    names = [said.name, *(one.name for one in said.owners)]
    if not editions:
        yield Checked("lists", "–", UNKNOWN, code="registry.check.no-list")
        return
    parties = [
        Party(said.name, papers=tuple(one.value for one in said.identifiers), sort=Sort.FIRM)
        if not said.natural
        else Party(said.name),
        *(
            Party(
                one.name,
                born=one.born,
                papers=(one.number,) if one.number else (),
                sort=Sort.UNKNOWN if one.person else Sort.FIRM,
            )
            for one in said.owners
        ),
    ]
    hits = list(Screener(Index(editions), thresholds()).screen(parties))
    hit = {one.party for one in hits}
    source = ", ".join(sorted(editions))
    for place, name in enumerate(names):
        if place not in hit:
            yield Checked("lists", source, PASSED, name)
    for one in hits:
        yield Checked(
            "lists", one.list, FAILED, names[one.party], "registry.check.on-a-list",
            {"entry": one.entry, "listed": one.match.row.listed.text,
             "likeness": f"{one.match.score:.2f}"},
        )  # fmt: skip


def _account(said: Dossier) -> Iterator[Checked]:
    for one in said.accounts:
        result = {"same": PASSED, "different": FAILED}.get(one.match, UNKNOWN)
        yield Checked("account", OWN, result, one.country, f"registry.check.holder-{one.match}")


def _duplicates(application: Application, said: Dossier) -> Iterator[Checked]:
    values = [one.value for one in said.identifiers]
    others = Operator.objects.filter(identifiers__value__in=values).exclude(
        organisation=application.organisation
    )
    twice = list(others.distinct()[:5])
    yield Checked(
        "duplicate", OWN, FAILED if twice else PASSED,
        code="registry.check.duplicate" if twice else "",
        values={"firms": ", ".join(one.code for one in twice)} if twice else {},
    )  # fmt: skip


def _alike(application: Application, said: Dossier) -> Iterator[Alike]:
    """Firms that may not trade and that share a trait, or are called and placed alike."""
    shared = fallen_with(list(traits_of(application, said)))
    others = {one.pk: one for one in fallen() if one.pk != application.operator_id}
    weights = _weights(said, others)
    for pk, other in others.items():
        traits = sorted(shared.get(other, ())) + (["name"] if pk in weights else [])
        if traits:
            yield Alike(other, tuple(traits), weights.get(pk))


def _weights(said: Dossier, others: Mapping[int, Operator]) -> dict[int, float]:
    """How alike in name and place those are that are so at all, by the model that links sellers."""
    model = load_model("seller")
    forms = [
        _forms(said.name, f"{said.city}{said.address}", said.phone, said.website, said.country),
        *(
            _forms(one.name, one.address, one.phone, one.website, one.country)
            for one in others.values()
        ),
    ]
    nodes = pa.table(
        {
            "key": pa.array([0, *others], pa.int64()),
            **{
                name: pa.array([getattr(one, name) for one in forms], pa.string())
                for name in model.fields
            },
        }
    )
    return {
        row["other"]: round(row["weight"], 2)
        for row in link(nodes, model).links.to_pylist()
        if row["one"] == 0
    }


def _forms(name: str, address: str, phone: str, website: str, country: str) -> SellerForms:
    return seller_forms(
        name, address=address, phone=phone, website=website, country=country or "CN"
    )
