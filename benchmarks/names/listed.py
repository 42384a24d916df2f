"""The dated samples of lists that are shipped for the bench, read from their packed files."""

import lzma
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tidewaiter.engine.screening.entries import Edition
from tidewaiter.engine.screening.lists.loader import Form, read_list

FOLDER = Path(__file__).parent / "lists"

OFAC = ("ofac_sdn.csv", "ofac_alt.csv", "ofac_add.csv")


@cache
def ofac() -> Edition:
    """The list of specially designated nationals with its aliases and addresses."""
    return _read(Form.OFAC, OFAC)


@cache
def all_lists() -> dict[str, Edition]:
    """All lists that are shipped: OFAC's two and that of the United Nations."""
    return {
        "ofac": ofac(),
        "ofac-consolidated": _read(Form.OFAC, ("ofac_cons_prim.csv",)),
        "un": _read(Form.UN, ("un_consolidated.xml",)),
    }


def _read(form: Form, names: Sequence[str]) -> Edition:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name in names:
            file = Path(folder) / name
            file.write_bytes(lzma.decompress((FOLDER / f"{name}.xz").read_bytes()))
            files.append(file)
        return read_list(form, files)
