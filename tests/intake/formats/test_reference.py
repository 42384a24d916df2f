"""The reference of the messages in the documentation says what the models say."""

from pathlib import Path

from tidewaiter.intake.formats.ceb.reference import FOLDER, pages, stale, write_pages

ROOT = Path(__file__).resolve().parents[3]


def test_the_reference_is_not_stale() -> None:
    again = "run: python -m tidewaiter.intake.formats.ceb.reference"
    assert stale(ROOT / FOLDER) == [], again


def test_a_stale_page_a_missing_page_and_a_stray_page_are_noticed(tmp_path: Path) -> None:
    assert stale(tmp_path / "nowhere") == sorted(pages())
    write_pages(tmp_path)
    assert stale(tmp_path) == []
    (tmp_path / "CEB311.md").write_text("old", encoding="utf-8")
    (tmp_path / "CEB411.md").unlink()
    (tmp_path / "stray.md").write_text("stray", encoding="utf-8")
    assert stale(tmp_path) == ["CEB311.md", "CEB411.md", "stray.md"]
    write_pages(tmp_path)
    assert stale(tmp_path) == []
