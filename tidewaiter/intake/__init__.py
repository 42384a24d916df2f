"""What they declare: messages as received, and the order, payment, waybill and list in them."""
