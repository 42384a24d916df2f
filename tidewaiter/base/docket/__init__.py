"""The file of a proceeding: parties, clocks, papers, letters, reasons and history, built once."""
