"""Papers are looked at by their bytes, copied without metadata, and never lose their history."""

import hashlib
import io
import socket
import struct
import threading
import zipfile
from collections.abc import Iterator

import pytest

from tests.base.docket.makers import (
    MONDAY,
    a_docx,
    a_jpeg,
    a_paper,
    a_pdf,
    a_png,
    a_segment,
    a_zip,
    an_errand,
    clerk_of,
    days,
    events,
    firm,
    officer,
)
from tidewaiter.adapters.pdf import copied
from tidewaiter.base.docket.commands.papers import read_original, read_paper
from tidewaiter.base.docket.models import Blob, Evidence
from tidewaiter.base.docket.queries.papers import chain_of, unbroken_chain
from tidewaiter.base.docket.rules.papers.kinds import (
    DOCX,
    LARGEST,
    XLSX,
    Paper,
    looked_at,
    small_enough,
)
from tidewaiter.base.docket.rules.papers.stripping import stripped
from tidewaiter.base.docket.states import Secrecy
from tidewaiter.base.kernel.refusals import Refusal
from tidewaiter.flows.receive_paper import receive_paper

EXIF = b"Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01"
EXIF += b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06\x00\x00"
EXIF += b"\x00\x00\x00\x00 taken at home by Lin Secret"


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.pdf", a_pdf(), "application/pdf"),
        ("a.JPG", a_jpeg(), "image/jpeg"),
        ("a.jpeg", a_jpeg(), "image/jpeg"),
        ("a.png", a_png(), "image/png"),
        ("a.webp", b"RIFF\x04\x00\x00\x00WEBP", "image/webp"),
        ("a.docx", a_docx(), DOCX),
        ("a.xlsx", a_zip(xl__workbook_DOT_xml=b"<w/>"), XLSX),
        ("a.csv", "a,b\n好,2\n".encode(), "text/plain"),
    ],
)  # fmt: skip
def test_the_type_is_told_by_the_bytes(name, content, media_type) -> None:
    paper = looked_at(name, content)
    assert paper.media_type == media_type
    assert paper.sha256 == hashlib.sha256(content).hexdigest()


BOMB = a_zip(word__document_DOT_xml=b"0" * 30_000_000)
MANY = io.BytesIO()
with zipfile.ZipFile(MANY, "w") as _many:
    for _number in range(5001):
        _many.writestr(f"{_number}", b"")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.pdf", a_jpeg(), "evidence.false-type"),
        ("a.exe", a_pdf(), "evidence.false-type"),
        ("invoice", a_pdf(), "evidence.false-type"),
        ("a.exe", b"MZ\x90\x00\x03\x00", "evidence.type"),
        ("a.txt", b"text\x00with nothing", "evidence.type"),
        ("a.txt", b"\xff\xfe\x00bad", "evidence.type"),
        ("a.pdf", b"", "evidence.empty"),
        ("a.docx", BOMB, "evidence.zip-bomb"),
        ("a.zip", BOMB, "evidence.zip-bomb"),
        ("a.zip", MANY.getvalue(), "evidence.zip-bomb"),
        ("a.zip", a_zip(letter_DOT_pdf=b"%PDF-1.7"), "evidence.archive"),
        ("a.docx", a_docx(word__vbaProject_DOT_bin=b"macro"), "evidence.active-content"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
         "evidence.password-or-old-format"),
        ("a.docx", b"PK\x03\x04 cut off", "evidence.damaged"),
    ],
)  # fmt: skip
def test_what_is_no_paper_is_refused_with_reason_and_cure(name, content, code) -> None:
    with pytest.raises(Refusal) as refused:
        looked_at(name, content)
    assert refused.value.code == code
    for language in ("en", "zh"):
        told = refused.value.render(language)
        assert told["cure"]
        assert "{" not in told["sentence"]
    assert refused.value.law


def test_two_hundred_megabytes_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        small_enough(200 * 1024 * 1024, "film.pdf")
    assert refused.value.code == "evidence.too-large"
    assert refused.value.kind.status == 413
    assert "200 megabytes; 25 is the most" in refused.value.sentence()
    small_enough(LARGEST)


def test_an_encrypted_part_of_an_archive_is_a_password() -> None:
    content = bytearray(a_docx())
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1  # the flag of encryption in the directory
    with pytest.raises(Refusal) as refused:
        looked_at("a.docx", bytes(content))
    assert refused.value.code == "evidence.password"


