"""What clusters did lately, as of the day before: no parcel sees what came with or after it."""

from datetime import date
from pathlib import Path

import pyarrow as pa

from tidewaiter.engine.linking.linking import database

DAYS = 30
"""How many days before the night count."""
PARCELS = pa.schema(
    [
        ("cluster", pa.int64()),
        ("day", pa.date32()),
        ("buyer", pa.string()),
        ("phone", pa.string()),
        ("platform", pa.string()),
        ("seller", pa.string()),
        ("value", pa.decimal128(17, 5)),
        ("confirmed", pa.bool_()),
    ]
)
"""Parcels with the cluster of their address, consignee or seller; `confirmed` says what an
inspection found before the night, and is null for a parcel that none has looked at.
"""
SIZES = pa.schema(
    [
        ("cluster", pa.int64()),
        ("nodes", pa.int64()),
        ("nodes_week_ago", pa.int64()),
        ("first_on", pa.date32()),
    ]
)
"""How many nodes clusters have tonight and had a week ago, and since when there is one of them."""
_SQL = (Path(__file__).parent / "features.sql").read_text("utf-8")


def features(parcels: pa.Table, sizes: pa.Table, *, night: date) -> pa.Table:
    """The features of each cluster with a parcel in the thirty days before a night."""
    with database(threads=2, memory="2GB") as connection:
        connection.register("parcel", parcels.cast(PARCELS))
        connection.register("cluster", sizes.cast(SIZES))
        return connection.execute(_SQL, {"night": night}).to_arrow_table()
