"""Tables in, tables out: what happens to a parcel and why, decided in columns of SQL."""