@pytest.mark.parametrize(
    ("name", "content", "out", "rest"),
    [
        ("a.jpg", a_jpeg(a_segment(0xFE, b"Lin Secret")), ("comment",), a_jpeg()),
        ("a.jpg", a_jpeg(a_segment(0xED, b"Photoshop Lin Secret")), ("exif",), a_jpeg()),
        ("a.jpg", a_jpeg(after=b"Lin Secret's other picture"), ("trailer",), a_jpeg()),
        ("a.jpg", a_jpeg(a_segment(0xE2, b"MPF\x00Lin Secret")), ("exif",), a_jpeg()),
        ("a.png", a_png((b"tEXt", b"Author\x00Lin Secret")), ("text",), a_png()),
        ("a.png", a_png((b"eXIf", b"MM Lin Secret")), ("exif",), a_png()),
        ("a.png", a_png(after=b"Lin Secret"), ("trailer",), a_png()),
    ],
)
def test_a_copy_tells_nothing_of_its_maker(name, content, out, rest) -> None:
    copy = stripped(looked_at(name, content))
    assert (copy.out, copy.content) == (out, rest)
    assert b"Lin Secret" not in copy.content


def test_a_photograph_keeps_its_orientation_and_its_colours() -> None:
    profile = a_segment(0xE2, b"ICC_PROFILE\x00\x01\x01colours")
    copy = stripped(looked_at("a.jpg", a_jpeg(profile, a_segment(0xE1, EXIF))))
    assert copy.out == ("exif",)
    assert b"Lin Secret" not in copy.content
    assert profile in copy.content
    at = copy.content.index(b"Exif\x00\x00")
    assert copy.content[at + 16 : at + 26] == struct.pack(">HHIH", 0x0112, 3, 1, 6)
    again = stripped(looked_at("a.jpg", copy.content))
    assert again.out == ()


def test_a_webp_loses_its_exif_and_the_mark_of_it() -> None:
    def chunk(name: bytes, body: bytes) -> bytes:
        return name + struct.pack("<I", len(body)) + body + b"\x00" * (len(body) % 2)

    body = b"WEBP" + chunk(b"VP8X", b"\x0c" + b"\x00" * 9) + chunk(b"VP8 ", b"pixels")
    full = body + chunk(b"EXIF", b"Lin Secret") + chunk(b"XMP ", b"<x/>Lin Secret!")
    content = b"RIFF" + struct.pack("<I", len(full)) + full
    copy = stripped(looked_at("a.webp", content))
    assert copy.out == ("exif",)
    assert copy.content[20] == 0
    assert copy.content.endswith(chunk(b"VP8 ", b"pixels"))
    assert struct.unpack_from("<I", copy.content, 4)[0] == len(copy.content) - 8


def test_an_office_file_loses_author_and_thumbnail() -> None:
    copy = stripped(looked_at("a.docx", a_docx(docProps__thumbnail_DOT_jpeg=b"Lin Secret")))
    assert copy.out == ("properties", "thumbnail")
    with zipfile.ZipFile(io.BytesIO(copy.content)) as packed:
        assert packed.read("word/document.xml") == b"<w:document/>"
        assert all(b"Secret" not in packed.read(name) for name in packed.namelist())
    assert stripped(looked_at("a.docx", copy.content)).out == ()


@pytest.mark.parametrize("cut", [3, 12, 25, 40])
def test_a_broken_image_is_damaged_and_not_a_crash(cut) -> None:
    with pytest.raises(Refusal) as refused:
        stripped(Paper("a.jpg", "image/jpeg", "", a_jpeg(a_segment(0xFE, b"x" * 20))[:cut]))
    assert refused.value.code == "evidence.damaged"


def test_a_pdf_is_copied_without_author_script_and_attachment() -> None:
    copy = copied(a_pdf(script=True, attached=True))
    assert set(copy.out) >= {"properties", "script", "attachment"}
    assert b"Lin Secret" not in copy.content
    assert b"app.alert" not in copy.content
    assert copied(copy.content).outcome == 0


def test_a_pdf_with_a_password_is_refused_and_nothing_is_kept() -> None:
    docket = an_errand()
    with pytest.raises(Refusal) as refused:
        receive_paper(docket, "a.pdf", a_pdf(password="tide"), by=officer().actor, at=MONDAY)
    assert refused.value.code == "evidence.password"
    assert not Evidence.objects.exists()
    assert not Blob.objects.exists()


