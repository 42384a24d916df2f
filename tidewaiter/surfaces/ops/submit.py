"""The client side of `tidewaiter submit` and `tidewaiter precheck`."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

_API = "/api/v1"
_BUSY = frozenset({429, 503})
_TRIES = 5
_LOOK = 0.25


class Unreachable(SystemExit):
    """The server cannot be asked: one sentence on standard error, exit code 2."""

    def __init__(self, sentence: str) -> None:
        super().__init__(2)
        print(sentence, file=sys.stderr)


def submit(
    url: str, token_of: Callable[[bytes], str], files: Sequence[Path], wait: float = 5.0
) -> Iterator[dict[str, Any]]:
    """Submit message files; give one answer for each document, its receipt where it comes in time.

    ``token_of`` gives the key with which a message is sent. A document that was refused is answered
    at once. One that was kept (status 2) waits for its receipt up to ``wait`` seconds after the
    last file was sent; ``waiting`` says that none came yet.
    """
    begun: dict[str, datetime] = {}
    kept: dict[str, dict[tuple[int, int], dict[str, Any]]] = {}
    for file in files:
        raw = _content(file)
        token = token_of(raw)
        with _client(url, token) as client:
            answer = _post(client, raw)
            if "documents" not in answer or answer.get("refused"):
                yield {"file": str(file), **answer}
                continue
            if any(each["status"] == "2" for each in answer["documents"]):
                now = begun.setdefault(token, datetime.now(UTC))
                begun[token] = min(now, _received_at(client, answer["message"]) or now)
        for document in answer["documents"]:
            told = {"file": str(file), "message": answer["message"], **document}
            if document["status"] == "2":
                kept.setdefault(token, {})[answer["message"], document["position"]] = told
            else:
                yield told
    for token, waiting in kept.items():
        with _client(url, token) as client:
            yield from _with_receipts(client, waiting, begun[token], wait)


def precheck(url: str, token: str, files: Sequence[Path]) -> Iterator[dict[str, Any]]:
    """Have message files judged together as a draft: one answer for each parcel, then faults."""
    parts = [("file", (file.name, _content(file))) for file in files]
    with _client(url, token) as client:
        answer = _asked(client, "POST", "/precheck", files=parts)
    if "parcels" not in answer:
        yield answer
        return
    yield from answer["parcels"]
    if answer["faults"]:
        yield {"faults": answer["faults"]}


def _with_receipts(
    client: httpx.Client,
    kept: dict[tuple[int, int], dict[str, Any]],
    begun: datetime,
    wait: float,
) -> Iterator[dict[str, Any]]:
    """Give what was kept in its order: with its receipt, or saying that it waits."""
    found: dict[tuple[int, int], dict[str, Any]] = {}
    end = time.monotonic() + wait
    place: dict[str, Any] = {"since": begun.isoformat()}
    while len(found) < len(kept):
        page = _asked(client, "GET", "/receipts", params={**place, "limit": 1000})
        if "receipts" not in page:
            yield page
            break
        place = {"after": page["next"]}
        for receipt in page["receipts"]:
            key = receipt["message"], receipt["position"]
            if key in kept:
                found[key] = receipt
        if page["receipts"]:
            continue
        if time.monotonic() >= end:
            break
        time.sleep(_LOOK)
    for key, told in kept.items():
        receipt = found.get(key)
        if receipt is None:
            yield {**told, "waiting": True}
        else:
            yield {"file": told["file"], "key": told.get("key"), **receipt}


def _received_at(client: httpx.Client, message: int) -> datetime | None:
    """When a message was received first: it may have been submitted before."""
    seen = _asked(client, "GET", f"/messages/{message}")
    return datetime.fromisoformat(seen["received_at"]) if "received_at" in seen else None


def _post(client: httpx.Client, raw: bytes) -> dict[str, Any]:
    json = raw.lstrip()[:1] == b"{"
    return _asked(
        client,
        "POST",
        "/messages",
        content=raw,
        headers={"Content-Type": "application/json" if json else "application/xml"},
    )


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise Unreachable(f"{file} cannot be read: {error.strerror}.") from None


def _client(url: str, token: str) -> httpx.Client:
    return httpx.Client(
        base_url=url.rstrip("/") + _API,
        headers={"Authorization": f"Bearer {token}", "User-Agent": "tidewaiter"},
        timeout=30.0,
        trust_env=False,
    )


def _asked(client: httpx.Client, method: str, address: str, **more: Any) -> dict[str, Any]:
    """Ask the server; when it is busy, again after the pause that it names."""
    for attempt in range(_TRIES):
        try:
            answer = client.request(method, address, **more)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            server = str(client.base_url).removesuffix(f"{_API}/")
            problem = error or type(error).__name__
            raise Unreachable(f"{server} cannot be reached: {problem}.") from None
        if answer.status_code not in _BUSY or attempt == _TRIES - 1:
            break
        time.sleep(_pause(answer, attempt))
    try:
        told = answer.json()
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Unreachable(
            f"{answer.url} answered {answer.status_code}, but not as a Tidewaiter would."
        )
    return {"http": answer.status_code, **told} if "sentence" in told else told


def _pause(answer: httpx.Response, attempt: int) -> float:
    given = answer.headers.get("Retry-After", "")
    return min(float(given), 10.0) if given.isdigit() else 0.5 * 2**attempt
