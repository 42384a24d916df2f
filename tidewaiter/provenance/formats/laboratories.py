"""A list of laboratories as a file: who they are, who accredits them, for which standards."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

Line = Annotated[str, Meta(min_length=1, max_length=200)]
Code = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=60)]

_DAYS = {"since": "from", "until": "to"}


class Scope(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, rename=_DAYS):
    """A standard by which a laboratory may test, as long as it may."""

    standard: Annotated[str, Meta(min_length=1, max_length=80)]
    title: Annotated[str, Meta(max_length=200)] = ""
    since: date | None = None
    until: date | None = None


class Listed(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, rename=_DAYS):
    """A laboratory as its accreditor lists it.

    `number` is that of its accreditation, `mark` that of the mark under which its reports prove
    something to the public (CMA in China); both have to stand on a report.
    """

    code: Code
    name: Line
    names: list[Line] = []
    country: Annotated[str, Meta(max_length=3)] = ""
    accreditor: Annotated[str, Meta(min_length=1, max_length=20)]
    number: Annotated[str, Meta(min_length=1, max_length=40)]
    mark: Annotated[str, Meta(max_length=40)] = ""
    since: date
    until: date | None = None
    scope: Annotated[list[Scope], Meta(min_length=1)]


class LaboratoryList(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A file of laboratories: from where, of which day, and who."""

    source: Line
    dated: date
    laboratories: Annotated[list[Listed], Meta(min_length=1)]


def read_laboratories(content: bytes) -> LaboratoryList:
    """Read a list in YAML or JSON; ValueError with the place of what is wrong."""
    try:
        found = msgspec.yaml.decode(content, type=LaboratoryList, strict=False)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    except Exception as error:  # PyYAML has no common class for what it cannot read
        raise ValueError(" ".join(str(error).split())) from None
    codes = [one.code for one in found.laboratories]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"`{twice[0]}` stands there twice")
    for one in found.laboratories:
        if one.until is not None and one.until < one.since:
            raise ValueError(f"`{one.code}` ends ({one.until}) before it begins ({one.since})")
    return found
