"""Keep what the engine compares with: peers' prices and named lists."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.rows import copy
from tidewaiter.risk.models import ListEntry, PeerPrice


@transaction.atomic
def replace_peer_prices(rows: Sequence[Sequence[Any]], *, by: Actor, at: datetime) -> None:
    """Put newly learned prices in the place of the former ones."""
    PeerPrice.objects.all().delete()
    copy(
        PeerPrice,
        (
            "hs6",
            "country",
            "unit1",
            "n",
            "median_log_price",
            "mad_log_price",
            "median_log_density",
            "mad_log_density",
        ),
        rows,
    )
    record(
        verb="prices.learned", thing=Thing("risk.peerprice", "all"), by=by, at=at, kinds=len(rows)
    )


@transaction.atomic
def put_on_list(
    name: str, value: str, *, grounds: str, until: date | None = None, by: Actor, at: datetime
) -> ListEntry:
    """Put a firm, a person's index or a number on a named list that rules refer to."""
    by.must(Permission.LIST_EDIT)
    entry, _ = ListEntry.objects.update_or_create(
        list=name, value=value, defaults={"grounds": grounds, "until": until, "added_at": at}
    )
    record(verb="list.added", thing=entry, by=by, at=at, list=name)
    return entry


@transaction.atomic
def take_off_list(entry: ListEntry, *, grounds: str, by: Actor, at: datetime) -> None:
    """Take a value off a named list."""
    by.must(Permission.LIST_EDIT)
    record(verb="list.removed", thing=entry, by=by, at=at, list=entry.list, grounds=grounds)
    entry.delete()
