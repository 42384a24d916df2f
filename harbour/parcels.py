"""A parcel as the simulation knows it: what its four documents will say, and the truth."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

from harbour.frauds import Fraud
from harbour.goods import Good
from harbour.people import Person
from harbour.register import Firm


@dataclass(frozen=True, slots=True)
class Offer:
    """What one merchant offers of one kind of goods, with the unchanging XML of its lines."""

    good: Good
    item_no: str
    name: str
    model: str
    barcode: str
    country: str
    price: int  # fen, as usual in the market
    order_before: str = field(init=False)
    order_after: str = field(init=False)
    list_before: str = field(init=False)
    list_after: str = field(init=False)

    def __post_init__(self) -> None:
        name, model = escape(self.name), escape(self.model)
        put = object.__setattr__
        put(
            self,
            "order_before",
            f"<ceb:itemNo>{self.item_no}</ceb:itemNo><ceb:itemName>{name}</ceb:itemName>"
            f"<ceb:gmodel>{model}</ceb:gmodel><ceb:barCode>{self.barcode}</ceb:barCode>"
            f"<ceb:unit>{self.good.unit}</ceb:unit><ceb:qty>",
        )
        put(
            self,
            "order_after",
            "<ceb:currency>142</ceb:currency>"
            f"<ceb:country>{self.country}</ceb:country></ceb:OrderList>",
        )
        put(
            self,
            "list_before",
            f"<ceb:itemNo>{self.item_no}</ceb:itemNo><ceb:itemName>{name}</ceb:itemName>"
            f"<ceb:gcode>{self.good.hs}</ceb:gcode><ceb:gname>{name}</ceb:gname>"
            f"<ceb:gmodel>{model}</ceb:gmodel><ceb:barCode>{self.barcode}</ceb:barCode>"
            f"<ceb:country>{self.country}</ceb:country><ceb:currency>142</ceb:currency><ceb:qty>",
        )
        put(self, "list_after", f"<ceb:unit>{self.good.unit}</ceb:unit><ceb:qty1>")


@dataclass(slots=True)
class Line:
    """A line of goods; the price is in fen per piece."""

    offer: Offer
    qty: int
    price: int

    @property
    def good(self) -> Good:
        return self.offer.good

    @property
    def total(self) -> int:
        return self.price * self.qty


@dataclass(frozen=True, slots=True)
class Voyage:
    """How the goods came into the country."""

    trade_mode: str
    traf_mode: str
    customs: str
    port: str
    country: str
    traf_no: str | None
    voyage_no: str | None
    bill_no: str | None
    ems_no: str | None


@dataclass(slots=True)
class Parcel:
    """One parcel. Money is fen, weights are grams, times are texts as documents carry them."""

    index: int
    at: datetime
    stamp: str
    paid_stamp: str
    order_no: str
    cop_no: str
    logistics_no: str
    pay_transaction_id: str
    platform: Firm
    merchant: Firm
    institution: Firm
    carrier: Firm
    agent: Firm
    guarantor: Firm
    buyer: Person
    consignee: str
    consignee_phone: str
    address: str  # as this order spells it
    lines: Sequence[Line]
    voyage: Voyage
    goods_value: int
    freight: int
    insured: int
    discount: int
    tax: int
    paid: int
    net: int
    gross: int
    guids: tuple[str, str, str, str]
    # what the payment institution reports; equal to the order unless somebody cheats
    amount: int
    paying: Firm
    # the truth, which no document tells
    fraud: Fraud = Fraud.NONE
    group: str | None = None
    expected: str | None = "accepted"
    expected_rule: str | None = None
    true_value: int = 0
    true_country: str | None = None
    true_goods: str | None = None
    receiver: str = ""  # whose parcel it really is: the identity number of one person

    @property
    def home(self) -> str:
        """The address as it is usually spelt."""
        return self.buyer.address

    @property
    def dutiable(self) -> int:
        """Goods, freight and insurance together."""
        return self.goods_value + self.freight + self.insured


def plain(fen: int) -> str:
    """An amount of money as documents carry it."""
    return f"{fen // 100}.{fen % 100:02d}"


def milli(amount: int) -> str:
    """A quantity in thousandths, or grams as kilograms, as documents carry it."""
    whole, rest = divmod(amount, 1000)
    return f"{whole}.{rest:03d}" if rest else str(whole)
