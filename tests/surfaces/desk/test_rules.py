"""At the desk: rules are written, checked, tried, reviewed, released and watched."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.makers import a_parcel, all_four, arrive, declaration_of, four, honest
from tests.risk.rulebook import GROUNDS, text
from tests.surfaces.visitors import at_the_desk
from tidewaiter.flows.book_in_force import book_of_day
from tidewaiter.flows.receive_message import law_on
from tidewaiter.risk.models import Campaign, Snooze, StoredRule, Trial
from tidewaiter.risk.states import RuleStage

DEAR = text(limit=100_000)


@pytest.fixture
def author(firms):
    return at_the_desk("analyst")


@pytest.fixture
def peer(firms):
    return at_the_desk("analyst")


@pytest.fixture
def head(firms):
    return at_the_desk("risk_supervisor")


def begun(author) -> StoredRule:
    answer = author.post("/desk/rules/new/", {"code": "R-90-dear"})
    assert answer.status_code == 302
    return StoredRule.objects.latest("pk")


def saved(author, content: str = DEAR) -> StoredRule:
    rule = begun(author)
    form = author.get(f"/desk/rules/versions/{rule.pk}/text/").context["form"]
    given = {"content": content, "seen": form["seen"].value()}
    author.post(f"/desk/rules/versions/{rule.pk}/text/", given)
    rule.refresh_from_db()
    return rule


def holds(code: str) -> bool:
    return code in book_of_day(law_on(timezone.now())).by_code


def test_from_the_first_word_into_force_by_three_people(author, peer, head) -> None:
    arrive(*all_four(honest(5)), at=timezone.now())
    rule = saved(author)
    assert rule.stage == RuleStage.CHECKED
    page = author.post(f"/desk/rules/versions/{rule.pk}/try/", follow=True)
    assert page.context["trial"].finished
    assert page.context["trial"].looked_at == Trial.objects.get().looked_at > 0
    page = author.get(f"/desk/rules/versions/{rule.pk}/")
    assert "You wrote a part of this rule" in page.content.decode()
    assert author.post(f"/desk/rules/versions/{rule.pk}/review/").status_code == 403
    peer.post(f"/desk/rules/versions/{rule.pk}/review/")
    head.post(f"/desk/rules/versions/{rule.pk}/shadow/")
    rule.refresh_from_db()
    assert rule.stage == RuleStage.SHADOW
    page = head.get("/desk/rules/")
    assert [(row.code, row.fired) for row in page.context["under_way"]] == [("R-90-dear", 0)]
    today = timezone.localdate().isoformat()
    head.post(f"/desk/rules/versions/{rule.pk}/schedule/", {"enters_on": today})
    assert holds("R-90-dear")
    page = head.get("/desk/rules/R-90-dear/")
    assert page.context["row"].title == "Dear goods"
    head.post(f"/desk/rules/versions/{rule.pk}/roll-back/", {"grounds": GROUNDS})
    assert not holds("R-90-dear")
    history = head.get(f"/desk/rules/versions/{rule.pk}/").context["history"]
    assert history[0].title == "Rolled back"


def test_mistakes_stand_beside_the_text_at_their_lines_and_columns(author) -> None:
    rule = saved(author, DEAR.replace("dutiable_value > 100000", "dutiable_valu > 100000"))
    assert rule.stage == RuleStage.DRAFTED
    page = author.get(f"/desk/rules/versions/{rule.pk}/text/")
    [found] = page.context["findings"]
    assert (found.line, found.column, found.error) == (8, 7, True)
    assert found.text.startswith("when:")
    assert 'data-marked="8"' in page.content.decode()
    assert "did you mean dutiable_value" in page.content.decode()


def test_the_columns_are_listed_with_their_meanings(author) -> None:
    page = author.get(f"/desk/rules/versions/{begun(author).pk}/text/")
    groups = dict(page.context["groups"])
    assert {"merchant_days", "dutiable_value"} <= {one.name for one in groups["parcel"]}
    assert {"gcode", "price_shortfall"} <= {one.name for one in groups["line"]}
    assert all(one.meaning for columns in groups.values() for one in columns)


def test_two_writers_do_not_overwrite_each_other(author, peer) -> None:
    rule = saved(author)
    given = {"content": DEAR, "seen": "another text"}
    page = peer.post(f"/desk/rules/versions/{rule.pk}/text/", given)
    assert page.status_code == 409
    assert "Somebody else changed this rule" in page.content.decode()


def test_a_trial_goes_on_chunk_by_chunk_and_tells_how_far_it_is(author) -> None:
    arrive(*all_four(honest(3)), at=timezone.now())
    rule = saved(author)
    page = author.post(f"/desk/rules/versions/{rule.pk}/try/", {"script": "yes"}, follow=True)
    assert not page.context["trial"].finished
    assert "hx-post" in page.content.decode()
    trial = Trial.objects.get()
    page = author.post(f"/desk/rules/trials/{trial.pk}/go-on/", headers={"HX-Request": "true"})
    assert page.context["trial"].finished
    assert "hx-post" not in page.content.decode()


def test_a_rule_that_hits_everything_is_warned_about_and_not_approved(author, peer) -> None:
    arrive(*all_four(honest(3)), at=timezone.now())
    rule = saved(author, text(limit=0))
    page = author.post(f"/desk/rules/versions/{rule.pk}/try/", follow=True)
    assert "such a rule is not approved" in page.content.decode()
    assert page.context["trial"].rows
    page = peer.post(f"/desk/rules/versions/{rule.pk}/review/")
    assert page.status_code == 422
    assert "that chooses none" in page.content.decode()


def test_a_reviewed_text_is_not_opened_in_the_editor(author, peer) -> None:
    rule = saved(author)
    author.post(f"/desk/rules/versions/{rule.pk}/try/")
    peer.post(f"/desk/rules/versions/{rule.pk}/review/")
    assert author.get(f"/desk/rules/versions/{rule.pk}/text/").status_code == 409


def test_a_code_that_cannot_be_used_is_pointed_out(author) -> None:
    page = author.post("/desk/rules/new/", {"code": "nonsense"})
    assert page.status_code == 422
    begun(author)
    page = author.post("/desk/rules/new/", {"code": "R-90-dear"})
    assert page.status_code == 409


def test_rules_that_never_fire_are_named(head) -> None:
    page = head.get("/desk/rules/")
    named = {said: [row.code for row in rows] for said, rows in page.context["named"]}
    assert "R-01" in named["never fires"]
    assert "M-01" not in named["never fires"]


def test_a_priority_area_is_opened_given_a_rule_and_called_off(author, head) -> None:
    today = timezone.localdate()
    given = {
        "title_en": "Cheap phones", "title_zh": "低报手机", "grounds": GROUNDS, "expected": "20",
        "starts_on": today.isoformat(), "ends_on": (today + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    assert author.post("/desk/rules/areas/new/", given).status_code == 403
    head.post("/desk/rules/areas/new/", given)
    area = Campaign.objects.get()
    rule = saved(author)
    author.post(f"/desk/rules/versions/{rule.pk}/area/", {"campaign": area.pk})
    page = head.get(f"/desk/rules/areas/{area.pk}/")
    assert [one for one, _title, _stage in page.context["rules"]] == [rule]
    assert head.post(f"/desk/rules/areas/{area.pk}/evaluate/", {"verdict": "x"}).status_code == 422
    head.post(f"/desk/rules/areas/{area.pk}/call-off/")
    area.refresh_from_db()
    assert area.stage == "called-off"
    assert head.get("/desk/rules/areas/").context["rows"][0].title == "Cheap phones"


def test_an_area_that_lasts_too_long_is_pointed_out(head) -> None:
    today = timezone.localdate()
    given = {
        "title_en": "x", "title_zh": "x", "grounds": GROUNDS, "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=999)).isoformat(),
    }  # fmt: skip
    assert head.post("/desk/rules/areas/new/", given).status_code == 422


def test_a_rule_is_kept_quiet_about_the_merchant_of_a_parcel_and_woken(author, head) -> None:
    rule = saved(author, text(limit=0))
    from tests.risk.rulebook import HEAD, PEER, tried
    from tidewaiter.flows import write_rule

    at = timezone.now()
    write_rule.review(tried(rule), by=PEER, at=at)
    write_rule.schedule(rule, enters_on=timezone.localdate(), by=HEAD, at=at)
    parcel = a_parcel()
    arrive(*four(parcel), at=at)
    declaration = declaration_of(parcel.inventory)
    page = author.get(f"/desk/parcels/{declaration.pk}/")
    assert "Keep a rule quiet" in page.content.decode()
    given = {
        "code": "R-90-dear", "subject": "merchant", "grounds": GROUNDS,
        "until": (timezone.localdate() + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    author.post(f"/desk/parcels/{declaration.pk}/quiet/", given)
    snooze = Snooze.objects.get()
    assert snooze.value == declaration.ebc_code
    page = author.get("/desk/rules/R-90-dear/")
    assert [one.value for one in page.context["quiet"]] == [declaration.ebc_code]
    author.post(f"/desk/rules/quiet/{snooze.pk}/wake/")
    assert author.get("/desk/rules/R-90-dear/").context["quiet"] == ()
    wrong = author.post(f"/desk/parcels/{declaration.pk}/quiet/", given | {"grounds": "no"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("role", ["officer", "auditor"])
def test_others_read_the_book_and_change_nothing(author, role) -> None:
    rule = saved(author)
    reader = at_the_desk(role)
    for page in ("", "M-01/", f"versions/{rule.pk}/", "areas/"):
        assert reader.get(f"/desk/rules/{page}").status_code == 200
    assert reader.get("/desk/rules/new/").status_code == 403
    assert reader.get(f"/desk/rules/versions/{rule.pk}/text/").status_code == 403
    assert reader.post(f"/desk/rules/versions/{rule.pk}/try/").status_code == 403
    assert reader.post(f"/desk/rules/versions/{rule.pk}/withdraw/", {"grounds": GROUNDS})
    rule.refresh_from_db()
    assert rule.stage == RuleStage.CHECKED


def test_what_does_not_exist_is_not_found(head) -> None:
    for page in ("Z-99/", "versions/4711/", "areas/4711/", "trials/4711/"):
        assert head.get(f"/desk/rules/{page}").status_code == 404


def test_what_the_office_looks_for_is_not_published(author, client) -> None:
    from tests.risk.rulebook import in_force

    in_force(text(limit=5))
    in_force(text("R-91-told", severity="notify", effect=""))
    catalogue = client.get("/reasons/").content.decode()
    assert "R-91-told" in catalogue
    assert "R-90-dear" not in catalogue
    assert client.get("/reasons/R-90-dear/").status_code == 404


def test_an_archive_without_the_days_asked_for_says_so(author, tmp_path, settings) -> None:
    settings.TIDEWAITER_ARCHIVE = tmp_path / "nowhere"
    rule = saved(author)
    page = author.get(f"/desk/rules/versions/{rule.pk}/past/")
    assert page.status_code == 200
    days = {"since": "2026-01-01", "until": "2026-01-31"}
    page = author.post(f"/desk/rules/versions/{rule.pk}/past/", days)
    assert page.status_code == 409
    assert "holds no day from 2026-01-01" in page.content.decode()


def test_each_check_of_a_parcel_tells_its_answer(author) -> None:
    parcel = a_parcel()
    arrive(*four(parcel), at=timezone.now())
    number = declaration_of(parcel.inventory).pk
    page = author.get(f"/desk/parcels/{number}/checks/")
    said = {key: [one.code for one in checks] for _name, key, checks in page.context["groups"]}
    assert "M-01" in said["not-fired"]
    assert sum(map(len, said.values())) > 60
