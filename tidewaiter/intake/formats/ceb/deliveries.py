"""Message CEB711: which parcels entered a supervised site."""

from typing import Annotated

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.fields import Model, Privacy, text


class DeliveryHead(Model, frozen=True, kw_only=True):
    """The entry: site, transport and carrier."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    customsCode: v.CustomsCode
    copNo: v.CopNo | None = None
    preNo: v.PreNo | None = None
    rkdNo: (
        Annotated[str, text(18, "Entry number given by customs.", "海关生成的入库单编号。")] | None
    ) = None
    operatorCode: Annotated[
        str,
        text(
            18,
            "Customs registration code of the site's operator.",
            "监管场所经营人的海关登记编号。",
            privacy=Privacy.PUBLIC,
        ),
    ]
    operatorName: Annotated[
        str,
        text(
            100,
            "Registered name of the site's operator.",
            "监管场所经营人的登记名称。",
            privacy=Privacy.PUBLIC,
        ),
    ]
    ieFlag: v.IeFlag
    trafMode: v.TrafMode
    trafNo: Annotated[str, text(100, "Vessel, vehicle or aircraft.", "运输工具名称或编号。")]
    voyageNo: Annotated[str, text(32, "Voyage or flight.", "航次航班号。")]
    billNo: v.BillNo
    logisticsCode: v.LogisticsCode
    logisticsName: v.LogisticsName
    unloadLocation: (
        Annotated[str, text(100, "Where the goods were put.", "卸货的仓储位置。")] | None
    ) = None
    note: v.Note | None = None


class DeliveryLine(Model, frozen=True, kw_only=True):
    """One parcel that entered the site."""

    gnum: v.Gnum
    logisticsNo: v.LogisticsNo
    note: v.Note | None = None


class Delivery(Model, frozen=True, kw_only=True):
    """An entry of parcels into a supervised site."""

    head: DeliveryHead
    lines: list[DeliveryLine]
