"""Applications: kept page by page, incomplete ones not sent, forgotten when their days are over."""

from datetime import date
from decimal import Decimal

import pytest

from tests.base.docket.makers import CLOCKWORK, MONDAY, clerk_of, days, firm, unit
from tests.surfaces.portal.people import somebody_of
from tidewaiter.base.docket.applications import Application, Page, faults
from tidewaiter.base.docket.commands.drafts import (
    begin_draft,
    drop_draft,
    lapse_drafts,
    remove_draft_paper,
    save_page,
)
from tidewaiter.base.docket.commands.opening import Paper, Side, open_docket
from tidewaiter.base.docket.example import APPLICATION, ERRAND
from tidewaiter.base.docket.kinds import Entry, Field
from tidewaiter.base.docket.models import Blob, Docket, Draft
from tidewaiter.base.docket.queries.drafts import answers_of, lacking_in
from tidewaiter.base.identity.roles import permissions_of
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.flows.apply import hand_in, lapse, send, warn
from tidewaiter.flows.dockets import REGISTERED, Applied, Registered, book

pytestmark = pytest.mark.django_db

PAGES = {page.name: page for page in APPLICATION.pages}
GOODS = {
    "what": "A crate of tea", "worth": Decimal("1500.50"), "lost_on": date(2026, 5, 20),
    "abroad": "here",
}  # fmt: skip


def open_errand(answers, *, organisation, by, at) -> Docket:
    if answers["what"] == "nothing":
        raise Refusal(
            "errand.nothing", Text("There is nothing.", "无物。"), cure=Text("Go.", "请回。")
        )
    paper = Paper(
        pack="cn", via="portal", title=answers["what"],
        parties=[Side("applicant", organisation.name, organisation)],
    )  # fmt: skip
    return open_docket(ERRAND, paper, unit=unit(), by=by, at=at)


APPLIED = Applied(APPLICATION, opens=open_errand)


@pytest.fixture(autouse=True)
def errand(monkeypatch) -> None:
    monkeypatch.setitem(REGISTERED, ERRAND.code, Registered(ERRAND, applied=APPLIED))


@pytest.fixture
def bao():
    return clerk_of(firm())


@pytest.fixture
def draft(bao):
    return begin_draft("errand", APPLICATION, organisation=firm(), pack="cn", by=bao, at=MONDAY)


def save(draft, name, given, *, by, at=MONDAY):
    return save_page(draft, APPLICATION, PAGES[name], given, by=by, at=at)


def filled(draft, bao, **goods):
    save(draft, "goods", {**GOODS, **goods}, by=bao)
    save(draft, "crates", [{"crate": "C0042", "weight": Decimal("3.5")}], by=bao)
    return save(draft, "pledge", {"true": True}, by=bao)


def what_lacks(draft, at=MONDAY) -> list[tuple[str, str]]:
    return [(one.page, one.what) for one in lacking_in(draft, APPLICATION, at=at)]


def test_an_answer_comes_back_as_what_it_was(draft, bao) -> None:
    kept = filled(draft, bao)
    told = answers_of(kept, APPLICATION)
    assert {name: told[name] for name in GOODS} == GOODS
    assert told["crates"] == [{"crate": "C0042", "weight": Decimal("3.5")}]
    assert kept.answered == ["crates", "goods", "pledge"]


def test_answers_are_not_readable_in_the_table(draft, bao) -> None:
    filled(draft, bao)
    assert b"tea" not in bytes(Draft.objects.get().answers_sealed)


def test_half_a_page_is_kept_and_what_is_missing_is_named(draft, bao) -> None:
    kept = save(draft, "goods", {"what": "Tea"}, by=bao)
    assert answers_of(kept, APPLICATION) == {"what": "Tea"}
    assert what_lacks(kept) == [
        ("goods", "worth"), ("goods", "lost_on"), ("goods", "abroad"), ("crates", ""),
        ("pledge", "true"),
    ]  # fmt: skip


def test_a_page_is_asked_only_where_it_matters(draft, bao) -> None:
    kept = filled(draft, bao, abroad="abroad", worth=Decimal(1))
    assert what_lacks(kept) == [("seller", "seller")]
    kept = save(kept, "seller", {"seller": "Mug & Co"}, by=bao)
    kept = save(kept, "goods", {**GOODS, "worth": Decimal(1)}, by=bao)
    assert "seller" not in APPLICATION.relevant(answers_of(kept, APPLICATION))
    assert what_lacks(kept) == []


def test_which_papers_are_asked_follows_from_the_answers(draft, bao) -> None:
    kept = filled(draft, bao)
    assert what_lacks(kept) == [("", "invoice")]
    with pytest.raises(Refusal) as refused:
        hand_in(kept, APPLIED, "passport", "a.txt", b"x", by=bao, at=MONDAY)
    assert refused.value.code == "application.not-asked"
    hand_in(kept, APPLIED, "invoice", "invoice.txt", b"1500 yuan", by=bao, at=MONDAY)
    assert what_lacks(kept) == []
    with pytest.raises(Refusal) as refused:
        hand_in(kept, APPLIED, "photo", "same.txt", b"1500 yuan", by=bao, at=MONDAY)
    assert refused.value.code == "application.repeated"


def test_a_rule_of_the_capability_refuses_a_value(draft, bao) -> None:
    kept = filled(draft, bao, worth=Decimal(1))
    kept = save(kept, "crates", [{"crate": "C0042"}, {"crate": "crate 7"}], by=bao)
    [lack] = lacking_in(kept, APPLICATION, at=MONDAY)
    assert (lack.page, lack.what, lack.refusal.code) == ("crates", "crate", "errand.crate")
    with pytest.raises(Refusal) as refused:
        save(kept, "crates", [{"crate": "C0042"}] * 4, by=bao)
    assert refused.value.code == "application.too-many"


