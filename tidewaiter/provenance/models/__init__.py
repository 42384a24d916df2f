"""The tables of products and their chains."""

from tidewaiter.provenance.models.events import Capture, EventItem, TraceEvent
from tidewaiter.provenance.models.grades import Contradiction, Grade
from tidewaiter.provenance.models.laboratories import Laboratory, Scope
from tidewaiter.provenance.models.products import Batch, Facility, Product, Registration
from tidewaiter.provenance.models.reports import Check, Report

__all__ = [
    "Batch",
    "Capture",
    "Check",
    "Contradiction",
    "EventItem",
    "Facility",
    "Grade",
    "Laboratory",
    "Product",
    "Registration",
    "Report",
    "Scope",
    "TraceEvent",
]
