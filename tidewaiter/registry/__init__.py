"""Who trades: operators and their roles, their certificates, their standing."""
