"""The engine receives the law as tables that it can join."""

from datetime import date
from decimal import Decimal

import duckdb

from tidewaiter.law.loader import load

LAW = load("cn").on(date(2026, 3, 2))


def _row(gcode: str) -> dict[str, object]:
    rows = LAW.tables()["law_tariff"].to_pylist()
    return next(row for row in rows if row["gcode"] == gcode)


def test_a_line_brings_its_rates_units_and_threshold() -> None:
    cream = _row("3304990029")
    assert (cream["unit1"], cream["unit2"]) == ("035", "011")
    assert cream["vat_rate"] == Decimal("0.13")
    assert cream["consumption_rate"] == Decimal("0.15")
    assert cream["consumption_threshold"] == "gram_ml"
    assert (cream["per_gram_ml"], cream["per_piece"]) == (Decimal(10), None)


def test_sheets_are_judged_by_the_piece_and_wine_always() -> None:
    assert _row("3304990049")["per_piece"] == Decimal(15)
    assert _row("2204210000")["consumption_threshold"] == "always"
    assert _row("9503002900")["consumption_threshold"] == "none"
    assert _row("9503002900")["consumption_rate"] == 0


def test_the_tariff_of_an_earlier_day_has_the_rates_of_that_day() -> None:
    rows = load("cn").on(date(2018, 6, 1)).tables()["law_tariff"].to_pylist()
    assert {row["vat_rate"] for row in rows} == {Decimal("0.16"), Decimal("0.10")}


def test_measures_have_a_row_for_each_prefix_and_money_has_none() -> None:
    rows = LAW.tables()["law_measures"].to_pylist()
    assert {(row["measure"], row["hs_prefix"]) for row in rows} == {
        ("money", None),
        ("sugar", "1701"),
        ("rice", "1006"),
    }


def test_units_say_how_many_grams_millilitres_or_pieces_they_hold() -> None:
    rows = {row["unit"]: row for row in LAW.tables()["law_units"].to_pylist()}
    assert (rows["035"]["quantity"], rows["035"]["factor"]) == ("mass", 1000)
    assert (rows["095"]["quantity"], rows["095"]["factor"]) == ("volume", 1000)
    assert (rows["127"]["quantity"], rows["127"]["factor"]) == ("count", 12)


def test_duckdb_reads_the_tables_as_they_are() -> None:
    connection = duckdb.connect()
    for name, table in LAW.tables().items():
        connection.register(name, table)
    found = connection.sql(
        "select count(*), count(distinct gcode), bool_and(length(gcode) = 10) from law_tariff"
    ).fetchone()
    assert found is not None and found[0] == found[1] > 300 and found[2]
    codes = connection.sql("select count(*) from law_codes where list = 'currency'").fetchone()
    assert codes is not None and codes[0] > 10
