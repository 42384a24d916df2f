"""Whether the quota ledger adds up."""

from decimal import Decimal

from django.db import connection

from tidewaiter.intake.models import Declaration
from tidewaiter.risk.models import QuotaAccount, QuotaEntry


def held_by(declaration: Declaration) -> dict[str, tuple[Decimal, Decimal]]:
    """What a declaration holds of each measure: reserved, committed."""
    held: dict[str, tuple[Decimal, Decimal]] = {}
    for entry in QuotaEntry.objects.filter(declaration=declaration).select_related("account"):
        reserved, committed = held.get(entry.account.measure, (Decimal(0), Decimal(0)))
        held[entry.account.measure] = (reserved + entry.reserved, committed + entry.committed)
    return held


def sums_agree() -> bool:
    """Every account equals the sum of its entries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM risk_quotaaccount account LEFT JOIN LATERAL ("
            " SELECT coalesce(sum(reserved), 0) AS reserved,"
            " coalesce(sum(committed), 0) AS committed"
            " FROM risk_quotaentry entry WHERE entry.account_id = account.id) entries ON true"
            " WHERE account.reserved <> entries.reserved"
            " OR account.committed <> entries.committed"
        )
        return cursor.fetchone() == (0,)


def accounts_equal_accepted() -> bool:
    """Every money account equals the accepted declarations of its buyer and year."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH accepted AS (
                SELECT declaration.buyer_ix,
                    extract(year FROM assessment.law_day)::smallint AS year,
                    sum(assessment.dutiable_value) AS amount
                FROM risk_assessment assessment JOIN intake_declaration declaration
                    ON declaration.id = assessment.declaration_id
                WHERE assessment.current AND assessment.outcome = 'accepted' GROUP BY 1, 2
            )
            SELECT count(*) FROM accepted FULL JOIN (
                SELECT * FROM risk_quotaaccount WHERE measure = 'money'
            ) account USING (buyer_ix, year)
            WHERE coalesce(accepted.amount, 0)
                <> coalesce(account.reserved + account.committed, 0)
            """
        )
        return cursor.fetchone() == (0,)


def highest(measure: str = "money") -> Decimal:
    """The most that anybody has used of a measure in a year."""
    accounts = QuotaAccount.objects.filter(measure=measure)
    return max((account.reserved + account.committed for account in accounts), default=Decimal(0))
