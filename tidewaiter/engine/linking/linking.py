"""Link nodes of one kind in bulk: a frame in, the pairs that are one party and the clusters out."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator
from splink.clustering import cluster_pairwise_predictions_at_threshold

from tidewaiter.engine.linking.model import Model

MOST = 500
"""A value that more nodes share brings no pairs: a forwarder's door, a switchboard."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking found.

    `links` has the columns one, other, weight and outcomes (one place for each comparison), the
    smaller key first; `components` has key and component, the smallest key of its nodes, for
    every node. `crowded` counts the values that were too frequent to bring pairs.
    """

    links: pa.Table
    components: pa.Table
    crowded: int


def link(nodes: pa.Table, model: Model, *, threads: int = 2, memory: str = "2GB") -> Linked:
    """Link nodes: `key` (BIGINT, each once) and the model's fields. The same nodes in any order
    give the same answer.
    """
    if nodes.num_rows < 2:
        none = pa.table({"one": [], "other": [], "weight": [], "outcomes": []}, schema=LINKS)
        keys = nodes.column("key")
        return Linked(none, pa.table({"key": keys, "component": keys}), 0)
    with database(threads=threads, memory=memory) as connection:
        crowded = prepare(connection, nodes, model)
        api = DuckDBAPI(connection=connection)
        linker = Linker(
            api.register("node", table_name="node_in"),
            SettingsCreator(**settings(model, nodes.num_rows)),
            log_level=None,
        )
        pairs = linker.inference.predict(threshold_match_weight=model.least)
        names = [f"gamma_{one.name}" for one in model.comparisons]
        # the library numbers outcomes from the worst, 0, up, and says -1 where a field is absent
        outcomes = ", ".join(
            f"CASE WHEN {name} < 0 THEN 0 ELSE {len(one.levels) - 1} - {name} END::TINYINT"
            for name, one in zip(names, model.comparisons, strict=True)
        )
        links = connection.execute(
            f"SELECT least(key_l, key_r) AS one, greatest(key_l, key_r) AS other,"
            f" round(match_weight, 6) AS weight, [{outcomes}] AS outcomes"
            f" FROM {pairs.physical_name} ORDER BY ALL"
        ).to_arrow_table()
        connection.register("link", links)
        grouped = cluster_pairwise_predictions_at_threshold(
            api.register("node_key", table_name="keys_in"),
            api.register("link", table_name="links_in"),
            api,
            node_id_column_name="key",
            edge_id_column_name_left="one",
            edge_id_column_name_right="other",
        )
        components = connection.execute(
            f"SELECT key, cluster_id AS component FROM {grouped.physical_name} ORDER BY key"
        ).to_arrow_table()
    return Linked(links.cast(LINKS), components, crowded)


LINKS = pa.schema(
    [
        ("one", pa.int64()),
        ("other", pa.int64()),
        ("weight", pa.float64()),
        ("outcomes", pa.list_(pa.int8())),
    ]
)
"""The columns of links."""


def settings(model: Model, nodes: int) -> dict[str, Any]:
    """A model as the linkage library's settings."""
    chance = 2.0 ** model.prior(nodes)
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "key",
        "probability_two_random_records_match": chance / (1 + chance),
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": f"l.block_{n} = r.block_{n}", "sql_dialect": "duckdb"}
            for n in range(len(model.blocks))
        ],
        "comparisons": [
            {
                "output_column_name": one.name,
                "comparison_levels": [
                    {
                        "sql_condition": level.sql(),
                        "label_for_charts": level.en or "absent",
                        **(
                            {"is_null_level": True}
                            if level.absent
                            else {"m_probability": level.m, "u_probability": level.u}
                        ),
                    }
                    for level in one.levels
                ],
            }
            for one in model.comparisons
        ],
    }


def prepare(connection: Any, nodes: pa.Table, model: Model) -> int:
    """The table of nodes with a column for each block, empty where too many would share it."""
    connection.register("given", nodes)
    crowded = 0
    columns, joins = [], []
    for number, block in enumerate(model.blocks):
        whole = " AND ".join(f"{field} IS NOT NULL" for field in block)
        key = " || '/' || ".join(f"CAST({field} AS VARCHAR)" for field in block)
        connection.execute(
            f"CREATE TABLE crowd_{number} AS SELECT {key} AS value FROM given WHERE {whole}"
            f" GROUP BY 1 HAVING count(*) > {MOST}"
        )
        crowded += connection.execute(f"SELECT count(*) FROM crowd_{number}").fetchone()[0]
        columns.append(
            f"CASE WHEN {whole} AND c{number}.value IS NULL THEN {key} END AS block_{number}"
        )
        joins.append(f"LEFT JOIN crowd_{number} AS c{number} ON c{number}.value = {key}")
    connection.execute(
        f"CREATE TABLE node AS SELECT given.*, {', '.join(columns)} FROM given {' '.join(joins)}"
        " ORDER BY key"
    )
    connection.execute("CREATE TABLE node_key AS SELECT key FROM node")
    return crowded


@contextmanager
def database(*, threads: int, memory: str) -> Iterator[Any]:
    """A private database in memory, with bounded threads and memory."""
    with duckdb.connect(config={"threads": threads, "memory_limit": memory}) as connection:
        yield connection
