"""Message CEB311: what was ordered on a platform, by whom, for how much."""

from decimal import Decimal
from typing import Annotated

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.fields import Model, Privacy, number, text


class OrderHead(Model, frozen=True, kw_only=True):
    """The order: platform, merchant, sums, buyer, payment and consignee."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    orderType: Annotated[str, text(1, "Kind of order: I import.", "订单类型：I进口。", exact=True)]
    orderNo: v.OrderNo
    ebpCode: v.EbpCode
    ebpName: v.EbpName
    ebcCode: v.EbcCode
    ebcName: v.EbcName
    goodsValue: Annotated[
        Decimal,
        number(
            "Price of the goods, with the part that was not paid in money.",
            "商品实际成交价，含非现金抵扣金额。",
        ),
    ]
    freight: v.Freight
    discount: Annotated[
        Decimal,
        number(
            "Part paid with points, vouchers or the like; 0 if none.", "非现金抵扣金额，无则填0。"
        ),
    ]
    taxTotal: Annotated[
        Decimal, number("Tax withheld beforehand; 0 if none.", "代扣税款，无则填0。")
    ]
    acturalPaid: Annotated[
        Decimal,
        number(
            "Sum paid: goods, freight and tax less the discount; equals the payment.",
            "实际支付金额：货款加运费加税款减抵扣，与支付单一致。",
        ),
    ]
    currency: v.Currency
    buyerRegNo: Annotated[
        str,
        text(
            60,
            "The buyer's account on the platform.",
            "订购人在平台的注册号。",
            privacy=Privacy.PERSONAL,
        ),
    ]
    buyerName: v.BuyerName
    buyerTelephone: v.BuyerTelephone
    buyerIdType: v.BuyerIdType
    buyerIdNumber: v.BuyerIdNumber
    payCode: v.PayCode | None = None
    payName: v.PayName | None = None
    payTransactionId: v.PayTransactionId | None = None
    batchNumbers: Annotated[str, text(100, "Batch of the goods.", "商品批次号。")] | None = None
    consignee: v.Consignee
    consigneeTelephone: v.ConsigneeTelephone
    consigneeAddress: v.ConsigneeAddress
    consigneeDistrict: (
        Annotated[
            str,
            text(
                6,
                "District of the address, six digits.",
                "收货地址的六位行政区划代码。",
                exact=True,
            ),
        ]
        | None
    ) = None
    note: v.Note | None = None


class OrderLine(Model, frozen=True, kw_only=True):
    """One kind of goods in an order."""

    gnum: v.Gnum
    itemNo: (
        Annotated[str, text(30, "The merchant's stock-keeping number.", "电商企业的商品货号。")]
        | None
    ) = None
    itemName: v.ItemName
    gmodel: v.Gmodel
    itemDescribe: (
        Annotated[str, text(1000, "Description on the listing.", "平台上的商品描述。")] | None
    ) = None
    barCode: v.BarCode | None = None
    unit: v.Unit
    qty: v.Qty
    price: v.Price
    totalPrice: v.TotalPrice
    currency: v.Currency
    country: v.Country
    note: v.Note | None = None


class Order(Model, frozen=True, kw_only=True):
    """An order with its lines."""

    head: OrderHead
    lines: list[OrderLine]
