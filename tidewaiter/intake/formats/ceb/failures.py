"""The answer to a message that breaks the schema: CEB900 with the message as it came."""

from datetime import datetime

from tidewaiter.intake.formats.ceb.messages import Parsed
from tidewaiter.intake.formats.ceb.moments import stamp_millis
from tidewaiter.intake.formats.ceb.receipts import MessageReturn

STATUS = "-2"
"""The status of every such answer; the specification asks for any negative number."""

_LONGEST_INFO = 5000
_LONGEST_TYPE = 15


def schema_failure(parsed: Parsed, raw: bytes, *, guid: str, at: datetime) -> MessageReturn:
    """Answer a refused message with what is wrong with it, where, and what came.

    What XML cannot carry in the original (bytes that are no text, control characters) is replaced.
    """
    info = "".join(
        f"[Code:{wrong.code};Desc:{wrong.message['zh']} {wrong.message['en']}"
        f"{f' ({wrong.path})' if wrong.path else ''}]"
        for wrong in parsed.faults
    )
    envelope = parsed.envelope
    kind = parsed.kind
    return MessageReturn(
        guid=guid,
        returnStatus=STATUS,
        returnInfo=carried(info)[:_LONGEST_INFO],
        returnTime=stamp_millis(at),
        oriCopMsgId=envelope.cop_msg_id if envelope else "",
        oriMessageType="Unknown" if kind is None else kind.root[:_LONGEST_TYPE],
        oriBizMessage=carried((parsed.content or raw).decode("utf-8", "replace")),
    )


def carried(text: str) -> str:
    """Replace the characters that XML cannot carry."""
    return text.translate(_REPLACED)


_REPLACED = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(0x20), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF)
    if code not in (0x09, 0x0A, 0x0D)
}
