"""The law of a day as Arrow tables, which the engine joins like any other table."""

from typing import Any

import pyarrow as pa  # type: ignore[import-untyped,import-not-found,unused-ignore]

from tidewaiter.law.era.sections import Era

Table = Any

RATE = pa.decimal128(9, 6)
MONEY = pa.decimal128(19, 5)

TARIFF = pa.schema(
    [
        ("gcode", pa.string()),
        ("title_en", pa.string()),
        ("title_zh", pa.string()),
        ("unit1", pa.string()),
        ("unit2", pa.string()),
        ("duty_rate", RATE),
        ("vat_rate", RATE),
        ("consumption_class", pa.string()),
        ("consumption_rate", RATE),
        ("consumption_threshold", pa.string()),
        ("per_gram_ml", MONEY),
        ("per_piece", MONEY),
        ("positive", pa.bool_()),
        ("verified", pa.bool_()),
    ]
)
MEASURES = pa.schema(
    [
        ("measure", pa.string()),
        ("hs_prefix", pa.string()),
        ("unit", pa.string()),
        ("quota_limit", MONEY),
        ("value_id", pa.string()),
    ]
)
CODES = pa.schema(
    [
        ("list", pa.string()),
        ("code", pa.string()),
        ("title_en", pa.string()),
        ("title_zh", pa.string()),
        ("iso", pa.string()),
    ]
)
UNITS = pa.schema([("unit", pa.string()), ("quantity", pa.string()), ("factor", MONEY)])


def frames(law: Era) -> dict[str, Table]:
    """All law tables by name."""
    return {
        "law_tariff": _table(TARIFF, [_tariff(line) for line in law.tariff]),
        "law_measures": _table(MEASURES, _measures(law)),
        "law_codes": _table(CODES, _codes(law)),
        "law_units": _table(UNITS, _units(law)),
    }


def _table(schema: Any, rows: list[dict[str, object]]) -> Table:
    return pa.Table.from_pylist(rows, schema=schema)


def _tariff(line: Any) -> dict[str, object]:
    """One line; `consumption_threshold` is none, always, gram_ml or piece."""
    taxed = line.consumption_class != ""
    return {
        "gcode": line.gcode,
        "title_en": line.title.en,
        "title_zh": line.title.zh,
        "unit1": line.unit1,
        "unit2": line.unit2,
        "duty_rate": line.duty_rate,
        "vat_rate": line.vat_rate,
        "consumption_class": line.consumption_class or None,
        "consumption_rate": line.consumption_rate,
        "consumption_threshold": (line.threshold or "always") if taxed else "none",
        "per_gram_ml": line.per_gram_ml,
        "per_piece": line.per_piece,
        "positive": line.positive,
        "verified": line.verified,
    }


def _measures(law: Era) -> list[dict[str, object]]:
    """One row per measure and prefix; money is one row without a prefix."""
    return [
        {
            "measure": measure.id,
            "hs_prefix": prefix,
            "unit": measure.unit,
            "quota_limit": measure.limit,
            "value_id": measure.value.id,
        }
        for measure in law.measures
        for prefix in (measure.prefixes or (None,))
    ]


def _codes(law: Era) -> list[dict[str, object]]:
    return [
        {
            "list": name,
            "code": code.code,
            "title_en": code.title.en,
            "title_zh": code.title.zh,
            "iso": code.iso or None,
        }
        for name, codes in law.lists.items()
        for code in codes.values()
    ]


def _units(law: Era) -> list[dict[str, object]]:
    """What one unit holds: grams (mass), millilitres (volume), pieces (count)."""
    return [
        {"unit": code.code, "quantity": code.quantity.value, "factor": code.factor}
        for code in law.lists.get("unit", {}).values()
        if code.quantity is not None
    ]
