"""A docket begins with a dated paper from a known party."""

import pytest
from django.db import IntegrityError, transaction

from tests.base.docket.makers import (
    CLOCKWORK,
    MONDAY,
    a_paper,
    an_errand,
    days,
    events,
    firm,
    officer,
    the_clock,
    unit,
)
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.docket.commands.opening import (
    Demand,
    Paper,
    Side,
    add_party,
    open_docket,
    relate,
    release_party,
)
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.docket.states import Related
from tidewaiter.base.kernel.references import check
from tidewaiter.base.kernel.refusals import Refusal


def test_its_reference_can_be_read_out_and_checked() -> None:
    docket = an_errand()
    found = check(docket.reference.lower().replace("-", " "))
    assert (found.kind, found.year, found.serial) == ("ERR", 2026, docket.pk)
    wrong = docket.reference[:-1] + ("A" if docket.reference[-1] != "A" else "B")
    with pytest.raises(Refusal) as refused:
        check(wrong)
    assert refused.value.code == "reference.check-character"


def test_it_says_under_which_law_it_began() -> None:
    docket = an_errand()
    assert docket.pack == "cn"
    assert len(docket.pack_version) >= 12


def test_its_first_clock_starts_with_the_paper_and_shows_its_arithmetic() -> None:
    clock = the_clock(an_errand(), "look")
    assert clock.timer == "cn-compl-accept"
    assert clock.due_on.isoformat() == "2026-06-10"
    assert "day 1 Tue 2 Jun" in clock.reckoned_en
    assert "7 working days → Wed 10 Jun" in clock.reckoned_en
    assert "7个工作日" in clock.reckoned_zh


def test_a_jurisdiction_without_a_clock_of_its_own_has_that_of_the_house() -> None:
    clock = the_clock(an_errand(pack="uk"), "look")
    assert (clock.pack, clock.timer) == ("int", "docket-look")
    assert clock.due_on.isoformat() == "2026-06-08"


def test_house_clocks_count_by_the_working_days_of_the_jurisdiction() -> None:
    before_dragon_boat = MONDAY.replace(day=15)
    docket = open_docket(
        ERRAND, Paper("cn", "post"), unit=None, by=CLOCKWORK, at=before_dragon_boat
    )
    from tests.base.docket.makers import walked

    walked(docket, "take-up", by=officer().actor, at=before_dragon_boat)
    # Friday 19 June 2026 is a day of rest in China, so twenty working days end a day later
    assert the_clock(docket, "decide").due_on.isoformat() == "2026-07-14"
    assert "Fri 19 Jun" in the_clock(docket, "decide").reckoned_en


def test_parties_matters_and_demands_are_kept() -> None:
    docket = an_errand(demands=[Demand("refund", "applicant", "money", 120, "CNY")])
    [party] = docket.parties.all()
    assert (party.role, party.organisation) == ("applicant", firm())
    assert [(one.kind, one.key) for one in docket.subjects.all()] == [("merchant", firm().code)]
    [claim] = docket.claims.all()
    assert (claim.party, claim.amount, claim.currency) == (party, 120, "CNY")


def test_an_amount_without_a_currency_is_not_kept() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        an_errand(demands=[Demand("refund", "applicant", "money", 120)])


def test_a_role_that_the_proceeding_does_not_know_is_refused_and_nothing_is_kept() -> None:
    with pytest.raises(Refusal) as refused:
        an_errand(parties=[Side("judge", "Somebody")])
    assert refused.value.code == "docket.no-such-role"
    assert "applicant" in refused.value.render()["cure"]
    assert not Docket.objects.exists()


def test_who_acts_for_a_party_shows_an_authority() -> None:
    docket, clerk = an_errand(), officer().actor
    party = docket.parties.get()
    agent = Side("agent", "Counsel Wu")
    with pytest.raises(Refusal) as refused:
        add_party(docket, ERRAND, agent, acts_for=party, by=clerk, at=MONDAY)
    assert refused.value.code == "docket.no-authority"
    paper = a_paper(docket, by=clerk)
    added = add_party(docket, ERRAND, agent, acts_for=party, authority=paper, by=clerk, at=MONDAY)
    assert (added.acts_for, added.authority) == (party, paper)


def test_a_party_that_left_is_told_in_the_history() -> None:
    docket, clerk = an_errand(), officer().actor
    release_party(docket.parties.get(), by=clerk, at=MONDAY + days(1))
    assert docket.parties.get().left_at == MONDAY + days(1)
    assert events(docket)[-1] == "party.left"


def test_related_dockets_know_how() -> None:
    first, second = an_errand(), an_errand()
    relate(second, first, Related.DUPLICATE_OF, by=officer().actor, at=MONDAY)
    [relation] = second.relations.all()
    assert (relation.other, relation.relation) == (first, "duplicate-of")
    for other in (first, second):
        with pytest.raises(Refusal) as refused:
            relate(second, other, Related.DUPLICATE_OF, by=officer().actor, at=MONDAY)
        assert refused.value.code == "docket.related-already"


def test_every_event_has_its_entry_in_the_trail() -> None:
    docket = an_errand(unit=unit())
    told = [entry.verb for entry in history_of(docket)]
    assert told == [f"docket.{event}" for event in events(docket)]
    assert told == ["docket.opened", "docket.party.joined", "docket.clock.started"]


def test_whoever_lacks_the_permission_adds_nobody() -> None:
    with pytest.raises(Refusal) as refused:
        add_party(an_errand(), ERRAND, Side("agent", "Wu"), by=officer("operator").actor, at=MONDAY)
    assert refused.value.code == "access.permission"
