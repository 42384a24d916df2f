"""How each fraud is committed. Everything is consistent but for what the fraud itself falsifies."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from heapq import heappop, heappush

from harbour.frauds import CONTRABAND, VAGUE_MODELS, VAGUE_NAMES, Fraud, Shares
from harbour.market import bland, moved, offer, unlicensed
from harbour.parcels import Line, Offer, Parcel
from harbour.people import Person
from harbour.register import Firm
from harbour.taxes import ANNUAL_LIMIT
from harbour.trade import Trade

_RING = 6  # parcels of one splitting ring
_HEAVY = 9  # parcels of one buyer who goes beyond the annual limit
_DISGUISED = 0.6  # of a ring's parcels, where spellings differ at all
_ORIGINS = ("116", "133", "502", "304", "305", "307", "303", "601")

Scheme = Callable[[int, float], Parcel]


class Scheming(Trade):
    """Trade with frauds among the honest parcels."""

    def __init__(self, name: str, shares: Shares, start: datetime, respelt: float = 0.0) -> None:
        super().__init__(name, start, respelt)
        # groups make several parcels, so they begin less often than their share says;
        # of a heavy buyer's parcels only those beyond the limit are fraud
        chances: list[tuple[Fraud, float, Scheme]] = [
            (Fraud.UNDERVALUATION, shares.undervaluation, self._undervaluation),
            (Fraud.SPLITTING, shares.splitting / _RING, self._splitting),
            (Fraud.PAYMENT_MISMATCH, shares.payment_mismatch, self._payment_mismatch),
            (Fraud.FALSE_ORIGIN, shares.false_origin, self._false_origin),
            (Fraud.PROHIBITED, shares.prohibited, self._prohibited),
            (Fraud.OVER_QUOTA, shares.over_quota / 4, self._over_quota),
            (Fraud.UNLICENSED, shares.unlicensed, self._unlicensed),
        ]
        self._ladder: list[tuple[float, Scheme]] = []
        reached = 0.0
        for _, chance, scheme in chances:
            reached += chance
            self._ladder.append((reached, scheme))
        self._crime = reached
        self._planned: list[tuple[int, int, Scheme]] = []
        self._plans = 0
        self._groups = 0

    def parcel_at(self, index: int, offset: float) -> Parcel:
        """The next parcel: a planned one that is due, a new fraud, or an honest one."""
        if self._planned and self._planned[0][0] <= index:
            return heappop(self._planned)[2](index, offset)
        fate = self.rng.random()
        if fate < self._crime:
            for reached, scheme in self._ladder:
                if fate < reached:
                    return scheme(index, offset)
        return self.honest(index, offset)

    def _plan(self, first: int, parcels: int, gap: int, scheme: Scheme) -> None:
        at = first
        for _ in range(parcels):
            at += 1 + int(self.rng.random() * gap)
            self._plans += 1
            heappush(self._planned, (at, self._plans, scheme))

    def _group(self, kind: str) -> str:
        self._groups += 1
        return f"{kind}-{self.tag}-{self._groups:05d}"

    def _merchant(self) -> Firm:
        return self._merchants[int(self.rng.random() * len(self._merchants))]

    def _dear_offer(self, merchant: Firm, at_least: int) -> Offer:
        offers = self._assortment[merchant.code]
        dear = [one for one in offers if one.price >= at_least] or [
            max(offers, key=lambda one: one.price)
        ]
        return dear[int(self.rng.random() * len(dear))]

    def _undervaluation(self, index: int, offset: float) -> Parcel:
        """Order, payment and list agree on a price far below the true one."""
        merchant = self._merchant()
        chosen = self._dear_offer(merchant, 15_000)
        price = self.price(chosen)
        declared = max(100, int(price * (0.06 + 0.16 * self.rng.random())) // 10 * 10)
        qty = 1 if chosen.price > 150_000 else 1 + int(self.rng.random() * 3)
        lines = (Line(chosen, qty, declared),)
        made = self.parcel(index, offset, self.people.new(), merchant, lines)
        made.fraud, made.expected, made.true_value = Fraud.UNDERVALUATION, None, price * qty
        return made

    def _splitting(self, index: int, offset: float) -> Parcel:
        """One importer orders in the names of several others, to one address and telephone."""
        group = self._group("ring")
        merchant = self._merchant()
        chosen = self._dear_offer(merchant, 30_000)
        ringleader = self.people.new()

        def one(index: int, offset: float) -> Parcel:
            borrowed = self.people.new()
            borrowed.address, borrowed.district = ringleader.address, ringleader.district
            borrowed.phone = ringleader.phone
            price = self.price(chosen)
            qty = max(1, min(6, 420_000 // price))
            made = self.parcel(index, offset, borrowed, merchant, (Line(chosen, qty, price),))
            made.consignee, made.consignee_phone = ringleader.name, ringleader.phone
            made.address, made.receiver = ringleader.address, ringleader.identity
            if self._respelt:
                # who borrows names also writes the address differently each time
                self.respell(made, _DISGUISED)
            made.fraud, made.group, made.expected = Fraud.SPLITTING, group, None
            return made

        self._plan(index, _RING - 1, 25, one)
        return one(index, offset)

    def _payment_mismatch(self, index: int, offset: float) -> Parcel:
        """The payment tells another amount, or comes from another institution, than the order."""
        made = self.honest(index, offset)
        made.fraud, made.expected = Fraud.PAYMENT_MISMATCH, "rejected"
        if self.rng.random() < 0.7:
            factor = 0.3 + 0.6 * self.rng.random()
            made.amount = max(1, min(made.paid - 1, int(made.paid * factor)))
            made.expected_rule = "M-02"
        else:
            others = [one for one in self._institutions if one is not made.institution]
            made.paying = others[int(self.rng.random() * len(others))]
            made.expected_rule = "M-03"
        return made

    def _false_origin(self, index: int, offset: float) -> Parcel:
        """Goods made in one country are declared as made in a better reputed one."""
        merchant = self._merchant()
        lines = self.basket(self._assortment[merchant.code])
        true = lines[0].offer.country
        claimed = [one for one in _ORIGINS if one != true]
        said = claimed[int(self.rng.random() * len(claimed))]
        lines[0].offer = moved(lines[0].offer, said)
        made = self.parcel(index, offset, self._buyer(lines), merchant, lines)
        if made.voyage.trade_mode == "9610":
            # the aeroplane still comes from where the goods are made
            made.voyage = self.voyage(true, index, bonded=False)
        made.fraud, made.expected, made.true_country = Fraud.FALSE_ORIGIN, None, true
        return made

    def _prohibited(self, index: int, offset: float) -> Parcel:
        """Contraband travels under an empty description and a harmless code."""
        draw = self.rng.random
        goods_en, _, grams, value = CONTRABAND[int(draw() * len(CONTRABAND))]
        cover = bland()[int(draw() * len(bland()))]
        bare = replace(
            offer(cover, self.rng, 9500 + int(draw() * 400)),
            name=VAGUE_NAMES[int(draw() * len(VAGUE_NAMES))],
            model=VAGUE_MODELS[int(draw() * len(VAGUE_MODELS))],
        )
        lines = (Line(bare, 1, min(bare.price, 40_000)),)
        made = self.parcel(index, offset, self.people.new(), self._merchant(), lines)
        made.gross = made.net + grams
        made.fraud, made.expected = Fraud.PROHIBITED, None
        made.true_goods, made.true_value = goods_en, value
        return made

    def _over_quota(self, index: int, offset: float) -> Parcel:
        """One buyer orders equal parcels until well beyond the annual limit."""
        group = self._group("heavy")
        merchant = self._merchant()
        offers = self._assortment[merchant.code]
        suited = [one for one in offers if one.good.measure is None]
        chosen = max(suited, key=lambda one: min(one.price, 450_000))
        price = min(self.price(chosen), 480_000)
        qty = max(1, 450_000 // price)
        value = price * qty
        buyer: Person = self.people.new()
        fitting = ANNUAL_LIMIT // value
        seen = 0

        def one(index: int, offset: float) -> Parcel:
            nonlocal seen
            seen += 1
            lines = (Line(chosen, qty, price),)
            made = self.parcel(index, offset, buyer, merchant, lines, freight=0, insured=0)
            # which of the equal parcels is the one too many depends on the order of arrival
            made.group, made.expected = group, None
            if seen > fitting:
                made.fraud = Fraud.OVER_QUOTA
            return made

        self._plan(index, max(_HEAVY, fitting + 4) - 1, 40, one)
        return one(index, offset)

    def _unlicensed(self, index: int, offset: float) -> Parcel:
        """A merchant that nobody registered sells like the others."""
        made = self.honest(index, offset)
        strangers = unlicensed()
        made.merchant = strangers[int(self.rng.random() * len(strangers))]
        if made.guarantor not in (made.platform, made.carrier):
            made.guarantor = made.platform
        made.fraud, made.expected, made.expected_rule = Fraud.UNLICENSED, "rejected", "G-08"
        return made
