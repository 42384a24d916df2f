"""Which products the lines of declarations are, and the grades of their chains."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from tidewaiter.base.rows import fetch

_WORDS = re.compile(r"[a-z0-9][a-z0-9-]*")

_ANY = "SELECT EXISTS (SELECT FROM provenance_grade WHERE until IS NULL)"

_WORST = """
    WITH line AS (
        SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
            %s::text[]) AS l (place, gtin, merchant, record_no, name, words)
    ), same AS (
        SELECT l.place, p.id AS product, 1 AS way
        FROM line AS l JOIN provenance_product AS p ON p.gtin = l.gtin
        UNION ALL
        SELECT l.place, p.id, 2
        FROM line AS l JOIN registry_operator AS o ON o.code = l.merchant
        JOIN provenance_product AS p ON p.operator_id = o.id AND p.record_no = l.record_no
        WHERE l.record_no <> '' AND p.record_no <> ''
        UNION ALL
        SELECT l.place, p.id, 3
        FROM line AS l JOIN registry_operator AS o ON o.code = l.merchant
        JOIN provenance_product AS p ON p.operator_id = o.id
            AND lower(p.model) = ANY(string_to_array(l.words, ' '))
        WHERE p.model <> '' AND p.brand <> '' AND strpos(l.name, lower(p.brand)) > 0
    ), best AS (
        SELECT place, product, rank() OVER (PARTITION BY place ORDER BY way) AS nth FROM same
    )
    SELECT b.place, max(g.grade) FROM best AS b
    JOIN provenance_grade AS g ON g.product_id = b.product AND g.until IS NULL
    WHERE b.nth = 1 GROUP BY b.place
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What a line of a declaration says of its goods; the place is that of the line among all."""

    place: int
    merchant: str
    name: str
    bar_code: str = ""
    record_no: str = ""


def any_grades() -> bool:
    """Whether any chain is graded; where none is, nobody has to look products up."""
    [(there,)] = fetch(_ANY)
    return there


def grades_of(lines: Sequence[Line]) -> dict[int, str]:
    """The grade of the product that each line is, by its place; lines of no known product are
    left out.

    A product is known by its bar code, else by the number under which customs has its particulars,
    else by brand and model in the name of the goods. Of several, the worst grade counts.
    """
    names = [line.name.lower() for line in lines]
    values = (
        [line.place for line in lines],
        [_gtin(line.bar_code) for line in lines],
        [line.merchant for line in lines],
        [line.record_no for line in lines],
        names,
        [" ".join(_WORDS.findall(name)) for name in names],
    )
    with connection.cursor() as cursor:
        # not prepared: a plan for arrays of any length reads all products of a merchant
        cursor.execute(_WORST, values)
        return dict(cursor.fetchall())


def _gtin(bar_code: str) -> str:
    return bar_code.zfill(14) if bar_code.isdigit() and 8 <= len(bar_code) <= 14 else ""
