"""Messages CEB621, CEB623 and CEB625: a parcel's list, its cancellation, its return."""

from decimal import Decimal
from typing import Annotated

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.fields import Model, Privacy, number, stamp, text


class InventoryHead(Model, frozen=True, kw_only=True):
    """The list: order, waybill, offices, buyer, declarant, transport and weight."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    orderNo: v.OrderNo
    ebpCode: v.EbpCode
    ebpName: v.EbpName
    ebcCode: v.EbcCode
    ebcName: v.EbcName
    logisticsNo: v.LogisticsNo
    logisticsCode: v.LogisticsCode
    logisticsName: v.LogisticsName
    copNo: v.CopNo | None = None
    preNo: v.PreNo | None = None
    assureCode: Annotated[
        str,
        text(
            30,
            "Firm that guarantees the tax: platform, merchant or carrier of the list.",
            "担保企业编号，限清单的电商平台、电商企业或物流企业。",
            privacy=Privacy.PUBLIC,
        ),
    ]
    emsNo: (
        Annotated[str, text(30, "Bonded account book; for 1210.", "账册编号，保税模式必填。")]
        | None
    ) = None
    invtNo: v.InvtNo | None = None
    ieFlag: v.IeFlag
    declTime: Annotated[str, stamp(8, "Day of declaration, YYYYMMDD.", "申报日期，YYYYMMDD。")]
    customsCode: v.CustomsCode
    portCode: Annotated[
        str,
        text(4, "Customs office of the port of entry.", "进境口岸的海关关区代码。", exact=True),
    ]
    ieDate: (
        Annotated[
            str, stamp(8, "Day of entry, YYYYMMDD, if known.", "进境日期，YYYYMMDD，未知免填。")
        ]
        | None
    ) = None
    buyerIdType: v.BuyerIdType
    buyerIdNumber: v.BuyerIdNumber
    buyerName: v.BuyerName
    buyerTelephone: v.BuyerTelephone
    consigneeAddress: v.ConsigneeAddress
    agentCode: v.AgentCode
    agentName: v.AgentName
    areaCode: (
        Annotated[
            str,
            text(
                18,
                "Code of the warehouse in the bonded zone; for 1210.",
                "区内仓储企业编号，保税模式必填。",
                privacy=Privacy.PUBLIC,
            ),
        ]
        | None
    ) = None
    areaName: (
        Annotated[
            str,
            text(
                100,
                "Name of the warehouse in the bonded zone; for 1210.",
                "区内仓储企业名称，保税模式必填。",
                privacy=Privacy.PUBLIC,
            ),
        ]
        | None
    ) = None
    tradeMode: Annotated[
        str,
        text(
            4,
            "Regime: 9610 direct purchase, 1210 bonded.",
            "贸易方式：9610直购进口，1210保税进口。",
            exact=True,
        ),
    ]
    trafMode: v.TrafMode
    trafNo: (
        Annotated[str, text(100, "Vessel, vehicle or aircraft; for 9610.", "运输工具，直购必填。")]
        | None
    ) = None
    voyageNo: (
        Annotated[str, text(32, "Voyage or flight; for 9610.", "航次航班号，直购必填。")] | None
    ) = None
    billNo: v.BillNo | None = None
    loctNo: (
        Annotated[str, text(10, "Supervised site, where an office has several.", "监管场所代码。")]
        | None
    ) = None
    licenseNo: Annotated[str, text(19, "Number of a licence.", "许可证件编号。")] | None = None
    country: Annotated[
        str,
        text(
            3,
            "Country of departure; 142 for 1210.",
            "起运国（地区）代码；保税进口填142。",
            exact=True,
        ),
    ]
    freight: v.Freight
    insuredFee: v.InsuredFee
    currency: v.Currency
    wrapType: (
        Annotated[str, text(1, "Kind of packing (code list).", "包装种类代码。", exact=True)] | None
    ) = None
    packNo: v.PackNo
    grossWeight: Annotated[Decimal, number("Gross weight in kilograms.", "毛重，千克。")]
    netWeight: Annotated[Decimal, number("Net weight in kilograms.", "净重，千克。")]
    note: v.Note | None = None


class InventoryLine(Model, frozen=True, kw_only=True):
    """One kind of goods on a list."""

    gnum: v.Gnum
    itemRecordNo: (
        Annotated[
            str, text(30, "Item of the bonded account book; for 1210.", "账册备案料号，保税必填。")
        ]
        | None
    ) = None
    itemNo: (
        Annotated[str, text(20, "The merchant's stock-keeping number.", "电商企业的商品货号。")]
        | None
    ) = None
    itemName: v.ItemName | None = None
    gcode: v.Gcode
    gname: v.Gname
    gmodel: v.Gmodel
    barCode: v.BarCode | None = None
    country: v.Country
    tradeCountry: (
        Annotated[str, text(3, "Country of the seller (code list).", "贸易国（地区）代码。")] | None
    ) = None
    currency: v.Currency
    qty: v.Qty
    unit: v.Unit
    qty1: Annotated[
        Decimal, number("Quantity in the first statutory unit.", "法定计量单位的数量。")
    ]
    unit1: Annotated[
        str, text(3, "First statutory unit of the tariff line.", "法定计量单位代码。", exact=True)
    ]
    qty2: (
        Annotated[Decimal, number("Quantity in the second statutory unit.", "第二计量单位的数量。")]
        | None
    ) = None
    unit2: (
        Annotated[
            str,
            text(3, "Second statutory unit of the tariff line.", "第二计量单位代码。", exact=True),
        ]
        | None
    ) = None
    price: v.Price
    totalPrice: v.TotalPrice
    note: v.Note | None = None


class Inventory(Model, frozen=True, kw_only=True):
    """A list: the declaration of one parcel."""

    head: InventoryHead
    lines: list[InventoryLine]


class CancellationHead(Model, frozen=True, kw_only=True):
    """The wish to withdraw a list, with the reason."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    customsCode: v.CustomsCode
    orderNo: v.OrderNo
    ebpCode: v.EbpCode
    ebpName: v.EbpName
    ebcCode: v.EbcCode
    ebcName: v.EbcName
    logisticsNo: v.LogisticsNo
    logisticsCode: v.LogisticsCode
    logisticsName: v.LogisticsName
    copNo: v.CopNo | None = None
    preNo: v.PreNo | None = None
    invtNo: v.InvtNo
    buyerIdType: v.BuyerIdType
    buyerIdNumber: v.BuyerIdNumber
    buyerName: v.BuyerName
    buyerTelephone: v.BuyerTelephone
    agentCode: v.AgentCode
    agentName: v.AgentName
    reason: Annotated[str, text(1000, "Why the list is withdrawn.", "撤单原因。")]
    note: v.Note | None = None


