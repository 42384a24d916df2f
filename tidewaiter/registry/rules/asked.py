"""What an application has to show: statements of itself, and the papers that the law asks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.law.answers.facts import PRODUCT, Facts, Unclear
from tidewaiter.law.loader import Law
from tidewaiter.law.model.duties import Admission
from tidewaiter.registry.rules.dossier import Dossier

RULES = "Tidewaiter, rules of access review, 1"

WHO: Mapping[str, str] = {
    "platform": "platform",
    "merchant": "merchant",
    "payment": "payment-institution",
    "carrier": "carrier",
    "warehouse": "warehouse",
    "agent": "declarant",
    "right_holder": "rights-holder",
}
"""How the law calls those who play a role; it lays nothing on the others before admission."""

STATEMENTS: Mapping[str, Text] = {
    "name": Text("Name as in the register", "登记名称"),
    "code": Text("Number by which it is registered", "登记编号"),
    "identifiers": Text("Numbers with check digits", "识别号码"),
    "address": Text("Address", "地址"),
    "phone": Text("Telephone", "电话"),
    "email": Text("Mail address", "电子邮箱"),
    "owners": Text("Owners and who controls", "所有人与实际控制人"),
    "account": Text("Account for payments", "收付款账户"),
    "complaints": Text("Contact for complaints", "投诉联系方式"),
    "data-protection": Text("Contact for personal data", "个人信息保护联系方式"),
    "representative": Text("Agent in the country", "境内代理人"),
    "certified": Text("Statement that everything is true", "真实性声明"),
}
"""The statements, in the order in which they are asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that has to be shown; a statement is asked for by no obligation of its own."""

    key: str
    title: Text
    obligation: str = ""


def asked(
    law: Law, *, roles: Sequence[str], facts: Facts, goods: Sequence[str], dossier: Dossier
) -> tuple[Asked, ...]:
    """All that an applicant in these roles, with this trade and these goods, has to show."""
    abroad = _abroad(law, dossier)
    stated = [
        Asked(name, title)
        for name, title in STATEMENTS.items()
        if abroad or name != "representative"
    ]
    return (*stated, *_papers(law, roles, facts, goods, abroad))


def stated(dossier: Dossier, *, code: str) -> frozenset[str]:
    """The statements that an application makes already."""
    purposes = {one.purpose for one in dossier.contacts}
    said = {
        "name": dossier.name,
        "code": code,
        "identifiers": dossier.identifiers,
        "address": dossier.address and dossier.city,
        "phone": dossier.phone,
        "email": dossier.email,
        "owners": dossier.owners or dossier.why_no_owner or dossier.natural,
        "account": dossier.accounts,
        "complaints": "complaints" in purposes,
        "data-protection": "data-protection" in purposes,
        "representative": dossier.representative,
        "certified": dossier.certified,
    }
    return frozenset(name for name, value in said.items() if value)


def changed(before: Dossier, after: Dossier, *, codes: tuple[str, str]) -> frozenset[str]:
    """The statements in which two dossiers differ."""
    fields = {
        "name": ("name", "natural", "country", "website"),
        "identifiers": ("identifiers",),
        "address": ("address", "city", "sites"),
        "phone": ("phone",),
        "email": ("email",),
        "owners": ("owners", "why_no_owner"),
        "account": ("accounts",),
        "representative": ("representative",),
        "certified": ("certified", "earlier_shops"),
        "licences": ("licences",),
    }
    found = {
        name
        for name, parts in fields.items()
        if any(getattr(before, part) != getattr(after, part) for part in parts)
    }
    for purpose in ("complaints", "data-protection"):
        if _contacts(before, purpose) != _contacts(after, purpose):
            found.add(purpose)
    if codes[0] != codes[1]:
        found.add("code")
    return frozenset(found)


def _contacts(dossier: Dossier, purpose: str) -> tuple[tuple[str, str], ...]:
    return tuple((one.sort, one.value) for one in dossier.contacts if one.purpose == purpose)


def _abroad(law: Law, dossier: Dossier) -> bool:
    return dossier.country.lower() != law.pack


def _papers(
    law: Law, roles: Sequence[str], facts: Facts, goods: Sequence[str], abroad: bool
) -> Iterator[Asked]:
    declared = {**facts, PRODUCT: list(goods)} if goods else dict(facts)
    titles: set[str] = set()
    for role in roles:
        for duty in _duties(law, declared, WHO.get(role, "")):
            if duty.admission is Admission.NO or (
                duty.admission is Admission.ABROAD and not abroad
            ):
                continue
            for number, title in enumerate(duty.evidence, 1):
                # two roles may owe the same paper
                if title.en not in titles:
                    titles.add(title.en)
                    yield Asked(f"{duty.id}.{number}", Text(title.en, title.zh), duty.id)


def _duties(law: Law, declared: Facts, who: str) -> Sequence:  # type: ignore[type-arg]
    if not who:
        return ()
    try:
        return law.obligations_of(declared, who)
    except Unclear as unclear:
        raise Refusal(
            "registry.facts",
            Text("What is said of the trade is not clear: {why}", "对贸易情况的说明不明确：{why}"),
            values={"why": str(unclear)},
            law=RULES,
            cure=Text("Choose from the answers of the law pack.", "请从法规包的选项中选择。"),
        ) from unclear
