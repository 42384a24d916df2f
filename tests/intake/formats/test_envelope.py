"""A message travels in a DxpMsg envelope and comes out as it went in."""

import pytest

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.envelope import Envelope, wrap
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.formats.ceb.xml import parse, write

ORDER = write(makers.message(Kind.ORDER))
ENVELOPE = Envelope(
    cop_msg_id="4CDE1CFD-1",
    sender_id="DXPENT0000000001",
    receiver_ids=("DXPEDCCEB0000002",),
    created="2026-03-08T11:27:01",
    message_type="CEB311Message",
    file_name="a<b.xml",
)
WRAPPED = wrap(ORDER, ENVELOPE)


def test_a_wrapped_message_is_read_with_its_envelope() -> None:
    parsed = parse(WRAPPED)
    assert parsed.faults == []
    assert parsed.envelope == ENVELOPE
    assert parsed.content == ORDER
    assert parsed.documents[0].document == parse(ORDER).documents[0].document


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"<dxp:Data>", b"<dxp:Data>*", "Data is not base64"),
        (b"dxp:TransInfo", b"dxp:Other", "TransInfo is missing"),
        (b"dxp:ReceiverId>", b"dxp:Receiver>", "one to five receivers"),
        (b">DXPENT0000000001<", b">DXPENT00000000012<", "SenderId must have 1 to 16"),
        (b"dxp:Data", b"dxp:Date", "Data is empty"),
    ],
)
def test_an_envelope_that_cannot_be_opened_says_why(old: bytes, new: bytes, said: str) -> None:
    parsed = parse(WRAPPED.replace(old, new))
    (fault,) = parsed.faults
    assert fault.code == "TW-G01-ENVELOPE"
    assert said in fault.message["en"]
    assert fault.message["zh"] and said not in fault.message["zh"]
    assert parsed.documents == []


def test_an_envelope_inside_an_envelope_is_no_message() -> None:
    (fault,) = parse(wrap(WRAPPED, ENVELOPE)).faults
    assert fault.code == "TW-G01-ROOT"


def test_what_an_envelope_carries_is_guarded_like_any_message() -> None:
    (fault,) = parse(wrap(b"<!DOCTYPE x><x/>", ENVELOPE)).faults
    assert fault.code == "TW-G01-DTD"
