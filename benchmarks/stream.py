"""Parcels a second over HTTP: signed and unsigned messages in, durable receipts out.

A whole installation is started in a folder of its own. This process writes the messages
beforehand, sends them at a steady rate over several connections, pulls every receipt, and holds
the two against each other. Latency is what a declarant sees: from sending the message with the
last document of a parcel to holding the receipt of its declaration.
"""

import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
import msgspec

BATCH = 100
SENDERS = 6
WARM_UP = 15


@dataclass
class Watch:
    """What was sent, what came back, and when."""

    parts: dict[str, int] = field(default_factory=dict)
    complete: dict[str, float] = field(default_factory=dict)
    expected: dict[tuple[int, int], str] = field(default_factory=dict)
    told: dict[tuple[int, int], float] = field(default_factory=dict)
    receipts: dict[tuple[int, int], int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)
    refused: int = 0


class _Receipt(msgspec.Struct):
    id: int
    message: int
    position: int
    kind: str


class _Page(msgspec.Struct):
    receipts: list[_Receipt]
    next: int


class _Document(msgspec.Struct):
    position: int


class _Answer(msgspec.Struct):
    message: int
    kind: str
    documents: list[_Document]


_answered = msgspec.json.Decoder(_Answer).decode


def run(*, seconds: int, rate: float, assessors: int = 1, web: int = 1, port: int = 8765) -> dict:
    """Run the benchmark; return its figures."""
    rate = rate or 1_200
    home = Path(tempfile.mkdtemp(prefix="tidewaiter-bench-"))
    home.chmod(0o755)
    env = {**os.environ, "TIDEWAITER_HOME": str(home)}
    env.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        [
            sys.executable, "-m", "tidewaiter.surfaces.ops.cli", "up", "--demo", "--rate", "0",
            "--port", str(port), "--web", str(web), "--assessors", str(assessors),
        ],
        env=env, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        url = f"http://127.0.0.1:{port}"
        _until_healthy(url)
        os.environ["TIDEWAITER_HOME"] = str(home)
        tokens = json.loads((home / "demo" / "tokens.json").read_text())
        return _measure(url, tokens, home, server.pid, seconds, rate)
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(40)
        except subprocess.TimeoutExpired:
            server.kill()
        shutil.rmtree(home, ignore_errors=True)


def _measure(
    url: str, tokens: dict[str, str], home: Path, pid: int, seconds: int, rate: float
) -> dict:
    from harbour.keys import load_or_create

    keys = load_or_create(home / "demo" / "keys")
    watch = Watch()
    stop = threading.Event()
    pullers = [
        threading.Thread(
            target=_pull,
            args=(url, token, watch, stop, _declares(code)),
            daemon=True,
        )
        for code, token in tokens.items()
        if _sends(code)
    ]
    for thread in pullers:
        thread.start()
    _say(f"warming up for {WARM_UP} s")
    _send(
        url, tokens, _written(int(min(rate, 300) * WARM_UP), 1, keys, min(rate, 300), home), watch
    )
    _until_answered(watch, 30)
    with watch.lock:
        watch.complete.clear()
        watch.told.clear()
    parcels = int(rate * seconds)
    _say(f"writing the messages of {parcels:,} parcels")
    spool = _written(parcels, 2, keys, rate, home)
    size_before, cpu_before = _database_size(home), _cpu_seconds(pid)
    _say(f"sending {rate:g} parcels a second for {seconds} s")
    began = time.monotonic()
    _send(url, tokens, spool, watch)
    sent = time.monotonic()
    _until_answered(watch, 60)
    ended = max(watch.told.values(), default=sent)
    cpu, size = _cpu_seconds(pid) - cpu_before, _database_size(home) - size_before
    time.sleep(2)  # a duplicate that comes late is a duplicate
    stop.set()
    answered = {watch.expected[place]: at for place, at in watch.told.items()}
    delays = sorted(
        answered[order] - at for order, at in watch.complete.items() if order in answered
    )
    return {
        "parcels_per_second": round(len(delays) / (ended - began), 1),
        "offered_per_second": rate,
        "parcels": len(watch.complete),
        "seconds": round(ended - began, 1),
        "p50_ms": _percentile(delays, 50),
        "p95_ms": _percentile(delays, 95),
        "p99_ms": _percentile(delays, 99),
        "lost": sum(1 for document in watch.expected if document not in watch.receipts),
        "duplicated": sum(1 for count in watch.receipts.values() if count > 1),
        "refused": watch.refused,
        "cpu_s_per_1000": round(cpu / max(len(delays), 1) * 1000, 3),
        "bytes_per_parcel": round(size / max(len(delays), 1)),
    }


def _sends(code: str) -> bool:
    """Whether a demo firm sends messages in the harbour."""
    from harbour.register import Role, firm

    return bool(set(firm(code).roles) & {Role.PLATFORM, Role.PAYMENT, Role.CARRIER, Role.AGENT})


def _declares(code: str) -> bool:
    """Whether a demo firm sends declarations: its receipts are the ones whose delay is measured."""
    from harbour.register import Role, firm

    return Role.AGENT in firm(code).roles


@dataclass
class Spool:
    """Messages on disk in the order of sending: what is known of each, and where its bytes are."""

    path: Path
    index: list[tuple[str, float, tuple[str, ...], int, int]]


