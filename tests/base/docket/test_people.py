"""Who sees what, who works on what, and who wrote to whom."""

import pytest

from tests.base.docket.makers import (
    CLOCKWORK,
    MONDAY,
    QUESTION,
    a_paper,
    an_errand,
    clerk_of,
    days,
    events,
    firm,
    officer,
    seated,
    unit,
    walked,
)
from tests.cast import STRANGER
from tidewaiter.base.docket.commands.assigning import (
    assign,
    assign_all,
    drop_filter,
    hand_over,
    keep_filter,
    make_unit,
)
from tidewaiter.base.docket.commands.letters import open_letter, write_letter
from tidewaiter.base.docket.commands.opening import release_party, restrict
from tidewaiter.base.docket.models import (
    Docket,
    Evidence,
    Happening,
    Letter,
    SavedFilter,
)
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.kernel.refusals import Refusal

OTHER = "91330100TWFIRM0002"


def seen(actor) -> int:
    return Docket.objects.visible_to(actor).count()


def test_officers_see_dockets_parties_their_own_strangers_and_machines_none() -> None:
    an_errand()
    assert seen(officer("officer").actor) == 1
    assert seen(officer("auditor").actor) == 1
    assert seen(officer("operator").actor) == 0
    assert seen(officer("lawyer").actor) == 0
    assert seen(clerk_of(firm())) == 1
    assert seen(clerk_of(firm(OTHER, "Other"))) == 0
    assert seen(STRANGER) == 0
    assert seen(CLOCKWORK) == 1


def test_a_docket_of_a_kind_with_its_own_permission_needs_that_one() -> None:
    docket = an_errand()
    Docket.objects.filter(pk=docket.pk).update(permission="audit.see")
    assert seen(officer("officer").actor) == 0
    assert seen(officer("auditor").actor) == 1


def test_a_restricted_docket_is_seen_by_who_works_on_it_their_unit_and_supervisors() -> None:
    place = unit()
    docket = an_errand(unit=place)
    head, worker = officer("senior_officer"), officer()
    restrict(docket, Secrecy.RESTRICTED, by=head.actor, at=MONDAY)
    assert seen(officer().actor) == 0
    assert seen(officer("auditor").actor) == 0
    assert seen(clerk_of(firm())) == 0
    assert seen(seated(officer(), place).actor) == 1
    assert seen(head.actor) == 1
    assign(docket, worker, by=head.actor, at=MONDAY)
    assert seen(worker.actor) == 1


def test_a_party_that_left_sees_nothing_any_more() -> None:
    docket = an_errand()
    release_party(docket.parties.get(), by=officer().actor, at=MONDAY)
    assert seen(clerk_of(firm())) == 0


def test_what_hangs_on_a_docket_is_seen_with_it_and_no_further() -> None:
    docket, clerk = an_errand(), officer().actor
    a_paper(docket, by=clerk)
    a_paper(docket, by=clerk, secrecy=Secrecy.AUTHORITY)
    a_paper(docket, by=clerk, secrecy=Secrecy.RESTRICTED)
    walked(docket, "take-up", "ask", by=clerk, ask=QUESTION)
    assign(docket, officer(), by=officer("senior_officer").actor, at=MONDAY)

    def counted(actor) -> tuple[int, int]:
        return (
            Evidence.objects.visible_to(actor).count(), Letter.objects.visible_to(actor).count()
        )  # fmt: skip

    assert counted(officer("senior_officer").actor) == (3, 1)
    assert counted(clerk) == (2, 1)
    assert counted(clerk_of(firm())) == (1, 1)
    assert counted(clerk_of(firm(OTHER, "Other"))) == (0, 0)
    party = Happening.objects.visible_to(clerk_of(firm()))
    assert not party.filter(event="assigned").exists()
    assert party.filter(event="moved").exists()


def test_an_officer_takes_what_nobody_has_from_the_own_unit() -> None:
    place, other = unit("errands"), unit("others")
    worker = seated(officer(), place)
    docket = an_errand(unit=place)
    assign(docket, worker, by=worker.actor, at=MONDAY)
    docket.refresh_from_db()
    assert docket.officer == worker
    colleague = seated(officer(), place)
    for mine, whose in ((docket, colleague), (an_errand(unit=other), worker)):
        with pytest.raises(Refusal) as refused:
            assign(mine, whose, by=whose.actor, at=MONDAY)
        assert refused.value.code == "docket.not-yours-to-give"
    with pytest.raises(Refusal):
        assign(an_errand(unit=place), colleague, by=worker.actor, at=MONDAY)
    assign(docket, None, by=worker.actor, at=MONDAY)
    docket.refresh_from_db()
    assert docket.officer is None


def test_a_docket_is_given_to_somebody_who_may_work_on_it() -> None:
    head = officer("senior_officer").actor
    for role in ("auditor", "operator"):
        with pytest.raises(Refusal) as refused:
            assign(an_errand(), officer(role), by=head, at=MONDAY)
        assert refused.value.code == "docket.cannot-work"


