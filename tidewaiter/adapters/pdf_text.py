"""Read the text layer of a PDF, in a process of its own; a scan has none."""

from pathlib import Path

from tidewaiter.adapters.apart import run_apart

_READER = Path(__file__).with_name("pdf_reader.py")


def text_of(content: bytes) -> str:
    """The text of a PDF; empty where it has none, is closed, damaged, or takes too long."""
    done = run_apart(_READER, content)
    return done[1].decode("utf-8", "replace") if done is not None and done[0] == 0 else ""
