"""What a letter needs, and to whom it may go."""

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Tidewaiter, rules of procedure, 5"
LONGEST = 20_000


def written(subject: str, body: str) -> None:
    """A letter has a subject and says something."""
    if subject.strip() and body.strip() and len(body) <= LONGEST and len(subject) <= 200:
        return
    raise Refusal(
        "docket.letter-empty",
        Text(
            "A letter needs a subject and a text of up to {most} characters.",
            "函件须有标题，正文不超过{most}个字符。",
        ),
        values={"most": LONGEST},
        law=LAW,
        cure=Text("Write both.", "请填写标题和正文。"),
    )


def addressed(*, here: bool, own: bool) -> None:
    """The office writes to those who take part; a party writes for itself."""
    if here and own:
        return
    raise Refusal(
        "docket.letter-to-nobody",
        Text(
            "This party does not take part, or is not yours.", "该当事人未参加程序，或非您所代表。"
        ),
        law=LAW,
        cure=Text("Choose a party that takes part.", "请选择参加程序的当事人。"),
        kind=Kind.FORBIDDEN,
    )
