"""By what a firm is found again, as blind indexes: equal values meet, and nothing is told."""

from collections.abc import Iterator
from uuid import UUID

from tidewaiter.base.privacy.index import IndexKind, blind
from tidewaiter.registry.models import Application
from tidewaiter.registry.rules.dossier import Dossier, Owned

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
