"""The rule register tells the law of any day, with its source, and what changes."""

import json
import re
from datetime import date
from xml.etree import ElementTree

import pytest
from django.test import Client

from tidewaiter.law import amendments
from tidewaiter.law.loader import load, renew
from tidewaiter.law.register.kinds import KINDS, entries
from tidewaiter.law.sources import packs, shipped

RELIEF = "/law/eu/values/eu.duty.relief.limit/"
ITEM = "/law/eu/values/eu.duty.item.amount/"
ATOM = "{http://www.w3.org/2005/Atom}"

pytestmark = pytest.mark.django_db


def get(path, **headers):
    return Client().get(path, headers=headers or None)


@pytest.mark.parametrize(
    ("path", "day", "figure"),
    [
        (RELIEF, "2026-06-30", "150 EUR"),
        (RELIEF, "2026-07-01", "0 EUR"),
        (ITEM, "2026-06-30", "0 EUR"),
        (ITEM, "2026-07-01", "3 EUR"),
        (ITEM, "", "3 EUR"),
    ],
)
def test_a_value_is_told_as_it_stands_on_the_day(path, day, figure):
    page = get(f"{path}?on={day}" if day else path)
    assert page.status_code == 200
    assert page.context["figure"] == figure
    assert f'<p class="tw-figure">{figure}</p>' in page.content.decode()


def test_the_whole_history_of_a_value_stands_beside_it():
    page = get(f"{ITEM}?on=2026-06-30")
    assert [(p.said, p.current) for p in page.context["periods"]] == [
        ("0 EUR", True),
        ("3 EUR", False),
    ]


def test_a_value_that_changed_several_times_is_drawn():
    page = get("/law/cn/values/vat.standard/")
    drawn = [bar.said for bar in page.context["chart"]]
    assert len(drawn) > 2
    assert drawn == [period.said for period in page.context["periods"]]
    assert "tw-steps__bar--now" in page.content.decode()
    assert get(ITEM).context["chart"] == ()


def test_all_links_of_a_page_keep_the_day():
    own = "/law/eu/obligations/pay-item-duty/"
    page = get(f"{own}?on=2026-07-01").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    entries = re.findall(r'href="(/law/eu/[^"]+)"', main)
    assert len(entries) > 5
    assert {each for each in entries if "on=2026-07-01" not in each} == {own}, "back to today"


def test_a_duty_that_does_not_apply_yet_says_when_it_will():
    page = get("/law/eu/obligations/pay-item-duty/?on=2026-06-30")
    assert page.status_code == 404
    assert "does not apply yet" in page.content.decode()
    assert "?on=2026-07-01" in page.content.decode()
    assert get("/law/eu/obligations/no-such-duty/").status_code == 404


def test_what_was_not_held_against_the_text_is_marked():
    assert "Not yet held against the text." in get(RELIEF).content.decode()
    assert "Not yet held against the text." not in get(ITEM).content.decode()


def test_what_refers_to_an_entry_is_listed():
    users = get("/law/eu/violations/duty-unpaid/").context["users"]
    names = [url for group in users for _, url in group.listed]
    assert "/law/eu/obligations/pay-item-duty/" in names


def test_a_deadline_is_reckoned_for_the_day_that_the_reader_chooses():
    page = get("/law/eu/timers/eu-customs-pay/?start=2026-12-16")
    assert page.context["example"].due == "28 Dec 2026"
    assert "10 days → Sat 26 Dec" in page.context["example"].arithmetic
    assert "A fee for lateness begins to run." in page.content.decode()
    refused = get("/law/eu/timers/eu-customs-pay/?start=tomorrow")
    assert refused.status_code == 422


@pytest.mark.parametrize("query", ["on=yesterday", "on=0001-01-01", "on=2026-02-30"])
def test_a_day_that_is_none_is_refused_with_a_cure(query):
    page = get(f"/law/?{query}")
    assert page.status_code == 422
    assert "2026-07-01" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=flat+duty", "Pay the flat duty for each item of a low-value consignment"),
        ("q=定额关税", "Pay the flat duty for each item of a low-value consignment"),
        ("who=carrier", None),
        ("model=b2c-direct&kind=obligations", None),
        ("product=cosmetics&kind=obligations", None),
        ("matter=data&kind=competences", None),
    ],
)
def test_the_register_is_searched_by_words_and_by_what_it_is_about(query, expected):
    context = get(f"/law/?pack=eu&{query}").context
    assert 0 < context["count"] < 213
    if expected:
        assert expected in [each.title for each in context["found"]]


