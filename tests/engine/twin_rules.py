"""The rules once more in plain Python, as a reader of the law would write them."""

import math
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tidewaiter.law.loader import Law

VAGUE = {
    "gift", "gifts", "present", "sample", "samples", "parts", "spare parts", "accessories", "goods",
    "items", "stuff", "other", "others", "misc", "miscellaneous", "daily necessities", "article",
    "articles", "product", "products", "礼品", "礼物", "样品", "配件", "零件", "商品",
    "物品", "用品",
    "日用品", "其他", "其它", "杂物", "百货",
    "household items", "household goods", "personal items", "personal effects", "assorted goods",
    "mixed goods", "various", "various goods", "small items", "commodity", "commodities",
    "merchandise", "consolidated goods", "general cargo", "unknown", "none", "n/a",
    "not available", "toy parts", "electronics", "consumer goods", "家居用品", "小商品", "日用百货",
    "生活用品", "杂货", "混装", "赠品", "个人物品", "无", "未知", "货物", "礼盒", "快件", "包裹",
}  # fmt: skip


def parcel_faults(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    """The codes of the rules about the whole parcel that fire."""
    yield from _match(parcel, law)
    yield from _parties(parcel)
    yield from _goods(parcel, law)
    yield from _money(parcel, law)
    yield from _risk(parcel, law)


def _match(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    d, o = parcel["declaration"], parcel["order"]
    p, w = parcel["payment"], parcel["waybill"]
    if p is None:
        yield "M-04"
    if o is None:
        yield "M-06"
    if w is None:
        yield "M-07"
    if o:
        yield from _order_matches(parcel, o, d)
    if o and p:
        if abs(o["actural_paid"] - p["amount_paid"]) > law.amount("match.payment_tolerance"):
            yield "M-02"
        if o["pay_code"] is not None and o["pay_code"] != p["pay_code"]:
            yield "M-03"
        number = o["pay_transaction_id"]
        if number is not None and number != p["pay_transaction_id"]:
            yield "M-03-number"
        verified = any(
            firm and firm["verifies_identity"]
            for firm in (parcel["parties"]["merchant"], parcel["parties"]["platform"])
        )
        if o["buyer_ix"] != p["payer_ix"] and not verified:
            yield "M-14"
    if o and w:
        for code, name in (("M-05-name", "consignee_ix"), ("M-05-phone", "consignee_phone_ix"),
                           ("M-05-address", "address_ix")):  # fmt: skip
            if o[name] != w[name]:
                yield code
    if w and w["order_no"] != d["order_no"]:
        yield "M-07-order"
    if parcel["identity"] and not parcel["identity"]["agrees"]:
        yield "M-15"
    if any(paper and paper["currency"] != law.text("cbec.currency") for paper in (d, o, p, w)):
        yield "M-16"


def _order_matches(
    parcel: Mapping[str, Any], o: Mapping[str, Any], d: Mapping[str, Any]
) -> Iterator[str]:
    if o["actural_paid"] != o["goods_value"] + o["freight"] + o["tax_total"] - o["discount"]:
        yield "M-01"
    if o["ebc_code"] != d["ebc_code"]:
        yield "M-06-merchant"
    for code, name in (("M-08", "buyer_name_ix"), ("M-09", "buyer_phone_ix"), ("M-10", "buyer_ix")):
        if o[name] != d[name]:
            yield code
    if parcel["lines"] and parcel["ordered"]:
        if len(parcel["lines"]) != len(parcel["ordered"]):
            yield "M-11"
        if o["goods_value"] != sum(line["total_price"] for line in parcel["ordered"]):
            yield "M-13"
    if parcel["lines"] and o["goods_value"] != parcel["value"]:
        yield "M-13-list"


def _parties(parcel: Mapping[str, Any]) -> Iterator[str]:
    for role, firm in parcel["parties"].items():
        if role == "payment" and parcel["payment"] is None:
            continue
        if firm is None or firm["status"] != "active":
            yield f"G-08-{role}"


def _goods(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    d, w = parcel["declaration"], parcel["waybill"]
    if not (0 < d["net_weight"] <= d["gross_weight"]):
        yield "L-01"
    packages = law.number("cbec.packages")
    if d["pack_no"] != packages or (w and w["pack_no"] != packages):
        yield "L-01-packages"
    if d["freight"] < 0 or d["insured_fee"] < 0:
        yield "L-01-amounts"
    for name, listed in (("customs_code", "customs"), ("port_code", "customs"),
                         ("traf_mode", "transport"), ("country", "country"),
                         ("wrap_type", "packing")):  # fmt: skip
        if d[name] is not None and d[name] not in law.codes(listed):
            yield "L-03"
    if d["trade_mode"] == "9610":
        if any(d[name] is None for name in ("traf_no", "voyage_no", "bill_no")):
            yield "L-04-direct"
    elif d["trade_mode"] == "1210":
        if d["ems_no"] is None or d["area_code"] is None or d["country"] != "142":
            yield "L-04-bonded"
    else:
        yield "L-04-mode"
    if d["assure_code"] not in (d["ebp_code"], d["ebc_code"], d["logistics_code"]):
        yield "L-06"


def _money(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    items = sum((line["qty"] for line in parcel["lines"]), Decimal(0))
    one = len(parcel["lines"]) == 1 and items == law.number("cbec.limit.indivisible_items")
    if parcel["lines"] and parcel["dutiable"] > law.amount("cbec.limit.single") and not one:
        yield "T-01"
    if parcel["lines"] and parcel["basis"] == "full":
        yield "T-03"
    due = sum((sum(taxes[1:]) for taxes in parcel["taxes"].values()), Decimal(0))
    if parcel["order"] and abs(parcel["order"]["tax_total"] - due) > Decimal("0.10"):
        yield "T-04"
    if parcel["luxuries"]:
        yield "T-05"


def _risk(parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    single = law.amount("cbec.limit.single")
    if parcel["address_buyers"] >= 4 and parcel["address_amount"] > single:
        yield "R-02"
    if parcel["phone_buyers"] >= 4:
        yield "R-03"
    peers = [line for line in parcel["lines"] if line["peer"]]
    if peers and len(peers) == len(parcel["lines"]):
        expected = sum(_grams(line) for line in peers) / 1000
        net = float(parcel["declaration"]["net_weight"])
        if expected > 0 and net > 0 and (net > expected * 5 or expected > net * 5):
            yield "R-04"
    merchant = parcel["parties"]["merchant"]
    if merchant:
        first, today = merchant["first_seen"], parcel["declaration"]["declared_on"]
        if first is None or (today - first).days < 30:
            yield "R-06"
        most, chapters = merchant.get("most_value"), merchant.get("chapters")
        if most is not None and parcel["dutiable"] > most:
            yield "A-01-value"
        if chapters is not None and {line["gcode"][:2] for line in parcel["lines"]} - set(chapters):
            yield "A-01-chapters"
    grades = [grade for grade in "ABCDX" if f"chain-{grade}" in parcel["listed"]]
    if grades and grades[-1] == "X":
        yield "D-13"
    if grades and grades[-1] == "D":
        yield "D-14"
    if "watch" in parcel["listed"]:
        yield "N-01"
    if "hold" in parcel["listed"]:
        yield "N-02"
    if "screened-name" in parcel["listed"] and "screened-fact" not in parcel["listed"]:
        yield "N-03"
    if "screened-fact" in parcel["listed"]:
        yield "N-04"


def _grams(line: Mapping[str, Any]) -> int:
    grams = float(line["total_price"]) * 1000.0 / math.exp(line["peer"]["median_log_density"])
    return max(0, math.floor(grams + 0.5))


def line_faults(line: Mapping[str, Any], parcel: Mapping[str, Any], law: Law) -> Iterator[str]:
    """The codes of the rules about one line that fire."""
    from tests.engine.twin import shortfall

    same = line["ordered"]
    compared = ("qty", "unit", "price", "total_price", "country")
    if parcel["order"] and (same is None or any(same[name] != line[name] for name in compared)):
        yield "M-12"
    if line["total_price"] < 0 or abs(line["price"] * line["qty"] - line["total_price"]) >= Decimal(
        "0.005"
    ):
        yield "M-13-line"
    if same and same["item_name"].strip().lower() != line["gname"].strip().lower():
        yield "M-17"
    tariff = line["tariff"]
    if tariff is None:
        yield "L-02"
    else:
        seconds = (line["unit2"] is None) == (line["qty2"] is None)
        if (line["unit1"] != tariff.unit1 or line["qty1"] <= 0 or line["unit2"] != tariff.unit2
                or not seconds or (line["qty2"] is not None and line["qty2"] <= 0)):  # fmt: skip
            yield "L-02-units"
        if not tariff.positive:
            yield "L-07"
    units = [line[name] for name in ("unit", "unit1", "unit2") if line[name] is not None]
    if (line["country"] not in law.codes("country") or line["currency"] != law.text("cbec.currency")
            or any(unit not in law.codes("unit") for unit in units)):  # fmt: skip
        yield "L-03-line"
    if parcel["declaration"]["trade_mode"] == "1210" and line["item_record_no"] is None:
        yield "L-04-item"
    far = shortfall(line)
    if far is not None and line["peer"]["n"] >= 20 and far > 5:
        yield "R-01"
    name = line["gname"].strip()
    if len(name) < 2 or name.lower() in VAGUE:
        yield "R-05"
