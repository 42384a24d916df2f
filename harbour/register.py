"""The demo register: firms that exist in every simulated harbour, whatever the seed.

All names are invented. Codes are formed like unified social credit codes with both check
characters right; their district 990000 belongs to no administrative division.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class Role(StrEnum):
    """What a firm does in the trade."""

    PLATFORM = "platform"
    MERCHANT = "merchant"
    PAYMENT = "payment"
    CARRIER = "carrier"
    AGENT = "agent"
    GUARANTOR = "guarantor"


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm of the demo register."""

    code: str
    name: str
    name_en: str
    roles: tuple[Role, ...]
    registered_on: date
    licensed: bool = True
    address: str = ""
    phone: str = ""
    website: str = ""
    same_as: str | None = None
    """The code of the firm that this one really is, under a second registration."""

    def __hash__(self) -> int:
        return hash(self.code)


def credit_code(serial: int) -> str:
    """A well-formed credit code for the serial number of an invented firm."""
    body = f"T{serial:07d}"
    total = sum(
        _ORGANISATION_ALPHABET.index(c) * w
        for c, w in zip(body, _ORGANISATION_WEIGHTS, strict=True)
    )
    check = (11 - total % 11) % 11
    stem = "91990000" + body + ("X" if check == 10 else str(check))
    total = sum(_ALPHABET.index(c) * pow(3, i, 31) for i, c in enumerate(stem))
    return stem + _ALPHABET[(31 - total % 31) % 31]


_PLATFORMS = (
    ("潮汐海淘网络科技有限公司", "Tide Haitao"),
    ("云帆全球购电子商务有限公司", "Cloudsail Global"),
    ("千屿跨境商城有限公司", "Thousand Isles Mall"),
    ("蓝鲸优选网络有限公司", "Blue Whale Select"),
    ("灯塔直邮电子商务有限公司", "Lighthouse Direct"),
    ("鸥鹭生活网络科技有限公司", "Gull and Heron Living"),
)
_PAYMENT = (
    ("通达付支付服务有限公司", "Tongda Pay"),
    ("海汇宝支付有限公司", "Haihui Pay"),
    ("安泊金融服务有限公司", "Anbo Finance"),
    ("青舟支付科技有限公司", "Green Boat Pay"),
)
_CARRIERS = (
    ("飞鹭国际快递有限公司", "Egret Express"),
    ("远岬物流有限公司", "Far Cape Logistics"),
    ("北回线航空速运有限公司", "Tropic Air Parcel"),
    ("锦帆供应链管理有限公司", "Brocade Sail Supply Chain"),
    ("海豚包裹服务有限公司", "Dolphin Parcel"),
    ("长汀快运有限公司", "Long Shore Courier"),
)
_AGENTS = (
    ("关港报关有限公司", "Gate Harbour Customs Brokers"),
    ("信锚国际货运代理有限公司", "True Anchor Forwarding"),
    ("泊联报关行有限公司", "Berth Union Brokers"),
    ("东堤供应链服务有限公司", "East Dyke Services"),
    ("明渡报关代理有限公司", "Clear Ferry Brokers"),
)
_MERCHANT_HOUSES = (
    ("青屿", "Qingyu"), ("北岚", "Beilan"), ("松涛", "Songtao"), ("白浪", "Bailang"),
    ("南汐", "Nanxi"), ("望潮", "Wangchao"), ("珊瑚谷", "Coral Valley"), ("月湾", "Moon Bay"),
    ("星岬", "Star Cape"), ("椰风", "Palm Wind"), ("雪松", "Cedar"), ("金沙洲", "Golden Bank"),
    ("海棠里", "Haitang Lane"), ("枫桥", "Maple Bridge"), ("暖流", "Warm Current"),
    ("蔚蓝", "Azure"), ("沐光", "Muguang"), ("禾木", "Hemu"), ("晴川", "Qingchuan"),
    ("归帆", "Returning Sail"),
)  # fmt: skip
_MERCHANT_TRADES = (
    ("国际贸易有限公司", "International Trading"),
    ("电子商务有限公司", "E-commerce"),
    ("供应链有限公司", "Supply"),
)


