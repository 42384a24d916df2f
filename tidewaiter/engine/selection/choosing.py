"""How a policy chooses lanes, as pieces of SQL: by rules, by score or priority, by draws."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from tidewaiter.engine.book.rules import Rule
from tidewaiter.engine.conditions import literal
from tidewaiter.engine.selection.policy import Lane, Policy

DRAWS = 2**52
"""Numbers that a draw can take: the first 52 bits of a SHA-256."""


def choosing(
    policy: Policy,
    words: Mapping[str, Sequence[Rule]],
    draw: Callable[[str], str],
    *,
    budgeted: bool,
) -> dict[str, str]:
    """The blocks of the step `judged` that choose a lane.

    `words` hold the rules' bits, `draw` gives a keyed random number for a purpose.
    """
    return {
        "draw": f"{draw('')} / {DRAWS}.0::DOUBLE",
        "second": f"{draw('second:')} / {DRAWS}.0::DOUBLE",
        "lanes": lanes_sql(words, draw),
        "scores": scores_sql(policy, budgeted=budgeted),
        "random": random_sql(policy, budgeted=budgeted),
        "uniform": uniform_sql(policy, budgeted=budgeted),
        "unknown": unknown_sql(policy),
    }


def lanes_sql(words: Mapping[str, Sequence[Rule]], draw: Callable[[str], str]) -> str:
    """The ranks of the lanes that rules ask for, each after the draw of its share."""
    asked = []
    for word, rules in words.items():
        for number, rule in enumerate(rules):
            if rule.lane is None:
                continue
            fires = f"{word} & {1 << number} <> 0"
            if rule.share < 1:
                fires += f" AND {draw(rule.code + ':')} < {int(rule.share * DRAWS)}"
            asked.append(f"CASE WHEN {fires} THEN {rule.lane.rank} ELSE 0 END")
    return ", ".join(asked) or "0"


def scores_sql(policy: Policy, *, budgeted: bool = False) -> str:
    """The lane that a score asks for, as the branches of a CASE.

    An office with a budget inspects by priority as many as it can, not all that reach a score.
    """
    steps_down = sorted(policy.scores.items(), key=lambda item: -item[0].rank)
    branches = []
    if budgeted:
        cut = "uniform IS NOT NULL AND priority >= CAST(cut AS DOUBLE)"
        branches.append(f"WHEN {cut} THEN {Lane.INSPECTION.rank}")
    for lane, least in steps_down:
        when = f"score >= {literal(least)}"
        if budgeted and lane is Lane.INSPECTION:
            when = f"uniform IS NULL AND {when}"
        branches.append(f"WHEN {when} THEN {lane.rank}")
    return " ".join(branches) or "WHEN false THEN 0"


def random_sql(policy: Policy, *, budgeted: bool = False) -> str:
    """The lane that a draw falls into, as the branches of a CASE, the strictest lane first."""
    bound, parts = Decimal(0), []
    for lane, share in policy.shares().items():
        bound += share
        parts.append(f"WHEN draw < {_drawn(bound)} THEN {lane.rank}")
    if not budgeted:
        return " ".join(parts) or "WHEN false THEN 0"
    shares = {Lane.INSPECTION: "uniform", Lane.DOCUMENTS: "documents", Lane.AUDIT: "audit"}
    limits, own = [], []
    for lane, column in shares.items():
        limits.append(column)
        own.append(f"WHEN draw < CAST({' + '.join(limits)} AS DOUBLE) THEN {lane.rank}")
        if lane is Lane.INSPECTION:
            explored = f"{unknown_sql(policy)} AND second_draw < CAST(explored AS DOUBLE)"
            own.append(f"WHEN {explored} THEN {lane.rank}")
    theirs = " ".join(parts) or "WHEN false THEN 0"
    return (
        f"WHEN uniform IS NOT NULL THEN CASE {' '.join(own)} ELSE 0 END "
        f"WHEN true THEN CASE {theirs} ELSE 0 END"
    )


def uniform_sql(policy: Policy, *, budgeted: bool = False) -> str:
    """The share of all parcels that is inspected whatever they look like."""
    own = _drawn(policy.shares().get(Lane.INSPECTION, Decimal(0)))
    return f"coalesce(CAST(uniform AS DOUBLE), {own})" if budgeted else own


def unknown_sql(policy: Policy) -> str:
    """Whether little is known of a parcel: a new merchant, or goods of which no peer is known."""
    return f"(coalesce(merchant_days, 0) < {policy.new_for} OR coalesce(peer_lines, 0) = 0)"


def _drawn(share: Decimal) -> str:
    """A share as the bound of a draw."""
    return f"({int(share * DRAWS)} / {DRAWS}.0::DOUBLE)"
