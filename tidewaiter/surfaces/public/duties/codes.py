"""The code of a report: a signed line that says for which day and law it was made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tidewaiter.base.privacy.signing import fits, sign, signed_content
from tidewaiter.law.register.assessment import FORM, canonical, fingerprint

SHORT = 16
"""So many characters of a law version tell it from all others."""


@dataclass(frozen=True)
class Claims:
    """What this office says about a report."""

    pack: str
    law_day: date
    law_version: str
    who: str
    made: date
    duties: int
    fingerprint: str


def code_of(plain: Mapping[str, Any]) -> str:
    """The code that stands on a report."""
    claims = {
        "f": FORM,
        "p": plain["pack"],
        "d": plain["law_day"],
        "v": plain["law_version"][:SHORT],
        "w": plain["who"],
        "m": plain["made"],
        "n": len(plain["duties"]),
        "h": fingerprint(plain),
    }
    return sign(canonical(claims))


def claims_of(code: str) -> Claims | None:
    """What a code says; None if this office did not sign it."""
    content = signed_content("".join(code.split()))
    told = json.loads(content) if content is not None else {}
    if not isinstance(told, dict) or told.get("f") != FORM:
        return None
    return Claims(
        pack=told["p"],
        law_day=date.fromisoformat(told["d"]),
        law_version=told["v"],
        who=told["w"],
        made=date.fromisoformat(told["m"]),
        duties=told["n"],
        fingerprint=told["h"],
    )


def claims_of_file(text: str) -> Claims | None:
    """What a file says whose report this office signed; None if it did not, or not like this."""
    try:
        told = json.loads(text)
        plain, given = told["report"], str(told["signature"])
        genuine = plain["form"] == FORM and fits(canonical(plain), given)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not genuine:
        return None
    return Claims(
        pack=plain["pack"],
        law_day=date.fromisoformat(plain["law_day"]),
        law_version=plain["law_version"][:SHORT],
        who=plain["who"],
        made=date.fromisoformat(plain["made"]),
        duties=len(plain["duties"]),
        fingerprint=fingerprint(plain),
    )
