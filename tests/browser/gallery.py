"""Every page with invented contents, each in every state that looks different.

Served instead of the real addresses, so that pages can be looked at and checked without data.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace as Made
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.i18n import set_language

from tests.browser.samples import (
    a_link,
    a_network,
    a_parcel,
    a_reason,
    an_overview,
    some_networks,
    some_parcels,
)
from tidewaiter.surfaces.kit.forms import DateInput, SearchInput
from tidewaiter.surfaces.kit.parts import Choice, Event, Fact, Law, PageLink, Pages

NOW = datetime(2026, 11, 23, 12, 51, 7, tzinfo=UTC)
OFFICER = Made(is_authenticated=True, name="Grace Lin")
STRANGER = Made(is_authenticated=False)
LANES = [("release", "Released"), ("documents", "Document check"), ("hold", "Held")]


class Filters(forms.Form):
    q = forms.CharField(
        label="Search", help_text="A number or words.", required=False, widget=SearchInput
    )
    standing = forms.MultipleChoiceField(
        label="Standing", choices=LANES, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.ChoiceField(label="Reason", choices=[("", "Any")], required=False)
    since = forms.DateField(label="Received since", required=False, widget=DateInput)


class Override(forms.Form):
    lane = forms.ChoiceField(label="New lane", choices=LANES, widget=forms.RadioSelect)
    grounds = forms.CharField(
        label="Your reasons", help_text="No personal data.", widget=forms.Textarea
    )


class Reveal(forms.Form):
    who = forms.ChoiceField(
        label="Whose data", choices=[("buyer", "Buyer")], widget=forms.RadioSelect
    )
    purpose = forms.CharField(label="Purpose")


class Where(forms.Form):
    waybill_no = forms.CharField(label="Waybill number")
    phone_ending = forms.CharField(label="Last four digits of the telephone number")


class SignIn(forms.Form):
    email = forms.EmailField(label="E-mail address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)


def shows(template: str, contents: Callable[[HttpRequest], dict[str, Any]], user: object) -> Any:
    """A page made of a template and what it is given."""

    def view(request: HttpRequest, **_: object) -> HttpResponse:
        if "message" in request.GET:
            messages.success(request, "The lane is changed.")
            messages.error(request, "Nothing was changed.")
        return render(request, template, {"user": user, **contents(request)})

    return view


def overview(request: HttpRequest) -> HttpResponse:
    """The overview, and the parts that it fetches for itself."""
    template = "desk/_overview.html" if request.htmx else "desk/overview.html"
    given = an_overview(datetime.now(UTC), empty="empty" in request.GET)
    live = request.GET.get("live") != "off"
    return render(request, template, {"user": OFFICER, "overview": given, "live": live})


def parcels(request: HttpRequest) -> dict[str, Any]:
    chosen = (Choice("Rejected", "?"), Choice("Since 20 Nov 2026", "?"))
    links = (PageLink("1", "?", current=True), PageLink("…", ""), PageLink("9", "?page=9"))
    return {
        "form": Filters(request.GET),
        "chosen": chosen if request.GET else (),
        "clear_url": "?",
        "parcels": () if "empty" in request.GET else some_parcels(NOW),
        "pages": Pages(1, 20, 418_230, older_url="?page=2", links=links),
        "person_search": "person" in request.GET,
    }


def parcel(request: HttpRequest) -> dict[str, Any]:
    standing = request.GET.get("standing", "inspection")
    wrong = {} if "wrong" in request.GET else None
    decided = standing not in {"waiting", "rejected", "cancelled", "returned"}
    return {
        "parcel": a_parcel(NOW, standing),
        "override_form": Override(wrong) if decided else None,
        "override_refused": "" if decided else "Only an accepted parcel has a lane.",
        "reveal_form": Reveal(wrong),
    }


def override(request: HttpRequest) -> dict[str, Any]:
    return {
        "parcel": a_parcel(NOW, "inspection"),
        "change": Made(lane="release", grounds="Opened it.\nGoods as declared."),
        "form": Override({"lane": "release", "grounds": "Opened it."}),
    }


def answered(request: HttpRequest) -> dict[str, Any]:
    standing = request.GET.get("standing", "rejected")
    reason = Made(title="Amount paid differs", cure="Ask the seller.", url="/reasons/1332/")
    return {
        "answer": Made(
            waybill_no="NQE2026112300017",
            standing=standing,
            since=NOW,
            waiting_for=("payment",),
            reasons=(reason,) if standing == "rejected" else (),
            history=(Event(NOW, "Decided"), Event(NOW - timedelta(minutes=3), "Order received")),
            tax=Decimal("51.13"),
        )
    }


def reasons(request: HttpRequest) -> dict[str, Any]:
    entry = Made(code="TW-M02", official="1332", severity="reject", url="/reasons/1332/")
    entry.title = "Amount paid differs from the order"
    group = Made(title="The documents against each other", entries=(entry,))
    found = () if "empty" in request.GET else (group,)
    return {"q": request.GET.get("q", ""), "count": len(found), "groups": found}


def reason(request: HttpRequest) -> dict[str, Any]:
    shown = a_reason("reject")
    page = Made(
        documents=("Order", "Payment"),
        compares=("OrderHead.acturalPaid = PaymentHead.amountPaid",),
        values=(Fact("Tolerance", "0", "own policy"),),
        since=date(2016, 4, 8),
        condition="order_actural_paid <> payment_amount_paid",
    )
    page.__dict__.update(shown.__dict__, law=(Law("Announcement 194/2018", "art. 6"),))
    return {"reason": page}


def sign_in(request: HttpRequest) -> dict[str, Any]:
    account = Made(name="Grace", title="Officer", email="grace@demo.invalid", password="low-tide")
    return {
        "form": SignIn({} if "wrong" in request.GET else None),
        "next": "/desk/",
        "accounts": (account,),
    }


def where(request: HttpRequest) -> dict[str, Any]:
    return {"form": Where({} if "wrong" in request.GET else None)}


def figures(request: HttpRequest) -> dict[str, Any]:
    return {"figures": Made(decided_today=497_146, released_share=87.3, p99_ms=412)}


def refused(request: HttpRequest) -> dict[str, Any]:
    said = {"code": "lane.same", "sentence": "It is in that lane.", "law": "", "cure": "Choose."}
    return {"refusal": said}


def networks(request: HttpRequest) -> dict[str, Any]:
    tabs = tuple(
        Made(label=label, url=f"/desk/networks/{label.lower()}/", current=not place)
        for place, label in enumerate(("Consignees", "Addresses", "Sellers"))
    )
    rows = () if "empty" in request.GET else some_networks()
    return {"tabs": tabs, "rows": rows, "night": date(2026, 11, 23)}


def network(request: HttpRequest) -> dict[str, Any]:
    return a_network()


def link(request: HttpRequest) -> dict[str, Any]:
    return a_link()


def nothing(request: HttpRequest) -> dict[str, Any]:
    return {}


OTHERS = ("duties", "regulator", "law")
"""Pages that others lead to, and that are opened themselves in `test_pages`."""

_public = [
    path("", shows("public/home.html", figures, STRANGER), name="home"),
    path("parcel/", shows("public/parcel.html", where, STRANGER), name="parcel"),
    path("answer/", shows("public/parcel_answer.html", answered, STRANGER)),
    path("reasons/", shows("public/reasons.html", reasons, STRANGER), name="reasons"),
    path("reasons/<str:code>/", shows("public/reason.html", reason, STRANGER), name="reason"),
    *(path(f"{name}/", shows("public/home.html", figures, STRANGER), name=name) for name in OTHERS),
]
_desk = [
    path("", overview, name="overview"),
    path("parcels/", shows("desk/parcels.html", parcels, OFFICER), name="parcels"),
    path("parcels/<int:pk>/", shows("desk/parcel.html", parcel, OFFICER), name="parcel"),
    path(
        "parcels/<int:pk>/lane/",
        shows("desk/override_check.html", override, OFFICER),
        name="override",
    ),
    path("parcels/<int:pk>/people/", shows("desk/parcel.html", parcel, OFFICER), name="reveal"),
    path("parcels/<int:pk>/checks/", shows("desk/parcel.html", parcel, OFFICER), name="checks"),
    path("networks/", shows("desk/networks/list.html", networks, OFFICER), name="networks"),
    path("networks/<slug:kind>/", shows("desk/networks/list.html", networks, OFFICER)),
    path(
        "networks/<slug:kind>/<int:cluster>/",
        shows("desk/networks/network.html", network, OFFICER),
        name="network",
    ),
    path(
        "networks/<slug:kind>/<int:cluster>/links/<int:one>/<int:other>/",
        shows("desk/networks/link.html", link, OFFICER),
    ),
]
urlpatterns = [
    path("", include((_public, "public"))),
    path("desk/", include((_desk, "desk"))),
    path(
        "portal/",
        include(([path("", shows("kit/sign_in.html", sign_in, STRANGER), name="home")], "portal")),
    ),
    path("sign-in/", shows("kit/sign_in.html", sign_in, STRANGER), name="sign-in"),
    path("sign-out/", shows("kit/sign_in.html", sign_in, STRANGER), name="sign-out"),
    path("language/", set_language, name="set_language"),
    path("refused/", shows("kit/refusal.html", refused, STRANGER)),
    *(path(f"{code}/", shows(f"{code}.html", nothing, STRANGER)) for code in (400, 403, 404, 500)),
]

PAGES = [
    "/",
    "/parcel/",
    "/parcel/?wrong",
    *(f"/answer/?standing={each}" for each in ("release", "documents", "waiting", "rejected")),
    "/reasons/",
    "/reasons/?q=x&empty",
    "/reasons/1332/",
    "/desk/",
    "/desk/?empty&live=off",
    "/desk/parcels/",
    "/desk/parcels/?standing=hold&person",
    "/desk/parcels/?empty&q=x",
    *(f"/desk/parcels/1/?standing={each}" for each in ("release", "hold", "waiting", "rejected")),
    "/desk/parcels/1/?wrong",
    "/desk/parcels/1/?message",
    "/desk/parcels/1/lane/",
    "/desk/networks/",
    "/desk/networks/?empty",
    "/desk/networks/consignee/7/",
    "/desk/networks/consignee/7/links/1/2/",
    "/sign-in/",
    "/sign-in/?wrong",
    "/refused/",
    "/400/",
    "/403/",
    "/404/",
    "/500/",
]
"""Every page in every state that looks different."""
