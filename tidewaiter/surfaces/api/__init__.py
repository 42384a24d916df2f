"""For machines: messages in, receipts out, dry runs."""
