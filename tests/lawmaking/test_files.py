"""A change that comes as files goes the way of every proposal, and past law stands unchanged."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.lawmaking.makers import (
    HEAD,
    LIMIT,
    LIMITS,
    NAMED,
    NOON,
    PACK,
    SECOND,
    TODAY,
    WRITER,
    superseded,
    the_file,
)
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows import make_law
from tidewaiter.law.sources import PACKS
from tidewaiter.surfaces.ops.cli import app
from tidewaiter.surfaces.ops.lawfiles import NoFiles, edited, put_to_the_desk, told


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder with the limits superseded, and a file that says what it said."""
    folder = tmp_path / "given"
    shutil.copytree(PACKS / PACK, folder)
    (folder / LIMITS).write_text(superseded(), encoding="utf-8")
    return folder


@pytest.mark.django_db
def test_changed_files_become_a_draft_that_a_second_person_must_review(given: Path) -> None:
    proposal, verdict = put_to_the_desk(given, PACK, NAMED, by=WRITER, at=NOON)
    assert list(proposal.texts.values_list("path", flat=True)) == [LIMITS]
    assert (proposal.stage, verdict.enters_on) == ("drafted", date(2027, 3, 1))
    with pytest.raises(Refusal):
        make_law.review(proposal, by=WRITER, at=NOON)
    proposal = make_law.review(proposal, by=SECOND, at=NOON)
    assert make_law.consult(proposal, by=HEAD, at=NOON).stage == "consulted"


@pytest.mark.django_db
def test_an_edit_of_what_applies_is_kept_as_a_draft_with_its_breach_told(given: Path) -> None:
    text = the_file().replace("value: 150", "value: 160")
    (given / LIMITS).write_text(text, encoding="utf-8")
    said = "\n".join(told(*put_to_the_desk(given, PACK, NAMED, by=WRITER, at=NOON)))
    assert f"“{LIMIT}” is in force: its value is 150 and would be 160" in said


@pytest.mark.django_db
def test_files_that_change_nothing_make_no_proposal(given: Path) -> None:
    (given / LIMITS).write_text(the_file(), encoding="utf-8")
    with pytest.raises(NoFiles, match="differs"):
        put_to_the_desk(given, PACK, NAMED, by=WRITER, at=NOON)


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """The packs of an earlier release, in which the Korean limit was another."""
    folder = tmp_path / "earlier"
    shutil.copytree(PACKS / PACK, folder / PACK)
    return folder


def _change(folder: Path, old: str, new: str) -> None:
    path = folder / PACK / LIMITS
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


def test_packs_that_say_the_same_of_the_past_break_nothing(earlier: Path) -> None:
    assert list(edited(earlier, on=TODAY)) == []


def test_a_past_value_that_a_release_has_edited_is_found(earlier: Path) -> None:
    _change(earlier, "value: 150", "value: 140")
    [breach] = edited(earlier, on=TODAY)
    assert (breach.entry, breach.before, breach.after) == (LIMIT, "140", "150")
    run = CliRunner().invoke(app, ["law", "check", "--pack", PACK, "--against", str(earlier)])
    assert run.exit_code == 1
    assert "is in force: its value is 140" in run.stderr
    assert CliRunner().invoke(app, ["law", "check", "--pack", PACK]).exit_code == 0


def test_a_value_of_a_day_to_come_may_differ(earlier: Path) -> None:
    text = superseded(begins=date(2027, 3, 1))
    (earlier / PACK / LIMITS).write_text(text, encoding="utf-8")
    assert list(edited(earlier, on=TODAY)) == []


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoFiles, match="no law pack"):
        list(edited(tmp_path, on=TODAY))
