"""Who is probably one: networks of addresses, consignees and sellers, drawn and explained."""
