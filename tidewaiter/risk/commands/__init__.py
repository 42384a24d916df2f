"""What can be done to assessments, the quota ledger and named lists."""
