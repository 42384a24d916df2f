"""How many papers a docket holds, and that it holds each once."""

from tidewaiter.base.docket.rules.papers.kinds import LAW
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

MOST = 500


def few_enough(kept: int) -> None:
    """A docket holds at most five hundred papers."""
    if kept >= MOST:
        raise Refusal(
            "evidence.too-many",
            Text("The docket holds {kept} papers already.", "案卷已有{kept}份材料。"),
            values={"kept": kept},
            law=LAW,
            cure=Text(
                "Bind papers that belong together into one PDF.", "请将同类材料合并为一个PDF。"
            ),
        )


def new_here(there: bool, *, name: str) -> None:
    """The same paper is kept once in a docket."""
    if there:
        raise Refusal(
            "evidence.repeated",
            Text(
                "“{name}” is in this docket already, to the byte.",
                "“{name}”已在本案卷中，内容完全相同。",
            ),
            values={"name": name[:100]},
            law=LAW,
            cure=Text("Cite the paper that is there.", "请引用已有材料。"),
            kind=Kind.CONFLICT,
        )
