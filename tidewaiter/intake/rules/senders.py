"""Who may send a document (G-08)."""

from dataclasses import dataclass
from typing import Any

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.rules.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class Sender:
    """The operator that a message came from."""

    code: str
    roles: frozenset[str]
    standing: str


def sent_by_another(kind: str, document: Any, sender: Sender) -> Fault | None:
    """A document is sent by a firm that it names, registered for that role and not suspended
    (G-08).
    """
    shape, head = SHAPES[kind], document.head
    if sender.standing == "active" and any(
        getattr(head, name) == sender.code and role in sender.roles for name, role in shape.firms
    ):
        return None
    named = [(name, getattr(head, name), role) for name, role in shape.firms]
    if sender.standing != "active":
        return Fault(
            code="TW-G08-SUSPENDED",
            official="-10102",
            path="BaseTransfer.copCode",
            value=sender.code,
            rule="G-08",
            message={
                "en": f"The registration of {sender.code} is {sender.standing}.",
                "zh": f"企业{sender.code}的注册登记状态为{sender.standing}，不得申报。",
            },
            cure={
                "en": "Ask the customs office where the firm is registered.",
                "zh": "请联系注册地海关。",
            },
            law="GACC Announcement 194/2018, II",
        )
    names = " / ".join(f"{name} {code} ({role})" for name, code, role in named)
    return Fault(
        code="TW-G08-SENDER",
        official="-10102",
        path=f"{shape.document}Head.{named[0][0]}",
        value=str(named[0][1])[:200],
        rule="G-08",
        message={
            "en": f"The document names {names}; the sender is {sender.code}, "
            f"registered as {', '.join(sorted(sender.roles)) or 'nothing'}.",
            "zh": f"单证所列企业为{names}，发送企业为{sender.code}，"
            f"登记类型为{'、'.join(sorted(sender.roles)) or '无'}。",
        },
        cure={
            "en": "Send it with the key of a firm that the document names, registered for it.",
            "zh": "请由单证所列并具备相应登记类型的企业发送。",
        },
        law="GACC Announcement 194/2018, II",
    )
