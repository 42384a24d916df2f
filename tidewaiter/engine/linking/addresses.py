"""Part an address into postcode, area, district, street, house and unit, whatever its spelling.

浙江省杭州市云栖新区潮声路88号3幢2单元1201室 and "Rm 1201, Unit 2, Bldg 3, 88 Chaosheng Rd,
Yunqi New District, Hangzhou, Zhejiang" come out alike. What cannot be told apart stays empty.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from tidewaiter.engine.linking.areas import Country, country
from tidewaiter.engine.linking.folding import latin, letters, plain, sound


class Address(NamedTuple):
    """The parts of an address in their normal form; an empty text where it has none."""

    postcode: str = ""
    area: str = ""
    district: str = ""
    street: str = ""
    street_sound: str = ""
    house: str = ""
    unit: str = ""
    """Building, entrance and room: "3-2-1201"."""
    room: str = ""
    """The last of them."""


def parse_address(text: str, code: str = "CN") -> Address:
    """The parts of an address of a country (two letters); bounded to its first 256 characters."""
    told = plain(text[:256])
    form = country(code)
    if form.heads and _HAN.search(told):
        return _chinese(told, form)
    return _latin(told, form)


_HAN = re.compile(r"[\u4e00-\u9fff]")
_GAPS = re.compile(r"[\s,，、。.;；:：()（）]+")
_DIGITS = str.maketrans("一二三四五六七八九〇零两", "123456789002")
_COUNTED = re.compile(r"([一二三四五六七八九十〇零两]+)(?=号|幢|栋|座|楼|单元|室|弄|层)")
_CHINESE = re.compile(
    r"(?:(?P<district>[^\d路街]{1,8}?(?:新区|开发区|高新区|自治[县旗]|[区县旗市]))"
    r"(?=[^\d]{1,16}(?:大道|大街|胡同|[路街巷道弄])))?"
    r"(?:[^\d路街巷]{1,8}(?:街道|镇|乡))?"
    r"(?P<street>[^\d]{1,16}?(?P<kind>大道|大街|胡同|[路街巷道弄]))"
    r"(?P<house>\d+[a-z]?)?号?(?P<rest>.*)",
    re.DOTALL,
)
_PARTS = re.compile(r"\d+[a-z]?(?![a-z])|(?<![a-z])[a-z](?:\d+|(?=座|栋|幢|楼|单元|$))")
_KINDS = {
    "路": "road", "街": "street", "大街": "street", "大道": "avenue", "巷": "lane", "道": "road",
    "弄": "lane", "胡同": "hutong",
    "lu": "road", "road": "road", "rd": "road", "dao": "road", "jie": "street", "dajie": "street",
    "street": "street", "st": "street", "str": "street", "dadao": "avenue", "avenue": "avenue",
    "ave": "avenue", "av": "avenue", "xiang": "lane", "lane": "lane", "ln": "lane",
    "nong": "lane", "hutong": "hutong", "boulevard": "boulevard", "blvd": "boulevard",
    "drive": "drive", "dr": "drive", "way": "way", "place": "place", "pl": "place",
    "court": "court", "ct": "court", "square": "square", "sq": "square",
}  # fmt: skip


def _chinese(told: str, form: Country) -> Address:
    postcode = ""
    # it stands first or last
    outside = told[:1] + told[-1:]
    if form.postcode and not outside.isalpha() and (code := form.postcode.search(told)):
        postcode, told = code[0], told[: code.start()] + told[code.end() :]
    told = _GAPS.sub("", told)
    if told.startswith("中"):
        told = told.removeprefix("中华人民共和国").removeprefix("中国")
    if _COUNTED.search(told):
        told = _COUNTED.sub(_counted, told)
    area = ""
    for _ in (1, 2):
        found_area = next(
            (one for one in form.heads.get(told[:2], ()) if told.startswith(one[0])), None
        )
        if found_area is None:
            break
        name, area, province = found_area
        told = told[len(name) :].removeprefix("省").removeprefix("市")
        if not province:
            # a municipality is often named twice, as province and as city
            told = told.removeprefix(name if name.endswith("市") else f"{name}市")
            break
    found = _CHINESE.match(told)
    if found is None:
        return Address(postcode, area, unit=_unit(_PARTS.findall(told)))
    kind, street = found["kind"], found["street"]
    name, heard = _named(street[: -len(kind)])
    parts = _PARTS.findall(found["rest"])
    return Address(
        postcode,
        area,
        _district(found["district"] or ""),
        f"{name} {_KINDS[kind]}",
        heard,
        (found["house"] or "").lstrip("0"),
        _unit(parts),
        parts[-1].lstrip("0") if parts else "",
    )


def _counted(found: re.Match[str]) -> str:
    """A number in characters as digits: 十二 is 12, 二十 is 20, 一二〇一 is 1201."""
    said = found[1]
    if "十" in said:
        tens, _, ones = said.partition("十")
        return f"{(tens or '一').translate(_DIGITS)}{(ones or '〇').translate(_DIGITS)}"
    return said.translate(_DIGITS)


def _unit(parts: list[str]) -> str:
    return "-".join(part.lstrip("0") for part in parts)


@lru_cache(maxsize=16_384)
def _named(name: str) -> tuple[str, str]:
    """A street's name in Latin letters, and how it sounds."""
    spelt = letters(name)
    return spelt, sound(spelt)


