"""What is kept of persons, accounts and places only as blind indexes: equal values meet, and
nothing is told.
"""

import re
from collections.abc import Iterator
from uuid import UUID

import msgspec

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.base.privacy.index import IndexKind, blind
from tidewaiter.engine.linking.names import firm_name, person_name
from tidewaiter.registry.models import Application
from tidewaiter.registry.rules.dossier import Banked, Compared, Dossier, Given, Owned
from tidewaiter.registry.rules.identifiers import Scheme, checked

_IBAN = re.compile(r"[A-Z]{2}\d{2}")
_DIGITS = re.compile(r"\d{6,30}\Z")
_PATH = re.compile(r"[\s\-]+")

PICTURES = ("image/jpeg", "image/png", "image/webp", "application/pdf")


def owner_index(owner: Owned) -> UUID | None:
    """The index of a person: of the number of an identity document, else of name and birth."""
    if owner.number:
        return blind(IndexKind.IDENTITY_NUMBER, owner.number)
    return blind(IndexKind.NAME, f"{owner.name} {owner.born or ''}")


def traits_of(application: Application, said: Dossier) -> Iterator[tuple[str, UUID]]:
    """The traits of an applicant."""
    pairs: list[tuple[str, UUID | None]] = [
        ("owner", owner_index(one)) for one in said.owners if one.person
    ]
    pairs.append(("phone", blind(IndexKind.PHONE, said.phone)))
    pairs.append(("email", blind(IndexKind.EMAIL, said.email)))
    pairs.append(("address", blind(IndexKind.ADDRESS, f"{said.city}{said.address}")))
    pairs += [
        ("phone" if one.sort == "phone" else "email",
         blind(IndexKind.PHONE if one.sort == "phone" else IndexKind.EMAIL, one.value))
        for one in said.contacts
    ]  # fmt: skip
    pairs += [("account", UUID(one.index)) for one in said.accounts]
    # the copy without metadata: the same picture taken out of another file is the same
    pictures = application.items.filter(paper__media_type__in=PICTURES)
    pairs += [
        ("image", blind(IndexKind.IMAGE, digest))
        for digest in pictures.values_list("paper__shown_id", flat=True)
    ]
    yield from sorted({(sort, index) for sort, index in pairs if index}, key=str)


def without_account(given: Given) -> Given:
    """The same without the number of the account: what stays is whose it is, and a blind index."""
    if given.account is None:
        return given
    compared = compare_account(given.account, given.dossier)
    dossier = msgspec.structs.replace(given.dossier, accounts=(compared,))
    return msgspec.structs.replace(given, dossier=dossier, account=None)


def compare_account(account: Banked, said: Dossier) -> Compared:
    """Hold the holder of an account against the applicant; the number is checked and forgotten."""
    number = _PATH.sub("", account.number).upper()
    country = said.country
    if _IBAN.match(number):
        number, country = checked(Scheme.IBAN, number), number[:2]
    elif not _DIGITS.match(number):
        raise Refusal(
            "registry.account",
            Text(
                "The number of the account, which ends in {end}, has no known form.",
                "账号（尾号{end}）格式不正确。",
            ),
            values={"end": number[-2:]},
            law="Tidewaiter, rules of access review, 1",
            cure=Text("Write the IBAN, or digits only.", "请填写IBAN或仅填写数字。"),
        )
    index = blind(IndexKind.ACCOUNT, number)
    assert index is not None
    return Compared(country, _match(account.holder, said), index.hex, account.bank[:100])


def _match(holder: str, said: Dossier) -> str:
    if not holder or not said.name:
        return "unknown"
    if said.natural:
        one, other = person_name(holder), person_name(said.name)
        return (
            "same"
            if one.spelt == other.spelt
            else "similar"
            if (one.heard == other.heard)
            else "different"
        )
    mine, theirs = firm_name(said.name), firm_name(holder)
    if mine == theirs:
        return "same"
    return "similar" if mine.own and mine.own == theirs.own else "different"
