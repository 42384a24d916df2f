"""Parcels as the typed documents of the message formats."""

from dataclasses import dataclass
from decimal import Decimal

from harbour.parcels import Parcel, milli, plain
from tidewaiter.intake.formats.ceb.declarations import Inventory, InventoryHead, InventoryLine
from tidewaiter.intake.formats.ceb.orders import Order, OrderHead, OrderLine
from tidewaiter.intake.formats.ceb.payments import Payment, PaymentHead
from tidewaiter.intake.formats.ceb.waybills import Waybill, WaybillHead


@dataclass(frozen=True, slots=True)
class Documents:
    """The four documents of a parcel."""

    order: Order
    payment: Payment
    waybill: Waybill
    inventory: Inventory


def _money(fen: int) -> Decimal:
    return Decimal(plain(fen))


def _amount(thousandths: int) -> Decimal:
    return Decimal(milli(thousandths))


def _order(p: Parcel) -> Order:
    return Order(
        head=OrderHead(
            guid=p.guids[0],
            appType="1",
            appTime=p.stamp,
            appStatus="2",
            orderType="I",
            orderNo=p.order_no,
            ebpCode=p.platform.code,
            ebpName=p.platform.name,
            ebcCode=p.merchant.code,
            ebcName=p.merchant.name,
            goodsValue=_money(p.goods_value),
            freight=_money(p.freight),
            discount=_money(p.discount),
            taxTotal=_money(p.tax),
            acturalPaid=_money(p.paid),
            currency="142",
            buyerRegNo=p.buyer.account,
            buyerName=p.buyer.name,
            buyerTelephone=p.buyer.phone,
            buyerIdType="1",
            buyerIdNumber=p.buyer.identity,
            payCode=p.institution.code,
            payName=p.institution.name,
            payTransactionId=p.pay_transaction_id,
            consignee=p.consignee,
            consigneeTelephone=p.consignee_phone,
            consigneeAddress=p.address,
            consigneeDistrict=p.buyer.district,
        ),
        lines=[
            OrderLine(
                gnum=gnum,
                itemNo=line.offer.item_no,
                itemName=line.offer.name,
                gmodel=line.offer.model,
                barCode=line.offer.barcode,
                unit=line.good.unit,
                qty=Decimal(line.qty),
                price=_money(line.price),
                totalPrice=_money(line.total),
                currency="142",
                country=line.offer.country,
            )
            for gnum, line in enumerate(p.lines, 1)
        ],
    )


def _payment(p: Parcel) -> Payment:
    return Payment(
        head=PaymentHead(
            guid=p.guids[1],
            appType="1",
            appTime=p.stamp,
            appStatus="2",
            payCode=p.paying.code,
            payName=p.paying.name,
            payTransactionId=p.pay_transaction_id,
            orderNo=p.order_no,
            ebpCode=p.platform.code,
            ebpName=p.platform.name,
            payerIdType="1",
            payerIdNumber=p.buyer.identity,
            payerName=p.buyer.name,
            telephone=p.buyer.phone,
            amountPaid=_money(p.amount),
            currency="142",
            payTime=p.paid_stamp,
        )
    )


def _waybill(p: Parcel) -> Waybill:
    return Waybill(
        head=WaybillHead(
            guid=p.guids[2],
            appType="1",
            appTime=p.stamp,
            appStatus="2",
            logisticsCode=p.carrier.code,
            logisticsName=p.carrier.name,
            logisticsNo=p.logistics_no,
            billNo=p.voyage.bill_no,
            orderNo=p.order_no,
            freight=_money(p.freight),
            insuredFee=_money(p.insured),
            currency="142",
            weight=_amount(p.gross),
            packNo=1,
            goodsInfo=p.lines[0].offer.name,
            consignee=p.consignee,
            consigneeAddress=p.address,
            consigneeTelephone=p.consignee_phone,
        )
    )


def _inventory(p: Parcel) -> Inventory:
    voyage = p.voyage
    bonded = voyage.ems_no is not None
    return Inventory(
        head=InventoryHead(
            guid=p.guids[3],
            appType="1",
            appTime=p.stamp,
            appStatus="2",
            orderNo=p.order_no,
            ebpCode=p.platform.code,
            ebpName=p.platform.name,
            ebcCode=p.merchant.code,
            ebcName=p.merchant.name,
            logisticsNo=p.logistics_no,
            logisticsCode=p.carrier.code,
            logisticsName=p.carrier.name,
            copNo=p.cop_no,
            assureCode=p.guarantor.code,
            emsNo=voyage.ems_no,
            ieFlag="I",
            declTime=p.stamp[:8],
            customsCode=voyage.customs,
            portCode=voyage.port,
            ieDate=p.stamp[:8],
            buyerIdType="1",
            buyerIdNumber=p.buyer.identity,
            buyerName=p.buyer.name,
            buyerTelephone=p.buyer.phone,
            consigneeAddress=p.address,
            agentCode=p.agent.code,
            agentName=p.agent.name,
            areaCode=p.agent.code if bonded else None,
            areaName=p.agent.name if bonded else None,
            tradeMode=voyage.trade_mode,
            trafMode=voyage.traf_mode,
            trafNo=voyage.traf_no,
            voyageNo=voyage.voyage_no,
            billNo=voyage.bill_no,
            country=voyage.country,
            freight=_money(p.freight),
            insuredFee=_money(p.insured),
            currency="142",
            wrapType="2",
            packNo=1,
            grossWeight=_amount(p.gross),
            netWeight=_amount(p.net),
        ),
        lines=[
            InventoryLine(
                gnum=gnum,
                itemRecordNo=line.offer.item_no if bonded else None,
                itemNo=line.offer.item_no,
                itemName=line.offer.name,
                gcode=line.good.hs,
                gname=line.offer.name,
                gmodel=line.offer.model,
                barCode=line.offer.barcode,
                country=line.offer.country,
                currency="142",
                qty=Decimal(line.qty),
                unit=line.good.unit,
                qty1=_amount(line.good.milli1 * line.qty),
                unit1=line.good.unit1,
                qty2=_amount(line.good.milli2 * line.qty) if line.good.unit2 else None,
                unit2=line.good.unit2,
                price=_money(line.price),
                totalPrice=_money(line.total),
            )
            for gnum, line in enumerate(p.lines, 1)
        ],
    )


def documents(parcel: Parcel) -> Documents:
    """The four documents that the parties write about a parcel."""
    return Documents(_order(parcel), _payment(parcel), _waybill(parcel), _inventory(parcel))
