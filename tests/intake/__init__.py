"""Tests of what traders declare."""
