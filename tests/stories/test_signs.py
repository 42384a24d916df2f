"""What the rules of suspicion say about a harbour of which the truth is known."""

from collections import Counter

from harbour.frauds import Fraud, Shares
from harbour.world import World
from tests.makers import START
from tests.stories.test_harbour import decided, stream
from tidewaiter.registry.models import Operator

MANY_FRAUDS = Shares(*(0.05 for _ in range(7)))

AIMED_AT = {
    Fraud.PROHIBITED: {"D-01", "D-05", "R-05"},
    Fraud.FALSE_ORIGIN: {"W-03"},
    Fraud.SPLITTING: {"I-01"},
}
"""Which rules are there for which fraud, among those that only raise suspicion."""


def test_signs_point_at_the_frauds_they_are_there_for_and_seldom_at_the_honest(
    firms: dict[str, Operator],
) -> None:
    parcels = list(World(77, MANY_FRAUDS).parcels(1000, start=START, rate=200.0))
    stream(parcels, assess_every=40)
    found = decided()
    seen: Counter[Fraud] = Counter(parcel.fraud for parcel in parcels)
    said: dict[str, Counter[Fraud]] = {}
    for parcel in parcels:
        for code in {reason.code for reason in found[parcel.cop_no].reasons.all()}:
            said.setdefault(code, Counter())[parcel.fraud] += 1
    for fraud, codes in AIMED_AT.items():
        for code in codes:
            assert said[code][fraud] > 0, (code, fraud)
            honest = said[code][Fraud.NONE] / seen[Fraud.NONE]
            assert honest < 0.02, (code, honest)
            assert said[code][fraud] / seen[fraud] > 5 * honest
