"""The engine once more, slow and obvious: loops and decimals, one parcel after another."""

import hashlib
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from tests.engine.makers import Rows
from tests.engine.twin_parties import Parties, party_signs
from tests.engine.twin_rules import line_faults, parcel_faults
from tests.engine.twin_signs import line_signs, parcel_signs
from tidewaiter.engine.book.loader import Book
from tidewaiter.engine.book.rules import Severity
from tidewaiter.engine.selection.policy import Lane, Policy
from tidewaiter.law.loader import Law
from tidewaiter.law.model.values import TariffLine

FEN = Decimal("0.01")


@dataclass
class Answer:
    """What the twin says about one parcel."""

    outcome: str
    lane: str | None = None
    lane_by: str = "none"
    score: Decimal = Decimal(0)
    draw: float = 0.0
    priority: float | None = None
    propensity: float | None = None
    reasons: set[tuple[str, int]] = field(default_factory=set)
    taxes: dict[int, tuple[Decimal, Decimal, Decimal, Decimal]] = field(default_factory=dict)
    tax_basis: str | None = None
    moves: dict[str, Decimal] = field(default_factory=dict)


def answers(rows: Rows, law: Law, book: Book, policy: Policy, seed: str) -> dict[int, Answer]:
    """The answer to each parcel of a batch, in the order of arrival."""
    office = _Office(rows, law, book, policy, seed)
    arrived = sorted(rows["declarations"], key=lambda d: (d["received_at"], d["declaration_id"]))
    return {parcel["declaration_id"]: office.answer(parcel) for parcel in arrived}


