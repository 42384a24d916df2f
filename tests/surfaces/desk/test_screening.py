"""Lists at the desk, and the page of a hit: side by side, masked, cleared with reasons."""

import json

import pytest

from tests.cast import ANALYST, NOON
from tests.makers import a_parcel, arrive, declaration_of, four
from tests.surfaces.visitors import at_the_desk
from tidewaiter.base.audit.models import Entry
from tidewaiter.engine.screening.lists.loader import Form
from tidewaiter.flows.load_list import load_list
from tidewaiter.risk.models import ClearedPair, ScreeningHit

PARCEL = a_parcel()
BUYER = PARCEL.inventory.head
GROUNDS = "Born in another year, as the copy of the card shows."
PURPOSE = "comparison of the buyer with the entry of the list"


@pytest.fixture
def listed(firms, tmp_path):
    """The buyer's namesake is listed, and the parcel has been decided."""
    file = tmp_path / "own.json"
    entry = {"number": "K-7", "name": BUYER.buyerName, "aliases": ["Montague Quillfeather"],
             "sort": "person", "born": ["1901-02-03"]}  # fmt: skip
    file.write_text(json.dumps([entry], ensure_ascii=False), "utf-8")
    load_list(Form.OWN, [file], code="struck-off", by=ANALYST, at=NOON)
    arrive(*four(PARCEL))
    return declaration_of(PARCEL.inventory).pk


def the_hit(role="buyer"):
    """The hit of the buyer."""
    return ScreeningHit.objects.get(screened__role=role)


def page_of(parcel):
    """The address of the buyer's hit."""
    return f"/desk/parcels/{parcel}/hits/{the_hit().pk}/"


@pytest.mark.django_db
def test_without_lists_the_page_says_how_to_load_one():
    page = at_the_desk("officer").get("/desk/lists/")
    assert "tidewaiter lists load" in page.content.decode()


def test_the_page_of_lists_says_source_entries_and_last_change(listed):
    text = at_the_desk("officer").get("/desk/lists/").content.decode()
    for word in ("struck-off", "1 new, 0 changed, 0 gone", "customs:17"):
        assert word in text


def test_the_parcel_names_its_hits_and_leads_to_them(listed):
    text = at_the_desk("officer").get(f"/desk/parcels/{listed}/").content.decode()
    assert page_of(listed) in text
    assert "Name alone" in text
    assert "N-03" in text


def test_a_hit_shows_both_sides_with_the_party_masked(listed):
    page = at_the_desk("officer").get(page_of(listed))
    text, hit = page.content.decode(), page.context["hit"]
    assert "Montague Quillfeather" in text
    assert "1901-02-03" in text
    assert hit.features and not hit.facts
    assert BUYER.buyerIdNumber not in text
    assert BUYER.buyerTelephone not in text
    assert all(BUYER.buyerName != fact.value for fact in hit.party)
    assert page["Cache-Control"] == "no-store"


def test_the_party_is_shown_once_for_a_purpose_that_is_recorded(listed):
    client = at_the_desk("senior_officer")
    assert client.post(f"{page_of(listed)}party/", {"purpose": ""}).status_code == 422
    assert client.post(f"{page_of(listed)}party/", {"purpose": "look"}).status_code == 422
    page = client.post(f"{page_of(listed)}party/", {"purpose": PURPOSE})
    assert BUYER.buyerIdNumber in page.content.decode()
    [entry] = Entry.objects.filter(verb="person.revealed")
    assert entry.details["purpose"] == PURPOSE
    assert BUYER.buyerIdNumber not in client.get(page_of(listed)).content.decode()


def test_a_senior_officer_clears_the_pair_and_the_page_says_who_and_why(listed):
    client = at_the_desk("senior_officer")
    short = client.post(f"{page_of(listed)}clear/", {"grounds": "no"})
    assert short.status_code == 422
    assert "hit.grounds" not in short.content.decode()
    answer = client.post(f"{page_of(listed)}clear/", {"grounds": GROUNDS}, follow=True)
    text = answer.content.decode()
    assert GROUNDS in text
    assert "Cleared" in client.get(f"/desk/parcels/{listed}/").content.decode()
    assert ClearedPair.objects.get().number == "K-7"
    again = client.post(f"{page_of(listed)}clear/", {"grounds": GROUNDS})
    assert again.status_code == 409


def test_an_officer_may_look_and_neither_clear_nor_reveal(listed):
    client = at_the_desk("officer")
    text = client.get(page_of(listed)).content.decode()
    assert "Clear this pair" not in text
    assert client.post(f"{page_of(listed)}clear/", {"grounds": GROUNDS}).status_code == 403
    assert client.post(f"{page_of(listed)}party/", {"purpose": PURPOSE}).status_code == 403


def test_a_hit_of_another_parcel_is_not_found(listed):
    client = at_the_desk("senior_officer")
    assert client.get(f"/desk/parcels/{listed + 1}/hits/{the_hit().pk}/").status_code == 404
    assert client.get(f"/desk/parcels/{listed}/hits/{the_hit().pk + 100}/").status_code == 404


def test_the_pages_speak_chinese(listed):
    client = at_the_desk("senior_officer", HTTP_ACCEPT_LANGUAGE="zh-CN")
    text = client.get(page_of(listed)).content.decode()
    for word in ("名单命中", "姓名如何相符", "排除该配对", "仅姓名"):
        assert word in text
    assert "筛查名单" in client.get("/desk/lists/").content.decode()
