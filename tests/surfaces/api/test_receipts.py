"""Receipts out."""

import json
import time
from datetime import timedelta
from threading import Barrier, Event, Thread
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, transaction
from lxml import etree

from tests.surfaces.api.makers import NOON, an_order, in_xml, receipts_for
from tidewaiter.intake.commands.receipts import Outgoing, issue_receipts
from tidewaiter.intake.formats.ceb.xml import parse
from tidewaiter.surfaces.api import receipts as view
from tidewaiter.surfaces.api.receipts import Stream

pytestmark = pytest.mark.django_db

FAULT = {
    "code": "TW-L01-BELOW-ZERO",
    "official": None,
    "rule": "L-01",
    "path": "OrderHead.freight",
    "value": "-1",
    "message": {"en": "freight is below zero.", "zh": "运费为负数。"},
    "cure": {"en": "Correct it.", "zh": "请更正。"},
    "law": {"en": "GACC Announcement 194/2018", "zh": "海关总署公告2018年第194号"},
}


def numbers(page):
    return [receipt["id"] for receipt in page["receipts"]]


def test_receipts_are_pulled_page_by_page_without_gap_or_repeat(firm):
    receipts_for(firm.operator, 7)
    seen, after = [], 0
    while page := firm.get("receipts", after=after, limit=3).json():
        if not page["receipts"]:
            break
        seen += numbers(page)
        after = page["next"]
    assert len(seen) == len(set(seen)) == 7
    assert seen == sorted(seen)
    assert firm.get("receipts", after=after).json() == {"receipts": [], "next": after}


def test_a_receipt_says_what_its_document_was_and_what_became_of_it(firm):
    receipts_for(firm.operator)
    [receipt] = firm.get("receipts").json()["receipts"]
    assert receipt["orderNo"] == "TW-0"
    assert (receipt["kind"], receipt["status"]) == ("312", "120")
    assert receipt["info"] == "[Code:1800;Desc:逻辑校验通过]"
    assert receipt["reasons"] == []
    assert receipt["at"] == NOON.isoformat()


def test_release_is_told_with_the_official_code(firm):
    receipts_for(firm.operator, status="800", kind="622", fields={"preNo": "B" + "0" * 17})
    [receipt] = firm.get("receipts").json()["receipts"]
    assert receipt["info"] == "[Code:2600;Desc:放行]"
    english = firm.get("receipts", lang="en").json()["receipts"][0]
    assert english["info"] == "[Code:2600;Desc:released]"


def test_a_fault_is_told_in_full(firm):
    receipts_for(firm.operator, status="100", reasons=[FAULT])
    [receipt] = firm.get("receipts").json()["receipts"]
    assert receipt["info"] == "[Code:TW-L01-BELOW-ZERO;Desc:运费为负数。][OrderHead.freight:-1]"
    [reason] = receipt["reasons"]
    assert reason["fields"] == ["OrderHead.freight"]
    assert reason["evidence"] == {"OrderHead.freight": "-1"}
    assert reason["message"]["en"] == "freight is below zero."


def test_a_reason_of_a_rule_is_told_from_its_evidence(firm):
    evidence = {"paid": "3197.95", "acturalPaid": "561.89"}
    receipts_for(firm.operator, status="100", reasons=[{"code": "M-02", "evidence": evidence}])
    [receipt] = firm.get("receipts").json()["receipts"]
    assert receipt["info"].startswith("[Code:")
    [reason] = receipt["reasons"]
    assert reason["rule"] == "M-02"
    assert reason["message"]["en"] and reason["message"]["zh"] and reason["cure"]["zh"]
    assert reason["evidence"] == evidence


def test_a_rule_that_left_the_book_does_not_hide_its_receipt(firm):
    receipts_for(firm.operator, status="100", reasons=[{"code": "X-99", "evidence": {"a": 1}}])
    [receipt] = firm.get("receipts").json()["receipts"]
    assert receipt["reasons"] == [{"code": "X-99", "rule": "X-99", "evidence": {"a": 1}}]


