"""A message to write, and a message as it was read: documents, transfer, subscribers and faults."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.envelope import Envelope
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.fields import Model, Privacy, text
from tidewaiter.intake.formats.ceb.kinds import Kind


class BaseTransfer(Model, frozen=True, kw_only=True):
    """Who sends a message, and by which connection."""

    copCode: Annotated[
        str,
        text(
            18,
            "Firm that sends the message; the firm of the client.",
            "报文传输的企业编号，与接入客户端的企业一致。",
            privacy=Privacy.PUBLIC,
        ),
    ]
    copName: Annotated[
        str,
        text(100, "Name of that firm.", "报文传输的企业名称。", minimum=0, privacy=Privacy.PUBLIC),
    ]
    dxpMode: Annotated[str, text(3, "Exchange: DXP.", "交换平台：DXP。", exact=True)]
    dxpId: Annotated[
        str, text(30, "The firm's number on the exchange.", "交换平台的用户编号。", minimum=0)
    ]
    note: v.Note | None = None


class BaseSubscribe(Model, frozen=True, kw_only=True):
    """Who else receives the answers."""

    status: Annotated[
        str,
        text(
            100,
            "What is wanted: ALL data and receipts, DATA, RET receipts.",
            "订阅内容：ALL数据和回执，DATA数据，RET回执。",
            minimum=0,
        ),
    ]
    dxpMode: Annotated[str, text(3, "Exchange: DXP.", "交换平台：DXP。", exact=True)]
    dxpAddress: Annotated[
        str, text(100, "The receiver's number on the exchange.", "交换平台的用户编号。", minimum=0)
    ]
    note: v.Note | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a message may be; the numbers of the law come from the caller."""

    size: int = 8 * 1024 * 1024
    depth: int = 12
    documents: int = 100
    lines: int = 99
    subscribers: int = 5


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Message:
    """A message to be written."""

    kind: Kind
    guid: str
    documents: Sequence[Model]
    transfer: BaseTransfer | None = None
    subscribers: Sequence[BaseSubscribe] = ()
    version: str = "1.0"


@dataclass(slots=True)
class ParsedDocument:
    """One document of a message: readable, or with the list of all its faults."""

    position: int
    document: Any | None
    faults: list[Fault]
    guid: str | None
    key: str | None


@dataclass(slots=True)
class Parsed:
    """A message as it was read; ``faults`` are those of the message, not of its documents."""

    kind: Kind | None = None
    guid: str | None = None
    version: str | None = None
    documents: list[ParsedDocument] = field(default_factory=list)
    transfer: BaseTransfer | None = None
    subscribers: list[BaseSubscribe] = field(default_factory=list)
    envelope: Envelope | None = None
    signed: bool = False
    faults: list[Fault] = field(default_factory=list)
    root: Any | None = None
    content: bytes = b""

    @property
    def refused(self) -> bool:
        """Whether the message as a whole breaks the schema and is answered with CEB900."""
        return bool(self.faults)
