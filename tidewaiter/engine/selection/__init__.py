"""Which accepted parcels an officer looks at: lanes, shares and keyed draws."""