def _written(parcels: int, seed: int, keys: object, rate: float, home: Path) -> Spool:
    from harbour.stream import generate

    path = home / f"spool-{seed}"
    start = datetime.now(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)
    index, offset = [], 0
    with path.open("wb") as file:
        for message in generate(parcels, seed, BATCH, start=start, rate=rate, keys=keys):
            file.write(message.raw)
            index.append((message.sender, message.due, message.orders, offset, len(message.raw)))
            offset += len(message.raw)
    return Spool(path, index)


def _send(url: str, tokens: dict[str, str], spool: Spool, watch: Watch) -> None:
    """Send each message when it is due, over several connections."""
    waiting: queue.Queue = queue.Queue(maxsize=SENDERS * 2)
    threads = [
        threading.Thread(target=_sender, args=(url, tokens, waiting, watch)) for _ in range(SENDERS)
    ]
    for thread in threads:
        thread.start()
    began = time.monotonic()
    with spool.path.open("rb") as file:
        for sender, due, orders, offset, length in spool.index:
            pause = began + due - time.monotonic()
            if pause > 0:
                time.sleep(pause)
            file.seek(offset)
            waiting.put((sender, orders, file.read(length)))
    for _ in threads:
        waiting.put(None)
    for thread in threads:
        thread.join()
    spool.path.unlink()


class _Client:
    """A connection that stays open, with as little around it as can be: it shares the cores."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)

    def __enter__(self) -> "_Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def call(
        self, method: str, path: str, token: str, body: bytes | None = None
    ) -> tuple[int, bytes, float]:
        """Status, body, and the seconds after which to try again."""
        headers = {"Authorization": f"Bearer {token}"}
        if body is not None:
            headers["Content-Type"] = "application/xml"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read(), float(answer.headers.get("Retry-After", "1"))


def _sender(url: str, tokens: dict[str, str], waiting: queue.Queue, watch: Watch) -> None:
    with _Client(url) as client:
        while (item := waiting.get()) is not None:
            sender, orders, raw = item
            while True:
                sent = time.monotonic()
                status, content, pause = client.call(
                    "POST", "/api/v1/messages", tokens[sender], raw
                )
                if status not in {429, 503}:
                    break
                time.sleep(pause)
            if status != 202:
                with watch.lock:
                    watch.refused += len(orders)
                continue
            body = _answered(content)
            with watch.lock:
                for document, order in zip(body.documents, orders, strict=True):
                    place = body.message, document.position
                    watch.expected[place] = order if body.kind == "621" else ""
                    watch.parts[order] = watch.parts.get(order, 0) + 1
                    if watch.parts[order] == 4:
                        watch.complete[order] = sent


def _pull(url: str, token: str, watch: Watch, stop: threading.Event, declares: bool) -> None:
    """Pull one firm's receipts as a client would, after the last one seen: a declarant waits for
    the next ones, others ask once a second.
    """
    after = 0
    decode = msgspec.json.Decoder(_Page).decode
    wait, pause = ("&wait=10", 0.05) if declares else ("", 1.0)
    with _Client(url) as client:
        while not stop.is_set():
            path = f"/api/v1/receipts?after={after}&limit=1000{wait}"
            status, content, _ = client.call("GET", path, token)
            if status != 200:
                time.sleep(0.5)
                continue
            page = decode(content)
            seen = time.monotonic()
            with watch.lock:
                for receipt in page.receipts:
                    watch.receipts[receipt.message, receipt.position] += 1
                    if receipt.kind == "622":
                        watch.told[receipt.message, receipt.position] = seen
            after = page.next
            if len(page.receipts) < 1000:
                time.sleep(pause)


def _until_healthy(url: str) -> None:
    for _ in range(600):
        try:
            if httpx.get(f"{url}/health", timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("The server did not start within two minutes.")


def _until_answered(watch: Watch, patience: float) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with watch.lock:
            if all(document in watch.receipts for document in watch.expected):
                return
        time.sleep(0.5)


def _percentile(delays: list[float], share: int) -> float | None:
    return (
        round(delays[min(len(delays) - 1, len(delays) * share // 100)] * 1000, 1)
        if delays
        else None
    )


def _cpu_seconds(root: int) -> float:
    """CPU time of the installation: the started process, all its descendants, and the database."""
    parents, times, names = {}, {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            text = (entry / "stat").read_text()
        except OSError:
            continue
        name, rest = (
            text[text.index("(") + 1 : text.rindex(")")],
            text[text.rindex(")") + 2 :].split(),
        )
        pid = int(entry.name)
        parents[pid], names[pid] = int(rest[1]), name
        times[pid] = sum(int(part) for part in rest[11:15])
    ours = {root} | {pid for pid, name in names.items() if name == "postgres" and _of_bench(pid)}
    grown = True
    while grown:
        more = {pid for pid, parent in parents.items() if parent in ours and pid not in ours}
        ours |= more
        grown = bool(more)
    return sum(times.get(pid, 0) for pid in ours) / os.sysconf("SC_CLK_TCK")


def _of_bench(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.environ.get("TIDEWAITER_HOME", "").encode() in b" ".join(words)


def _database_size(home: Path) -> int:
    import psycopg

    from tidewaiter.surfaces.ops import cluster

    with psycopg.connect(cluster.at(home).url, autocommit=True) as connection:
        return connection.execute("SELECT pg_database_size(current_database())").fetchone()[0]


def _say(text: str) -> None:
    print(f"• {text}", file=sys.stderr, flush=True)
