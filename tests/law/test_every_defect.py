"""No kind of defect goes untried: each turns the check red, on its line and in the shell."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.law.test_checking import HEAD, LINE, LISTS, PACK, RATES, VALUE
from tidewaiter.law import amendments
from tidewaiter.law.check.report import check
from tidewaiter.law.loader import renew
from tidewaiter.law.sources import shipped
from tidewaiter.surfaces.ops.cli import app

LAW = Path(__file__).parents[2] / "tidewaiter" / "law"
PLACES = {"finding": 0, "warning": 0, "tell": 0, "fault": 1, "Finding": 2}
"""Which argument of a call is the code of what was found."""
CASE = """\
about: {{en: T, zh: 测}}
{kind}:
  - name: {{en: N, zh: 名}}
    day: 2020-05-01
    situation: {situation}
    answer: {answer}
"""


@pytest.fixture
def codes(tmp_path: Path):
    def look(raw: dict[str, str | bytes]) -> list[tuple[str, int]]:
        files: dict[str, str | bytes] = {"pack.yaml": PACK, "values.yaml": VALUE, **raw}
        for name, content in files.items():
            path = tmp_path / "xx" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return [(found.code, found.line) for found in check("xx", tmp_path)]

    return look


def test_a_pack_that_is_not_there_is_absent(tmp_path: Path) -> None:
    assert [found.code for found in check("xx", tmp_path)] == ["absent"]


def test_a_file_that_is_not_utf_8_is_found_with_its_line(codes) -> None:
    assert codes({"more.yaml": b"values:\n  - id: \xff\n"}) == [("encoding", 2)]


def test_an_empty_file_is_found(codes) -> None:
    assert codes({"more.yaml": "# nothing\n"}) == [("empty", 1)]


@pytest.mark.parametrize("wrong", ["from: 2020-02-30", "value: 007"])
def test_a_scalar_that_is_none_is_found(codes, wrong: str) -> None:
    key = wrong.partition(":")[0]
    text = VALUE.replace(f"{key}: {'2021-01-01' if key == 'from' else '1,'}", f"{wrong},", 1)
    text = text.replace(",,", ",")
    assert ("scalar", 7 if key == "from" else 6) in codes({"values.yaml": text})


@pytest.mark.parametrize(
    ("old", "new"), [(",scent,", ",smoke,"), ("standard", "zero"), (",scent,", ",,")]
)
def test_a_tariff_line_of_an_unknown_class_is_found(codes, old: str, new: str) -> None:
    table = HEAD + LINE.replace(old, new)
    found = codes({"lists.yaml": LISTS, "rates.yaml": RATES, "tariff.csv": table})
    assert found == [("class", 2)]


def test_a_test_table_about_an_unknown_measure_is_found(codes) -> None:
    lines = '{lines: [{gcode: "3303000010", qty1: 1, total_price: 5}], used: {tea: 1}}'
    table = CASE.format(kind="cases", situation=lines, answer="{outcome: accepted}")
    tariff = {"lists.yaml": LISTS, "rates.yaml": RATES, "tariff.csv": HEAD + LINE}
    assert codes({**tariff, "tests/one.yaml": table}) == [("measure", 3)]


def test_a_test_table_of_another_regime_than_the_pack_is_found(codes) -> None:
    goods = '{regime: uk, items: [{code: "330300", value: 5}]}'
    table = CASE.format(kind="consignments", situation=goods, answer="{total: 1}")
    assert ("regime", 3) in codes({"tests/one.yaml": table})


def given() -> Iterator[str]:
    """The code of everything that the checker can find."""
    for path in LAW.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            place = PLACES.get(called)
            if place is not None and len(node.args) > place:
                code = node.args[place]
                if isinstance(code, ast.Constant):
                    yield str(code.value)


def test_every_code_that_the_checker_can_give_stands_in_a_test() -> None:
    tests = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    codes = set(given())
    assert len(codes) > 30
    assert {code for code in codes if f'"{code}"' not in tests} == set()


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An installation whose Korean pack has lost the end of a period."""
    path = "values/low-value.yaml"
    old = "from: 2016-01-01, value: 150"
    text = shipped("kr")[path].decode().replace(old, f"{old}, reference: customs-act")
    amendments.publish(tmp_path / "law", "kr", {path: text.encode()})
    monkeypatch.setenv("TIDEWAITER_HOME", str(tmp_path))
    yield
    amendments.lay(None)
    renew("kr")


def test_the_command_is_red_and_its_json_counts_the_errors(broken: None) -> None:
    run = CliRunner().invoke(app, ["law", "check", "--json", "--pack", "kr"])
    told = json.loads(run.stdout)
    assert (run.exit_code, told["errors"]) == (1, 1)
    [found] = told["packs"]["kr"]["findings"]
    assert (found["path"], found["line"], found["code"]) == ("kr/values/low-value.yaml", 6, "twice")


def test_the_command_is_green_for_what_is_shipped_and_its_figures_are_those_promised() -> None:
    run = CliRunner().invoke(app, ["law", "check", "--json"])
    told = json.loads(run.stdout)
    assert (run.exit_code, told["errors"], told["warnings"]) == (0, 0, 0)
    assert told["obligations_cn"] >= 120 and told["obligations_eu"] >= 80
    assert told["timers"] >= 54
