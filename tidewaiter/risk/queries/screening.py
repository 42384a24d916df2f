"""Which lists are in force, who was screened, and what was found."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

import msgspec
from django.db.models import Count, Max, Q

from tidewaiter.base.rows import array, fetch
from tidewaiter.engine.screening.entries import Edition, Entry
from tidewaiter.engine.screening.screen import Thresholds
from tidewaiter.risk.models import ClearedPair, ListEdition, ListedParty, ScreenedParty, WatchList

_read_entry = msgspec.json.Decoder(Entry).decode


class Standing(NamedTuple):
    """A hit of a party that was screened before, as far as a decision needs it."""

    facts_ix: UUID
    corroborated: bool


def latest_edition() -> int:
    """The number of the edition that was loaded last; 0 where no list was ever loaded."""
    return ListEdition.objects.aggregate(last=Max("id"))["last"] or 0


def editions_in_force() -> dict[str, Edition]:
    """All lists as they are in force, for the engine."""
    return _editions(ListedParty.objects.filter(until=None))


def changed_entries(*, after: int) -> dict[str, Edition]:
    """Of the lists in force, the entries that are new or changed since an edition."""
    return _editions(ListedParty.objects.filter(until=None, since__gt=after))


def _editions(parties: Iterable[ListedParty]) -> dict[str, Edition]:
    entries: defaultdict[int, list[Entry]] = defaultdict(list)
    for list_id, text in parties.values_list("list", "entry"):
        entries[list_id].append(_read_entry(text))
    return {
        edition.list.code: Edition(
            edition.list.form,
            edition.source,
            edition.digest,
            tuple(entries[edition.list_id]),
            edition.dated,
            edition.version,
        )
        for edition in ListEdition.objects.filter(in_force=True).select_related("list")
        if entries[edition.list_id]
    }


def thresholds() -> dict[str, Thresholds]:
    """From which score names count, by list."""
    return {
        one.code: Thresholds(one.alone, one.with_year, one.with_fact)
        for one in WatchList.objects.all()
    }


def keys_of(pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """The keys of entries in force, by list and number."""
    found = ListedParty.objects.filter(
        until=None, list__code__in={code for code, _ in pairs}, number__in={n for _, n in pairs}
    )
    return {
        (code, number): key for code, number, key in found.values_list("list__code", "number", "id")
    }


def screened_up_to(facts: Sequence[UUID], *, edition: int) -> dict[UUID, int]:
    """Which of these were screened against all of an edition or a later one, with their keys."""
    return dict(
        fetch(
            "SELECT facts_ix, id FROM risk_screenedparty"
            " WHERE facts_ix = ANY(%s::uuid[]) AND edition >= %s::bigint",
            [array(facts), edition],
        )
    )


_OPEN = """
    SELECT party.facts_ix, hit.corroborated
    FROM risk_screenedparty party
    JOIN risk_screeninghit hit ON hit.screened_id = party.id
    JOIN risk_listedparty listed ON listed.id = hit.listed_id AND listed.until_id IS NULL
    WHERE party.facts_ix = ANY(%s::uuid[]) AND NOT EXISTS (
        SELECT FROM risk_clearedpair cleared
        WHERE cleared.party_ix = party.party_ix AND cleared.list_id = listed.list_id
            AND cleared.number = listed.number AND cleared.digest = listed.digest
    )
"""


def open_hits(facts: Sequence[UUID]) -> list[Standing]:
    """The hits of these parties with entries in force, without those that were cleared."""
    return [Standing(*row) for row in fetch(_OPEN, [array(facts)])]


def to_screen_again(*, before: int, limit: int) -> list[ScreenedParty]:
    """Parties that have not been screened against an edition, the oldest first."""
    return list(ScreenedParty.objects.filter(edition__lt=before).order_by("id")[:limit])


def cleared(party_ix: UUID, listed: ListedParty) -> ClearedPair | None:
    """The finding that a party is not an entry as the entry stands."""
    return ClearedPair.objects.filter(
        party_ix=party_ix, list=listed.list_id, number=listed.number, digest=listed.digest
    ).first()


def lists() -> list[tuple[WatchList, ListEdition, int]]:
    """All lists with their edition in force and how many parties have hits on them."""
    hits = dict(
        ListedParty.objects.filter(until=None)
        .values_list("list")
        .annotate(found=Count("hits__screened", distinct=True, filter=~Q(hits=None)))
    )
    return [
        (edition.list, edition, hits.get(edition.list_id, 0))
        for edition in ListEdition.objects.filter(in_force=True)
        .select_related("list")
        .order_by("list__code")
    ]
