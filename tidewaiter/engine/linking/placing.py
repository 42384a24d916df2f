"""Place single nodes at arrival: into the cluster of the known node that is most likely the same."""

from collections.abc import Iterable, Mapping
from typing import Any

from tidewaiter.engine.linking.model import Model


def place(
    node: Mapping[str, Any],
    known: Iterable[Mapping[str, Any]],
    model: Model,
    *,
    nodes: int,
) -> int | None:
    """The cluster of a node among known ones that share a block with it; None if it is like none.

    Each known node has `key` and `cluster` beside the model's fields. The heaviest link counts, the
    smaller key between equals. It is the cluster that the night would give it, but that clusters
    which the node itself ties together stay apart until then.
    """
    best: tuple[float, int, int] | None = None
    for other in known:
        weight, _ = model.weigh(node, other, nodes=nodes)
        if weight >= model.least:
            found = (-weight, int(other["key"]), int(other["cluster"]))
            best = found if best is None else min(best, found)
    return best[2] if best is not None else None


def wanted(node: Mapping[str, Any], model: Model) -> list[dict[str, Any]]:
    """For each block of the model, the values that a known node must share to be looked at."""
    return [
        {field: node[field] for field in block}
        for block in model.blocks
        if all(node.get(field) is not None for field in block)
    ]
