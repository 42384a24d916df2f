"""Sends a simulated harbour's messages to a server, at a rate or as fast as it takes them."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from queue import Queue

import httpx

from harbour.frauds import Shares
from harbour.keys import Keys
from harbour.messages import Message, messages
from harbour.parcels import Parcel
from harbour.truth import TruthWriter
from harbour.world import World

_PATH = "/api/v1/messages"
_BUSY = frozenset({429, 502, 503, 504})
_LONGEST_PAUSE = 30.0
_LAST_PATIENCE = 2.0
_CANNOT_ARRIVE = (httpx.TransportError,)


@dataclass(slots=True)
class Progress:
    """How far the sending is; the counters only grow."""

    parcels: int = 0
    messages: int = 0
    documents: int = 0
    bytes: int = 0
    accepted: int = 0
    refused: int = 0
    retries: int = 0
    given_up: int = 0
    seconds: float = 0.0
    refusals: dict[int, int] = field(default_factory=dict)  # by HTTP status


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that the server has answered; times are of `time.monotonic()`."""

    message: Message
    status: int
    sent_at: float
    answered_at: float
    body: bytes


class _Sending:
    def __init__(
        self,
        url: str,
        api_keys: Mapping[str, str],
        progress: Progress,
        stop: threading.Event,
        patience: float,
        on_sent: Callable[[Sent], None] | None,
    ) -> None:
        self._url = url.rstrip("/") + _PATH
        self._api_keys = api_keys
        self._progress = progress
        self._stop = stop
        self._patience = patience
        self._on_sent = on_sent
        self._lock = threading.Lock()
        self._end: float | None = None
        self.waiting: Queue[Message | None] = Queue(maxsize=64)
        self.failure: BaseException | None = None

    def work(self) -> None:
        """Send what waits until told that nothing follows."""
        with httpx.Client(timeout=30.0, trust_env=False) as client:
            while (message := self.waiting.get()) is not None:
                if self.failure is not None:
                    continue  # empties the queue, so that the feeder does not wait for ever
                try:
                    self._deliver(client, message)
                except Exception as failure:
                    self.failure = failure

    def _deliver(self, client: httpx.Client, message: Message) -> None:
        """Send one message; the server knows a repeat by its guid, so trying again is harmless."""
        headers = {
            "Authorization": f"Bearer {self._api_keys[message.sender]}",
            "Content-Type": "application/xml",
        }
        first = time.monotonic()
        pause = 0.2
        while True:
            sent_at = time.monotonic()
            wait = pause
            try:
                answer = client.post(self._url, content=message.raw, headers=headers)
            except _CANNOT_ARRIVE:
                answer = None
            if answer is not None:
                if answer.status_code not in _BUSY:
                    self._note(message, answer, sent_at)
                    return
                wait = _pause(answer.headers.get("Retry-After"), pause)
            if time.monotonic() + wait > self._latest(first):
                with self._lock:
                    self._progress.given_up += 1
                return
            time.sleep(wait)
            pause = min(pause * 2, 5.0)
            with self._lock:
                self._progress.retries += 1

    def _latest(self, first: float) -> float:
        """Until when to try: so long for each message, but once told to stop so long for all."""
        if not self._stop.is_set():
            return first + self._patience
        with self._lock:
            if self._end is None:
                self._end = time.monotonic() + min(self._patience, _LAST_PATIENCE)
            return self._end

    def _note(self, message: Message, answer: httpx.Response, sent_at: float) -> None:
        progress = self._progress
        with self._lock:
            progress.messages += 1
            progress.documents += len(message.orders)
            progress.bytes += len(message.raw)
            if answer.is_success:
                progress.accepted += 1
            else:
                progress.refused += 1
                seen = progress.refusals.get(answer.status_code, 0)
                progress.refusals[answer.status_code] = seen + 1
        if self._on_sent is not None:
            answered = time.monotonic()
            self._on_sent(Sent(message, answer.status_code, sent_at, answered, answer.content))


def _pause(asked: str | None, otherwise: float) -> float:
    try:
        return min(max(float(asked or otherwise), 0.0), _LONGEST_PAUSE)
    except ValueError:
        # a date instead of seconds, which our own server never sends
        return otherwise


def send(
    url: str,
    api_keys: Mapping[str, str],
    lists: int | None,
    rate: float | None,
    seed: int,
    workers: int = 2,
    *,
    start: datetime,
    keys: Keys,
    batch: int = 100,
    max_wait: float = 2.0,
    delay: float = 2.0,
    shares: Shares | None = None,
    shard: int = 0,
    patience: float = 120.0,
    truth: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    on_sent: Callable[[Sent], None] | None = None,
    stop: threading.Event | None = None,
) -> Progress:
    """Send the documents of `lists` parcels (until `stop` when None), `rate` parcels a second.

    `api_keys` gives the token of each sender. A busy server (429, 503) is asked again after the
    pause that it names, a broken connection with growing pauses, both up to `patience` seconds.
    After `stop` no parcel begins, but the documents of those begun are still sent, unpaced.
    """
    pace = rate or 1000.0
    progress = Progress()
    halt = stop if stop is not None else threading.Event()
    sending = _Sending(url, api_keys, progress, halt, patience, on_sent)
    writer = TruthWriter(truth) if truth is not None else None

    def parcels() -> Iterator[Parcel]:
        for parcel in World(seed, shares, shard).parcels(lists, start=start, rate=pace):
            if halt.is_set():
                return
            progress.parcels += 1
            if writer is not None:
                writer.add(parcel)
            yield parcel

    threads = [threading.Thread(target=sending.work, daemon=True) for _ in range(workers)]
    for thread in threads:
        thread.start()
    began = told = time.monotonic()
    try:
        for message in messages(
            parcels(),
            rate=pace,
            batch=batch,
            max_wait=max_wait,
            delay=delay,
            keys=keys,
            seed=seed,
        ):
            if rate is not None:
                halt.wait(max(0.0, began + message.due - time.monotonic()))
            if sending.failure is not None:
                break
            sending.waiting.put(message)
            now = time.monotonic()
            if on_progress is not None and now - told >= 1.0:
                told = now
                progress.seconds = now - began
                on_progress(progress)
    finally:
        for _ in threads:
            sending.waiting.put(None)
        for thread in threads:
            thread.join()
        if writer is not None:
            writer.close()
    if sending.failure is not None:
        raise sending.failure
    progress.seconds = time.monotonic() - began
    if on_progress is not None:
        on_progress(progress)
    return progress
