"""What we think of a parcel: assessments, reasons, the quota ledger, named lists."""
