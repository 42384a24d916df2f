"""Write down what was decided about a batch of parcels, and gather the receipts."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec

from tidewaiter.base.identity.actors import Actor
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import SHADOWED
from tidewaiter.engine.decisions import Decisions
from tidewaiter.flows.answer_senders import receipts_of, told_reasons
from tidewaiter.flows.count_chosen import chosen
from tidewaiter.flows.find_clusters import OrderNodes, consignee_tiles
from tidewaiter.flows.mask_differences import mask_differences
from tidewaiter.flows.model_in_force import Scored
from tidewaiter.flows.parcel_frames import Content
from tidewaiter.intake.commands.queue import settle
from tidewaiter.intake.commands.receipts import Outgoing
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.queries import Bundle
from tidewaiter.law.loader import Law
from tidewaiter.registry.commands.operators import note_first_parcels
from tidewaiter.risk.commands.budgets import note_chosen
from tidewaiter.risk.commands.decide import Fired, record_decisions
from tidewaiter.risk.commands.learned import note_shadow_scores
from tidewaiter.risk.commands.quota import Movement, move
from tidewaiter.risk.models.quota import EntryKind
from tidewaiter.risk.rules.parcels import search_words
from tidewaiter.risk.states import FREE, Lane

_NOTHING = Decimal(0)
_write = msgspec.json.Encoder().encode


def write_down(
    bundles: Sequence[Bundle],
    contents: dict[tuple[Kind, int], Content],
    decided: Decisions,
    scored: Scored | None,
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
    explained = scored.reasons(taken) if scored is not None else {}
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
                decision["model"],
                decision["risk"],
                decision["recoverable"],
                explained.get(number, ""),
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
    numbers = record_decisions(
        rows,
        _fired(reasons, place),
        shadows=_fired((reason for reason in found if SHADOWED in reason["code"]), place),
        tiles=consignee_tiles(taken, by_number, heads, orders),
        again=[number for number in place if by_number[number].again],
        by=by,
        at=at,
    )
    if scored is not None and scored.rack.challengers:
        assessments = {number: numbers[row] for number, row in place.items()}
        note_shadow_scores(scored.in_shadow(assessments))
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
