"""What a document does whose business key is known already (G-02, G-03, G-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.rules.shapes import LAW


class Follow(StrEnum):
    """What happens to a document whose business key is known already."""

    ADD = "add"
    REPEAT = "repeat"
    REPLACE = "replace"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"


class Standing(StrEnum):
    """Where the document stands that has the same business key."""

    NONE = "none"
    WAITING = "2"
    REJECTED = "100"
    ACCEPTED = "120"


@dataclass(frozen=True, slots=True)
class Earlier:
    """The document that has the same business key."""

    standing: Standing
    app_time: datetime | None = None
    same: bool = False
    expired: bool = False


_OFFICIAL: Mapping[str, tuple[str, str, str]] = {
    # kind → already exists · status does not allow · stale
    Kind.ORDER: ("-301010", "-301011", "-301014"),
    Kind.PAYMENT: ("-401007", "-401008", "-401012"),
    Kind.DECLARATION: ("-621004", "-621012", ""),
    Kind.CANCELLATION: ("-623009", "-623013", ""),
    Kind.REFUND: ("-625022", "-625022", ""),
}


def follow(
    kind: str, key: str, app_type: str, app_time: datetime, earlier: Earlier
) -> tuple[Follow, Fault | None]:
    """What a document does when its key is new, repeated, stale, changed or deleted (G-02, G-03,
    G-04).

    A repeat of the same content is idempotent. A key in status 2 or 120 is refused as a repeat; in
    status 100 it is replaced and checked again. A change or deletion is possible until the parcel
    is accepted. A document older than the stored one is ignored with an answer that says so. A
    waybill number may be used again after the period of the law.
    """
    exists, closed, stale = _OFFICIAL.get(kind, ("", "", ""))
    if earlier.standing is Standing.NONE or earlier.expired:
        if app_type == "1":
            return Follow.ADD, None
        return Follow.REFUSE, _refusal(
            "TW-G03-NOTHING-TO-CHANGE",
            {Kind.ORDER: "-301009", Kind.PAYMENT: "-401006"}.get(Kind(kind)),
            "G-03",
            key,
            f"There is no document {key} that could be changed or deleted.",
            f"没有可变更或删除的单证{key}。",
            "Send it as new (appType 1).",
            "请以新增（appType 1）发送。",
        )
    if earlier.same:
        return Follow.REPEAT, None
    if earlier.app_time is not None and app_time < earlier.app_time:
        return Follow.REFUSE, _refusal(
            "TW-G04-STALE",
            stale or None,
            "G-04",
            key,
            f"The document {key} of {app_time:%Y-%m-%d %H:%M:%S} is older than the stored one of "
            f"{earlier.app_time:%Y-%m-%d %H:%M:%S}; it was ignored.",
            f"单证{key}的报送时间{app_time:%Y-%m-%d %H:%M:%S}早于已存单证的"
            f"{earlier.app_time:%Y-%m-%d %H:%M:%S}，不做处理。",
            "Nothing needs to be done; to change the stored document send a newer one.",
            "无需处理；如需变更，请发送较新的单证。",
        )
    if earlier.standing is Standing.ACCEPTED:
        return Follow.REFUSE, _refusal(
            "TW-G03-ACCEPTED",
            (exists if app_type == "1" else closed) or None,
            "G-03",
            key,
            f"The document {key} was accepted into customs (status 120) and cannot be changed.",
            f"单证{key}已入海关（状态120），不能变更。",
            "Cancel the declaration (message 623), then send the documents anew.",
            "请先发送撤销申请单（623），再重新发送单证。",
        )
    if earlier.standing is Standing.WAITING and app_type == "1":
        return Follow.REFUSE, _refusal(
            "TW-G03-REPEAT",
            exists or None,
            "G-03",
            key,
            f"There is a document {key} already (status 2), with other contents.",
            f"已存在相同编号的单证{key}（状态2），内容不同。",
            "Send it as a change (appType 2) with a later appTime, or use another number.",
            "请以变更（appType 2）并使用较晚的报送时间发送，或更换编号。",
        )
    return (Follow.WITHDRAW if app_type == "3" else Follow.REPLACE), None


def _refusal(
    code: str,
    official: str | None,
    rule: str,
    key: str,
    en: str,
    zh: str,
    cure_en: str,
    cure_zh: str,
) -> Fault:
    return Fault(
        code=code,
        official=official,
        path="appType",
        value=key[:200],
        rule=rule,
        message={"en": en, "zh": zh},
        cure={"en": cure_en, "zh": cure_zh},
        law=LAW,
    )
