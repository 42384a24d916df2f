"""The models against the official field list and the official samples, where these are at hand."""

import csv
from pathlib import Path

import pytest

from tidewaiter.intake.formats.ceb.fields import fields_of
from tidewaiter.intake.formats.ceb.json import parse_json, write_json
from tidewaiter.intake.formats.ceb.kinds import FORMS, Form, Kind
from tidewaiter.intake.formats.ceb.messages import BaseSubscribe, BaseTransfer, Message
from tidewaiter.intake.formats.ceb.xml import parse, write

OFFICIAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "gacc_ceb"

pytestmark = pytest.mark.skipif(
    not OFFICIAL.is_dir(), reason="the official material (../shared/data/gacc_ceb) is not here"
)

SAMPLES = sorted((OFFICIAL / "samples").glob("CEB*Message.xml")) if OFFICIAL.is_dir() else []


def _official(message: str, group: str) -> list[tuple[str, str, str]]:
    with (OFFICIAL / "fields.csv").open(encoding="utf-8-sig", newline="") as lines:
        return [
            (row["field"], "M" if row["min"] == "1" else "O", row["xsd_type"])
            for row in csv.DictReader(lines)
            if row["message"] == message
            and row["group"] == group
            and row["direction"] in ("import", "both")
        ]


def _written(ceb_type: str, minimum: int) -> str:
    """Write one of our types as the official list writes it."""
    if ceb_type == "N19,5":
        return "decimal"
    if ceb_type.startswith("N"):
        return "int"
    if ceb_type == "C":
        return "string"
    if ceb_type.startswith("C.."):
        return f"string maxLength={ceb_type[3:]}"
    return f"string length={ceb_type[1:]}"


def _same(official: str, ours: str) -> bool:
    if ours in ("decimal", "int"):
        return ours in official
    words = official.split()
    return ours.split() == words[:2] or (ours == "string" and words[0] == "string")


@pytest.mark.parametrize("kind", list(Kind), ids=lambda kind: kind.root)
def test_every_field_has_the_official_name_order_obligation_and_length(kind: Kind) -> None:
    form: Form = FORMS[kind]
    groups = [(form.head_path, form.head)]
    if form.line is not None and form.line_tag is not None:
        groups.append((form.line_tag, form.line))
    for group, model in groups:
        official = _official(kind.root, group)
        ours = fields_of(model)
        assert [name for name, *_ in official] == [field.name for field in ours]
        for (name, obligation, xsd_type), field in zip(official, ours, strict=True):
            assert field.obligation == obligation, name
            assert _same(xsd_type, _written(field.ceb_type, field.minimum)), (name, xsd_type)


@pytest.mark.parametrize("model", [BaseTransfer, BaseSubscribe], ids=lambda model: model.__name__)
def test_the_common_parts_have_the_official_fields(model: type) -> None:
    official = _official("(common)", model.__name__)
    assert [name for name, *_ in official] == [field.name for field in fields_of(model)]


def test_all_sixteen_samples_are_there() -> None:
    assert len(SAMPLES) == 16


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_an_official_sample_parses_without_a_fault_and_survives_both_formats(sample: Path) -> None:
    parsed = parse(sample.read_bytes())
    assert parsed.faults == []
    assert [found.faults for found in parsed.documents] == [[]] * len(parsed.documents)
    assert parsed.kind is not None and parsed.guid is not None
    assert parsed.kind.root == sample.stem
    documents = [found.document for found in parsed.documents]
    message = Message(parsed.kind, parsed.guid, documents, parsed.transfer, parsed.subscribers)
    assert [found.document for found in parse(write(message)).documents] == documents
    assert [found.document for found in parse_json(write_json(message)).documents] == documents
