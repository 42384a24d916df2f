"""Questions about who trades, who applies, and who may be whom."""
