"""Parcels become complete: match, judge and decide them, and answer all who sent a document.

Everything from claiming the arrivals to the receipts is one transaction. Whoever dies in it has
done nothing; the arrivals are claimed again. So each parcel is decided once and answered once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pyarrow as pa
import structlog
from django.db import InterfaceError, OperationalError, transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.assess import assess, has_budgets, quiet_rules
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.compile import asks_for_tiles
from tidewaiter.engine.frames import FRAMES, Documents
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.engine.tiles import added_up
from tidewaiter.flows.book_in_force import Shelf
from tidewaiter.flows.find_clusters import (
    party_frames,
    stored_orders,
)
from tidewaiter.flows.follow_requests import follow_requests, hold_parcels
from tidewaiter.flows.model_in_force import Rack, Scored
from tidewaiter.flows.parcel_frames import (
    document_frames,
    history_frames,
    knowledge_frames,
    parts_of,
    party_frame,
    quota_frame,
    read_content,
    tiles_frame,
)
from tidewaiter.flows.receive_message import law_on
from tidewaiter.flows.screen_parties import screened_frame
from tidewaiter.flows.trace_parcels import traced_frame
from tidewaiter.flows.write_decisions import write_down
from tidewaiter.intake.commands.queue import claim_arrivals, hold_documents
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import (
    Bundle,
    complete_bundles,
    overdue_bundles,
    still_waiting,
)
from tidewaiter.law.loader import Law
from tidewaiter.risk.commands.quota import lock_accounts
from tidewaiter.risk.commands.tiles import add_to_tiles
from tidewaiter.risk.queries.tiles import Past, contexts_of

log = structlog.get_logger()

_KNOWLEDGE_LASTS = timedelta(seconds=5)

Tally = dict[str, list[int]]
"""What decisions add to each tile, by its key."""


@dataclass
class Tools:
    """What an assessor keeps between batches: the compiled engine, what is known beforehand."""

    seed: str
    """The key of the random draws; an auditor who knows it can draw them again."""
    shelf: Shelf = field(default_factory=Shelf)
    """The rule book as this process knows it."""
    rack: Rack = field(default_factory=Rack)
    """The risk models as this process knows them."""
    policy: Policy = field(default_factory=Policy)
    engine: Assessor = field(default_factory=lambda: Assessor(threads=1, memory="1GB"))
    past: Past = field(default_factory=Past)
    """What is remembered of the tiles of days that are over."""
    _known: tuple[datetime, dict[str, pa.Table]] | None = None
    _tiled: tuple[tuple[object, ...], bool] | None = None

    @property
    def book(self) -> Book:
        """The book by which parcels are decided now."""
        return self.shelf.book

    def prepare(self, *, at: datetime) -> None:
        """Compile the engine for the day before parcels wait for it."""
        self.shelf.look(at=at)
        self.rack.look(at=at)
        known = Documents(self.knowledge(at=at))
        self.engine.prepare(
            law_on(at),
            self.book,
            policy=self.policy,
            seed=self.seed,
            quiet=quiet_rules(known, self.book, recalled=False),
            budgeted=has_budgets(known, recalled=False),
            scored=self.rack.force is not None,
        )
        self.tiled(law_on(at))

    def tiled(self, law: Law) -> bool:
        """Whether a rule of the day asks for what is known of sellers, platforms and goods."""
        asked = (law.pack, law.version, law.day, self.book.version)
        if self._tiled is None or self._tiled[0] != asked:
            self._tiled = asked, asks_for_tiles(law, self.book)
        return self._tiled[1]

    def knowledge(self, *, at: datetime) -> dict[str, pa.Table]:
        """Peers and named lists; read again when they are some seconds old."""
        if self._known is None or at - self._known[0] > _KNOWLEDGE_LASTS:
            self._known = (at, knowledge_frames(at=at))
        return self._known[1]


def assess_arrivals(tools: Tools, *, by: Actor, at: datetime, limit: int = 1200) -> tuple[int, int]:
    """Follow up what arrived: decide the parcels that are complete now.

    Returns how many documents were looked at and how many parcels were decided.
    """
    tools.shelf.renew(by=by, at=at)
    with transaction.atomic():
        arrived = claim_arrivals(documents=limit)
        if not arrived:
            return 0, 0
        moved = hold_parcels(arrived)
        bundles = complete_bundles(arrived)
        if moved:
            # before the first of them is given back to: all accounts are locked in one order
            lock_accounts(moved | _accounts(bundles, law_on(at)))
        receipts = follow_requests(arrived, by=by, at=at)
        if arrived.get(Kind.CANCELLATION):
            bundles = still_waiting(bundles)
        tally: Tally = {}
        receipts += _decide(bundles, tools, tally, by=by, at=at)
        issue_receipts(receipts, at=at)
        add_to_tiles(tally, day=law_on(at).day)
    return sum(len(numbers) for numbers in arrived.values()), len(bundles)


def assess_overdue(tools: Tools, *, by: Actor, at: datetime, limit: int = 500) -> int:
    """Decide the declarations whose partners did not come in time; return how many."""
    tools.shelf.renew(by=by, at=at)
    with transaction.atomic():
        hold_documents()
        bundles = overdue_bundles(at=at, limit=limit)
        tally: Tally = {}
        receipts = _decide(bundles, tools, tally, by=by, at=at)
        issue_receipts(receipts, at=at)
        add_to_tiles(tally, day=law_on(at).day)
    return len(bundles) if receipts else 0


def _decide(
    bundles: Sequence[Bundle], tools: Tools, tally: Tally, *, by: Actor, at: datetime
) -> list[Outgoing]:
    """Decide parcels, together if that can be done.

    Where it cannot, the batch is parted until the parcel is found that cannot be decided; that one
    waits on, and the others do not have to wait for it. Raises what went wrong if none was decided.
    """
    if not bundles:
        return []
    try:
        with transaction.atomic():
            receipts, added = _decide_together(bundles, tools, by=by, at=at)
    except (OperationalError, InterfaceError):
        # the database is at fault, or somebody in the way: the whole transaction comes again
        raise
    except Exception as error:
        if len(bundles) == 1:
            raise
        log.warning("parcels.parted", parcels=len(bundles), error=type(error).__name__)
    else:
        for key, sums in added.items():
            tally[key] = [a + b for a, b in zip(tally.get(key, [0] * len(sums)), sums, strict=True)]
        return receipts
    receipts = []
    middle = len(bundles) // 2
    failure: Exception | None = None
    for part in (bundles[:middle], bundles[middle:]):
        try:
            receipts += _decide(part, tools, tally, by=by, at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception as error:
            failure = error
            numbers = [bundle.declaration.id for bundle in part]
            log.error("parcels.undecided", declarations=numbers, exc_info=error)
    if failure is not None and not receipts:
        raise failure
    return receipts


def _decide_together(
    bundles: Sequence[Bundle], tools: Tools, *, by: Actor, at: datetime
) -> tuple[list[Outgoing], Tally]:
    law = law_on(at)
    papers = [bundle.declaration for bundle in bundles]
    used = lock_accounts(_accounts(bundles, law))
    orders = stored_orders([bundle.order.id for bundle in bundles if bundle.order])
    contents = {
        (kind, part.id): read_content(part.content)
        for bundle in bundles
        for kind, part in parts_of(bundle)
    }
    frames = {
        **document_frames(bundles, at=at),
        "parties": party_frame(
            code for content in contents.values() for code in content.head.firms
        ),
        "quota": quota_frame(used),
        **history_frames(
            (paper.indexes[0] for paper in papers),
            (paper.indexes[3] for paper in papers),
            (paper.indexes[2] for paper in papers),
            at=at,
        ),
        **party_frames(orders, at=at),
        **tools.knowledge(at=at),
    }
    read = [(paper, contents[Kind.DECLARATION, paper.id]) for paper in papers]
    if tools.tiled(law):
        frames["tiles"] = tiles_frame(read, at=at, past=tools.past)
    for found in (screened_frame(bundles, by=by, at=at), traced_frame(read, at=at)):
        if found is not None and found.num_rows:
            frames["lists"] = pa.concat_tables([frames["lists"], found])
    batch, scored = Documents(frames), None
    tools.rack.look(at=at)
    if tools.rack.asked:
        scored = Scored(tools.rack, tools.engine.traits(batch))
        said = scored.frame()
        batch = batch.beside("scores", said) if said is not None else batch
    decisions = assess(
        batch,
        law,
        tools.book,
        seed=tools.seed,
        policy=tools.policy,
        assessor=tools.engine,
    )
    tally = added_up(decisions.dealt.to_pylist())
    again = [bundle for bundle in bundles if bundle.again]
    if tally and again:
        _take_back(tally, again, tools, law, at=at)
    written = write_down(
        bundles, contents, decisions, scored, law, tools.book, orders, by=by, at=at
    )
    return written, tally


def _take_back(
    tally: Tally, again: Sequence[Bundle], tools: Tools, law: Law, *, at: datetime
) -> None:
    """Parcels that were decided on this day before count by their last decision."""
    known = contexts_of((bundle.declaration.id for bundle in again), day=law.day)
    if not known:
        return
    numbers = {number for number, _ in known}
    earlier = [bundle for bundle in again if bundle.declaration.id in numbers]
    rows = [{"declaration_id": number, "context": context} for number, context in known]
    recalled = pa.Table.from_pylist(rows, schema=FRAMES["recalled"].schema)
    frames = Documents({**document_frames(earlier, at=at), "recalled": recalled})
    decisions = assess(
        frames, law, tools.book, seed=tools.seed, policy=tools.policy, assessor=tools.engine
    )
    for key, sums in added_up(decisions.dealt.to_pylist()).items():
        held = tally.get(key, [0] * len(sums))
        tally[key] = [a - b for a, b in zip(held, sums, strict=True)]


def _accounts(bundles: Sequence[Bundle], law: Law) -> set[tuple[UUID, int]]:
    """Whose quota of which year parcels use."""
    buyers = {bundle.declaration.indexes[0] for bundle in bundles}
    return {(UUID(buyer), law.day.year) for buyer in buyers if buyer}
