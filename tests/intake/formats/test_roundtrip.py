"""Whatever is written is read back the same, in both formats and with the personal part apart."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.formats import makers
from tidewaiter.intake.formats.ceb.json import parse_json, write_json
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.formats.ceb.messages import BaseSubscribe, BaseTransfer, Message
from tidewaiter.intake.formats.ceb.privacy import encode_public, personal, restore
from tidewaiter.intake.formats.ceb.xml import parse, write

FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.root)
@FEW
@given(data=st.data())
def test_a_written_document_is_read_back_the_same(kind: Kind, data: st.DataObject) -> None:
    document: Any = data.draw(makers.documents(FORMS[kind]))
    message = makers.message(kind, document)
    for parsed in (parse(write(message)), parse_json(write_json(message))):
        assert parsed.faults == []
        assert parsed.kind is kind
        assert [found.faults for found in parsed.documents] == [[]]
        assert [found.document for found in parsed.documents] == [document]


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.root)
@FEW
@given(data=st.data())
def test_a_document_is_put_together_from_its_two_parts(kind: Kind, data: st.DataObject) -> None:
    document: Any = data.draw(makers.documents(FORMS[kind]))
    assert restore(kind, encode_public(document), personal(document)) == document


@FEW
@given(
    transfer=makers.parts(BaseTransfer),
    subscribers=st.lists(makers.parts(BaseSubscribe), max_size=5),
)
def test_transfer_and_subscribers_are_read_back_the_same(
    transfer: BaseTransfer, subscribers: list[BaseSubscribe]
) -> None:
    order = makers.document(Kind.ORDER)
    message = Message(Kind.ORDER, makers.GUID, [order], transfer, subscribers)
    for parsed in (parse(write(message)), parse_json(write_json(message))):
        assert parsed.faults == []
        assert parsed.transfer == transfer
        assert parsed.subscribers == subscribers
