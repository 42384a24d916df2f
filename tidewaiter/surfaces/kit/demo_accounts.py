"""Who can sign in at the desk and the portal of a demonstration, and nowhere else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Account:
    """Somebody of the demonstration; the password is public and holds only there."""

    email: str
    password: str
    name: str
    role: str
    title: str


ACCOUNTS = (
    Account("officer@demo.example", "tide-harbour-officer", "Lin Officer", "officer", "Officer"),
    Account(
        "senior@demo.example",
        "tide-harbour-senior",
        "Shen Senior",
        "senior_officer",
        "Senior officer",
    ),
    Account("lawyer@demo.example", "tide-harbour-lawyer", "Fang Lawyer", "lawyer", "Lawyer"),
    Account("second@demo.example", "tide-harbour-second", "Gu Lawyer", "lawyer", "Second lawyer"),
    Account(
        "supervisor@demo.example",
        "tide-harbour-supervisor",
        "Su Supervisor",
        "law_supervisor",
        "Supervisor of the law",
    ),
    Account("analyst@demo.example", "tide-harbour-analyst", "Ma Analyst", "analyst", "Analyst"),
    Account("peer@demo.example", "tide-harbour-peer", "Qi Analyst", "analyst", "Second analyst"),
    Account(
        "risk@demo.example",
        "tide-harbour-risk",
        "Rong Supervisor",
        "risk_supervisor",
        "Supervisor of risk",
    ),
    Account("auditor@demo.example", "tide-harbour-auditor", "Ai Auditor", "auditor", "Auditor"),
    Account(
        "merchant@demo.example",
        "tide-harbour-merchant",
        "Hua Merchant",
        "party_owner",
        "Owner of a merchant",
    ),
)
"""Who can sign in at a demonstration; parties belong to its first merchant."""
