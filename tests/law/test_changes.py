"""What began, ended and changed between two days is told in words and as data."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.law.test_duty_checks import CLOCKS, OBLIGATIONS, SOUND
from tidewaiter.engine import tables as engine_tables
from tidewaiter.engine.situations import Outcome
from tidewaiter.law.changes import Turn, changes
from tidewaiter.law.check.report import summaries
from tidewaiter.law.loader import load
from tidewaiter.law.show.changes import text
from tidewaiter.law.show.everywhere import everywhere
from tidewaiter.law.sources import packs
from tidewaiter.surfaces.ops.cli import app


def _run(*words: str) -> str:
    done = CliRunner().invoke(app, ["law", *words])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_limits_of_2019_are_told_with_before_and_after() -> None:
    found = changes(load("cn"), date(2018, 12, 31), date(2019, 1, 1))
    limit = next(change for change in found if change.id == "cbec.limit.single")
    assert (limit.turn, limit.kind, limit.on) == (Turn.CHANGED, "value", date(2019, 1, 1))
    assert limit.fields == {"value": ("2000", "5000")}
    told = text(found)
    assert "cn: value changed (2)" in told and "value: 2000 → 5000" in told
    assert "数值: 2000 → 5000" in text(found, "zh")


def test_entries_that_begin_end_and_change_are_told_apart(tmp_path: Path) -> None:
    ended = OBLIGATIONS.replace("from: 2020-01-01", "from: 2020-01-01\n    to: 2025-12-31")
    other = OBLIGATIONS.partition("\n")[2].replace("id: declare", "id: report")
    begun = other.replace("from: 2020-01-01", "from: 2026-01-01")
    old = "from: 2020-01-01, reference: act, verified: true}\ncalendars"
    again = CLOCKS.partition("\n")[2].partition("calendars:")[0].replace("days: 5", "days: 10")
    clocks = CLOCKS.replace(old, f"from: 2020-01-01, to: 2025-12-31, {old.partition(', ')[2]}")
    clocks = clocks.replace("calendars:", f"{again.replace('2020-01-01', '2026-01-01')}calendars:")
    (tmp_path / "xx").mkdir()
    for name, content in {**SOUND, "obligations": ended + begun, "clocks": clocks}.items():
        (tmp_path / "xx" / f"{name}.yaml").write_text(content, encoding="utf-8")
    pack = load("xx", tmp_path)
    found = changes(pack, date(2025, 12, 31), date(2026, 1, 1))
    assert {(change.turn, change.kind, change.id) for change in found} == {
        (Turn.ENDED, "obligation", "declare"),
        (Turn.BEGAN, "obligation", "report"),
        (Turn.CHANGED, "timer", "answer"),
    }
    assert "runs for: 5 working days → 10 working days" in text(found)
    assert changes(pack, date(2025, 1, 1), date(2025, 6, 1)) == ()
    assert text(()) == "Nothing is different." and text((), "zh") == "没有变化。"
    with pytest.raises(ValueError, match="lies after"):
        changes(pack, date(2026, 1, 1), date(2025, 1, 1))


def test_the_shell_tells_the_difference_of_all_packs_or_of_one() -> None:
    told = json.loads(_run("diff", "2018-12-31", "2019-01-01", "--json"))
    assert {"cbec.limit.single", "cbec.limit.annual"} <= {change["id"] for change in told}
    assert _run("diff", "2018-12-31", "2019-01-01", "--pack", "kr") == "Nothing is different.\n"
    wrong = CliRunner().invoke(app, ["law", "diff", "2019-01-01", "2018-01-01"])
    assert wrong.exit_code != 0


def test_the_check_of_the_shell_counts_over_all_packs() -> None:
    told = json.loads(_run("check", "--json"))
    assert told["errors"] == 0
    assert told["timers"] >= 54
    assert {f"obligations_{pack}" for pack in packs()} <= set(told)
    assert set(told["packs"]) == set(packs())
    alone = json.loads(_run("check", "--json", "--pack", "cn"))
    assert "obligations_cn" in alone and "obligations_eu" not in alone
    assert summaries(["kr"])["timers"] == 0


@pytest.mark.parametrize("name", ["eu-gdpr-breach", "us-dmca-putback", "kr", "cbec.limit.single"])
def test_the_shell_shows_a_name_of_any_pack(name: str) -> None:
    assert name in _run("show", name, "--on", "2026-03-02")
    assert json.loads(_run("show", name, "--on", "2026-03-02", "--json"))[0]["id"] == name


def test_a_clock_is_shown_in_both_languages() -> None:
    told = _run("show", "us-dmca-putback", "--on", "2026-03-02", "--language", "zh")
    assert "时长: 14 working days" in told and "期满后果: restore" in told


def test_a_name_that_no_pack_knows_is_regretted_by_each() -> None:
    found, missed = everywhere("no-such-thing", date(2026, 3, 2))
    assert found == [] and len(missed) == len(packs())


def test_the_check_runs_the_tables_of_all_packs() -> None:
    told = json.loads(_run("check", "--json", "--tables"))
    assert told["test_failures"] == 0
    assert all(one["test_failures"] == 0 for one in told["packs"].values())


def test_a_failed_case_turns_the_check_red(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = Outcome("At the limit", "限额", date(2026, 3, 2), {"total": ("0", "7")})
    monkeypatch.setattr(engine_tables, "tried", lambda *_: (outcome,))
    done = CliRunner().invoke(app, ["law", "check", "--pack", "kr", "--tables"])
    assert done.exit_code == 1
    assert "At the limit: total: the table says 0, the law 7" in done.stdout
    assert "(1 failed)" in done.stdout
