"""The DxpMsg envelope of the exchange platform, in which a message travels as base64."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

DXP = "http://www.chinaport.gov.cn/dxp"
ROOT = f"{{{DXP}}}DxpMsg"


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who sent a message through the exchange, to whom, when and as what.

    ``cop_msg_id`` has at most 255 characters, ``sender_id`` and each of one to five
    ``receiver_ids`` at most 16, ``message_type`` at most 30; ``created`` is an XML dateTime.
    """

    cop_msg_id: str
    sender_id: str
    receiver_ids: Sequence[str]
    created: str
    message_type: str
    file_name: str | None = None
    ic_card: str | None = None


class EnvelopeError(ValueError):
    """Says in English and Chinese why an envelope cannot be opened."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.en = en
        self.zh = zh


def _text(parent: Any, name: str, longest: int) -> str:
    found = parent.findtext(f"{{{DXP}}}{name}")
    value = (found or "").strip()
    if not value or len(value) > longest:
        raise EnvelopeError(
            f"TransInfo/{name} must have 1 to {longest} characters",
            f"TransInfo/{name}应为1至{longest}位",
        )
    return value


def _optional(parent: Any, name: str) -> str | None:
    return None if parent is None else (parent.findtext(f"{{{DXP}}}{name}") or None)


def opened(root: Any) -> tuple[Envelope, bytes]:
    """Take the message out of a parsed DxpMsg; raises EnvelopeError where the envelope is wrong."""
    info = root.find(f"{{{DXP}}}TransInfo")
    if info is None:
        raise EnvelopeError("TransInfo is missing", "缺少TransInfo节点")
    receivers = [
        (found.text or "").strip()
        for found in info.iterfind(f"{{{DXP}}}ReceiverIds/{{{DXP}}}ReceiverId")
    ]
    if not 1 <= len(receivers) <= 5 or any(not 1 <= len(name) <= 16 for name in receivers):
        raise EnvelopeError(
            "TransInfo/ReceiverIds must name one to five receivers of at most 16 characters",
            "TransInfo/ReceiverIds应有1至5个不超过16位的接收方",
        )
    added = root.find(f"{{{DXP}}}AddInfo")
    envelope = Envelope(
        cop_msg_id=_text(info, "CopMsgId", 255),
        sender_id=_text(info, "SenderId", 16),
        receiver_ids=tuple(receivers),
        created=_text(info, "CreatTime", 40),
        message_type=(info.findtext(f"{{{DXP}}}MsgType") or "").strip()[:30],
        file_name=_optional(added, "FileName"),
        ic_card=_optional(added, "IcCard"),
    )
    carried = root.findtext(f"{{{DXP}}}Data")
    try:
        content = base64.b64decode("".join((carried or "").split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise EnvelopeError("Data is not base64", "Data节点不是base64编码") from error
    if not content:
        raise EnvelopeError("Data is empty", "Data节点为空")
    return envelope, content


def wrap(raw: bytes, envelope: Envelope) -> bytes:
    """Put a message into a DxpMsg envelope."""

    def tag(name: str, value: str | None) -> str:
        return "" if value is None else f"<dxp:{name}>{escape(value)}</dxp:{name}>"

    receivers = "".join(tag("ReceiverId", name) for name in envelope.receiver_ids)
    added = tag("FileName", envelope.file_name) + tag("IcCard", envelope.ic_card)
    written = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<dxp:DxpMsg xmlns:dxp="{DXP}" ver="1.0"><dxp:TransInfo>'
        + tag("CopMsgId", envelope.cop_msg_id)
        + tag("SenderId", envelope.sender_id)
        + f"<dxp:ReceiverIds>{receivers}</dxp:ReceiverIds>"
        + tag("CreatTime", envelope.created)
        + tag("MsgType", envelope.message_type)
        + f"</dxp:TransInfo><dxp:Data>{base64.b64encode(raw).decode('ascii')}</dxp:Data>"
        + (f"<dxp:AddInfo>{added}</dxp:AddInfo>" if added else "")
        + "</dxp:DxpMsg>"
    )
    return written.encode()
