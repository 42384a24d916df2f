"""Message CEB411: what a payment institution received for an order, and from whom."""

from decimal import Decimal
from typing import Annotated

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.fields import Model, Privacy, number, stamp, text


class PaymentHead(Model, frozen=True, kw_only=True):
    """The payment: institution, order, payer, sum and time."""

    guid: v.Guid
    appType: v.AppType
    appTime: v.AppTime
    appStatus: v.AppStatus
    payCode: v.PayCode
    payName: v.PayName
    payTransactionId: v.PayTransactionId
    orderNo: v.OrderNo
    ebpCode: v.EbpCode
    ebpName: v.EbpName
    payerIdType: Annotated[
        str,
        text(
            1,
            "Kind of the payer's identity document: 1 resident identity card, 2 other.",
            "支付人证件类型：1身份证，2其它。",
            exact=True,
        ),
    ]
    payerIdNumber: Annotated[
        str,
        text(
            60,
            "Number of the payer's identity document.",
            "支付人的证件号码。",
            privacy=Privacy.PERSONAL,
        ),
    ]
    payerName: Annotated[
        str, text(60, "Real name of the payer.", "支付人的真实姓名。", privacy=Privacy.PERSONAL)
    ]
    telephone: (
        Annotated[
            str, text(60, "Telephone of the payer.", "支付人的电话。", privacy=Privacy.PERSONAL)
        ]
        | None
    ) = None
    amountPaid: Annotated[Decimal, number("Sum paid; equals the order.", "支付金额，与订单一致。")]
    currency: v.Currency
    payTime: Annotated[
        str, stamp(14, "When it was paid, YYYYMMDDhhmmss.", "支付时间，YYYYMMDDhhmmss。")
    ]
    note: v.Note | None = None


class Payment(Model, frozen=True, kw_only=True):
    """A payment for an order."""

    head: PaymentHead
