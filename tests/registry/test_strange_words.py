"""Whatever is written into numbers, statements and lines of registers: taken, or refused."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import CLERK, NOON
from tests.registry.applicants import said
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.import_register import import_register
from tidewaiter.registry.models import Operator
from tidewaiter.registry.rules.access import limits
from tidewaiter.registry.rules.dossier import Dossier, packed, unpacked
from tidewaiter.registry.rules.identifiers import Scheme, checked
from tidewaiter.registry.rules.importing import COLUMNS, Line, line_of
from tidewaiter.registry.rules.owners import Holding, controllers, faults
from tidewaiter.registry.rules.restating import restated

TEXT = st.text(max_size=40) | st.text("0123456789ABCDEFGHXZ .-;０１２٣", max_size=30)
SHARES = st.none() | st.decimals(allow_nan=True, allow_infinity=True)
KEYS = st.sampled_from(
    ["name", "address", "owners", "identifiers", "representative", "certified", "account", "x"]
)
LEAST = Decimal(25)


@settings(deadline=None)
@given(st.sampled_from(Scheme), TEXT)
def test_a_number_is_taken_or_refused(scheme: Scheme, text: str) -> None:
    try:
        assert checked(scheme, text)
    except Refusal as refusal:
        assert refusal.code.startswith("registry.identifier.")
        assert refusal.render("zh")["cure"]


@settings(deadline=None)
@given(KEYS, TEXT | st.builds("{};person;{}".format, TEXT, SHARES))
def test_a_statement_is_written_anew_or_refused(key: str, text: str) -> None:
    try:
        again = restated(said(), key, text)
    except Refusal:
        return
    assert isinstance(again, Dossier)
    list(faults(_held(again), least=LEAST))


def _held(dossier: Dossier) -> list[Holding]:
    return [Holding(o.name, o.person, o.share, o.control, o.of) for o in dossier.owners]


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            Holding, st.sampled_from("ABCD"), st.booleans(), SHARES, st.just("shares"),
            st.sampled_from(["", "A", "B", "C"]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_any_owners_are_judged(holdings: list[Holding]) -> None:
    if not list(faults(holdings, least=LEAST)):
        assert all(share <= 100 for share in controllers(holdings, least=LEAST).values())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["most_value", "most_parcels", "chapters"]), TEXT | SHARES))
def test_any_limits_are_taken_or_refused(told: dict[str, object]) -> None:
    try:
        assert limits(told) is not None
    except Refusal as refusal:
        assert refusal.code == "registry.limits"


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*COLUMNS, "strange"]), TEXT | st.booleans() | st.none()))
def test_a_line_is_read_or_refused(told: dict[str, object]) -> None:
    try:
        assert isinstance(line_of(told, roles=frozenset({"merchant"})), Line)
    except Refusal as refusal:
        assert refusal.code.startswith(("registry.import.", "registry.identifier."))


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=30), st.sampled_from(["\0", "\ud800", "\U0010ffff", "\u200b", "x"]))
def test_strange_signs_in_a_register_stop_nothing(tmp_path: Path, text: str, sign: str) -> None:
    rows = [
        {"code": f"S{n}", "name": name, "roles": "merchant", "registered_on": "2024-01-01"}
        for n, name in enumerate([f"{text}{sign}", "Good"])
    ]
    file = tmp_path / "strange.json"
    file.write_text(json.dumps(rows), "utf-8")
    Operator.objects.all().delete()
    taken = list(import_register(file, by=CLERK, at=NOON))
    assert taken[1].refusal is None or taken[1].refusal.code == "registry.import.there"
    assert Operator.objects.filter(name="Good").count() == 1


def test_a_dossier_comes_back_as_it_was() -> None:
    assert unpacked(packed(said())) == said()
