"""Run a small program on a file that nobody trusts, in a process of its own."""

import subprocess
import sys
from pathlib import Path

SECONDS = 30


def run_apart(program: Path, content: bytes) -> tuple[int, bytes] | None:
    """Its code and output, the file being its input; None where it takes too long.

    It is isolated from the environment and sets its own bounds of memory and processor.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(program)],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode, done.stdout
