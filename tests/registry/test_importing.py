"""Registers of others: each line is taken whole or not at all, and the report says why."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.cast import CLERK, NOON, STRANGER
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.import_register import import_register
from tidewaiter.registry.models import Operator
from tidewaiter.surfaces.ops.cli import app

pytestmark = pytest.mark.django_db

HEAD = "code,name,roles,registered_on,standing,reason,since,identifiers,natural,city,address\n"
GOOD = (
    "91330100799655058B,杭州荷花贸易有限公司,merchant;platform,2020-05-01,,,,"
    "uscc:91330100799655058B,,杭州市,文三路100号\n"
)
STRUCK = (
    "T1,Tide & Sons,merchant,2021-01-01,struck-off,counterfeits,2025-03-04,,yes,Ningbo,Home 5\n"
)
BAD = [
    ("T2,,merchant,2021-01-01,,,,,,,\n", "registry.import.missing"),
    ("T2,Two,captain,2021-01-01,,,,,,,\n", "registry.import.role"),
    ("T2,Two,merchant,2021-13-01,,,,,,,\n", "registry.import.day"),
    ("T2,Two,merchant,2021-01-01,drowned,,,,,,\n", "registry.import.standing"),
    ("T2,Two,merchant,2021-01-01,suspended,bad-luck,,,,,\n", "registry.import.reason"),
    ("T2,Two,merchant,2021-01-01,,,,uscc:91330100799655058C,,,\n",
     "registry.identifier.check-digit"),
    ("T2,Two,merchant,2021-01-01,,,,lei,,,\n", "registry.identifier.form"),
    ("T2,Two,merchant,2021-01-01,,,,,perhaps,,\n", "registry.import.truth"),
    ("T2,Two,merchant,2021-01-01,,,,,,,,one too many\n", "registry.import.column"),
    ("T2T2T2T2T2T2T2T2T2T2,Two,merchant,2021-01-01,,,,,,,\n", "registry.import.long"),
]  # fmt: skip


def csv(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "register.csv"
    file.write_text(HEAD + "".join(lines), "utf-8")
    return file


def test_good_lines_are_taken_with_standing_numbers_and_roles(tmp_path: Path) -> None:
    taken = list(import_register(csv(tmp_path, GOOD, STRUCK), by=CLERK, at=NOON))
    assert [one.refusal for one in taken] == [None, None]
    firm = Operator.objects.get(code="91330100799655058B")
    assert firm.roles == ["merchant", "platform"]
    assert firm.identifiers.get().scheme == "uscc"
    person = Operator.objects.get(code="T1")
    assert (person.standing, person.natural, person.address) == ("struck-off", True, "")
    change = person.changes.get()
    assert (change.reason, change.since.date().isoformat()) == ("counterfeits", "2025-03-03")


@pytest.mark.parametrize(("bad", "code"), BAD)
def test_a_bad_line_is_told_with_code_and_cure_and_the_rest_goes_on(
    tmp_path: Path, bad: str, code: str
) -> None:
    taken = list(import_register(csv(tmp_path, STRUCK, bad, GOOD), by=CLERK, at=NOON))
    assert [one.refusal.code if one.refusal else "" for one in taken] == ["", code, ""]
    assert taken[1].line == 3
    assert taken[1].refusal.render("zh")["cure"]
    assert Operator.objects.count() == 2
    assert not Organisation.objects.filter(code__startswith="T2").exists()


def test_who_stands_there_already_is_not_overwritten(tmp_path: Path) -> None:
    list(import_register(csv(tmp_path, GOOD), by=CLERK, at=NOON))
    [again] = import_register(csv(tmp_path, GOOD.replace("荷花", "海浪")), by=CLERK, at=NOON)
    assert again.refusal.code == "registry.import.there"
    assert Operator.objects.get().name == "杭州荷花贸易有限公司"


@pytest.mark.parametrize("shape", ["array", "lines"])
def test_json_is_read_as_one_array_or_line_by_line(tmp_path: Path, shape: str) -> None:
    firms = [
        {"code": f"J{n}", "name": f"Firm {n}", "roles": ["merchant"], "registered_on": "2024-02-29"}
        for n in range(3)
    ]
    file = tmp_path / "register.json"
    file.write_text(
        json.dumps(firms) if shape == "array" else "\n".join(map(json.dumps, firms)) + "\nnothing",
        "utf-8",
    )
    taken = list(import_register(file, by=CLERK, at=NOON))
    assert [one.code for one in taken if one.refusal is None] == ["J0", "J1", "J2"]
    assert [one.refusal.code for one in taken if one.refusal] == (
        [] if shape == "array" else ["registry.import.shape"]
    )


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"name,roles\nA,merchant\n"])
def test_a_file_that_is_no_register_is_refused_as_a_whole(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "register.csv"
    file.write_bytes(content)
    with pytest.raises(Refusal, match=r"registry\.import\.file"):
        list(import_register(file, by=CLERK, at=NOON))


def test_a_stranger_imports_nothing(tmp_path: Path) -> None:
    [left] = import_register(csv(tmp_path, GOOD), by=STRANGER, at=NOON)
    assert left.refusal.code == "access.permission"
    assert not Operator.objects.exists()


def test_the_command_prints_what_was_not_taken_and_the_sum(tmp_path: Path) -> None:
    file = csv(tmp_path, GOOD, BAD[1][0])
    said = CliRunner().invoke(app, ["register", "import", str(file)])
    first, last = map(json.loads, said.stdout.splitlines())
    assert (first["line"], first["code"]) == (3, "registry.import.role")
    assert last == {"taken": 1, "not_taken": 1}
    assert said.exit_code == 1
