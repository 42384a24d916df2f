"""Copies of papers without author, place, device and history; what is seen stays as it was.

Of a photograph its orientation is kept, and colour profiles, without which it would look different.
PDF files are rewritten elsewhere, in a process of their own.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tidewaiter.base.docket.rules.papers.kinds import DOCX, JPEG, PNG, WEBP, XLSX, Paper, damaged

ORIENTATION = 0x0112
_EXIF = b"Exif\x00\x00"
_KEPT_SEGMENTS = {0xE0, 0xEE}  # JFIF, Adobe's colour transform
_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_DROPPED_CHUNKS = {b"tEXt": "text", b"zTXt": "text", b"iTXt": "text", b"eXIf": "exif",
                   b"tIME": "time"}  # fmt: skip
_PROPERTIES = {
    "docprops/core.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    b'core-properties"/>',
    "docprops/app.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "docprops/custom.xml": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'custom-properties"/>',
}


@dataclass(frozen=True, slots=True)
class Stripped:
    """A copy, and what was left out of it."""

    content: bytes
    out: tuple[str, ...]


def stripped(paper: Paper) -> Stripped:
    """A paper without metadata; the paper itself where there is none or none can be."""
    strip = _WAYS.get(paper.media_type)
    if strip is None:
        return Stripped(paper.content, ())
    try:
        content, out = strip(paper.content)
    except (struct.error, IndexError, ValueError, zipfile.BadZipFile, zlib.error):
        raise damaged(paper.name) from None
    return Stripped(content, tuple(sorted(set(out)))) if out else Stripped(paper.content, ())


def _jpeg(content: bytes) -> tuple[bytes, list[str]]:
    kept, out, at = [content[:2]], [], 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no marker where one must be")
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xD9:
            kept.append(content[at : at + 2])
            if content[at + 2 :].strip(b"\x00"):
                out.append("trailer")
            return b"".join(kept), out
        (length,) = struct.unpack_from(">H", content, at + 2)
        end = at + 2 + length
        segment = content[at:end]
        if marker == 0xDA:
            # the pixels last until a marker that is neither a stuffed byte nor a restart
            following = _MARKER.search(content, end)
            if following is None:
                raise ValueError("the image has no end")
            end = following.start()
            kept.append(content[at:end])
        elif _tells(marker, segment):
            turned = _orientation(segment[4:])
            fresh = _only_orientation(turned) if turned else b""
            if fresh != segment:
                out.append("comment" if marker == 0xFE else "exif")
            kept.append(fresh)
        else:
            kept.append(segment)
        at = end


def _tells(marker: int, segment: bytes) -> bool:
    """Whether a segment tells something about the photograph instead of being part of it."""
    if marker == 0xE2:
        return not segment[4:].startswith(b"ICC_PROFILE")
    return marker == 0xFE or (0xE0 <= marker <= 0xEF and marker not in _KEPT_SEGMENTS)


def _orientation(exif: bytes) -> int | None:
    """The orientation that a block of Exif states, unless it is the ordinary one."""
    if not exif.startswith(_EXIF):
        return None
    tiff = exif[len(_EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return None
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        (number,) = struct.unpack_from(order + "H", tiff, first)
        for place in range(number):
            tag, kind, _count, value = struct.unpack_from(
                order + "HHIH", tiff, first + 2 + 12 * place
            )
            if tag == ORIENTATION and kind == 3:
                return value if 2 <= value <= 8 else None
    except struct.error:
        return None
    return None


def _only_orientation(turned: int) -> bytes:
    tiff = b"MM\x00\x2a" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, turned, 0, 0)
    body = _EXIF + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(content: bytes) -> tuple[bytes, list[str]]:
    kept, out, at = [content[:8]], [], 8
    while at < len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError("a chunk is cut off")
        if name in _DROPPED_CHUNKS:
            out.append(_DROPPED_CHUNKS[name])
        else:
            kept.append(content[at:end])
        at = end
        if name == b"IEND":
            if at < len(content):
                out.append("trailer")
            break
    return b"".join(kept), out


def _webp(content: bytes) -> tuple[bytes, list[str]]:
    kept, out = [], []
    for name, chunk in _riff(content):
        if name in {b"EXIF", b"XMP "}:
            out.append("exif")
        elif name == b"VP8X":
            kept.append(chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:])
        else:
            kept.append(chunk)
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body, out


def _riff(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        end = at + 8 + length + length % 2
        if at + 8 + length > len(content):
            raise ValueError("a chunk is cut off")
        yield name, content[at:end]
        at = end


def _office(content: bytes) -> tuple[bytes, list[str]]:
    written, out = io.BytesIO(), []
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for part in packed.infolist():
            name = part.filename.lower()
            body = packed.read(part)
            if name in _PROPERTIES:
                if body != _PROPERTIES[name]:
                    out.append("properties")
                body = _PROPERTIES[name]
            elif name.startswith("docprops/thumbnail"):
                out += ["thumbnail"] if body else []
                body = b""
            fresh = zipfile.ZipInfo(part.filename, date_time=(1980, 1, 1, 0, 0, 0))
            fresh.compress_type = zipfile.ZIP_DEFLATED
            copy.writestr(fresh, body)
    return written.getvalue(), out


_WAYS: dict[str, Callable[[bytes], tuple[bytes, list[str]]]] = {
    JPEG: _jpeg,
    PNG: _png,
    WEBP: _webp,
    DOCX: _office,
    XLSX: _office,
}
