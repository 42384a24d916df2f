"""Rules of risk: about decided parcels, about inspection acts and about rule documents."""
