"""Statements written anew, one line each, as a firm puts them right in a revision."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

import msgspec

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.registry.rules.dossier import Acting, Dossier, Numbered, Owned, Reached

LAW = "Tidewaiter, rules of access review, 4"
HINTS: Mapping[str, Text] = {
    "address": Text("City; street and number", "城市；街道门牌"),
    "identifiers": Text(
        "One a line: kind and number, such as USCC 91330100799655058B",
        "每行一个：种类和号码，如 USCC 91330100799655058B",
    ),
    "owners": Text(
        "One a line: name; person or firm; share in per cent; of which firm; date of birth; number"
        " of the identity document. What does not apply stays empty.",
        "每行一个：名称；person或firm；持股比例；所持企业；出生日期；证件号码。不适用者留空。",
    ),
    "account": Text("Holder; IBAN or number; bank", "户名；IBAN或账号；开户银行"),
    "representative": Text("Name; number", "名称；编号"),
    "certified": Text("Write “yes”: what I say is true.", "请填写“yes”：所述属实。"),
}
"""How those are written that are more than one plain line."""


def restated(said: Dossier, key: str, text: str) -> Dossier:
    """A dossier with one statement written anew; refused is what cannot be read."""
    change = _CHANGES.get(key)
    if change is None:
        raise _unreadable(key, text)
    try:
        return msgspec.structs.replace(said, **change(said, text.strip()))
    except (ValueError, InvalidOperation, IndexError) as trouble:
        raise _unreadable(key, text) from trouble


def parts(text: str) -> list[str]:
    """The parts of a line between semicolons."""
    return [one.strip() for one in text.replace("；", ";").split(";")]


def _address(said: Dossier, text: str) -> dict[str, object]:
    city, address = parts(text)[:2]
    return {"city": city, "address": address}


def _identifiers(said: Dossier, text: str) -> dict[str, object]:
    pairs = [line.split(maxsplit=1) for line in text.splitlines() if line.strip()]
    return {"identifiers": tuple(Numbered(kind.lower(), value.strip()) for kind, value in pairs)}


def _owners(said: Dossier, text: str) -> dict[str, object]:
    owners = []
    for line in filter(str.strip, text.splitlines()):
        name, sort, share, of, born, number = (parts(line) + [""] * 6)[:6]
        if sort not in {"person", "firm", ""}:
            raise ValueError(sort)
        owners.append(
            Owned(
                name,
                sort != "firm",
                Decimal(share.rstrip("% ")) if share else None,
                of=of,
                born=date.fromisoformat(born) if born else None,
                number=number,
            )
        )
    return {"owners": tuple(owners), "why_no_owner": ""}


def _contact(purpose: str) -> Callable[[Dossier, str], dict[str, object]]:
    def change(said: Dossier, text: str) -> dict[str, object]:
        others = tuple(one for one in said.contacts if one.purpose != purpose)
        return {"contacts": (*others, Reached(purpose, "email", text))}

    return change


def _representative(said: Dossier, text: str) -> dict[str, object]:
    name, code = parts(text)[:2]
    return {"representative": Acting(name, code)}


_CHANGES: Mapping[str, Callable[[Dossier, str], dict[str, object]]] = {
    "name": lambda said, text: {"name": text},
    "address": _address,
    "phone": lambda said, text: {"phone": text},
    "email": lambda said, text: {"email": text},
    "identifiers": _identifiers,
    "owners": _owners,
    "complaints": _contact("complaints"),
    "data-protection": _contact("data-protection"),
    "representative": _representative,
    "certified": lambda said, text: {"certified": text.lower() in {"yes", "是"}},
}


def _unreadable(key: str, text: str) -> Refusal:
    hint = HINTS.get(key, Text("One line of plain text", "一行文字"))
    return Refusal(
        "registry.restated",
        Text("“{given}” cannot be read.", "“{given}”无法识别。"),
        # of an account nothing is repeated
        values={"given": "…" if key == "account" else text[:60], "item": key},
        law=LAW,
        cure=Text(f"Write it so: {hint.en}", f"请按以下格式填写：{hint.zh}"),
    )
