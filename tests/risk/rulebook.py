"""Stored rules for tests: written, tried, reviewed and released as people do it."""

from datetime import date, datetime

from tests.cast import NOON, officer
from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows import write_rule
from tidewaiter.risk.commands.book import moving, writing
from tidewaiter.risk.models import StoredRule, Trial

DAY = date(2026, 6, 1)
GROUNDS = "seen at the desk, and it matters"


def person(number: int, *roles: str) -> Actor:
    """A person of the risk office."""
    known = officer(*roles)
    return Actor(
        known.kind, str(number), f"customs:{number}", f"Person {number}", None, known.roles,
        known.permissions,
    )  # fmt: skip


AUTHOR = person(31, "analyst")
PEER = person(32, "analyst")
HEAD = person(33, "risk_supervisor")

RULE = """\
code: {code}
title: {{en: Dear goods, zh: 高货值商品}}
law: {{reference: policy}}
since: 2026-01-01
severity: {severity}
{effect}
when: dutiable_value > {limit}
evidence: {{dutiable_value: dutiable_value}}
message: {{en: "Worth {{dutiable_value}}.", zh: "货值{{dutiable_value}}。"}}
cure: {{en: Keep the invoice ready., zh: 请备妥发票。}}
answer: TW-{answer}
examples:
  - {{fires: true, cells: {{dutiable_value: 1000000}}}}
  - {{fires: false, cells: {{dutiable_value: 0}}}}
"""
SCORE = "weight: 0.3\nlane: documents"


def text(
    code: str = "R-90-dear", *, severity: str = "score", effect: str = SCORE, limit: int = 0
) -> str:
    """A rule document; with limit 0 it fires on every parcel."""
    return RULE.format(
        code=code, severity=severity, effect=effect, limit=limit, answer=code.upper()
    )


def written(content: str | None = None, *, by: Actor = AUTHOR, at: datetime = NOON) -> StoredRule:
    """A version with a checked text."""
    content = content or text()
    code = content.splitlines()[0].removeprefix("code: ")
    rule = writing.begin_rule(code, content, by=by, at=at)
    kept, found = write_rule.write_rule(rule, content, seen=rule.digest, by=by, at=at)
    assert found.rule is not None, found.mistakes
    return kept


def tried(rule: StoredRule, *, hits: int = 1, parcels: int = 100) -> StoredRule:
    """The version was tried, just as it stands."""
    Trial.objects.create(
        rule=rule, digest=rule.digest, by_id="31", by_label="customs:31", at=NOON,
        wanted=parcels, looked_at=parcels, finished_at=NOON, figures={"hits": hits},
    )  # fmt: skip
    return rule


def reviewed(content: str | None = None) -> StoredRule:
    """A version that a second person stands for."""
    return write_rule.review(tried(written(content)), by=PEER, at=NOON)


def in_shadow(content: str | None = None) -> StoredRule:
    """A version that runs without effect."""
    return moving.shadow(reviewed(content), by=HEAD, at=NOON)


def in_force(content: str | None = None, *, on: date = DAY) -> StoredRule:
    """A version that holds from a day on."""
    return write_rule.schedule(reviewed(content), enters_on=on, by=HEAD, at=NOON)
