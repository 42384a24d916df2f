"""Holds what was read against its form, with gentle words for what does not fit."""

from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tidewaiter.law.located import Located, Place

M = TypeVar("M", bound=BaseModel)


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
