"""Parcels as CEB XML, written straight into templates: the harbour's fast way.

The text is already canonical XML (one form for every content), so that a signature can be
computed without parsing it again. A test holds it against the typed documents of
`harbour.documents` and the parser of the message formats.
"""

from functools import cache
from xml.sax.saxutils import escape

from harbour.parcels import Parcel, milli, plain
from harbour.register import Firm

_NAMESPACE = "http://www.chinaport.gov.cn/ceb"
_HEAD = "<ceb:appType>1</ceb:appType><ceb:appTime>"


@cache
def _pair(prefix: str, firm: Firm) -> str:
    """The code and the name of a firm in one role."""
    return (
        f"<ceb:{prefix}Code>{firm.code}</ceb:{prefix}Code>"
        f"<ceb:{prefix}Name>{escape(firm.name)}</ceb:{prefix}Name>"
    )


def order_xml(p: Parcel) -> str:
    """The order as the platform reports it."""
    buyer = p.buyer
    parts = [
        f"<ceb:Order><ceb:OrderHead><ceb:guid>{p.guids[0]}</ceb:guid>{_HEAD}{p.stamp}"
        "</ceb:appTime><ceb:appStatus>2</ceb:appStatus><ceb:orderType>I</ceb:orderType>"
        f"<ceb:orderNo>{p.order_no}</ceb:orderNo>{_pair('ebp', p.platform)}"
        f"{_pair('ebc', p.merchant)}<ceb:goodsValue>{plain(p.goods_value)}</ceb:goodsValue>"
        f"<ceb:freight>{plain(p.freight)}</ceb:freight>"
        f"<ceb:discount>{plain(p.discount)}</ceb:discount>"
        f"<ceb:taxTotal>{plain(p.tax)}</ceb:taxTotal>"
        f"<ceb:acturalPaid>{plain(p.paid)}</ceb:acturalPaid><ceb:currency>142</ceb:currency>"
        f"<ceb:buyerRegNo>{buyer.account}</ceb:buyerRegNo><ceb:buyerName>{buyer.name}</ceb:buyerName>"
        f"<ceb:buyerTelephone>{buyer.phone}</ceb:buyerTelephone><ceb:buyerIdType>1</ceb:buyerIdType>"
        f"<ceb:buyerIdNumber>{buyer.identity}</ceb:buyerIdNumber>{_pair('pay', p.institution)}"
        f"<ceb:payTransactionId>{p.pay_transaction_id}</ceb:payTransactionId>"
        f"<ceb:consignee>{p.consignee}</ceb:consignee>"
        f"<ceb:consigneeTelephone>{p.consignee_phone}</ceb:consigneeTelephone>"
        f"<ceb:consigneeAddress>{p.address}</ceb:consigneeAddress>"
        f"<ceb:consigneeDistrict>{buyer.district}</ceb:consigneeDistrict></ceb:OrderHead>"
    ]
    parts += [
        f"<ceb:OrderList><ceb:gnum>{gnum}</ceb:gnum>{line.offer.order_before}{line.qty}</ceb:qty>"
        f"<ceb:price>{plain(line.price)}</ceb:price>"
        f"<ceb:totalPrice>{plain(line.price * line.qty)}</ceb:totalPrice>{line.offer.order_after}"
        for gnum, line in enumerate(p.lines, 1)
    ]
    parts.append("</ceb:Order>")
    return "".join(parts)


def payment_xml(p: Parcel) -> str:
    """The payment as the institution reports it."""
    buyer = p.buyer
    return (
        f"<ceb:Payment><ceb:PaymentHead><ceb:guid>{p.guids[1]}</ceb:guid>{_HEAD}{p.stamp}"
        f"</ceb:appTime><ceb:appStatus>2</ceb:appStatus>{_pair('pay', p.paying)}"
        f"<ceb:payTransactionId>{p.pay_transaction_id}</ceb:payTransactionId>"
        f"<ceb:orderNo>{p.order_no}</ceb:orderNo>{_pair('ebp', p.platform)}"
        "<ceb:payerIdType>1</ceb:payerIdType>"
        f"<ceb:payerIdNumber>{buyer.identity}</ceb:payerIdNumber>"
        f"<ceb:payerName>{buyer.name}</ceb:payerName><ceb:telephone>{buyer.phone}</ceb:telephone>"
        f"<ceb:amountPaid>{plain(p.amount)}</ceb:amountPaid><ceb:currency>142</ceb:currency>"
        f"<ceb:payTime>{p.paid_stamp}</ceb:payTime></ceb:PaymentHead></ceb:Payment>"
    )


def waybill_xml(p: Parcel) -> str:
    """The waybill as the carrier reports it."""
    bill = p.voyage.bill_no
    return (
        f"<ceb:Logistics><ceb:LogisticsHead><ceb:guid>{p.guids[2]}</ceb:guid>{_HEAD}{p.stamp}"
        f"</ceb:appTime><ceb:appStatus>2</ceb:appStatus>{_pair('logistics', p.carrier)}"
        f"<ceb:logisticsNo>{p.logistics_no}</ceb:logisticsNo>"
        + (f"<ceb:billNo>{bill}</ceb:billNo>" if bill else "")
        + f"<ceb:orderNo>{p.order_no}</ceb:orderNo><ceb:freight>{plain(p.freight)}</ceb:freight>"
        f"<ceb:insuredFee>{plain(p.insured)}</ceb:insuredFee><ceb:currency>142</ceb:currency>"
        f"<ceb:weight>{milli(p.gross)}</ceb:weight><ceb:packNo>1</ceb:packNo>"
        f"<ceb:goodsInfo>{escape(p.lines[0].offer.name)}</ceb:goodsInfo>"
        f"<ceb:consignee>{p.consignee}</ceb:consignee>"
        f"<ceb:consigneeAddress>{p.address}</ceb:consigneeAddress>"
        f"<ceb:consigneeTelephone>{p.consignee_phone}</ceb:consigneeTelephone>"
        "</ceb:LogisticsHead></ceb:Logistics>"
    )


