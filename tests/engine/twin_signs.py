"""The rules about value, goods, route and identity once more in plain Python."""

import math
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tests.engine.twin_words import unauthorised, word_signs
from tidewaiter.law.loader import Law

EMPTY_MODELS = {
    "none", "n/a", "na", "no", "nil", "null", "empty", "any", "mixed", "assorted", "as shown",
    "see item", "see goods", "standard", "normal", "unbranded", "no brand", "-", "/", "无", "空",
    "无品牌", "普通", "混装", "见实物", "详见实物", "无型号", "无规格", "标准", "其他",
}  # fmt: skip
PIECES = {"001", "002", "003", "006", "007", "008", "011", "012", "015", "016", "018"}
PACKS = {"019", "025", "120", "122", "125", "136", "140", "142"}
BY_ROAD = {
    "101", "106", "109", "110", "111", "119", "121", "124", "125", "127", "141", "142", "145",
    "146", "147", "149", "340", "344",
}  # fmt: skip
BY_RAIL = {
    "109", "110", "119", "124", "141", "142", "145", "146", "147", "149", "301", "303", "304",
    "305", "307", "309", "312", "327", "340", "344", "347",
}  # fmt: skip
HUBS = {"110", "121", "132", "138"}
KILOGRAM = "035"


def parcel_signs(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    """The codes of the rules about the whole parcel that fire."""
    yield from _papers(parcel)
    yield from _value(parcel, law)
    if unauthorised(parcel):
        yield "D-11"
    d, o = parcel["declaration"], parcel["order"]
    if d["gross_weight"] - d["net_weight"] > d["net_weight"] / 4 + Decimal("0.25"):
        yield "D-05"
    if d["trade_mode"] == law.text("cbec.trade_mode.direct"):
        if d["country"] == law.text("cbec.country.home"):
            yield "W-01"
        reached = {"4": BY_ROAD, "3": BY_RAIL}.get(d["traf_mode"])
        if reached is not None and d["country"] not in reached:
            yield "W-02"
        origins = {line["country"] for line in parcel["lines"]}
        if origins and d["country"] not in origins | HUBS:
            yield "W-03"
    if o and o["consignee_ix"] != o["buyer_name_ix"] and parcel["address_buyers"] >= 2:
        yield "I-01"
    if o and o["consignee_phone_ix"] != o["buyer_phone_ix"] and parcel["phone_buyers"] >= 2:
        yield "I-02"


def _papers(parcel: Mapping[str, Any]) -> Iterator[str]:
    d, o = parcel["declaration"], parcel["order"]
    p, w = parcel["payment"], parcel["waybill"]
    if w:
        if None not in (w["bill_no"], d["bill_no"]) and w["bill_no"] != d["bill_no"]:
            yield "M-07-bill"
        apart = abs(w["weight"] - d["gross_weight"])
        if apart > max(d["gross_weight"] / 10, Decimal("0.1")):
            yield "M-07-weight"
        if w["freight"] != d["freight"] or w["insured_fee"] != d["insured_fee"]:
            yield "M-07-charges"
    if o and o["buyer_id_type"] != d["buyer_id_type"]:
        yield "M-10-type"
    if o and p and p["payer_ix"] == o["buyer_ix"] and p["payer_name_ix"] != o["buyer_name_ix"]:
        yield "M-14-name"


def _value(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    d, value = parcel["declaration"], parcel["value"]
    single = law.amount("cbec.limit.single")
    if not parcel["lines"]:
        return
    if single * Decimal("0.97") < parcel["dutiable"] <= single:
        yield "V-01"
    if d["freight"] >= 50 and d["freight"] > value:
        yield "V-04"
    if d["insured_fee"] >= 20 and d["insured_fee"] > value / 10:
        yield "V-05"
    if d["net_weight"] >= 1 and value < d["net_weight"] * 4:
        yield "V-06"


def line_signs(line: Mapping[str, Any], parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    """The codes of the rules about one line that fire."""
    yield from word_signs(line, law)
    d, same = parcel["declaration"], line["ordered"]
    if same:
        for code, name in (("M-12-barcode", "bar_code"), ("M-12-item", "item_no")):
            if None not in (same[name], line[name]) and same[name] != line[name]:
                yield code
        if line["price"] > 0 and same["price"] >= line["price"] * 10:
            yield "M-12-tenth"
    if line["total_price"] >= 1000 and line["total_price"] % 100 == 0:
        yield "V-02"
    if _just_untaxed(line, law):
        yield "V-03"
    if len(line["gmodel"]) <= 16 and line["gmodel"].strip().lower() in EMPTY_MODELS:
        yield "D-01"
    if line["qty"] >= 30 and line["unit"] in PIECES | PACKS:
        yield "D-02"
    if line["qty"] % 1 and line["unit"] in PIECES | {"009"}:
        yield "D-03"
    if _weighs_otherwise(line):
        yield "D-04"
    code = line["bar_code"] or "none"
    absent = code.strip().lower() in {"无", "", "none", "/"}
    if not absent and not re.fullmatch(r"\d{8}|\d{12,14}", code):
        yield "D-06"
    if re.fullmatch(r"[0-9 .,/_#+-]+", line["gname"]):
        yield "D-07"
    direct = d["trade_mode"] == law.text("cbec.trade_mode.direct")
    if direct and line["country"] == law.text("cbec.country.home"):
        yield "W-04"


def _just_untaxed(line: Mapping[str, Any], law: Law) -> bool:
    from tests.engine.twin import portions

    tariff = line["tariff"]
    if tariff is None or tariff.threshold is None:
        return False
    least = tariff.per_gram_ml if tariff.threshold == "gram_ml" else tariff.per_piece
    counted = portions(tariff, line, law)
    if not counted or counted <= 0 or least is None:
        return False
    return bool(least * counted * Decimal("0.97") <= line["total_price"] < least * counted)


def _weighs_otherwise(line: Mapping[str, Any]) -> bool:
    peer, one, kilograms = line["peer"], line["qty1"], line["qty2"]
    if peer is None or peer["n"] < 20 or line["unit2"] != KILOGRAM or line["unit1"] == KILOGRAM:
        return False
    if one <= 0 or kilograms is None or kilograms <= 0:
        return False
    usual = peer["median_log_price"] - peer["median_log_density"]
    return abs(math.log(float(kilograms) / float(one)) - usual) > math.log(6)
