"""“What must I do?” asks only what matters, and ends in a report that can be verified."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.surfaces.public.walks import report, walk
from tidewaiter.base.audit.models import Entry

IMPORTER = {"pack": "eu", "who": "importer", "member_state": "de", "product": "other"}
FLAT = "Pay the flat duty for each item of a low-value consignment"

pytestmark = pytest.mark.django_db


def titles(page):
    return [duty.title for phase in page.context["phases"] for duty in phase.duties]


def test_the_answer_changes_with_the_law_on_the_first_of_july():
    before = report("/duties/?on=2026-06-30", IMPORTER)
    after = report("/duties/?on=2026-07-01", IMPORTER)
    assert FLAT not in titles(before)
    assert FLAT in titles(after)
    [flat] = [
        duty for phase in after.context["phases"] for duty in phase.duties if duty.title == FLAT
    ]
    assert flat.value.text.endswith("3 EUR")
    assert [part.text for part in flat.responsible] == ["German Customs Administration (Zoll)"]
    assert flat.reckoning.due
    assert flat.violation and flat.penalties and flat.source and flat.evidence


def test_only_what_still_matters_is_asked():
    low = walk("/duties/", IMPORTER | {"consignment": "low"})
    high = walk("/duties/", IMPORTER | {"consignment": "high"})
    asked = [each.title for each in low.context["answers"]]
    assert "Is the import one-stop shop used?" in asked
    assert len(high.context["answers"]) <= len(asked)


def test_answers_that_do_not_matter_are_left_out_of_the_address():
    page = walk("/duties/?platform_size=small&nonsense=1", IMPORTER)
    assert "nonsense" not in page.context["report_url"]
    assert "platform_size" not in page.context["report_url"]


def test_a_form_without_an_answer_is_told_so():
    page = Client().get("/duties/?pack=eu&who=importer&step=direction")
    assert page.status_code == 422
    assert "Choose an answer" in page.content.decode()
    assert Client().get("/duties/?pack=eu&who=importer").status_code == 200


def test_whoever_is_not_sure_reads_what_may_apply():
    sure = report("/duties/?on=2026-07-01", IMPORTER)
    unsure = report("/duties/?on=2026-07-01", IMPORTER | {"ioss": "-"})
    assert FLAT in titles(sure)
    assert FLAT not in titles(unsure)
    assert FLAT in [part.text for part in unsure.context["perhaps"]]


def test_each_answer_can_be_changed_from_the_summary():
    page = walk("/duties/", IMPORTER)
    for answer in page.context["answers"]:
        again = Client().get(answer.change_url)
        assert again.status_code == 200
        assert again.context["question"].title == answer.title


def test_the_back_link_takes_the_last_answer_away():
    page = Client().get("/duties/?pack=eu&who=importer&direction=import")
    assert "direction" not in page.context["back_url"]
    assert Client().get(page.context["back_url"]).context["question"].name == "direction"


def test_a_report_without_all_answers_leads_back_to_the_questions():
    for path in ("/duties/report/", "/duties/check/", "/duties/report.json"):
        answer = Client().get(f"{path}?pack=eu&who=importer")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/duties/?")


def test_a_report_is_verified_by_its_code():
    made = report("/duties/?on=2026-07-01", IMPORTER)
    page = Client().get(made.context["code_url"])
    assert "The report is genuine" in page.content.decode()
    claims = page.context["claims"]
    assert (claims.pack, claims.law_day.isoformat(), claims.who) == ("eu", "2026-07-01", "importer")
    assert claims.duties == made.context["count"]
    assert page.context["same_law"]


@pytest.mark.parametrize("spoil", [lambda c: c[:-2] + "AA", lambda c: "x" + c, lambda c: c[:50]])
def test_a_code_that_was_changed_is_not_genuine(spoil):
    code = report("/duties/", IMPORTER).context["code"]
    page = Client().post("/duties/verify/", {"code": spoil(code)})
    assert page.context["claims"] is None
    assert "The report is not genuine" in page.content.decode()


def test_a_code_may_be_typed_with_spaces_and_line_breaks():
    code = report("/duties/", IMPORTER).context["code"]
    spaced = "\n".join(code[at : at + 40] + " " for at in range(0, len(code), 40))
    assert Client().post("/duties/verify/", {"code": spaced}).context["claims"] is not None


def test_a_report_is_verified_by_its_file():
    made = report("/duties/?on=2026-07-01", IMPORTER)
    text = Client().get(made.context["data_url"]).content

    def verified(content):
        file = SimpleUploadedFile("report.json", content)
        return Client().post("/duties/verify/", {"file": file}).context["claims"]

    assert verified(text).law_day.isoformat() == "2026-07-01"
    assert verified(json.dumps(json.loads(text)).encode()) is not None, "laid out otherwise"
    assert verified(text.replace(b'"importer"', b'"merchant"')) is None
    for nonsense in (b"", b"{}", b"[]", b'"x"', b'{"report": [], "signature": ""}', b"\xff"):
        file = SimpleUploadedFile("report.json", nonsense or b" ")
        page = Client().post("/duties/verify/", {"file": file})
        assert page.context["claims"] is None


def test_asking_for_nothing_is_told_so():
    assert Client().post("/duties/verify/", {}).status_code == 422


def test_nothing_is_kept_of_whoever_asks():
    client = Client()
    made = report("/duties/", IMPORTER, client)
    client.get(made.context["code_url"])
    assert client.cookies.get("sessionid") is None
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("who", ["merchant", "platform", "carrier", "consumer"])
@pytest.mark.parametrize("pack", ["cn", "eu"])
def test_every_duty_of_a_report_names_who_watches_it(pack, who):
    page = report("/duties/", {"pack": pack, "who": who, "member_state": "fr", "product": "food"})
    duties = [duty for phase in page.context["phases"] for duty in phase.duties]
    assert duties
    assert [duty.title for duty in duties if not duty.responsible and not duty.conflict] == []
    assert [duty.title for duty in duties if not duty.deadline] == []


def test_the_report_can_be_read_in_chinese():
    made = walk("/duties/", IMPORTER).context["report_url"]
    page = Client().get(made, headers={"accept-language": "zh-hans"})
    assert "您应当做什么" in page.content.decode()
