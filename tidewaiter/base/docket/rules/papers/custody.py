"""The chain of custody: each deed with a paper is bound to all deeds before it."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from tidewaiter.base.kernel.refusals import Text

DEEDS = {
    "received": Text("Received", "收件"),
    "scanned": Text("Scanned for malicious programs", "恶意程序扫描"),
    "unscanned": Text("Not scanned: no scanner is connected", "未扫描：未连接扫描程序"),
    "stripped": Text("Copied without metadata", "去除元数据制作副本"),
    "opened": Text("Read", "查阅"),
    "original": Text("The original was opened", "查阅原件"),
    "cited": Text("Cited in a decision", "在决定中引用"),
}


@dataclass(frozen=True, slots=True)
class Link:
    """One deed with a paper."""

    number: int
    at: datetime
    by: str
    deed: str
    grounds: str
    link: str


def bound(before: str, *, number: int, at: datetime, by: str, deed: str, grounds: str) -> str:
    """The hash that binds a deed to the one before it; the first one to the hash of the paper."""
    told = [before, number, at.astimezone(UTC).isoformat(), by, deed, grounds]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def unbroken(sha256: str, chain: Iterable[Link]) -> bool:
    """Whether nothing was taken out of a chain, changed in it or put between."""
    before, expected = sha256, 1
    for one in chain:
        right = bound(
            before, number=one.number, at=one.at, by=one.by, deed=one.deed, grounds=one.grounds
        )
        if one.number != expected or one.link != right:
            return False
        before, expected = one.link, expected + 1
    return expected > 1
