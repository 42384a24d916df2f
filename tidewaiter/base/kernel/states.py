"""A life as a table of moves: who may bring a thing from which state into which, under what law."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text


@dataclass(frozen=True, slots=True)
class Move:
    """One way from some states into another.

    `permission` is what the actor must hold, `clock` the id of the period that starts with the
    move, where one does.
    """

    sources: frozenset[str]
    target: str
    permission: str
    law: str
    clock: str | None = None

    def __init__(
        self,
        sources: Iterable[str],
        target: str,
        permission: str,
        law: str,
        clock: str | None = None,
    ) -> None:
        given = {sources} if isinstance(sources, str) else sources
        object.__setattr__(self, "sources", frozenset(str(source) for source in given))
        object.__setattr__(self, "target", str(target))
        object.__setattr__(self, "permission", str(permission))
        object.__setattr__(self, "law", law)
        object.__setattr__(self, "clock", clock)


@dataclass(frozen=True)
class Life:
    """All the moves of one kind of thing, by verb, and the state in which it begins."""

    name: str
    moves: Mapping[str, Move]
    start: str

    @property
    def statuses(self) -> tuple[str, ...]:
        """Every state, the first one first, the others in the order of the table."""
        seen = {str(self.start): None}
        for move in self.moves.values():
            seen.update(dict.fromkeys(sorted(move.sources)))
            seen[move.target] = None
        return tuple(seen)

    def verbs_from(self, status: str) -> tuple[str, ...]:
        """What can be done with a thing in that state."""
        return tuple(verb for verb, move in self.moves.items() if status in move.sources)

    def next(self, status: str, verb: str) -> str:
        """The state after the verb; a refusal where the table has no such move.

        A verb that the table does not know at all is a bug: KeyError.
        """
        move = self.moves[verb]
        if status in move.sources:
            return move.target
        possible = self.verbs_from(status)
        raise Refusal(
            f"state.{self.name}.{verb}",
            Text(
                "This cannot be done (“{verb}”): the {name} is in the state “{status}”.",
                "无法执行此操作（“{verb}”）：{name} 处于状态“{status}”。",
            ),
            values={
                "name": self.name,
                "verb": verb,
                "status": status,
                "possible": ", ".join(possible) or "—",
            },
            law=move.law,
            cure=Text(
                "From this state one can: {possible}. Load the page again to see the latest state.",
                "在此状态下可执行：{possible}。请刷新页面查看最新状态。",
            ),
            kind=Kind.CONFLICT,
        )

    def diagram(self) -> str:
        """The table as a Mermaid state diagram."""
        lines = ["stateDiagram-v2", f"    [*] --> {self.start}"]
        lines += [
            f"    {source} --> {move.target}: {verb}"
            for verb, move in self.moves.items()
            for source in sorted(move.sources)
        ]
        leaving = {source for move in self.moves.values() for source in move.sources}
        lines += [f"    {status} --> [*]" for status in self.statuses if status not in leaving]
        return "\n".join(lines) + "\n"
