"""An application to trade after it was sent: what is asked for again, and the certificate."""
