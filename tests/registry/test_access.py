"""Applying to trade: what is asked, checked, revised, decided, and verified again."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.base.docket.makers import clerk_of
from tests.cast import CLERK
from tests.registry.applicants import (
    DOWN,
    MONDAY,
    OTHER_USCC,
    USCC,
    KnownRegister,
    a_firm,
    admitted,
    an_application,
    days,
    decide,
    given,
    hand_all,
    reviewer,
    said,
    sent_in,
    time_passes,
    with_dossier,
)
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.access_review import check_waiting, hand_paper
from tidewaiter.flows.dockets import make_move
from tidewaiter.flows.revise_application import put_right
from tidewaiter.registry.commands.applying import save_application
from tidewaiter.registry.commands.importing import take_line
from tidewaiter.registry.commands.reviewing import Verdict, judge_items, say_likeness
from tidewaiter.registry.models import Application, Operator, Owner, Proof, Trait
from tidewaiter.registry.rules import dossier as form
from tidewaiter.registry.rules.importing import line_of

pytestmark = pytest.mark.django_db


def refused(code: str):  # type: ignore[no-untyped-def]
    """What follows is refused with this code, with a law and a cure."""
    return pytest.raises(Refusal, match=f"^{code}:")


def test_what_is_asked_follows_from_the_law_by_role_trade_and_goods() -> None:
    merchant = an_application(papers=False)
    keys = set(merchant.items.values_list("key", flat=True))
    assert {"admission-identity-merchant.1", "admission-account-merchant.1"} <= keys
    assert "appoint-agent.1" not in keys
    carrier = an_application(
        given(roles=("carrier",), code=OTHER_USCC), firm=a_firm(OTHER_USCC), papers=False
    )
    assert "be-licensed-carrier.1" in set(carrier.items.values_list("key", flat=True))


def test_goods_and_a_seat_abroad_bring_papers_of_their_own() -> None:
    abroad = given(goods=("cosmetics",), dossier=said(country="FR", certified=False))
    keys = set(an_application(abroad, papers=False).items.values_list("key", flat=True))
    assert {"appoint-agent.1", "representative", "cosmetics-retail.1"} <= keys


def test_an_application_that_lacks_something_is_not_sent_in() -> None:
    application = an_application(papers=False)
    with refused("registry.incomplete"):
        make_move(application.docket, "submit", {}, by=clerk_of(a_firm()), at=MONDAY)
    application.docket.refresh_from_db()
    assert application.docket.state == "started"


def test_a_wrong_digit_is_refused_and_nothing_is_kept() -> None:
    wrong = with_dossier(given(), identifiers=(form.Numbered("uscc", USCC[:-1] + "C"),))
    with refused("registry.identifier.check-digit"):
        an_application(wrong, papers=False)
    assert not Application.objects.exists()
    assert not Docket.objects.exists()


def test_a_paper_that_expired_yesterday_is_refused_and_not_kept() -> None:
    application = an_application(papers=False)
    yesterday = MONDAY.date() - timedelta(days=1)
    with refused("registry.paper-expired"):
        hand_paper(
            application, "admission-identity-merchant.1", "id.txt", b"An extract.",
            valid_until=yesterday, by=clerk_of(a_firm()), at=MONDAY,
        )  # fmt: skip
    assert application.docket.papers.count() == 0


def test_the_same_firm_does_not_apply_twice() -> None:
    first = an_application(papers=False)
    with refused("registry.applied-twice") as told:
        an_application(papers=False)
    assert told.value.values["running"] == first.docket.reference
    with refused("registry.applied-twice") as told:
        an_application(firm=a_firm("STRANGER", "Stranger"), papers=False)
    assert first.docket.reference not in told.value.sentence()


def test_nobody_applies_for_the_number_of_a_registered_firm() -> None:
    take_line(
        line_of(
            {"code": USCC, "name": "Lotus", "roles": "merchant", "registered_on": "2020-01-01"},
            roles=frozenset({"merchant"}),
        ),
        source="test", by=CLERK, at=MONDAY,
    )  # fmt: skip
    with refused("registry.registered-already"):
        an_application(firm=a_firm("STRANGER", "Stranger"), papers=False)
    # the firm itself proves what was taken over from another register
    operator = admitted(an_application()).operator
    assert operator.name == "杭州荷花贸易有限公司"
    assert Operator.objects.count() == 1


def test_a_firm_that_was_struck_off_does_not_simply_apply_again() -> None:
    application = admitted()
    decide(application.docket, "strike-off", by=reviewer().actor, move={"why": "counterfeits"})
    with refused("registry.registered-already"):
        an_application(papers=False)


def test_the_number_of_the_account_is_kept_nowhere() -> None:
    application = admitted()
    account = application.operator.accounts.get()
    assert account.match == "same"
    assert account.country == "GB"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(t::text, ' ') FROM registry_account t UNION ALL"
            " SELECT string_agg(details::text, ' ') FROM audit_entry"
        )
        told = " ".join(str(row[0]) for row in cursor.fetchall())
    assert "98765432" not in told


def test_a_register_that_is_down_is_unknown_and_refuses_nobody() -> None:
    application = sent_in(**DOWN)
    check = application.checks.get(name="register")
    assert (check.result, check.code) == ("unknown", "registry.check.silent")
    assert application.docket.state == "review"
    decide(application.docket, "approve", by=reviewer().actor)
    assert Operator.objects.get(code=USCC).standing == "active"


def test_a_register_confirms_a_name_or_says_that_it_is_another() -> None:
    good = sent_in(uscc=KnownRegister(**{USCC: "杭州荷花贸易有限公司"}))
    assert good.checks.get(name="register").result == "passed"
    other = an_application(
        given(code=OTHER_USCC, dossier=said(identifiers=(form.Numbered("uscc", OTHER_USCC),))),
        firm=a_firm(OTHER_USCC),
    )
    bad = sent_in(other, uscc=KnownRegister(**{OTHER_USCC: "深圳海浪科技有限公司"}))
    assert bad.checks.get(name="register").code == "registry.check.other-name"


def test_checks_that_a_fallen_process_left_undone_are_made_up_for() -> None:
    application = an_application()
    make_move(application.docket, "submit", {}, by=clerk_of(a_firm()), at=MONDAY)
    assert check_waiting(at=MONDAY) == 1
    application.docket.refresh_from_db()
    assert application.docket.state == "review"


def test_a_revision_names_items_with_reasons_and_only_those_may_change() -> None:
    application, officer = sent_in(), reviewer().actor
    clerk = clerk_of(a_firm())
    key = "admission-identity-merchant.1"
    with refused("registry.nothing-named"):
        make_move(application.docket, "ask", {}, by=officer, at=MONDAY)
    with refused("registry.item-reason"):
        judge_items(application, [Verdict(key, "revise", "ugly")], by=officer, at=MONDAY)
    judge_items(application, [Verdict(key, "revise", "missing-page")], by=officer, at=MONDAY)
    with refused("registry.items-open"):
        decide(application.docket, "approve", by=officer)
    docket = make_move(application.docket, "ask", {}, by=officer, at=MONDAY)
    assert docket.timers.get(clock="revise").due_on.isoformat() == "2026-06-11"
    with refused("registry.not-named"):
        save_application(application, with_dossier(given(), phone="0571-1"), by=clerk, at=MONDAY)
    with refused("registry.not-named"):
        hand_paper(
            application, "admission-identity-merchant.2", "x.txt", b"Another.", by=clerk, at=MONDAY
        )
    with refused("registry.incomplete"):
        make_move(docket, "revise", {}, by=clerk, at=MONDAY)
    hand_all(application, by=clerk)
    assert make_move(docket, "revise", {}, by=clerk, at=MONDAY).state == "review"


def test_without_a_revision_the_application_lapses_and_one_may_apply_again() -> None:
    application, officer = sent_in(), reviewer().actor
    judge_items(application, [Verdict("phone", "revise", "contradicts")], by=officer, at=MONDAY)
    make_move(application.docket, "ask", {}, by=officer, at=MONDAY)
    time_passes(until=MONDAY + days(12))
    application.docket.refresh_from_db()
    assert application.docket.state == "abandoned"
    an_application(papers=False, at=MONDAY + days(13))


def test_an_approved_firm_stands_in_the_register_with_owners_sealed_and_proofs() -> None:
    operator = admitted().operator
    assert (operator.roles, operator.standing) == (["merchant"], "active")
    assert operator.identifiers.get().value == USCC
    assert [owner.holds for owner in operator.owners.all()] == [Decimal(60), Decimal(40)]
    for owner in Owner.objects.all():
        assert b"Bao" not in bytes(owner.person_sealed)
    assert Proof.objects.get(operator=operator, field="admission-identity-merchant.1").by == "paper"
    assert operator.changes.count() == 0
    assert Trait.objects.filter(operator=operator, sort="owner").count() == 2


def test_a_firm_is_verified_again_by_what_lapsed_and_suspended_when_nothing_comes() -> None:
    application = admitted()
    reverify = application.docket.timers.get(clock="reverify")
    assert reverify.due_on.isoformat() == "2026-12-01"
    later = MONDAY + days(184)
    time_passes(until=later)
    application.docket.refresh_from_db()
    assert application.docket.state == "reverify"
    assert list(application.items.filter(standing="revise").values_list("key", flat=True)) == [
        "certified"
    ]
    time_passes(until=later + days(14))
    application.docket.refresh_from_db()
    assert application.docket.state == "suspended"
    operator = Operator.objects.get(code=USCC)
    assert operator.standing == "suspended"
    assert operator.changes.get().reason == "not-verified"


def test_what_is_proved_again_is_confirmed_and_the_clock_runs_anew() -> None:
    application, clerk = admitted(), clerk_of(a_firm())
    later = MONDAY + days(184)
    time_passes(until=later)
    unsaid = with_dossier(given(account=None), certified=False)
    save_application(application, unsaid, by=clerk, at=later)
    save_application(application, given(account=None), by=clerk, at=later)
    docket = make_move(application.docket, "prove-again", {}, by=clerk, at=later)
    docket = make_move(docket, "confirm", {}, by=reviewer().actor, at=later + days(1))
    assert docket.state == "monitored"
    assert docket.timers.filter(clock="reverify").latest("id").due_on.year == 2027


def test_whoever_carries_on_a_firm_that_was_struck_off_is_found_and_a_person_says_so() -> None:
    first, officer = admitted(), reviewer().actor
    decide(first.docket, "strike-off", by=officer, move={"why": "false-papers"})
    again = given(
        code=OTHER_USCC,
        dossier=said(
            name="宁波海浪贸易有限公司", city="宁波市", address="海曙区中山路1号", phone="0574-1",
            email="x@other.example", identifiers=(form.Numbered("uscc", OTHER_USCC),),
            contacts=(
                form.Reached("complaints", "email", "a@other.example"),
                form.Reached("data-protection", "email", "b@other.example"),
            ),
        ),
    )  # fmt: skip
    second = sent_in(an_application(again, firm=a_firm(OTHER_USCC, "宁波海浪贸易有限公司")))
    likeness = second.likenesses.get()
    assert likeness.other == first.operator
    assert likeness.traits == ["account", "owner"]
    with refused("registry.likeness-open"):
        decide(second.docket, "approve", by=officer)
    say_likeness(likeness, "same", grounds="Same owners, same account.", by=officer, at=MONDAY)
    with refused("registry.carries-on"):
        decide(second.docket, "approve", by=officer)
    decide(second.docket, "refuse", by=officer)
    assert not Operator.objects.filter(code=OTHER_USCC).exists()


def test_a_firm_of_other_people_is_like_nobody() -> None:
    first = admitted()
    decide(first.docket, "strike-off", by=reviewer().actor, move={"why": "false-papers"})
    other = given(
        code=OTHER_USCC,
        account=form.Banked(number="DE89370400440532013000", holder="深圳海浪科技有限公司"),
        dossier=said(
            name="深圳海浪科技有限公司", city="深圳市", address="南山区深南大道1号", phone="0755-9",
            email="x@wave.example", identifiers=(form.Numbered("uscc", OTHER_USCC),),
            owners=(form.Owned("Lang Hai", share=Decimal(100), number="P0000001"),),
            contacts=(
                form.Reached("complaints", "email", "a@wave.example"),
                form.Reached("data-protection", "email", "b@wave.example"),
            ),
        ),
    )  # fmt: skip
    second = sent_in(an_application(other, firm=a_firm(OTHER_USCC, "深圳海浪科技有限公司")))
    assert not second.likenesses.exists()
    assert second.checks.get(name="likeness").result == "passed"


def test_limits_are_named_and_end_with_the_final_approval() -> None:
    application, officer = sent_in(), reviewer().actor
    with refused("registry.limits"):
        decide(application.docket, "admit-within-limits", by=officer)
    limits = {"most_value": Decimal(500), "most_parcels": Decimal(20), "chapters": "33 64"}
    decide(application.docket, "admit-within-limits", by=officer, move=limits)
    operator = Operator.objects.get(code=USCC)
    assert (operator.most_value, operator.most_parcels) == (Decimal(500), 20)
    assert operator.chapters == ["33", "64"]
    assert application.docket.timers.get(clock="conditional").due_on.isoformat() == "2026-08-30"
    decide(application.docket, "approve", by=officer)
    operator.refresh_from_db()
    assert (operator.most_value, operator.most_parcels, operator.chapters) == (None, None, [])


def decided_operator(application: Application) -> Operator:
    decide(application.docket, "approve", by=reviewer("Zhao").actor)
    return Operator.objects.get(code=USCC)


def test_a_stranger_sees_nothing_of_an_application() -> None:
    application = sent_in()
    stranger, own = clerk_of(a_firm("STRANGER", "Stranger")), clerk_of(a_firm())
    assert not Application.objects.visible_to(stranger).exists()
    assert not application.checks.model.objects.visible_to(stranger).exists()
    assert Application.objects.visible_to(own).get() == application
    operator = decided_operator(application)
    assert Operator.objects.visible_to(own).get() == operator
    assert not Operator.objects.visible_to(stranger).exists()
    assert not Proof.objects.visible_to(stranger).exists()
    assert Application.objects.visible_to(reviewer().actor).get() == application


def test_what_is_put_right_is_checked_anew(django_capture_on_commit_callbacks) -> None:
    application, officer = sent_in(), reviewer().actor
    judge_items(application, [Verdict("phone", "revise", "contradicts")], by=officer, at=MONDAY)
    make_move(application.docket, "ask", {}, by=officer, at=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        put_right(application, {"phone": "0571-2"}, (), by=clerk_of(a_firm()), at=MONDAY)
    assert set(application.checks.values_list("run", flat=True)) == {1, 2}


def test_a_firm_that_was_suspended_for_want_of_proofs_is_back_when_they_are_there() -> None:
    application, officer = admitted(), reviewer().actor
    later = MONDAY + days(200)
    time_passes(until=later)
    application.docket.refresh_from_db()
    assert application.docket.state == "suspended"
    grounds = {"grounds": "Everything was shown anew."}
    with refused("registry.items-open"):
        make_move(application.docket, "lift", grounds, by=officer, at=later)
    put_right(application, {"certified": "yes"}, (), by=clerk_of(a_firm()), at=later)
    make_move(application.docket, "lift", grounds, by=officer, at=later)
    operator = Operator.objects.get(code=USCC)
    assert (operator.standing, operator.verified_at) == ("active", later)
