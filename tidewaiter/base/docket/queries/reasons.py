"""Statements of reasons as the rules judge them, and as they are signed."""

from typing import Any

from tidewaiter.base.docket.models import Statement
from tidewaiter.base.docket.rules.reasons import Reasons
from tidewaiter.law.loader import Law

SIGNED = (
    "verb", "restrictions", "ground", "basis", "article", "law_version", "explanation",
    "category", "territory", "source", "automated_detection", "automated_decision", "position",
    "answer", "aim", "milder", "insufficient", "discretion", "model_use", "appeal_body",
    "appeal_form", "appeal_suspends", "languages",
)  # fmt: skip


def reasons_of(statement: Statement, *, law: Law, appeal: bool) -> Reasons:
    """The parts of a statement that are held against the rules."""
    facts = statement.facts.prefetch_related("evidence")
    model = statement.model_use or {}
    return Reasons(
        restrictions=tuple(statement.restrictions),
        ground=statement.ground,
        basis=statement.basis,
        basis_known=law.has_text(statement.basis),
        explanation=statement.explanation,
        facts=tuple((fact.text, len(fact.evidence.all())) for fact in facts),
        position=statement.position,
        answer=statement.answer,
        aim=statement.aim,
        milder=statement.milder,
        insufficient=statement.insufficient,
        appeal_body=statement.appeal_body,
        appeal_form=statement.appeal_form,
        appeal=appeal,
        applies_on=statement.applies_on,
        ends_on=statement.ends_on,
        source=statement.source,
        automated_decision=statement.automated_decision,
        confirmed_model=bool(model.get("model") and model.get("confirmed_by")),
    )


def content_of(statement: Statement) -> dict[str, Any]:
    """What the signature of a statement covers, ready for JSON."""
    told: dict[str, Any] = {name: getattr(statement, name) for name in SIGNED}
    for name in ("applies_on", "ends_on", "appeal_until"):
        day = getattr(statement, name)
        told[name] = day.isoformat() if day else None
    told["reference"] = statement.reference
    told["docket"] = statement.docket.reference
    told["issued_by"] = statement.issued_label
    told["issued_at"] = statement.issued_at.isoformat() if statement.issued_at else None
    told["facts"] = [
        {
            "text": fact.text,
            "evidence_sha256": sorted(paper.original_id for paper in fact.evidence.all()),
        }
        for fact in statement.facts.prefetch_related("evidence")
    ]
    return told
