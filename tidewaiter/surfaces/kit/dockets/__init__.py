"""How dockets are told and asked about, at the desk as in the portal."""
