"""The automatic checks of an application: numbers, registers, lists, account, likenesses.

Each gives a line of the check log. What could not be asked is unknown, and never a no.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from tidewaiter.adapters.registers import Register, Silent
from tidewaiter.base.docket import clocks
from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.linking.model import load_model
from tidewaiter.engine.linking.names import firm_name
from tidewaiter.engine.linking.sellers import seller_forms
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
    own = application.operator_id
    model = load_model("seller")
    weights = {}
    others = [one for one in fallen() if one.pk != own]
    mine = _node(said.name, f"{said.city}{said.address}", said.phone, said.website, said.country)
    for other in others:
        theirs = _node(other.name, other.address, other.phone, other.website, other.country)
        weight, _ = model.weigh(mine, theirs, nodes=max(2, Operator.objects.count()))
        if weight >= model.least:
            weights[other] = round(weight, 2)
    for other in {**shared, **weights}:
        if other.pk == own:
            continue
        traits = sorted(shared.get(other, ())) + (["name"] if other in weights else [])
        yield Alike(other, tuple(traits), weights.get(other))


def _node(name: str, address: str, phone: str, website: str, country: str) -> dict[str, object]:
    forms = seller_forms(
        name, address=address, phone=phone, website=website, country=country or "CN"
    )
    return dict(forms._asdict())
