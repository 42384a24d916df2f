"""What traders declare: messages as received, and the canonical order, payment, waybill and list."""
