"""The quick way through a message finds what the patient way finds, and what a signature covers."""

import os
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.intake.formats import makers
from tests.stories.mutations import bytes_changed, tree_changed
from tidewaiter.intake.formats.ceb import quick, reading
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import FORMS, Kind
from tidewaiter.intake.formats.ceb.messages import DEFAULT_LIMITS, Limits, Message, Parsed
from tidewaiter.intake.formats.ceb.signature import canonical_form, sign, verify
from tidewaiter.intake.formats.ceb.trees import tree
from tidewaiter.intake.formats.ceb.xml import write

KEY = rsa.generate_private_key(65537, 2048)
CERTIFICATE = makers.certificate(KEY)
TRIES = int(os.environ.get("TIDEWAITER_MUTATIONS", "1500"))


def _documents(kind: Kind) -> list[Any]:
    lines = 2 if FORMS[kind].line is not None else 1
    number = 1 if FORMS[kind].one_document else 3
    return [makers.document(kind, lines=lines) for _ in range(number)]


MESSAGES = {
    kind: write(Message(kind, makers.GUID, _documents(kind), makers.TRANSFER, [makers.SUBSCRIBER]))
    for kind in Kind
}
LISTS = MESSAGES[Kind.DECLARATION]
SIGNED = sign(LISTS, key=KEY, certificate=CERTIFICATE)


def _quickly(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Parsed | None:
    parsed = Parsed(content=raw)
    return parsed if quick.read(raw, parsed, limits) else None


def _patiently(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Parsed:
    parsed = Parsed(content=raw)
    root = tree(raw, limits)
    if isinstance(root, Fault):
        parsed.faults.append(root)
    else:
        parsed.root = root
        reading.read(root, parsed, limits)
    return parsed


def _agree(raw: bytes, limits: Limits = DEFAULT_LIMITS) -> Parsed | None:
    """Read a message both ways; what the quick way finds, if anything, must be the same."""
    found = _quickly(raw, limits)
    if found is not None:
        expected = _patiently(raw, limits)
        assert replace(found, root=None) == replace(expected, root=None), raw
        assert verify(found.root) == verify(expected.root), raw
        assert _canonical(found.root) == _canonical(expected.root), raw
    return found


def _canonical(root: Any) -> bytes | None:
    try:
        return canonical_form(root)
    except Exception as error:  # a relative namespace
        assert "without a canonical form" in str(error)
        return None


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.root)
def test_every_kind_is_read_the_quick_way(kind: Kind) -> None:
    found = _agree(MESSAGES[kind])
    assert found is not None
    assert found.root.parsed == []
    assert len(found.documents) == len(_documents(kind))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"><ceb:", b">\n\t <ceb:"),
        (b"></ceb:", b">\n</ceb:"),
        (b"><ceb:", b">\r\n<ceb:"),
        (b"</ceb:Inventory>", b"</ceb:Inventory>\r"),
        (b">AAAA<", b">A&amp;&lt;&gt;<"),
        (b">AAAA<", b">\xe7\x94\xb2\"'\\<"),
        (b"</ceb:netWeight>", b"</ceb:netWeight><ceb:note></ceb:note>"),
        (b"</ceb:netWeight>", b"</ceb:netWeight><ceb:note/>"),
        (b"ceb:", b""),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n', b""),
        (b'<?xml version="1.0" encoding="UTF-8"?>', b"\xef\xbb\xbf<?xml version='1.0' ?>"),
        (b' guid="', b' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" x="" guid="'),
    ],
)
def test_what_writers_do_differently_is_read_the_quick_way(old: bytes, new: bytes) -> None:
    raw = LISTS.replace(old, new)
    if old == b"ceb:":
        raw = LISTS.replace(b"xmlns:ceb=", b"xmlns=").replace(b"ceb:", b"")
    assert raw != LISTS
    found = _agree(raw)
    assert found is not None
    assert found.root.parsed == []
    _agree(sign(raw, key=KEY, certificate=CERTIFICATE))