def test_the_search_answers_by_the_day():
    found = {
        day: get(f"/law/?pack=eu&q=flat+duty+item&kind=obligations&on={day}").context["count"]
        for day in ("2026-06-30", "2026-07-01")
    }
    assert found["2026-06-30"] < found["2026-07-01"]


def test_routes_are_filtered():
    context = get("/law/?pack=cn&route=KR").context
    assert [each.title for each in context["found"]] != []
    assert all("route" not in each.told for each in context["found"])


@pytest.mark.parametrize("page", ["1", "2", "0", "-1", "x", "99999999999"])
def test_any_page_number_is_answered(page):
    assert get(f"/law/?pack=eu&kind=obligations&page={page}").status_code == 200


@pytest.mark.parametrize("pack", packs())
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_kind_of_entry_of_every_pack_has_its_page(pack, language):
    law = load(pack).on(date(2026, 7, 1))
    opened = 0
    for kind in KINDS:
        for name in list(entries(law, kind))[:3]:
            page = get(f"/law/{pack}/{kind.slug}/{name}/?on=2026-07-01", accept_language=language)
            assert page.status_code == 200, (kind.slug, name)
            opened += 1
    assert opened > 2


def test_differences_between_two_days_are_told_in_words():
    page = get("/law/changes/?pack=eu&from=2026-06-30&to=2026-07-01")
    told = {each.title: each for group in page.context["groups"] for each in group.listed}
    relief = told["Intrinsic value up to which a consignment pays no customs duty"]
    assert ("value", "150 EUR", "0 EUR") in relief.lines
    assert "Pay the flat duty for each item of a low-value consignment" in told
    same = get("/law/changes/?pack=eu&from=2026-07-01&to=2026-07-02")
    assert same.context["count"] == 0
    assert "Nothing is different" in same.content.decode()
    assert get("/law/changes/?pack=eu&from=2026-07-02&to=2026-07-01").status_code == 422


def test_the_feed_tells_past_and_coming_changes_by_day():
    answer = get("/law/changes.atom?pack=eu")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = {
        each.find(f"{ATOM}updated").text[:10]: each.find(f"{ATOM}content").text
        for each in feed.findall(f"{ATOM}entry")
    }
    assert "3 EUR" in entries["2026-07-01"]
    assert list(entries) == sorted(entries, reverse=True)
    ids = [each.find(f"{ATOM}id").text for each in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


def test_an_entry_is_linked_data_inside_the_page_beside_it_and_on_demand():
    page = get(f"{ITEM}?on=2026-07-01").content.decode()
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    inside = json.loads(block.group(1))
    beside = get("/law/eu/values/eu.duty.item.amount.jsonld?on=2026-07-01").json()
    asked = get(f"{ITEM}?on=2026-07-01", accept="application/ld+json")
    assert asked.headers["Content-Type"].startswith("application/ld+json")
    assert inside == beside == asked.json()
    assert beside["type"] == "schema:Legislation"
    assert beside["told"]["value"] == "3"
    terms = get("/law/context.jsonld").json()["@context"]
    assert {name for name in beside if not name.startswith("@")} <= set(terms)


def test_linked_data_cannot_end_its_block():
    from tidewaiter.surfaces.public.law.linked import as_html

    assert "</script><b>" not in as_html({"en": "</script><b>&"})


@pytest.fixture
def quoting(tmp_path, settings):
    """An installation whose lawyers have put the words of an article into the Korean pack."""
    before = settings.LAW_FOLDER
    amendments.lay(tmp_path / "law")
    own = shipped("kr")["references.yaml"].decode()
    quoted = own.replace(
        "  - id: customs-act\n",
        '  - id: customs-act\n    passages:\n      - {article: "94", language: ko,'
        ' text: "제94조 <예>", address: "https://law.example"}\n',
    )
    assert quoted != own
    amendments.publish(tmp_path / "law", "kr", {"references.yaml": quoted.encode()})
    amendments.look_again()
    renew("kr")
    yield
    amendments.lay(before)
    renew("kr")


def test_plain_words_and_the_exact_text_stand_side_by_side(quoting):
    page = get("/law/kr/values/kr.duty.relief.limit/").content.decode()
    assert '<blockquote class="govuk-body" lang="ko" cite="https://law.example">' in page
    assert "제94조 &lt;예&gt;" in page
    assert "not kept here" not in page


def test_where_the_exact_text_is_not_kept_the_page_says_so():
    assert "The exact words are not kept here yet" in get(RELIEF).content.decode()
