"""A line of somebody else's register: what it must say before it is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.registry.rules.identifiers import checked
from tidewaiter.registry.rules.reasons import STANDING_REASONS
from tidewaiter.registry.states import Standing

LAW = "Tidewaiter, rules of access review, 10"
NEEDED = ("code", "name", "roles", "registered_on")
COLUMNS = (
    *NEEDED, "standing", "reason", "since", "country", "city", "address", "phone", "website",
    "natural", "identifiers",
)  # fmt: skip
LONGEST = {"code": 18, "name": 100, "city": 100, "address": 200, "phone": 50, "website": 200}
_TRUE = {"1", "true", "yes", "y", "是"}
_FALSE = {"", "0", "false", "no", "n", "否"}


@dataclass(frozen=True, slots=True)
class Line:
    """An operator as it comes from another register."""

    code: str
    name: str
    roles: tuple[str, ...]
    registered_on: date
    standing: Standing
    reason: str
    since: date | None
    country: str
    city: str
    address: str
    phone: str
    website: str
    natural: bool
    identifiers: tuple[tuple[str, str], ...]


def line_of(told: Mapping[str, object], *, roles: frozenset[str]) -> Line:
    """A line as it is taken: with a number, a name, known roles, days, and right check digits."""
    said = {name: _plain(value) for name, value in told.items()}
    for name in said.keys() - set(COLUMNS):
        raise _wrong("column", name, ", ".join(COLUMNS))
    for name in NEEDED:
        if not said.get(name):
            raise _wrong("missing", name, "–")
    for name, most in LONGEST.items():
        if len(said.get(name, "")) > most:
            raise _wrong("long", name, str(most))
    played = tuple(sorted({one.strip() for one in _parts(said["roles"])}))
    for role in played:
        if role not in roles:
            raise _wrong("role", role, ", ".join(sorted(roles)))
    standing = said.get("standing") or Standing.ACTIVE.value
    if standing not in set(Standing):
        raise _wrong("standing", standing, ", ".join(Standing))
    reason = said.get("reason") or ("other" if standing != Standing.ACTIVE else "")
    if reason and reason not in STANDING_REASONS:
        raise _wrong("reason", reason, ", ".join(STANDING_REASONS))
    country = (said.get("country") or "CN").upper()
    if len(country) != 2 or not country.isalpha():
        raise _wrong("country", country, "CN, FR, …")
    natural = said.get("natural", "").lower()
    if natural not in _TRUE | _FALSE:
        raise _wrong("truth", natural, "true, false")
    return Line(
        code=said["code"].upper(),
        name=said["name"],
        roles=played,
        registered_on=_day(said["registered_on"]),
        standing=Standing(standing),
        reason=reason,
        since=_day(said["since"]) if said.get("since") else None,
        country=country,
        city=said.get("city", ""),
        address=said.get("address", ""),
        phone=said.get("phone", ""),
        website=said.get("website", ""),
        natural=natural in _TRUE,
        identifiers=tuple(_number(one) for one in _parts(said.get("identifiers", ""))),
    )


def new_here(*, there: bool, code: str) -> None:
    """A firm that stands in the register is not overwritten by another register."""
    if there:
        raise Refusal(
            "registry.import.there",
            Text("{code} stands in the register already.", "{code}已在册。"),
            values={"code": code},
            law=LAW,
            cure=Text(
                "Change it by an access review, or leave the line out.",
                "请通过准入审查变更，或删除该行。",
            ),
            kind=Kind.CONFLICT,
        )


def _plain(value: object) -> str:
    if isinstance(value, list | tuple):
        return ";".join(_plain(one) for one in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).strip()


def _parts(text: str) -> list[str]:
    return [
        one.strip() for one in text.replace(",", ";").replace("；", ";").split(";") if one.strip()
    ]


def _number(text: str) -> tuple[str, str]:
    scheme, _, value = text.partition(":")
    return scheme.strip().lower(), checked(scheme.strip().lower(), value)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _wrong("day", text, "2026-06-01") from None


_SENTENCES = {
    "column": ("There is no column “{given}”.", "没有“{given}”这一列。"),
    "missing": ("“{given}” is missing.", "缺少“{given}”。"),
    "long": ("“{given}” is too long.", "“{given}”过长。"),
    "role": ("“{given}” is no role.", "“{given}”不是有效的角色。"),
    "standing": ("“{given}” is no standing.", "“{given}”不是有效的状态。"),
    "reason": ("“{given}” is no reason.", "“{given}”不是有效的原因。"),
    "country": ("“{given}” is no country.", "“{given}”不是有效的国家代码。"),
    "truth": ("“{given}” is neither yes nor no.", "“{given}”不是“是”或“否”。"),
    "day": ("“{given}” is no day.", "“{given}”不是有效的日期。"),
}


def _wrong(what: str, given: str, known: str) -> Refusal:
    en, zh = _SENTENCES[what]
    return Refusal(
        f"registry.import.{what}",
        Text(en, zh),
        values={"given": given[:60], "known": known},
        law=LAW,
        cure=Text(
            "Correct the line; known or allowed is: {known}.", "请更正该行；可用值：{known}。"
        ),
    )
