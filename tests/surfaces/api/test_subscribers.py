"""Receipts are pushed."""

import hashlib
import hmac
import json
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connections, transaction

from tests.surfaces.api.makers import NOON, receipts_for
from tidewaiter.adapters import webhooks
from tidewaiter.base.audit.models import Entry
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows import push_receipts as flow
from tidewaiter.flows.push_receipts import push_receipts
from tidewaiter.intake.commands.subscribers import MOST, pause
from tidewaiter.intake.models import Subscriber

pytestmark = pytest.mark.django_db

PUBLIC = "93.184.215.14"


@pytest.fixture(autouse=True)
def names():
    """What the names of the tests lead to; nothing is looked up outside."""
    known = {
        "shop.example": [PUBLIC],
        "two.example": [PUBLIC, "10.0.0.8"],
        "inner.example": ["192.168.7.7"],
        "metadata.example": ["169.254.169.254"],
        "mapped.example": ["::ffff:127.0.0.1"],
        "localhost": ["127.0.0.1"],
        "nowhere.example": [],
    }

    def look_up(host, port, **_):
        return [(2, 1, 6, "", (result, port)) for result in known.get(host, [host])]

    with patch.object(webhooks.socket, "getaddrinfo", look_up):
        yield


class Address:
    """An address that keeps what it is sent and answers as it is told."""

    def __init__(self, *statuses):
        self.statuses = list(statuses)
        self.got = []
        self.headers = []

    def __call__(self, address, body, headers):
        self.got.append(json.loads(body))
        self.headers.append((body, headers))
        return self.statuses.pop(0) if self.statuses else 204

    @property
    def numbers(self):
        return [receipt["id"] for push in self.got for receipt in push["receipts"]]


def subscribe(firm, address="https://shop.example/receipts", **more):
    return firm.http.post(
        "/api/v1/subscribers",
        data=json.dumps({"address": address, **more}),
        content_type="application/json",
    )


def test_an_address_gets_what_comes_after_it_subscribed(firm):
    receipts_for(firm.operator, 2)
    added = subscribe(firm)
    assert added.status_code == 201
    receipts_for(firm.operator, 3)
    address = Address()
    assert push_receipts(at=NOON, post=address) == 3
    assert len(address.numbers) == 3
    assert push_receipts(at=NOON, post=address) == 0


def test_an_address_can_ask_for_everything(firm):
    receipts_for(firm.operator, 2)
    subscribe(firm, after=0)
    address = Address()
    assert push_receipts(at=NOON, post=address) == 2


