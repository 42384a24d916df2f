"""The sizing tables say what was measured."""

import json

from benchmarks import sizing


def test_the_sizing_tables_are_computed_from_the_figures() -> None:
    figures = json.loads(sizing.FIGURES.read_text(encoding="utf-8"))
    page = sizing.PAGE.read_text(encoding="utf-8")
    assert page == sizing.written(page, sizing.tables(figures)), "run python benchmarks/sizing.py"


def test_twice_the_parcels_need_twice_the_cores() -> None:
    figures = json.loads(sizing.FIGURES.read_text(encoding="utf-8"))
    figures["per_core_second"] = {"duckdb": 1_000}
    one, two = (sizing.tables(figures, parcels=n * 365 * 14_400_000) for n in (1, 2))
    assert "| 1,000 parcels a second and core | 1 | 5 |" in one
    assert "| 1,000 parcels a second and core | 2 | 10 |" in two
