"""What is due on a parcel: asked in a form, answered with the arithmetic and the law behind it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tidewaiter.engine.duties.reckon import Item
from tidewaiter.engine.duties.wording import figure, formula_in, label_in, plain
from tidewaiter.engine.duties.working import Refused, Source, Worked
from tidewaiter.flows.reckon_duties import Declared, currency_of, reckon_duties
from tidewaiter.law.hs.nomenclature import nomenclature
from tidewaiter.surfaces.kit.access import open_to_all
from tidewaiter.surfaces.kit.parts import Fact, Law
from tidewaiter.surfaces.kit.words import language, law_on
from tidewaiter.surfaces.public.calculator_form import ROWS, CalculatorForm

MOST_FOUND = 25
_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Found:
    """Goods that fit the words, and the address of the form with their code filled in."""

    code: str
    name: str
    around: str
    url: str


@dataclass(frozen=True)
class Step:
    """One step of the arithmetic, as it is printed."""

    title: str
    formula: str
    values: tuple[Fact, ...]
    result: str
    law: tuple[Law, ...]
    verified: bool
    note: str


@dataclass(frozen=True)
class Answer:
    """What is said: the sum and its parts, the steps, what is not covered; or why nothing is."""

    total: str
    basis: str
    parts: tuple[Fact, ...]
    steps: tuple[Step, ...]
    limits: tuple[str, ...]
    refusal: str
    cure: str
    law: tuple[Law, ...]
    code: str


@require_safe
@open_to_all
def calculator(request: HttpRequest) -> HttpResponse:
    """Draw the form; look goods up by words; answer when everything is there."""
    if "to" not in request.GET:
        day = {"day": timezone.localdate()}
        return render(request, "public/calculator.html", {"form": CalculatorForm(initial=day)})
    form = CalculatorForm(request.GET)
    if not form.is_valid():
        return render(request, "public/calculator.html", {"form": form}, status=422)
    told = form.cleaned_data
    for row in ROWS:
        words = told[f"what{row}"]
        if words and not words.isdigit():
            found = _found(request, row, words, told)
            page = {"found": found, "words": words, "back": _again(request)}
            return render(request, "public/calculator_goods.html", page)
    [worked] = reckon_duties([_declared(told)], on=told["day"])
    page = {
        "answer": _answer(worked),
        "asked": _asked(told, worked.currency),
        "day": told["day"],
        "change": _again(request) + "&edit=1",
        "form": form,
    }
    template = "calculator" if "edit" in request.GET else "calculator_answer"
    return render(request, f"public/{template}.html", page)


def _again(request: HttpRequest, **changes: str) -> str:
    """The address of the calculator with what was typed so far."""
    given = {name: value for name, value in request.GET.items() if name != "edit"} | changes
    return f"{reverse('public:calculator')}?{urlencode(given)}"


def _found(request: HttpRequest, row: int, words: str, told: dict[str, Any]) -> tuple[Found, ...]:
    """Tariff lines of China by their names in both languages; elsewhere subheadings."""
    if told["to"].startswith("cn"):
        wanted = words.lower().split()
        lines = [
            (line.gcode, line.title[language()], line.title.en)
            for line in law_on(told["day"]).tariff
            if all(word in f"{line.title.en} {line.title.zh}".lower() for word in wanted)
        ]
        return tuple(
            Found(code, name, "", _again(request, **{f"what{row}": code}))
            for code, name, _en in lines[:MOST_FOUND]
        )
    names = nomenclature()
    return tuple(
        Found(
            goods.dotted,
            goods.en,
            " › ".join(each.en for each in names.above(goods.code)),
            _again(request, **{f"what{row}": goods.code}),
        )
        for goods in names.search(words, most=MOST_FOUND)
    )


def _declared(told: dict[str, Any]) -> Declared:
    place, _dash, mode = told["to"].partition("-")
    own = currency_of(place.upper(), mode or "9610")
    items = [
        Item(
            code=told[f"what{row}"],
            value=told[f"value{row}"],
            qty=Decimal(told[f"qty{row}"] or 1),
            qty1=told[f"measured{row}"],
            duty_rate=_share(told[f"duty{row}"]),
        )
        for row in ROWS
        if told[f"what{row}"]
    ]
    return Declared(
        to=place.upper(),
        mode=mode or "9610",
        items=items,
        origin=told["origin"],
        currency=told["currency"] or own,
        freight=told["freight"] or Decimal(0),
        insurance=told["insurance"] or Decimal(0),
        rate=told["rate"],
        limit_rate=told["limit_rate"],
        scheme=told["scheme"],
        scheme_no=told["scheme_no"] or None,
        gift=told["gift"],
        channel=told["channel"] or "courier",
        vat_kind=told["vat_kind"] or "standard",
        used={
            measure: told[name]
            for measure, name in (("money", "used"), ("sugar", "used_sugar"), ("rice", "used_rice"))
            if told[name]
        },
    )


def _share(percent: Decimal | None) -> Decimal | None:
    return None if percent is None else percent / _HUNDRED


def _asked(told: dict[str, Any], currency: str) -> tuple[Fact, ...]:
    """What was asked, said back."""
    stated = told["currency"] or currency
    names = nomenclature()
    facts = [Fact(_("Where it goes"), dict(CalculatorForm.destinations())[told["to"]])]
    for row in ROWS:
        if not told[f"what{row}"]:
            continue
        code = told[f"what{row}"]
        goods = names.find(code)
        known = {line.gcode: line for line in law_on(told["day"]).tariff}.get(code)
        named = known.title[language()] if known else goods.en if goods else ""
        facts.append(Fact(code, _money(told[f"value{row}"], stated), named))
    if told["freight"] or told["insurance"]:
        extra = (told["freight"] or Decimal(0)) + (told["insurance"] or Decimal(0))
        facts.append(Fact(_("Freight and insurance"), _money(extra, stated)))
    return tuple(facts)


def _answer(worked: Worked) -> Answer:
    if worked.refused is not None:
        return _refusal(worked, worked.refused)
    amounts, unit = worked.amounts, worked.currency
    parts = [Fact(_("Customs duty"), _money(amounts["duty"], unit))]
    if amounts["consumption_tax"]:
        parts.append(Fact(_("Consumption tax"), _money(amounts["consumption_tax"], unit)))
    paid = _("The seller takes it with the price.") if amounts["at_sale"] else ""
    parts.append(Fact(_("Value-added tax"), _money(amounts["vat"], unit), paid))
    return Answer(
        total=_money(amounts["total"], unit),
        basis=_basis(worked.basis),
        parts=tuple(parts),
        steps=tuple(
            Step(
                title=step.title[language()],
                formula=formula_in(language(), step.formula),
                values=tuple(
                    Fact(label_in(language(), name), plain(figure(name, value)))
                    for name, value in step.values.items()
                ),
                result=_result(step.result, step.unit),
                law=_law(step.law),
                verified=step.verified,
                note=step.law.note if step.law else "",
            )
            for step in worked.steps
        ),
        limits=tuple(limit[language()] for limit in worked.limits),
        refusal="",
        cure="",
        law=(),
        code="",
    )


def _refusal(worked: Worked, refused: Refused) -> Answer:
    return Answer(
        total="",
        basis=_basis(worked.basis),
        parts=(),
        steps=(),
        limits=tuple(limit[language()] for limit in worked.limits),
        refusal=refused.message[language()],
        cure=refused.cure[language()],
        law=_law(refused.law),
        code=refused.code,
    )


def _law(source: Source | None) -> tuple[Law, ...]:
    if source is None:
        return ()
    text = source.reference
    article = _("article %(number)s") % {"number": text.article} if text.article else ""
    both = {"instrument": text.instrument, "title": text.title[language()]}
    return (Law(_("%(instrument)s, %(title)s") % both, article, text.address),)


def _result(result: Any, unit: str) -> str:
    if isinstance(result, Decimal):
        return _money(result, unit) if len(unit) == 3 else f"{plain(result)} {unit}"
    return _basis(str(result))


def _money(amount: Decimal | None, unit: str) -> str:
    places = 0 if unit == "KRW" else 2
    return f"{unit} {amount:,.{places}f}" if amount is not None else ""


def _basis(basis: str) -> str:
    """The rule of duty that applies, in words."""
    return {
        "": "",
        "reduced": _("within the single limit"),
        "full": _("above the single limit, in full"),
        "relief": _("within the relief"),
        "relief-us": _("within the higher relief for goods of the United States"),
        "gift": _("gift within the limit"),
        "item-duty": _("an amount for each distinct subheading"),
        "tariff": _("by the tariff"),
        "low-value": _("goods of low value"),
        "duty-free": _("duty-free entry"),
        "postal-duty": _("duty on postal parcels"),
        "informal-entry": _("informal entry"),
        "formal-entry": _("formal entry"),
    }[basis]