class _Office:
    def __init__(self, rows: Rows, law: Law, book: Book, policy: Policy, seed: str) -> None:
        self.rows, self.law, self.book, self.policy, self.seed = rows, law, book, policy, seed
        self.tariff = {line.gcode: line for line in law.tariff}
        self.used = {
            (row["buyer_ix"], row["year"], row["measure"]): row["used"] for row in rows["quota"]
        }
        self.addresses: dict[str, list[tuple[str, int, Decimal]]] = {}
        for row in rows["seen_address"]:
            seen = (row["buyer_ix"], row["orders"], row["amount"])
            self.addresses.setdefault(row["address_ix"], []).append(seen)
        self.known_parties = Parties(rows)
        self.phones: dict[str, set[str]] = {}
        for row in rows["seen_phone"]:
            self.phones.setdefault(row["phone_ix"], set()).add(row["buyer_ix"])

    def answer(self, declaration: dict[str, Any]) -> Answer:
        parcel = self.known(declaration)
        draw = self.draw(declaration, "")
        missing = [parcel[name] is None for name in ("order", "payment", "waybill")]
        if any(missing) and not declaration["overdue"]:
            return Answer("waiting", draw=draw)
        found = {(code, 0) for code in parcel_faults(parcel, self.law)}
        found |= {(code, 0) for code in parcel_signs(parcel, self.law)}
        found |= {(code, 0) for code in party_signs(parcel, self.law)}
        for line in parcel["lines"]:
            found |= {(code, line["gnum"]) for code in line_faults(line, parcel, self.law)}
            found |= {(code, line["gnum"]) for code in line_signs(line, parcel, self.law)}
        rejected = {reason for reason in found if self.severity(reason[0]) is Severity.REJECT}
        if rejected:
            return Answer("rejected", draw=draw, reasons=rejected)
        exceeded = self.exceeded(parcel)
        if exceeded:
            return Answer("rejected", draw=draw, reasons={(code, 0) for code in exceeded})
        moves = {measure: amount for measure, amount in parcel["amounts"].items() if amount > 0}
        for measure, amount in moves.items():
            purse = (declaration["buyer_ix"], declaration["declared_on"].year, measure)
            self.used[purse] = self.used.get(purse, Decimal(0)) + amount
        score = sum(
            (self.book.rule(code).weight for code in {code for code, _ in found}), Decimal(0)
        )
        priority, propensity, lane, by = self.choice(
            parcel, {code for code, _ in found}, score, draw
        )
        budget = _one(self.rows.get("budgets", ()), office=declaration["customs_code"])
        delayed = lane is Lane.RELEASE and budget and budget["delay"]
        return Answer("accepted", "delayed" if delayed else lane.value, by, score, draw, priority,
                      propensity, found, parcel["taxes"], parcel["basis"], moves)  # fmt: skip

    def severity(self, code: str) -> Severity:
        return self.book.rule(code).severity

    def known(self, declaration: dict[str, Any]) -> dict[str, Any]:
        """A parcel with its documents, lines, values, taxes and neighbours."""
        d = declaration
        order = _one(self.rows["orders"], order_no=d["order_no"], ebp_code=d["ebp_code"])
        lines = [dict(line) for line in self.rows["declaration_lines"]
                 if line["declaration_id"] == d["declaration_id"]]  # fmt: skip
        ordered = [line for line in self.rows["order_lines"]
                   if order and line["order_id"] == order["order_id"]]  # fmt: skip
        value = sum((line["total_price"] for line in lines), Decimal(0))
        extra = d["freight"] + d["insured_fee"]
        parcel: dict[str, Any] = {
            "declaration": d,
            "order": order,
            "payment": _one(self.rows["payments"], order_no=d["order_no"], ebp_code=d["ebp_code"]),
            "waybill": _one(self.rows["waybills"], logistics_no=d["logistics_no"],
                            logistics_code=d["logistics_code"]),
            "lines": lines, "ordered": ordered, "value": value, "dutiable": value + extra,
            "basis": "reduced" if value + extra <= self.law.amount("cbec.limit.single") else "full",
        }  # fmt: skip
        for line in lines:
            line["ordered"] = _one(ordered, gnum=line["gnum"])
            line["tariff"] = self.tariff.get(line["gcode"])
            line["peer"] = _one(self.rows["peers"], hs6=line["gcode"][:6],
                                country=line["country"], unit1=line["unit1"])  # fmt: skip
        parcel["parties"] = self.parties(parcel)
        parcel["identity"] = _one(self.rows["identity"], buyer_ix=d["buyer_ix"],
                                  name_ix=d["buyer_name_ix"])  # fmt: skip
        names = {d[key] for key in ("ebc_code", "ebp_code", "agent_code", "logistics_code",
                                    "buyer_ix", "buyer_phone_ix", "address_ix")}  # fmt: skip
        names.add(f"parcel:{d['declaration_id']}")
        parcel["listed"] = {row["list"] for row in self.rows["lists"] if row["value"] in names}
        parcel["taxes"], parcel["luxuries"] = self.taxes(parcel, extra)
        parcel["amounts"] = self.amounts(parcel)
        self.visit(parcel)
        self.known_parties.visit(parcel)
        return parcel

    def parties(self, parcel: Mapping[str, Any]) -> dict[str, Any]:
        d, payment = parcel["declaration"], parcel["payment"]
        codes = {"platform": d["ebp_code"], "merchant": d["ebc_code"],
                 "carrier": d["logistics_code"], "agent": d["agent_code"],
                 "payment": payment and payment["pay_code"]}  # fmt: skip
        return {role: _one(self.rows["parties"], code=code, role=role)
                for role, code in codes.items()}  # fmt: skip

    def visit(self, parcel: dict[str, Any]) -> None:
        """Writes the parcel down at its address and phone, and counts who was there."""
        d = parcel["declaration"]
        there = self.addresses.setdefault(d["address_ix"], [])
        there.append((d["buyer_ix"], 1, parcel["dutiable"]))
        parcel["address_buyers"] = len({buyer for buyer, _, _ in there})
        parcel["address_amount"] = sum((amount for _, _, amount in there), Decimal(0))
        callers = self.phones.setdefault(d["buyer_phone_ix"], set())
        callers.add(d["buyer_ix"])
        parcel["phone_buyers"] = len(callers)

    def taxes(self, parcel: Mapping[str, Any], extra: Decimal) -> tuple[dict[int, Any], int]:
        """Dutiable value, duty, VAT and consumption tax of each line, and how many are luxuries."""
        lines = sorted(parcel["lines"], key=lambda line: line["gnum"])
        if parcel["dutiable"] > self.law.amount("cbec.limit.annual") or not lines:
            return {}, 0
        if any(amount < 0 for amount in (*(line["total_price"] for line in lines),
                                         parcel["declaration"]["freight"],
                                         parcel["declaration"]["insured_fee"])):  # fmt: skip
            return {}, 0
        shares = [
            (extra.quantize(FEN, ROUND_DOWN) * line["total_price"] / parcel["value"])
            .quantize(FEN, ROUND_DOWN) if parcel["value"] else Decimal(0)
            for line in lines
        ]  # fmt: skip
        shares[-1] = extra - sum(shares[:-1], Decimal(0))
        found, luxuries = {}, 0
        for line, share in zip(lines, shares, strict=True):
            tariff = line["tariff"]
            if tariff is None:
                continue
            price = line["total_price"] + share
            due = _consumption_due(tariff, line, price, self.law)
            luxuries += due and tariff.threshold is not None
            found[line["gnum"]] = (price, *self.tax(tariff, price, due, parcel["basis"]))
        return found, luxuries

    def tax(
        self, tariff: TariffLine, price: Decimal, due: bool, basis: str
    ) -> tuple[Decimal, Decimal, Decimal]:
        reduced = basis == "reduced"
        duty_share = self.law.amount("cbec.duty.share") if reduced else Decimal(1)
        tax_share = self.law.amount("cbec.tax.share") if reduced else Decimal(1)
        consumption_rate = tariff.consumption_rate if due else Decimal(0)
        duty = price * tariff.duty_rate * duty_share
        landed = (price + duty) / (1 - consumption_rate)
        exact = (duty, landed * tariff.vat_rate * tax_share, landed * consumption_rate * tax_share)
        return tuple(_rounded(tax) for tax in exact)  # type: ignore[return-value]

    def amounts(self, parcel: Mapping[str, Any]) -> dict[str, Decimal]:
        found = {measure.id: Decimal(0) for measure in self.law.measures}
        for measure in self.law.measures:
            if measure.money:
                found[measure.id] = parcel["dutiable"]
                continue
            for line in parcel["lines"]:
                if line["gcode"].startswith(measure.prefixes) and line["tariff"]:
                    found[measure.id] += _quantity(line, line["tariff"], measure.unit, self.law)
        return found

    def exceeded(self, parcel: Mapping[str, Any]) -> set[str]:
        d, found = parcel["declaration"], set()
        for measure in self.law.measures:
            amount = parcel["amounts"][measure.id]
            used = self.used.get((d["buyer_ix"], d["declared_on"].year, measure.id), Decimal(0))
            if amount and used + amount > measure.limit:
                found.add("T-02" if measure.money else "L-07-quantity")
        return found

    def draw(self, declaration: Mapping[str, Any], what: str) -> float:
        key = f"{self.seed}:{what}{declaration['agent_code']}:{declaration['cop_no'] or ''}"
        return int(hashlib.sha256(key.encode()).hexdigest()[:13], 16) / 2**52

    def choice(
        self, parcel: Mapping[str, Any], codes: set[str], score: Decimal, draw: float
    ) -> tuple[float, float | None, Lane, str]:
        """Priority, propensity, lane, and what chose the lane."""
        d = parcel["declaration"]
        budget = _one(self.rows.get("budgets", ()), office=d["customs_code"])
        priority = 1 - 1.0 / (1 + float(score))
        second = self.draw(d, "second:")
        if budget:
            priority += second / 1_000_000
        asked = [Lane.RELEASE]
        for code in codes:
            rule = self.book.rule(code)
            if rule.lane and (rule.share == 1 or self.draw(d, f"{code}:") < float(rule.share)):
                asked.append(rule.lane)
        by_rule = max(asked, key=lambda lane: lane.rank)
        reached = [lane for lane, least in self.policy.scores.items() if score >= least]
        if budget:
            reached = [lane for lane in reached if lane is not Lane.INSPECTION]
            if budget["cut"] is not None and priority >= float(budget["cut"]):
                reached.append(Lane.INSPECTION)
        by_score = max(reached, key=lambda lane: lane.rank, default=Lane.RELEASE)
        shares = {lane: float(share) for lane, share in self.policy.shares().items()}
        if budget:
            names = {Lane.INSPECTION: "uniform", Lane.DOCUMENTS: "documents", Lane.AUDIT: "audit"}
            shares = {lane: float(budget[name]) for lane, name in names.items()}
        uniform = shares.get(Lane.INSPECTION, 0.0)
        drawn = uniform if draw < uniform else None
        if drawn is not None and max(by_rule.rank, by_score.rank) < Lane.INSPECTION.rank:
            return priority, drawn, Lane.INSPECTION, "random"
        if by_rule.rank or by_score.rank:
            if by_rule.rank >= by_score.rank:
                return priority, drawn, by_rule, "rule"
            bought = budget and by_score is Lane.INSPECTION
            return priority, drawn, by_score, "budget" if bought else "score"
        merchant = parcel["parties"]["merchant"]
        first = merchant and merchant["first_seen"]
        days = (d["declared_on"] - first).days if first else 0
        peers = any(line["peer"] for line in parcel["lines"])
        unknown = days < self.policy.new_for or not peers
        if budget and unknown and second < float(budget["explored"]):
            return priority, float(budget["explored"]), Lane.INSPECTION, "explored"
        bound = 0.0
        for lane, share in shares.items():
            bound += share
            if draw < bound:
                return priority, None, lane, "random"
        return priority, None, Lane.RELEASE, "none"


