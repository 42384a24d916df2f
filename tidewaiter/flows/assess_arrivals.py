"""Parcels become complete: match, judge and decide them, and answer all who sent a document.

Everything from claiming the arrivals to the receipts is one transaction. Whoever dies in it has
done nothing; the arrivals are claimed again. So each parcel is decided once and answered once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
import pyarrow as pa
import structlog
from django.db import InterfaceError, OperationalError, transaction

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.assess import Decisions, assess
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import SHADOWED
from tidewaiter.engine.frames import Documents
from tidewaiter.engine.runners.duckdb import Assessor
from tidewaiter.engine.selection.policy import Policy
from tidewaiter.flows.answer_senders import receipts_of, told_reasons
from tidewaiter.flows.book_in_force import Shelf
from tidewaiter.flows.count_chosen import chosen
from tidewaiter.flows.find_clusters import (
    OrderNodes,
    consignee_tiles,
    party_frames,
    stored_orders,
)
from tidewaiter.flows.follow_requests import follow_requests, hold_parcels
from tidewaiter.flows.mask_differences import mask_differences
from tidewaiter.flows.parcel_frames import (
    Content,
    document_frames,
    history_frames,
    knowledge_frames,
    parts_of,
    party_frame,
    quota_frame,
    read_content,
)
from tidewaiter.flows.receive_message import law_on
from tidewaiter.flows.screen_parties import screened_frame
from tidewaiter.intake.commands.queue import claim_arrivals, hold_documents, settle
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import (
    Bundle,
    complete_bundles,
    overdue_bundles,
    still_waiting,
)
from tidewaiter.law.loader import Law
from tidewaiter.registry.commands import note_first_parcels
from tidewaiter.risk.commands.budgets import note_chosen
from tidewaiter.risk.commands.decide import Fired, record_decisions
from tidewaiter.risk.commands.quota import Movement, lock_accounts, move
from tidewaiter.risk.models.quota import EntryKind
from tidewaiter.risk.rules.parcels import search_words
from tidewaiter.risk.states import FREE, Lane

log = structlog.get_logger()

_KNOWLEDGE_LASTS = timedelta(seconds=5)
_NOTHING = Decimal(0)
_write = msgspec.json.Encoder().encode


@dataclass
class Tools:
    """What an assessor keeps between batches: the compiled engine, what is known beforehand."""

    seed: str
    """The key of the random draws; an auditor who knows it can draw them again."""
    shelf: Shelf = field(default_factory=Shelf)
    """The rule book as this process knows it."""
    policy: Policy = field(default_factory=Policy)
    engine: Assessor = field(default_factory=lambda: Assessor(threads=1, memory="1GB"))
    _known: tuple[datetime, dict[str, pa.Table]] | None = None

    @property
    def book(self) -> Book:
        """The book by which parcels are decided now."""
        return self.shelf.book

    def prepare(self, *, at: datetime) -> None:
        """Compile the engine for the day before parcels wait for it."""
        self.shelf.look(at=at)
        self.engine.prepare(law_on(at), self.book, policy=self.policy, seed=self.seed)

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
        receipts += _decide(bundles, tools, by=by, at=at)
        issue_receipts(receipts, at=at)
    return sum(len(numbers) for numbers in arrived.values()), len(bundles)


def assess_overdue(tools: Tools, *, by: Actor, at: datetime, limit: int = 500) -> int:
    """Decide the declarations whose partners did not come in time; return how many."""
    tools.shelf.renew(by=by, at=at)
    with transaction.atomic():
        hold_documents()
        bundles = overdue_bundles(at=at, limit=limit)
        receipts = _decide(bundles, tools, by=by, at=at)
        issue_receipts(receipts, at=at)
    return len(bundles) if receipts else 0


def _decide(bundles: Sequence[Bundle], tools: Tools, *, by: Actor, at: datetime) -> list[Outgoing]:
    """Decide parcels, together if that can be done.

    Where it cannot, the batch is parted until the parcel is found that cannot be decided; that one
    waits on, and the others do not have to wait for it. Raises what went wrong if none was decided.
    """
    if not bundles:
        return []
    try:
        with transaction.atomic():
            return _decide_together(bundles, tools, by=by, at=at)
    except (OperationalError, InterfaceError):
        # the database is at fault, or somebody in the way: the whole transaction comes again
        raise
    except Exception as error:
        if len(bundles) == 1:
            raise
        log.warning("parcels.parted", parcels=len(bundles), error=type(error).__name__)
    receipts: list[Outgoing] = []
    middle = len(bundles) // 2
    failure: Exception | None = None
    for part in (bundles[:middle], bundles[middle:]):
        try:
            receipts += _decide(part, tools, by=by, at=at)
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
) -> list[Outgoing]:
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
    screened = screened_frame(bundles, by=by, at=at)
    if screened is not None and screened.num_rows:
        frames["lists"] = pa.concat_tables([frames["lists"], screened])
    decisions = assess(
        Documents(frames),
        law,
        tools.book,
        seed=tools.seed,
        policy=tools.policy,
        assessor=tools.engine,
    )
    return _write_down(bundles, contents, decisions, law, tools.book, orders, by=by, at=at)


def _accounts(bundles: Sequence[Bundle], law: Law) -> set[tuple[UUID, int]]:
    """Whose quota of which year parcels use."""
    buyers = {bundle.declaration.indexes[0] for bundle in bundles}
    return {(UUID(buyer), law.day.year) for buyer in buyers if buyer}


def _write_down(
    bundles: Sequence[Bundle],
    contents: dict[tuple[Kind, int], Content],
    decided: Decisions,
    law: Law,
    book: Book,
    orders: Sequence[OrderNodes],
    *,
    by: Actor,
    at: datetime,
) -> list[Outgoing]:
    """Write decisions, reasons and quota; take the parcels from those that wait; return the
    receipts.
    """
    by_number = {bundle.declaration.id: bundle for bundle in bundles}
    rows, place = [], {}
    duties = _duties(decided)
    taken = decided.decisions.to_pylist()
    for decision in taken:
        if decision["outcome"] == "waiting":
            continue
        number = decision["declaration_id"]
        bundle = by_number[number]
        place[number] = len(rows)
        declaration = contents[Kind.DECLARATION, number]
        rows.append(
            (
                number,
                decision["order_id"],
                decision["payment_id"],
                decision["waybill_id"],
                max(part.received_at for part in bundle.documents),
                decision["outcome"],
                decision["status"],
                decision["lane"],
                decision["lane_by"],
                decision["draw"],
                decision["priority"],
                decision["propensity"],
                decision["score"],
                decision["dutiable_value"] or _NOTHING,
                decision["duty"] or _NOTHING,
                decision["vat"] or _NOTHING,
                decision["consumption_tax"] or _NOTHING,
                decision["tax_basis"],
                duties.get(number, "[]"),
                decision["context"],
                book.version[:16],
                law.version[:16],
                law.day,
                decision["input_hash"],
                _words(declaration),
            )
        )
    heads = {number: contents[Kind.DECLARATION, number].head for number in place}
    found = mask_differences(decided.reasons.to_pylist(), by_number, book)
    reasons = [reason for reason in found if SHADOWED not in reason["code"]]
    record_decisions(
        rows,
        _fired(reasons, place),
        shadows=_fired((reason for reason in found if SHADOWED in reason["code"]), place),
        tiles=consignee_tiles(taken, by_number, heads, orders),
        again=[number for number in place if by_number[number].again],
        by=by,
        at=at,
    )
    note_chosen(chosen(heads, taken), at=at)
    free = {
        decision["declaration_id"]: decision["lane"] is not None and Lane(decision["lane"]) in FREE
        for decision in taken
    }
    move(
        [
            _movement(row, free=free[row["declaration_id"]])
            for row in decided.quota_moves.to_pylist()
        ],
        at=at,
    )
    settle(list(place))
    note_first_parcels(
        {heads[number].ebcCode or "" for number in place},
        by=by,
        at=at,
        on=law.day,
    )
    told = told_reasons(reasons, book)
    return [
        receipt
        for decision in taken
        if decision["declaration_id"] in place
        for receipt in receipts_of(by_number[decision["declaration_id"]], contents, decision, told)
    ]


def _fired(reasons: Iterable[dict[str, Any]], place: Mapping[int, int]) -> list[Fired]:
    return [
        Fired(
            place[reason["declaration_id"]],
            reason["position"],
            reason["code"],
            reason["evidence"],
            reason["weight"],
        )
        for reason in reasons
        if reason["declaration_id"] in place
    ]


def _movement(row: dict[str, Any], *, free: bool) -> Movement:
    """Goods that leave at once use the quota; goods that stay reserve it."""
    amount = row["amount"]
    return Movement(
        row["declaration_id"],
        UUID(row["buyer_ix"]),
        row["year"],
        row["measure"],
        EntryKind.COMMIT if free else EntryKind.RESERVE,
        _NOTHING if free else amount,
        amount if free else _NOTHING,
    )


def _duties(decided: Decisions) -> dict[int, str]:
    """The duties of each parcel, line by line, as JSON."""
    lines: dict[int, list[dict[str, Any]]] = {}
    for line in decided.duties.to_pylist():
        lines.setdefault(line.pop("declaration_id"), []).append(line)
    return {number: _write(found).decode() for number, found in lines.items()}


def _words(declaration: Content) -> str:
    head = declaration.head
    texts = (
        head.orderNo,
        head.logisticsNo,
        head.copNo,
        head.ebcName,
        *(line.gname for line in declaration.lines),
    )
    return " ".join(search_words(text) for text in texts if text)
