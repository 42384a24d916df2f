"""Inspections: the work list, the act, its photographs."""
