"""Normal forms of names: of persons, where order and script do not count, and of firms."""

import re
from functools import lru_cache
from typing import NamedTuple

from tidewaiter.engine.linking.folding import latin_name, letters, plain, sound


class PersonName(NamedTuple):
    """A person's name as its letters in the order of the alphabet, spelt and as heard.

    王小明, "Wang Xiaoming", "XIAO-MING WANG" and "wang xiao ming" are one; the order of the
    alphabet needs no guess where one part of a name ends and which is the surname.
    """

    spelt: str
    heard: str


@lru_cache(maxsize=16_384)
def person_name(text: str) -> PersonName:
    """The normal form of a person's name; empty texts where there is no letter."""
    spelt = letters(latin_name(plain(text[:128]).strip()))
    return PersonName("".join(sorted(spelt)), "".join(sorted(sound(spelt))))


class FirmName(NamedTuple):
    """A firm's name: what is its own, and the words that say what it does."""

    own: str
    trade: str


_LEGAL = re.compile(
    r"股份有限公司|有限责任公司|有限公司|分公司|公司|\byou\s?xian\s?gong\s?si\b|\b(?:co|company|corp|corporation|ltd|limited|inc|"
    r"incorporated|llc|llp|plc|pte|pty|gmbh|ag|kg|bv|nv|oy|ab|sa|sas|sarl|srl|spa|sl)\b\.?"
)
_TRADES = tuple(
    (trade, re.compile("|".join(words)))
    for trade, words in (
        ("internationaltrade", (
            "国际贸易", "進出口", "进出口", r"international\s+trad(?:e|ing)",
            r"import\s*(?:&|and)?\s*export", r"guo\s?ji\s?mao\s?yi",
        )),
        ("trade", ("商贸", "贸易", "商行", r"\btrad(?:e|ing)\b", r"\bmao\s?yi\b")),
        ("ecommerce", (
            "电子商务", "電子商務", "电商", r"\be-?\s?(?:commerce|com)\b",
            r"\bdian\s?zi\s?shang\s?wu\b",
        )),
        ("supply", (
            "供应链管理", "供应链", r"\bsupply(?:\s+chain)?(?:\s+management)?\b",
            r"\bgong\s?ying\s?lian\b",
        )),
        ("technology", (
            "网络科技", "信息技术", "科技", "网络", r"\b(?:network\s+)?technolog(?:y|ies)\b",
            r"\bke\s?ji\b",
        )),
        ("store", (
            "旗舰店", "专营店", "海淘店", "工作室", "店",
            r"\b(?:flagship\s+)?(?:store|shop|studio)\b",
        )),
    )
)  # fmt: skip
_NATION = re.compile(r"中国|\(?\b(?:china|hong\s?kong|hk)\b\)?")


def firm_name(text: str) -> FirmName:
    """The normal form of a firm's name; a name of nothing but common words is its own."""
    told = latin_breaks(plain(text[:256]))
    rest = _NATION.sub(" ", _LEGAL.sub(" ", told))
    trades = []
    for trade, pattern in _TRADES:
        if pattern.search(rest):
            trades.append(trade)
            rest = pattern.sub(" ", rest)
    return FirmName(letters(rest) or letters(told), "+".join(sorted(trades)))


def latin_breaks(text: str) -> str:
    """A text with signs between Latin words as blanks, Chinese as it is."""
    return text if text.isalnum() else re.sub(r"[.,&_/()（）'’-]+", " ", text.replace("e-", "e"))


_LOCAL = re.compile(r"\D+")


def phone_tail(text: str) -> str:
    """The last eight digits of a telephone number: what is left when country and area differ."""
    if text.isascii() and text.isdigit():
        return text[-8:] if len(text) >= 7 else ""
    digits = _LOCAL.sub("", plain(re.split(r"转|ext|x|#", text.lower())[0]))
    return digits[-8:] if len(digits) >= 7 else ""


def host(url: str) -> str:
    """The host of a web address without "www", "m" or "shop" before it."""
    bare = re.sub(r"^[a-z+]*://", "", url.strip().lower()).split("/")[0].split("@")[-1]
    return re.sub(r"^(?:(?:www|m|shop|store|en|cn)\.)+", "", bare.split(":")[0])
