"""What the machine API reads and says about duties."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
Amount = Annotated[Decimal, Meta(description="an exact number, as a number or as text")]


class DutyGoods(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Goods of one kind: ten digits for China, at least six elsewhere."""

    code: Annotated[str, Meta(pattern=r"^\d{6,10}$")]
    value: Amount
    qty: Amount = Decimal(1)
    qty1: Amount | None = None
    qty2: Amount | None = None
    duty_rate: Amount | None = None


class Consignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A consignment; amounts are in `currency`, or in that of the tax without one."""

    to: Country
    items: Annotated[list[DutyGoods], Meta(min_length=1, max_length=99)]
    mode: Literal["9610", "1210"] = "9610"
    origin: Country | Literal[""] = ""
    currency: Currency | Literal[""] = ""
    freight: Amount = Decimal(0)
    insurance: Amount = Decimal(0)
    rate: Amount | None = None
    limit_rate: Amount | None = None
    scheme: bool = False
    scheme_no: Annotated[str, Meta(max_length=40)] | None = None
    ioss_valid_from: date | None = None
    ioss_valid_to: date | None = None
    gift: bool = False
    channel: Literal["post", "courier"] = "courier"
    vat_kind: Literal["standard", "reduced", "reduced.second", "reduced.super"] = "standard"
    used: dict[str, Amount] = msgspec.field(default_factory=dict)
    guarantor: Annotated[str, Meta(max_length=64)] = ""


class DutiesRequest(msgspec.Struct, forbid_unknown_fields=True):
    """The day whose law answers, today without one, and the consignments."""

    consignments: list[msgspec.Raw]
    day: date | None = None


class DutiesAsked(msgspec.Struct):
    """The same as the description tells it."""

    consignments: list[Consignment]
    day: date | None = None


class DutyLaw(msgspec.Struct):
    """Where the law says so, and whether anybody has seen it there."""

    text: dict[str, str]
    address: str
    value: str
    note: str
    verified: bool


class DutyStep(msgspec.Struct):
    """One step of the arithmetic."""

    id: str
    en: str
    zh: str
    formula: str
    values: dict[str, Any]
    result: Any
    unit: str
    law: DutyLaw | None
    verified: bool


class DutyRefusal(msgspec.Struct):
    """Why no amount is said, and what can be done."""

    code: str
    message: dict[str, str]
    cure: dict[str, str]
    law: DutyLaw | None


class DutyAnswer(msgspec.Struct):
    """What is due on one consignment; `tax_bill` as message 816 states it, for China only."""

    number: int
    regime: str
    currency: str
    basis: str
    amounts: dict[str, str]
    refused: DutyRefusal | None
    steps: list[DutyStep]
    limits: list[dict[str, str]]
    tax_bill: dict[str, Any] | None


class DutiesSaid(msgspec.Struct):
    """The answers, the consignments that could not be read, and tax bills by guarantor."""

    day: date
    answers: list[DutyAnswer]
    faults: list[dict[str, Any]]
    sum_up: list[dict[str, Any]]
