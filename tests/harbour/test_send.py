"""Sending to a server that is sometimes busy and sometimes hangs up."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from harbour.keys import Keys, load_or_create
from harbour.register import FIRMS
from harbour.send import Progress, Sent, send
from tests.harbour.made import START
from tidewaiter.intake.formats.ceb.xml import parse

TOKENS = {one.code: f"tw_{one.code}_secret" for one in FIRMS}


class Server(ThreadingHTTPServer):
    """Remembers what it accepted; `trouble` says what goes wrong with each attempt."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.accepted: list[tuple[str, bytes]] = []
        self.trouble: Iterator[str] = iter(())
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        with self.server.lock:
            trouble = next(self.server.trouble, "")
        if trouble == "hang up":
            self.close_connection = True
            return
        if trouble == "busy":
            self.send_response(503)
            self.send_header("Retry-After", "0.05")
        elif trouble == "refuse":
            self.send_response(403)
        else:
            assert self.path == "/api/v1/messages"
            assert self.headers["Content-Type"] == "application/xml"
            self.send_response(202)
            with self.server.lock:
                self.server.accepted.append((self.headers["Authorization"], raw))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.serve_forever)
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return load_or_create(tmp_path_factory.mktemp("keys"))


def test_every_document_arrives_with_its_senders_token(server: Server, keys: Keys) -> None:
    seen: list[Sent] = []
    progress = send(server.url, TOKENS, 200, None, 5, start=START, keys=keys, on_sent=seen.append)
    kinds: Counter[str] = Counter()
    for token, raw in server.accepted:
        parsed = parse(raw)
        assert parsed.transfer is not None
        assert token == f"Bearer {TOKENS[parsed.transfer.copCode]}"
        kinds[parsed.kind or ""] += len(parsed.documents)
    assert kinds == {"311": 200, "411": 200, "511": 200, "621": 200}
    assert (progress.parcels, progress.documents) == (200, 800)
    assert progress.accepted == progress.messages == len(server.accepted) == len(seen)
    assert all(one.status == 202 and one.answered_at >= one.sent_at for one in seen)


def test_busy_and_broken_answers_are_tried_again(server: Server, keys: Keys) -> None:
    server.trouble = iter(["busy", "hang up", "", "busy", "busy"])
    progress = send(server.url, TOKENS, 50, None, 5, start=START, keys=keys)
    assert progress.retries == 4
    assert progress.given_up == progress.refused == 0
    assert progress.documents == 200
    guids = Counter(parse(raw).guid for _, raw in server.accepted)
    assert set(guids.values()) == {1}


def test_refusals_are_counted_and_not_repeated(server: Server, keys: Keys) -> None:
    server.trouble = iter(["refuse", "refuse"])
    progress = send(server.url, TOKENS, 50, None, 5, start=START, keys=keys)
    assert progress.refusals == {403: 2}
    assert progress.accepted == progress.messages - 2


def test_a_server_that_is_not_there_is_given_up(keys: Keys) -> None:
    progress = send("http://127.0.0.1:9", TOKENS, 3, None, 5, start=START, keys=keys, patience=0.1)
    assert progress.accepted == 0
    assert progress.given_up > 0


def test_the_rate_is_kept(server: Server, keys: Keys) -> None:
    began = time.monotonic()
    send(server.url, TOKENS, 60, 60.0, 5, start=START, keys=keys, max_wait=0.2, delay=0.2)
    assert 0.9 < time.monotonic() - began < 4


def test_a_stopped_sending_still_completes_its_parcels(
    server: Server, keys: Keys, tmp_path: Path
) -> None:
    stop = threading.Event()
    told: list[Progress] = []
    threading.Timer(0.5, stop.set).start()
    progress = send(
        server.url,
        TOKENS,
        None,
        100.0,
        5,
        start=START,
        keys=keys,
        stop=stop,
        truth=tmp_path / "truth.parquet",
        on_progress=told.append,
    )
    assert progress.parcels > 10
    assert progress.documents == 4 * progress.parcels
    assert pq.read_table(tmp_path / "truth.parquet").num_rows == progress.parcels
    assert told[-1] is progress


def test_a_sender_without_a_token_is_named(server: Server, keys: Keys) -> None:
    with pytest.raises(KeyError):
        send(server.url, {}, 3, None, 5, start=START, keys=keys)