@pytest.mark.parametrize(
    "new",
    [
        b"<ceb:country>AB</ceb:country>",
        b"<ceb:country>A&#65;A</ceb:country>",
        b"<ceb:country>A&quot;A</ceb:country>",
        b"<ceb:country x='1'>AAA</ceb:country>",
        b"<ceb:country ></ceb:country>",
        b"<country>AAA</country>",
        b"<ceb:country>AAA</ceb:country><ceb:country>AAA</ceb:country>",
        b"<x xmlns='urn:x'>AAA</x>",
        b"AAA",
        b"<ceb:country><a/></ceb:country>",
    ],
)
def test_only_a_document_that_is_out_of_the_common_form_is_parsed(new: bytes) -> None:
    raw = LISTS.replace(b"<ceb:country>AAA</ceb:country>", new, 1)
    for message in (raw, sign(raw, key=KEY, certificate=CERTIFICATE)):
        found = _agree(message)
        assert found is not None
        assert len(found.root.parsed) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b"<ceb:Inventory>", b"<ceb:Inventory >", id="the tag written otherwise"),
        pytest.param(b"<ceb:Inventory>", b"<ceb:Inventory a='1'>", id="an attribute"),
        pytest.param(b"<ceb:Inventory>", b"<ceb:Inventory><ceb:Inventory>", id="not closed"),
        pytest.param(b"<ceb:guid>", b"<!-- --><ceb:guid>", id="a comment"),
        pytest.param(b"<ceb:guid>", b"<?x y?><ceb:guid>", id="an instruction"),
        pytest.param(b">AAAA<", b"><![CDATA[A]]><", id="marked character data"),
        pytest.param(b">AAAA<", b">A>A<", id="a bracket"),
        pytest.param(b">AAAA<", b">A\x01A<", id="a control character"),
        pytest.param(b">AAAA<", b">A\xef\xbf\xbeA<", id="no character"),
        pytest.param(b">AAAA<", b">A\xed\xa0\x80A<", id="half a character"),
        pytest.param(b"xmlns:ceb=", b"xmlns:ceb='urn:x' xmlns:x=", id="another namespace"),
        pytest.param(b"</ceb:guid>", b"", id="not well-formed"),
        pytest.param(b"</ceb:CEB621Message>", b"", id="cut off"),
        pytest.param(b"UTF-8", b"us-ascii", id="another encoding"),
    ],
)
def test_a_message_out_of_the_common_form_is_left_to_the_patient_way(
    old: bytes, new: bytes
) -> None:
    assert _agree(LISTS.replace(old, new, 1)) is None


def test_a_document_inside_another_is_not_taken_for_one() -> None:
    one = LISTS[LISTS.index(b"<ceb:Inventory>") : LISTS.rindex(b"</ceb:Inventory>") + 16]
    two = b"<ceb:Inventory ><x>" + one + b"</x></ceb:Inventory >"
    for raw in (
        LISTS.replace(one, two),
        LISTS.replace(one, one + two),
        LISTS.replace(one, b"<x>" + one + b"</x>"),
        LISTS.replace(one, one + b"<ceb:ExtendMessage>" + one + b"</ceb:ExtendMessage>"),
        LISTS.replace(one, one + b"</ceb:CEB621Message><ceb:CEB621Message>" + one),
    ):
        assert _agree(raw) is None


def test_documents_beyond_the_limit_are_left_to_the_patient_way() -> None:
    assert _agree(LISTS, Limits(documents=2)) is None
    assert _agree(LISTS, Limits(lines=1)) is not None
    more = LISTS.replace(b"<ceb:Inventory>", b"<ceb:Inventory/><ceb:Inventory>")
    assert _agree(more) is not None
    assert _agree(more, Limits(documents=4)) is None


def test_a_signed_message_holds_the_quick_way_only_as_it_was_signed() -> None:
    found = _agree(SIGNED)
    assert found is not None
    assert verify(found.root).ok
    for old, new in ((b">AAAA<", b">AAAB<"), (b"<ceb:Inventory>", b"\n<ceb:Inventory>")):
        changed = _agree(SIGNED.replace(old, new, 1))
        assert changed is not None
        assert not verify(changed.root).ok


def test_mutated_messages_are_read_the_same_both_ways() -> None:
    draw = Random(20260601)
    raws = [*MESSAGES.values(), SIGNED, SIGNED, SIGNED.replace(b"><ceb:", b">\n <ceb:")]
    trees = [etree.fromstring(raw) for raw in raws]
    quickly = 0
    for _ in range(TRIES):
        place = draw.randrange(len(raws))
        if draw.random() < 0.5:
            raw = bytes_changed(raws[place], draw)
        else:
            raw = tree_changed(trees[place], draw)
        quickly += _agree(raw) is not None
    assert quickly > TRIES / 5


PIECES = st.sampled_from(
    [
        *(b"<ceb:Inventory>", b"</ceb:Inventory>", b"<ceb:InventoryHead>", b"</ceb:InventoryHead>"),
        *(b"<ceb:Inventory/>", b"<ceb:Inventory >", b"<ceb:note>", b"</ceb:note>", b"<ceb:note/>"),
        *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?x ", b"?>", b"&amp;", b"&lt;", b"&#13;"),
        *(b"\r", b"\n", b" ", b">", b"<", b"&", b'"', b"\x85", b"\xc2\x85", b"\xef\xbb\xbf"),
        *(
            b"</ceb:CEB621Message>",
            b"<x xmlns='urn:x'>",
            b"</x>",
            b" xmlns:ceb='urn:x'",
            "甲".encode(),
        ),
    ]
)


@settings(max_examples=300, deadline=None, database=None)
@given(edits=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 2), PIECES), max_size=4))
def test_pieces_put_between_tags_are_read_the_same_both_ways(
    edits: list[tuple[int, int, bytes]],
) -> None:
    tokens = SIGNED.replace(b"<", b"\0<").replace(b">", b">\0").split(b"\0")
    for place, removed, piece in edits:
        place %= len(tokens)
        tokens[place : place + removed] = [piece]
    _agree(b"".join(tokens))
