"""Every column of the engine is documented, and the printed reference is fresh."""

import pytest

from tidewaiter.engine import reference, steps
from tidewaiter.engine.frames import FRAMES


@pytest.mark.parametrize("name", steps.names())
def test_a_step_says_what_each_of_its_columns_means(name: str) -> None:
    assert reference.undocumented(name) == set()
    assert reference.invented(name) == set()
    step = steps.step(name)
    assert step.about.en
    assert step.about.zh
    assert step.grain


def test_an_undocumented_column_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    told = steps.step("dues")
    more = steps.Step(told.name, told.about, told.grain, told.notes, told.takes_all_of,
                      told.sql.replace("SELECT\n", "SELECT\n    1 AS secret,\n", 1))  # fmt: skip
    monkeypatch.setattr(steps, "step", lambda name: more if name == "dues" else told)
    assert reference.undocumented("dues") == {"secret"}


@pytest.mark.parametrize("frame", FRAMES.values(), ids=lambda frame: frame.name)
def test_a_frame_explains_each_column_in_two_languages(frame) -> None:  # type: ignore[no-untyped-def]
    assert frame.en
    assert frame.zh
    assert all(column.en and column.zh for column in frame.columns)


def test_the_printed_reference_is_fresh() -> None:
    for name, text in reference.pages().items():
        path = reference.FOLDER / name
        assert path.read_text("utf-8") == text, (
            f"run python -m tidewaiter.engine.reference ({name})"
        )
