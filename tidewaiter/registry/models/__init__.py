"""Operators and what is known of them, applications to trade, certificates of registration."""

from tidewaiter.registry.models.access import Application, Check, Item, Likeness
from tidewaiter.registry.models.attestations import Attestation
from tidewaiter.registry.models.details import (
    Account,
    Contact,
    Identifier,
    Licence,
    Owner,
    Representative,
    Site,
)
from tidewaiter.registry.models.operators import Certificate, Operator, Role, StandingChange
from tidewaiter.registry.models.proofs import Proof, Trait

__all__ = [
    "Account",
    "Application",
    "Attestation",
    "Certificate",
    "Check",
    "Contact",
    "Identifier",
    "Item",
    "Licence",
    "Likeness",
    "Operator",
    "Owner",
    "Proof",
    "Representative",
    "Role",
    "Site",
    "StandingChange",
    "Trait",
]
