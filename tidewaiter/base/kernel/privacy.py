"""How private a field is, and which names may never be written into a log.

Each model states the class of every field:

    class Privacy:
        fields = {"id": PrivacyClass.PUBLIC, "email": PrivacyClass.PERSONAL}
"""

from enum import StrEnum


class PrivacyClass(StrEnum):
    """Who may read a field; exports, logs and erasure are derived from it."""

    PUBLIC = "public"
    """Anybody may read it."""
    INTERNAL = "internal"
    """Read by the authority and by the party that it concerns."""
    PERSONAL = "personal"
    """Tells something about a living person; never in a log."""
    SENSITIVE = "sensitive"
    """A secret, or personal data whose loss would do harm; encrypted or hashed where it rests."""


_SUBJECTS = ("buyer", "payer", "consignee", "consignor", "shipper", "person", "sender", "receiver")
_ATTRIBUTES = (
    "name", "idnumber", "idno", "phone", "telephone", "mobile", "tel", "address", "email",
)  # fmt: skip
_BY_THEMSELVES = (
    "buyer", "payer", "consignee", "payername", "fullname", "firstname", "lastname", "surname",
    "idnumber", "identitynumber", "idcard", "passport", "phone", "telephone", "mobile",
    "address", "email", "password", "secret", "token", "authorization", "cookie", "masterkey",
    "plaintext", "raw", "body", "buyerregno", "regno", "payerid", "buyerid", "consigneeid",
    "consigneeaddress", "deliveryaddress", "bankaccount", "oribizmessage", "username", "login",
    "ip", "ipaddress", "clientip", "remoteaddr",
)  # fmt: skip

PERSONAL_KEYS = frozenset(
    {*_BY_THEMSELVES, *(subject + attribute for subject in _SUBJECTS for attribute in _ATTRIBUTES)}
)
"""Names, in small letters without separators, whose values stay out of logs and audit details."""


def is_personal_key(name: str) -> bool:
    """Whether a name such as "buyerIdNumber", "buyer_id_number" or "Buyer-ID-Number" is one."""
    return "".join(letter for letter in name if letter.isalnum()).lower() in PERSONAL_KEYS