def test_an_incomplete_application_is_not_sent(draft, bao) -> None:
    save(draft, "goods", {"what": "Tea"}, by=bao)
    with pytest.raises(Refusal) as refused:
        send(draft, APPLIED, by=bao, at=MONDAY)
    assert refused.value.code == "application.incomplete"
    assert refused.value.values["count"] == 5
    assert (Docket.objects.count(), Draft.objects.count()) == (0, 1)


def test_a_complete_one_becomes_a_docket_with_its_papers(draft, bao) -> None:
    seen = []
    applied = Applied(
        APPLICATION, opens=open_errand,
        completes=lambda docket, answers, *, by, at: seen.append(docket.papers.count()),
    )  # fmt: skip
    filled(draft, bao)
    hand_in(draft, applied, "invoice", "invoice.txt", b"1500 yuan", by=bao, at=MONDAY)
    docket = send(draft, applied, by=bao, at=MONDAY)
    [paper] = docket.papers.all()
    assert (paper.asked, paper.about, paper.organisation_code) == (
        "invoice", "Invoice", firm().code,
    )  # fmt: skip
    assert docket.title == "A crate of tea"
    assert seen == [1]
    assert Draft.objects.count() == 0


def test_a_draft_stays_whole_when_the_command_says_no(draft, bao) -> None:
    filled(draft, bao, what="nothing", worth=Decimal(1))
    with pytest.raises(Refusal):
        send(draft, APPLIED, by=bao, at=MONDAY)
    assert Draft.objects.count() == 1
    assert Docket.objects.count() == 0


def test_a_draft_lapses_with_its_papers_thirty_days_after_its_last_change(draft, bao) -> None:
    hand_in(draft, APPLIED, "photo", "photo.txt", b"a photograph", by=bao, at=MONDAY + days(10))
    assert lapse(by=CLOCKWORK, at=MONDAY + days(40)) == 0
    assert lapse(by=CLOCKWORK, at=MONDAY + days(41)) == 1
    assert (Draft.objects.count(), Blob.objects.count()) == (0, 0)


def test_an_organisation_is_told_before_its_draft_lapses_and_not_twice(draft, mailoutbox) -> None:
    somebody_of(firm(), "party")
    somebody_of(firm(), "party_reader")
    assert warn(by=CLOCKWORK, at=MONDAY + days(24)) == 0
    assert warn(by=CLOCKWORK, at=MONDAY + days(25)) == 1
    assert warn(by=CLOCKWORK, at=MONDAY + days(26)) == 0
    assert warn(by=CLOCKWORK, at=MONDAY + days(29)) == 1
    assert [mail.subject for mail in mailoutbox] == [
        "Not sent yet: Ask for goods to be given back"
    ] * 2
    assert f"/portal/applications/{draft.pk}/" in mailoutbox[0].body
    assert "2026-07-01" in mailoutbox[0].body


def test_bytes_that_a_docket_holds_too_are_not_forgotten(draft, bao) -> None:
    filled(draft, bao, worth=Decimal(1))
    hand_in(draft, APPLIED, "photo", "photo.txt", b"a photograph", by=bao, at=MONDAY)
    send(draft, APPLIED, by=bao, at=MONDAY)
    again = begin_draft("errand", APPLICATION, organisation=firm(), pack="cn", by=bao, at=MONDAY)
    hand_in(again, APPLIED, "photo", "photo.txt", b"a photograph", by=bao, at=MONDAY)
    remove_draft_paper(again.papers.get(), APPLICATION, by=bao, at=MONDAY)
    assert Blob.objects.count() == 1
    drop_draft(again, by=bao, at=MONDAY)
    assert Draft.objects.count() == 0


def test_one_application_of_a_kind_is_under_way_and_a_colleague_goes_on_with_it(draft, bao) -> None:
    again = begin_draft("errand", APPLICATION, organisation=firm(), pack="cn", by=bao, at=MONDAY)
    assert again.pk == draft.pk
    assert list(Draft.objects.visible_to(bao)) == [draft]
    other = clerk_of(firm("91330100TWFIRM0002", "Other"))
    assert not Draft.objects.visible_to(other).exists()


def test_who_may_only_read_begins_nothing(bao) -> None:
    from dataclasses import replace

    reader = replace(bao, permissions=permissions_of({"party_reader"}))
    with pytest.raises(Refusal) as refused:
        begin_draft("errand", APPLICATION, organisation=firm(), pack="cn", by=reader, at=MONDAY)
    assert refused.value.code == "access.permission"
    assert lapse_drafts(by=CLOCKWORK, at=MONDAY) == 0


def test_an_application_that_does_not_fit_together_is_not_registered() -> None:
    twice = Page(name="one", title=Text("One", "一"), fields=(
        Field(name="a", label=Text("A", "甲")), Field(name="a", label=Text("A", "甲")),
        Field(name="b", label=Text("B", "乙"), entry=Entry.CHOICE),
        Field(name="c", label=Text("C", "丙"), entry=Entry.PAPERS),
    ))  # fmt: skip
    empty = Page(name="two", title=Text("Two", "二"), fields=())
    wrong = Application(title=Text("X", "某"), lead=Text("Y", "某"), pages=(twice, empty))
    assert len(list(faults(wrong))) == 4
    with pytest.raises(ValueError, match="asked twice"):
        book(Registered(ERRAND, applied=Applied(wrong, opens=open_errand)))
