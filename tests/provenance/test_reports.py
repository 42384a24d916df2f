"""A test report is read, held against laboratory, register and product, and accepted or not."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.base.docket.makers import a_pdf as a_scan
from tests.base.docket.makers import days, reasons, the_clock, time_passes
from tests.base.docket.makers import officer as seated_officer
from tests.cast import CLERK
from tests.provenance.makers import (
    CUBE,
    GENUINE,
    MONDAY,
    a_product,
    a_register,
    firm,
    handed_in,
    listed,
    text_of_report,
)
from tidewaiter.base.docket.models import Docket
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.check_report import check_report, go_on_checking, receive_report
from tidewaiter.flows.dockets import make_move
from tidewaiter.provenance.formats.report_text import Block, read_report
from tidewaiter.provenance.models import Report
from tidewaiter.provenance.states import Binding
from tidewaiter.provenance.states import Report as State

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _register(settings: Any, tmp_path: Path) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, GENUINE)


@pytest.fixture
def senior() -> Actor:
    return seated_officer("senior_officer", name="Sun").actor


def _log(report: Report) -> list[tuple[str, str]]:
    return [(one.step, one.code) for one in report.checks.all()]


def test_a_genuine_report_of_the_product_is_accepted_with_a_log_of_all_checks() -> None:
    listed()
    report = handed_in(a_product())
    assert report.docket.state == State.ACCEPTED
    assert _log(report) == [
        ("read", "report.read"),
        ("laboratory", "report.laboratory"),
        ("duplicate", "report.own-values"),
        ("number", "report.number"),
        ("match", "report.match"),
    ]
    assert report.binding == Binding.PRODUCT
    assert report.accepted_at == MONDAY


def test_a_scan_without_text_is_unreadable_and_the_firm_is_told_why() -> None:
    report = receive_report(a_product(), "scan.pdf", a_scan(), via="desk", by=CLERK, at=MONDAY)
    assert report.docket.state == State.UNREADABLE
    assert report.docket.letters.filter(template="unreadable").exists()


def test_a_report_without_signatures_is_incomplete_and_names_the_part() -> None:
    report = handed_in(a_product(), **{"Approved by": None})
    assert report.docket.state == State.INCOMPLETE
    assert report.checks.get().values == {"parts": "signatures"}


@pytest.mark.parametrize(
    ("label", "block"),
    [("Laboratory", Block.LABORATORY), ("Sample name", Block.SAMPLE),
     ("Standards", Block.STANDARD), ("Conclusion", Block.CONCLUSION),
     ("Report No.", Block.CONCLUSION), ("Approved by", Block.SIGNATURES)],
)  # fmt: skip
def test_each_compulsory_part_is_missed(label: str, block: Block) -> None:
    assert read_report(text_of_report(**{label: None})).missing() == (block,)


def test_a_chinese_report_is_read_like_an_english_one() -> None:
    said = read_report(
        "检验机构：潮汐检测有限公司\n认可证书编号：CNAS L1234\n样品名称：玩具火车\n规格型号：TR-7\n"
        "检验依据：GB 6675.1-2014、GB 6675.2-2014\n检验结论：合格\n签发日期：2026年5月1日\n"
        "报告编号：TT-2026-0042\n批准人：周某\n"
    )
    assert said.missing() == ()
    assert said.standards == ("GB 6675.1-2014", "GB 6675.2-2014")
    assert str(said.issued_on) == "2026-05-01"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"Laboratory": "Nobody Testing"}, "report.laboratory-unknown"),
        ({"CMA No.": None}, "report.mark-missing"),
        ({"Test date": "2019-12-31"}, "report.not-accredited"),
        ({"Standards": "GB 6675.1-2014, GB 18401-2010"}, "report.scope"),
    ],
)
def test_a_laboratory_that_does_not_qualify_fails_with_the_reason(
    changed: dict[str, str | None], code: str
) -> None:
    listed()
    report = handed_in(a_product(), **changed)
    assert report.docket.state == State.LABORATORY_FAILED
    assert report.checks.last().code == code


def test_a_standard_is_covered_on_its_last_day_and_not_the_day_after() -> None:
    from tidewaiter.provenance.rules.laboratories import Accredited, covered_on

    one = Accredited(
        code="a", name="A", accreditor="CNAS", number="1",
        valid_from=datetime(2020, 1, 1).date(),
        scope={"GB 6675.4": (None, datetime(2026, 12, 31).date())},
    )  # fmt: skip
    assert covered_on(one, "GB 6675.4-2014", datetime(2026, 12, 31).date())
    assert not covered_on(one, "GB 6675.4-2014", datetime(2027, 1, 1).date())
    assert not covered_on(one, "GB 6675", datetime(2026, 12, 31).date())


@pytest.mark.parametrize("where", ["", "/nowhere/reports.csv", "http://127.0.0.1:9/reports"])
def test_a_register_that_is_down_leaves_the_number_unconfirmed_never_forged(
    where: str, settings: Any
) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = where
    listed()
    report = handed_in(a_product())
    assert report.docket.state == State.UNCONFIRMED
    assert report.checks.last().code == "report.register-silent"


def test_an_unconfirmed_number_is_confirmed_when_the_register_has_it(
    settings: Any, tmp_path: Path
) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path)
    listed()
    report = handed_in(a_product())
    assert report.docket.state == State.UNCONFIRMED
    assert report.checks.last().code == "report.number-absent"
    assert go_on_checking(by=CLERK, at=MONDAY + days(1)) == 0
    a_register(tmp_path, GENUINE)
    assert go_on_checking(by=CLERK, at=MONDAY + days(2), asking=False) == 0
    assert go_on_checking(by=CLERK, at=MONDAY + days(2)) == 1
    report.docket.refresh_from_db()
    assert report.docket.state == State.ACCEPTED


def test_a_number_unconfirmed_for_ten_working_days_escalates(settings: Any) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = ""
    listed()
    report = handed_in(a_product())
    clock = the_clock(report.docket, "number")
    assert str(clock.due_on) == "2026-06-15"
    assert time_passes(until=clock.due_at) == 1
    report.docket.refresh_from_db()
    assert report.docket.level == 1
    assert report.docket.state == State.UNCONFIRMED


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("tide-testing,TT-2026-0042,withdrawn,,,", "report.number-withdrawn"),
        ("tide-testing,TT-2026-0042,found,TR-9,,", "report.other-sample"),
        ("tide-testing,TT-2026-0042,found,TR-7,2026-05-02,", "report.other-day"),
        (f"tide-testing,TT-2026-0042,found,,,{'0' * 64}", "report.other-bytes"),
    ],
)
def test_what_the_register_contradicts_is_frozen_for_a_person(
    row: str, code: str, settings: Any, tmp_path: Path
) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, row)
    listed()
    report = handed_in(a_product())
    assert report.docket.state == State.SUSPECTED
    assert report.checks.last().code == code
    assert check_report(report, by=CLERK, at=MONDAY).docket.state == State.SUSPECTED


def test_the_number_of_another_accreditation_is_frozen() -> None:
    listed()
    report = handed_in(a_product(), **{"CNAS No.": "L9999"})
    assert report.docket.state == State.SUSPECTED
    assert report.checks.last().code == "report.mark-number"


def test_only_a_person_with_reasons_finds_a_report_forged(senior: Actor) -> None:
    listed()
    report = handed_in(a_product(), **{"CNAS No.": "L9999"})
    docket = report.docket
    with pytest.raises(Refusal) as no:
        make_move(docket, "find-forged", {}, by=senior, at=MONDAY)
    assert no.value.code.startswith("docket.reasons.")
    reasons(docket, "find-forged", by=senior)
    found = make_move(docket, "find-forged", {}, by=senior, at=MONDAY)
    assert found.state == State.FORGED
    assert the_clock(found, "appeal").state == "running"


def test_a_report_that_an_officer_found_genuine_is_not_suspected_again(
    senior: Actor, settings: Any, tmp_path: Path
) -> None:
    listed()
    settings.TIDEWAITER_REPORT_REGISTER = a_register(
        tmp_path, "tide-testing,TT-2026-0042,withdrawn,,,"
    )
    report = handed_in(a_product())
    said = {"grounds": "The laboratory confirmed it by telephone on 1 June."}
    make_move(report.docket, "clear", said, by=senior, at=MONDAY)
    assert check_report(report, by=CLERK, at=MONDAY).docket.state == State.ACCEPTED


@pytest.mark.parametrize(
    ("changed", "product", "code"),
    [
        ({"Model": "TR-8"}, {}, "report.model"),
        ({"Batch No.": "B9"}, {}, "report.batch"),
        ({"GTIN": CUBE}, {}, "report.gtin"),
        ({"Standards": "GB 6675.1-2014, GB 6675.2-2014"}, {}, "report.standard"),
        ({"Conclusion": "The sample failed."}, {}, "report.failed"),
        ({"Valid until": "2026-05-31"}, {}, "report.over"),
        ({"Test date": "2026-05-02"}, {}, "report.days"),
        ({}, {"model": "TR-8"}, "report.model"),
    ],
)
def test_a_report_of_something_else_is_no_report_of_this_product(
    changed: dict[str, str], product: dict[str, str], code: str,
    settings: Any, tmp_path: Path,
) -> None:  # fmt: skip
    settings.TIDEWAITER_REPORT_REGISTER = a_register(tmp_path, "tide-testing,TT-2026-0042,,,,")
    listed()
    report = handed_in(a_product(**product), **changed)
    assert report.docket.state == State.MISMATCH
    assert report.checks.last().code == code


def test_the_same_values_for_another_product_are_frozen(settings: Any, tmp_path: Path) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(
        tmp_path, GENUINE, "tide-testing,TT-2026-0043,found,,,"
    )
    listed()
    first = handed_in(a_product())
    other = a_product(CUBE, operator=firm("91330100TWFIRM0002", "Cube"), name="Cube", model="C-1")
    report = handed_in(other, **{"Report No.": "TT-2026-0043", "Model": "C-1"})
    assert report.docket.state == State.SUSPECTED
    check = report.checks.last()
    assert check.code == "report.copy"
    assert check.values["other"] == first.docket.reference


def test_a_report_of_other_values_is_no_copy(settings: Any, tmp_path: Path) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = a_register(
        tmp_path, GENUINE, "tide-testing,TT-2026-0043,found,,,"
    )
    listed()
    handed_in(a_product())
    other = a_product(CUBE, name="Cube", model="C-1")
    report = handed_in(
        other, results=("Lead 3.3 mg/kg", "Zinc 0.9 mg/kg", "Barium 1.7 mg/kg", "Edge force 9 N"),
        **{"Report No.": "TT-2026-0043", "Model": "C-1"},
    )  # fmt: skip
    assert report.docket.state == State.ACCEPTED


def test_an_accepted_report_expires_after_a_year_and_warns_before() -> None:
    listed()
    report = handed_in(a_product())
    clock = the_clock(report.docket, "valid")
    assert str(clock.due_on) == "2027-06-01"
    time_passes(until=datetime(2027, 4, 2, 2, tzinfo=UTC))
    assert report.docket.letters.filter(template="expiring").count() == 1
    time_passes(until=clock.due_at)
    docket = Docket.objects.get(pk=report.docket.pk)
    assert docket.state == State.EXPIRED
    report.refresh_from_db()
    assert report.ended_at is not None


def test_a_number_that_an_officer_confirms_is_followed_by_the_match(
    senior: Actor, settings: Any
) -> None:
    settings.TIDEWAITER_REPORT_REGISTER = ""
    listed()
    report = handed_in(a_product())
    said = {"grounds": "The laboratory wrote that the number is theirs."}
    make_move(report.docket, "confirm-number", said, by=senior, at=MONDAY)
    assert go_on_checking(by=CLERK, at=MONDAY, asking=False) == 1
    report.docket.refresh_from_db()
    assert report.docket.state == State.ACCEPTED
