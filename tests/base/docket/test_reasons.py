"""A decision leaves only with reasons in which every part is there."""

import json

import pytest
from django.db import IntegrityError, transaction

from tests.base.docket.makers import (
    MONDAY,
    a_paper,
    an_errand,
    days,
    events,
    officer,
    reasons,
    the_clock,
    walked,
)
from tidewaiter.base.docket.commands.reasons import (
    FactGiven,
    drop_draft,
    withdraw_statement,
)
from tidewaiter.base.docket.models import Docket, Statement
from tidewaiter.base.docket.queries.papers import chain_of
from tidewaiter.base.docket.queries.reasons import content_of
from tidewaiter.base.docket.states import Standing
from tidewaiter.base.kernel.references import check
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.base.privacy.signing import fits


@pytest.fixture
def head():
    return officer("senior_officer").actor


@pytest.fixture
def docket():
    return walked(an_errand(), "take-up", by=officer().actor)


def test_without_reasons_there_is_no_decision(docket, head) -> None:
    with pytest.raises(Refusal) as refused:
        walked(docket, "grant", by=head)
    assert refused.value.code == "docket.reasons.none"


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"facts": ()}, "facts"),
        ({"facts": (FactGiven("The crate came back.", ()),)}, "unproved-fact"),
        ({"facts": (FactGiven("The crate came back.", (0,)),)}, "unproved-fact"),
        ({"aim": ""}, "aim"),
        ({"milder": ""}, "milder"),
        ({"insufficient": ""}, "insufficient"),
        ({"appeal_body": ""}, "appeal"),
        ({"appeal_form": ""}, "appeal"),
        ({"restrictions": ()}, "restriction"),
        ({"restrictions": ("freedom",)}, "restriction"),
        ({"ground": ""}, "ground"),
        ({"basis": "no-such-law"}, "basis"),
        ({"explanation": ""}, "explanation"),
        ({"position": ""}, "position"),
        ({"answer": ""}, "answer"),
        ({"applies_on": None}, "applies"),
        ({"source": ""}, "source"),
        ({"automated_decision": "fully"}, "model"),
        ({"automated_decision": "perhaps"}, "automated"),
    ],
)
def test_a_decision_does_not_leave_draft_while_a_part_is_missing(
    docket, head, missing, code
) -> None:
    draft = reasons(docket, "grant", by=head, **missing)
    with pytest.raises(Refusal) as refused:
        walked(docket, "grant", by=head)
    assert refused.value.code == f"docket.reasons.{code}"
    draft.refresh_from_db()
    assert draft.standing == Standing.DRAFT
    assert Docket.objects.get().state == "taken-up"
    assert not docket.timers.filter(clock="appeal").exists()


def test_facts_have_five_thousand_characters_at_most(docket, head) -> None:
    paper = a_paper(docket, by=head).pk
    facts = tuple(FactGiven("x" * 1700, (paper,)) for _ in range(3))
    reasons(docket, "grant", by=head, facts=facts)
    with pytest.raises(Refusal) as refused:
        walked(docket, "grant", by=head)
    assert refused.value.code == "docket.reasons.long-facts"
    assert "5100" in refused.value.sentence()


def test_the_database_keeps_it_too(docket, head) -> None:
    draft = reasons(docket, "grant", by=head, aim="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.filter(pk=draft.pk).update(standing=Standing.ISSUED)


def test_an_issued_statement_says_until_when_one_can_appeal_and_is_signed(docket, head) -> None:
    reasons(docket, "grant", by=head)
    walked(docket, "grant", by=head, at=MONDAY + days(1))
    issued = Statement.objects.get()
    assert issued.standing == Standing.ISSUED
    assert issued.appeal_until == the_clock(docket, "appeal").due_on
    assert "20 working days" in issued.appeal_reckoned_en
    assert check(issued.reference).kind == "SOR"
    told = json.dumps(content_of(issued), ensure_ascii=False, sort_keys=True).encode()
    assert fits(told, issued.signature)
    issued.explanation = "Something else."
    told = json.dumps(content_of(issued), ensure_ascii=False, sort_keys=True).encode()
    assert not fits(told, issued.signature)


def test_the_papers_know_that_they_were_cited(docket, head) -> None:
    reasons(docket, "grant", by=head)
    walked(docket, "grant", by=head)
    assert chain_of(docket.papers.get())[-1].deed == "cited"


def test_a_draft_is_written_anew_and_given_up(docket, head) -> None:
    first = reasons(docket, "grant", by=head)
    second = reasons(docket, "refuse", by=head, facts=())
    assert first.pk == second.pk
    assert not second.facts.exists()
    drop_draft(docket, by=head, at=MONDAY)
    assert Statement.objects.get().standing == Standing.DROPPED


def test_reasons_for_one_decision_do_not_carry_another(docket, head) -> None:
    reasons(docket, "grant", by=head)
    with pytest.raises(Refusal) as refused:
        walked(docket, "refuse", by=head)
    assert refused.value.code == "docket.reasons.none"


def test_issued_reasons_are_withdrawn_with_grounds(docket, head) -> None:
    reasons(docket, "grant", by=head)
    walked(docket, "grant", by=head)
    withdraw_statement(Statement.objects.get(), grounds="Changed on review.", by=head, at=MONDAY)
    assert Statement.objects.get().standing == Standing.WITHDRAWN
    assert events(docket)[-1] == "statement.withdrawn"
    with pytest.raises(Refusal) as refused:
        withdraw_statement(Statement.objects.get(), grounds="Again.", by=head, at=MONDAY)
    assert refused.value.code == "state.statement.withdraw"


def test_an_officer_without_the_permission_does_not_decide(docket) -> None:
    clerk = officer().actor
    reasons(docket, "grant", by=clerk)
    with pytest.raises(Refusal) as refused:
        walked(docket, "grant", by=clerk)
    assert refused.value.code == "access.permission"
