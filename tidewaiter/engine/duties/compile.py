"""Puts law and expressions together: one statement that answers consignments of every regime."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import sqlglot

from tidewaiter.engine import steps, taxes
from tidewaiter.engine.book.loader import Book, BookError
from tidewaiter.engine.book.rules import Rule
from tidewaiter.engine.conditions import Conditions, literal, with_parameters
from tidewaiter.engine.duties.single import china, west
from tidewaiter.engine.pieces import QUOTA_COLUMNS, rule_columns, step_sql
from tidewaiter.law.hs.nomenclature import nomenclature
from tidewaiter.law.loader import Law

PACKS: Mapping[str, str] = MappingProxyType(
    {"cn-9610": "cn", "cn-1210": "cn", "eu": "eu", "uk": "uk", "au": "au", "kr": "kr", "us": "us"}
)
"""The law pack of each regime."""

WESTERN = ("eu", "uk", "au", "kr", "us")
"""The regimes that are answered from goods added up by subheading."""

EXCISE = "excise-goods"
"""The group of goods for which no amount is said, where a pack has one."""

CHAIN = ("compared", "order_lines", "line_peers", "line_facts", "lines", "totals", "valued",
         "allocated", "taxes", "dues")  # fmt: skip
"""The steps that answer for China, all but the first three shared with the assessment."""

OWN = MappingProxyType(
    {"compared": "cn_compared", "order_lines": "cn_order_lines", "line_peers": "cn_line_peers"}
)
"""The steps that read a consignment where the assessment reads documents."""

LINE_RULES = ("L-02", "L-07")
PARCEL_RULES = ("T-01",)
QUOTA_RULES = ("T-02", "L-07-quantity")
"""The rules of the book that a consignment to China must keep."""

QUANTITY_MISSING = "quantity-missing"

TARIFF_DUTY = """CAST((CASE WHEN unrated > 0 THEN NULL WHEN rated = 0 THEN 0
    WHEN NEARLY >= 0 AND NEARLY < 1e9 AND abs(NEARLY - round(NEARLY)) > 0.001
        THEN CAST(floor(NEARLY) AS DECIMAL(13,0)) * step
    WHEN extra = 0 THEN floor(CAST(rated AS DECIMAL(28,11)) * per_step + half) * step
    ELSE CAST((2 * CAST(rated * 100000000000 AS HUGEINT)
            * CAST((value + extra) * 100000 AS BIGINT) * steps_in
        + up * CAST(100000000000 AS HUGEINT) * CAST(value * 100000 AS BIGINT) * steps_of)
        // (2 * CAST(100000000000 AS HUGEINT) * CAST(value * 100000 AS BIGINT) * steps_of)
        AS DECIMAL(18,0)) * step END) AS DECIMAL(17,5))""".replace(
    "NEARLY",
    "(CAST(rated AS DOUBLE) * CAST(value + extra AS DOUBLE) / CAST(value AS DOUBLE)"
    " * CAST(per_step AS DOUBLE) + CAST(half AS DOUBLE))",
)
"""Duty by the tariff on value, freight and insurance, which items bear by value: the exact
fraction, rounded once.

