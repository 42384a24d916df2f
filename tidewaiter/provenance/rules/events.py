"""When a trace event may be kept beside those that are there."""

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "EPCIS 2.0, 7.4.1"


def same_content(event_id: str, *, held: str, given: str) -> None:
    """An event is told once; what is told again under its identifier must be the same."""
    if held != given:
        raise Refusal(
            "epcis.changed",
            Text(
                "The event {event} is there already, and says something else.",
                "事件{event}已存在，且内容不同。",
            ),
            values={"event": event_id},
            law=LAW,
            cure=Text(
                "Declare the first one to be wrong, and report the right one under a new"
                " identifier.",
                "请先声明原事件有误，再以新标识报告正确事件。",
            ),
            kind=Kind.CONFLICT,
        )


def own_mistake(event_id: str, *, own: bool) -> None:
    """Only who reported an event declares that it is wrong."""
    if not own:
        raise Refusal(
            "epcis.not-yours",
            Text(
                "The event {event} was reported by somebody else.",
                "事件{event}由他方报告。",
            ),
            values={"event": event_id},
            law=LAW,
            cure=Text("Ask who reported it to declare the error.", "请联系报告方声明错误。"),
            kind=Kind.FORBIDDEN,
        )


def no_such_event(event_id: str) -> Refusal:
    """The refusal of a declaration about an event that was never reported."""
    return Refusal(
        "epcis.no-such-event",
        Text(
            "No event {event} was reported that could be wrong.",
            "未收到过可声明错误的事件{event}。",
        ),
        values={"event": event_id},
        law=LAW,
        cure=Text(
            "Give the identifier under which it was reported, or leave the declaration out.",
            "请填写原报告所用标识，或删除错误声明。",
        ),
        kind=Kind.NOT_FOUND,
    )


def bad_parameter(name: str, value: str) -> Refusal:
    """The refusal of a query that asks for what is not understood."""
    return Refusal(
        "epcis.parameter",
        Text(
            "The parameter {name} with the value “{value}” is not understood.",
            "无法识别查询参数{name}及其取值“{value}”。",
        ),
        values={"name": name[:60], "value": value[:80]},
        law="EPCIS 2.0, 8.2.7",
        cure=Text(
            "Use a parameter of the standard that is listed in the description of this address;"
            " times have a zone.",
            "请使用本接口说明中列出的标准参数；时间须带时区。",
        ),
    )
