"""Invented contents of pages; the longest and the oddest that a page must bear."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace as Made

from tidewaiter.surfaces.desk.networks.drawing import draw, waterfall
from tidewaiter.surfaces.desk.networks.words import lettered
from tidewaiter.surfaces.kit.parts import STANDINGS, Event, Fact, Law, parcels_per_minute

NAMES = {
    "release": "Released",
    "documents": "Document check",
    "inspection": "Inspection",
    "audit": "Released, audit later",
    "hold": "Held",
    "rejected": "Rejected",
}


def an_overview(at: datetime, *, empty: bool = False) -> Made:
    """A busy day, or the first minute of one."""
    counts = (0, 0, 0, 0, 0, 0) if empty else (412_870, 8_120, 15_211, 21_034, 1_711, 38_200)
    everything = max(sum(counts), 1)
    minutes = [
        Made(
            at=at - timedelta(minutes=30 - n),
            release=1_000 + n * 7 % 90,
            documents=20,
            inspection=35,
            audit=40 + n % 9,
            hold=n % 5,
            delayed=n % 4,
            rejected=80 + n * 3 % 40,
        )
        for n in range(0 if empty else 30)
    ]
    lanes = [
        Made(key=key, label=name, count=count, share=count * 100 / everything, url="/desk/parcels/")
        for (key, name), count in zip(NAMES.items(), counts, strict=True)
    ]
    reason = Made(key="1332", count=18_210, share=31.9, url="/desk/parcels/")
    reason.label = "The amount paid differs between the order and the payment"
    partner = Made(document="payment", party="Harbour Pay", count=820, url="/desk/parcels/")
    partner.oldest = at - timedelta(hours=5, minutes=12)
    return Made(
        at=at,
        decided_today=sum(counts),
        released_today=counts[0] + counts[3],
        rejected_today=counts[5],
        per_minute=0 if empty else 1_213,
        p99_ms=None if empty else 412,
        waiting=0 if empty else 1_893,
        oldest_waiting=None if empty else partner.oldest,
        to_officer=0 if empty else 23,
        next_url="" if empty else "/desk/parcels/1/",
        minutes=parcels_per_minute(minutes),
        lanes=tuple(lanes),
        reasons=() if empty else (reason,),
        partners=() if empty else (partner,),
    )


def some_parcels(at: datetime) -> tuple[Made, ...]:
    """One row of each standing."""
    return tuple(
        Made(
            url=f"/desk/parcels/{n}/",
            title=f"NQE20261123{n:05d}",
            received_at=at - timedelta(seconds=7 * n),
            goods="Face cream, 50 ml, 2 pieces" if n % 2 else "婴儿配方奶粉2段 800g",
            value=Decimal("389.00") * n if n else None,
            merchant="Camellia Trading",
            standing=standing,
            reason="Amount paid differs from the order" if standing == "rejected" else "",
            more=2 if standing == "rejected" else 0,
            waiting_for=("payment", "waybill") if standing == "waiting" else (),
        )
        for n, standing in enumerate(STANDINGS)
    )


def a_reason(severity: str) -> Made:
    """A reason with evidence from two documents."""
    return Made(
        code="TW-M02",
        official="1332",
        title="Amount paid differs from the order",
        message="The order says that 561.89 was paid; the payment says 497.95.",
        severity=severity,
        weight=Decimal(41) if severity == "score" else None,
        evidence=(
            Made(document="Order", field="acturalPaid", label="Amount paid", value="561.89"),
            Made(document="", field="", label="Median of 1,204 comparable lines", value="497.95"),
        ),
        law=(
            Law("Announcement 194/2018", "art. 6", "https://example.org/law"),
            Law("Announcement 26/2016"),
        ),
        cure="Send the order again with the amount that was really paid.",
        url="/reasons/1332/",
    )


def a_comparison(at: datetime, *, missing: bool) -> Made:
    """The four documents; two fields differ, or one document is not there yet."""

    def cell(value: str, *, differs: bool = False) -> Made:
        return Made(value=value, field="", differs=differs, absent=False)

    absent = Made(value="", field="", differs=False, absent=True)
    wrong = not missing
    paid = (cell("561.89", differs=wrong), cell("497.95", differs=wrong), absent, absent)
    address = (cell("浙江省杭州市****"), absent, cell("浙江省杭州市****"), cell("浙江省杭州市****"))
    columns = [
        Made(key=key, title=key.title(), number=f"PLM-20261123-00918{n}", sender="Plum Market")
        for n, key in enumerate(("order", "payment", "waybill", "declaration"))
    ]
    for column in columns:
        column.missing = missing and column.key == "payment"
        column.received_at = None if column.missing else at
    return Made(
        columns=tuple(columns),
        groups=(
            Made(title="Money", rows=(Made(label="Amount paid", differs=not missing, cells=paid),)),
            Made(title="People", rows=(Made(label="Address", differs=False, cells=address),)),
        ),
        differing=0 if missing else 1,
    )


def a_parcel(at: datetime, standing: str) -> Made:
    """A parcel with everything that its page can show."""
    severities = {"rejected": ("reject", "score"), "hold": ("hold",), "inspection": ("score",)}
    line = Made(number=1, goods="Face cream", code="3304990039", value=Decimal("561.89"))
    sums = Made(duty=Decimal(0), vat=Decimal("80.45"), consumption=Decimal("69.41"))
    line.__dict__.update(sums.__dict__, total=Decimal("149.86"))
    duties = Made(lines=(line,), basis="reduced", note="", value=line.value, total=line.total)
    duties.__dict__.update(sums.__dict__)
    money = Made(title="Purchases", unit="CNY", year=2026, limit=Decimal(26_000), exceeded=False)
    money.before, money.this, money.after = Decimal(18_211), Decimal(561), Decimal(18_772)
    sugar = Made(title="Sugar", unit="kg", year=2026, limit=Decimal(2), exceeded=True)
    sugar.before, sugar.this, sugar.after = Decimal("1.5"), Decimal(1), Decimal("1.5")
    items = (Fact("Name", "陈*"), Fact("Identity number", "330***********1234"))
    return Made(
        id=1,
        title="NQE2026112300017",
        standing=standing,
        received_at=at,
        decided_at=at,
        overdue=False,
        chosen_by="random" if standing == "audit" else "rule",
        score=Decimal(41),
        waiting_for=("payment", "waybill"),
        summary=(
            Fact("Goods", "Face cream, 50 ml, 2 pieces"),
            Fact("Merchant", "Camellia Trading", "first seen 12 days ago", "/"),
        ),
        people=(
            Made(who="buyer", role="Buyer", items=items, revealed=True),
            Made(who="payer", role="Payer", items=items, revealed=False),
        ),
        reasons=tuple(a_reason(severity) for severity in severities.get(standing, ())),
        documents=a_comparison(at, missing=standing == "waiting"),
        duties=None if standing == "waiting" else duties,
        quota=() if standing == "waiting" else (money, sugar),
        history=(
            Event(at, "Sent to a lane", "Assessor", "because of TW-M02"),
            Event(at, "Received"),
        ),
        proof=(Fact("Rule book", "b7e1f0c2"), Fact("Input", "sha256:9f2c")),
    )


def a_network() -> dict[str, object]:
    """Seven spellings in the names of twelve people."""
    count = 7
    parcels = {(n % count, n): 1 + n % 4 for n in range(12)} | {(0, 5): 2, (3, 9): 1}
    links = [(n, (n + 1) % count, 0.97) for n in range(count)]
    url = "/desk/networks/consignee/7/"
    return {
        "title": "Consignee 3F9A2C",
        "kind": "Consignees",
        "back": "/desk/networks/consignee/",
        "facts": (
            Fact("Counted", "23 Nov 2026", "everything before that day"),
            Fact("Parcels in 1, 7 and 30 days", "3 / 12 / 29"),
            Fact("Value in 1, 7 and 30 days", "CNY 4,120.00 / CNY 21,870.50 / CNY 61,003.20"),
        ),
        "picture": draw(
            [str(n + 1) for n in range(count)], links, [lettered(n) for n in range(12)], parcels
        ),
        "spellings": tuple(
            Made(label=str(n + 1), name="", since=date(2026, 11, 2 + n), parcels=1 + n,
                 buyers="A, C, F, K", latest=n or None)
            for n in range(count)
        ),
        "named": False,
        "links": tuple(
            Made(pair=f"{one + 1} – {other + 1}", likelihood="> 99.9 %", since=date(2026, 11, 9),
                 url=f"{url}links/1/2/")
            for one, other, _ in links
        ),
        "left_out": 12,
        "changes": (Made(night=date(2026, 11, 9), text="2 joined from Consignee 00AB12", url=url),),
    }  # fmt: skip


def a_link() -> dict[str, object]:
    """A link that one comparison speaks against."""
    weights = (-21.7, 13.2, 26.3, -7.5)
    totals = [sum(weights[: n + 1]) for n in range(len(weights))]
    bars = waterfall(list(zip(weights, totals, strict=True)))
    titles = ("Before comparing", "Name", "Telephone", "Address", "Together")
    return {
        "title": "Why 1 and 3 are one",
        "network": "Consignee 3F9A2C",
        "back": "/desk/networks/consignee/7/",
        "since": date(2026, 11, 9),
        "likelihood": "> 99.9 %",
        "steps": tuple(
            Made(title=title, weight=weight, total=total, bar=bar,
                 text="the same name, whatever its script and order: 9,400 times as likely for one"
                 " party as for two")
            for title, weight, total, bar in zip(
                titles, (*weights, totals[-1]), (*totals, totals[-1]), bars, strict=True
            )
        ),
    }  # fmt: skip


def some_networks() -> tuple[Made, ...]:
    """Networks of all sizes."""
    return tuple(
        Made(title=f"Consignee 3F9A{n:02X}", url="/desk/networks/consignee/7/", spellings=9 - n,
             identities=1_204 // (n + 1), phones=3, parcels=1_800 // (n + 1),
             value=Decimal("61003.20") / (n + 1), findings="2 / 3" if n == 1 else "–")
        for n in range(6)
    )  # fmt: skip
