"""A register of facilities as CSV: where they are, and for which goods an authority knows them."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import Meta

COLUMNS = (
    "gln", "name", "address", "country", "latitude", "longitude", "operator", "authority",
    "number", "prefixes", "from", "to", "verified_by", "verified_on",
)  # fmt: skip


class FacilityLine(msgspec.Struct, kw_only=True, rename={"since": "from", "until": "to"}):
    """A line: a facility, and one of its registrations if it names an authority."""

    gln: Annotated[str, Meta(max_length=40)]
    name: Annotated[str, Meta(min_length=1, max_length=200)]
    address: Annotated[str, Meta(max_length=300)] = ""
    country: Annotated[str, Meta(max_length=10)] = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    operator: Annotated[str, Meta(max_length=18)] = ""
    authority: Annotated[str, Meta(max_length=60)] = ""
    number: Annotated[str, Meta(max_length=60)] = ""
    prefixes: Annotated[str, Meta(pattern=r"^([0-9]{2,10}( [0-9]{2,10})*)?$")] = ""
    since: date | None = None
    until: date | None = None
    verified_by: Annotated[str, Meta(max_length=60)] = ""
    verified_on: date | None = None


def read_facilities(content: bytes) -> Iterator[tuple[int, FacilityLine | str]]:
    """Each line with its number: read, or what is wrong with it; ValueError for another file."""
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        raise ValueError(f"it has no column `{missing[0]}`")
    for row in rows:
        given = {name: text.strip() for name, text in row.items() if name in COLUMNS and text}
        try:
            line = msgspec.convert(given, FacilityLine, strict=False)
            yield rows.line_num, _whole(line)
        except (msgspec.ValidationError, ValueError) as error:
            yield rows.line_num, str(error)


def _whole(line: FacilityLine) -> FacilityLine:
    if (line.latitude is None) != (line.longitude is None):
        raise ValueError("latitude and longitude stand together")
    for degrees, most in ((line.latitude, 90), (line.longitude, 180)):
        if degrees is not None and not (degrees.is_finite() and -most <= degrees <= most):
            raise ValueError(f"{degrees} degrees are on no map")
    if line.authority and not (line.number and line.since):
        raise ValueError("a registration has a number and a first day")
    if line.since and line.until and line.until < line.since:
        raise ValueError(f"the registration ends ({line.until}) before it begins ({line.since})")
    if bool(line.verified_by) != bool(line.verified_on):
        raise ValueError("who verified it and when stand together")
    return line
