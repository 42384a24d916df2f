"""What is true of each parcel, which no message tells: the answer key of a simulation."""

from collections.abc import Iterable
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from harbour.parcels import Parcel, plain
from harbour.register import seller_of

_MONEY = pa.decimal128(19, 2)

TRUTH_SCHEMA = pa.schema(
    [
        ("order_no", pa.string()),
        ("platform_code", pa.string()),
        ("merchant_code", pa.string()),
        ("agent_code", pa.string()),
        ("cop_no", pa.string()),
        ("logistics_no", pa.string()),
        ("reported_at", pa.timestamp("us")),
        ("fraud", pa.string()),
        ("group", pa.string()),  # parcels of one ring or of one heavy buyer
        ("expected", pa.string()),  # accepted, rejected, or null where it is not certain
        ("expected_rule", pa.string()),
        ("declared_value", _MONEY),  # goods, freight and insurance as declared
        ("true_value", _MONEY),  # what the goods really cost
        ("true_country", pa.string()),  # where it differs from the declared one
        ("true_goods", pa.string()),  # what is really in the parcel, where it differs
        ("address_party", pa.string()),  # one address, however it is spelt
        ("consignee_party", pa.string()),  # one receiver, whatever name and number are given
        ("seller_party", pa.string()),  # one seller, under whatever registration
    ]
)


def _party(text: str) -> str:
    """Who it is, without saying who: the truth holds no names, numbers or addresses."""
    return blake2b(text.encode(), digest_size=8).hexdigest()


def truth_table(parcels: Iterable[Parcel]) -> pa.Table:
    """The truth about these parcels, one row each."""
    rows = [
        (
            p.order_no,
            p.platform.code,
            p.merchant.code,
            p.agent.code,
            p.cop_no,
            p.logistics_no,
            p.at.replace(tzinfo=None),
            p.fraud.value,
            p.group,
            p.expected,
            p.expected_rule,
            Decimal(plain(p.dutiable)),
            Decimal(plain(p.true_value)),
            p.true_country,
            p.true_goods,
            _party(p.home),
            _party(p.receiver),
            seller_of(p.merchant.code),
        )
        for p in parcels
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(TRUTH_SCHEMA)
    return pa.table(
        [
            pa.array(column, type=field.type)
            for column, field in zip(columns, TRUTH_SCHEMA, strict=True)
        ],
        schema=TRUTH_SCHEMA,
    )


def write_truth(path: Path, parcels: Iterable[Parcel]) -> None:
    """Write the truth as a Parquet file."""
    pq.write_table(truth_table(parcels), path, compression="zstd")


class TruthWriter:
    """Writes the truth while parcels stream by, some thousands at a time."""

    def __init__(self, path: Path, every: int = 20_000) -> None:
        self._writer = pq.ParquetWriter(path, TRUTH_SCHEMA, compression="zstd")
        self._every = every
        self._waiting: list[Parcel] = []

    def add(self, parcel: Parcel) -> None:
        """Note one parcel."""
        self._waiting.append(parcel)
        if len(self._waiting) >= self._every:
            self._flush()

    def _flush(self) -> None:
        self._writer.write_table(truth_table(self._waiting))
        self._waiting.clear()

    def close(self) -> None:
        """Finish the file."""
        self._flush()
        self._writer.close()
