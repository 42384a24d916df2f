"""Messages CEB511 and CEB513: how a parcel is carried to its consignee, and that it arrived."""

from decimal import Decimal
from typing import Annotated

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.fields import Model, number, stamp, text


class WaybillHead(Model, frozen=True, kw_only=True):
    """The waybill: carrier, order, costs, weight and consignee."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    logisticsCode: v.LogisticsCode
    logisticsName: v.LogisticsName
    logisticsNo: v.LogisticsNo
    billNo: v.BillNo | None = None
    orderNo: v.OrderNo
    freight: v.Freight | None = None
    insuredFee: v.InsuredFee | None = None
    currency: v.Currency
    weight: Annotated[Decimal, number("Gross weight in kilograms.", "毛重，千克。")]
    packNo: v.PackNo
    goodsInfo: (
        Annotated[
            str, text(200, "The goods carried: names, quantities.", "商品信息：名称、数量等。")
        ]
        | None
    ) = None
    consignee: v.Consignee
    consigneeAddress: v.ConsigneeAddress
    consigneeTelephone: v.ConsigneeTelephone
    note: v.Note | None = None


class Waybill(Model, frozen=True, kw_only=True):
    """A waybill of one parcel."""

    head: WaybillHead


class WaybillStatusHead(Model, frozen=True, kw_only=True):
    """What happened to a parcel on its way."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    logisticsCode: v.LogisticsCode
    logisticsName: v.LogisticsName
    logisticsNo: v.LogisticsNo
    logisticsStatus: Annotated[
        str, text(1, "What happened: S signed for.", "物流状态：S签收。", exact=True)
    ]
    logisticsTime: Annotated[
        str, stamp(14, "When it happened, YYYYMMDDhhmmss.", "状态发生时间，YYYYMMDDhhmmss。")
    ]
    note: v.Note | None = None


class WaybillStatus(Model, frozen=True, kw_only=True):
    """The news that a parcel was signed for."""

    head: WaybillStatusHead
