"""What was chosen for inspection leaves with a filed act, which nobody writes over."""

from decimal import Decimal

import pytest

from tests.cast import NOON, OFFICER, SENIOR, STRANGER
from tests.makers import a_parcel, all_to, arrive, decision_about, declaration_of, four
from tidewaiter.base.audit.queries import history_of
from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.engine.selection.policy import Lane as EngineLane
from tidewaiter.flows.file_act import file_act, write_act
from tidewaiter.intake.models import Receipt
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.decide import change_lane
from tidewaiter.risk.commands.findings import drop_act, take_photo_out
from tidewaiter.risk.models import Assessment, InspectionAct
from tidewaiter.risk.queries.findings import findings_since, latest_acts, to_inspect
from tidewaiter.risk.rules.findings import LARGEST_PHOTO, MOST_PHOTOS, Findings, LineFound
from tidewaiter.risk.states import ACT, NEVER_RELEASED, ActStage, Disposal, Found, Lane

PARCEL = a_parcel()
LINE = PARCEL.inventory.lines[0].gnum
SEEN = "Opened before two officers, counted and weighed."
GROUNDS = "The invoice and the photographs agree."
JPEG = b"\xff\xd8\xff\xe0 a photograph"
PNG = b"\x89PNG\r\n\x1a\n another photograph"
NOTHING = Findings(Found.NOTHING, SEEN, Disposal.RELEASE)
CHEAP = Findings(
    Found.VALUE,
    SEEN,
    Disposal.HOLD,
    value_found=Decimal("900"),
    lines=(LineFound(LINE, value=Decimal("900"), quantity=Decimal(2)),),
)


@pytest.fixture
def inspected(firms: dict[str, Operator]) -> Assessment:
    """A parcel that was chosen for inspection."""
    return sent_to(EngineLane.INSPECTION)


def sent_to(lane: EngineLane) -> Assessment:
    arrive(*four(PARCEL), policy=all_to(lane))
    return decision_about(PARCEL.inventory)


def refused(code: str, kind: Kind, doing, *args, **named) -> None:
    with pytest.raises(Refusal) as no:
        doing(*args, **named)
    assert (no.value.code, no.value.kind) == (code, kind)


@pytest.mark.parametrize("free", [Lane.RELEASE, Lane.AUDIT])
@pytest.mark.parametrize("on_the_way", [None, Lane.DOCUMENTS, Lane.HOLD])
def test_an_inspected_parcel_does_not_leave_without_an_act(
    inspected: Assessment, on_the_way: Lane | None, free: Lane
) -> None:
    if on_the_way:
        change_lane(inspected, on_the_way, grounds=GROUNDS, by=SENIOR, at=NOON)
    refused(
        "lane.no-act",
        Kind.CONFLICT,
        change_lane,
        inspected,
        free,
        grounds=GROUNDS,
        by=SENIOR,
        at=NOON,
    )
    inspected.refresh_from_db()
    assert inspected.lane == (on_the_way or Lane.INSPECTION)


def test_an_officer_writes_a_senior_files_and_the_parcel_goes_where_the_act_says(
    inspected: Assessment,
) -> None:
    before = Receipt.objects.count()
    act = write_act(inspected, NOTHING, photos=[JPEG], by=OFFICER, at=NOON)
    assert act.stage == ActStage.DRAFTED
    inspected.refresh_from_db()
    assert inspected.lane == Lane.INSPECTION
    refused("access.permission", Kind.FORBIDDEN, file_act, act, by=OFFICER, at=NOON)
    filed = file_act(act, by=SENIOR, at=NOON)
    assert (filed.stage, filed.filed_label) == (ActStage.FILED, SENIOR.label)
    inspected.refresh_from_db()
    assert (inspected.lane, inspected.status) == (Lane.RELEASE, "800")
    assert filed.reference in inspected.changes.get().grounds
    assert Receipt.objects.count() == before + 1
    verbs = [entry.verb for entry in history_of(filed)]
    assert verbs == ["act.written", "act.filed"]


