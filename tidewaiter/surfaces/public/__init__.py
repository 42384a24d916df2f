"""For everybody: where is my parcel, and what the reasons mean."""
