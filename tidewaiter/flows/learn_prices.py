"""Learn from accepted parcels what goods of one subheading, origin and unit usually cost."""

from datetime import datetime

import duckdb
import pyarrow as pa

from tidewaiter.base.identity.actors import Actor
from tidewaiter.risk.commands.knowledge import replace_peer_prices
from tidewaiter.risk.queries.beforehand import accepted_contents

PARCELS = 200_000
"""The latest accepted parcels that are learned from."""

_PRICES = """
WITH line AS (
    SELECT left(item->>'gcode', 6) AS hs6, item->>'country' AS country, item->>'unit1' AS unit1,
           TRY_CAST(item->>'totalPrice' AS DOUBLE) AS total, TRY_CAST(item->>'qty1' AS DOUBLE) AS
           qty1, TRY_CAST(head->>'netWeight' AS DOUBLE) AS weight, len(lines) AS lines FROM (
           SELECT content->'head' AS head, CAST(content->'lines' AS JSON[]) AS lines FROM (SELECT
           CAST(content AS JSON) AS content FROM declarations) ), LATERAL (SELECT unnest(lines) AS
           item) ), price AS ( SELECT hs6, country, unit1, ln(total / qty1) AS log_price, CASE WHEN
           lines = 1 AND weight > 0 THEN ln(total / weight) END AS log_density FROM line WHERE
           total > 0 AND qty1 > 0 ) SELECT hs6, country, unit1, count(*) AS n, median(log_price) AS
           median_log_price, mad(log_price) AS mad_log_price, coalesce(median(log_density), 0) AS
           median_log_density, coalesce(mad(log_density), 0) AS mad_log_density FROM price GROUP BY
           hs6, country, unit1 ORDER BY hs6, country, unit1
"""


def learn_prices(*, by: Actor, at: datetime) -> int:
    """Learn anew from the latest accepted parcels; return for how many kinds of goods."""
    contents = accepted_contents(limit=PARCELS)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("declarations", pa.table({"content": pa.array(contents, pa.string())}))
        rows = connection.execute(_PRICES).fetchall()
    replace_peer_prices(rows, by=by, at=at)
    return len(rows)
