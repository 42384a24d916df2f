"""What became of the parcels on which rules fired, priority areas, and quiet rules."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.cast import CLERK, NOON, OFFICER, SENIOR
from tests.makers import a_parcel, all_to, arrive, decision_about, four
from tests.risk.rulebook import AUTHOR, DAY, GROUNDS, HEAD, in_force, in_shadow, text, written
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.selection.policy import Lane as EngineLane
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.file_act import file_act, write_act
from tidewaiter.flows.receive_message import law_on
from tidewaiter.flows.run_campaigns import evaluate, figures_of, turn_campaigns
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.book.campaigns import Aim, join_campaign, open_campaign, turn
from tidewaiter.risk.commands.book.snoozes import snooze, wake
from tidewaiter.risk.commands.decide import change_lane
from tidewaiter.risk.models import Campaign, Snooze
from tidewaiter.risk.queries.performance import inspections, records, shadow_records
from tidewaiter.risk.rules.findings import Findings
from tidewaiter.risk.rules.performance import Record, Verdict, judged, wilson
from tidewaiter.risk.rules.snoozes import Subject
from tidewaiter.risk.states import CampaignStage, Disposal, Found, Lane

LOOK = text("R-90-dear", severity="hold", effect="lane: inspection")
UNTIL = NOON + timedelta(hours=1)


def inspected(seed: int, code: Found, value: int | None = None) -> None:
    parcel = a_parcel(seed=seed)
    arrive(*four(parcel))
    found = Findings(code, "Opened and looked at.", Disposal.HOLD, value and Decimal(value))
    act = write_act(decision_about(parcel.inventory), found, by=SENIOR, at=NOON)
    file_act(act, by=SENIOR, at=NOON)


def test_a_rule_is_held_against_what_inspections_found(firms: dict[str, Operator]) -> None:
    in_force(LOOK)
    inspected(1, Found.VALUE, 700)
    inspected(2, Found.NOTHING)
    arrive(*four(a_parcel(seed=3)))
    found = records(NOON, until=UNTIL)["R-90-dear"]
    assert found == Record(3, 2, 1, 0, Decimal(700))
    assert records(UNTIL, until=UNTIL + timedelta(hours=1)) == {}


def test_a_parcel_that_an_officer_sets_free_counts_as_overridden(
    firms: dict[str, Operator],
) -> None:
    in_force(text("R-90-dear", severity="hold", effect="lane: hold"))
    arrive(*four(a_parcel()))
    decision = decision_about(a_parcel().inventory)
    change_lane(decision, Lane.RELEASE, grounds=GROUNDS, by=SENIOR, at=NOON)
    assert records(NOON, until=UNTIL)["R-90-dear"] == Record(1, 0, 0, 1)


def test_a_shadow_is_held_against_what_happened_for_other_reasons(
    firms: dict[str, Operator],
) -> None:
    in_shadow()
    parcel = a_parcel()
    arrive(*four(parcel), policy=all_to(EngineLane.INSPECTION))
    found = Findings(Found.VALUE, "Opened and looked at.", Disposal.HOLD)
    file_act(
        write_act(decision_about(parcel.inventory), found, by=SENIOR, at=NOON), by=SENIOR, at=NOON
    )
    assert shadow_records(NOON, until=UNTIL) == {"R-90-dear~1": Record(1, 1, 1)}
    assert inspections(NOON, until=UNTIL, drawn=True) == Record(1, 1, 1)
    assert inspections(NOON, until=UNTIL, drawn=False).inspected == 0


@pytest.mark.parametrize(
    ("record", "target", "verdict"),
    [
        (Record(), None, Verdict.NEVER_FIRES),
        (Record(100, 0, 0), None, Verdict.TOO_FEW),
        (Record(100, 19, 0), None, Verdict.TOO_FEW),
        (Record(100, 20, 0), None, Verdict.NEVER_CONFIRMS),
        (Record(100, 40, 2), Decimal("0.5"), Verdict.BELOW_TARGET),
        (Record(100, 40, 18), Decimal("0.5"), Verdict.FINE),
        (Record(100, 40, 2), None, Verdict.FINE),
    ],
)
def test_what_is_said_about_a_rule(record: Record, target, verdict: Verdict) -> None:
    assert judged(record, target, targets=True) is verdict


def test_a_rule_that_only_notifies_is_not_asked_for_confirmation() -> None:
    assert judged(Record(100, 30, 0), None, targets=False) is Verdict.FINE


@pytest.mark.parametrize(
    ("hits", "tries", "low", "high"),
    [
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
        (1, 3, 0.0615, 0.7923),
    ],
)
def test_the_interval_is_that_of_wilson(hits: int, tries: int, low: float, high: float) -> None:
    # published values of the score interval
    found = wilson(hits, tries)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)
    assert wilson(0, 0) is None


def an_aim(**fields) -> Aim:
    given = {
        "title_en": "Cheap phones", "title_zh": "低报手机", "grounds": GROUNDS,
        "starts_on": DAY + timedelta(days=1), "ends_on": DAY + timedelta(days=10),
        "expected": Decimal("0.2"),
    }  # fmt: skip
    return Aim(**(given | fields))


def opened(**fields) -> Campaign:
    return open_campaign(an_aim(**fields), on=DAY, by=HEAD, at=NOON)


def test_the_rules_of_a_priority_area_hold_on_its_days_and_no_other(
    firms: dict[str, Operator],
) -> None:
    rule = written()
    join_campaign(rule, opened(), by=AUTHOR, at=NOON)
    rule.refresh_from_db()
    from tests.risk.rulebook import PEER, tried
    from tidewaiter.flows import write_rule

    write_rule.review(tried(rule), by=PEER, at=NOON)
    write_rule.schedule(rule, enters_on=DAY, by=HEAD, at=NOON)

    def holds(days: int) -> bool:
        law = law_on(NOON + timedelta(days=days))
        return any(one.code == rule.code for one in book_of_day(law).on(law.day))

    assert [holds(days) for days in (0, 1, 10, 11)] == [False, True, True, False]


def test_a_priority_area_begins_ends_and_is_evaluated(firms: dict[str, Operator]) -> None:
    campaign = opened()
    assert turn_campaigns(by=CLERK, at=NOON) == []
    turn_campaigns(by=CLERK, at=NOON + timedelta(days=1))
    campaign.refresh_from_db()
    assert campaign.stage == CampaignStage.RUNNING
    with pytest.raises(Refusal) as early:
        evaluate(campaign, "It is too early to say anything about it at all.", by=HEAD, at=NOON)
    assert early.value.kind is Kind.CONFLICT
    over = NOON + timedelta(days=11)
    turn_campaigns(by=CLERK, at=over)
    campaign.refresh_from_db()
    with pytest.raises(Refusal) as short:
        evaluate(campaign, "fine", by=HEAD, at=over)
    assert short.value.code == "campaign.verdict"
    done = evaluate(campaign, "Four of ten held too little; go on with a rule.", by=HEAD, at=over)
    assert (done.stage, done.figures["fired"]) == (CampaignStage.EVALUATED, 0)
    verbs = [entry.verb for entry in history_of(done)]
    assert verbs == [
        "campaign.opened", "campaign.begin", "campaign.end", "campaign.evaluated",
    ]  # fmt: skip


def test_the_evaluation_counts_what_the_rules_of_the_area_found(
    firms: dict[str, Operator],
) -> None:
    campaign = opened(starts_on=DAY)
    rule = in_force(LOOK)
    campaign.rules.add(rule)
    inspected(1, Found.VALUE, 700)
    inspected(2, Found.NOTHING)
    figures = figures_of(campaign, at=UNTIL)
    assert (figures["parcels"], figures["fired"], figures["inspected"], figures["confirmed"]) == (
        2, 2, 2, 1,
    )  # fmt: skip
    assert Decimal(figures["value_found"]) == 700


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"starts_on": DAY - timedelta(days=1)}, "campaign.past"),
        ({"ends_on": DAY}, "campaign.length"),
        ({"ends_on": DAY + timedelta(days=400)}, "campaign.length"),
    ],
)
def test_a_priority_area_is_bounded(fields, code: str, firms: dict[str, Operator]) -> None:
    with pytest.raises(Refusal) as refused:
        opened(**fields)
    assert refused.value.code == code


def test_a_priority_area_that_was_called_off_runs_no_rule(firms: dict[str, Operator]) -> None:
    campaign, rule = opened(starts_on=DAY), in_force()
    campaign.rules.add(rule)
    turn(campaign, "call-off", by=HEAD, at=NOON)
    assert book_of_day(law_on(NOON)).version == load_book().version


def quiet(**fields) -> Snooze:
    rule = load_book().rule("R-06")
    given = {"until": DAY + timedelta(days=30), "grounds": GROUNDS, "on": DAY, "by": AUTHOR,
             "at": NOON}  # fmt: skip
    return snooze(rule, Subject.MERCHANT, "91X", **(given | fields))


def test_a_rule_is_kept_quiet_by_a_named_officer_with_reasons_until_a_day(db: None) -> None:
    found = quiet()
    assert (found.by_label, found.until) == (AUTHOR.label, DAY + timedelta(days=30))
    again = quiet(until=DAY + timedelta(days=3))
    assert (again.pk, again.until) == (found.pk, DAY + timedelta(days=3))
    wake(again, by=HEAD, at=NOON)
    assert quiet().pk != found.pk
    assert [entry.verb for entry in history_of(found)] == [
        "rule.snoozed", "rule.snoozed", "rule.woken",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"grounds": "no"}, "rule.grounds"),
        ({"until": DAY}, "snooze.until"),
        ({"until": DAY + timedelta(days=999)}, "snooze.until"),
        ({"by": OFFICER}, "access.permission"),
    ],
)
def test_a_rule_is_not_kept_quiet_for_ever_or_for_nothing(db: None, fields, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        quiet(**fields)
    assert refused.value.code == code


def test_what_the_law_rejects_is_kept_quiet_about_nobody(db: None) -> None:
    with pytest.raises(Refusal) as refused:
        snooze(
            load_book().rule("M-01"), Subject.MERCHANT, "91X", until=DAY + timedelta(days=3),
            grounds=GROUNDS, on=DAY, by=AUTHOR, at=NOON,
        )  # fmt: skip
    assert refused.value.code == "snooze.rejects"
