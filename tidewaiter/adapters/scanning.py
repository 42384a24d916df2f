"""Ask a scanner for malicious programs about a file: the daemon of ClamAV, over a socket.

The file travels in pieces (INSTREAM), so that scanner and server need no folder in common.
"""

import socket
import struct
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

SECONDS = 60.0
PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner said: the name of what it found, or nothing; and what scanned."""

    found: str
    scanner: str


def scan(content: bytes, address: str) -> Scan:
    """Have a file scanned; refused while the scanner does not answer: nothing is let in unseen."""
    try:
        said = _ask(address, b"zINSTREAM\0", content)
        version = _ask(address, b"zVERSION\0")
    except (OSError, ValueError) as trouble:
        raise _silent(type(trouble).__name__) from None
    if said.endswith(" OK"):
        return Scan("", version)
    if said.endswith(" FOUND"):
        return Scan(said.removeprefix("stream: ").removesuffix(" FOUND"), version)
    raise _silent(said[:100])


def _ask(address: str, command: bytes, content: bytes | None = None) -> str:
    with _connected(address) as line:
        line.sendall(command)
        if content is not None:
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(struct.pack("!I", len(piece)) + piece)
            line.sendall(struct.pack("!I", 0))
        answer = b""
        while (more := line.recv(4096)) and not answer.endswith(b"\0"):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        line.connect(address.removeprefix("unix:"))
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _silent(problem: str) -> Refusal:
    return Refusal(
        "evidence.scanner-silent",
        Text(
            "The scanner for malicious programs does not answer ({problem}).",
            "恶意程序扫描服务无响应（{problem}）。",
        ),
        values={"problem": problem},
        cure=Text("Send the paper again in some minutes.", "请数分钟后重新提交。"),
        kind=Kind.CONFLICT,
    )
