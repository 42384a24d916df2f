"""The program that copies one PDF from its input to its output; run by `pdf.py`.

The first line of the output is a JSON list of what was left out, the rest is the copy.
"""

import io
import json
import logging
import resource
import sys

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 20
LARGEST = 100 * 1024 * 1024
PROTECTED, DAMAGED = 3, 4


def copy(content: bytes) -> tuple[bytes, list[str]]:
    """The same pages without what tells of their maker or does something by itself."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import NameObject

    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise SystemExit(PROTECTED)
    out = set()
    if reader.metadata:
        out.add("properties")
    writer = PdfWriter(clone_from=reader)
    root = writer.root_object
    for name, word in (
        ("/Metadata", "xmp"), ("/OpenAction", "script"), ("/AA", "script"), ("/PieceInfo", "xmp"),
        ("/AF", "attachment"),
    ):  # fmt: skip
        if NameObject(name) in root:
            if name != "/OpenAction" or "/S" in root[name].get_object():
                out.add(word)
            del root[NameObject(name)]
    names = root.get("/Names")
    names = names.get_object() if names is not None else {}
    for name, word in (("/JavaScript", "script"), ("/EmbeddedFiles", "attachment")):
        if name in names:
            del names[NameObject(name)]
            out.add(word)
    for page in writer.pages:
        for name, word in (("/Metadata", "xmp"), ("/AA", "script"), ("/PieceInfo", "xmp")):
            if name in page:
                del page[NameObject(name)]
                out.add(word)
    writer.metadata = None
    first, written = io.BytesIO(), io.BytesIO()
    writer.write(first)
    # copied once more: what nothing leads to any longer stays behind
    last = PdfWriter(clone_from=PdfReader(first))
    last.metadata = None
    last.write(written)
    if not writer.pages or written.tell() > LARGEST:
        raise ValueError("no pages, or far more than was given")
    return written.getvalue(), sorted(out)


def main() -> None:
    """Copy what comes in, within bounds."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    logging.disable(logging.CRITICAL)
    try:
        written, out = copy(sys.stdin.buffer.read())
    except SystemExit:
        raise
    except BaseException:  # whatever a hostile file brings about
        sys.exit(DAMAGED)
    sys.stdout.buffer.write(json.dumps(out).encode() + b"\n" + written)


if __name__ == "__main__":
    main()