The exact fraction costs more than all the rest. A floating-point quotient below 1e9 errs by less
than 1e-5, so where it is not within a thousandth of a whole number it is rounded down to the same
number as the exact one; elsewhere the exact one is taken."""

BARE_DUTY = """CAST((CASE WHEN unrated > 0 THEN NULL
    ELSE floor(CAST(rated AS DECIMAL(28,11)) * per_step + half) * step END)
    AS DECIMAL(17,5))"""
"""Duty by the tariff on the value alone, rounded once."""

VAT_ROUNDED = """(CASE WHEN tax_base >= 0 AND tax_base < 10000000 AND vat_over < 1000000
    THEN CAST(CAST((CAST(CAST(tax_base AS DECIMAL(12,5)) * 100000 AS BIGINT) * vat_over + vat_half)
        // vat_under AS DECIMAL(13,0)) * step AS DECIMAL(17,5))
    ELSE CAST(floor(CAST(tax_base AS DECIMAL(28,5)) * vat_rate * per_step + half) * step
        AS DECIMAL(17,5)) END)"""
"""Value-added tax, rounded once: in whole numbers of 64 bits where they hold it, which is many
times faster, else in decimals."""

BLOCKS = MappingProxyType({"tariff_duty": TARIFF_DUTY, "bare_duty": BARE_DUTY, "vat": VAT_ROUNDED})

VAT = pa.schema(
    [("regime", pa.string()), ("place", pa.string()), ("kind", pa.string()),
     ("rate", pa.decimal128(9, 6)), ("vat_over", pa.int64()), ("vat_half", pa.int64()),
     ("vat_under", pa.int64())]
)  # fmt: skip
SUBHEADINGS = pa.schema(
    [("regime", pa.string()), ("subheading", pa.string()), ("excised", pa.bool_())]
)
ROUNDING = pa.schema(
    [("regime", pa.string()), ("step", pa.decimal128(5, 2)), ("per_step", pa.decimal128(5, 2)),
     ("half", pa.decimal128(2, 1)), ("steps_in", pa.int32()), ("steps_of", pa.int32()),
     ("up", pa.int32())]
)  # fmt: skip

VAT_VALUES: Mapping[str, tuple[tuple[str, str, str], ...]] = MappingProxyType(
    {
        "uk": (("GB", "standard", "uk.vat.standard"), ("GB", "reduced", "uk.vat.reduced")),
        "au": (("AU", "standard", "au.gst.rate"),),
        "kr": (("KR", "standard", "kr.vat.standard"),),
    }
)
"""Which value of the law is the rate of a place, where there are not many places."""

KINDS = ("standard", "reduced", "reduced.second", "reduced.super")
"""The rates of value-added tax that a member state may have."""


@dataclass(frozen=True)
class Expression:
    """The statement of a day and the law's tables that it joins; regimes without law are left out.

    `missing` says for each of these which value the law of the day does not have.
    """

    sql: str
    tables: Mapping[str, Any]
    regimes: tuple[str, ...]
    missing: Mapping[str, str]
    measures: tuple[str, ...]


def compile_duties(laws: Mapping[str, Law], book: Book, *, recorded: bool = True) -> Expression:
    """One statement for the laws of a day, by the names of their packs.

    Without `recorded` the taxes of single lines are left out, which answers in bulk do not need,
    and consignments of one item are read from a table of their own.
    """
    parts: list[str] = []
    found: list[str] = []
    missing: dict[str, str] = {}
    tables: dict[str, Any] = {}
    measures: tuple[str, ...] = ()
    if "cn" in laws:
        measures = tuple(measure.id for measure in laws["cn"].measures)
        tables |= taxes.law_frames(laws["cn"])
        chain = _china(laws["cn"], book, tables, recorded)
        parts += [step_sql(name, sql) for name, sql in chain.items()]
        if not recorded:
            parts.append(step_sql("cn_one", china(chain, measures)))
        found += ["cn-9610", "cn-1210"]
    western = []
    for name in WESTERN:
        if name not in laws:
            continue
        try:
            western.append((name, _with_law(name, laws[name])))
        except BookError as gap:
            missing[name] = str(gap).rpartition(":")[2]
    if western:
        known = [(name, laws[name]) for name, _ in western]
        tables |= _western_tables(known)
        digits = {"digits": _digits(known)}
        priced = with_parameters(_sql("priced"), digits, "step priced")
        parts.append(step_sql("priced", priced))
        summed = _sql("summed")
        if not recorded:
            summed = f"{summed} UNION ALL BY NAME {west(priced, summed, digits['digits'])}"
        parts.append(f"summed AS MATERIALIZED ({summed})")
        parts += [step_sql(name, sql) for name, sql in western]
    found += [name for name, _ in western]
    if not found:
        return Expression("", MappingProxyType({}), (), missing, measures)
    answers = list(dict.fromkeys(PACKS[regime] for regime in found))
    if "cn" in laws and not recorded:
        answers.append("cn_one")
    selects = " UNION ALL BY NAME ".join(f"SELECT * FROM {name}" for name in answers)
    sql = f"WITH {', '.join(parts)} {selects}"
    sqlglot.parse_one(sql, read="duckdb")
    return Expression(sql, tables, tuple(found), missing, measures)


def _sql(name: str) -> str:
    return steps.step(name).sql


def _with_law(name: str, law: Law) -> str:
    sql = _sql(name)
    for block, formula in BLOCKS.items():
        sql = steps.filled(sql, block, formula)
    return with_parameters(sql, law.parameters(), f"duties of {name}")


def _digits(laws: list[tuple[str, Law]]) -> int:
    """As many digits as the Union counts items by; a subheading's own where it is not asked."""
    for name, law in laws:
        if name == "eu":
            return law.number("eu.duty.item.digits")
    return len(nomenclature().subheadings()[0].code)


def _western_tables(laws: list[tuple[str, Law]]) -> dict[str, Any]:
    subheadings: list[dict[str, Any]] = []
    codes = [goods.code for goods in nomenclature().subheadings()]
    for name, law in laws:
        group = law.product_groups.get(EXCISE)
        subheadings += [
            {"regime": name, "subheading": code, "excised": bool(group and group.holds(code))}
            for code in codes
        ]
    return {
        "law_vat": pa.Table.from_pylist(
            [
                row | _fraction(row["rate"], law, name)
                for name, law in laws
                for row in _vat(name, law)
            ],
            schema=VAT,
        ),
        "law_subheadings": pa.Table.from_pylist(subheadings, schema=SUBHEADINGS),
        "law_rounding": pa.Table.from_pylist(
            [{"regime": name} | rounding(law, name) for name, law in laws], schema=ROUNDING
        ),
    }


def _vat(regime: str, law: Law) -> Iterator[dict[str, Any]]:
    if regime == "eu":
        for name in law.values:
            kind, _, state = name.removeprefix("vat.").rpartition(".")
            if name.startswith("vat.") and kind in KINDS:
                yield {"regime": regime, "place": state.upper(), "kind": kind,
                       "rate": law.amount(name)}  # fmt: skip
    for place, kind, name in VAT_VALUES.get(regime, ()):
        if name in law.values:
            yield {"regime": regime, "place": place, "kind": kind, "rate": law.amount(name)}


def _fraction(rate: Decimal, law: Law, regime: str) -> dict[str, int]:
    """A rate of tax, counted from amounts in 0.00001 to the smallest amount of tax."""
    rounded = rounding(law, regime)
    exact = Fraction(rate) / Fraction(rounded["step"]) / 10**taxes.PRECISION
    return {
        "vat_over": 2 * exact.numerator,
        "vat_half": exact.denominator * rounded["up"],
        "vat_under": 2 * exact.denominator,
    }


def rounding(law: Law, regime: str) -> dict[str, Any]:
    """How the taxes of a consignment are rounded, as the expressions count it."""
    mode = law.text(f"{regime}.tax.rounding.mode")
    if mode not in {"half_up", "down"}:
        raise taxes.UnknownRounding(f"Taxes are rounded {mode}; known are half_up and down.")
    decimals = law.number(f"{regime}.tax.rounding.decimals")
    return {
        "step": Decimal(1).scaleb(-decimals),
        "per_step": Decimal(1).scaleb(decimals),
        "half": Decimal("0.5") if mode == "half_up" else Decimal(0),
        "steps_in": 10 ** max(decimals, 0),
        "steps_of": 10 ** max(-decimals, 0),
        "up": int(mode == "half_up"),
    }


def _china(law: Law, book: Book, tables: Mapping[str, Any], recorded: bool) -> dict[str, str]:
    """The steps that answer for China, with the rules of the book in their places."""
    written = _Rules(law, book)
    limits = {f"limit_{measure.id}": measure.limit for measure in law.measures}
    values = {**law.parameters(), **limits, "step": taxes.smallest_step(law)}
    fits = taxes.widest(tables["law_taxes"], law.amount("cbec.limit.annual")) < 2**62
    measures = {
        "measure": [measure.id for measure in law.measures],
        "goods": [measure.id for measure in law.measures if not measure.money],
        "money": [measure.id for measure in law.measures if measure.money],
    }
    chain: dict[str, str] = {}
    for name in (*CHAIN, "cn"):
        sql = _sql(OWN.get(name, name))
        for block, each in measures.items():
            sql = steps.repeated(sql, block, each)
        keep = recorded and name == "dues"
        sql = steps.filled(steps.filled(sql, "signs", None), "tiles", None)
        sql = steps.kept(sql, "context") if keep else steps.filled(sql, "context", None)
        sql = steps.kept(sql, "recorded") if recorded else steps.filled(sql, "recorded", None)
        if name == "lines":
            sql = steps.filled(sql, "fired", written.bits())
            sql = steps.kept(sql, "reasons")
        if name == "taxes":
            sql = steps.filled(sql, "integer", "BIGINT" if fits else "HUGEINT")
        if name == "cn":
            sql = steps.filled(sql, "lines", written.lines("line_fired"))
            sql = steps.filled(sql, "parcels", written.parcels())
            sql = steps.filled(sql, "quotas", written.quotas())
        chain[name] = with_parameters(sql, values, f"step {name}")
    return chain


class _Rules:
    """The rules of the book that stand in the answer for China, as SQL."""

    def __init__(self, law: Law, book: Book) -> None:
        self._law = law
        self._of_day = {rule.code: rule for rule in book.on(law.day)}
        self._values = law.parameters()
        self._measures = tuple(measure.id for measure in law.measures)

    def bits(self) -> str:
        """One bit for each rule that a line breaks, the last for a quantity that is missing."""
        parts = [
            f"CASE WHEN {self._when(rule)} THEN {1 << number}::BIGINT ELSE 0 END"
            for number, rule in enumerate(self._rules(LINE_RULES))
        ]
        parts.append(
            f"CASE WHEN (threshold_kind NOT IN ('none', 'always') AND portions IS NULL) OR "
            f"(measure IS NOT NULL AND qty1 IS NULL AND qty2 IS NULL) "
            f"THEN {1 << len(parts)}::BIGINT ELSE 0 END"
        )
        return " + ".join(parts)

    def lines(self, word: str) -> str:
        names = [*(rule.code for rule in self._rules(LINE_RULES)), QUANTITY_MISSING]
        return " ".join(
            f"WHEN {word} & {1 << number} <> 0 THEN {literal(name)}"
            for number, name in enumerate(names)
        )

    def parcels(self) -> str:
        return " ".join(
            f"WHEN {self._when(rule)} THEN {literal(rule.code)}"
            for rule in self._rules(PARCEL_RULES)
        )

    def quotas(self) -> str:
        limits = {measure.id: measure.limit for measure in self._law.measures}
        parts = []
        for rule in self._rules(QUOTA_RULES):
            for measure in self._measures:
                renamed = {
                    "measure": literal(measure),
                    "quota_used": f"{measure}_used",
                    "quota_amount": f"{measure}_amount",
                    "quota_limit": literal(limits[measure]),
                }
                when = self._when(rule, renamed)
                parts.append(
                    f"WHEN {measure}_amount <> 0 AND ({when}) "
                    f"THEN {literal(f'{rule.code}:{measure}')}"
                )
        return " ".join(parts)

    def _rules(self, codes: tuple[str, ...]) -> list[Rule]:
        return [self._of_day[code] for code in codes if code in self._of_day]

    def _when(self, rule: Rule, renamed: Mapping[str, str] | None = None) -> str:
        columns = frozenset(QUOTA_COLUMNS) | frozenset(rule_columns(rule.per, self._measures))
        codes = {name: frozenset(listed) for name, listed in self._law.lists.items()}
        return Conditions(columns, self._values, codes).sql(rule, rule.when, renamed)
