"""The market: who sells what at which price. It is the same for every seed."""

from dataclasses import replace
from functools import cache
from random import Random

from harbour.goods import Good, goods
from harbour.parcels import Offer
from harbour.register import Firm, Role, credit_code, having

# brands that nobody uses
_BRANDS = (
    "Orvel", "Tamzu", "Kirsh", "Lumavi", "Nordhell", "Pelagic", "Quenda", "Sorrel Bay",
    "Vintara", "Wexmoor", "Yamanoha", "Zephyrine", "Halcyra", "Brindle", "Castava", "Dunmere",
)  # fmt: skip
_PER_MERCHANT = 24
_SPREAD = 0.18


def barcode(number: int) -> str:
    """An EAN-13 of the range kept for use inside shops, so that it names no real product."""
    body = f"29{number % 10**10:010d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(body))
    return body + str(-total % 10)


def offer(good: Good, rng: Random, serial: int) -> Offer:
    """One merchant's offer of a kind of goods."""
    brand = rng.choice(_BRANDS)
    price = rng.uniform(good.price_low, good.price_high)
    return Offer(
        good=good,
        item_no=f"{good.sku}-{serial:04d}",
        name=f"{brand} {good.name}",
        model=f"{good.model}|{brand}牌",
        barcode=barcode(serial * 7919 + rng.randrange(1000)),
        country=rng.choice(good.origins),
        price=max(100, round(price / 10) * 10),
    )


@cache
def merchants() -> tuple[Firm, ...]:
    """The licensed merchants."""
    return having(Role.MERCHANT)


@cache
def assortment() -> dict[str, tuple[Offer, ...]]:
    """What each merchant offers day by day: goods of three families, without the costly ones."""
    rng = Random("the harbour's market")
    ordinary = [one for one in goods() if not one.costly and not one.bland]
    families = sorted({one.family for one in ordinary})
    result: dict[str, tuple[Offer, ...]] = {}
    serial = 0
    for position, merchant in enumerate(merchants()):
        chosen = {families[(position + step) % len(families)] for step in (0, 3, 5)}
        candidates = [one for one in ordinary if one.family in chosen]
        offers = []
        for _ in range(_PER_MERCHANT):
            serial += 1
            offers.append(offer(rng.choice(candidates), rng, serial))
        result[merchant.code] = tuple(offers)
    return result


@cache
def costly() -> tuple[Offer, ...]:
    """Single items above the single limit."""
    rng = Random("the harbour's jewellers")
    dear = [one for one in goods() if one.costly]
    return tuple(offer(one, rng, 9000 + n) for n, one in enumerate(dear * 3))


@cache
def bland() -> tuple[Good, ...]:
    """Goods under whose codes contraband hides."""
    return tuple(one for one in goods() if one.bland)


@cache
def moved(original: Offer, country: str) -> Offer:
    """The same offer with another origin."""
    return replace(original, country=country)


@cache
def unlicensed() -> tuple[Firm, ...]:
    """Merchants that no register knows, although their codes are well formed."""
    names = ("浮萍代购工作室", "夜航船商行", "无名岛贸易", "暗礁优品", "过路客海淘店")
    date = merchants()[0].registered_on
    return tuple(
        Firm(credit_code(900 + n), name, f"Unlicensed {n + 1}", (Role.MERCHANT,), date, False)
        for n, name in enumerate(names)
    )
