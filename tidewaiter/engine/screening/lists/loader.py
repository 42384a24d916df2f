"""Read a list from its files, whatever its form."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path

from tidewaiter.engine.screening.entries import Edition
from tidewaiter.engine.screening.lists.ftm import read_ftm
from tidewaiter.engine.screening.lists.ofac import read_ofac
from tidewaiter.engine.screening.lists.own import read_own
from tidewaiter.engine.screening.lists.un import read_un


class Form(StrEnum):
    """The forms of list files that can be read."""

    OFAC = "ofac"
    UN = "un"
    FTM = "ftm"
    OWN = "own"


_READERS: Mapping[Form, Callable[[Sequence[Path]], Edition]] = {
    Form.OFAC: read_ofac,
    Form.UN: read_un,
    Form.FTM: read_ftm,
    Form.OWN: read_own,
}


def read_list(form: Form, files: Sequence[Path]) -> Edition:
    """An edition of a list out of its files; raises Broken when they are not whole."""
    return _READERS[form](files)
