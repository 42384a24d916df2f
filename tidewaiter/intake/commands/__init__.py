"""What can be done to messages, documents and receipts."""
