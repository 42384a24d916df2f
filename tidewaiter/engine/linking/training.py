"""Learn how much each outcome of a comparison says, with the linkage library's own estimates."""

from typing import Any

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator

from tidewaiter.engine.linking.linking import database, prepare, settings
from tidewaiter.engine.linking.model import Model

PAIRS = 20_000_000
"""Random pairs from which it is learned how often two different parties agree."""
SMALLEST = 1e-8
"""What was never seen among those pairs is not taken to be impossible."""


def learn(
    nodes: pa.Table, model: Model, *, party: str, seed: int = 1, pairs: int = PAIRS
) -> dict[str, list[tuple[float, float]]]:
    """The numbers m and u of each comparison's outcomes, from the first that is not absence; a
    comparison of what no node gives is left out.

    `party` is the column that says who a node truly is: m is how often two nodes of one party have
    an outcome, u how often two random nodes have it.
    """
    agreeing, differing = {}, {}
    with database(threads=1, memory="2GB") as connection:
        linker = _linker(connection, nodes, model, party)
        linker.training.estimate_m_from_label_column(party)
        agreeing = _levels(linker, "m_probability")
    with database(threads=1, memory="2GB") as connection:
        connection.register("every", nodes)
        # two nodes of one party agree for another reason than chance
        each = (
            connection.execute(
                f"SELECT any_value(COLUMNS(*) ORDER BY key) FROM every GROUP BY {party}"
            )
            .to_arrow_table()
            .rename_columns(nodes.column_names)
        )
        linker = _linker(connection, each, model, party)
        linker.training.estimate_u_using_random_sampling(max_pairs=pairs, seed=seed)
        differing = _levels(linker, "u_probability")
    return {
        name: [
            (max(m, 0.0005), max(u, SMALLEST))
            for m, u in zip(agreeing[name], differing[name], strict=True)
        ]
        for name in agreeing
        if sum(agreeing[name]) and sum(differing[name])
    }


def _linker(connection: Any, nodes: pa.Table, model: Model, party: str) -> Linker:
    prepare(connection, nodes, model)
    told = settings(model, nodes.num_rows)
    for comparison in told["comparisons"]:
        for level in comparison["comparison_levels"]:
            # what is not observed must not keep the number it had
            level.pop("m_probability", None)
            level.pop("u_probability", None)
    told["additional_columns_to_retain"] = [party]
    api = DuckDBAPI(connection=connection)
    return Linker(
        api.register("node", table_name="node_in"), SettingsCreator(**told), log_level=None
    )


def _levels(linker: Linker, which: str) -> dict[str, list[float]]:
    return {
        comparison["output_column_name"]: [
            float(level.get(which) or 0.0)
            for level in comparison["comparison_levels"]
            if not level.get("is_null_level")
        ]
        for comparison in linker.misc.save_model_to_json()["comparisons"]
    }
