"""Which fields of each kind of document the rules of intake look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Text
from tidewaiter.intake.formats.ceb.kinds import Kind

LAW = Text(
    "GACC single window, cross-border edition 202205",
    "国际贸易单一窗口跨境电子商务202205版",
)
"""The text that most rules of intake rest on."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which fields of one kind of document a rule looks at."""

    document: str
    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    line_amounts: tuple[str, ...] = ()
    moments: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    line_codes: tuple[tuple[str, str], ...] = ()
    firms: tuple[tuple[str, str], ...] = ()


SHAPES: Mapping[str, Shape] = {
    Kind.ORDER: Shape(
        document="Order",
        numbers=("orderNo", "ebpCode", "ebcCode"),
        texts=("buyerName", "consignee", "consigneeAddress"),
        amounts=("goodsValue", "freight", "discount", "taxTotal", "acturalPaid"),
        line_amounts=("qty", "price", "totalPrice"),
        moments=("appTime",),
        codes=(("currency", "currency"),),
        line_codes=(("currency", "currency"), ("unit", "unit"), ("country", "country")),
        firms=(("ebpCode", "platform"), ("ebcCode", "merchant")),
    ),
    Kind.PAYMENT: Shape(
        document="Payment",
        numbers=("payCode", "payTransactionId", "orderNo", "ebpCode"),
        texts=("payerName",),
        amounts=("amountPaid",),
        moments=("appTime", "payTime"),
        codes=(("currency", "currency"),),
        firms=(("payCode", "payment"),),
    ),
    Kind.WAYBILL: Shape(
        document="Logistics",
        numbers=("logisticsCode", "logisticsNo"),
        texts=("consignee", "consigneeAddress"),
        amounts=("freight", "insuredFee", "weight"),
        moments=("appTime",),
        codes=(("currency", "currency"),),
        firms=(("logisticsCode", "carrier"),),
    ),
    Kind.WAYBILL_STATUS: Shape(
        document="LogisticsStatus",
        numbers=("logisticsCode", "logisticsNo"),
        moments=("appTime", "logisticsTime"),
        firms=(("logisticsCode", "carrier"),),
    ),
    Kind.DECLARATION: Shape(
        document="Inventory",
        numbers=("orderNo", "ebpCode", "ebcCode", "logisticsNo", "logisticsCode", "agentCode"),
        texts=("buyerName", "consigneeAddress"),
        amounts=("freight", "insuredFee", "grossWeight", "netWeight"),
        line_amounts=("qty", "qty1", "qty2", "price", "totalPrice"),
        moments=("appTime",),
        days=("declTime",),
        codes=(
            ("currency", "currency"),
            ("country", "country"),
            ("trafMode", "transport"),
            ("wrapType", "packing"),
            ("customsCode", "customs"),
            ("portCode", "customs"),
            ("tradeMode", "trade_mode"),
        ),
        line_codes=(
            ("currency", "currency"),
            ("country", "country"),
            ("unit", "unit"),
            ("unit1", "unit"),
            ("unit2", "unit"),
        ),
        firms=(("agentCode", "agent"), ("ebcCode", "merchant")),
    ),
    Kind.CANCELLATION: Shape(
        document="InvtCancel",
        numbers=("orderNo", "invtNo", "agentCode"),
        moments=("appTime",),
        firms=(("agentCode", "agent"), ("ebcCode", "merchant")),
    ),
    Kind.REFUND: Shape(
        document="InvtRefund",
        numbers=("orderNo", "invtNo", "agentCode"),
        line_amounts=("qty",),
        moments=("appTime",),
        firms=(("agentCode", "agent"), ("ebcCode", "merchant")),
    ),
    Kind.DELIVERY: Shape(
        document="Delivery",
        numbers=("operatorCode", "billNo"),
        moments=("appTime",),
        firms=(("operatorCode", "warehouse"),),
    ),
}
"""The kinds of document that firms send, and what is looked at in each."""
