"""Apply to trade: start, say more, hand papers in; what is missing is said all along."""

from collections.abc import Collection
from datetime import date, datetime

import msgspec
from django.conf import settings
from django.db import IntegrityError, transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.docket import clocks
from tidewaiter.base.docket.applications import Answers
from tidewaiter.base.docket.commands.opening import Matter, Paper, Side, open_docket
from tidewaiter.base.docket.models import Docket, Evidence, Unit
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Kind, Refusal, Text
from tidewaiter.base.privacy.vault import open_message, seal_message
from tidewaiter.law.loader import Law
from tidewaiter.registry.dockets import ACCESS_REVIEW
from tidewaiter.registry.models import Application, Item, Operator
from tidewaiter.registry.rules.access import applied_once, fresh, open_to_change
from tidewaiter.registry.rules.asked import asked, changed, stated
from tidewaiter.registry.rules.dossier import Dossier, Given, packed, unpacked
from tidewaiter.registry.rules.form import given_of
from tidewaiter.registry.rules.identifiers import checked
from tidewaiter.registry.rules.owners import Holding, sound
from tidewaiter.registry.sealing import without_account
from tidewaiter.registry.states import Access, Standing

DRAFT = frozenset({Access.STARTED})
REVISABLE = frozenset({Access.STARTED, Access.REVISION, Access.REVERIFY, Access.SUSPENDED})


@transaction.atomic
def start_application(
    organisation: Organisation,
    given: Given,
    *,
    via: str,
    pack: str = "",
    unit: Unit | None = None,
    contact: str = "",
    language: str = "en",
    by: Actor,
    at: datetime,
) -> Application:
    """Begin an application to trade; what is said already is kept, but no number of an account.

    It is a draft until it is sent in; without a `pack` it goes by that of the installation.
    """
    by.must(Permission.DOCKET_ANSWER)
    given = without_account(given)
    _once(given.code, own=None, organisation=organisation)
    side = Side("applicant", organisation.name, organisation, contact, language)
    docket = open_docket(
        ACCESS_REVIEW,
        Paper(
            pack=pack or settings.TIDEWAITER_PACK,
            via=via,
            parties=[side],
            matters=[Matter("organisation", organisation.code, organisation.name)],
            title=organisation.name,
        ),
        unit=unit,
        by=by,
        at=at,
    )
    application = Application(
        docket=docket,
        organisation=organisation,
        operator=Operator.objects.filter(organisation=organisation).first(),
        code="",
        roles=[],
        dossier_sealed=_sealed(docket, Dossier()),
        started_at=at,
    )
    application.save()
    record(verb="application.started", thing=application, by=by, at=at, docket=docket.pk)
    _say(application, given, anew=(), at=at)
    return application


def open_access_review(
    answers: Answers, *, organisation: Organisation, by: Actor, at: datetime
) -> Docket:
    """Open the access review of an organisation that applied at the portal."""
    given = given_of(answers)
    application = start_application(
        organisation, given, via="portal", contact=given.dossier.email, by=by, at=at
    )
    return application.docket


@transaction.atomic
def show_by_papers(docket: Docket, *, by: Actor, at: datetime) -> Application:
    """Let each paper of a docket show the item under whose key it was asked for."""
    by.must(Permission.DOCKET_ANSWER)
    found = locked_application(Application.objects.get(docket=docket))
    items = {item.key: item for item in found.items.exclude(obligation="")}
    for paper in docket.papers.exclude(asked="").order_by("id"):
        item = items.get(paper.asked)
        if item is not None:
            item.paper, item.standing = paper, "given"
            item.save(update_fields=["paper", "standing"])
    record(verb="application.papers", thing=found, by=by, at=at, docket=docket.pk)
    return found


@transaction.atomic
def save_application(
    application: Application,
    given: Given,
    *,
    anew: Collection[str] = (),
    by: Actor,
    at: datetime,
) -> Application:
    """Keep what an application says now; after it was sent in, only named items may change.

    `anew` are statements that are made anew although they say what they said. Without a new
    account the one compared before stays.
    """
    by.must(Permission.DOCKET_ANSWER)
    found = locked_application(application)
    given = without_account(given)
    if not given.dossier.accounts:
        before = dossier_of(found).accounts
        dossier = msgspec.structs.replace(given.dossier, accounts=before)
        given = msgspec.structs.replace(given, dossier=dossier)
    _once(given.code, own=found, organisation=found.organisation)
    _say(found, given, anew=anew, at=at)
    record(
        verb="application.saved", thing=found, by=by, at=at, docket=found.docket_id,
        missing=found.items.filter(standing="missing").count(),
    )  # fmt: skip
    return found


@transaction.atomic
def attach_paper(
    application: Application,
    key: str,
    paper: Evidence,
    *,
    valid_until: date | None = None,
    by: Actor,
    at: datetime,
) -> Item:
    """Show an item by a paper of the docket; one that has expired is refused."""
    by.must(Permission.DOCKET_ANSWER)
    found = locked_application(application)
    item = found.items.filter(key=key).first()
    if item is None or not item.obligation or paper.docket_id != found.docket_id:
        raise _not_asked(key)
    fresh(valid_until, on=clocks.day_of(at), name=paper.name)
    _open(found, {key})
    item.paper, item.valid_until, item.standing = paper, valid_until, "given"
    item.reason = item.note = ""
    item.save()
    record(
        verb="application.paper", thing=found, by=by, at=at, docket=found.docket_id, key=key,
        paper=paper.pk,
    )  # fmt: skip
    return item