def test_a_push_is_signed_with_the_secret_that_was_shown_once(firm):
    secret = subscribe(firm, after=0).json()["secret"]
    assert secret not in firm.get("subscribers").content.decode()
    assert secret.encode() not in bytes(Subscriber.objects.get().secret)
    receipts_for(firm.operator)
    address = Address()
    push_receipts(at=NOON, post=address)
    [(body, headers)] = address.headers
    seconds, given = (part.partition("=")[2] for part in headers["Tidewaiter-Signature"].split(","))
    right = hmac.new(secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(given, right)
    first = address.numbers[0]
    assert headers["Tidewaiter-Sequence"] == f"{first}-{first}"


def test_what_was_not_taken_comes_again_later_and_in_order(firm):
    subscribe(firm, after=0)
    receipts_for(firm.operator, 2)
    address = Address(500, 0)
    assert push_receipts(at=NOON, post=address) == 0
    receipts_for(firm.operator, 1)
    soon = NOON + timedelta(milliseconds=500)
    assert push_receipts(at=soon, post=address) == 0
    assert len(address.got) == 1
    second = NOON + timedelta(seconds=2)
    push_receipts(at=second, post=address)
    assert Subscriber.objects.get().failures == 2
    assert push_receipts(at=second + timedelta(seconds=1), post=address) == 0
    assert len(address.got) == 2
    assert push_receipts(at=second + timedelta(seconds=3), post=address) == 3
    taken = [receipt["id"] for receipt in address.got[-1]["receipts"]]
    assert taken == sorted(set(address.numbers))
    subscriber = Subscriber.objects.get()
    assert (subscriber.failures, subscriber.retry_at) == (0, None)


def test_the_pause_grows_to_an_hour_and_differs_between_addresses():
    pauses = [pause(failures, 7).total_seconds() for failures in range(20)]
    assert pauses == sorted(pauses)
    assert 1 <= pauses[0] <= 1.25
    assert 4 <= pauses[2] <= 5
    assert pauses[-1] == 3600
    assert len({pause(5, number) for number in range(1, 20)}) > 10
    assert pause(5, 3) == pause(5, 3)


def test_a_long_backlog_is_pushed_in_several_batches(firm):
    subscribe(firm, after=0)
    receipts_for(firm.operator, 7)
    address = Address()
    with patch.object(flow, "BATCH", 3):
        assert push_receipts(at=NOON, post=address) == 7
    assert [len(push["receipts"]) for push in address.got] == [3, 3, 1]
    assert address.numbers == sorted(address.numbers)


def test_one_dead_address_does_not_hold_up_another(firm, stranger):
    subscribe(firm, after=0)
    subscribe(stranger, after=0)
    receipts_for(firm.operator, 1)
    receipts_for(stranger.operator, 2)
    address = Address(500)
    assert push_receipts(at=NOON, post=address) == 2


@pytest.mark.django_db(transaction=True)
def test_two_pushers_do_not_serve_the_same_address(firm):
    subscribe(firm, after=0)
    receipts_for(firm.operator, 1)
    address = Address()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT id FROM intake_subscriber FOR UPDATE")
            assert push_receipts(at=NOON, post=address) == 0
            cursor.execute("ROLLBACK")
        assert push_receipts(at=NOON, post=address) == 1
    finally:
        other.close()


def test_the_sixth_address_is_refused(firm, stranger):
    for number in range(MOST):
        assert subscribe(firm, f"https://shop.example/{number}").status_code == 201
    sixth = subscribe(firm, "https://shop.example/more")
    assert sixth.status_code == 409
    assert sixth.json()["code"] == "subscriber.too-many"
    assert subscribe(stranger).status_code == 201


def test_an_address_is_subscribed_once(firm):
    subscribe(firm)
    again = subscribe(firm)
    assert (again.status_code, again.json()["code"]) == (409, "subscriber.twice")


def test_a_subscriber_can_be_removed_but_not_by_a_stranger(firm, stranger):
    number = subscribe(firm).json()["id"]
    assert stranger.http.delete(f"/api/v1/subscribers/{number}").status_code == 404
    assert stranger.get("subscribers").json() == []
    assert firm.http.delete(f"/api/v1/subscribers/{number}").status_code == 204
    assert firm.get("subscribers").json() == []
    about = Entry.objects.filter(verb__startswith="subscriber.").order_by("id")
    assert list(about.values_list("verb", flat=True)) == ["subscriber.added", "subscriber.removed"]


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("http://shop.example/", "subscriber.scheme"),
        ("ftp://shop.example/", "subscriber.scheme"),
        ("https://", "subscriber.address"),
        ("https://name:word@shop.example/", "subscriber.address"),
        ("https://shop.example:99999/", "subscriber.address"),
        ("https://shop.example/ x", "subscriber.address"),
        ("https://商城.example/", "subscriber.address"),
        ("https://nowhere.example/", "subscriber.unknown-host"),
        ("https://inner.example/", "subscriber.private"),
        ("https://two.example/", "subscriber.private"),
        ("https://metadata.example/", "subscriber.private"),
        ("https://mapped.example/", "subscriber.private"),
        ("https://localhost/", "subscriber.private"),
        ("https://127.0.0.1/", "subscriber.private"),
        ("https://[::1]/", "subscriber.private"),
        ("https://[64:ff9b::a00:1]/", "subscriber.private"),
    ],
)
def test_addresses_that_could_be_turned_against_us_are_refused(firm, address, code):
    answer = subscribe(firm, address)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert not Subscriber.objects.exists()


def test_in_a_demonstration_this_machine_may_be_subscribed(firm, settings):
    settings.TIDEWAITER_DEMO = True
    assert subscribe(firm, "http://localhost:9000/r").status_code == 201
    assert subscribe(firm, "https://inner.example/r").status_code == 201
    assert subscribe(firm, "http://inner.example/r").status_code == 422
    assert subscribe(firm, "http://shop.example/r").status_code == 422


@pytest.mark.parametrize("body", ["", "{", "[]", "{}", '{"address": 5}', '{"address": null}'])
def test_a_subscription_that_cannot_be_read_is_refused(firm, body):
    answer = firm.http.post(
        "/api/v1/subscribers", data=body or " ", content_type="application/json"
    )
    assert answer.status_code in {400, 422}
    assert answer.json()["code"] in {"api.parameter", "api.request"}


def test_a_post_goes_to_the_result_that_was_checked_under_the_name_that_was_given():
    sent = []

    class Taken:
        status_code = 200

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

    def stream(self, method, url, **more):
        sent.append((str(url), more["headers"]["Host"], more["extensions"]))
        return Taken()

    with patch.object(webhooks.httpx.Client, "stream", stream):
        status = webhooks.post("https://shop.example:8443/a?b=1", b"x", {}, local=False)
    assert status == 200
    assert sent == [
        (
            f"https://{PUBLIC}:8443/a?b=1",
            "shop.example:8443",
            {"sni_hostname": "shop.example"},
        )
    ]


def test_a_name_that_moved_into_a_private_network_is_not_posted_to():
    with patch.object(webhooks.httpx.Client, "stream", side_effect=AssertionError):
        assert webhooks.post("https://inner.example/", b"x", {}, local=False) == 0


def test_a_key_without_the_permission_cannot_subscribe(firm):
    from tidewaiter.intake.commands.subscribers import add_subscriber

    actor = firm.key.actor
    bare = type(actor)(kind=actor.kind, id=actor.id, label=actor.label)
    with pytest.raises(Refusal, match=r"access\.permission"), transaction.atomic():
        add_subscriber(
            operator=firm.operator,
            address="https://shop.example/",
            secret="s",
            after=0,
            by=bare,
            at=NOON,
        )
