"""The form of the files of a law pack, and gentle words for what does not fit."""

from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Annotated, Any, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from tidewaiter.law.located import Located, Place
from tidewaiter.law.model import Kind, Quantity, Scalar

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=80)]
Text = Annotated[str, Field(min_length=1)]
M = TypeVar("M", bound=BaseModel)


class Entry(BaseModel):
    """An entry of a pack: unknown keys are faults."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class TitleEntry(Entry):
    """A name in English and in Chinese."""

    en: Text
    zh: Text


class Dated(Entry):
    """An entry that applies from one day, and up to and including another one if that is given."""

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.until is not None and self.until < self.since:
            raise ValueError(f"`to` ({self.until}) lies before `from` ({self.since})")
        return self


class Sourced(Dated):
    """A dated entry with the text that it comes from."""

    reference: Identifier
    article: str = ""
    verified: bool
    note: str = ""


class PackEntry(Entry):
    """`pack.yaml`: which jurisdiction, since which day."""

    id: Identifier
    title: TitleEntry
    jurisdiction: Text
    since: date = Field(alias="from")


class ReferenceEntry(Entry):
    """A legal text; `verified` says that its content was seen and not remembered."""

    id: Identifier
    instrument: Text
    title: TitleEntry
    issued: date = Field(alias="date")
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    address: str = ""
    verified: bool
    note: str = ""


class HistoryEntry(Sourced):
    """What a value was during one period."""

    value: Scalar


_ACCEPTED: dict[Kind, tuple[type, ...]] = {
    Kind.DECIMAL: (Decimal, int),
    Kind.INTEGER: (int,),
    Kind.TEXT: (str,),
    Kind.BOOLEAN: (bool,),
    Kind.DATE: (date,),
}


class ValueEntry(Entry):
    """A value with its history."""

    id: Identifier
    title: TitleEntry
    kind: Kind = Kind.DECIMAL
    unit: Text
    clock: TitleEntry | None = None
    history: Annotated[tuple[HistoryEntry, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _kinds(self) -> Self:
        for entry in self.history:
            accepted = isinstance(entry.value, _ACCEPTED[self.kind])
            if not accepted or (isinstance(entry.value, bool) and self.kind is not Kind.BOOLEAN):
                raise ValueError(f"the value from {entry.since} is not of the kind `{self.kind}`")
        return self


class MeasureEntry(Dated):
    """A yearly measure per person; its limit is the value that it names."""

    id: Identifier
    title: TitleEntry
    limit: Identifier
    prefixes: tuple[Annotated[str, Field(pattern=r"^\d{2,10}$")], ...] = ()


class ClassEntry(Entry):
    """A class of rates that tariff lines name; each number is the id of a value."""

    id: Identifier
    title: TitleEntry
    rate: Identifier
    per_gram_ml: Identifier | None = None
    per_piece: Identifier | None = None


class SigningEntry(Sourced):
    """Whether a kind of message must be signed."""

    message: Annotated[str, Field(pattern=r"^\d{3}$")]
    required: bool
    title: TitleEntry


class ObligationEntry(Sourced):
    """What somebody has to do."""

    id: Identifier
    who: Identifier
    title: TitleEntry
    value: Identifier | None = None


class CodeEntry(Entry):
    """One code; what is left out is taken from its list."""

    en: Text
    zh: Text
    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    verified: bool | None = None
    reference: Identifier | None = None
    iso: str = ""
    quantity: Quantity | None = None
    factor: Decimal | None = None
    messages: tuple[str, ...] = ()


class CodeListEntry(Sourced):
    """A list of codes."""

    list: Identifier
    title: TitleEntry
    codes: Annotated[dict[str, CodeEntry], Field(min_length=1)]


class TariffEntry(Sourced):
    """A row of the tariff table."""

    gcode: Annotated[str, Field(pattern=r"^\d{10}$")]
    en: Text
    zh: Text
    unit1: Annotated[str, Field(pattern=r"^\d{3}$")]
    unit2: Annotated[str, Field(pattern=r"^\d{3}$")] | None = None
    duty: Annotated[Decimal, Field(ge=0, decimal_places=6)]
    vat: Identifier
    consumption: Identifier | None = None
    threshold: Annotated[str, Field(pattern="^(gram_ml|piece)$")] | None = None
    positive: bool


class File(Entry):
    """A file of a pack: any of its sections may be left out."""

    pack: PackEntry | None = None
    references: tuple[ReferenceEntry, ...] = ()
    values: tuple[ValueEntry, ...] = ()
    measures: tuple[MeasureEntry, ...] = ()
    vat: tuple[ClassEntry, ...] = ()
    consumption: tuple[ClassEntry, ...] = ()
    signing: tuple[SigningEntry, ...] = ()
    obligations: tuple[ObligationEntry, ...] = ()
    lists: tuple[CodeListEntry, ...] = ()


class TariffFile(Entry):
    """A tariff table."""

    lines: tuple[TariffEntry, ...]


def fit(located: Located, form: type[M]) -> M | None:
    """Hold what was read against its form; each thing that does not fit becomes a finding."""
    if located.data is None:
        return None
    try:
        return form.model_validate(located.data)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place: Place = tuple(fault["loc"])
            message = _gentle(fault["type"], place, dict(fault), _siblings(form, place))
            located.fault(located.line(place), "form", message, subject=_subject(located, place))
    return None


def _gentle(kind: str, place: Place, fault: dict[str, Any], known: list[str]) -> str:
    where = " → ".join(str(part + 1 if isinstance(part, int) else part) for part in place)
    name = str(place[-1]) if place else "file"
    given = repr(fault.get("input"))[:60]
    if kind == "missing":
        return f"`{name}` is missing here; please add it (at {where})."
    if kind == "extra_forbidden":
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"known here: {', '.join(known)}."
        return f"`{name}` is not known here; {hint}"
    if kind == "value_error":
        reason = str(fault["msg"]).removeprefix("Value error, ")
        return f"This does not fit: {reason} (at {where})."
    reason = str(fault["msg"])
    reason = reason[:1].lower() + reason[1:]
    return f"`{name}` does not fit: {reason}; given was {given} (at {where})."


def _siblings(form: type[BaseModel], place: Place) -> list[str]:
    """The keys that the form knows at a place."""
    here: type[BaseModel] | None = form
    for part in place[:-1]:
        if here is None or isinstance(part, int) or part not in _keys(here):
            continue
        here = _inner(_keys(here)[part])
    return sorted(_keys(here)) if here is not None else []


def _keys(form: type[BaseModel]) -> dict[str, Any]:
    return {info.alias or name: info.annotation for name, info in form.model_fields.items()}


def _inner(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner(part)
        if found is not None:
            return found
    return None


def _subject(located: Located, place: Place) -> str:
    """The id of the entry around a place, for the reader's orientation."""
    here, subject = located.data, ""
    for part in place:
        try:
            here = here[part]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(here, dict):
            own = here.get("id") or here.get("list") or here.get("gcode") or here.get("message")
            subject = str(own or subject)
    return subject