def test_the_work_list_has_what_waits_for_an_act_and_says_who_began(inspected: Assessment) -> None:
    assert [one.draft for one in to_inspect(by=OFFICER)] == [None]
    act = write_act(inspected, CHEAP, by=OFFICER, at=NOON)
    assert [one.draft for one in to_inspect(by=OFFICER)] == [act.pk]
    file_act(act, by=SENIOR, at=NOON)
    assert list(to_inspect(by=OFFICER)) == []
    assert [one.pk for one in latest_acts(by=OFFICER)] == [act.pk]
    assert list(latest_acts(by=STRANGER)) == []


def test_what_was_found_goes_to_statistics_and_training(inspected: Assessment) -> None:
    act = write_act(inspected, CHEAP, by=OFFICER, at=NOON)
    later = NOON.replace(hour=6)
    assert findings_since(NOON, until=later) == []
    file_act(act, by=SENIOR, at=NOON)
    [finding] = findings_since(NOON, until=later)
    assert finding == (
        inspected.declaration_id, True, "value", Decimal("900"), NOON, True,
    )  # fmt: skip
    assert findings_since(later, until=later.replace(hour=7)) == []


def test_a_filed_act_is_corrected_by_another_and_both_are_kept(inspected: Assessment) -> None:
    first = file_act(write_act(inspected, CHEAP, by=SENIOR, at=NOON), by=SENIOR, at=NOON)
    inspected.refresh_from_db()
    assert inspected.lane == Lane.HOLD
    second = file_act(write_act(inspected, NOTHING, by=SENIOR, at=NOON), by=SENIOR, at=NOON)
    first.refresh_from_db()
    assert (first.stage, first.code) == (ActStage.CORRECTED, "value")
    assert second.corrects == first
    inspected.refresh_from_db()
    assert inspected.lane == Lane.RELEASE
    later = NOON.replace(hour=6)
    assert [one.code for one in findings_since(NOON, until=later)] == ["nothing"]


def test_a_correction_of_an_act_about_a_parcel_that_has_left_calls_nothing_back(
    inspected: Assessment,
) -> None:
    file_act(write_act(inspected, NOTHING, by=SENIOR, at=NOON), by=SENIOR, at=NOON)
    file_act(write_act(inspected, CHEAP, by=SENIOR, at=NOON), by=SENIOR, at=NOON)
    inspected.refresh_from_db()
    assert inspected.lane == Lane.RELEASE
    assert inspected.changes.count() == 1


def test_the_draft_is_written_anew_and_can_be_given_up(inspected: Assessment) -> None:
    act = write_act(inspected, CHEAP, by=OFFICER, at=NOON)
    again = write_act(inspected, NOTHING, by=OFFICER, at=NOON)
    assert (again.pk, again.lines.count()) == (act.pk, 0)
    assert drop_act(again, by=OFFICER, at=NOON).stage == ActStage.DROPPED
    refused("state.inspection act.file", Kind.CONFLICT, file_act, again, by=SENIOR, at=NOON)
    assert write_act(inspected, NOTHING, by=OFFICER, at=NOON).pk != act.pk


