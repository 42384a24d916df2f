"""Who trades, and what follows when they may no longer."""
