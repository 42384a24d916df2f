"""The files of proceedings: work list, file, papers, letters, reasons."""