def inventory_xml(p: Parcel) -> str:
    """The list, that is the declaration, as the declarant reports it."""
    buyer, voyage = p.buyer, p.voyage
    bonded = voyage.ems_no is not None
    day = p.stamp[:8]
    parts = [
        f"<ceb:Inventory><ceb:InventoryHead><ceb:guid>{p.guids[3]}</ceb:guid>{_HEAD}{p.stamp}"
        f"</ceb:appTime><ceb:appStatus>2</ceb:appStatus><ceb:orderNo>{p.order_no}</ceb:orderNo>"
        f"{_pair('ebp', p.platform)}{_pair('ebc', p.merchant)}"
        f"<ceb:logisticsNo>{p.logistics_no}</ceb:logisticsNo>{_pair('logistics', p.carrier)}"
        f"<ceb:copNo>{p.cop_no}</ceb:copNo><ceb:assureCode>{p.guarantor.code}</ceb:assureCode>",
        f"<ceb:emsNo>{voyage.ems_no}</ceb:emsNo>" if bonded else "",
        f"<ceb:ieFlag>I</ceb:ieFlag><ceb:declTime>{day}</ceb:declTime>"
        f"<ceb:customsCode>{voyage.customs}</ceb:customsCode>"
        f"<ceb:portCode>{voyage.port}</ceb:portCode><ceb:ieDate>{day}</ceb:ieDate>"
        f"<ceb:buyerIdType>1</ceb:buyerIdType><ceb:buyerIdNumber>{buyer.identity}</ceb:buyerIdNumber>"
        f"<ceb:buyerName>{buyer.name}</ceb:buyerName>"
        f"<ceb:buyerTelephone>{buyer.phone}</ceb:buyerTelephone>"
        f"<ceb:consigneeAddress>{p.address}</ceb:consigneeAddress>{_pair('agent', p.agent)}",
        _pair("area", p.agent) if bonded else "",
        f"<ceb:tradeMode>{voyage.trade_mode}</ceb:tradeMode>"
        f"<ceb:trafMode>{voyage.traf_mode}</ceb:trafMode>",
        ""
        if bonded
        else f"<ceb:trafNo>{voyage.traf_no}</ceb:trafNo>"
        f"<ceb:voyageNo>{voyage.voyage_no}</ceb:voyageNo><ceb:billNo>{voyage.bill_no}</ceb:billNo>",
        f"<ceb:country>{voyage.country}</ceb:country><ceb:freight>{plain(p.freight)}</ceb:freight>"
        f"<ceb:insuredFee>{plain(p.insured)}</ceb:insuredFee><ceb:currency>142</ceb:currency>"
        "<ceb:wrapType>2</ceb:wrapType><ceb:packNo>1</ceb:packNo>"
        f"<ceb:grossWeight>{milli(p.gross)}</ceb:grossWeight>"
        f"<ceb:netWeight>{milli(p.net)}</ceb:netWeight></ceb:InventoryHead>",
    ]
    for gnum, line in enumerate(p.lines, 1):
        offer, qty = line.offer, line.qty
        good = offer.good
        second = (
            f"<ceb:qty2>{milli(good.milli2 * qty)}</ceb:qty2><ceb:unit2>{good.unit2}</ceb:unit2>"
            if good.unit2
            else ""
        )
        record = f"<ceb:itemRecordNo>{offer.item_no}</ceb:itemRecordNo>" if bonded else ""
        parts.append(
            f"<ceb:InventoryList><ceb:gnum>{gnum}</ceb:gnum>{record}{offer.list_before}{qty}"
            f"</ceb:qty>{offer.list_after}{milli(good.milli1 * qty)}</ceb:qty1>"
            f"<ceb:unit1>{good.unit1}</ceb:unit1>{second}<ceb:price>{plain(line.price)}</ceb:price>"
            f"<ceb:totalPrice>{plain(line.price * qty)}</ceb:totalPrice></ceb:InventoryList>"
        )
    parts.append("</ceb:Inventory>")
    return "".join(parts)


def opening(kind: str, guid: str) -> str:
    """The start of a message."""
    return f'<ceb:CEB{kind}Message xmlns:ceb="{_NAMESPACE}" guid="{guid}" version="1.0">'


@cache
def transfer_xml(sender: Firm) -> str:
    """Who hands the message over."""
    return (
        f"<ceb:BaseTransfer>{_pair('cop', sender)}<ceb:dxpMode>DXP</ceb:dxpMode>"
        f"<ceb:dxpId>DXP{sender.code}</ceb:dxpId></ceb:BaseTransfer>"
    )


def closing(kind: str) -> str:
    """The end of a message."""
    return f"</ceb:CEB{kind}Message>"
