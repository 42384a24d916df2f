"""Errands as the tests need them: opened, walked along, decided with reasons."""

import io
import struct
import zipfile
import zlib
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from tests.surfaces.visitors import a_person
from tidewaiter.base.docket.commands.assigning import make_unit, seat
from tidewaiter.base.docket.commands.opening import Demand, Matter, Paper, Side, open_docket
from tidewaiter.base.docket.commands.reasons import FactGiven, Given, write_draft
from tidewaiter.base.docket.example import ERRAND
from tidewaiter.base.docket.models import Docket, Evidence, Statement, Timer, Unit
from tidewaiter.base.identity.actors import Actor, ActorKind, system_actor
from tidewaiter.base.identity.models import Organisation, OrganisationKind, Person
from tidewaiter.base.identity.roles import permissions_of
from tidewaiter.flows.dockets import REGISTERED, Registered, make_move
from tidewaiter.flows.receive_paper import receive_paper
from tidewaiter.flows.run_clocks import run_clocks

MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)
"""Ten in the morning at the office."""
CLOCKWORK = system_actor("scheduler")
FIRM = "91330100TWFIRM0001"
_numbers = count(1)


def register_errand(monkeypatch: pytest.MonkeyPatch, **effects: Any) -> None:
    """Make errands a kind of docket of this installation, as long as the test lasts."""
    monkeypatch.setitem(REGISTERED, ERRAND.code, Registered(ERRAND, effects))


def officer(*roles: str, name: str = "Lin") -> Person:
    """Somebody at the desk, in the database."""
    return a_person(*(roles or ("officer",)), name=name)


def firm(code: str = FIRM, name: str = "Lotus Trading") -> Organisation:
    """An organisation that can be a party."""
    found, _made = Organisation.objects.get_or_create(
        code=code, defaults={"name": name, "kind": OrganisationKind.MERCHANT}
    )
    return found


def clerk_of(organisation: Organisation) -> Actor:
    """Somebody who answers for an organisation."""
    return Actor(
        ActorKind.PERSON,
        id=f"90{organisation.pk}",
        label=f"{organisation.code}:90",
        name="Bao",
        organisation_code=organisation.code,
        roles=frozenset({"party"}),
        permissions=permissions_of({"party"}),
    )


def unit(code: str = "errands", above: Unit | None = None) -> Unit:
    """A part of the office."""
    found = Unit.objects.filter(code=code).first()
    return found or make_unit(
        code, en=code.title(), zh="办事科", above=above, by=CLOCKWORK, at=MONDAY
    )


def seated(person: Person, at_unit: Unit) -> Person:
    """An officer with a seat in a unit."""
    seat(person, at_unit, by=CLOCKWORK, at=MONDAY)
    return person


def an_errand(*, at: datetime = MONDAY, **more: Any) -> Docket:
    """An errand of a firm, just received."""
    paper = {
        "pack": "cn",
        "via": "desk",
        "title": "Return of a crate",
        "parties": [Side("applicant", "Lotus Trading", firm(), "bao@lotus.example")],
        "matters": [Matter("merchant", FIRM, "Lotus Trading")],
        "demands": [Demand("return", "applicant", "goods")],
    }
    place = more.pop("unit", None) or unit()
    return open_docket(ERRAND, Paper(**{**paper, **more}), unit=place, by=CLOCKWORK, at=at)


def walked(docket: Docket, *verbs: str, by: Actor, at: datetime = MONDAY, **given: Any) -> Docket:
    """The docket after those moves."""
    for verb in verbs:
        docket = make_move(docket, verb, given.get(verb.replace("-", "_"), {}), by=by, at=at)
    return docket


QUESTION = {"question": "Where is the crate now, and who holds it?"}


def a_paper(docket: Docket, *, by: Actor, at: datetime = MONDAY, **more: Any) -> Evidence:
    """A plain text in the docket."""
    name = more.pop("name", "note.txt")
    content = more.pop("content", f"Note {next(_numbers)}: the crate is there.".encode())
    return receive_paper(docket, name, content, by=by, at=at, **more)


def reasons(
    docket: Docket, verb: str, *, by: Actor, at: datetime = MONDAY, **other: Any
) -> Statement:
    """A draft in which every part of a statement of reasons is there, but for what is changed."""
    paper = docket.papers.first() or a_paper(docket, by=by, at=at)
    whole = {
        "verb": verb,
        "facts": (FactGiven("The crate came back on 20 May.", (paper.pk,)),),
        "restrictions": ("goods",),
        "ground": "illegal",
        "basis": "ecl",
        "article": "71",
        "explanation": "What came back is given to its owner.",
        "position": "The applicant wants the crate.",
        "answer": "The office follows the applicant.",
        "aim": "Goods go where they belong.",
        "milder": "Keeping the crate for another month.",
        "insufficient": "The owner would pay for the storage.",
        "applies_on": date(2026, 6, 1),
        "source": "own-initiative",
        "appeal_body": "Harbour customs, unit of appeals",
        "appeal_form": "/portal/",
    }
    return write_draft(docket, Given(**{**whole, **other}), by=by, at=at)


def the_clock(docket: Docket, name: str) -> Timer:
    """The last clock of that name."""
    return docket.timers.filter(clock=name).latest("id")


def days(number: float) -> timedelta:
    """So many days."""
    return timedelta(days=number)


def time_passes(*, until: datetime) -> int:
    """The scheduler wakes up."""
    return run_clocks(by=CLOCKWORK, at=until)


def events(docket: Docket) -> list[str]:
    """The types of all that happened."""
    return list(docket.history.order_by("id").values_list("event", flat=True))


def a_jpeg(*segments: bytes, after: bytes = b"") -> bytes:
    """The bones of a photograph, with segments of metadata."""
    jfif = b"\xff\xe0" + struct.pack(">H", 16) + b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    scan = (
        b"\xff\xda"
        + struct.pack(">H", 8)
        + b"\x01\x01\x00\x00\x3f\x00"
        + b"pixels\xff\x00\xff\xd0x"
    )
    return b"\xff\xd8" + jfif + b"".join(segments) + scan + b"\xff\xd9" + after


def a_segment(marker: int, body: bytes) -> bytes:
    """A segment of a JPEG file."""
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def a_png(*chunks: tuple[bytes, bytes], after: bytes = b"") -> bytes:
    """An image of one pixel with further chunks."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    middle = b"".join(chunk(name, body) for name, body in chunks)
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return b"\x89PNG\r\n\x1a\n" + head + middle + pixels + chunk(b"IEND", b"") + after


def a_zip(**parts: bytes) -> bytes:
    """An archive; a double underscore in a name stands for a slash."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, body in parts.items():
            packed.writestr(name.replace("__", "/").replace("_DOT_", "."), body)
    return written.getvalue()


def a_docx(**more: bytes) -> bytes:
    """A Word file with its author."""
    return a_zip(
        word__document_DOT_xml=b"<w:document/>",
        docProps__core_DOT_xml=b"<cp:coreProperties><dc:creator>Lin Secret</dc:creator></cp>",
        **more,
    )


def a_pdf(*, password: str = "", script: bool = False, attached: bool = False) -> bytes:
    """A PDF of one page with its author."""
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": "Lin Secret"})
    if script:
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
            {
                NameObject("/S"): NameObject("/JavaScript"),
                NameObject("/JS"): TextStringObject("app.alert('hello');"),
            }
        )
    if attached:
        writer.add_attachment("note.txt", b"Lin Secret in a file")
    if password:
        writer.encrypt(password, algorithm="AES-256")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()
