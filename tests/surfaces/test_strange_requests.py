"""Whatever a stranger, an officer or a machine writes into an address or a form, nothing fails."""

from collections.abc import Iterator
from itertools import product
from urllib.parse import quote

import pytest
from django.test import Client

from tests.cast import CLERK, NOON, everybody
from tests.makers import a_parcel, arrive, declaration_of, four, sender_of
from tests.surfaces.visitors import at_the_desk
from tidewaiter.base.identity.commands import issue_client_key
from tidewaiter.base.identity.permissions import CLIENT_SCOPES
from tidewaiter.registry.models import Operator

STRANGE = (
    "", " ", "0", "-1", "1", "9" * 18, "9" * 19, "9" * 40, "1e9", "NaN", "\x00", "a\x00b", "\ud800",
    "0001-01-01", "1900-01-01", "9999-12-31", "2026-02-30", "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00", "'", '"', "%", "%00", "\\", "<script>", "{{7*7}}", "{0}", "%s%n",
    "../../etc/passwd", "//example.org", "甲" * 300, "A" * 5000, "\u202e\u200b\ufffe", "ａ１", "[]",
    "release", "order", "en", "zh", "Infinity", "ey:J:x", "1.5",
)  # fmt: skip
"""Values that break what trusts them."""

NAMES = {
    "/": (),
    "/parcel/": ("waybill", "phone"),
    "/reasons/": ("q",),
    "/sign-in/": ("next",),
    "/health": ("q",),
    "/desk/": ("live", "was"),
    "/desk/parcels/": (
        "q", "standing", "reason", "platform", "waiting_for", "since", "until", "person", "older",
        "newer", "first",
    ),
    "/api/v1/receipts": ("after", "since", "limit", "wait", "format", "lang"),
    "/api/v1/receipts/newest": ("after",),
    "/api/v1/messages/1": ("after",),
}  # fmt: skip
"""The pages and what they read from their address."""

IN_PATHS = (
    "/reasons/{}/", "/desk/parcels/{}/", "/desk/parcels/{}/lane/", "/desk/parcels/{}/people/",
    "/api/v1/messages/{}", "/api/v1/messages/{}/original", "/api/docs/assets/{}", "/{}",
    "/api/v1/{}",
)  # fmt: skip
BODIES = {
    "/parcel/": ("waybill", "phone"),
    "/sign-in/": ("email", "password", "next"),
    "/language/": ("language", "next"),
    "/desk/parcels/{}/lane/": ("lane", "grounds"),
    "/desk/parcels/{}/people/": ("who", "purpose"),
}


@pytest.fixture
def parcel(db: None) -> int:
    everybody()
    made = a_parcel()
    arrive(*four(made))
    return declaration_of(made.inventory).pk


@pytest.fixture
def visitors(parcel: int) -> dict[str, Client]:
    sender = Operator.objects.get(code=sender_of(a_parcel().inventory))
    key = issue_client_key(
        organisation=sender.organisation,
        label="Shop",
        scopes=sorted(CLIENT_SCOPES),
        by=CLERK,
        at=NOON,
    )
    machine = Client(headers={"authorization": f"Bearer {key.token}"})
    visitors = {"stranger": Client(), "officer": at_the_desk("senior_officer"), "machine": machine}
    for client in visitors.values():
        client.raise_request_exception = False
    return visitors


def addresses() -> Iterator[tuple[str, str]]:
    for (page, names), value in product(NAMES.items(), STRANGE):
        for name in names:
            # waiting costs time, and answers like not waiting
            if (name, value) not in {("wait", "1"), ("wait", "1.5")}:
                yield page, f"{page}?{name}={quote(value, errors='surrogatepass')}"
    for path, value in product(IN_PATHS, STRANGE):
        yield path, path.format(quote(value, safe="", errors="surrogatepass"))


def visitor_of(page: str) -> str:
    return next(
        (
            who
            for start, who in (("/desk", "officer"), ("/api", "machine"))
            if page.startswith(start)
        ),
        "stranger",
    )


def test_no_address_fails(visitors: dict[str, Client]) -> None:
    failed = [
        (address[:120], answer.status_code)
        for page, address in addresses()
        if (answer := visitors[visitor_of(page)].get(address)).status_code >= 500
    ]
    assert failed == []


def test_no_form_fails(visitors: dict[str, Client], parcel: int) -> None:
    failed = []
    for page, names in BODIES.items():
        for name, value in product(names, STRANGE):
            body = {other: "release" for other in names} | {name: value}
            if "\ud800" in value:
                continue
            answer = visitors[visitor_of(page)].post(page.format(parcel), body)
            if answer.status_code >= 500:
                failed.append((page, name, value[:60], answer.status_code))
    assert failed == []
