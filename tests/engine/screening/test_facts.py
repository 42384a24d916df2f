"""A second fact: what counts as one, and what a name without one may do."""

from datetime import date

import pytest

from tests.engine.screening.lists import a_screener, an_entry
from tidewaiter.engine.screening.entries import Address
from tidewaiter.engine.screening.facts import FactKind, Party, same_address
from tidewaiter.engine.screening.lists.reading import born
from tidewaiter.engine.screening.screen import Hit, Thresholds

SCREENER = a_screener()


def hits(party: Party) -> list[Hit]:
    """The hits of one party with the first entry."""
    return [hit for hit in SCREENER.screen([party]) if hit.entry == "1"]


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"papers": ("passport no. 71-763-7093",)}, FactKind.PAPER),
        ({"born": date(1975, 6, 14)}, FactKind.BORN),
        ({"papers": ("110101197506140012",)}, FactKind.BORN),
        ({"telephones": ("0074951234567",)}, FactKind.TELEPHONE),
        ({"addresses": ("15, Mukhina str., Yalta",)}, FactKind.ADDRESS),
        ({"addresses": ("ул. Мухина 15, Ялта",)}, FactKind.ADDRESS),
    ],
)
def test_a_second_fact_corroborates_a_name(facts: dict[str, object], kind: FactKind) -> None:
    [hit] = hits(Party("Viktor Boyarkov", **facts))  # type: ignore[arg-type]
    assert hit.corroborated
    assert [fact.kind for fact in hit.facts] == [kind]


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"papers": ("717637094",)},
        {"born": date(1975, 6, 15)},
        {"telephones": ("4951234568",)},
        {"addresses": ("Yalta",)},
        {"addresses": ("Ulitsa Mukhina 17, Yalta",)},
    ],
)
def test_a_name_without_one_is_never_corroborated(facts: dict[str, object]) -> None:
    [hit] = hits(Party("Viktor Boyarkov", **facts))  # type: ignore[arg-type]
    assert hit.alone
    assert not hit.corroborated


def test_with_a_fact_a_less_similar_name_counts() -> None:
    name = "V Boyarkov"
    assert hits(Party(name)) == []
    [hit] = hits(Party(name, born=date(1975, 6, 14)))
    assert (hit.alone, hit.corroborated) == (False, True)


def test_a_year_that_many_share_needs_a_more_similar_name() -> None:
    assert hits(Party("V Boyarkov", born=date(1980, 3, 3))) == []
    [hit] = hits(Party("Viktor Boyarkov", born=date(1980, 3, 3)))
    assert [fact.kind for fact in hit.facts] == [FactKind.YEAR]


def test_the_same_number_of_a_document_counts_whatever_the_name() -> None:
    [hit] = hits(Party("Smith, Josephine", papers=("717637093",)))
    assert not hit.alone
    assert hit.corroborated


def test_each_list_has_its_own_thresholds() -> None:
    strict = a_screener(thresholds=Thresholds(alone=0.99, with_year=0.9, with_fact=0.8))
    assert list(strict.screen([Party("Victor Boyarkov")])) == []
    assert hits(Party("Victor Boyarkov"))


def test_many_parties_are_screened_at_once_and_keep_their_places() -> None:
    parties = [Party("Wang Li")] * 2_500 + [Party("Viktor Boyarkov")] + [Party("Li Wei")] * 10
    assert [hit.party for hit in SCREENER.screen(parties)] == [2_500]


@pytest.mark.parametrize(
    ("text", "street", "city", "same"),
    [
        ("Calle 15 No. 27-33, Yumbo", "Calle 15 No. 27-33", "Yumbo, Valle", True),
        ("Calle 15 No. 27-34, Yumbo", "Calle 15 No. 27-33", "Yumbo, Valle", False),
        ("PO BOX 2364, ISLAMABAD", "P.O. Box 2364", "Islamabad", True),
        ("PO BOX 2364, LAHORE", "P.O. Box 2364", "Islamabad", False),
        ("Nobelvagen 79, Malmo", "Nobelvägen 79", "Malmö", True),
        ("Road 5", "Street 5", "", False),
    ],
)
def test_an_address_is_the_same_by_street_number_and_city(
    text: str, street: str, city: str, same: bool
) -> None:
    assert same_address(text, Address(street, city)) is same


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("23 Dec 1974", "1974-12-23", "1974-12-23"),
        ("1974-12-23", "1974-12-23", "1974-12-23"),
        ("Dec 1974", "1974-12-01", "1974-12-31"),
        ("1974", "1974-01-01", "1974-12-31"),
        ("circa 1974", "1973-01-01", "1975-12-31"),
        ("1970 to 1974", "1970-01-01", "1974-12-31"),
    ],
)
def test_dates_of_birth_are_read_as_lists_write_them(text: str, first: str, last: str) -> None:
    found = born(text)
    assert (found.earliest.isoformat(), found.latest.isoformat()) == (first, last)


@pytest.mark.parametrize("text", ["", "unknown", "31 Feb 1974", "1974-13-01"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert born(text) is None


def test_an_entry_without_facts_can_only_be_a_name() -> None:
    screener = a_screener(an_entry("1", "QUILLFEATHER, Montague"))
    [hit] = screener.screen(
        [Party("Montague Quillfeather", born=date(1970, 1, 1), papers=("E12345678",))]
    )
    assert not hit.corroborated