def test_a_stranger_gets_only_its_own_receipts(firm, stranger):
    receipts_for(firm.operator, 3)
    receipts_for(stranger.operator, 1)
    assert len(firm.get("receipts").json()["receipts"]) == 3
    assert len(stranger.get("receipts").json()["receipts"]) == 1


def test_receipts_come_as_messages_of_the_single_window(firm):
    receipts_for(firm.operator, 2)
    receipts_for(firm.operator, 1, kind="622", status="100", fields={"copNo": "C1"})
    answer = firm.get("receipts", format="xml")
    root = etree.fromstring(answer.content)
    assert root.tag == "Receipts"
    assert root.get("next") == answer["Tidewaiter-Next"]
    assert [etree.QName(message).localname for message in root] == [
        "CEB312Message",
        "CEB622Message",
    ]
    orders = parse(etree.tostring(root[0]))
    assert not orders.faults
    [first, _] = [part.document for part in orders.documents]
    assert (first.orderNo, first.returnStatus) == ("TW-0", "120")
    assert first.returnInfo == "[Code:1800;Desc:逻辑校验通过]"
    assert first.returnTime == "20260601120000000"


def test_a_message_that_could_not_be_read_comes_back_with_its_original(firm):
    raw = in_xml(an_order())[:-30]
    firm.submit(raw)
    root = etree.fromstring(firm.get("receipts", format="xml").content)
    [message] = root
    assert etree.QName(message).localname == "CEB900Message"
    [returned] = message
    names = {etree.QName(each).localname: each.text for each in returned}
    assert names["oriBizMessage"].encode() == raw
    assert "[Code:" in names["returnInfo"]


@pytest.mark.parametrize(
    "query",
    [
        {"after": -1},
        {"after": 2**63},
        {"after": "x"},
        {"limit": 0},
        {"limit": 1001},
        {"wait": 31},
        {"wait": "nan"},
        {"format": "csv"},
        {"lang": "fr"},
        {"since": "yesterday"},
    ],
)
def test_values_that_cannot_be_used_are_refused(firm, query):
    answer = firm.get("receipts", **query)
    assert answer.status_code == 422
    assert answer.json()["code"] == "api.parameter"
    assert next(iter(query)) in answer.json()["values"]["name"]


def test_receipts_since_a_moment_leave_out_what_is_long_past(firm):
    receipts_for(firm.operator, 3)
    assert firm.get("receipts", since=(NOON + timedelta(hours=1)).isoformat()).json() == {
        "receipts": [],
        "next": 3 + firm.get("receipts").json()["receipts"][0]["id"] - 1,
    }
    early = firm.get("receipts", since=(NOON - timedelta(days=1)).isoformat()).json()
    assert len(early["receipts"]) == 3
    assert firm.get("receipts/newest").json()["next"] == early["next"]


def test_whoever_waits_gets_a_receipt_as_soon_as_it_is_there(firm):
    calls = []

    def later(**query):
        calls.append(query)
        if len(calls) == 2:
            receipts_for(firm.operator)
        return real(**query)

    real = view.receipts_after
    with patch.object(view, "receipts_after", later):
        began = time.monotonic()
        page = firm.get("receipts", wait=20).json()
    assert len(page["receipts"]) == 1
    assert time.monotonic() - began < 5


def test_when_all_places_are_taken_nobody_waits(firm, settings):
    settings.TIDEWAITER_STREAMS = 0
    began = time.monotonic()
    assert firm.get("receipts", wait=20).json()["receipts"] == []
    assert time.monotonic() - began < 5


def events(chunks):
    """The identifiers of the receipts in what a stream sent."""
    text = b"".join(chunks).decode()
    return [int(line[4:]) for line in text.splitlines() if line.startswith("id: ")]


def leave(response):
    """Close a response as a server does; the test client then keeps the connection of the test."""
    response._iterator.close()