def test_several_are_given_together_or_none() -> None:
    head, worker = officer("senior_officer").actor, officer()
    dockets = [an_errand(), an_errand()]
    assert assign_all(dockets, worker, by=head, at=MONDAY) == 2
    Docket.objects.filter(pk=dockets[1].pk).update(closed_at=MONDAY)
    with pytest.raises(Refusal) as refused:
        assign_all(dockets, officer(), by=head, at=MONDAY)
    assert refused.value.code == "docket.closed"
    assert set(Docket.objects.values_list("officer", flat=True)) == {worker.pk}


def test_a_docket_is_handed_over_to_another_unit() -> None:
    head = officer("senior_officer").actor
    docket, other = an_errand(), unit("others")
    assign(docket, officer(), by=head, at=MONDAY)
    hand_over(docket, other, by=head, at=MONDAY)
    docket.refresh_from_db()
    assert (docket.unit, docket.officer) == (other, None)
    with pytest.raises(Refusal) as refused:
        hand_over(docket, other, by=head, at=MONDAY)
    assert refused.value.code == "docket.same-unit"


def test_a_unit_has_a_code_of_its_own() -> None:
    head = officer("senior_officer").actor
    unit("errands")
    for code in ("errands", "Errands", "", "1st", "a b"):
        with pytest.raises(Refusal) as refused:
            make_unit(code, en="Errands", zh="办事", by=head, at=MONDAY)
        assert refused.value.code == "docket.unit-code"


def test_filters_are_kept_by_name_each_for_oneself() -> None:
    me, other = officer().actor, officer().actor
    keep_filter("Late", "due=overdue", by=me, at=MONDAY)
    keep_filter("Late", "due=soon", by=me, at=MONDAY)
    [kept] = SavedFilter.objects.visible_to(me)
    assert kept.asked == "due=soon"
    assert not SavedFilter.objects.visible_to(other).exists()
    drop_filter(kept, by=other, at=MONDAY)
    assert SavedFilter.objects.exists()
    drop_filter(kept, by=me, at=MONDAY)
    assert not SavedFilter.objects.exists()


def test_twenty_filters_are_enough() -> None:
    me = officer().actor
    for number in range(20):
        keep_filter(f"{number}", "", by=me, at=MONDAY)
    keep_filter("7", "due=soon", by=me, at=MONDAY)
    with pytest.raises(Refusal) as refused:
        keep_filter("one more", "", by=me, at=MONDAY)
    assert refused.value.code == "docket.too-many-filters"


def test_letters_go_both_ways_and_each_side_gives_a_receipt_for_the_other() -> None:
    docket, clerk, bao = an_errand(), officer().actor, clerk_of(firm())
    party, paper = docket.parties.get(), a_paper(docket, by=clerk)
    out = write_letter(
        docket,
        party,
        subject="The crate",
        body="It is here.",
        enclosed=[paper],
        by=clerk,
        at=MONDAY,
    )
    open_letter(out, by=clerk, at=MONDAY + days(1))
    out.refresh_from_db()
    assert out.read_at is None, "the sender gives no receipt"
    open_letter(out, by=bao, at=MONDAY + days(1))
    open_letter(out, by=bao, at=MONDAY + days(2))
    out.refresh_from_db()
    assert (out.read_at, out.read_by) == (MONDAY + days(1), bao.label)
    back = write_letter(
        docket, party, subject="Thanks", body="I come.", answers=out, by=bao, at=MONDAY + days(1)
    )
    assert (back.outgoing, back.answers) == (False, out)
    open_letter(back, by=clerk, at=MONDAY + days(2))
    assert [one for one in events(docket) if one.startswith("letter")] == [
        "letter.sent", "letter.read", "letter.received", "letter.read-here",
    ]  # fmt: skip


def test_a_letter_needs_words_and_a_party_that_takes_part() -> None:
    docket, clerk = an_errand(), officer().actor
    party = docket.parties.get()
    for subject, body in (("", "Something."), ("Something", " "), ("x", "y" * 20_001)):
        with pytest.raises(Refusal) as refused:
            write_letter(docket, party, subject=subject, body=body, by=clerk, at=MONDAY)
        assert refused.value.code == "docket.letter-empty"
    with pytest.raises(Refusal) as refused:
        write_letter(
            docket, party, subject="I", body="am somebody else.",
            by=clerk_of(firm(OTHER, "Other")), at=MONDAY,
        )  # fmt: skip
    assert refused.value.code == "docket.letter-to-nobody"
    assert not Letter.objects.exists()


def test_letters_of_the_kind_speak_the_language_of_the_party() -> None:
    from tidewaiter.base.docket.commands.opening import Side

    docket = an_errand(parties=[Side("applicant", "莲花贸易", firm(), language="zh-hans")])
    walked(docket, "take-up", "ask", by=officer().actor, ask=QUESTION)
    letter = docket.letters.get()
    assert letter.subject == f"关于{docket.reference}的询问"
    assert "2026-06-22" in letter.body
