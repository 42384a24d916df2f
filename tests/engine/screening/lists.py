"""Small lists for the tests, of invented people and firms."""

from tidewaiter.engine.screening.entries import (
    Address,
    Edition,
    Entry,
    ListedName,
    NameKind,
    Paper,
    Sort,
    Strength,
)
from tidewaiter.engine.screening.index import Index
from tidewaiter.engine.screening.lists.reading import born
from tidewaiter.engine.screening.screen import Screener, Thresholds

FILLER = (
    "KOWALCZYK, Bronislaw", "OYELARAN, Adebayo", "TRADING HOUSE MERIDIAN", "WANG, Guotao",
    "MUHAMMAD, Yahya", "SCHWARZENBACH HOLDING AG", "LI, Yongqiang", "AL-HAMDANI, Muhammad Ali",
)  # fmt: skip


def an_entry(
    number: str, name: str, *more: str, sort: Sort = Sort.PERSON, **facts: object
) -> Entry:
    """An entry with its names and facts."""
    names = (ListedName(name), *(ListedName(alias, NameKind.ALIAS) for alias in more))
    return Entry(number, sort, names, **facts)  # type: ignore[arg-type]


ENTRIES = (
    an_entry(
        "1",
        "BOYARKOV, Viktor Alekseevich",
        born=(born("14 Jun 1975"), born("1980")),
        papers=(Paper("717637093", "Passport", "Russia"),),
        addresses=(Address("Ulitsa Mukhina 15", "Yalta", "Ukraine"),),
        telephones=("+7 (495) 123-45-67",),
    ),
    an_entry("2", "LI, Fangwei", "Karl Lee"),
    an_entry("3", "AL-JABOURI, Abd al-Rahman Mishan"),
    an_entry("4", "HAIGE COMMUNICATIONS GROUP CO., LTD.", sort=Sort.FIRM),
    an_entry("5", "王小明"),
    an_entry("6", "OSLEG ENGINEERING FACTORY 7", sort=Sort.FIRM),
    Entry(
        "7",
        Sort.PERSON,
        (
            ListedName("QUILLFEATHER, Montague"),
            ListedName("THE CHESS PLAYER", NameKind.ALIAS, Strength.WEAK),
        ),
    ),
    *(an_entry(f"f{place}", name) for place, name in enumerate(FILLER)),
)


def a_screener(*entries: Entry, thresholds: Thresholds | None = None) -> Screener:
    """A screener of one list with these entries, or the usual ones."""
    edition = Edition("own", "Tests", "0" * 64, entries or ENTRIES)
    return Screener(Index({"own": edition}), {"own": thresholds or Thresholds()})
