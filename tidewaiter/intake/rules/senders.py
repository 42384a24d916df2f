"""Who may send a document (G-08)."""

from dataclasses import dataclass
from typing import Any

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.rules.faults import fault_of
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
    if sender.standing != "active":
        return fault_of(
            "TW-G08-SUSPENDED",
            path="BaseTransfer.copCode",
            value=sender.code,
            standing=sender.standing,
        )
    named = [(name, getattr(head, name), role) for name, role in shape.firms]
    roles = sorted(sender.roles)
    return fault_of(
        "TW-G08-SENDER",
        path=f"{shape.document}Head.{named[0][0]}",
        value=str(named[0][1]),
        names=" / ".join(f"{name} {code} ({role})" for name, code, role in named),
        sender=sender.code,
        roles=Text(", ".join(roles) or "nothing", "、".join(roles) or "无"),
    )