def _firms() -> tuple[Firm, ...]:
    firms: list[Firm] = []

    def add(name: str, name_en: str, roles: tuple[Role, ...]) -> None:
        serial = len(firms) + 1
        registered = date(2014 + serial * 7 % 10, 1 + serial * 5 % 12, 1 + serial * 11 % 28)
        firms.append(
            Firm(credit_code(serial), name, name_en, roles, registered, **_contact(serial, name_en))
        )

    for zh, en in _PLATFORMS:
        add(zh, en, (Role.PLATFORM, Role.GUARANTOR))
    for zh, en in _PAYMENT:
        add(zh, en, (Role.PAYMENT,))
    for zh, en in _CARRIERS:
        add(zh, en, (Role.CARRIER, Role.GUARANTOR))
    for zh, en in _AGENTS:
        add(zh, en, (Role.AGENT,))
    for trade_zh, trade_en in _MERCHANT_TRADES:
        for position, (zh, en) in enumerate(_MERCHANT_HOUSES):
            roles = (Role.MERCHANT, Role.GUARANTOR) if position % 4 == 0 else (Role.MERCHANT,)
            add(zh + trade_zh, f"{en} {trade_en}", roles)
    return tuple(firms) + tuple(_again(firms))


_DISTRICTS = ("云栖新区", "望海新区", "听潮新区", "澜湾新区", "星港新区")
_STREETS = ("潮声路", "帆影街", "汐波大道", "岚桥路", "屿石街", "棠林路", "枫岸大道")


def _contact(serial: int, name_en: str) -> dict[str, str]:
    """Where an invented firm is: no such streets, subscribers or hosts exist."""
    name = "".join(filter(str.isalpha, name_en)).lower()
    return {
        "address": f"上海市{_DISTRICTS[serial % 5]}{_STREETS[serial % 7]}{serial * 13 % 400 + 1}号"
        f"{serial % 9 + 1}幢{serial % 4 + 1}单元{serial % 20 + 1}01室",
        "phone": f"154{90_000_000 + serial * 7919:08d}",
        "website": f"https://www.{name}.example",
    }


def _again(firms: list[Firm]) -> Iterator[Firm]:
    """Second registrations of some merchants: other codes and spellings, something in common."""
    merchants = [one for one in firms if Role.MERCHANT in one.roles]
    for number, one in enumerate(merchants[::4]):
        spellings = (
            (f"{one.name_en} Co., Ltd.", one.address, one.phone, ""),
            (f"{one.name[:-4]}商行", one.address.replace("幢", "号楼"), "", one.website),
            (one.name.replace("有限公司", "（香港）有限公司"), "", f"+86 {one.phone}", ""),
            (f"{one.name_en.upper()} LIMITED", "", "", f"{one.website}/shop"),
        )
        name, address, phone, website = spellings[number % 4]
        serial = len(firms) + number + 1
        yield Firm(
            credit_code(serial), name, one.name_en, one.roles, one.registered_on,
            address=address, phone=phone, website=website, same_as=one.code,
        )  # fmt: skip


FIRMS: tuple[Firm, ...] = _firms()
_BY_CODE = {one.code: one for one in FIRMS}


def firm(code: str) -> Firm:
    """The firm of the demo register with this code."""
    return _BY_CODE[code]


def having(role: Role) -> tuple[Firm, ...]:
    """The firms of the demo register that have this role, each once."""
    return tuple(one for one in FIRMS if role in one.roles and one.same_as is None)


_SECOND = {one.same_as: one for one in FIRMS if one.same_as is not None}


def second_registration(code: str) -> Firm | None:
    """The second registration of a firm, if it has one."""
    return _SECOND.get(code)


def seller_of(code: str) -> str:
    """The code under which a firm was registered first; strangers keep their own."""
    known = _BY_CODE.get(code)
    return (known.same_as or code) if known is not None else code


def register_rows() -> list[dict[str, object]]:
    """The rows of firms.json, without certificates."""
    return [
        {
            "code": one.code,
            "name": one.name,
            "name_en": one.name_en,
            "roles": [role.value for role in one.roles],
            "registered_on": one.registered_on.isoformat(),
            "licensed": one.licensed,
            "address": one.address,
            "phone": one.phone,
            "website": one.website,
        }
        for one in FIRMS
    ]
