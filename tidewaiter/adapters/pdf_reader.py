"""The program that reads the text layer of one PDF from its input; run by `pdf_text.py`."""

import io
import logging
import resource
import sys

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 20
PAGES = 200
LARGEST = 2 * 1024 * 1024
PROTECTED, DAMAGED = 3, 4


def read(content: bytes) -> str:
    """The text of the first pages, one below the other."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SystemExit(PROTECTED)
    told = []
    for number, page in enumerate(reader.pages):
        if number == PAGES:
            break
        told.append(page.extract_text())
    return "\n".join(told)[:LARGEST]


def main() -> None:
    """Read what comes in, within bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    logging.disable(logging.CRITICAL)
    try:
        text = read(sys.stdin.buffer.read())
    except SystemExit:
        raise
    except BaseException:  # whatever a hostile file brings about
        sys.exit(DAMAGED)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
