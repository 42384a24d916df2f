"""Products, laboratories and reports as the tests need them."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.cast import CLERK
from tidewaiter.base.identity.models import Organisation, OrganisationKind
from tidewaiter.flows.check_report import receive_report
from tidewaiter.law.loader import load
from tidewaiter.provenance.commands.laboratories import load_laboratories
from tidewaiter.provenance.commands.products import register_facility, register_product
from tidewaiter.provenance.formats.laboratories import read_laboratories
from tidewaiter.provenance.models import Facility, Product, Report
from tidewaiter.provenance.rules.products import Particulars, Site
from tidewaiter.registry.models import Operator

MONDAY = datetime(2026, 6, 1, 2, tzinfo=UTC)
"""Ten in the morning at the office."""
LAW = load("cn").on(date(2026, 6, 1))
COUNTRIES = LAW.codes("country")
TRAIN = "4006381333931"
CUBE = "9520123456788"

LIST = b"""
source: invented for the tests
dated: 2026-05-01
laboratories:
  - code: tide-testing
    name: Tide Testing Co., Ltd.
    country: "142"
    accreditor: CNAS
    number: L1234
    mark: "210020349096"
    from: 2020-01-01
    to: 2027-12-31
    scope:
      - {standard: GB 6675.1, title: "Toys, basic rules"}
      - {standard: GB 6675.2}
      - {standard: GB 6675.4, from: 2020-01-01, to: 2026-12-31}
"""

SAID = {
    "Laboratory": "Tide Testing Co., Ltd.",
    "CNAS No.": "L1234",
    "CMA No.": "210020349096",
    "Report No.": "TT-2026-0042",
    "Sample name": "Toy train",
    "Model": "TR-7",
    "Batch No.": "B1",
    "Standards": "GB 6675.1-2014, GB 6675.2-2014, GB 6675.4-2014",
    "Test date": "2026-04-20",
    "Date of issue": "2026-05-01",
    "Conclusion": "The sample passed all tests.",
    "Approved by": "Q. Zhou",
}
RESULTS = ("Lead 3.2 mg/kg", "Cadmium 0.4 mg/kg", "Barium 11.7 mg/kg", "Small parts 31.7 mm",
           "Edge force 12.5 N")  # fmt: skip


def firm(code: str = "91330100TWFIRM0001", name: str = "Lotus Trading") -> Operator:
    """A merchant that places goods on the market."""
    organisation, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name": name, "kind": OrganisationKind.MERCHANT}
    )
    found, _ = Operator.objects.get_or_create(
        code=code,
        defaults={
            "name": name,
            "roles": ["merchant"],
            "registered_on": date(2020, 1, 1),
            "organisation": organisation,
        },
    )
    return found


def a_product(gtin: str = TRAIN, *, operator: Operator | None = None, **more: Any) -> Product:
    """A toy train, with one batch."""
    batches = more.pop("batches", [("B1", date(2026, 3, 1))])
    given = {
        "gtin": gtin,
        "name": "Toy train",
        "brand": "Tidetoys",
        "model": "TR-7",
        "hs_code": "9503008900",
        "origin": "116",
        **more,
    }
    return register_product(
        Particulars(**given),
        operator=operator or firm(),
        countries=COUNTRIES,
        batches=batches,
        by=CLERK,
        at=MONDAY,
    )


def a_facility(gln: str, *, operator: Operator | None = None, **more: Any) -> Facility:
    """A place."""
    site = Site(**{"gln": gln, "name": f"Place {gln[-4:]}", **more})
    return register_facility(site, operator=operator, countries=COUNTRIES, by=CLERK, at=MONDAY)


def listed(content: bytes = LIST) -> None:
    """The tests' laboratory, as its accreditor lists it."""
    load_laboratories(read_laboratories(content), by=CLERK, at=MONDAY)


def text_of_report(results: tuple[str, ...] = RESULTS, **changed: str | None) -> str:
    """The text of a whole report; what is given as None is left out."""
    said: Mapping[str, str | None] = {**SAID, **changed}
    lines = [f"{label}: {value}" for label, value in said.items() if value is not None]
    return "\n".join(["TEST REPORT", *lines, "Results", *results])


def a_pdf(text: str) -> bytes:
    """A PDF of one page with a text layer."""
    import io

    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter()
    page = writer.add_blank_page(600, 900)
    lines = [
        line.replace("\\", "").replace("(", "[").replace(")", "]") for line in text.split("\n")
    ]
    body = "BT /F1 10 Tf 40 860 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    stream = DecodedStreamObject()
    stream.set_data(body.encode("latin-1"))
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    page[NameObject("/Contents")] = writer._add_object(stream)
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def a_register(folder: Path, *rows: str) -> str:
    """A register of report numbers as a file."""
    path = folder / "reports.csv"
    head = "laboratory,number,standing,model,issued_on,sha256"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return str(path)


GENUINE = "tide-testing,TT-2026-0042,found,TR-7,2026-05-01,"


def handed_in(
    product: Product, *, at: datetime = MONDAY, results: tuple[str, ...] = RESULTS, **changed: Any
) -> Report:
    """A report that came in and was checked as far as it goes."""
    content = a_pdf(text_of_report(results, **changed))
    return receive_report(product, "report.pdf", content, via="desk", by=CLERK, at=at)
