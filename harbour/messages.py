"""Documents gathered into messages, each in the order and at the moment at which it is sent."""

from collections.abc import Iterable, Iterator
from heapq import heappop, heappush
from random import Random
from typing import NamedTuple

from harbour.keys import Keys
from harbour.parcels import Parcel
from harbour.register import Firm
from harbour.rendering import (
    closing,
    inventory_xml,
    opening,
    order_xml,
    payment_xml,
    transfer_xml,
    waybill_xml,
)
from harbour.signing import signature_xml

_DECLARATION = "621"
_PROLOGUE = b'<?xml version="1.0" encoding="UTF-8"?>\n'


class Message(NamedTuple):
    """A message ready to be sent, `due` seconds after the start."""

    sender: str
    kind: str
    raw: bytes
    due: float
    orders: tuple[str, ...]
    guid: str


class _Gathering:
    """The documents that one firm has not sent yet."""

    __slots__ = ("documents", "kind", "orders", "round", "sender")

    def __init__(self, sender: Firm, kind: str) -> None:
        self.sender = sender
        self.kind = kind
        self.documents: list[str] = []
        self.orders: list[str] = []
        self.round = 0


def _guid(rng: Random) -> str:
    digits = f"{rng.getrandbits(128):032X}"
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-A{digits[17:20]}-{digits[20:]}"


class _Post:
    """Collects documents per sender and kind, and turns them into messages."""

    def __init__(self, batch: int, keys: Keys | None, seed: int, sign_all: bool) -> None:
        self._batch = batch
        self._keys = keys
        self._sign_all = sign_all
        # apart from the world's own sequence: how documents are gathered must not change them
        self._rng = Random(f"the harbour's post {seed}")
        self.gatherings: dict[tuple[str, str], _Gathering] = {}

    def gathering(self, sender: Firm, kind: str) -> _Gathering:
        key = (sender.code, kind)
        found = self.gatherings.get(key)
        if found is None:
            found = self.gatherings[key] = _Gathering(sender, kind)
        return found

    def full(self, gathering: _Gathering) -> bool:
        return len(gathering.documents) >= self._batch

    def close(self, gathering: _Gathering, due: float) -> Message:
        guid = _guid(self._rng)
        kind, sender = gathering.kind, gathering.sender
        body = "".join([opening(kind, guid), *gathering.documents, transfer_xml(sender)]).encode()
        end = closing(kind).encode()
        keys = self._keys
        if keys is not None and sender.code in keys and (kind == _DECLARATION or self._sign_all):
            raw = body + signature_xml(body + end, sender.code, keys).encode() + end
        else:
            raw = body + end
        message = Message(sender.code, kind, _PROLOGUE + raw, due, tuple(gathering.orders), guid)
        gathering.documents.clear()
        gathering.orders.clear()
        gathering.round += 1
        return message


def messages(
    parcels: Iterable[Parcel],
    *,
    rate: float = 20.0,
    batch: int = 100,
    max_wait: float = 2.0,
    delay: float = 2.0,
    keys: Keys | None = None,
    seed: int = 0,
    sign_all: bool = False,
) -> Iterator[Message]:
    """Messages in order of arrival.

    Each party reports within `delay` seconds of the order, so that the four documents come in any
    order; a firm sends when it has `batch` documents of one kind, or `max_wait` seconds after the
    first. Declarations are signed by those whose keys are given, other kinds only with `sign_all`.
    """
    post = _Post(batch, keys, seed, sign_all)
    rng = Random(f"the harbour's delays {seed}")
    draw = rng.random
    events: list[tuple[float, int, _Gathering, str | None, str, int]] = []
    number = 0

    def until(now: float | None) -> Iterator[Message]:
        nonlocal number
        while events and (now is None or events[0][0] <= now):
            at, _, gathering, document, order_no, turn = heappop(events)
            if document is None:
                if gathering.round == turn and gathering.documents:
                    yield post.close(gathering, at)
                continue
            if not gathering.documents:
                number += 1
                deadline = (at + max_wait, number, gathering, None, "", gathering.round)
                heappush(events, deadline)
            gathering.documents.append(document)
            gathering.orders.append(order_no)
            if post.full(gathering):
                yield post.close(gathering, at)

    for parcel in parcels:
        now = parcel.index / rate
        yield from until(now)
        for sender, kind, document in (
            (parcel.platform, "311", order_xml(parcel)),
            (parcel.paying, "411", payment_xml(parcel)),
            (parcel.carrier, "511", waybill_xml(parcel)),
            (parcel.agent, "621", inventory_xml(parcel)),
        ):
            number += 1
            gathering = post.gathering(sender, kind)
            # squared: most documents come soon, some late
            due = now + delay * draw() ** 2
            heappush(events, (due, number, gathering, document, parcel.order_no, 0))
    yield from until(None)
