"""What a document does whose business key is known already (G-02, G-03, G-04)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tidewaiter.intake.formats.ceb.faults import Fault
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.rules.faults import fault_of


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


_EXISTS: Mapping[str, str] = {
    Kind.ORDER: "-301010",
    Kind.PAYMENT: "-401007",
    Kind.DECLARATION: "-621004",
    Kind.CANCELLATION: "-623009",
    Kind.REFUND: "-625022",
}
_CLOSED: Mapping[str, str] = {
    Kind.ORDER: "-301011",
    Kind.PAYMENT: "-401008",
    Kind.DECLARATION: "-621012",
    Kind.CANCELLATION: "-623013",
    Kind.REFUND: "-625022",
}
_STALE: Mapping[str, str] = {Kind.ORDER: "-301014", Kind.PAYMENT: "-401012"}
_MISSING: Mapping[str, str] = {Kind.ORDER: "-301009", Kind.PAYMENT: "-401006"}

OFFICIAL: Mapping[str, tuple[str, ...]] = {
    "TW-G03-NOTHING-TO-CHANGE": (*_MISSING.values(),),
    "TW-G03-ACCEPTED": (*dict.fromkeys([*_EXISTS.values(), *_CLOSED.values()]),),
    "TW-G03-REPEAT": (*_EXISTS.values(),),
    "TW-G04-STALE": (*_STALE.values(),),
}
"""The official codes of reasons that have another for each kind of document."""


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
    if earlier.standing is Standing.NONE or earlier.expired:
        if app_type == "1":
            return Follow.ADD, None
        return Follow.REFUSE, _refusal("TW-G03-NOTHING-TO-CHANGE", key, _MISSING.get(kind))
    if earlier.same:
        return Follow.REPEAT, None
    if earlier.app_time is not None and app_time < earlier.app_time:
        times = {"sent": _told(app_time), "stored": _told(earlier.app_time)}
        return Follow.REFUSE, _refusal("TW-G04-STALE", key, _STALE.get(kind), **times)
    if earlier.standing is Standing.ACCEPTED:
        official = (_EXISTS if app_type == "1" else _CLOSED).get(kind)
        return Follow.REFUSE, _refusal("TW-G03-ACCEPTED", key, official)
    if earlier.standing is Standing.WAITING and app_type == "1":
        return Follow.REFUSE, _refusal("TW-G03-REPEAT", key, _EXISTS.get(kind))
    return (Follow.WITHDRAW if app_type == "3" else Follow.REPLACE), None


def _refusal(code: str, key: str, official: str | None, **values: str) -> Fault:
    return fault_of(code, path="appType", value=key, official=official, **values)


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"
