"""Parcels with which every rule of the book fires once."""

from datetime import date
from decimal import Decimal
from typing import Any

from tests.engine.makers import CREAM, PLATFORM, SUGAR, TOY, Rows, a_line, a_parcel


def vague(parcel: Rows) -> None:
    """Order and declaration agree on a name that says nothing."""
    parcel["declaration_lines"][0]["gname"] = "Gift"
    parcel["order_lines"][0]["item_name"] = "gift "


def the_frauds(number: int) -> list[Rows]:
    """Parcels that the rules about money, parties and risk are there for."""
    lone = [a_parcel(number + place, buyer=f"buyer {1000 + place}") for place in range(4)]
    number += len(lone)
    ring = [a_parcel(number + place, buyer=f"ring {place}", address="one door", phone="one phone",
                     lines=[a_line(price="1900")]) for place in range(4)]  # fmt: skip
    number += len(ring)
    cream = a_line(CREAM, price="400", qty1="0.02", qty2="1", unit="011", name="cream")
    sugar = a_line(SUGAR, qty1="3", qty2=None, unit="136", name="sugar")
    goods = [[cream], [sugar], [a_line(price="1")], [a_line(price="9000")],
             [a_line(price="3000", qty="2")], [a_line(), a_line()], [a_line()], [a_line()],
             [a_line()], [a_line()], [a_line()]]  # fmt: skip
    others = [a_parcel(number + place, buyer=f"other {place}", lines=lines)
              for place, lines in enumerate(goods)]  # fmt: skip
    others[5]["order_lines"].pop()
    vague(others[6])
    others[7]["declarations"][0]["overdue"] = True
    for name in ("orders", "order_lines", "payments", "waybills"):
        others[7][name] = []
    for name in ("declarations", "orders", "payments"):
        others[9][name][0]["ebp_code"] = "ELSE"
    others[8]["payments"][0]["pay_code"] = others[8]["orders"][0]["pay_code"] = "ELSE"
    for name in ("declarations", "waybills"):
        others[9][name][0]["logistics_code"] = "ELSE"
    others[10]["declarations"][0]["trade_mode"] = "1210"
    newcomer = a_parcel(number + len(goods), buyer="newcomer")
    for name in ("declarations", "orders"):
        newcomer[name][0]["ebc_code"] = "NEW"
    return [*lone, *ring, *others, newcomer]


def the_sellers(number: int) -> list[Rows]:
    """Parcels that are odd because of what their sellers dealt before; see `the_tiles`."""
    made = [
        a_parcel(number, buyer="seller 0", lines=[a_line(price="60")]),
        a_parcel(number + 1, buyer="seller 1", lines=[a_line(price="4700")]),
        a_parcel(number + 2, buyer="seller 2"),
    ]
    for parcel, code in zip(made, ("LOW", "FULL", "NEW"), strict=True):
        for name in ("declarations", "orders"):
            parcel[name][0]["ebc_code"] = code
        parcel["declarations"][0]["assure_code"] = PLATFORM
    return made


def the_tiles() -> list[dict[str, Any]]:
    """A seller that is too cheap, one that crowds under the limit, and a new one that wanders."""
    plain = {"n": 0, "today": 0, "near": 0, "beyond": 0, "priced": 0, "z": 0, "zz": 0,
             "last_day": None}  # fmt: skip
    return [
        plain | {"key": "seller:LOW", "n": 40, "priced": 40, "z": -80_000, "today": 25,
                 "last_day": date(2025, 11, 2)},
        plain | {"key": f"goods:LOW:{TOY[:6]}", "n": 40, "z": 0, "zz": 40 * 50_000},
        plain | {"key": f"market:{PLATFORM}:{TOY[:6]}:116", "n": 40_000, "z": 0,
                 "zz": 40_000 * 50_000},
        plain | {"key": "seller:FULL", "n": 30, "near": 12, "beyond": 1},
        plain | {"key": f"platform:{PLATFORM}", "n": 9_000, "near": 9},
        plain | {"key": "seller:NEW", "n": 200, "today": 40},
        *(plain | {"key": f"hour:NEW:{hour}", "n": 40, "today": 40} for hour in range(24)),
    ]  # fmt: skip


def the_signs(number: int) -> list[Rows]:
    """Parcels that agree in themselves and yet deserve a look."""
    just_untaxed = a_line(CREAM, price="199", qty1="0.02", qty2="1", unit="011", name="cream")
    goods = [[a_line(price="4990")], [just_untaxed], [a_line(price="20")],
             [a_line(price="50", qty="60")], [a_line(qty="0.5")], [a_line(qty2="9")], [a_line()],
             [a_line()], [a_line()], [a_line(name="8471-30")], [a_line(country="142")],
             [a_line(CREAM, price="400", qty1="0.02", qty2="1", name="Espresso coffee")],
             [a_line(name="象牙 comb")], [a_line(name="疫苗")], [a_line(name="Nike 运动鞋")],
             [a_line()]]  # fmt: skip
    made = [a_parcel(number + place, buyer=f"sign {place}", lines=lines,
                     insured="30" if place == 2 else "0")
            for place, lines in enumerate(goods)]  # fmt: skip
    made[2]["declarations"][0]["net_weight"] = made[2]["declarations"][0]["gross_weight"] = Decimal(
        "9"
    )
    made[6]["order_lines"][0]["bar_code"] = "4006381333931"
    made[6]["declaration_lines"][0]["bar_code"] = "4006381333948"
    made[15]["declaration_lines"][0]["bar_code"] = "8715658002512"
    for parcel in made[7:9]:
        for name in ("orders", "waybills"):
            parcel[name][0] |= {
                "consignee_ix": "x", "consignee_phone_ix": "x", "address_ix": "a door"}  # fmt: skip
        for name in ("orders", "declarations"):
            parcel[name][0]["buyer_phone_ix"] = "a phone"
        parcel["declarations"][0]["address_ix"] = "a door"
    return made
