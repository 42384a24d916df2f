"""Who may make a move, and what has to be said with it."""

from collections.abc import Mapping, Set

from tidewaiter.base.docket.kinds import AUTHORITY, SYSTEM, Entry, Field, Step
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Tidewaiter, rules of procedure, 1"


def own_move(step: Step, *, roles: Set[str], officer: bool, system: bool) -> None:
    """A party makes the moves of its role, an officer those of the authority, the clock those
    that follow when time has run, and the system those that follow from what happened elsewhere.
    """
    if step.by_clock:
        raise Refusal(
            "docket.by-the-clock",
            Text(
                "Only the clock does this: it follows when time has run.", "此事仅由期限届满引起。"
            ),
            law=LAW,
            cure=Text(
                "Wait until the time has run; the due date stands on the file.",
                "请等待期限届满；届满日期载于案卷。",
            ),
            kind=Kind.CONFLICT,
        )
    if step.by == SYSTEM and not system:
        raise Refusal(
            "docket.by-the-system",
            Text(
                "Nobody does this by hand: it follows from what happens elsewhere.",
                "此步骤不由人工作出，而是随其他事项自动发生。",
            ),
            law=LAW,
            cure=Text(
                "Wait for it; the history of the file tells when.", "请等待；案卷历史会载明。"
            ),
            kind=Kind.CONFLICT,
        )
    if step.by == SYSTEM or (officer and step.by == AUTHORITY):
        return
    if step.by in roles:
        return
    raise Refusal(
        "docket.not-your-move",
        Text("This move belongs to somebody else ({role}).", "此步骤由他方（{role}）作出。"),
        values={"role": step.by},
        law=LAW,
        cure=Text("Wait for them, or write them a letter.", "请等待该方处理，或向其发函。"),
        kind=Kind.FORBIDDEN,
    )


def said_enough(step: Step, given: Mapping[str, object]) -> None:
    """Whoever makes a move says what the form of the move asks for, as long as it asks for it."""
    for field in step.fields:
        field_answered(field, given.get(field.name))
    unasked = sorted(given.keys() - {field.name for field in step.fields})
    if unasked:
        raise _unasked(unasked[0])


def field_answered(field: Field, told: object) -> None:
    """A field is answered where it must be, at the length and from the choices that it gives."""
    if told is None or told == "" or told == [] or told == () or told is False:
        if field.required:
            raise _wanting(field.name, field.label)
        return
    if isinstance(told, str):
        if not field.shortest <= len(told) <= field.longest:
            raise _length(field.label, len(told), field.shortest, field.longest)
        if field.entry is Entry.CHOICE and told not in field.choices:
            raise _unknown(field.label, told)
    if field.check is not None:
        field.check(told)


def _wanting(name: str, label: Text) -> Refusal:
    return Refusal(
        "docket.said-nothing",
        Text(f"“{label.en}” is missing.", f"缺少“{label.zh}”。"),
        values={"name": name},
        law=LAW,
        cure=Text("Fill it in and send it again.", "请填写后重新提交。"),
    )


def _length(label: Text, length: int, least: int, most: int) -> Refusal:
    return Refusal(
        "docket.said-too-much-or-little",
        Text(
            f"“{label.en}” has {{length}} characters; it must have {{least}} to {{most}}.",
            f"“{label.zh}”有{{length}}个字符，应为{{least}}至{{most}}个。",
        ),
        values={"length": length, "least": least, "most": most},
        law=LAW,
        cure=Text("Shorten or lengthen it.", "请增减字数。"),
    )


def _unknown(label: Text, told: str) -> Refusal:
    return Refusal(
        "docket.no-such-choice",
        Text(f"“{{told}}” is no choice for “{label.en}”.", f"“{label.zh}”没有选项“{{told}}”。"),
        values={"told": told},
        law=LAW,
        cure=Text("Choose from the list.", "请从列表中选择。"),
    )


def _unasked(name: str) -> Refusal:
    return Refusal(
        "docket.not-asked",
        Text("“{name}” is not asked for in this move.", "此步骤不要求填写“{name}”。"),
        values={"name": name},
        law=LAW,
        cure=Text("Leave it out.", "请删除该项。"),
    )
