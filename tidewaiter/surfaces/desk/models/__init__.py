"""Risk models at the desk: which there are, how each does, why one scored a parcel as it did."""