class Cancellation(Model, frozen=True, kw_only=True):
    """A request to cancel a list."""

    head: CancellationHead


class RefundHead(Model, frozen=True, kw_only=True):
    """The return of goods of a list, with the reason."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    customsCode: v.CustomsCode
    orderNo: v.OrderNo
    ebpCode: v.EbpCode
    ebpName: v.EbpName
    ebcCode: v.EbcCode
    ebcName: v.EbcName
    logisticsNo: v.LogisticsNo
    logisticsCode: v.LogisticsCode
    logisticsName: v.LogisticsName
    copNo: v.CopNo | None = None
    preNo: v.PreNo | None = None
    invtNo: v.InvtNo
    buyerIdType: v.BuyerIdType
    buyerIdNumber: v.BuyerIdNumber
    buyerName: v.BuyerName
    buyerTelephone: v.BuyerTelephone
    agentCode: v.AgentCode
    agentName: v.AgentName
    reason: Annotated[str, text(1000, "Why the goods are returned.", "退货原因。")]
    note: v.Note | None = None


class RefundLine(Model, frozen=True, kw_only=True):
    """One kind of goods that is returned; ``gnum`` is the line of the original list."""

    gnum: v.Gnum
    gcode: v.Gcode
    gname: v.Gname
    qty: v.Qty
    unit: v.Unit
    note: v.Note | None = None


class Refund(Model, frozen=True, kw_only=True):
    """A request to return goods of a list."""

    head: RefundHead
    lines: list[RefundLine]
