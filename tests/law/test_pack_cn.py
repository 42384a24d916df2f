"""The Chinese pack is sound, complete and honest about what was not verified."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tidewaiter.law.check.report import check, summary
from tidewaiter.law.findings import Severity
from tidewaiter.law.loader import load
from tidewaiter.law.sources import read

LAW = load("cn").on(date(2026, 3, 2))
HS = Path(__file__).parents[2] / "../shared/data/tariff/hs_harmonized-system.csv"


def test_the_pack_has_no_errors() -> None:
    errors = [finding for finding in check("cn") if finding.severity is Severity.ERROR]
    assert [str(finding) for finding in errors] == []


def test_the_summary_counts_what_the_shell_promises() -> None:
    told = summary("cn")
    assert told["errors"] == 0
    obligations, timers = (
        {one.id for one, _ in each} for each in (read("cn").obligations, read("cn").timers)
    )
    assert told["obligations_cn"] == len(obligations) >= 120
    assert told["timers"] == len(timers) < len(read("cn").timers), "what follows itself is one"


def test_the_starter_tariff_has_a_few_hundred_lines_of_all_sorts() -> None:
    assert len(LAW.tariff) > 300
    chapters = Counter(line.gcode[:2] for line in LAW.tariff)
    assert len(chapters) > 40
    assert any(not line.positive for line in LAW.tariff)
    assert {"standard", "reduced"} == {line.vat_class for line in LAW.tariff}


def test_every_line_belongs_to_a_subheading_of_the_harmonized_system() -> None:
    if not HS.exists():
        pytest.skip(f"{HS} is absent: the nomenclature is not shipped with the project")
    with HS.open(encoding="utf-8") as file:
        known = {row["hscode"] for row in csv.DictReader(file)}
    assert [line.gcode for line in LAW.tariff if line.gcode[:6] not in known] == []


def test_rates_from_memory_are_marked_as_not_verified() -> None:
    assert not any(line.verified for line in LAW.tariff)
    assert not LAW.value("match.deadline_hours").verified
    assert not LAW.value("cbec.tax.rounding.mode").verified
    assert LAW.value("cbec.limit.single").verified


def test_the_test_tables_cover_the_known_answers() -> None:
    names = [case.name.en for table, _ in read("cn").tables for case in table.cases]
    assert len(names) == len(set(names)) > 30
    for words in ("9.1 %", "23.06 %", "425 CNY for 20 g", "full tax", "annual limit", "sugar"):
        assert any(words in name for name in names), words


def test_totals_of_the_test_tables_are_the_sum_of_their_taxes() -> None:
    for table, _ in read("cn").tables:
        for case in table.cases:
            answer = case.answer
            if answer.total is not None:
                parts = (answer.duty or 0, answer.vat or 0, answer.consumption or 0)
                assert sum(parts) == answer.total, case.name.en
