"""Parties are held against lists: what a hit does to a parcel, and what is remembered."""

import json
from pathlib import Path

import pytest

from tests.cast import ANALYST, CLERK, NOON, OFFICER, SENIOR, STRANGER
from tests.makers import a_parcel, arrive, changed, codes_of, decision_about, four, receipts_for
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.kernel.refusals import Kind, Refusal
from tidewaiter.engine.screening.lists.loader import Form
from tidewaiter.flows.load_list import load_list, screen_again
from tidewaiter.registry.models import Operator
from tidewaiter.risk.commands.screening import clear_pair
from tidewaiter.risk.models import (
    ClearedPair,
    ListEdition,
    ListedParty,
    ParcelParty,
    ScreenedParty,
    ScreeningHit,
)

PARCEL = a_parcel()
BUYER = PARCEL.inventory.head
GROUNDS = "Another year of birth, as the copy of the card shows."


def listed(
    folder: Path, *entries: dict[str, object], code: str = "own", **more: object
) -> ListEdition:
    """Load an own list of these entries."""
    file = folder / f"{code}.json"
    file.write_text(json.dumps(entries, ensure_ascii=False), "utf-8")
    return load_list(Form.OWN, [file], code=code, by=ANALYST, at=NOON, **more)


def namesake(**facts: object) -> dict[str, object]:
    """An entry with the name of the parcel's buyer."""
    return {"number": "1", "name": BUYER.buyerName, "sort": "person", **facts}


OTHER = {"number": "2", "name": "Bartholomew Featherstonehaugh", "sort": "person"}


def test_without_a_list_nobody_is_screened(firms: dict[str, Operator]) -> None:
    arrive(*four(PARCEL))
    assert decision_about(PARCEL.inventory).lane == "release"
    assert ScreenedParty.objects.count() == 0


