"""A simulated harbour as a folder: messages in order of arrival, the firms, the keys, the truth."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from harbour.frauds import Shares
from harbour.keys import Keys, load_or_create
from harbour.messages import messages
from harbour.parcels import Parcel
from harbour.register import FIRMS, register_rows
from harbour.truth import TruthWriter
from harbour.world import World


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written."""

    parcels: int
    messages: int
    documents: int
    bytes: int
    frauds: dict[str, int]


def write_firms(folder: Path, keys: Keys) -> None:
    """firms.json: the demo register, so that a server can take it over."""
    rows = register_rows()
    for row in rows:
        code = str(row["code"])
        row["certificate"] = f"keys/{code}.cert.pem" if code in keys else None
    text = json.dumps(rows, ensure_ascii=False, indent=1)
    (folder / "firms.json").write_text(text + "\n", encoding="utf-8")


def write_folder(
    folder: Path,
    n: int,
    seed: int,
    *,
    start: datetime,
    rate: float = 20.0,
    batch: int = 100,
    max_wait: float = 2.0,
    delay: float = 2.0,
    shares: Shares | None = None,
    sign_all: bool = False,
) -> Summary:
    """Write the messages of `n` parcels, truth.parquet and firms.json."""
    into = folder / "messages"
    into.mkdir(parents=True, exist_ok=True)
    codes = [one.code for one in FIRMS] if sign_all else None
    keys = load_or_create(folder / "keys", codes)
    write_firms(folder, keys)
    truth = TruthWriter(folder / "truth.parquet")
    frauds: dict[str, int] = {}

    def noted() -> Iterator[Parcel]:
        for parcel in World(seed, shares).parcels(n, start=start, rate=rate):
            truth.add(parcel)
            frauds[parcel.fraud.value] = frauds.get(parcel.fraud.value, 0) + 1
            yield parcel

    number = size = documents = 0
    for message in messages(
        noted(),
        rate=rate,
        batch=batch,
        max_wait=max_wait,
        delay=delay,
        keys=keys,
        seed=seed,
        sign_all=sign_all,
    ):
        number += 1
        size += len(message.raw)
        documents += len(message.orders)
        name = f"{number:08d}-{message.kind}-{message.sender}.xml"
        (into / name).write_bytes(message.raw)
    truth.close()
    return Summary(sum(frauds.values()), number, documents, size, frauds)
