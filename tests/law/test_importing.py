"""A national tariff is taken over row by row; what is wrong is told, what is right is kept."""

from pathlib import Path
from shutil import copytree

import pytest
from typer.testing import CliRunner

from tidewaiter.law.check.report import check
from tidewaiter.law.importing import take_over
from tidewaiter.law.loader import load
from tidewaiter.law.sources import PACKS

HEAD = "gcode,en,zh,unit1,unit2,duty,vat,consumption,threshold,positive,from,to,reference,verified"
HORSE = "0101210000,Horses,马,035,,0.10,standard,,,no,2020-01-01,,tariff,no"
BAD = {
    "01012100,Horses,马,035,,0.1,standard,,,no,2020-01-01,,tariff,no": "gcode",
    "0101290000,Horses,马,035,,a,standard,,,no,2020-01-01,,tariff,no": "duty",
    "0199990000,Horses,马,035,,0.1,standard,,,no,2020-01-01,,tariff,no": "no subheading 019999",
    "0101290000,Horses,马,999,,0.1,standard,,,no,2020-01-01,,tariff,no": "unit 999",
    "0101290000,Horses,马,035,,0.1,low,,,no,2020-01-01,,tariff,no": "`low` is not defined",
    "0101290000,Horses,马,035,,0.1,standard,,,no,2020-01-01,,gazette,no": "`gazette`",
    "0101290000,Horses,马,035,,0.1,standard,,piece,no,2020-01-01,,tariff,no": "threshold",
    "0101290000,Horses,马,035,,0.1,standard,cosmetics,,no,2020-01-01,,tariff,no": "gram_ml or",
    "9503002900,Toys,玩具,007,035,0,standard,,,yes,2020-01-01,,tariff,no": "given already",
    "0101290000,Horses,马,035,,0.1,standard,,,no,2020-01-01,,tariff,no,x": "more cells",
}


def test_a_good_row_goes_into_the_pack_and_the_law_knows_it(tmp_path: Path) -> None:
    root = Path(copytree(PACKS, tmp_path / "packs"))
    taken = take_over(_file(tmp_path, HORSE), "cn", root=root)
    assert (taken.rows, taken.bad) == (1, ())
    assert [found for found in check("cn", root) if found.severity.value == "error"] == []
    lines = {line.gcode: line for line in load("cn", root).on(_day()).tariff}
    assert str(lines["0101210000"].duty_rate) == "0.10"
    again = take_over(_file(tmp_path, HORSE), "cn", root=root)
    assert (again.rows, again.bad) == (1, ())


def _day():  # type: ignore[no-untyped-def]
    from datetime import date

    return date(2026, 3, 2)


def test_every_bad_row_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    taken = take_over(_file(tmp_path, *BAD, HORSE), "cn", folder=tmp_path / "out")
    assert taken.rows == 1
    for number, words in enumerate(BAD.values(), 2):
        [told] = [row for row in taken.bad if row.line == number]
        assert words in told.sentence
    assert taken.path is not None
    assert taken.path.read_text("utf-8").count("\n") == 2


def test_a_code_given_twice_in_the_file_is_told(tmp_path: Path) -> None:
    taken = take_over(_file(tmp_path, HORSE, HORSE), "cn", folder=tmp_path / "out")
    assert (taken.rows, [row.line for row in taken.bad]) == (1, [3])


def test_a_file_without_a_column_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text("gcode,en\n1,2\n", "utf-8")
    with pytest.raises(ValueError, match="no column zh"):
        take_over(file, "cn", folder=tmp_path)


def test_the_command_tells_line_code_and_sentence(tmp_path: Path) -> None:
    from tidewaiter.surfaces.ops.cli import app

    file = _file(tmp_path, next(iter(BAD)), HORSE)
    said = CliRunner().invoke(
        app, ["law", "import-tariff", str(file), "--pack", "cn", "--out", str(tmp_path / "out")]
    )
    assert said.exit_code == 0
    assert ":2: 01012100: gcode" in said.output
    assert "1 lines written" in said.output


def _file(folder: Path, *rows: str) -> Path:
    file = folder / "national.csv"
    file.write_text("\n".join((HEAD, *rows)) + "\n", "utf-8")
    return file
