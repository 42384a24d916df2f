"""Many invented sellers, some of them registered again under other names."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from harbour.people import People
from harbour.spelling import respelt_address, respelt_phone, spelt

_SIGNS = (
    "青屿北岚松涛白浪南汐望潮珊瑚月湾星岬椰风雪枫桥暖流蔚蓝沐光禾木晴川归帆云舟海棠金沙鹭鸣澜庭"
)
_TRADES = (
    ("国际贸易有限公司", "International Trading Co., Ltd.", "国际商贸有限公司"),
    ("电子商务有限公司", "E-Commerce Co., Ltd.", "网络科技有限公司"),
    ("供应链有限公司", "Supply Chain Ltd.", "贸易商行"),
)


@dataclass(frozen=True, slots=True)
class Registration:
    """A seller as it registered once; `party` says who it is."""

    party: int
    name: str
    address: str
    phone: str
    website: str


def registrations(n: int, seed: int, again: float = 0.3) -> Iterator[Registration]:
    """The registrations of `n` sellers, of which a share registers a second time."""
    rng = Random(f"sellers/{seed}")
    people = People(f"S{seed}", rng)
    for party in range(n):
        own = "".join(rng.choice(_SIGNS) for _ in range(rng.choice((2, 3, 3, 4))))
        trade, english, other = rng.choice(_TRADES)
        address, phone = people.address()[1], people.phone()
        site = f"https://www.{spelt(own).lower()}{rng.randrange(1000)}.example"
        first = Registration(party, own + trade, address, phone, site)
        yield first
        if rng.random() < again:
            slip = own[:-1] + rng.choice(_SIGNS)
            name = rng.choice(
                (
                    f"{spelt(own)} {english}", f"{spelt(own).upper()} {english}", own + other,
                    own + trade, slip + trade,
                    "".join(rng.choice(_SIGNS) for _ in range(3)) + trade,
                )
            )  # fmt: skip
            keeps = [rng.random() < 0.45 for _ in range(3)]
            yield Registration(
                party,
                name,
                respelt_address(address, rng.random())
                if keeps[0]
                else rng.choice(("", people.address()[1])),
                respelt_phone(phone, rng.random())
                if keeps[1]
                else rng.choice(("", people.phone())),
                site.replace("www.", "m.") + "/shop" if keeps[2] else "",
            )  # fmt: skip