def _one(rows: Iterable[dict[str, Any]], **key: Any) -> dict[str, Any] | None:
    for row in rows:
        if all(row[name] == value for name, value in key.items()):
            return row
    return None


def _rounded(tax: Decimal) -> Decimal:
    return tax.quantize(FEN, ROUND_HALF_UP)


def _units(tariff: TariffLine, line: Mapping[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """The statutory units of a tariff line with the quantities declared in them."""
    for unit, quantity in ((tariff.unit1, line["qty1"]), (tariff.unit2, line["qty2"])):
        if unit is not None and quantity is not None:
            yield unit, quantity


def _consumption_due(tariff: TariffLine, line: Mapping[str, Any], price: Decimal, law: Law) -> bool:
    if not tariff.consumption_class:
        return False
    if tariff.threshold is None:
        return True
    least = tariff.per_gram_ml if tariff.threshold == "gram_ml" else tariff.per_piece
    counted = portions(tariff, line, law)
    return counted is not None and least is not None and price >= least * counted


def portions(tariff: TariffLine, line: Mapping[str, Any], law: Law) -> Decimal | None:
    """The grams, millilitres or pieces in a line, as the threshold counts."""
    wanted = {"mass", "volume"} if tariff.threshold == "gram_ml" else {"count"}
    for unit, quantity in _units(tariff, line):
        code = law.codes("unit")[unit]
        if code.quantity in wanted and code.factor:
            return quantity * code.factor
    return None


def _quantity(line: Mapping[str, Any], tariff: TariffLine, target: str, law: Law) -> Decimal:
    wanted = law.codes("unit")[target]
    for unit, quantity in _units(tariff, line):
        code = law.codes("unit")[unit]
        if code.quantity == wanted.quantity and code.factor and wanted.factor:
            return max(Decimal(0), quantity * code.factor / wanted.factor)
    return Decimal(0)


def shortfall(line: Mapping[str, Any]) -> float | None:
    """How many deviations a line's price lies below the median of its peers."""
    peer = line["peer"]
    if peer is None or line["qty1"] <= 0 or line["total_price"] <= 0:
        return None
    price = math.log(float(line["total_price"]) / float(line["qty1"]))
    return float((peer["median_log_price"] - price) / max(peer["mad_log_price"], 0.1))
