"""Every address says which permission it needs, or that it is open to all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tidewaiter.base.identity.permissions import CLIENT_SCOPES, Permission
from tidewaiter.surfaces.kit.access import OPEN

FOREIGN = {
    "language/": "Django's own view: it sets the language of whoever asks, and nothing else",
}
"""Addresses served by other people's views, and why they need no permission."""

BUILT_IN = {
    "api/v1/openapi.json": "ninja's description of the machine API, which is public",
}


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


ADDRESSES = [
    address
    for address in _addresses(get_resolver())
    if address.path not in FOREIGN and address.path not in BUILT_IN
]


def _told(address: Address) -> str:
    return f"{address.method} /{address.path}".strip()


@pytest.mark.parametrize("address", ADDRESSES, ids=_told)
def test_the_address_states_its_access(address: Address) -> None:
    assert address.access == OPEN or isinstance(address.access, Permission)


def test_the_exceptions_are_still_there() -> None:
    there = {address.path for address in _addresses(get_resolver())}
    assert set(FOREIGN) | set(BUILT_IN) <= there


def test_machines_need_a_key_for_all_but_the_description() -> None:
    machine = [
        address
        for address in ADDRESSES
        if address.path.startswith("api/v1/") and address.access != OPEN
    ]
    assert len(machine) >= 6
    assert all(address.access in CLIENT_SCOPES for address in machine)


def test_no_page_of_the_desk_is_open_to_all() -> None:
    desk = [address for address in ADDRESSES if address.path.startswith("desk/")]
    assert desk
    assert all(isinstance(address.access, Permission) for address in desk)
