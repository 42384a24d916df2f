"""The China single-window import chain, edition 202205: CEB311 to CEB900 as XML and JSON."""
