"""Messages as nobody should write them: seeded changes of bytes, of fields, and of the tree."""

import copy
import json
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from lxml import etree

from harbour.documents import documents
from tests.cast import signing_keys
from tests.makers import (
    a_cancellation,
    a_delivery,
    a_refund,
    a_signature,
    changed,
    four,
    guid,
    honest,
    in_message,
    newer,
    sender_of,
)
from tidewaiter.intake.formats.ceb.signature import sign
from tidewaiter.intake.models import Declaration

NASTY = (
    "", " ", "0", "-1", "1e30", "-0.000001", "99999999999999.99999", "NaN", "Infinity", "１２",
    "none", "/", "null", "true", "20990101000000", "20260230000000", "00000000", "20261301",
    "A" * 300, "甲" * 300, "\u202e\u200b", "𝕏𝕐", "'; DROP TABLE x; --", "{evidence}", "%s%s%n",
    "../../etc/passwd", "<b>&amp;</b>", "]]>", "\t\n\r", "\u0085", "é" * 61, "142", "3", "2",
    "91990000T000000000", "-", ".", "1_000", "0x1F", "٣", "1.0000000000000000000001",
)  # fmt: skip


class Base(NamedTuple):
    """A right message and who sends it."""

    sender: str
    raw: bytes
    signs: bool


def bases(declaration: Declaration) -> tuple[list[Base], list[Base]]:
    """Right messages of every kind with several documents each, as XML and as JSON."""
    made = [documents(parcel) for parcel in honest(300, seed=4)]
    one = made[0]
    groups: list[list[Any]] = []
    for place in range(4):
        sender = sender_of(four(one)[place])
        papers = [four(parcel)[place] for parcel in made]
        papers = [paper for paper in papers if sender_of(paper) == sender][:3]
        groups.append(papers)
        groups.append([newer(papers[0]), changed(papers[1], guid=guid())])
    parcels = [parcel for parcel in made if sender_of(parcel.waybill) == sender_of(one.waybill)]
    groups.append([a_cancellation(declaration, one.inventory) for _ in range(2)])
    groups.append([a_refund(declaration, one.inventory) for _ in range(2)])
    groups.append([a_signature(parcel.waybill) for parcel in parcels[:3]])
    groups.append([a_delivery(*(parcel.waybill for parcel in parcels[:3]))])
    xml, in_json = [], []
    for papers in groups:
        sender = sender_of(papers[0])
        raw = in_message(*papers, sender=sender)
        xml.append(Base(sender, raw, b"SignatureValue" in raw))
        in_json.append(Base(sender, in_message(*papers, sender=sender, as_json=True), False))
    return xml, in_json


def mutated(xml: list[Base], in_json: list[Base], number: int, seed: int) -> Iterator[Base]:
    """So many mutated messages, the same for the same seed; three of four are XML."""
    draw = Random(seed)
    trees = {base.raw: etree.fromstring(base.raw) for base in xml}
    wholes = {base.raw: json.loads(base.raw) for base in in_json}
    for turn in range(number):
        if turn % 4 == 3:
            base = draw.choice(in_json)
            if draw.random() < 0.3:
                raw = bytes_changed(base.raw, draw)
            else:
                raw = json_changed(wholes[base.raw], draw)
            yield Base(base.sender, raw, False)
            continue
        base = draw.choice(xml)
        if draw.random() < 0.35:
            yield Base(base.sender, bytes_changed(base.raw, draw), base.signs)
            continue
        raw = tree_changed(trees[base.raw], draw)
        if base.signs and draw.random() < 0.5:
            raw = signed_anew(raw, base.sender)
        yield Base(base.sender, raw, base.signs)


