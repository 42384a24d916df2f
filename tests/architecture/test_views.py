"""Every address says which permission it needs, or that it is open to all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from tidewaiter.base.identity.permissions import CLIENT_SCOPES, Permission
from tidewaiter.surfaces.kit.access import OPEN

FOREIGN = {
    "language/": "Django's own view: it sets the language of whoever asks, and nothing else",
}
"""Addresses served by other people's views, and why they need no permission."""


@dataclass(frozen=True)
class Address:
    """An address, its methods where they choose the view, and what the view says of access."""

    path: str
    method: str
    access: object


def _addresses(resolver: URLResolver, before: str = "") -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, path)
        elif isinstance(entry, URLPattern):
            yield from _views(path, entry.callback)


def _views(path: str, callback: Callable[..., object]) -> Iterator[Address]:
    operations = _operations(callback)
    for operation in operations:
        access = getattr(operation.view_func, "access", None)
        yield Address(path, "/".join(sorted(operation.methods)), access)
    if not operations:
        owner = getattr(callback, "view_class", None)
        yield Address(path, "", getattr(callback, "access", getattr(owner, "access", None)))


def _operations(callback: Callable[..., object]) -> list:
    """The operations of the machine API at an address; ninja keeps them in a closure."""
    for cell in getattr(callback, "__closure__", None) or ():
        found = getattr(cell.cell_contents, "operations", None)
        if found:
            return list(found)
    return []


@cache
def _all() -> tuple[Address, ...]:
    return tuple(_addresses(get_resolver()))


def _ours() -> list[Address]:
    return [each for each in _all() if each.path not in FOREIGN]


def test_every_address_states_its_access() -> None:
    silent = [
        f"{each.method} /{each.path}".strip()
        for each in _ours()
        if each.access != OPEN and not isinstance(each.access, Permission)
    ]
    assert silent == []


def test_a_view_that_states_nothing_would_be_noticed() -> None:
    [planted] = _views("planted/", lambda request: None)
    assert planted.access is None


def test_the_exceptions_are_still_there() -> None:
    assert set(FOREIGN) <= {each.path for each in _all()}


def test_machines_need_a_key_for_all_but_the_description() -> None:
    machine = [each for each in _ours() if each.path.startswith("api/v1/") and each.access != OPEN]
    assert len(machine) >= 6
    assert all(each.access in CLIENT_SCOPES for each in machine)


def test_no_page_of_the_desk_is_open_to_all() -> None:
    desk = [each for each in _ours() if each.path.startswith("desk/")]
    assert desk
    assert all(isinstance(each.access, Permission) for each in desk)
