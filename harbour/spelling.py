"""How people and shops spell one address or name: other formats, scripts and slips of the pen.

Nothing is drawn from the run's sequence: which spelling a parcel gets depends on its number alone,
so a run with spellings is the same run otherwise.
"""

import re
from functools import cache
from hashlib import blake2b

from pypinyin import Style, lazy_pinyin

_ADDRESS = re.compile(
    r"(?P<province>\w+?省|广西壮族自治区|)(?P<city>\w+?市)(?P<district>\w+?新区)(?P<name>\w+?)"
    r"(?P<kind>路|街|大道|巷)(?P<house>\d+)号(?P<block>\d+)幢(?P<entrance>\d+)单元(?P<room>\d+)室"
)
_ENGLISH = {"路": "Road", "街": "Street", "大道": "Avenue", "巷": "Lane"}
_PINYIN = {"路": "Lu", "街": "Jie", "大道": "Dadao", "巷": "Xiang"}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_HAN = str.maketrans("0123456789", "〇一二三四五六七八九")
# written for another: heard alike, or looking alike
_HEARD = str.maketrans(
    "声影鸣波光溪月晖泉岸渡潮帆汐鸥岚枫松荷苇晴", "生颖明播广西越辉全案度朝凡夕欧兰丰淞河伟情"
)
_SEEN = str.maketrans("声波光溪桥石林潮帆汀枫槐晴", "戸披先奚侨右木湖机订讽愧睛")


def chance(*of: object) -> float:
    """A number from 0 up to 1 that depends on nothing but what is given."""
    digest = blake2b("/".join(map(str, of)).encode(), digest_size=7).digest()
    return int.from_bytes(digest, "big") / 2**56


@cache
def spelt(text: str) -> str:
    """Chinese characters in pinyin without tones, in one word with a capital."""
    return "".join(lazy_pinyin(text)).capitalize()


def _full(part: dict[str, str]) -> str:
    return (
        f"{part['province']}{part['city']}{part['district']}{part['name']}{part['kind']}"
        f"{part['house']}号{part['block']}幢{part['entrance']}单元{part['room']}室"
    )


def _english(part: dict[str, str]) -> str:
    region = f", {spelt(part['province'][:2])}" if part["province"] else ""
    return (
        f"Room {part['room']}, Unit {part['entrance']}, Building {part['block']}, "
        f"No. {part['house']} {spelt(part['name'])} {_ENGLISH[part['kind']]}, "
        f"{spelt(part['district'][:-2])} New District, "
        f"{spelt(part['city'][:-1])}{region}, China"
    )


def _short_english(part: dict[str, str]) -> str:
    kind = {"Road": "Rd.", "Street": "St.", "Avenue": "Ave.", "Lane": "Ln."}[_ENGLISH[part["kind"]]]
    return (
        f"{part['block']}-{part['entrance']}-{part['room']}, {part['house']} {spelt(part['name'])} "
        f"{kind}, {spelt(part['district'][:-2])} Dist., {spelt(part['city'][:-1]).upper()}"
    )


def _romanised(part: dict[str, str]) -> str:
    region = f"{spelt(part['province'][:-1])} Sheng, " if part["province"].endswith("省") else ""
    return (
        f"{region}{spelt(part['city'][:-1])} Shi, {spelt(part['district'][:-2])} Xinqu, "
        f"{spelt(part['name'])} {_PINYIN[part['kind']]} {part['house']} Hao, "
        f"{part['block']} Zhuang "
        f"{part['entrance']} Danyuan {part['room']} Shi"
    )


def _in_characters(part: dict[str, str]) -> str:
    block, entrance = (
        number.translate(_HAN) if len(number) == 1 else number
        for number in (part["block"], part["entrance"])
    )
    return _full(part | {"block": block, "entrance": entrance})


def _dashed(part: dict[str, str]) -> str:
    street = _full(part).split("号")[0]
    return f"{street}号{part['block']}-{part['entrance']}-{part['room']}"


_SPELLINGS = (
    lambda part: _full(part | {"province": ""}),
    lambda part: _full(part).translate(_WIDE),
    lambda part: re.sub(r"(省|市|新区|路|街|大道|巷|号|幢|单元)", r"\1 ", _full(part)),
    _dashed,
    lambda part: _full(part).replace("幢", "号楼").removesuffix("室"),
    _in_characters,
    _english,
    _short_english,
    _romanised,
    lambda part: _full(part | {"province": "", "city": part["city"].removesuffix("市")}),
    lambda part: _full(part | {"name": part["name"].translate(_HEARD)}),
    lambda part: _full(part | {"name": part["name"].translate(_SEEN)}),
    lambda part: _full(part | {"district": ""}),
    lambda part: _full(part).split("号")[0] + "号",
)  # fmt: skip


def respelt_address(address: str, draw: float) -> str:
    """The same address as somebody else would write it; `draw` chooses how."""
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return address
    return _SPELLINGS[int(draw * len(_SPELLINGS))](found.groupdict())


def respelt_name(name: str, draw: float) -> str:
    """A person's name in Latin letters, in one order or the other."""
    surname = "".join(lazy_pinyin(name[0], style=Style.NORMAL)).capitalize()
    given = spelt(name[1:])
    forms = (f"{surname} {given}", f"{given} {surname}", f"{surname.upper()} {given.upper()}")
    return forms[int(draw * len(forms))]


def respelt_phone(phone: str, draw: float) -> str:
    """The same telephone with a country code or separators."""
    forms = (f"+86 {phone}", f"86-{phone}", f"{phone[:3]}-{phone[3:7]}-{phone[7:]}")
    return forms[int(draw * len(forms))]


def second_phone(phone: str) -> str:
    """The other telephone of whoever has this one."""
    return f"154{int(chance('second', phone) * 1e8):08d}"
