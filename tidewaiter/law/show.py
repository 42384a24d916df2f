"""What `tidewaiter law check` and `tidewaiter law show` print, as plain text and as data."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from tidewaiter.law.loader import Law, Pack, Unknown
from tidewaiter.law.model.values import Scalar, TariffLine, Value
from tidewaiter.law.model.words import Reference, Title

Shown = dict[str, Any]

LABELS = {
    "value": Title("value", "数值"),
    "unit": Title("unit", "单位"),
    "units": Title("statutory units", "法定单位"),
    "clock": Title("runs", "起算"),
    "note": Title("note", "备注"),
    "prefixes": Title("tariff codes", "税号"),
    "who": Title("who", "义务人"),
    "iso": Title("ISO code", "国际代码"),
    "duty": Title("duty", "关税"),
    "vat": Title("VAT", "增值税"),
    "consumption": Title("consumption tax", "消费税"),
    "per_gram_ml": Title("from CNY per g or ml", "每克或毫升起点（元）"),
    "per_piece": Title("from CNY per piece", "每件起点（元）"),
    "positive": Title("on the positive list", "在正面清单内"),
    "applies": Title("applies", "适用期间"),
    "open": Title("today and after", "至今"),
    "text": Title("text", "依据"),
    "yes": Title("yes", "是"),
    "no": Title("no", "否"),
    "none": Title("none", "无"),
    "unverified": Title(
        "not verified: hold this against the text before a decision rests on it",
        "未经核实：据此作出决定前请核对原文",
    ),
}


def show(law: Law, name: str) -> Shown:
    """What the law says about a name on its day.

    The name is the id of a value, a measure, an obligation or a legal text, a tariff code of ten
    digits, or `list/code` for an entry of a code list. Raises Unknown with near names.
    """
    if name in law.values:
        return _value(law.value(name))
    for measure in law.measures:
        if measure.id == name:
            return _value(measure.value) | {"kind": "measure", "prefixes": list(measure.prefixes)}
    for obligation in law.obligations:
        if obligation.id == name:
            return _shown("obligation", name, obligation.title, obligation) | {
                "who": obligation.who,
                "value": obligation.value or None,
            }
    for line in law.tariff:
        if line.gcode == name:
            return _line(line)
    listing, _, code = name.partition("/")
    if code and code in law.lists.get(listing, {}):
        entry = law.codes(listing)[code]
        return _shown("code", name, entry.title, entry) | {"iso": entry.iso or None}
    if law.has_text(name):
        return {"kind": "reference", "id": name, "reference": _reference(law.reference(name))}
    raise Unknown(_unknown(law, name))


def history(pack: Pack, name: str) -> list[Shown]:
    """All that a value ever was, the oldest first."""
    return [_value(value) for value in pack.history(name)]


def names(law: Law) -> tuple[str, ...]:
    """All ids that `show` knows, tariff lines and codes left out."""
    own = {m.id for m in law.measures} | {o.id for o in law.obligations}
    return tuple(sorted(own | set(law.values)))


def text(shown: Shown, language: str = "en") -> str:
    """The answer of `show` as lines for a reader of English ("en") or Chinese ("zh")."""
    title = shown.get("title", {})
    lines = [f"{shown['id']}: {title[language]}" if title else str(shown["id"])]
    for key, entry in shown.items():
        if key in LABELS and entry is not None:
            lines.append(f"  {LABELS[key][language]}: {_plain(entry, language)}")
    if "from" in shown:
        until = shown["to"] or LABELS["open"][language]
        lines.append(f"  {LABELS['applies'][language]}: {shown['from']} – {until}")
    reference = shown["reference"]
    lines.append(f"  {LABELS['text'][language]}: {_citation(reference, language)}")
    whole = (reference["title"][language], reference["address"])
    lines += [f"    {line}" for line in whole if line]
    if not shown.get("verified", reference["verified"]):
        lines.append(f"  {LABELS['unverified'][language]}")
    return "\n".join(lines)


def report(summary: Mapping[str, Any]) -> str:
    """The summary of a check as lines for a reader: findings first, the count at the end."""
    lines = [
        f"{f['path']}:{f['line']}: {f['severity']}: {f['message']} [{f['code']}]"
        for f in summary["findings"]
    ]
    lines.append(
        f"{summary['pack']} {str(summary['version'])[:12]}: {summary['errors']} errors, "
        f"{summary['warnings']} warnings, {summary['values']} values, "
        f"{summary['tariff_lines']} tariff lines, {summary['test_cases']} test cases, "
        f"{summary['unverified']} entries not verified"
    )
    return "\n".join(lines)


def _value(value: Value) -> Shown:
    return _shown("value", value.id, value.title, value) | {
        "value": _json(value.value),
        "unit": value.unit,
        "clock": {"en": value.clock.en, "zh": value.clock.zh} if value.clock else None,
        "note": value.note or None,
    }


def _line(line: TariffLine) -> Shown:
    return _shown("tariff", line.gcode, line.title, line) | {
        "units": [line.unit1, *([line.unit2] if line.unit2 else [])],
        "duty": str(line.duty_rate),
        "vat": str(line.vat_rate),
        "consumption": str(line.consumption_rate),
        "per_gram_ml": _json(line.per_gram_ml),
        "per_piece": _json(line.per_piece),
        "positive": line.positive,
    }


def _shown(kind: str, name: str, title: Title, entry: Any) -> Shown:
    return {
        "kind": kind,
        "id": name,
        "title": {"en": title.en, "zh": title.zh},
        "from": entry.since.isoformat(),
        "to": entry.until.isoformat() if entry.until else None,
        "verified": entry.verified,
        "reference": _reference(entry.reference),
    }


def _reference(reference: Reference) -> Shown:
    return {
        "id": reference.id,
        "instrument": reference.instrument,
        "article": reference.article,
        "date": reference.date.isoformat(),
        "language": reference.language,
        "address": reference.address,
        "title": {"en": reference.title.en, "zh": reference.title.zh},
        "verified": reference.verified,
    }


def _json(scalar: Scalar | None) -> str | int | bool | None:
    if isinstance(scalar, Decimal):
        return str(scalar)
    return scalar.isoformat() if isinstance(scalar, date) else scalar


def _citation(reference: Shown, language: str) -> str:
    article = str(reference["article"])
    if article:
        article = f"第{article}条" if language == "zh" else f", art. {article}"
    return f"{reference['instrument']}{article} ({reference['date']})"


def _plain(entry: Any, language: str) -> str:
    if isinstance(entry, dict):
        return str(entry[language])
    if isinstance(entry, list):
        return ", ".join(map(str, entry)) or LABELS["none"][language]
    if isinstance(entry, bool):
        return LABELS["yes" if entry else "no"][language]
    return str(entry)


def _unknown(law: Law, name: str) -> str:
    near = get_close_matches(name, [*names(law), *(line.gcode for line in law.tariff)], n=3)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    return f'The law pack "{law.pack}" says nothing about "{name}" on {law.day}.{hint}'
