"""Prints the arithmetic of an answer: ordered steps with values and law, or why there is none."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import yaml

from tidewaiter.engine.book.loader import load_book
from tidewaiter.engine.duties.compile import LINE_RULES, PACKS, VAT_VALUES
from tidewaiter.engine.duties.reckon import CURRENCY, LIMIT_CURRENCY, Answer, Consignment, Item
from tidewaiter.engine.duties.wording import SOURCE, plain
from tidewaiter.law.hs.nomenclature import nomenclature
from tidewaiter.law.loader import Law, load
from tidewaiter.law.model.values import TariffLine
from tidewaiter.law.model.words import Reference, Title


@dataclass(frozen=True, slots=True)
class Source:
    """Where the law says so; `value` is the entry of the pack, if the step rests on one."""

    reference: Reference
    verified: bool
    value: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class WorkedStep:
    """One step: what it is, its formula, the values put in, the result, and the law behind it."""

    id: str
    title: Title
    formula: str
    values: Mapping[str, Any]
    result: Any
    unit: str
    law: Source | None

    @property
    def verified(self) -> bool:
        """Whether the law behind it was seen and not only remembered."""
        return self.law is not None and self.law.verified


@dataclass(frozen=True, slots=True)
class Refused:
    """Why no amount is said: code, sentence, what can be done, and the law."""

    code: str
    message: Title
    cure: Title
    law: Source | None


@dataclass(frozen=True, slots=True)
class Worked:
    """Everything that is said about a consignment."""

    regime: str
    day: date
    currency: str
    amounts: Mapping[str, Decimal]
    basis: str
    steps: Sequence[WorkedStep]
    refused: Refused | None
    limits: Sequence[Title]
    lines: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


AMOUNTS = ("dutiable_value", "duty", "consumption_tax", "vat", "at_sale", "total")


def worked(answer: Answer, *, currency: str = "") -> Worked:
    """An answer with its arithmetic; `currency` is what the amounts were stated in."""
    asked = answer.asked
    law = load(PACKS[asked.regime]).on(answer.day)
    known = tuple(Title(one["en"], one["zh"]) for one in _spec()["limits"][asked.regime])
    basis = str(answer["basis"] or "")
    unit = CURRENCY[asked.regime]
    if answer.refusal is not None:
        refused = _refused(answer, law, currency or unit)
        return Worked(asked.regime, answer.day, unit, {}, basis, (), refused, known)
    amounts = {name: answer[name] for name in AMOUNTS}
    return Worked(
        asked.regime,
        answer.day,
        unit,
        amounts,
        basis,
        tuple(_steps(answer, law, currency or unit)),
        None,
        known,
        tuple(sorted(answer["duties"] or (), key=lambda line: line["gnum"])),
    )


@cache
def _spec() -> Mapping[str, Any]:
    found: Mapping[str, Any] = yaml.safe_load(SOURCE.read_text("utf-8"))
    return found


def _steps(answer: Answer, law: Law, currency: str) -> Iterator[WorkedStep]:
    asked = answer.asked
    if asked.rate is not None and asked.rate != 1:
        yield WorkedStep(
            "exchange",
            Title(
                f"Amounts are turned from {currency} into {CURRENCY[asked.regime]}",
                f"金额由 {currency} 折算为 {CURRENCY[asked.regime]}",
            ),
            "amount × rate of exchange",
            {"rate of exchange": asked.rate},
            answer["value"],
            CURRENCY[asked.regime],
            None,
        )
    for spec in _spec()["steps"]:
        if asked.regime not in spec["of"] or not _fits(spec, answer):
            continue
        if spec.get("per") == "line":
            yield from _line_steps(answer, law)
            continue
        values = {label: _put_in(name, answer, law) for label, name in spec["values"].items()}
        yield WorkedStep(
            spec["id"],
            Title(spec["en"], spec["zh"]),
            spec["formula"],
            values,
            answer[spec["result"]],
            spec.get("unit", CURRENCY[asked.regime]),
            source(law, spec["law"].get(asked.regime, ""), asked, spec["values"].values()),
        )


def _fits(spec: Mapping[str, Any], answer: Answer) -> bool:
    if "basis" in spec and answer["basis"] not in spec["basis"]:
        return False
    if "shown" in spec and not answer[spec["shown"]]:
        return False
    if "hidden" in spec and answer[spec["hidden"]]:
        return False
    return "scheme" not in spec or spec["scheme"] == answer.asked.scheme


def _put_in(name: str, answer: Answer, law: Law) -> Any:
    return law.amount(name[1:]) if name.startswith(":") else answer[name]


def source(
    law: Law, name: str, asked: Consignment, others: Iterator[str] | Any = ()
) -> Source | None:
    """The law behind a step; verified only if all values of the law in it are."""
    if name == "@vat":
        name = f":{_vat_value(law, asked)}"
    if not name:
        return None
    if not name.startswith(":"):
        if not law.has_text(name):
            return None
        text = law.reference(name)
        return Source(text, text.verified)
    value = law.value(name[1:])
    beside = [law.value(each[1:]) for each in others if each.startswith(":")]
    verified = value.verified and all(each.verified for each in beside)
    return Source(value.reference, verified, value.id, value.note)


def _vat_value(law: Law, asked: Consignment) -> str:
    if asked.regime == "eu":
        return f"vat.{asked.vat_kind}.{asked.place.lower()}"
    return next(
        name
        for place, kind, name in VAT_VALUES[asked.regime]
        if (place, kind) == (asked.place, asked.vat_kind)
    )


def _line_steps(answer: Answer, law: Law) -> Iterator[WorkedStep]:
    """Duty, consumption tax and value-added tax of each line, as the assessment takes them."""
    words = {spec["id"]: spec for spec in _spec()["line_steps"]}
    reduced = answer["basis"] == "reduced"
    tariff = {line.gcode: line for line in law.tariff}
    shares = {
        "s": law.amount("cbec.duty.share") if reduced else Decimal(1),
        "t": law.amount("cbec.tax.share") if reduced else Decimal(1),
    }
    share = source(law, ":cbec.tax.share", answer.asked)
    for line in sorted(answer["duties"] or (), key=lambda each: each["gnum"]):
        rates = tariff[line["gcode"]]
        item = answer.asked.items[line["gnum"] - 1]
        by_line = Source(rates.reference, rates.verified, rates.gcode)
        due = bool(rates.consumption_class)
        if rates.threshold is not None:
            portions = _portions(rates, item, law)
            least = rates.per_gram_ml if rates.threshold == "gram_ml" else rates.per_piece
            due = bool(portions is not None and least is not None
                       and line["tax_price"] >= least * portions)  # fmt: skip
            if portions:
                price = (line["tax_price"] / portions).quantize(Decimal("0.01"))
                values = {"V": line["tax_price"], "quantity": portions, "threshold": least}
                yield _line(words["threshold"], line, values, price, by_line)
        rate_c = rates.consumption_rate if due else Decimal(0)
        common = {"V": line["tax_price"], "d": rates.duty_rate, "s": shares["s"]}
        nothing = source(law, ":cbec.duty.share", answer.asked)
        yield _line(words["duty"], line, common, line["customs_tax"],
                    _both(nothing, rates, reduced))  # fmt: skip
        if rates.consumption_class:
            values = {**common, "c": rate_c, "t": shares["t"]}
            yield _line(words["consumption"], line, values, line["consumption_tax"],
                        _both(share, rates, reduced))  # fmt: skip
        values = {**common, "c": rate_c, "v": rates.vat_rate, "t": shares["t"]}
        yield _line(words["vat"], line, values, line["value_added_tax"],
                    _both(share, rates, reduced))  # fmt: skip


def _both(share: Source | None, rates: TariffLine, reduced: bool) -> Source:
    """The text behind the share within the limits, verified only if the tariff line is, too."""
    if share is None or not reduced:
        return Source(rates.reference, rates.verified, rates.gcode)
    return Source(share.reference, share.verified and rates.verified, share.value, share.note)


def _line(
    spec: Mapping[str, Any], line: Mapping[str, Any], values: Mapping[str, Any], result: Any,
    law: Source,
) -> WorkedStep:  # fmt: skip
    number = line["gnum"]
    title = Title(spec["en"].format(gnum=number), spec["zh"].format(gnum=number))
    return WorkedStep(f"{spec['id']}-{number}", title, spec["formula"], values, result, "CNY", law)


def _portions(rates: TariffLine, item: Item, law: Law) -> Decimal | None:
    """Grams, millilitres or pieces in the item, as the threshold of its tariff line counts."""
    units = law.codes("unit")
    wanted = {"mass", "volume"} if rates.threshold == "gram_ml" else {"count"}
    for unit, quantity in ((rates.unit1, item.qty1), (rates.unit2, item.qty2)):
        code = units.get(unit or "")
        if code and code.quantity in wanted and code.factor and quantity is not None:
            return quantity * code.factor
    return None


def _refused(answer: Answer, law: Law, currency: str) -> Refused:
    asked, code = answer.asked, str(answer.refusal)
    values = _evidence(answer, law, currency)
    rule, _, measure = code.partition(":")
    written = load_book().by_code.get(rule)
    if written is not None:
        values |= _of_rule(answer, law, rule, measure)
        reference = law.reference(written.law.reference, written.law.article)
        return Refused(
            rule,
            Title(_filled(written.message["en"], values), _filled(written.message["zh"], values)),
            Title(written.cure["en"], written.cure["zh"]),
            Source(reference, reference.verified),
        )
    said = _spec()["refusals"][code]
    return Refused(
        code,
        Title(_filled(said["en"], values), _filled(said["zh"], values)),
        Title(_filled(said["cure"]["en"], values), _filled(said["cure"]["zh"], values)),
        source(law, said.get("law", {}).get(asked.regime, ""), asked),
    )


def _filled(text: str, values: Mapping[str, Any]) -> str:
    return text.format_map({name: plain(value) for name, value in values.items()})


def _evidence(answer: Answer, law: Law, currency: str) -> dict[str, Any]:
    asked = answer.asked
    codes = [item.code for item in asked.items]
    wrong = {
        "unknown-tariff-line": [code for code in codes if not nomenclature().has(code)],
        "excise-goods": [code for code in codes if _excised(code, law)],
        "duty-rate-unknown": [item.code for item in asked.items if item.duty_rate is None],
    }.get(str(answer.refusal), codes)
    missing = [n for n, item in enumerate(asked.items, 1) if item.qty1 is None] or [1]
    tariff = {line.gcode: line for line in law.tariff}
    units = [tariff[asked.items[n - 1].code].unit1 for n in missing
             if n <= len(asked.items) and asked.items[n - 1].code in tariff]  # fmt: skip
    names = law.lists.get("unit", {})
    shown = [f"{names[unit].title.en} ({names[unit].title.zh})" for unit in units if unit in names]
    limit = law.values.get("eu.ioss.limit")
    limit_currency = LIMIT_CURRENCY.get(asked.regime)
    target = CURRENCY[asked.regime]
    return {
        "currency": currency, "target": limit_currency or target, "day": answer.day.isoformat(),
        "codes": ", ".join(dict.fromkeys(wrong)), "vat_kind": asked.vat_kind,
        "place": asked.place, "scheme_no": asked.scheme_no or "",
        "valid": f"{asked.ioss_valid_from or '…'} – {asked.ioss_valid_to or '…'}",
        "value": f"{plain(answer['value'])} {target}",
        "limit": f"{plain(limit.value)} {limit.unit}" if limit else "",
        "items": ", ".join(map(str, missing)), "units": ", ".join(dict.fromkeys(shown)) or "—",
    }  # fmt: skip


def _excised(code: str, law: Law) -> bool:
    group = law.product_groups.get("excise-goods")
    return bool(group and group.holds(code))


def _of_rule(answer: Answer, law: Law, rule: str, measure: str) -> dict[str, Any]:
    """The evidence of a rule of the book, by the names that its sentence uses."""
    found: dict[str, Any] = {
        "dutiable_value": answer["dutiable_value"], "limit": law.amount("cbec.limit.single"),
        "items": answer["item_count"],
    }  # fmt: skip
    if measure:
        limit = {each.id: each for each in law.measures}[measure].limit
        used, amount = answer[f"{measure}_used"], answer[f"{measure}_amount"]
        found |= {"measure": measure, "quota_used": used, "quota_amount": amount,
                  "quota_limit": limit, "total": used + amount}  # fmt: skip
    if rule in LINE_RULES:
        tariff = {line.gcode: line for line in law.tariff}
        wrong = next(
            (n for n, item in enumerate(answer.asked.items, 1)
             if (item.code not in tariff if rule == "L-02"
                 else item.code in tariff and not tariff[item.code].positive)), 1)  # fmt: skip
        found |= {"gnum": wrong, "gcode": answer.asked.items[wrong - 1].code}
    return found