def test_a_party_on_no_list_is_remembered_and_its_parcel_goes(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    edition = listed(tmp_path, OTHER)
    arrive(*four(PARCEL))
    assert codes_of(decision_about(PARCEL.inventory)) == []
    assert ScreenedParty.objects.count() >= 2
    assert set(ScreenedParty.objects.values_list("edition", flat=True)) == {edition.pk}
    assert ScreeningHit.objects.count() == 0


def test_a_name_alone_sends_a_parcel_to_documents_and_never_to_hold(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, namesake())
    arrive(*four(PARCEL))
    decision = decision_about(PARCEL.inventory)
    assert (decision.lane, codes_of(decision)) == ("documents", ["N-03"])
    assert not ScreeningHit.objects.filter(corroborated=True).exists()


def test_a_name_with_the_number_of_a_document_holds_the_parcel(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, namesake(papers=[BUYER.buyerIdNumber]))
    arrive(*four(PARCEL))
    decision = decision_about(PARCEL.inventory)
    assert (decision.lane, codes_of(decision)) == ("hold", ["N-04"])
    hit = ScreeningHit.objects.filter(corroborated=True).first()
    assert [fact["kind"] for fact in json.loads(hit.facts)] == ["paper"]


def test_the_date_of_birth_within_an_identity_number_is_a_second_fact(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    digits = BUYER.buyerIdNumber[6:14]
    listed(tmp_path, namesake(born=[f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"]))
    arrive(*four(PARCEL))
    assert decision_about(PARCEL.inventory).lane == "hold"


def test_another_date_of_birth_is_none(firms: dict[str, Operator], tmp_path: Path) -> None:
    listed(tmp_path, namesake(born=["1901-01-01"]))
    arrive(*four(PARCEL))
    assert decision_about(PARCEL.inventory).lane == "documents"


def test_a_telephone_is_a_second_fact(firms: dict[str, Operator], tmp_path: Path) -> None:
    listed(tmp_path, namesake(telephones=[f"+86 {BUYER.buyerTelephone}"]))
    arrive(*four(PARCEL))
    assert decision_about(PARCEL.inventory).lane == "hold"


def test_the_receipt_does_not_tell_that_anybody_is_listed(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, namesake(papers=[BUYER.buyerIdNumber]))
    arrive(*four(PARCEL))
    told = [receipt.content for document in four(PARCEL) for receipt in receipts_for(document)]
    assert told
    assert not any("N-04" in text or "名单" in text for text in told)


def test_what_is_stored_of_a_hit_says_nothing_that_only_the_party_said(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, namesake(papers=[BUYER.buyerIdNumber]))
    arrive(*four(PARCEL))
    for hit in ScreeningHit.objects.all():
        kept = hit.facts + hit.features
        assert BUYER.buyerTelephone not in kept
        assert BUYER.consigneeAddress not in kept
    trail = "".join(str(entry.details) for entry in Entry.objects.all())
    assert BUYER.buyerName not in trail
    assert BUYER.buyerIdNumber not in trail


def test_a_cleared_pair_is_remembered_for_the_next_parcel_of_the_same_party(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, namesake())
    arrive(*four(PARCEL))
    for hit in ScreeningHit.objects.all():
        if not ClearedPair.objects.filter(party_ix=hit.screened.party_ix).exists():
            clear_pair(hit, grounds=GROUNDS, by=SENIOR, at=NOON)
    pair = ClearedPair.objects.first()
    assert (pair.by_label, pair.grounds) == (SENIOR.label, GROUNDS)
    assert Entry.objects.filter(verb="hit.cleared").exists()
    again = four(PARCEL)
    again[0] = changed(again[0], orderNo="AGAIN1")
    again[1] = changed(again[1], orderNo="AGAIN1", payTransactionId="AGAIN1")
    again[2] = changed(again[2], orderNo="AGAIN1", logisticsNo="AGAIN1")
    again[3] = changed(again[3], orderNo="AGAIN1", logisticsNo="AGAIN1", copNo="AGAIN1")
    arrive(*again)
    assert "N-03" not in codes_of(decision_about(again[3]))


def test_a_pair_is_asked_about_again_when_the_entry_has_changed(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, namesake())
    arrive(*four(PARCEL))
    hit = ScreeningHit.objects.order_by("id").first()
    clear_pair(hit, grounds=GROUNDS, by=SENIOR, at=NOON)
    listed(tmp_path, namesake(born=["1990"]))
    screen_again(by=CLERK, at=NOON)
    newer = ScreeningHit.objects.filter(screened=hit.screened, listed__until=None).get()
    assert newer.listed_id != hit.listed_id
    assert not ClearedPair.objects.filter(digest=newer.listed.digest).exists()


def test_only_a_senior_officer_clears_and_says_why(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, namesake())
    arrive(*four(PARCEL))
    hit = ScreeningHit.objects.first()
    with pytest.raises(Refusal) as refused:
        clear_pair(hit, grounds=GROUNDS, by=OFFICER, at=NOON)
    assert refused.value.kind is Kind.FORBIDDEN
    for grounds, code in (
        ("no", "hit.grounds"),
        (f"not {BUYER.buyerIdNumber}", "hit.grounds-with-number"),
    ):
        with pytest.raises(Refusal) as refused:
            clear_pair(hit, grounds=grounds, by=SENIOR, at=NOON)
        assert refused.value.code == code
    clear_pair(hit, grounds=GROUNDS, by=SENIOR, at=NOON)
    with pytest.raises(Refusal) as refused:
        clear_pair(hit, grounds=GROUNDS, by=SENIOR, at=NOON)
    assert refused.value.code == "hit.cleared"


def test_a_stranger_sees_no_hit(firms: dict[str, Operator], tmp_path: Path) -> None:
    listed(tmp_path, namesake())
    arrive(*four(PARCEL))
    assert ScreeningHit.objects.visible_to(OFFICER).exists()
    assert not ScreeningHit.objects.visible_to(STRANGER).exists()


def test_everybody_known_is_screened_again_when_a_list_gains_an_entry(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, OTHER)
    arrive(*four(PARCEL))
    assert screen_again(by=CLERK, at=NOON) == 0
    edition = listed(tmp_path, OTHER, namesake())
    known = ScreenedParty.objects.count()
    assert screen_again(by=CLERK, at=NOON) == known
    assert screen_again(by=CLERK, at=NOON) == 0
    assert set(ScreenedParty.objects.values_list("edition", flat=True)) == {edition.pk}
    hit = ScreeningHit.objects.first()
    assert hit.listed.number == "1"
    place = ParcelParty.objects.first()
    assert place.declaration_id == decision_about(PARCEL.inventory).declaration_id


def test_only_what_changed_is_compared_when_everybody_is_screened_again(
    firms: dict[str, Operator], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tidewaiter.flows import load_list as flow

    listed(tmp_path, OTHER)
    arrive(*four(PARCEL))
    listed(tmp_path, OTHER, namesake())
    seen = []
    monkeypatch.setattr(flow, "Screener", lambda index, bounds: seen.append(len(index)) or object())
    monkeypatch.setattr(flow, "screen", lambda *given, **more: {})
    screen_again(by=CLERK, at=NOON)
    # one name in Chinese characters has two readings
    assert seen in ([1], [2])


def test_what_a_list_no_longer_names_no_longer_counts(
    firms: dict[str, Operator], tmp_path: Path
) -> None:
    listed(tmp_path, OTHER, namesake())
    arrive(*four(PARCEL))
    listed(tmp_path, OTHER, confirmed=True)
    screen_again(by=CLERK, at=NOON)
    again = four(a_parcel())
    numbers = {"orderNo": "AGAIN2"}
    again[0] = changed(again[0], **numbers)
    again[1] = changed(again[1], payTransactionId="AGAIN2", **numbers)
    again[2] = changed(again[2], logisticsNo="AGAIN2", **numbers)
    again[3] = changed(again[3], logisticsNo="AGAIN2", copNo="AGAIN2", **numbers)
    arrive(*again)
    assert "N-03" not in codes_of(decision_about(again[3]))
    assert ListedParty.objects.get(number="1").until is not None


def test_the_same_files_again_change_nothing(db: None, tmp_path: Path) -> None:
    first = listed(tmp_path, OTHER)
    assert listed(tmp_path, OTHER) == first
    assert ListEdition.objects.count() == 1


def test_an_edition_that_lost_entries_is_refused_until_it_is_confirmed(
    db: None, tmp_path: Path
) -> None:
    many = [{"number": str(n), "name": f"Person Number{n}"} for n in range(10)]
    first = listed(tmp_path, *many)
    with pytest.raises(Refusal) as refused:
        listed(tmp_path, *many[:7])
    assert refused.value.code == "list.lost-entries"
    assert ListEdition.objects.get(in_force=True) == first
    second = listed(tmp_path, *many[:7], confirmed=True)
    assert (second.added, second.changed, second.removed) == (0, 0, 3)


def test_a_cut_file_is_refused_and_the_list_in_force_stays(db: None, tmp_path: Path) -> None:
    first = listed(tmp_path, OTHER)
    file = tmp_path / "cut.json"
    file.write_text('[{"number": "2", "name": "Barth', "utf-8")
    with pytest.raises(Refusal) as refused:
        load_list(Form.OWN, [file], code="own", by=ANALYST, at=NOON)
    assert refused.value.code == "TW-LIST-CUT"
    assert "cut.json:1" in refused.value.sentence()
    assert ListEdition.objects.get(in_force=True) == first


def test_only_those_who_keep_lists_load_them(db: None, tmp_path: Path) -> None:
    file = tmp_path / "own.json"
    file.write_text(json.dumps([OTHER]), "utf-8")
    with pytest.raises(Refusal) as refused:
        load_list(Form.OWN, [file], code="own", by=OFFICER, at=NOON)
    assert refused.value.kind is Kind.FORBIDDEN
