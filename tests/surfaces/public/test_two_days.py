"""Every public page that speaks of the law answers differently for 30 June and 1 July 2026."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from tests.surfaces.public.walks import report
from tidewaiter.law.loader import load

pytestmark = pytest.mark.django_db

JUNE, JULY = "2026-06-30", "2026-07-01"
RELIEF = "/law/eu/values/eu.duty.relief.limit"
DUTY = "/law/eu/obligations/pay-item-duty/"
IMPORTER = {"pack": "eu", "who": "importer", "member_state": "de", "product": "other"}
FACTS = {"direction": "import", "buyer": "consumer", "seller": "business", "stock": "abroad",
         "consignment": "low", "ioss": "used"}  # fmt: skip


def get(address: str, **headers: str):
    return Client().get(address, headers=headers or None)


def figure(day: str) -> str:
    return get(f"{RELIEF}/?on={day}").context["figure"]


def duty_page(day: str) -> int:
    return get(f"{DUTY}?on={day}").status_code


def found(day: str) -> bool:
    listed = get(f"/law/?pack=eu&q=flat+duty&kind=obligations&on={day}").context["found"]
    return any(each.title.startswith("Pay the flat duty") for each in listed)


def must(day: str) -> bool:
    phases = report(f"/duties/?on={day}", IMPORTER).context["phases"]
    return any(d.title.startswith("Pay the flat duty") for p in phases for d in p.duties)


def signed(day: str) -> bool:
    address = report(f"/duties/?on={day}", IMPORTER).context["data_url"]
    return "pay-item-duty" in get(address).content.decode()


def due(day: str) -> str:
    asked = f"to=de&what1=620610&value1=40&what2=620620&value2=50&scheme=on&day={day}"
    text = get(f"/calculator/?{asked}").content.decode()
    return re.search(r"EUR [\d.]+ are due", text)[0]


def linked(day: str) -> str:
    return get(f"{RELIEF}.jsonld?on={day}").json()["told"]["value"]


def value(day: str) -> str:
    return get(f"/api/v1/law/eu/values/eu.duty.relief.limit?on={day}").json()["entry"]["value"]


def told(day: str) -> bool:
    body = json.dumps({"who": "importer", "facts": FACTS})
    answer = Client().post(f"/api/v1/law/eu/duties?on={day}", body, content_type="application/json")
    return "pay-item-duty" in {duty["id"] for duty in answer.json()["duties"]}


def graph(day: str) -> bool:
    nodes = get(f"/api/v1/law/register.jsonld?pack=eu&on={day}").json()["@graph"]
    return "pay-item-duty" in {node["identifier"] for node in nodes}


ANSWERS: list[tuple[Callable[[str], object], object, object]] = [
    (figure, "150 EUR", "0 EUR"),
    (duty_page, 404, 200),
    (found, False, True),
    (must, False, True),
    (signed, False, True),
    (due, "EUR 17.10 are due", "EUR 23.10 are due"),
    (linked, "150", "0"),
    (value, "150", "0"),
    (told, False, True),
    (graph, False, True),
]


@pytest.mark.parametrize(
    ("ask", "june", "july"), ANSWERS, ids=lambda each: getattr(each, "__name__", None)
)
def test_the_answer_is_that_of_the_day(ask, june, july) -> None:
    assert (ask(JUNE), ask(JULY)) == (june, july)


def test_without_a_day_the_answer_is_that_of_today() -> None:
    today = load("eu").on(timezone.localdate())
    shown = get(f"{RELIEF}/").context["figure"]
    assert shown == f"{today.amount('eu.duty.relief.limit'):f} EUR"


def test_between_the_two_days_the_differences_are_told_and_the_feed_dates_them() -> None:
    page = get(f"/law/changes/?pack=eu&from={JUNE}&to={JULY}").content.decode()
    assert "Pay the flat duty for each item of a low-value consignment" in page
    assert f"{JULY}" in get("/law/changes.atom?pack=eu").content.decode()


def test_a_page_says_when_its_text_is_younger_than_the_day() -> None:
    address = "/law/cn/timers/cn-compl-accept/"
    assert "younger than the day" not in get(f"{address}?on={JUNE}").content.decode()
    old = get("/law/cn/institutions/amr-platform-seat/?on=2020-03-02").content.decode()
    assert "This text is younger than the day you are looking at" in old