def test_no_act_is_written_about_a_parcel_that_nobody_was_to_open(
    firms: dict[str, Operator],
) -> None:
    held = sent_to(EngineLane.HOLD)
    refused("act.not-inspected", Kind.CONFLICT, write_act, held, NOTHING, by=OFFICER, at=NOON)
    assert InspectionAct.objects.count() == 0


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Findings(Found.NOTHING, "seen", Disposal.RELEASE), "act.statement"),
        (Findings(Found.VALUE, SEEN, Disposal.HOLD, lines=(LineFound(77, value=1),)), "act.line"),
        (Findings(Found.VALUE, SEEN, Disposal.HOLD, value_found=Decimal(-1)), "act.negative"),
        (
            Findings(Found.VALUE, SEEN, Disposal.HOLD, lines=(LineFound(LINE, quantity=-1),)),
            "act.negative",
        ),
        (
            Findings(Found.NOTHING, SEEN, Disposal.RELEASE, lines=(LineFound(LINE, value=1),)),
            "act.contradiction",
        ),
        *[
            (Findings(code, SEEN, way), "act.released-in-spite")
            for code in sorted(NEVER_RELEASED)
            for way in (Disposal.RELEASE, Disposal.AUDIT)
        ],
    ],
    ids=str,
)
def test_an_act_that_does_not_hold_together_is_refused(
    inspected: Assessment, found: Findings, code: str
) -> None:
    refused(code, Kind.INVALID, write_act, inspected, found, by=OFFICER, at=NOON)
    assert InspectionAct.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7", "act.photo-type"),
        (b"<svg onload='x'/>", "act.photo-type"),
        (b"xxxx\0\0\0\0WEBP", "act.photo-type"),
        (b"", "act.photo-type"),
        (JPEG + b"\0" * LARGEST_PHOTO, "act.photo-size"),
    ],
    ids=["pdf", "svg", "no webp", "empty", "large"],
)
def test_a_file_that_is_no_photograph_is_refused_by_its_bytes(
    inspected: Assessment, content: bytes, code: str
) -> None:
    refused(
        code, Kind.INVALID, write_act, inspected, NOTHING, photos=[content], by=OFFICER, at=NOON
    )
    assert InspectionAct.objects.count() == 0


def test_photographs_are_known_by_their_hash_and_kept_once(inspected: Assessment) -> None:
    act = write_act(inspected, NOTHING, photos=[JPEG, PNG, JPEG], by=OFFICER, at=NOON)
    act = write_act(inspected, NOTHING, photos=[JPEG, b"RIFF\0\0\0\0WEBPVP8"], by=OFFICER, at=NOON)
    kinds = [photo.media_type for photo in act.photos.all()]
    assert kinds == ["image/jpeg", "image/png", "image/webp"]
    take_photo_out(act.photos.first(), by=OFFICER, at=NOON)
    assert act.photos.count() == 2


def test_more_photographs_than_anybody_looks_at_are_refused(inspected: Assessment) -> None:
    many = [JPEG + bytes([number]) for number in range(MOST_PHOTOS + 1)]
    refused(
        "act.photos", Kind.INVALID, write_act, inspected, NOTHING, photos=many, by=OFFICER, at=NOON
    )


def test_a_photograph_of_another_parcel_is_noticed(inspected: Assessment) -> None:
    write_act(inspected, NOTHING, photos=[JPEG], by=OFFICER, at=NOON)
    other = a_parcel(seed=2)
    arrive(*four(other), policy=all_to(EngineLane.INSPECTION))
    second = decision_about(other.inventory)
    assert declaration_of(other.inventory) != declaration_of(PARCEL.inventory)
    refused(
        "act.photo-again",
        Kind.CONFLICT,
        write_act,
        second,
        NOTHING,
        photos=[JPEG],
        by=OFFICER,
        at=NOON,
    )


def test_the_photograph_of_a_filed_act_stays(inspected: Assessment) -> None:
    act = write_act(inspected, NOTHING, photos=[JPEG], by=OFFICER, at=NOON)
    file_act(act, by=SENIOR, at=NOON)
    with pytest.raises(Refusal):
        take_photo_out(act.photos.get(), by=OFFICER, at=NOON)
    assert act.photos.count() == 1


@pytest.mark.parametrize("verb", list(ACT.moves))
def test_every_move_of_an_act_leaves_a_known_stage(verb: str) -> None:
    move = ACT.moves[verb]
    assert {move.target, *move.sources} <= {stage.value for stage in ActStage}


def test_a_machine_writes_no_act(inspected: Assessment) -> None:
    refused("access.permission", Kind.FORBIDDEN, write_act, inspected, NOTHING, by=STRANGER,
            at=NOON)  # fmt: skip
