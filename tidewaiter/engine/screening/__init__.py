"""Names against lists: sanctions, struck-off operators, partners, whatever a state keeps."""