def test_a_stream_goes_on_after_the_last_event_that_was_seen(firm):
    receipts_for(firm.operator, 4)
    first = firm.get("receipts/stream")
    assert first["Content-Type"] == "text/event-stream"
    chunks = iter(first.streaming_content)
    assert next(chunks) == b"retry: 1000\n\n"
    seen = events([next(chunks)])
    leave(first)
    assert len(seen) == 4
    client = firm.http
    again = client.get("/api/v1/receipts/stream", headers={"last-event-id": str(seen[1])})
    chunks = iter(again.streaming_content)
    next(chunks)
    assert events([next(chunks)]) == seen[2:]
    leave(again)


def test_there_are_only_so_many_streams_and_one_that_ends_gives_its_place_back(firm, settings):
    settings.TIDEWAITER_STREAMS = 1
    first = firm.get("receipts/stream")
    next(iter(first.streaming_content))
    refused = firm.get("receipts/stream")
    assert refused.status_code == 429
    assert refused.json()["code"] == "api.streams"
    assert refused["Retry-After"]
    leave(first)
    second = firm.get("receipts/stream")
    assert second.status_code == 200
    assert next(iter(second.streaming_content))
    leave(second)


def test_a_quiet_stream_shows_that_it_lives_and_ends_in_time(firm):
    with (
        patch.object(view, "_HEARTBEAT", 0.02),
        patch.object(view, "_LONGEST_STREAM", 0.2),
    ):
        response = firm.get("receipts/stream")
        chunks = list(response.streaming_content)
        leave(response)
    assert chunks[0] == b"retry: 1000\n\n"
    assert set(chunks[1:]) == {b": still here\n\n"}


def test_a_stream_that_loses_the_database_ends(firm):
    response = firm.get("receipts/stream")
    with patch.object(view, "receipts_after", side_effect=OperationalError("gone")):
        assert list(response.streaming_content) == [b"retry: 1000\n\n"]
    leave(response)


def test_closing_a_stream_that_was_never_read_gives_its_place_back_once(settings):
    settings.TIDEWAITER_STREAMS = 2
    assert view._places.take() and view._places.take()
    stream = Stream(1, 0, "zh")
    stream.close()
    stream.close()
    assert view._places.take()
    assert not view._places.take()
    view._places.leave()
    view._places.leave()


@pytest.mark.django_db(transaction=True)
def test_a_pulling_client_misses_nothing_while_two_writers_commit_in_any_order(firm):
    """Each writer dawdles between giving its receipts and committing them."""
    receipts_for(firm.operator)
    message = firm.get("receipts").json()["receipts"][0]["message"]
    rounds, start, failed = 12, Barrier(3), []
    done = [Event(), Event()]

    def writer(which):
        try:
            start.wait(10)
            for number in range(rounds):
                with transaction.atomic():
                    issue_receipts(
                        [
                            Outgoing(
                                firm.operator.pk,
                                message,
                                place,
                                "312",
                                "120",
                                json.dumps(
                                    {"fields": {"guid": f"{which}-{number}-{place}"}, "reasons": []}
                                ),
                            )
                            for place in range(5)
                        ],
                        at=NOON,
                    )
                    time.sleep(0.003 * which)
        except Exception as error:
            failed.append(error)
        finally:
            done[which].set()
            connection.close()

    threads = [Thread(target=writer, args=(which,)) for which in (0, 1)]
    for thread in threads:
        thread.start()
    start.wait(10)
    seen, after = [], 0
    while True:
        finished = all(each.is_set() for each in done)
        page = firm.get("receipts", after=after, limit=7).json()
        seen += page["receipts"]
        after = page["next"]
        if finished and not page["receipts"]:
            break
    for thread in threads:
        thread.join(10)
    assert not failed
    told = [receipt["guid"] for receipt in seen]
    assert len(told) == len(set(told)) == 1 + 2 * rounds * 5
    everything = firm.get("receipts", limit=1000).json()["receipts"]
    assert [receipt["id"] for receipt in everything] == [receipt["id"] for receipt in seen]
