"""A message that breaks the schema is answered with CEB900 and the message itself."""

from datetime import UTC, datetime

import pytest

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.envelope import Envelope, wrap
from tidewaiter.intake.formats.ceb.failures import schema_failure
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.receipts import MessageReturn
from tidewaiter.intake.formats.ceb.xml import parse, write

AT = datetime(2026, 3, 8, tzinfo=UTC)
ORDER = write(makers.message(Kind.ORDER))


def _answer(raw: bytes) -> MessageReturn:
    answer = schema_failure(parse(raw), raw, guid=makers.GUID, at=AT)
    message = makers.message(Kind.SCHEMA_FAILURE, answer)
    (found,) = parse(write(message)).documents
    assert found.document == answer
    return answer


@pytest.mark.parametrize(
    "raw", [b"<a", b"\x00\x01\xff", b"", ORDER[:-9], ORDER.decode().encode("utf-16")]
)
def test_anything_can_be_answered_with_the_message_as_it_came(raw: bytes) -> None:
    answer = _answer(raw)
    assert answer.returnStatus.startswith("-")
    assert answer.returnInfo.startswith("[Code:")
    assert answer.oriMessageType == "Unknown"


def test_the_answer_names_kind_envelope_and_place() -> None:
    raw = ORDER.replace(b"BaseTransfer>", b"BaseTransport>")
    envelope = Envelope("MSG-1", "A", ("B",), "2026-03-08T11:27:01", "CEB311Message")
    answer = _answer(wrap(raw, envelope))
    assert answer.oriMessageType == "CEB311Message"
    assert answer.oriCopMsgId == "MSG-1"
    assert answer.oriBizMessage == raw.decode()
    assert "BaseTransfer" in answer.returnInfo
    assert answer.returnTime == "20260308080000000"


def test_very_many_faults_are_cut_to_what_the_answer_holds() -> None:
    raw = ORDER.replace(
        b"</ceb:CEB311Message>",
        b"".join(b"<ceb:x%d/>" % number for number in range(200)) + b"</ceb:CEB311Message>",
    )
    assert len(_answer(raw).returnInfo) == 5000
