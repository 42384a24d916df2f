"""Deeds: register, admit, suspend, strike off, certify, and take registers in."""
