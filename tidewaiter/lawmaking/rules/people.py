"""Who may do what with a proposal: nobody judges a text that is also their own."""

from collections.abc import Iterable

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.lawmaking.states import LAW, Stage


def other_eyes(writers: Iterable[str], *, doer: str, verb: str) -> None:
    """Whoever wrote a part of the text neither reviews nor schedules it (life of a rule, 2)."""
    if doer in set(writers):
        raise Refusal(
            "lawmaking.four-eyes",
            Text(
                "You wrote a part of this text, so somebody else has to do this.",
                "您参与了该文本的起草，此步骤须由他人执行。",
            ),
            values={"verb": verb},
            law=f"{LAW}, 2",
            cure=Text("Ask a colleague who has not written in it.", "请由未参与起草的同事处理。"),
            kind=Kind.FORBIDDEN,
        )


def reviewed_by_another(reviewer: str, *, doer: str) -> None:
    """Whoever reviewed a text is not the one who schedules it, too (life of a rule, 5)."""
    if doer == reviewer:
        raise Refusal(
            "lawmaking.reviewer-schedules",
            Text(
                "You reviewed this text, so somebody else has to schedule it.",
                "您已复核该文本，应由他人安排生效。",
            ),
            law=f"{LAW}, 5",
            cure=Text("Ask a supervisor who did not review it.", "请由未参与复核的主管处理。"),
            kind=Kind.FORBIDDEN,
        )


def may_be_written(stage: str, *, supervisor: bool) -> None:
    """A text is written while it is a draft; in a conflict only by a supervisor (1 and 3)."""
    if stage == Stage.DRAFTED or (stage == Stage.CONFLICT and supervisor):
        return
    if stage == Stage.CONFLICT:
        raise Refusal(
            "lawmaking.conflict",
            Text(
                "For a duty of this text nobody leads, or two institutions do.",
                "该文本中有义务无主管机关，或有两个主管机关。",
            ),
            law=f"{LAW}, 3",
            cure=Text("A supervisor must decide who leads.", "须由主管决定主管机关。"),
            kind=Kind.CONFLICT,
        )
    raise Refusal(
        "lawmaking.not-a-draft",
        Text(
            "The text cannot be changed: the proposal is in the state “{stage}”.",
            "文本不能修改：提案处于“{stage}”状态。",
        ),
        values={"stage": stage},
        law=f"{LAW}, 2",
        cure=Text(
            "Have it sent back first, or make a new proposal.", "请先退回起草，或另提新提案。"
        ),
        kind=Kind.CONFLICT,
    )


def same_text(seen: str, stored: str) -> None:
    """Nobody overwrites what another has written meanwhile (life of a rule, 2)."""
    if seen != stored:
        raise Refusal(
            "lawmaking.changed-meanwhile",
            Text(
                "Somebody else changed the proposal since you opened it.",
                "在您打开之后，他人已修改该提案。",
            ),
            law=f"{LAW}, 2",
            cure=Text(
                "Load the page again and repeat your change on the new text.",
                "请刷新页面，在新文本上重新修改。",
            ),
            kind=Kind.CONFLICT,
        )
