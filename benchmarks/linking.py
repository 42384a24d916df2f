"""How well and how fast parties are linked, on an invented harbour whose truth is known.

    python benchmarks/linking.py [--parcels N] [--sellers N] [--seed S]   # ends with one JSON line
    python benchmarks/linking.py --learn                                   # rewrites m and u

Pairs are counted: of two spellings in one cluster how many are one party (precision), of two
spellings of one party how many are in one cluster (recall). Models are learned on another seed
than they are measured on. `exact` is what the blind index of the whole value finds.
"""

import argparse
import hashlib
import json
import os
import re
import time
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from harbour.sellers import registrations
from harbour.world import World
from tidewaiter.engine.linking.clusters import MEMBERS, measure, named
from tidewaiter.engine.linking.linking import Linked, link
from tidewaiter.engine.linking.model import FOLDER, load_model
from tidewaiter.engine.linking.sellers import SellerForms, seller_forms
from tidewaiter.engine.linking.tokens import FIELDS, normal_forms, packed, unpacked

START = datetime(2026, 11, 23, 9, 0, 0)
LEARNED_ON = 4711
KEY = b"a key for this benchmark only 32"


def token(field: str, text: str) -> bytes:
    return hashlib.blake2b(f"{field}|{text}".encode(), key=KEY, digest_size=8).digest()


def number(*parts: object) -> int:
    told = hashlib.blake2b("/".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(told, "big") >> 1


def party_nodes(parcels: int, seed: int) -> tuple[pa.Table, pa.Table, dict[str, Any]]:
    """The addresses and consignees of a harbour as nodes with tokens, and who they truly are."""
    addresses: dict[int, tuple[Any, ...]] = {}
    consignees: dict[int, tuple[Any, ...]] = {}
    seen = set()
    forming = 0.0
    for parcel in World(seed).parcels(parcels, start=START, rate=20):
        spelt = (parcel.consignee, parcel.consignee_phone, parcel.address)
        if spelt in seen:
            continue
        seen.add(spelt)
        began = time.perf_counter()
        tokens = packed(normal_forms(*spelt), token)
        forming += time.perf_counter() - began
        told = unpacked(tokens)
        address, consignee = number(parcel.address), number(*spelt)
        addresses[address] = (*told[:9], number("home", parcel.home))
        consignees[consignee] = (address, *told, number("receiver", parcel.receiver))
    return (
        table(addresses, (*FIELDS[:9], "party")),
        table(consignees, ("address", *FIELDS, "party")),
        {"forms_us": round(forming / len(seen) * 1e6, 1), "distinct": len(seen)},
    )


def table(rows: dict[int, tuple[Any, ...]], names: tuple[str, ...]) -> pa.Table:
    columns = zip(*rows.values(), strict=True)
    return pa.table(
        {
            "key": pa.array(rows, pa.int64()),
            **{name: pa.array(column) for name, column in zip(names, columns, strict=True)},
        }
    )


def seller_nodes(n: int, seed: int) -> pa.Table:
    rows = {
        place: (
            *seller_forms(
                one.name, address=one.address, phone=one.phone, website=one.website
            ),
            one.party,
        )
        for place, one in enumerate(registrations(n, seed), 1)
    }  # fmt: skip
    return table(rows, (*SellerForms._fields, "party"))


def at_home(consignees: pa.Table, addresses: pa.Table) -> pa.Table:
    """Consignees with the cluster of their address."""
    cluster = dict(
        zip(*(addresses.column(name).to_pylist() for name in ("key", "component")), strict=True)
    )
    home = [cluster[key] for key in consignees.column("address").to_pylist()]
    return consignees.append_column("home", pa.array(home, pa.int64()))  # fmt: skip


def only(nodes: pa.Table, kind: str, *more: str) -> pa.Table:
    return nodes.select(["key", *load_model(kind).fields, *more])


def timed(nodes: pa.Table, kind: str) -> tuple[Linked, dict[str, Any]]:
    began, worked = time.perf_counter(), time.process_time()
    found = link(only(nodes, kind), load_model(kind))
    took, cpu = time.perf_counter() - began, time.process_time() - worked
    clusters = named(found.components, MEMBERS.empty_table(), kind=kind, night=date(2026, 11, 24))
    quality = measure(clusters.members, nodes.select(["key", "party"]))
    return found, {
        "nodes": nodes.num_rows,
        "links": found.links.num_rows,
        "clusters_of_two_or_more": sum(
            1 for n in found.components.group_by("component").aggregate([("key", "count")])
            .column("key_count").to_pylist() if n > 1
        ),
        **{name: round(value, 4) for name, value in quality.items()},
        "seconds": round(took, 2),
        "nodes_per_second": round(nodes.num_rows / took),
        "nodes_per_cpu_second": round(nodes.num_rows / cpu),
    }  # fmt: skip


def learn_models(parcels: int, sellers: int) -> None:
    from tidewaiter.engine.linking.training import learn

    addresses, consignees, _ = party_nodes(parcels, LEARNED_ON)
    found = learn(only(addresses, "address", "party"), load_model("address"), party="party")
    write("address", found)
    load_model.cache_clear()
    homes = link(only(addresses, "address"), load_model("address")).components
    write("consignee", learn(only(at_home(consignees, homes), "consignee", "party"),
                             load_model("consignee"), party="party"))  # fmt: skip
    firms = seller_nodes(sellers, LEARNED_ON)
    write("seller", learn(only(firms, "seller", "party"), load_model("seller"), party="party"))


def write(kind: str, learned: dict[str, list[tuple[float, float]]]) -> None:
    """Put new numbers into a model's document, and leave everything else as it stands."""
    path = FOLDER / f"{kind}.yaml"
    lines, waiting = [], []
    for line in path.read_text("utf-8").splitlines():
        if name := re.match(r"  - name: (\w+)", line):
            waiting = list(learned.get(name[1], ()))
        if waiting and "m: " in line and "u: " in line and line.lstrip().startswith("- {"):
            m, u = waiting.pop(0)
            line = re.sub(r"\bm: [\d.e-]+", f"m: {digits(m)}", line)
            line = re.sub(r"\bu: [\d.e-]+", f"u: {digits(u)}", line)
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def digits(value: float) -> str:
    """Five digits that count, never so many that nothing is left to doubt."""
    return f"{min(value, 0.99999):.5g}" if value >= 1e-4 else f"{value:.10f}".rstrip("0")[:14]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--parcels", type=int, default=200_000)
    options.add_argument("--sellers", type=int, default=20_000)
    options.add_argument("--seed", type=int, default=8)
    options.add_argument("--learn", action="store_true")
    told = options.parse_args()
    if told.learn:
        learn_models(told.parcels, told.sellers)
        return
    addresses, consignees, forms = party_nodes(told.parcels, told.seed)
    homes, address = timed(addresses, "address")
    _, consignee = timed(at_home(consignees, homes.components), "consignee")
    exact = pa.table({"key": consignees.column("key"), "cluster": consignees.column("address")})
    address_alone = measure(exact, consignees.select(["key", "party"]))
    _, seller = timed(seller_nodes(told.sellers, told.seed), "seller")
    print(
        json.dumps(
            {
                "parcels": told.parcels,
                "seed": told.seed,
                "forms": forms,
                "address": address,
                "consignee": consignee,
                "consignee_by_exact_address": {
                    name: round(value, 4) for name, value in address_alone.items()
                },
                "seller": seller,
                "cores": os.cpu_count(),
            }
        )
    )


if __name__ == "__main__":
    main()
