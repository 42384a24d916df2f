"""What is different between two days, as lines for a reader."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from tidewaiter.law.changes import Change, Turn
from tidewaiter.law.model.words import Title
from tidewaiter.law.show.text import LABELS, spoken

WORDS = {
    Turn.BEGAN: Title("began", "开始适用"),
    Turn.ENDED: Title("ended", "停止适用"),
    Turn.CHANGED: Title("changed", "有变化"),
}
NOTHING = Title("Nothing is different.", "没有变化。")
MORE = Title("and {count} more, see --json", "另有{count}项，见 --json")
SHOWN = 20  # of one kind: a tariff that changes by a thousand lines is told by its first ones


def text(changes: Sequence[Change], language: str = "en") -> str:
    """The changes by pack, turn and kind."""
    return "\n".join(_lines(changes, language)) or NOTHING[language]


def _lines(changes: Sequence[Change], language: str) -> Iterator[str]:
    order = list(Turn)
    ordered = sorted(changes, key=lambda each: (each.pack, order.index(each.turn), each.kind))
    for (pack, turn, kind), group in groupby(ordered, lambda c: (c.pack, c.turn, c.kind)):
        members = list(group)
        yield f"{pack}: {kind} {WORDS[turn][language]} ({len(members)})"
        for change in members[:SHOWN]:
            cited = f" [{change.reference}]" if change.reference else ""
            yield f"  {change.on} {change.id}: {change.title[language]}{cited}"
            for name, (before, after) in change.fields.items():
                label = LABELS[name][language] if name in LABELS else name
                yield f"    {label}: {spoken(before, language)} → {spoken(after, language)}"
        if len(members) > SHOWN:
            yield "  " + MORE[language].format(count=len(members) - SHOWN)
