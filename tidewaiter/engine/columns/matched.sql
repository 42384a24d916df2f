-- The four documents of a parcel side by side; NULL where one has not arrived.
-- 同一包裹的四份单证并列；未到的单证为空。
-- grain: parcel
--
-- *                          all columns of declarations | 清单的全部字段
-- order_id                   the order with the same number on the same platform | 同一平台同一编号的订单
-- order_digest               fingerprint of the order | 订单内容摘要
-- order_ebc_code             merchant of the order | 订单的电商企业代码
-- order_goods_value          price of the goods according to the order | 订单商品价格
-- order_freight              freight according to the order | 订单运杂费
-- order_discount             deduction that is not cash | 订单非现金抵扣金额
-- order_tax_total            tax withheld by the merchant | 订单代扣税款
-- order_actural_paid         amount to be paid according to the order | 订单实际支付金额
-- order_currency             currency of the order | 订单币制
-- order_buyer_id_type        kind of the buyer's identity document | 订单订购人证件类型
-- order_pay_code             payment institution named by the order | 订单支付企业代码
-- order_pay_transaction_id   number of the payment named by the order | 订单支付交易编号
-- order_buyer_ix             blind index of the buyer's identity number | 订单订购人证件号码盲索引
-- order_buyer_name_ix        blind index of the buyer's name | 订单订购人姓名盲索引
-- order_buyer_phone_ix       blind index of the buyer's phone | 订单订购人电话盲索引
-- order_consignee_ix         blind index of the consignee's name | 订单收货人姓名盲索引
-- order_consignee_phone_ix   blind index of the consignee's phone | 订单收货人电话盲索引
-- order_address_ix           blind index of the address of delivery | 订单收货地址盲索引
-- payment_id                 the payment for the order | 支付单标识
-- payment_digest             fingerprint of the payment | 支付单内容摘要
-- payment_pay_code           payment institution | 支付企业代码
-- payment_transaction_id     number of the payment | 支付交易编号
-- payment_amount_paid        amount paid | 支付金额
-- payment_currency           currency of the payment | 支付币制
-- payment_payer_ix           blind index of the payer's identity number | 支付人证件号码盲索引
-- payment_payer_name_ix      blind index of the payer's name | 支付人姓名盲索引
-- waybill_id                 the waybill with the same number of the same carrier | 同一物流企业同一编号的运单
-- waybill_digest             fingerprint of the waybill | 运单内容摘要
-- waybill_order_no           number of the order on the waybill | 运单的订单编号
-- waybill_currency           currency of the waybill | 运单币制
-- waybill_weight             gross weight in kg on the waybill | 运单毛重（公斤）
-- waybill_pack_no            packages on the waybill | 运单件数
-- waybill_consignee_ix       blind index of the consignee's name | 运单收货人姓名盲索引
-- waybill_consignee_phone_ix blind index of the consignee's phone | 运单收货人电话盲索引
-- waybill_address_ix         blind index of the address of delivery | 运单收货地址盲索引
-- waybill_bill_no            bill of lading or air waybill on the waybill | 运单提运单号
-- waybill_freight            freight on the waybill | 运单运费
-- waybill_insured_fee        insurance on the waybill | 运单保价费
SELECT
    d.*,
    o.order_id,
    o.digest AS order_digest,
    o.ebc_code AS order_ebc_code,
    o.goods_value AS order_goods_value,
    o.freight AS order_freight,
    o.discount AS order_discount,
    o.tax_total AS order_tax_total,
    o.actural_paid AS order_actural_paid,
    o.currency AS order_currency,
    o.buyer_id_type AS order_buyer_id_type,
    o.pay_code AS order_pay_code,
    o.pay_transaction_id AS order_pay_transaction_id,
    o.buyer_ix AS order_buyer_ix,
    o.buyer_name_ix AS order_buyer_name_ix,
    o.buyer_phone_ix AS order_buyer_phone_ix,
    o.consignee_ix AS order_consignee_ix,
    o.consignee_phone_ix AS order_consignee_phone_ix,
    o.address_ix AS order_address_ix,
    p.payment_id,
    p.digest AS payment_digest,
    p.pay_code AS payment_pay_code,
    p.pay_transaction_id AS payment_transaction_id,
    p.amount_paid AS payment_amount_paid,
    p.currency AS payment_currency,
    p.payer_ix AS payment_payer_ix,
    p.payer_name_ix AS payment_payer_name_ix,
    w.waybill_id,
    w.digest AS waybill_digest,
    w.order_no AS waybill_order_no,
    w.currency AS waybill_currency,
    w.weight AS waybill_weight,
    w.pack_no AS waybill_pack_no,
    w.consignee_ix AS waybill_consignee_ix,
    w.consignee_phone_ix AS waybill_consignee_phone_ix,
    w.address_ix AS waybill_address_ix,
    w.bill_no AS waybill_bill_no,
    w.freight AS waybill_freight,
    w.insured_fee AS waybill_insured_fee
FROM declarations AS d
LEFT JOIN orders AS o ON o.order_no = d.order_no AND o.ebp_code = d.ebp_code
LEFT JOIN payments AS p ON p.order_no = d.order_no AND p.ebp_code = d.ebp_code
LEFT JOIN waybills AS w
    ON w.logistics_no = d.logistics_no AND w.logistics_code = d.logistics_code
