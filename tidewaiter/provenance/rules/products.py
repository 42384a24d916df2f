"""What a product and a facility have to be, before anybody keeps them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.provenance.formats.identifiers import gln, gtin

GS1 = "GS1 General Specifications, 7.9"
LAW = "Product Quality Law of the PRC, Art. 27"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What a product is, as its operator says it."""

    gtin: str
    name: str
    brand: str = ""
    model: str = ""
    hs_code: str = ""
    origin: str = ""
    record_no: str = ""
    made_at: str = ""
    """Location number of the facility."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What a facility is, as its operator says it."""

    gln: str
    name: str
    address: str = ""
    country: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None


def known_gtin(given: str) -> str:
    """A trade item number has 8, 12, 13 or 14 digits, the last of which checks the others."""
    number = gtin(given)
    if number is None:
        raise Refusal(
            "product.gtin",
            Text(
                "“{given}” is no trade item number: it has 8, 12, 13 or 14 digits, and the last"
                " one checks the others.",
                "“{given}”不是有效的商品条码：应为8、12、13或14位数字，末位为校验位。",
            ),
            values={"given": given[:40]},
            law=GS1,
            cure=Text(
                "Read the number below the bar code again; one digit differs.",
                "请重新核对条码下方的数字，其中一位有误。",
            ),
        )
    return number


def known_gln(given: str) -> str:
    """A location number has thirteen digits, the last of which checks the others."""
    number = gln(given)
    if number is None:
        raise Refusal(
            "facility.gln",
            Text(
                "“{given}” is no location number: it has 13 digits, and the last one checks the"
                " others.",
                "“{given}”不是有效的全球位置码：应为13位数字，末位为校验位。",
            ),
            values={"given": given[:40]},
            law=GS1,
            cure=Text(
                "Look the number up where it was issued; one digit differs.",
                "请向发码机构核对该号码，其中一位有误。",
            ),
        )
    return number


def well_described(product: Particulars, *, countries: Collection[str]) -> None:
    """Goods state what they are called, and where they come from by a code of customs."""
    if not product.name.strip():
        raise _wanting("name")
    if product.hs_code and not re.fullmatch(r"[0-9]{4,10}", product.hs_code):
        raise Refusal(
            "product.hs-code",
            Text(
                "“{given}” is no tariff code: it has four to ten digits.",
                "“{given}”不是有效的商品编码：应为4至10位数字。",
            ),
            values={"given": product.hs_code[:20]},
            law=LAW,
            cure=Text("Take it from the tariff, without dots.", "请按税则填写，不含点号。"),
        )
    if product.origin and product.origin not in countries:
        raise unknown_country(product.origin)


def unknown_country(given: str) -> Refusal:
    """The refusal of a country that is on no list of customs."""
    return Refusal(
        "product.origin",
        Text(
            "“{given}” is no country code of customs, such as 116 for Japan.",
            "“{given}”不是海关国别代码，例如日本为116。",
        ),
        values={"given": given[:10]},
        law=LAW,
        cure=Text(
            "Take the three digits from the list of countries of the law pack.",
            "请使用法规包国别代码表中的三位数字。",
        ),
    )


def unknown_facility(number: str) -> Refusal:
    """The refusal of a facility that nobody has registered."""
    return Refusal(
        "facility.unknown",
        Text("No facility {gln} is registered.", "场所{gln}尚未登记。"),
        values={"gln": number},
        law=LAW,
        cure=Text("Register the facility first.", "请先登记该场所。"),
        kind=Kind.NOT_FOUND,
    )


def no_such_operator(code: str) -> Refusal:
    """The refusal of an operator that nobody has registered."""
    return Refusal(
        "facility.operator",
        Text("No operator {code} is registered.", "企业{code}尚未登记。"),
        values={"code": code},
        law=LAW,
        cure=Text("Register the operator first, or leave it out.", "请先登记该企业，或留空。"),
        kind=Kind.NOT_FOUND,
    )


def bad_line(number: int, problem: str) -> Refusal:
    """The refusal of a line of a register of facilities."""
    return Refusal(
        "facility.line",
        Text("Line {number}: {problem}", "第{number}行：{problem}"),
        values={"number": number, "problem": problem},
        law=LAW,
        cure=Text(
            "Correct the line and load the file again; the other lines are taken over.",
            "请更正该行后重新载入；其他各行已载入。",
        ),
    )


def placed_by_one(gtin: str, *, holder: str, operator: str) -> None:
    """A trade item number belongs to whoever placed the goods on the market first under it."""
    if holder != operator:
        raise Refusal(
            "product.taken",
            Text(
                "The product {gtin} is registered by another operator.",
                "商品{gtin}已由其他企业登记。",
            ),
            values={"gtin": gtin},
            law=LAW,
            cure=Text(
                "Check the number; if it is yours, write to the office with the certificate of"
                " GS1.",
                "请核对条码；如确为本单位所有，请附GS1证书联系主管机关。",
            ),
            kind=Kind.CONFLICT,
        )


def _wanting(field: str) -> Refusal:
    return Refusal(
        "product.wanting",
        Text("The product has no {field}.", "产品缺少{field}。"),
        values={"field": field},
        law=LAW,
        cure=Text("Fill it in and send it again.", "请填写后重新提交。"),
    )
