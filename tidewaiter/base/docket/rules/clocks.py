"""When a clock may be stopped, and when it may be given more time."""

from collections.abc import Sequence

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Tidewaiter, rules of procedure, 2"


def stops_for(reason: str, known: Sequence[str], *, timer: str) -> None:
    """A clock stands still only for the reasons that the law names."""
    if reason not in known:
        raise Refusal(
            "docket.clock-does-not-stop",
            Text(
                "The clock {timer} does not stop for “{reason}”.", "期限{timer}不因“{reason}”中止。"
            ),
            values={"timer": timer, "reason": reason, "known": ", ".join(known) or "—"},
            law=LAW,
            cure=Text("The law stops it for: {known}.", "法定中止事由：{known}。"),
        )


def extends(*, once: bool, allowed: bool, timer: str) -> None:
    """A clock is extended once, and only where the law lets it be."""
    if once and allowed:
        return
    raise Refusal(
        "docket.clock-not-extended",
        Text(
            "The clock {timer} cannot be extended again or at all.",
            "期限{timer}不得延长或再次延长。",
        ),
        values={"timer": timer},
        law=LAW,
        cure=Text(
            "Do what is due, or stop the clock for a reason of the law.",
            "请按期处理，或依法定事由中止期限。",
        ),
        kind=Kind.CONFLICT,
    )