def test_a_pdf_that_is_none_is_damaged() -> None:
    with pytest.raises(Refusal) as refused:
        receive_paper(
            an_errand(), "a.pdf", b"%PDF-1.7 and then rubbish", by=officer().actor, at=MONDAY
        )
    assert refused.value.code == "evidence.damaged"


def test_what_came_is_kept_to_the_byte_and_readers_get_the_copy() -> None:
    docket, head = an_errand(), officer("senior_officer").actor
    content = a_jpeg(a_segment(0xFE, b"Lin Secret"))
    paper = a_paper(docket, name="crate.jpg", content=content, by=head)
    assert paper.original_id == hashlib.sha256(content).hexdigest()
    assert read_paper(paper, by=head, at=MONDAY) == a_jpeg()
    assert read_original(paper, grounds="Who took it?", by=head, at=MONDAY) == content
    assert b"pixels" not in bytes(Blob.objects.first().content_sealed)
    with pytest.raises(Refusal):
        read_original(paper, grounds="Curious.", by=officer().actor, at=MONDAY)


def test_the_chain_of_custody_shows_a_change() -> None:
    docket, head = an_errand(), officer("senior_officer").actor
    paper = a_paper(docket, name="a.jpg", content=a_jpeg(a_segment(0xFE, b"x")), by=head)
    read_paper(paper, by=head, at=MONDAY + days(1))
    assert [one.deed for one in chain_of(paper)] == ["received", "unscanned", "stripped", "opened"]
    assert unbroken_chain(paper)
    paper.chain.filter(number=2).update(by_label="somebody else")
    assert not unbroken_chain(paper)
    paper.chain.filter(number=2).delete()
    assert not unbroken_chain(paper)


def test_the_same_paper_is_kept_once_in_a_docket_and_its_bytes_once_at_all() -> None:
    clerk = officer().actor
    docket, other = an_errand(), an_errand()
    a_paper(docket, content=b"the same", by=clerk)
    with pytest.raises(Refusal) as refused:
        a_paper(docket, content=b"the same", by=clerk)
    assert refused.value.code == "evidence.repeated"
    a_paper(other, content=b"the same", by=clerk)
    assert Blob.objects.count() == 1


def test_a_paper_that_others_may_not_know_of_is_no_event_for_them() -> None:
    docket, clerk = an_errand(), officer().actor
    a_paper(docket, secrecy=Secrecy.AUTHORITY, by=clerk)
    assert events(docket)[-1] == "paper.received"
    assert not docket.history.latest("id").for_parties
    assert not Evidence.objects.visible_to(clerk_of(firm())).exists()


class Scanner(threading.Thread):
    """A daemon of ClamAV that finds one word."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.door.getsockname()[1]}"

    def run(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rwb") as file:
                command = b""
                while not command.endswith(b"\0"):
                    command += file.read(1)
                answer = b"ClamAV 1.4.3/27500"
                if command == b"zINSTREAM\0":
                    content = b""
                    while size := struct.unpack("!I", file.read(4))[0]:
                        content += file.read(size)
                    found = b"EICAR-TEST-FILE" in content
                    answer = b"stream: Eicar-Signature FOUND" if found else b"stream: OK"
                file.write(answer + b"\0")
                file.flush()


@pytest.fixture
def scanner(settings) -> Iterator[Scanner]:
    started = Scanner()
    started.start()
    settings.TIDEWAITER_SCANNER = started.address
    yield started
    started.door.close()


def test_what_the_scanner_finds_does_not_come_in(scanner) -> None:
    docket, clerk = an_errand(), officer().actor
    with pytest.raises(Refusal) as refused:
        a_paper(docket, content=b"EICAR-TEST-FILE", by=clerk)
    assert refused.value.code == "evidence.infected"
    assert "Eicar-Signature" in refused.value.sentence()
    kept = a_paper(docket, content=b"sound " * 50_000, by=clerk)
    assert (kept.scan, kept.scanner) == ("clean", "ClamAV 1.4.3/27500")
    assert [one.deed for one in chain_of(kept)] == ["received", "scanned"]


def test_while_the_scanner_is_silent_nothing_comes_in_unseen(settings, scanner) -> None:
    scanner.door.close()
    settings.TIDEWAITER_SCANNER = "127.0.0.1:1"
    with pytest.raises(Refusal) as refused:
        a_paper(an_errand(), by=officer().actor)
    assert refused.value.code == "evidence.scanner-silent"
    assert not Evidence.objects.exists()
