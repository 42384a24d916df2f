"""The law for machines: without a key, by day, marked by version and day."""

import json

import pytest
from django.test import Client

FACTS = {
    "direction": "import",
    "buyer": "consumer",
    "seller": "business",
    "stock": "abroad",
    "consignment": "low",
    "ioss": "used",
}
pytestmark = pytest.mark.django_db


def get(path, **headers):
    return Client().get(f"/api/v1/law/{path}", headers=headers or None)


def post(path, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return Client().post(f"/api/v1/law/{path}", text, content_type="application/json")


@pytest.mark.parametrize(("day", "limit"), [("2026-06-30", "150"), ("2026-07-01", "0")])
def test_an_entry_is_told_by_the_day(day, limit):
    told = get(f"eu/values/eu.duty.relief.limit?on={day}").json()
    assert (told["on"], told["entry"]["value"], told["entry"]["unit"]) == (day, limit, "EUR")
    assert told["entry"]["verified"] is (day == "2026-06-30")


@pytest.mark.parametrize(
    "kind", ["obligations", "values", "timers", "calendars", "texts", "competences", "methods"]
)
def test_all_entries_of_a_kind_are_listed(kind):
    told = get(f"cn/{kind}").json()
    assert told["kind"] == kind
    first = told["entries"][0]
    assert get(f"cn/{kind}/{first['id']}").json()["entry"] == first


def test_who_has_the_answer_already_is_told_so():
    answer = get("eu/timers?on=2026-07-01")
    mark = answer.headers["ETag"]
    assert "2026-07-01" in mark
    again = get("eu/timers?on=2026-07-01", if_none_match=mark)
    assert (again.status_code, again.content) == (304, b"")
    assert get("eu/timers?on=2026-06-30", if_none_match=mark).status_code == 200


def test_changes_are_told_between_two_days():
    told = get("eu/changes?from=2026-06-30&to=2026-07-01").json()
    assert (told["from"], told["to"]) == ("2026-06-30", "2026-07-01")
    names = {(each["turn"], each["id"]) for each in told["changes"]}
    assert ("began", "pay-item-duty") in names
    assert ("changed", "eu.duty.relief.limit") in names
    assert get("eu/changes?from=2026-06-30&to=2026-06-30").json()["changes"] == []


def test_duties_are_told_for_facts():
    found = {}
    for day in ("2026-06-30", "2026-07-01"):
        told = post(f"eu/duties?on={day}", {"who": "importer", "facts": FACTS}).json()
        assert told["model"] == "b2c-direct"
        found[day] = {duty["id"] for duty in told["duties"]}
    assert found["2026-07-01"] - found["2026-06-30"] == {"pay-item-duty"}


def test_facts_that_still_matter_are_named():
    told = post("eu/duties", {"who": "importer", "facts": {"direction": "import"}}).json()
    assert "buyer" in told["open"]
    assert "direction" not in told["open"]


def test_one_lead_is_named():
    told = post("eu/responsible", {"matter": "tax", "facts": {"member_state": "fr"}}).json()
    assert told["lead"] == "fr-dgfip" or told["title"]["en"].startswith("French")
    assert told["conflict"] is None
    assert told["reason"]["zh"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("zz/values", 404, "law.no-pack"),
        ("eu/laws", 404, "law.no-kind"),
        ("eu/values/nothing", 404, "law.unknown"),
        ("eu/values?on=someday", 422, "api.parameter"),
        ("eu/changes", 422, "law.day"),
        ("eu/changes?from=2026-07-02&to=2026-07-01", 422, "law.days-order"),
        ("register.jsonld?pack=zz", 404, "law.no-pack"),
    ],
)
def test_what_cannot_be_told_is_refused_with_a_cure(path, status, code):
    answer = get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["cure"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("{", "law.body"),
        ("[]", "law.body"),
        ({"who": "nobody"}, "law.unclear"),
        ({"who": "merchant", "facts": {"colour": "red"}}, "law.unclear"),
        ({"who": "merchant", "facts": {"direction": "sideways"}}, "law.unclear"),
        ({"who": "merchant", "facts": {"direction": 1}}, "law.body"),
    ],
)
def test_facts_that_cannot_be_used_are_refused(body, code):
    answer = post("eu/duties", body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_register_is_one_graph():
    told = get("register.jsonld?pack=eu&on=2026-06-30")
    assert told.headers["Content-Type"] == "application/ld+json"
    graph = {each["identifier"]: each for each in told.json()["@graph"]}
    assert graph["eu.duty.relief.limit"]["told"]["value"] == "150"
    assert "pay-item-duty" not in graph


def test_every_address_is_described():
    described = Client().get("/api/v1/openapi.json").json()
    parts = ("/law/{pack}/", "/law/register")
    own = {path for path in described["paths"] if any(part in path for part in parts)}
    assert own == {
        "/api/v1/law/register.jsonld",
        "/api/v1/law/{pack}/changes",
        "/api/v1/law/{pack}/check",
        "/api/v1/law/{pack}/duties",
        "/api/v1/law/{pack}/responsible",
        "/api/v1/law/{pack}/{kind}",
        "/api/v1/law/{pack}/{kind}/{id}",
    }
    schemas = described["components"]["schemas"]
    assert {"LawDuties", "LawResponsible", "LawChanges", "LawEntry"} <= set(schemas)
    for path in own:
        for operation in described["paths"][path].values():
            keyed = path.endswith("/check")
            assert bool(operation.get("security")) is keyed, path
    told = post("eu/duties", {"who": "importer", "facts": FACTS}).json()
    assert set(told) == set(schemas["LawDuties"]["properties"])
    assert set(told["duties"][0]) == set(schemas["LawDuty"]["properties"])


def test_answers_are_what_the_description_says():
    schemas = Client().get("/api/v1/openapi.json").json()["components"]["schemas"]
    told = post("eu/responsible", {"matter": "tax", "facts": {}}).json()
    assert set(told) == set(schemas["LawResponsible"]["properties"])
    changes = get("eu/changes?from=2026-06-30&to=2026-07-01").json()
    assert set(changes) == set(schemas["LawChanges"]["properties"])
    assert set(changes["changes"][0]) == set(schemas["LawChange"]["properties"])
