"""Documents of every kind that are right, made from what the models say about their fields."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from hypothesis import strategies as st

from tidewaiter.intake.formats.ceb.fields import FieldDoc, Model, Wire, fields_of
from tidewaiter.intake.formats.ceb.kinds import FORMS, Form, Kind, Sender
from tidewaiter.intake.formats.ceb.messages import BaseSubscribe, BaseTransfer, Message

GUID = "4CDE1CFD-EDED-46B1-946C-B8022E42FC94"
TRANSFER = BaseTransfer(
    copCode="1105910159", copName="东方物通科技", dxpMode="DXP", dxpId="DXPENT0000000001"
)
SUBSCRIBER = BaseSubscribe(status="ALL", dxpMode="DXP", dxpAddress="DXPENT0000000002")

SENT = [kind for kind in Kind if FORMS[kind].sender is Sender.FIRM]


def value_of(field: FieldDoc) -> Any:
    """Return a value that a field accepts."""
    if field.wire is Wire.AMOUNT:
        return Decimal("19.50")
    if field.wire is Wire.WHOLE:
        return 1
    if field.wire is Wire.DAY:
        return "20260308"
    if field.wire is Wire.MOMENT:
        return "20260308112701999"[: field.maximum]
    if field.name == "guid":
        return GUID
    return "A" * field.minimum if field.minimum > 1 else "A"


def part(model: type[Model], **values: Any) -> Any:
    """Return a part with its mandatory fields filled in, and with the values given."""
    filled = {field.name: value_of(field) for field in fields_of(model) if field.mandatory}
    return model(**{**filled, **values})


def document(kind: Kind, *, lines: int = 1, **head: Any) -> Any:
    """Return a document of a kind with so many lines."""
    form = FORMS[kind]
    if form.flat:
        return part(form.head, **head)
    whole: dict[str, Any] = {"head": part(form.head, **head)}
    if form.line is not None:
        whole["lines"] = [part(form.line, gnum=number) for number in range(1, lines + 1)]
    return form.document(**whole)


def message(kind: Kind = Kind.ORDER, *documents: Any, **more: Any) -> Message:
    """Return a message with these documents, or with one that is made up."""
    transfer = TRANSFER if FORMS[kind].sender is Sender.FIRM else None
    return Message(kind, GUID, documents or [document(kind)], **{"transfer": transfer, **more})


# Characters that XML carries; a lone carriage return is written as a reference.
_LETTERS = st.characters(
    codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"
) | st.sampled_from("&<>\"'\r\n\t]")


def field_values(field: FieldDoc) -> st.SearchStrategy[Any]:
    """Draw values that a field accepts."""
    if field.wire is Wire.AMOUNT:
        return st.decimals(-(10**14) + 1, 10**14 - 1, places=5, allow_nan=False)
    if field.wire is Wire.WHOLE:
        return st.integers(-(10**9) + 1, 10**9 - 1)
    if field.wire is Wire.DAY:
        return st.dates().map(lambda drawn: drawn.strftime("%Y%m%d").zfill(8))
    if field.wire is Wire.MOMENT:
        return st.datetimes().map(
            lambda drawn: (
                drawn.strftime("%Y%m%d%H%M%S").zfill(14) + f"{drawn.microsecond // 1000:03d}"
            )[: field.maximum]
        )
    longest = min(field.maximum or 60, max(field.minimum, 60))
    return st.text(_LETTERS, min_size=field.minimum, max_size=longest)


def parts(model: type[Model], **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw parts of a message."""
    mandatory = {}
    optional = {}
    for field in fields_of(model):
        drawn = given.get(field.name, field_values(field))
        (mandatory if field.mandatory else optional)[field.name] = drawn

    def built(values: Mapping[str, Any]) -> Any:
        return model(**values)

    return st.fixed_dictionaries(mandatory, optional=optional).map(built)


def documents(form: Form) -> st.SearchStrategy[Any]:
    """Draw documents of a kind."""
    if form.flat:
        return parts(form.head)
    if form.line is None:
        return parts(form.head).map(lambda head: form.document(head=head))
    line = parts(form.line)
    lines = st.lists(line, min_size=1, max_size=3, unique_by=lambda drawn: drawn.gnum)
    return st.tuples(parts(form.head), lines).map(
        lambda drawn: form.document(head=drawn[0], lines=drawn[1])
    )


def certificate(
    key: rsa.RSAPrivateKey,
    *,
    name: str = "东方物通科技",
    code: str | None = "1105910159",
    common: str = "client",
    until: datetime = datetime(2040, 1, 1, tzinfo=UTC),
) -> x509.Certificate:
    """Return a certificate of a firm, signed by itself."""
    attributes = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        x509.NameAttribute(NameOID.COMMON_NAME, common),
    ]
    if code is not None:
        attributes.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, code))
    subject = x509.Name(attributes)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
        .sign(key, hashes.SHA256())
    )