def locked_application(application: Application) -> Application:
    """An application as it is now, under the lock of its docket."""
    Docket.objects.select_for_update(of=("self",)).get(pk=application.docket_id)
    return Application.objects.select_related("docket", "organisation").get(pk=application.pk)


def dossier_of(application: Application) -> Dossier:
    """What an application says."""
    context = _context(application.docket)
    return unpacked(open_message(bytes(application.dossier_sealed), context=context))


@transaction.atomic
def open_dossier(application: Application, *, by: Actor, at: datetime) -> Dossier:
    """Open what an application says, for somebody who works on it; who opened it is noted."""
    by.must(Permission.DOCKET_WORK)
    record(verb="application.opened", thing=application, by=by, at=at, docket=application.docket_id)
    return dossier_of(application)


def law_of(application: Application, *, at: datetime) -> Law:
    """The law by which an application is judged."""
    return clocks.load(application.docket.pack).on(clocks.day_of(at))


def _say(application: Application, given: Given, *, anew: Collection[str], at: datetime) -> None:
    law = law_of(application, at=at)
    _sound(given, at=at)
    before = dossier_of(application)
    differing = changed(before, given.dossier, codes=(application.code, given.code))
    _open(application, differing | set(anew))
    draft = application.docket.state in DRAFT
    if not draft and (
        set(given.roles) != set(application.roles) or set(given.goods) != set(application.goods)
    ):
        open_to_change({"roles"}, revisable=(), draft=False)
    application.code = given.code
    application.roles = sorted(set(given.roles))
    application.facts = dict(given.facts)
    application.goods = sorted(set(given.goods))
    application.dossier_sealed = _sealed(application.docket, given.dossier)
    wanted = asked(
        law, roles=application.roles, facts=application.facts, goods=application.goods,
        dossier=given.dossier,
    )  # fmt: skip
    said = stated(given.dossier, code=given.code)
    held = {item.key: item for item in application.items.all()}
    for one in wanted:
        item = held.pop(one.key, None) or Item(application=application, key=one.key)
        item.title_en, item.title_zh = one.title.en[:300], one.title.zh[:300]
        item.obligation = one.obligation
        if not one.obligation:
            _restate(item, said=one.key in said, differs=one.key in {*differing, *anew})
        item.save()
    application.items.filter(pk__in=[item.pk for item in held.values()]).delete()
    application.complete = not application.items.filter(standing="missing").exists()
    try:
        with transaction.atomic():
            application.save()
    except IntegrityError:
        # another one of the same number was begun at the same moment
        applied_once(running="…", registered="", code=application.code)
        raise


def _restate(item: Item, *, said: bool, differs: bool) -> None:
    """A statement is missing until it is made, and given anew when it changes."""
    if not said:
        item.standing, item.reason = "missing", ""
    elif item.standing == "missing" or differs:
        item.standing, item.reason, item.note = "given", "", ""


def _sound(given: Given, *, at: datetime) -> None:
    dossier = given.dossier
    for one in dossier.identifiers:
        checked(one.scheme, one.value)
    if dossier.owners or dossier.why_no_owner:
        holdings = [
            Holding(one.name, one.person, one.share, one.control, one.of) for one in dossier.owners
        ]
        house = clocks.load(clocks.HOUSE).on(clocks.day_of(at))
        sound(
            holdings,
            least=house.amount("access.owner.share"),
            why_none=dossier.why_no_owner,
        )
    for licence in dossier.licences:
        fresh(licence.valid_until, on=clocks.day_of(at), name=licence.number)


def _open(application: Application, differing: set[str] | frozenset[str]) -> None:
    state = Access(application.docket.state)
    if state not in REVISABLE:
        open_to_change(differing, revisable=(), draft=False)
        return
    named = application.items.filter(standing__in=["revise", "missing"])
    revisable = set(named.values_list("key", flat=True))
    open_to_change(differing, revisable=revisable, draft=state in DRAFT)


def _once(code: str, *, own: Application | None, organisation: Organisation) -> None:
    if not code:
        return
    others = Application.objects.filter(code=code, running=True).select_related("docket")
    other = (others.exclude(pk=own.pk) if own else others).first()
    # a stranger is told that there is one, not which
    mine = other is not None and other.organisation_id == organisation.pk
    running = "" if other is None else other.docket.reference if mine else "…"
    there = Operator.objects.filter(code=code).select_related("organisation")
    # a firm that was taken over from another register proves itself by applying; one that lost its
    # standing has other ways back
    barred = [
        one
        for one in there
        if one.organisation_id != organisation.pk
        or (own is None and one.standing != Standing.ACTIVE)
    ]
    operator = barred[0] if barred else None
    applied_once(running=running, registered=operator.name if operator else "", code=code)


def _sealed(docket: Docket, dossier: Dossier) -> bytes:
    return seal_message(packed(dossier), context=_context(docket))


def _context(docket: Docket) -> bytes:
    return f"access-dossier:{docket.pk}".encode()


def _not_asked(key: str) -> Refusal:
    return Refusal(
        "registry.not-asked",
        Text("“{key}” is not asked for in this application.", "此申请不要求“{key}”。"),
        values={"key": key[:100]},
        law="Tidewaiter, rules of access review, 1",
        cure=Text(
            "Choose one of the items of the list; other papers go into the file itself.",
            "请从清单中选择；其他材料请直接提交至案卷。",
        ),
        kind=Kind.NOT_FOUND,
    )
