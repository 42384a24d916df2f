"""Messages as XML: reading them safely and fast, and writing them."""

from tidewaiter.intake.formats.ceb import envelope, quick
from tidewaiter.intake.formats.ceb.faults import Fault, Wrong, fault
from tidewaiter.intake.formats.ceb.kinds import FORMS, NAMESPACE
from tidewaiter.intake.formats.ceb.messages import (
    DEFAULT_LIMITS,
    BaseSubscribe,
    BaseTransfer,
    Limits,
    Message,
    Parsed,
)
from tidewaiter.intake.formats.ceb.reading import read
from tidewaiter.intake.formats.ceb.templates import attribute, document_xml, template
from tidewaiter.intake.formats.ceb.trees import tree


def parse(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> Parsed:
    """Read a message, plain or in a DxpMsg; what is wrong is in the answer, never raised."""
    parsed = Parsed(content=raw)
    if quick.read(raw, parsed, limits):
        return parsed
    root = tree(raw, limits)
    if not isinstance(root, Fault) and root.tag == envelope.ROOT:
        try:
            parsed.envelope, parsed.content = envelope.opened(root)
        except envelope.EnvelopeError as error:
            refused = fault(Wrong.ENVELOPE, "DxpMsg", found=error.en)
            chinese = fault(Wrong.ENVELOPE, "DxpMsg", found=error.zh).message["zh"]
            parsed.faults.append(_reworded(refused, chinese))
            return parsed
        if quick.read(parsed.content, parsed, limits):
            return parsed
        root = tree(parsed.content, limits)
    if isinstance(root, Fault):
        parsed.faults.append(root)
        return parsed
    parsed.root = root
    read(root, parsed, limits)
    return parsed


def _reworded(refused: Fault, chinese: str) -> Fault:
    return Fault(
        refused.code,
        refused.path,
        refused.value,
        refused.rule,
        {"en": refused.message["en"], "zh": chinese},
        refused.cure,
        refused.official,
    )


def write(message: Message) -> bytes:
    """Write a message as XML in UTF-8, unsigned; raises ValueError for a control character."""
    form = FORMS[message.kind]
    root = message.kind.root
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ceb:{root} xmlns:ceb="{NAMESPACE}"'
        f' guid="{attribute(message.guid)}" version="{attribute(message.version)}">'
    ]
    parts.extend([document_xml(form, document) for document in message.documents])
    if message.transfer is not None:
        parts.append(template(BaseTransfer, "BaseTransfer").write(message.transfer))
    for subscriber in message.subscribers:
        parts.append(template(BaseSubscribe, "BaseSubscribe").write(subscriber))
    parts.append(f"</ceb:{root}>")
    return "".join(parts).encode()
