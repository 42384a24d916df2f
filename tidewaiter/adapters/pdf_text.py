"""Read the text layer of a PDF, in a process of its own; a scan has none."""

import subprocess
import sys
from pathlib import Path

SECONDS = 30
_READER = Path(__file__).with_name("pdf_reader.py")


def text_of(content: bytes) -> str:
    """The text of a PDF; empty where it has none, is closed, damaged, or takes too long."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_READER)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