@lru_cache(maxsize=16_384)
def _district(name: str) -> str:
    for kind in ("新区", "开发区", "高新区", "自治县", "自治旗", "区", "县", "旗", "市"):
        if name.endswith(kind):
            name = name[: -len(kind)]
            break
    return letters(name)


_NATION = re.compile(r"(?:,|\s)*\b(?:p\.?\s?r\.?\s?china|china|prc)\b\.?\s*$")
_LABELLED = (
    ("building", re.compile(
        r"\b(?:building|bldg|block|blk|tower)\.?\s*(?:no\.?\s*)?([a-z]?\d+[a-z]?|[a-z])\b"
        r"|\b(\d+[a-z]?)\s*(?:hao\s?lou|zhuang|chuang|dong|zuo)\b")),
    ("entrance", re.compile(
        r"\b(?:unit|entrance)\.?\s*(?:no\.?\s*)?(\d+[a-z]?)\b|\b(\d+[a-z]?)\s*dan\s?yuan\b")),
    ("room", re.compile(
        r"\b(?:room|rm|apt|apartment|flat|suite|ste)\.?\s*(?:no\.?\s*)?([a-z]?\d+[a-z]?)\b"
        r"|\b(\d+[a-z]?)\s*shi\b|#\s*([a-z]?\d+[a-z]?)\b")),
)  # fmt: skip
_DASHED = re.compile(r"\b([a-z]?\d+[a-z]?(?:-[a-z]?\d+[a-z]?)+)\b")
_DISTRICT = re.compile(
    r"^(?P<name>.+?)[\s-]*"
    r"(?:new\s*district|new\s*area|xin\s*qu|kaifaqu|district|dist|county|qu|xian)\.?$"
)
_STREETS = "|".join(sorted((kind for kind in _KINDS if kind.isascii()), key=len, reverse=True))
_BEFORE = re.compile(
    rf"(?:\bno\.?\s*)?\b(?P<house>\d+[a-z]?)\s*(?:hao)?[\s,]+"
    rf"(?P<name>[a-z][a-z' ]*?)\s+(?P<kind>{_STREETS})\b"
)
_AFTER = re.compile(
    rf"\b(?P<name>[a-z][a-z' ]*?)"
    rf"(?:\s+(?P<kind>{_STREETS})|(?P<joined>lu|dajie|jie|dadao|xiang))\b\.?"
    r"[\s,]*(?:no\.?\s*)?(?P<house>\d+[a-z]?)?(?:\s*hao)?\b"
)


def _latin(told: str, form: Country) -> Address:
    told = _NATION.sub("", latin(told))
    postcode = area = district = ""
    if form.postcode:
        # a postcode stands at the end of an address that ascends, a house number at its head
        for last in list(form.postcode.finditer(told))[-1:]:
            postcode, told = last[0], told[: last.start()] + told[last.end() :]
    kept = []
    pieces = re.split(r"[,;\n]+", told)
    for piece in pieces if form.descending else reversed(pieces):
        piece = piece.strip(" .")
        known = form.areas.get(letters(piece)) or form.areas.get(
            letters(re.sub(r"\s+(?:city|shi|province|sheng)$", "", piece))
        )
        if known is not None:
            # the smaller area says more: of China a city counts, a province only without one
            area = known if not area or _smaller(piece, area, form) else area
        elif not district and (found_district := _DISTRICT.match(piece)):
            district = letters(found_district["name"])
        elif piece:
            kept.append(piece)
    rest = ", ".join(kept if form.descending else reversed(kept))
    parts = []
    for _, pattern in _LABELLED:
        if told_part := pattern.search(rest):
            parts.append(next(group for group in told_part.groups() if group))
            rest = rest[: told_part.start()] + " , " + rest[told_part.end() :]
    if not parts and (dashed := _DASHED.search(rest)):
        parts = dashed[1].split("-")
        rest = rest[: dashed.start()] + " , " + rest[dashed.end() :]
    street = name = house = ""
    if where := _BEFORE.search(rest) or _AFTER.search(rest):
        groups = where.groupdict()
        name = letters(groups["name"])
        street = f"{name} {_KINDS[groups['kind'] or groups['joined']]}"
        house = (groups["house"] or "").lstrip("0")
        if not area and not form.heads:
            area = letters(kept[-1]) if len(kept) > 1 else ""
    return Address(
        postcode.replace(" ", ""), area, district, street, sound(name), house, _unit(parts),
        parts[-1].lstrip("0") if parts else "",
    )  # fmt: skip


def _smaller(piece: str, than: str, form: Country) -> bool:
    """Whether a named area lies below one that was met before: a city in a province."""
    return _rank(form.areas.get(letters(piece), ""), form) > _rank(than, form)


def _rank(canonical: str, form: Country) -> int:
    return 0 if canonical in _provinces(form.code) else 1


@cache
def _provinces(code: str) -> frozenset[str]:
    return frozenset(
        canonical
        for found in country(code).heads.values()
        for _, canonical, province in found
        if province
    )
