"""Look at people: each look is recorded with its purpose and without what was seen."""

import hmac
import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tidewaiter.base.audit.trail import Thing, record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.base.privacy.index import IndexKind, blind
from tidewaiter.base.privacy.normalise import phone
from tidewaiter.base.privacy.vault import known_subject_keys
from tidewaiter.intake.formats.ceb.kinds import Kind
from tidewaiter.intake.models import Declaration, Waybill
from tidewaiter.intake.models.documents import Document
from tidewaiter.intake.sealing import open_persons

_NOBODY = UUID(int=0)
_LEAST = 10
_LAW = "Personal Information Protection Law of the PRC, Art. 6"
_NUMBER = re.compile(r"\d[\d\s-]{5,}")

INDEXED = {
    IndexKind.IDENTITY_NUMBER: "buyer_ix",
    IndexKind.PHONE: "buyer_phone_ix",
    IndexKind.NAME: "buyer_name_ix",
    IndexKind.ADDRESS: "address_ix",
}
"""The columns of a declaration by which a person is found."""


@transaction.atomic
def reveal_person(
    document: Document,
    kind: str,
    fields: Collection[str],
    *,
    declaration: Declaration,
    purpose: str,
    by: Actor,
    at: datetime,
) -> dict[str, str]:
    """Show fields of a person in one document of a parcel in full; the officer says what for."""
    by.must(Permission.PERSON_REVEAL)
    purpose = " ".join(purpose.split())
    if len(purpose) < _LEAST:
        raise Refusal(
            "person.purpose",
            Text(
                "The purpose has {length} characters; a reader needs at least {least}.",
                "用途只有{length}个字符，至少需要{least}个。",
            ),
            values={"length": len(purpose), "least": _LEAST},
            cure=Text(
                "Say which check or proceeding needs the data.",
                "请说明哪项核查或程序需要这些信息。",
            ),
            law=_LAW,
        )
    if _NUMBER.search(purpose):
        raise Refusal(
            "person.purpose-with-number",
            Text(
                "The purpose holds a long number, and purposes are kept for ever.",
                "用途中含有较长的号码，而用途将永久保存。",
            ),
            cure=Text(
                "Leave out identity, telephone and parcel numbers; the parcel is recorded anyway.",
                "请删去证件号、电话号和包裹号；系统会自动记录所涉包裹。",
            ),
            law=_LAW,
        )
    record(
        verb="person.revealed",
        thing=declaration,
        by=by,
        at=at,
        document=kind,
        fields=sorted(fields),
        purpose=purpose,
    )
    values = open_persons(kind, document)
    return {field: values[field] for field in fields if field in values}


@transaction.atomic
def search_people(text: str, *, by: Actor, at: datetime) -> dict[str, UUID]:
    """The columns and indexes by which declarations of exactly this person can be found.

    The text is taken as an identity number, a telephone number, a name and an address; what finds
    nothing is left out. The search is recorded, the text is not.
    """
    by.must(Permission.PARCEL_SEARCH)
    found = {}
    for kind, column in INDEXED.items():
        index = blind(kind, text)
        if (
            index is not None
            and Declaration.objects.visible_to(by).filter(**{column: index}).exists()
        ):
            found[column] = index
    record(
        verb="people.searched",
        thing=Thing("people", "search"),
        by=by,
        at=at,
        found_as=sorted(found),
    )
    return found


@transaction.atomic
def compare_phone(waybill: Waybill | None, ending: str, *, by: Actor, at: datetime) -> bool:
    """Whether the consignee's telephone number of a waybill ends with these four digits.

    Without a waybill the same is done with nobody's number, so that the time tells nothing.
    """
    held = ""
    if waybill is not None:
        held = phone(open_persons(Kind.WAYBILL, waybill).get("consigneeTelephone", ""))
    else:
        known_subject_keys([_NOBODY])
    thing = waybill or Thing(Waybill._meta.label_lower, "0")
    record(verb="parcel.asked-for", thing=thing, by=by, at=at)
    same = hmac.compare_digest(held[-4:].rjust(4, "-").encode(), ending.encode())
    return same and len(ending) == 4 and waybill is not None
