"""What changes products, facilities, laboratories, reports, events and grades."""
