"""What others ask about decisions, quota and what is known beforehand."""

from collections.abc import Sequence

from django.db import connection

from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.rules import Standing
from tidewaiter.risk.states import Outcome

_DECLARATIONS_OF = {
    Kind.ORDER: "intake_order document JOIN intake_declaration declaration"
    " USING (order_no, ebp_code)",
    Kind.PAYMENT: "intake_payment document JOIN intake_declaration declaration"
    " USING (order_no, ebp_code)",
    Kind.WAYBILL: "intake_waybill document JOIN intake_declaration declaration"
    " USING (logistics_no, logistics_code)",
    Kind.DECLARATION: "intake_declaration document JOIN intake_declaration declaration USING (id)",
}


def standing_of(kind: str, documents: Sequence[int]) -> dict[int, Standing]:
    """Where documents stand: waiting (2), rejected (100) or accepted (120) with their declaration.

    Requests, events and deliveries that are in force were accepted; refused ones are out of force.
    """
    source = _DECLARATIONS_OF.get(Kind(kind))
    if source is None:
        return dict.fromkeys(documents, Standing.ACCEPTED)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT document.id, array_agg(assessment.outcome) FROM {source}"
            " JOIN risk_assessment assessment"
            " ON assessment.declaration_id = declaration.id AND assessment.current"
            " LEFT JOIN intake_awaited awaited ON awaited.declaration_id = declaration.id"
            " WHERE document.id = ANY(%s) AND declaration.current AND awaited.declaration_id IS NULL"
            " GROUP BY document.id",
            [list(documents)],
        )
        found = dict(cursor.fetchall())
    return {
        number: Standing.WAITING
        if number not in found
        else Standing.ACCEPTED
        if Outcome.ACCEPTED in found[number]
        else Standing.REJECTED
        for number in documents
    }
