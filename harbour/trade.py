"""Honest trade: a buyer, a merchant, a basket, and the four parties that report it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from harbour.market import assortment, costly, merchants
from harbour.parcels import Line, Offer, Parcel, Voyage
from harbour.people import People, Person
from harbour.register import Firm, Role, having, second_registration
from harbour.spelling import (
    chance,
    respelt_address,
    respelt_name,
    respelt_phone,
    second_phone,
)
from harbour.taxes import SINGLE_LIMIT, tax

# below the legal limits, so that rounding and freight never decide
_HONEST_YEAR = 2_400_000
_HONEST_PARCEL = 490_000
_MEASURE_GRAMS = {"sugar": 2_000, "rice": 20_000}
_POOL = 50_000
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_AIRPORTS = ("2233", "2244", "5141", "5317")
_BONDED_AREAS = ("2218", "3104", "4600", "5321")
_BONDED = "7"
_AIR = "5"


def _tag(text: str) -> str:
    number = int.from_bytes(sha256(text.encode()).digest()[:8], "big")
    letters = ""
    for _ in range(7):
        number, rest = divmod(number, 36)
        letters += _BASE36[rest]
    return letters


class Trade:
    """Makes honest parcels; remembers what each buyer has spent."""

    def __init__(self, name: str, start: datetime, respelt: float = 0.0) -> None:
        self._respelt = respelt
        self.tag = _tag(name)
        self.rng = Random(name)
        self.people = People(self.tag, self.rng)
        self._start = start
        self._pool: list[Person] = []
        self._assortment = assortment()
        self._merchants = merchants()
        self._platforms = having(Role.PLATFORM)
        self._institutions = having(Role.PAYMENT)
        self._carriers = having(Role.CARRIER)
        self._agents = having(Role.AGENT)
        self._voyages: dict[tuple[str, int, bool], Voyage] = {}
        self._second = -1
        self._at = start
        self._stamp = ""

    def honest(self, index: int, offset: float) -> Parcel:
        """A parcel in which everything is right."""
        draw = self.rng.random
        merchant = self._merchants[int(draw() * len(self._merchants))]
        if draw() < 0.002:
            offer = costly()[int(draw() * len(costly()))]
            lines: Sequence[Line] = (Line(offer, 1, self.price(offer)),)
            # a buyer for whom nothing else is ever ordered: the whole year's room is free
            return self.parcel(index, offset, self.people.new(), merchant, lines)
        lines = self.basket(self._assortment[merchant.code])
        return self.parcel(index, offset, self._buyer(lines), merchant, lines)

    def price(self, offer: Offer) -> int:
        """Today's price of an offer: within four per cent, to ten fen."""
        return int(offer.price * (0.96 + 0.08 * self.rng.random())) // 10 * 10 or 10

    def basket(self, offers: Sequence[Offer]) -> list[Line]:
        """One to four lines of goods below the single limit."""
        draw = self.rng.random
        size = draw()
        wanted = 1 if size < 0.6 else 2 if size < 0.85 else 3 if size < 0.96 else 4
        lines: list[Line] = []
        total = 0
        while not lines or len(lines) < wanted:
            offer = offers[int(draw() * len(offers))]
            often = draw()
            qty = 1 if often < 0.72 else 2 if often < 0.92 else 3
            price = self.price(offer)
            if offer.good.measure is not None:
                qty = 1
                if any(line.good.measure == offer.good.measure for line in lines):
                    wanted -= 1
                    continue
            if total + price * qty > _HONEST_PARCEL:
                qty = 1
                if total + price > _HONEST_PARCEL:
                    wanted -= 1
                    continue
            lines.append(Line(offer, qty, price))
            total += price * qty
        return lines

    def _buyer(self, lines: Sequence[Line]) -> Person:
        draw = self.rng.random
        if self._pool and draw() < 0.6:
            place = int(draw() * len(self._pool))
            buyer = self._pool[place]
            if self._has_room(buyer, lines):
                return buyer
            # spent enough for this year: somebody else takes the place
            self._pool[place] = self.people.new()
            return self._pool[place]
        buyer = self.people.new()
        if len(self._pool) < _POOL:
            self._pool.append(buyer)
        else:
            self._pool[int(draw() * _POOL)] = buyer
        return buyer

    def _has_room(self, buyer: Person, lines: Sequence[Line]) -> bool:
        # years are not told apart: a run across New Year leaves some room unused
        if buyer.spent + sum(line.total for line in lines) + 10_000 > _HONEST_YEAR:
            return False
        return all(
            buyer.grams.get(measure, 0) + line.good.grams * line.qty <= _MEASURE_GRAMS[measure]
            for line in lines
            if (measure := line.good.measure) is not None
        )

    def parcel(
        self,
        index: int,
        offset: float,
        buyer: Person,
        merchant: Firm,
        lines: Sequence[Line],
        *,
        freight: int | None = None,
        insured: int | None = None,
    ) -> Parcel:
        """The parcel of a basket: everything else about it is drawn here."""
        draw = self.rng.random
        goods_value = sum(line.total for line in lines)
        if freight is None:
            freight = 0 if draw() < 0.55 else 500 + int(draw() * 9) * 500
        if insured is None:
            insured = 0 if draw() < 0.95 else 100 + int(draw() * 4) * 100
        reduction = 500 + int(draw() * 6) * 500 if draw() < 0.12 else 0
        discount = reduction if reduction * 5 <= goods_value else 0
        if len(lines) > 1 and goods_value + freight + insured > SINGLE_LIMIT:
            freight = insured = 0
        withheld = tax(lines, freight + insured)
        net = sum(line.good.grams * line.qty for line in lines)
        for line in lines:
            if line.good.measure is not None:
                grams = buyer.grams.get(line.good.measure, 0)
                buyer.grams[line.good.measure] = grams + line.good.grams * line.qty
        buyer.spent += goods_value + freight + insured
        platform = self._platforms[int(draw() ** 1.5 * len(self._platforms))]
        institution = self._institutions[int(draw() ** 1.4 * len(self._institutions))]
        carrier = self._carriers[int(draw() * len(self._carriers))]
        agent = self._agents[int(draw() * len(self._agents))]
        firms = (platform, carrier, merchant)
        guarantor = firms[int(draw() * 3)]
        if Role.GUARANTOR not in guarantor.roles:
            guarantor = platform
        second = int(offset)
        if second != self._second:
            self._second = second
            self._at = self._start + timedelta(seconds=second)
            self._stamp = self._at.strftime("%Y%m%d%H%M%S")
        family = draw() < 0.12
        guid = f"{self.rng.getrandbits(512):0128X}"
        country = lines[0].offer.country
        consignee = self.people.name() if family else buyer.name
        phone = self.people.phone() if family else buyer.phone
        made = Parcel(
            index=index,
            at=self._at,
            stamp=self._stamp,
            paid_stamp=self._paid(int(draw() * 48)),
            order_no=f"HW{self.tag}{index:09d}",
            cop_no=f"D{self.tag}{index:09d}",
            logistics_no=f"TW{self.tag}{index:09d}",
            pay_transaction_id=f"P{self._stamp[:8]}{self.tag}{index:09d}",
            platform=platform,
            merchant=merchant,
            institution=institution,
            carrier=carrier,
            agent=agent,
            guarantor=guarantor,
            buyer=buyer,
            consignee=consignee,
            consignee_phone=phone,
            address=buyer.address,
            lines=lines,
            voyage=self.voyage(country, index, bonded=draw() < 0.25),
            goods_value=goods_value,
            freight=freight,
            insured=insured,
            discount=discount,
            tax=withheld,
            paid=goods_value + freight + withheld - discount,
            net=net,
            gross=net + 60 + int(draw() * 140) + net // 20,
            guids=(_guid(guid, 0), _guid(guid, 32), _guid(guid, 64), _guid(guid, 96)),
            amount=goods_value + freight + withheld - discount,
            paying=institution,
            true_value=goods_value,
            receiver=f"{buyer.identity}/{index}" if family else buyer.identity,
        )
        self.respell(made, self._respelt)
        return made

    def respell(self, made: Parcel, share: float) -> None:
        """Let a share of parcels spell address, name, telephone or merchant in another way."""
        if share and chance(self.tag, made.index) < share:
            draws = [chance(self.tag, made.index, what) for what in ("address", "name", "phone")]
            made.address = respelt_address(made.buyer.address, draws[0])
            if draws[1] < 0.3:
                made.consignee = respelt_name(made.consignee, draws[1] / 0.3)
            if draws[2] < 0.15:
                made.consignee_phone = second_phone(made.consignee_phone)
            elif draws[2] < 0.4:
                made.consignee_phone = respelt_phone(made.consignee_phone, (draws[2] - 0.15) * 4)
            other = second_registration(made.merchant.code)
            if other is not None and chance(self.tag, made.index, "merchant") < 0.5:
                if made.guarantor is made.merchant:
                    made.guarantor = other
                made.merchant = other

    def _paid(self, hours: int) -> str:
        return (self._at - timedelta(hours=hours, seconds=40)).strftime("%Y%m%d%H%M%S")

    def voyage(self, country: str, index: int, *, bonded: bool) -> Voyage:
        """The flight or the bonded warehouse; a master bill covers about 400 parcels."""
        key = (country, index // 400, bonded)
        known = self._voyages.get(key)
        if known is not None:
            return known
        if len(self._voyages) > 4000:
            self._voyages.clear()
        # not drawn from the run's sequence, so that a forgotten voyage comes back the same
        rng = Random(f"{self.tag}/{key}")
        customs = rng.choice(_BONDED_AREAS if bonded else _AIRPORTS)
        if bonded:
            ems = f"T{customs}W{rng.randrange(10**6):06d}"
            made = Voyage("1210", _BONDED, customs, customs, "142", None, None, None, ems)
        else:
            flight = f"TW{rng.randrange(100, 999)}"
            bill = f"999-{rng.randrange(10**8):08d}"
            day = self._start.strftime("%Y%m%d")
            made = Voyage("9610", _AIR, customs, customs, country, flight, flight + day, bill, None)
        self._voyages[key] = made
        return made


def _guid(digits: str, at: int) -> str:
    # the form of a random UUID: version 4, variant 10
    return (
        f"{digits[at : at + 8]}-{digits[at + 8 : at + 12]}-4{digits[at + 13 : at + 16]}"
        f"-A{digits[at + 17 : at + 20]}-{digits[at + 20 : at + 32]}"
    )
