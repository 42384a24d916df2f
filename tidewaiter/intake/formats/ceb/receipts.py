"""Messages CEB312 to CEB712 and CEB900: what customs answers to each document."""

from typing import Annotated

from tidewaiter.intake.formats.ceb import vocabulary as v
from tidewaiter.intake.formats.ceb.fields import Model, Privacy, text, unbounded


class OrderReturn(Model, frozen=True, kw_only=True):
    """The answer to an order."""

    guid: v.Guid
    ebpCode: v.EbpCode
    ebcCode: v.EbcCode
    orderNo: v.OrderNo
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class PaymentReturn(Model, frozen=True, kw_only=True):
    """The answer to a payment."""

    guid: v.Guid
    payCode: v.PayCode
    payTransactionId: v.PayTransactionId
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class LogisticsReturn(Model, frozen=True, kw_only=True):
    """The answer to a waybill."""

    guid: v.Guid
    logisticsCode: v.LogisticsCode
    logisticsNo: v.LogisticsNo
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class LogisticsStatusReturn(Model, frozen=True, kw_only=True):
    """The answer to the status of a waybill."""

    guid: v.Guid
    logisticsCode: v.LogisticsCode
    logisticsNo: v.LogisticsNo
    logisticsStatus: Annotated[
        str, text(1, "What happened: S signed for.", "物流状态：S签收。", exact=True)
    ]
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class InventoryReturn(Model, frozen=True, kw_only=True):
    """The answer to a list: accepted, rejected with reasons, its lane, its release."""

    guid: v.Guid
    customsCode: v.CustomsCode | None = None
    ebpCode: v.EbpCode | None = None
    ebcCode: v.EbcCode | None = None
    agentCode: v.AgentCode | None = None
    copNo: v.CopNo
    preNo: v.PreNoExact
    invtNo: v.InvtNoExact | None = None
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class InvtCancelReturn(Model, frozen=True, kw_only=True):
    """The answer to a cancellation."""

    guid: v.Guid
    customsCode: v.CustomsCode | None = None
    agentCode: v.AgentCode | None = None
    ebpCode: v.EbpCode | None = None
    ebcCode: v.EbcCode | None = None
    copNo: v.CopNo
    preNo: v.PreNoExact
    invtNo: v.InvtNoExact | None = None
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class InvtRefundReturn(Model, frozen=True, kw_only=True):
    """The answer to a return of goods."""

    guid: v.Guid
    customsCode: v.CustomsCode | None = None
    agentCode: v.AgentCode | None = None
    ebpCode: v.EbpCode | None = None
    ebcCode: v.EbcCode | None = None
    copNo: v.CopNo
    preNo: v.PreNoExact
    invtNo: v.InvtNoExact | None = None
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class DeliveryReturn(Model, frozen=True, kw_only=True):
    """The answer to an entry into a supervised site."""

    guid: v.Guid
    customsCode: v.CustomsCode | None = None
    operatorCode: (
        Annotated[
            str,
            text(
                18,
                "Customs registration code of the site's operator.",
                "监管场所经营人的海关登记编号。",
                privacy=Privacy.PUBLIC,
            ),
        ]
        | None
    ) = None
    copNo: v.CopNo | None = None
    preNo: v.PreNo | None = None
    rkdNo: (
        Annotated[str, text(18, "Entry number given by customs.", "海关生成的入库单编号。")] | None
    ) = None
    returnStatus: v.ReturnStatus
    returnTime: v.ReturnTime
    returnInfo: v.ReturnInfo


class MessageReturn(Model, frozen=True, kw_only=True):
    """The answer to a message that breaks the schema, with the message as it came."""

    guid: v.Guid
    returnStatus: v.ReturnStatus
    returnInfo: Annotated[str, text(5000, "What is wrong, and where.", "回执详细信息。", minimum=0)]
    returnTime: v.ReturnTime
    oriCopMsgId: Annotated[
        str,
        text(
            255,
            "Number of the envelope in which the message came; empty without an envelope.",
            "原始传输报文的编号，无信封时为空。",
            minimum=0,
        ),
    ]
    oriMessageType: Annotated[
        str,
        text(
            15,
            "Kind of the message, such as CEB311Message; Unknown if it cannot be told.",
            "原始报文类型，未知填Unknown。",
            minimum=0,
        ),
    ]
    oriBizMessage: Annotated[
        str,
        unbounded(
            "The message as it came.",
            "原始报文内容。",
            privacy=Privacy.PERSONAL,
        ),
    ]
