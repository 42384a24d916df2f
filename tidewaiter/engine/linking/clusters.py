"""Give tonight's components the names that their clusters had last night, and tell what changed."""

from dataclasses import dataclass
from datetime import date

import duckdb
import pyarrow as pa

from tidewaiter.engine.linking.linking import database

MEMBERS = pa.schema([("key", pa.int64()), ("cluster", pa.int64())])
"""Which cluster each node belongs to."""


@dataclass(frozen=True, slots=True)
class Clusters:
    """`members` has key and cluster for each node. `moves` has former, cluster and nodes: how many
    nodes went from a cluster of last night to another one tonight; merging and parting show there.
    """

    members: pa.Table
    moves: pa.Table


def named(components: pa.Table, former: pa.Table, *, kind: str, night: date) -> Clusters:
    """Name tonight's components.

    A component keeps the name of that former cluster of which it has the most nodes, if no other
    component has more of them; the smaller number decides between equals. A new one is called by
    its smallest key, or, where a cluster has or had that name, by a number drawn from key and
    night. So the names are the same whoever computes them, and no name is given twice.
    """
    with database(threads=2, memory="2GB") as connection:
        connection.register("component", components)
        connection.register("former", former.cast(MEMBERS))
        connection.execute(_NAMES, {"kind": kind, "night": night.isoformat()})
        members = connection.execute(
            "SELECT c.key, n.cluster FROM component c JOIN name n USING (component) ORDER BY key"
        ).to_arrow_table()
        moves = connection.execute(
            "SELECT o.cluster AS former, n.cluster, sum(o.nodes)::BIGINT AS nodes"
            " FROM shared o JOIN name n USING (component) WHERE o.cluster <> n.cluster"
            " GROUP BY ALL ORDER BY ALL"
        ).to_arrow_table()
    return Clusters(members.cast(MEMBERS), moves)


_NAMES = """
CREATE TABLE shared AS
SELECT c.component, f.cluster, count(*) AS nodes
FROM component c JOIN former f USING (key) GROUP BY ALL;
CREATE TABLE kept AS
SELECT component, cluster FROM (
    SELECT component, cluster,
        row_number() OVER (PARTITION BY component ORDER BY nodes DESC, cluster) AS choice,
        row_number() OVER (PARTITION BY cluster ORDER BY nodes DESC, component) AS claim
    FROM shared
) WHERE choice = 1 AND claim = 1;
CREATE TABLE name AS
SELECT c.component,
    CASE WHEN k.cluster IS NOT NULL THEN k.cluster WHEN t.cluster IS NULL THEN c.component
    ELSE ('0x' || left(sha256(concat_ws('/', $kind, $night, c.component)), 15))::BIGINT
    END AS cluster
FROM (SELECT DISTINCT component FROM component) c
LEFT JOIN kept k USING (component)
LEFT JOIN (SELECT DISTINCT cluster FROM former) t ON t.cluster = c.component
"""


def measure(found: pa.Table, truth: pa.Table) -> dict[str, float]:
    """Precision, recall and F1 of pairs: of two nodes in one cluster, and of two of one party.

    `found` has key and cluster, `truth` has key and party; nodes are counted that both have.
    """
    with duckdb.connect() as connection:
        connection.register("found", found)
        connection.register("truth", truth)
        both, said, true = connection.execute(
            """
            WITH node AS (SELECT f.cluster, t.party FROM found f JOIN truth t USING (key)),
            pairs AS (SELECT count(*) AS n FROM node GROUP BY cluster, party)
            SELECT (SELECT coalesce(sum(n * (n - 1)), 0)::DOUBLE FROM pairs),
                (SELECT coalesce(sum(n * (n - 1)), 0)::DOUBLE FROM
                    (SELECT count(*) AS n FROM node GROUP BY cluster)),
                (SELECT coalesce(sum(n * (n - 1)), 0)::DOUBLE FROM
                    (SELECT count(*) AS n FROM node GROUP BY party))
            """
        ).fetchone() or (0.0, 0.0, 0.0)
    precision = both / said if said else 1.0
    recall = both / true if true else 1.0
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return {"pairs": true / 2, "precision": precision, "recall": recall, "f1": f1}
