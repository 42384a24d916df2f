"""A demonstration of admission: one invented firm has applied and waits for its reviewer."""

from datetime import date, datetime
from decimal import Decimal

from tidewaiter.base.identity.actors import Actor, ActorKind
from tidewaiter.base.identity.models import Organisation, OrganisationKind
from tidewaiter.base.identity.roles import permissions_of
from tidewaiter.flows.access_review import hand_paper, send_in
from tidewaiter.registry.commands.applying import start_application
from tidewaiter.registry.models import Application
from tidewaiter.registry.rules import dossier as form

CODE = "91440300TW0000001J"
"""Invented, with the right check digit."""
NAME = "深圳潮生贸易有限公司"
FACTS = {
    "direction": "import",
    "buyer": "consumer",
    "seller": "business",
    "stock": "abroad",
    "sale": "shop-page",
    "operator": "marketplace",
}


def prepare_applicant(*, at: datetime) -> None:
    """Let the firm apply where nobody has applied yet."""
    if Application.objects.exists():
        return
    firm, _made = Organisation.objects.get_or_create(
        code=CODE, defaults={"name": NAME, "kind": OrganisationKind.MERCHANT}
    )
    by = _clerk()
    application = start_application(firm, _given(), via="portal", by=by, at=at)
    for number, item in enumerate(application.items.exclude(obligation=""), 1):
        text = f"{item.title_en}\n{item.title_zh}\n\n{NAME}, {CODE}, page {number}.\n"
        hand_paper(application, item.key, f"{item.key}.txt", text.encode(), by=by, at=at)
    send_in(application, by=by, at=at)


def _clerk() -> Actor:
    """Somebody of the firm; nobody signs in as them."""
    return Actor(
        ActorKind.PERSON,
        id="demo",
        label=f"{CODE}:demo",
        organisation_code=CODE,
        roles=frozenset({"party"}),
        permissions=permissions_of({"party"}),
    )


def _given() -> form.Given:
    return form.Given(
        roles=("merchant",),
        facts=FACTS,
        goods=("3304", "9503"),
        code=CODE,
        account=form.Banked("GB82WEST12345698765432", NAME, "Bank of the Harbour"),
        dossier=form.Dossier(
            name=NAME,
            city="深圳市",
            address="南山区听涛路18号6层",
            phone="0755-55550100",
            email="office@tide-born.example",
            website="https://tide-born.example",
            identifiers=(form.Numbered("uscc", CODE),),
            owners=(
                form.Owned("Chao Sheng", share=Decimal(70), born=date(1984, 5, 6), number="D1"),
                form.Owned("Tao Ting", share=Decimal(30), born=date(1986, 7, 8), number="D2"),
            ),
            contacts=(
                form.Reached("complaints", "email", "help@tide-born.example"),
                form.Reached("data-protection", "email", "privacy@tide-born.example"),
            ),
            certified=True,
        ),
    )
