"""What kind of paper a file is, told by its bytes; what no paper may be."""

import hashlib
import io
import zipfile
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Kind, Refusal, Text

LAW = "Tidewaiter, rules of procedure, 4"

MEGABYTE = 1024 * 1024
LARGEST = 25 * MEGABYTE
"""No paper is larger."""
LARGEST_UNPACKED = 200 * MEGABYTE
MOST_PARTS = 5000
MOST_PACKED = 100
"""So many times smaller may a packed file be than what it holds, beyond the first megabyte."""

PDF, JPEG, PNG, WEBP = "application/pdf", "image/jpeg", "image/png", "image/webp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLAIN = "text/plain"

ENDINGS = {
    PDF: ("pdf",),
    JPEG: ("jpg", "jpeg"),
    PNG: ("png",),
    WEBP: ("webp",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    PLAIN: ("txt", "csv", "md"),
}
"""How the names of papers of a kind end."""

_OFFICE = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_ACTIVE = ("vbaproject.bin", "activex", "oleobject", "embeddings/")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was looked at."""

    name: str
    media_type: str
    sha256: str
    content: bytes


def looked_at(name: str, content: bytes) -> Paper:
    """A paper is a PDF, an image, a Word or Excel file or plain text of at most 25 megabytes, and
    its name says what its bytes are.
    """
    small_enough(len(content), name)
    if not content:
        raise _refused(
            "empty", name, "has no content", "没有内容", "Send the file.", "请提交文件。"
        )
    media_type = kind_of(name, content)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in ENDINGS[media_type]:
        raise Refusal(
            "evidence.false-type",
            Text(
                "“{name}” ends on “{ending}”, and its bytes are of the type {found}.",
                "“{name}”的扩展名为“{ending}”，而其内容类型为{found}。",
            ),
            values={"name": name[:100], "ending": ending[:20] or "—", "found": media_type},
            law=LAW,
            cure=Text(
                "Send the file in its own format, under a name that says so.",
                "请按文件真实格式命名后提交。",
            ),
        )
    return Paper(name, media_type, hashlib.sha256(content).hexdigest(), content)


def small_enough(size: int, name: str = "") -> None:
    """A paper has at most 25 megabytes."""
    if size > LARGEST:
        raise Refusal(
            "evidence.too-large",
            Text(
                "“{name}” has {size} megabytes; {most} is the most.",
                "“{name}”有{size}兆字节，最多{most}兆字节。",
            ),
            values={
                "name": name[:100],
                "size": -(-size // MEGABYTE),
                "most": LARGEST // MEGABYTE,
            },
            law=LAW,
            cure=Text(
                "Split it, or scan it in a lower resolution.", "请拆分文件，或降低扫描分辨率。"
            ),
            kind=Kind.TOO_LARGE,
        )


def kind_of(name: str, content: bytes) -> str:
    """The type of a file by its first bytes, and of an office file by its parts."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith(b"PK\x03\x04"):
        return _of_parts(name, content)
    if content.startswith(_OLD_OFFICE):
        raise _refused(
            "password-or-old-format",
            name,
            "is protected by a password, or in a format of Office before 2007",
            "受密码保护，或为Office 2007以前的格式",
            "Take the password off, or save it as DOCX, XLSX or PDF.",
            "请取消密码，或另存为DOCX、XLSX或PDF。",
        )
    if _is_text(content):
        return PLAIN
    raise _unknown(name)


def _of_parts(name: str, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            _no_bomb(name, len(content), parts)
            if any(part.flag_bits & 1 for part in parts):
                raise _password(name)
            names = {part.filename.lower() for part in parts}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _damaged(name) from None
    if any(word in one for one in names for word in _ACTIVE):
        raise _refused(
            "active-content",
            name,
            "holds macros or embedded programs",
            "含有宏或嵌入对象",
            "Send it without them, or as a PDF.",
            "请去除后提交，或改为PDF。",
        )
    for part, media_type in _OFFICE.items():
        if part in names:
            return media_type
    raise _refused(
        "archive",
        name,
        "is an archive",
        "为压缩包",
        "Unpack it and send the papers themselves.",
        "请解压后逐份提交。",
    )


def _no_bomb(name: str, size: int, parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    allowed = min(LARGEST_UNPACKED, max(size * MOST_PACKED, MEGABYTE))
    if len(parts) > MOST_PARTS or unpacked > allowed:
        raise Refusal(
            "evidence.zip-bomb",
            Text(
                "“{name}” would unpack to {unpacked} megabytes in {parts} parts.",
                "“{name}”解压后达{unpacked}兆字节，共{parts}个部分。",
            ),
            values={
                "name": name[:100],
                "unpacked": -(-unpacked // MEGABYTE),
                "parts": len(parts),
            },
            law=LAW,
            cure=Text("Send the papers themselves, not packed.", "请直接提交文件，不要压缩。"),
        )


def _is_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(sign < " " and sign not in "\t\n\r\f" for sign in text)


def _unknown(name: str) -> Refusal:
    return _refused(
        "type",
        name,
        "is of no type that can be kept as a paper",
        "不属于可收存的文件类型",
        "Send a PDF, an image (JPEG, PNG, WebP), a DOCX, an XLSX or plain text in UTF-8.",
        "请提交PDF、图片（JPEG、PNG、WebP）、DOCX、XLSX或UTF-8纯文本。",
    )


def _password(name: str) -> Refusal:
    return password_protected(name)


def password_protected(name: str) -> Refusal:
    """What is said of a file that opens only with a password."""
    return _refused(
        "password",
        name,
        "is protected by a password",
        "受密码保护",
        "Take the password off and send it again.",
        "请取消密码后重新提交。",
    )


def damaged(name: str) -> Refusal:
    """What is said of a file that cannot be read."""
    return _damaged(name)


def _damaged(name: str) -> Refusal:
    return _refused(
        "damaged",
        name,
        "is damaged and cannot be read",
        "已损坏，无法读取",
        "Open it yourself, save it anew and send it again.",
        "请自行打开并重新保存后提交。",
    )


def infected(name: str, found: str) -> Refusal:
    """What is said of a file in which the scanner found something."""
    return Refusal(
        "evidence.infected",
        Text("The scanner found “{found}” in “{name}”.", "扫描发现“{name}”含有“{found}”。"),
        values={"name": name[:100], "found": found[:100]},
        law=LAW,
        cure=Text(
            "Clean the computer on which it was made, then send the paper again.",
            "请清除制作文件的电脑上的病毒后重新提交。",
        ),
    )


def _refused(code: str, name: str, en: str, zh: str, cure_en: str, cure_zh: str) -> Refusal:
    return Refusal(
        f"evidence.{code}",
        Text(f"“{{name}}” {en}.", f"“{{name}}”{zh}。"),
        values={"name": name[:100] or "—"},
        law=LAW,
        cure=Text(cure_en, cure_zh),
    )
