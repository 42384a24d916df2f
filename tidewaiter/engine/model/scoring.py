"""Score parcels in bulk: their traits in, the frame `scores` out."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from tidewaiter.engine.frames import FRAMES
from tidewaiter.engine.model.file import Stored

TRAITS = Path(__file__).with_name("traits.sql").read_text("utf-8")
"""What the model looks at, as a query over the frames."""

MARK = 16
"""So many digits of a model's fingerprint name it in a decision."""

_MOST = 0.999999999
_CENTS = 100.0


def score(stored: Stored, traits: Any) -> Any:
    """The frame `scores` of a table of traits with `declaration_id`."""
    said = stored.model.score(traits)
    money = np.round(said.revenue * _CENTS) / _CENTS
    return pa.table(
        {
            "declaration_id": traits.column("declaration_id"),
            "model": pa.array([stored.fingerprint[:MARK]] * traits.num_rows, pa.string()),
            "risk": _decimal(np.minimum(said.chance, _MOST), "risk"),
            "recoverable": _decimal(money, "recoverable"),
        },
        schema=FRAMES["scores"].schema,
    )


def _decimal(values: Any, name: str) -> Any:
    """Numbers as the frame holds them, rounded; NULL where there is none."""
    numbers = pa.array(values, pa.float64(), mask=np.isnan(values))
    return numbers.cast(FRAMES["scores"].schema.field(name).type)
