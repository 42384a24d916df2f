"""The number by which a node is known: sixty bits of a hash of what is stored of it already."""

import hashlib

SQL = "('x' || left(encode(sha256(convert_to({text}, 'UTF8')), 'hex'), 15))::bit(60)::bigint"
"""The same number in PostgreSQL, of an expression that gives the text."""


def key_of(*parts: object) -> int:
    """The number of a node of these parts: blind indexes, or the code of a seller."""
    told = "/".join("" if part is None else str(part) for part in parts)
    return int(hashlib.sha256(told.encode()).hexdigest()[:15], 16)


def key_sql(*columns: str) -> str:
    """`key_of` of these columns as an expression of PostgreSQL."""
    text = " || '/' || ".join(f"coalesce({column}::text, '')" for column in columns)
    return SQL.format(text=text)
