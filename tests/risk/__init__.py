"""What is decided about a parcel, by whom it is changed, and the ledger of quotas."""
