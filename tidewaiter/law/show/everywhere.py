"""What any of the packs says about a name."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from tidewaiter.law.findings import PackError
from tidewaiter.law.loader import Unknown, load
from tidewaiter.law.show.entries import Shown, shown
from tidewaiter.law.sources import PACKS, packs


def everywhere(
    name: str, on: date, among: Iterable[str] = (), root: Path = PACKS
) -> tuple[list[Shown], list[str]]:
    """All answers of the packs about a name, and the regrets of those that do not know it."""
    found: list[Shown] = []
    missed: list[str] = []
    for pack in tuple(among) or packs(root):
        try:
            found += [{**each, "pack": pack} for each in shown(load(pack, root).on(on), name)]
        except (Unknown, PackError) as error:
            missed.append(str(error))
    return found, missed
