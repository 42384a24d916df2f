"""The kinds of messages of the import chain, and how each is built."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tidewaiter.intake.formats.ceb import declarations as d
from tidewaiter.intake.formats.ceb import deliveries, orders, payments, receipts, taxes, waybills
from tidewaiter.intake.formats.ceb.fields import Model

NAMESPACE = "http://www.chinaport.gov.cn/ceb"


class Kind(StrEnum):
    """The number of a message."""

    ORDER = "311"
    ORDER_RECEIPT = "312"
    PAYMENT = "411"
    PAYMENT_RECEIPT = "412"
    WAYBILL = "511"
    WAYBILL_RECEIPT = "512"
    WAYBILL_STATUS = "513"
    WAYBILL_STATUS_RECEIPT = "514"
    DECLARATION = "621"
    DECLARATION_RECEIPT = "622"
    CANCELLATION = "623"
    CANCELLATION_RECEIPT = "624"
    REFUND = "625"
    REFUND_RECEIPT = "626"
    DELIVERY = "711"
    DELIVERY_RECEIPT = "712"
    TAX_BILL = "816"
    TAX_STATUS = "818"
    SCHEMA_FAILURE = "900"

    @property
    def root(self) -> str:
        """The name of the root element."""
        return f"CEB{self.value}Message"


class Sender(StrEnum):
    """Which side sends a kind of message."""

    FIRM = "firm"
    CUSTOMS = "customs"


@dataclass(frozen=True, slots=True)
class Codes:
    """The official codes that refuse a kind of document; None where the list is silent."""

    check: str | None = None
    empty: str | None = None
    no_lines: str | None = None
    same_gnum: str | None = None
    too_many: str | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """How a kind of message is built.

    ``head_tag`` is None where the document element itself holds the fields; ``document`` equals
    ``head`` for receipts, which are flat. ``many_documents`` and ``many_lines`` say whether the
    specification sets no limit.
    """

    kind: Kind
    document: type[Model]
    head: type[Model]
    line: type[Model] | None
    document_tag: str
    head_tag: str | None
    line_tag: str | None
    key: tuple[str, ...]
    en: str
    zh: str
    sender: Sender = Sender.FIRM
    receipt: Kind | None = None
    one_document: bool = False
    many_documents: bool = False
    many_lines: bool = False
    codes: Codes = field(default_factory=Codes)

    @property
    def flat(self) -> bool:
        """Whether the document has no head of its own."""
        return self.document is self.head

    @property
    def head_path(self) -> str:
        """The name under which a fault points to a field of the head."""
        return self.head_tag or self.document_tag


def _sent(
    kind: Kind,
    models: tuple[type[Model], type[Model], type[Model] | None],
    tags: tuple[str, str | None, str | None],
    key: tuple[str, ...],
    titles: tuple[str, str],
    codes: Codes,
    *,
    one_document: bool = False,
    many_lines: bool = False,
) -> Form:
    document, head, line = models
    receipt = Kind(str(int(kind.value) + 1))
    return Form(
        kind,
        document,
        head,
        line,
        *tags,
        key,
        *titles,
        receipt=receipt,
        one_document=one_document,
        many_lines=many_lines,
        codes=codes,
    )


def _receipt(
    kind: Kind, model: type[Model], tag: str, key: tuple[str, ...], titles: tuple[str, str]
) -> Form:
    return Form(kind, model, model, None, tag, None, None, key, *titles, sender=Sender.CUSTOMS)


_ALL = (
    _sent(
        Kind.ORDER,
        (orders.Order, orders.OrderHead, orders.OrderLine),
        ("Order", "OrderHead", "OrderList"),
        ("ebpCode", "orderNo"),
        ("Order", "电子订单"),
        Codes("-301008", "-301007", "-301001", "-301002", "-301015"),
    ),
    _receipt(
        Kind.ORDER_RECEIPT,
        receipts.OrderReturn,
        "OrderReturn",
        ("ebpCode", "orderNo"),
        ("Receipt of an order", "电子订单回执"),
    ),
    _sent(
        Kind.PAYMENT,
        (payments.Payment, payments.PaymentHead, None),
        ("Payment", "PaymentHead", None),
        ("payCode", "payTransactionId"),
        ("Payment", "支付凭证"),
        Codes("-401009", "-401005", None, None, "-401013"),
    ),
    _receipt(
        Kind.PAYMENT_RECEIPT,
        receipts.PaymentReturn,
        "PaymentReturn",
        ("payCode", "payTransactionId"),
        ("Receipt of a payment", "支付凭证回执"),
    ),
    _sent(
        Kind.WAYBILL,
        (waybills.Waybill, waybills.WaybillHead, None),
        ("Logistics", "LogisticsHead", None),
        ("logisticsCode", "logisticsNo"),
        ("Waybill", "物流运单"),
        Codes("-504011", "-504010", None, None, "-504013"),
    ),
    _receipt(
        Kind.WAYBILL_RECEIPT,
        receipts.LogisticsReturn,
        "LogisticsReturn",
        ("logisticsCode", "logisticsNo"),
        ("Receipt of a waybill", "物流运单回执"),
    ),
    _sent(
        Kind.WAYBILL_STATUS,
        (waybills.WaybillStatus, waybills.WaybillStatusHead, None),
        ("LogisticsStatus", None, None),
        ("logisticsCode", "logisticsNo"),
        ("Status of a waybill", "物流运单状态"),
        Codes("-505011", "-505010", None, None, "-505013"),
    ),
    _receipt(
        Kind.WAYBILL_STATUS_RECEIPT,
        receipts.LogisticsStatusReturn,
        "LogisticsStatusReturn",
        ("logisticsCode", "logisticsNo"),
        ("Receipt of a waybill status", "物流运单状态回执"),
    ),
    _sent(
        Kind.DECLARATION,
        (d.Inventory, d.InventoryHead, d.InventoryLine),
        ("Inventory", "InventoryHead", "InventoryList"),
        ("agentCode", "copNo"),
        ("List: the declaration of a parcel", "进口清单"),
        Codes("-621001", "-621024", "-621000", "-621027", "-621030"),
    ),
    _receipt(
        Kind.DECLARATION_RECEIPT,
        receipts.InventoryReturn,
        "InventoryReturn",
        ("agentCode", "copNo"),
        ("Receipt of a list", "进口清单回执"),
    ),
    _sent(
        Kind.CANCELLATION,
        (d.Cancellation, d.CancellationHead, None),
        ("InvtCancel", None, None),
        ("agentCode", "copNo"),
        ("Cancellation of a list", "撤销申请单"),
        Codes("-623001", "-623000", None, None, "-623008"),
    ),
    _receipt(
        Kind.CANCELLATION_RECEIPT,
        receipts.InvtCancelReturn,
        "InvtCancelReturn",
        ("agentCode", "copNo"),
        ("Receipt of a cancellation", "撤销申请单回执"),
    ),
    _sent(
        Kind.REFUND,
        (d.Refund, d.RefundHead, d.RefundLine),
        ("InvtRefund", "InvtRefundHead", "InvtRefundList"),
        ("agentCode", "copNo"),
        ("Return of goods", "退货申请单"),
        Codes("-625001", "-625003", "-625006", None, None),
    ),
    _receipt(
        Kind.REFUND_RECEIPT,
        receipts.InvtRefundReturn,
        "InvtRefundReturn",
        ("agentCode", "copNo"),
        ("Receipt of a return", "退货申请单回执"),
    ),
    _sent(
        Kind.DELIVERY,
        (deliveries.Delivery, deliveries.DeliveryHead, deliveries.DeliveryLine),
        ("Delivery", "DeliveryHead", "DeliveryList"),
        ("operatorCode", "copNo"),
        ("Entry into a supervised site", "入库明细单"),
        Codes("-800001", "-800000", "-800000", None, "-800006"),
        one_document=True,
        many_lines=True,
    ),
    _receipt(
        Kind.DELIVERY_RECEIPT,
        receipts.DeliveryReturn,
        "DeliveryReturn",
        ("operatorCode", "copNo"),
        ("Receipt of an entry", "入库明细单回执"),
    ),
    Form(
        Kind.TAX_BILL,
        taxes.Tax,
        taxes.TaxHead,
        taxes.TaxLine,
        "Tax",
        "TaxHeadRd",
        "TaxListRd",
        ("taxNo",),
        "Tax bill",
        "电子税单",
        sender=Sender.CUSTOMS,
        many_documents=True,
    ),
    Form(
        Kind.TAX_STATUS,
        taxes.TaxStatus,
        taxes.TaxStatusHead,
        None,
        "Tax",
        "TaxHeadStatus",
        None,
        ("taxNo",),
        "Status of a tax bill",
        "电子税单状态",
        sender=Sender.CUSTOMS,
        many_documents=True,
    ),
    Form(
        Kind.SCHEMA_FAILURE,
        receipts.MessageReturn,
        receipts.MessageReturn,
        None,
        "MessageReturn",
        None,
        None,
        ("guid",),
        "Answer to a message that breaks the schema",
        "报文格式校验回执",
        sender=Sender.CUSTOMS,
        one_document=True,
    ),
)

FORMS: Mapping[Kind, Form] = {form.kind: form for form in _ALL}

KIND_OF_ROOT: Mapping[str, Kind] = {kind.root: kind for kind in Kind}

FORM_OF_DOCUMENT: Mapping[type[Model], Form] = {form.document: form for form in _ALL}