def bytes_changed(raw: bytes, draw: Random) -> bytes:
    """Some bytes are turned, lost, doubled, moved or overwritten."""
    work = bytearray(raw)
    for _ in range(draw.choice((1, 1, 1, 2, 5, 20))):
        at = draw.randrange(len(work) or 1)
        length = draw.choice((1, 1, 2, 7, 40, 400))
        match draw.randrange(6):
            case 0 if work:
                work[at] ^= 1 << draw.randrange(8)
            case 1:
                del work[at : at + length]
            case 2:
                work[at:at] = work[at : at + length]
            case 3:
                work[at:at] = draw.randbytes(min(length, 7))
            case 4:
                other = draw.randrange(len(work) or 1)
                work[at : at + length] = work[other : other + length]
            case _:
                work[at:at] = draw.choice((b"<", b">", b"&", b"&#0;", b"]]>", b"\x00", b"\xff"))
    return bytes(work)


def tree_changed(tree: Any, draw: Random) -> bytes:
    """Some elements get other texts or names, are lost, doubled, moved or put into each other."""
    root = copy.deepcopy(tree)
    for _ in range(draw.choice((1, 1, 2, 3))):
        elements = [one for one in root.iter() if isinstance(one.tag, str)]
        one = draw.choice(elements)
        leaves = [leaf for leaf in elements if len(leaf) == 0]
        parent = one.getparent()
        match draw.randrange(9):
            case 0 | 1 | 2:
                _write(draw.choice(leaves or elements), draw.choice(NASTY))
            case 3 if parent is not None:
                parent.remove(one)
            case 4 if parent is not None:
                parent.insert(draw.randrange(len(parent) + 1), copy.deepcopy(one))
            case 5 if parent is not None:
                draw.choice(elements[: elements.index(one)] or [root]).append(one)
            case 6:
                one.tag = draw.choice(("x", "{urn:y}z", draw.choice(elements).tag))
            case 7:
                one.set(draw.choice(("guid", "Id", "a")), draw.choice(("", "x", "A" * 36)))
            case _:
                first, second = draw.choice(leaves), draw.choice(leaves)
                first.text, second.text = second.text, first.text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _write(element: Any, text: str) -> None:
    try:
        element.text = text
    except ValueError:
        element.text = "?"


def signed_anew(raw: bytes, sender: str) -> bytes:
    """The same without its old signature and with a right one, if it can still be signed."""
    keys = signing_keys()
    root = etree.fromstring(raw)
    for old in root.findall("{http://www.w3.org/2000/09/xmldsig#}Signature"):
        root.remove(old)
    plain = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    try:
        return sign(plain, key=keys.private[sender], certificate=keys.certificates[sender])
    except ValueError:
        return raw


_VALUES: tuple[Callable[[Random], Any], ...] = (
    lambda draw: draw.choice(NASTY),
    lambda draw: draw.choice((None, True, False, 0, -1, 10**40, 1e308, -0.0, 1.1)),
    lambda draw: draw.choice(([], {}, [[]], {"a": {}}, ["x"], [None], {"": ""})),
    lambda draw: draw.choice(("\x00", "a\x00b", "\ud800", "\udfff\ud800", "\uffff")),
)


def json_changed(whole: dict[str, Any], draw: Random) -> bytes:
    """Some values become others of any type; some names are lost, added or change places."""
    work = copy.deepcopy(whole)
    for _ in range(draw.choice((1, 1, 2, 3))):
        places = list(_places(work))
        if not places:
            break
        holder, name = draw.choice(places)
        match draw.randrange(6):
            case 0 | 1 | 2:
                holder[name] = draw.choice(_VALUES)(draw)
            case 3:
                del holder[name]
            case 4 if isinstance(holder, dict):
                holder[draw.choice(NASTY)] = holder[name]
            case _:
                other, another = draw.choice(places)
                try:
                    holder[name] = copy.deepcopy(other[another])
                except (KeyError, IndexError):
                    continue
    return json.dumps(work, ensure_ascii=draw.random() < 0.5).encode("utf-8", "surrogatepass")


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for name in list(value):
            yield value, name
            yield from _places(value[name])
    elif isinstance(value, list):
        for place in range(len(value)):
            yield value, place
            yield from _places(value[place])
