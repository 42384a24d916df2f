"""Which trade it is: the one business model that holds, and what holds beside it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tidewaiter.law.answers.facts import (
    Declared,
    Facts,
    because,
    declare,
    holds,
    name_of,
    possible,
    undeclared,
)
from tidewaiter.law.model.trade import BusinessModel, ModelKind
from tidewaiter.law.model.words import Title

if TYPE_CHECKING:
    from tidewaiter.law.loader import Law


@dataclass(frozen=True, slots=True)
class Holding:
    """A business model that holds, and the declared facts because of which it does."""

    model: BusinessModel
    why: Title


@dataclass(frozen=True, slots=True)
class Trade:
    """The trade of somebody: one model of the kind `trade`, or none, and the others that hold.

    `open` are facts that were not declared and could still change the answer.
    """

    trade: Holding | None
    others: tuple[Holding, ...]
    why: Title
    open: tuple[str, ...]

    @property
    def models(self) -> frozenset[str]:
        """The ids of all models that hold."""
        held = (*((self.trade,) if self.trade else ()), *self.others)
        return frozenset(holding.model.id for holding in held)


def model_of(law: "Law", facts: Facts) -> Trade:
    """The business models that hold when these facts are declared, each with why.

    Raises Unclear where a fact or an answer is not known to the pack.
    """
    declared = declare(law, facts)
    held = [
        Holding(model, because(law, model.when, declared))
        for model in law.models.values()
        if holds(model.when, declared)
    ]
    trade = next((each for each in held if each.model.kind is ModelKind.TRADE), None)
    others = tuple(each for each in held if each.model.kind is not ModelKind.TRADE)
    return Trade(trade, others, _why(law, declared, trade), _open(law, declared, held))


def _why(law: "Law", declared: Declared, trade: Holding | None) -> Title:
    if trade is not None:
        title = trade.model.title
        return Title(
            f"It is {title.en}, because: {trade.why.en}.",
            f"属于{title.zh}，因为：{trade.why.zh}。",
        )
    wanted = _trades(law, declared)
    if not wanted:
        return Title(
            "No business model of the pack fits what was declared.",
            "所申报的情形不符合本法规包中的任何业务模式。",
        )
    asked = sorted({name for model in wanted for name in undeclared(model.when, declared)})
    names = [name_of(law, name) for name in asked]
    return Title(
        f"It could still be {', '.join(m.title.en for m in wanted)}; please also answer: "
        + " ".join(name.en for name in names),
        f"可能属于{'、'.join(m.title.zh for m in wanted)}；请继续回答："
        + "".join(name.zh for name in names),
    )


def _open(law: "Law", declared: Declared, held: list[Holding]) -> tuple[str, ...]:
    """What still has to be asked: of each kind that may yet hold, the facts not declared."""
    settled = {each.model.kind for each in held}
    return tuple(
        sorted(
            {
                name
                for model in law.models.values()
                if model.kind not in settled and possible(model.when, declared)
                for name in undeclared(model.when, declared)
            }
        )
    )


def _trades(law: "Law", declared: Declared) -> list[BusinessModel]:
    return [
        model
        for model in law.models.values()
        if model.kind is ModelKind.TRADE and possible(model.when, declared)
    ]
