"""Place nodes at arrival: into the cluster of the known node that is most likely the same."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from tidewaiter.engine.linking.model import Model

MOST = 500
"""A value that more known nodes share brings no candidates, as in the night."""


def place(
    fresh: Iterable[Mapping[str, Any]],
    known: Iterable[Mapping[str, Any]],
    model: Model,
    *,
    nodes: int,
) -> dict[int, int]:
    """The cluster of each fresh node, by key: that of the node it is most likely one with, or own.

    Nodes have `key` and the model's fields, known ones `cluster` too. A fresh node may also join
    one that came before it in the same call. The heaviest link counts, the smaller key between
    equals.
    It is the cluster that the night will give, but that clusters which a fresh node ties together
    stay apart until then.
    """
    sharing: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for node in known:
        _enter(node, model, sharing)
    placed: dict[int, int] = {}
    for node in fresh:
        best: tuple[float, int, int] | None = None
        for value in _values(node, model):
            others = sharing.get(value, ())
            for other in others if len(others) <= MOST else ():
                weight, _ = model.weigh(node, other, nodes=nodes)
                if weight >= model.least:
                    found = (-weight, int(other["key"]), int(other["cluster"]))
                    best = found if best is None else min(best, found)
        cluster = best[2] if best is not None else int(node["key"])
        placed[int(node["key"])] = cluster
        _enter({**node, "cluster": cluster}, model, sharing)
    return placed


def _enter(
    node: Mapping[str, Any],
    model: Model,
    sharing: dict[tuple[Any, ...], list[Mapping[str, Any]]],
) -> None:
    for value in _values(node, model):
        sharing[value].append(node)


def _values(node: Mapping[str, Any], model: Model) -> list[tuple[Any, ...]]:
    """What a node must share with another to be compared: for each block its fields and values."""
    return [
        (*block, *(node[field] for field in block))
        for block in model.blocks
        if all(node.get(field) is not None for field in block)
    ]
