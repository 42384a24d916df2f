"""The public register, and whether a certificate of registration is genuine."""
