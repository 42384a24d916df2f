"""Which duties may not meet in one person."""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from tidewaiter.base.docket.states import Related
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text


@dataclass(frozen=True, slots=True)
class Apart:
    """Two duties that two persons must hold.

    With `across` the first one counts in the docket to which this one stands in that relation; with
    `unless` the two may meet where all parties have agreed to it.
    """

    first: str
    second: str
    law: str
    across: str = ""
    unless: str = ""


DUTIES: Mapping[str, Text] = {
    "intake": Text("took the paper in", "收件"),
    "investigator": Text("investigated", "调查"),
    "hearing-officer": Text("chaired the hearing", "主持听证"),
    "decider": Text("decided", "作出决定"),
    "reviewer": Text("reviews the decision", "复核决定"),
    "rating-analyst": Text("rated", "评级分析"),
    "commercial": Text("dealt with the client's contract", "商务"),
    "mediator": Text("mediated", "调解"),
    "arbitrator": Text("arbitrates", "仲裁"),
    "publisher": Text("put the entry on the list", "列名发布"),
    "delisting-reviewer": Text("reviews the delisting", "移出名单审查"),
}
"""The capacities in which officers act, as the end of a sentence that begins with “you”."""

APART = (
    Apart("investigator", "hearing-officer", "Administrative Penalty Law, Art. 64(4)"),
    Apart("decider", "reviewer", "Administrative Reconsideration Law", Related.APPEAL_OF),
    Apart("investigator", "reviewer", "Administrative Reconsideration Law", Related.APPEAL_OF),
    Apart("rating-analyst", "commercial", "IOSCO code of conduct for rating agencies, 2.12"),
    Apart("mediator", "arbitrator", "Mediation rules", unless="mediator-arbitrates"),
    Apart("mediator", "arbitrator", "Mediation rules", Related.ARISES_FROM, "mediator-arbitrates"),
    Apart("publisher", "delisting-reviewer", "Tidewaiter, separation of duties"),
    Apart("publisher", "delisting-reviewer", "Tidewaiter, separation of duties", Related.APPEAL_OF),
)
"""The pairs that hold in every kind of proceeding."""


CONSENTS: Mapping[str, Text] = {
    "mediator-arbitrates": Text("that the mediator arbitrates", "由调解员担任仲裁员"),
}
"""To what all parties can agree, by the name under which a pair lets two duties meet."""


def hold_apart(
    duty: str,
    *,
    doer: str,
    held: Mapping[str, Set[str]],
    before: Mapping[str, Mapping[str, Set[str]]],
    consents: Set[str] = frozenset(),
) -> None:
    """Nobody judges their own work: investigator and hearing officer, decider and reviewer,
    mediator and arbitrator, publisher and reviewer of a delisting are different persons.

    `held` are the persons by the duty that they had in this docket, `before` the same of the
    dockets to which it is related, by relation.
    """
    for pair in APART:
        if pair.unless and pair.unless in consents:
            continue
        for own, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if own != duty or (pair.across and own == pair.first):
                continue
            there = before.get(pair.across, {}) if pair.across else held
            if doer in there.get(other, ()):
                raise _twice(duty, other, pair.law)


def _twice(duty: str, other: str, law: str) -> Refusal:
    had, wanted = DUTIES.get(other, Text(other, other)), DUTIES.get(duty, Text(duty, duty))
    return Refusal(
        "docket.duties-apart",
        Text(
            f"You {had.en} in this matter, so it must be somebody else who {_third(wanted.en)}.",
            f"您在本案中已承担“{had.zh}”，不得再承担“{wanted.zh}”。",
        ),
        values={"duty": duty, "held": other},
        law=law,
        cure=Text(
            "Have it assigned to an officer who had no part in it.",
            "请将案卷分派给未参与此事的承办人。",
        ),
        kind=Kind.FORBIDDEN,
    )


def _third(words: str) -> str:
    """“reviews the decision” stays; “decided” is told of somebody who has yet to do it."""
    return {
        "investigated": "investigates",
        "chaired the hearing": "chairs the hearing",
        "decided": "decides",
        "rated": "rates",
        "dealt with the client's contract": "deals with the client's contract",
        "mediated": "mediates",
        "put the entry on the list": "puts the entry on the list",
        "took the paper in": "takes the paper in",
    }.get(words, words)
