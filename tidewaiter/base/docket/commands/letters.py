"""Letters: written by the office or by a party, opened by the other side."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from tidewaiter.base.docket.commands.inside import locked, tell
from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import Docket, Evidence, Letter, Party
from tidewaiter.base.docket.queries.who import officer
from tidewaiter.base.docket.rules.letters import addressed, written
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.kernel.refusals import Text


@transaction.atomic
def write_letter(
    docket: Docket,
    party: Party,
    *,
    subject: str,
    body: str,
    enclosed: Sequence[Evidence] = (),
    answers: Letter | None = None,
    by: Actor,
    at: datetime,
) -> Letter:
    """Write to a party, or as a party to the office."""
    outgoing = officer(by)
    by.must(Permission.DOCKET_WORK if outgoing else Permission.DOCKET_ANSWER)
    found = locked(docket, closed_too=True)
    to = found.parties.select_related("organisation").get(pk=party.pk)
    own = to.organisation is not None and to.organisation.code == by.organisation_code
    addressed(here=to.left_at is None, own=outgoing or own)
    written(subject, body)
    letter = _keep(
        found, to, outgoing=outgoing, subject=subject, body=body, answers=answers, by=by, at=at
    )
    letter.enclosed.set(found.papers.filter(pk__in=[one.pk for one in enclosed]))
    return letter


def send_template(docket: Docket, kind: Kind, name: str, *, by: Actor, at: datetime) -> int:
    """Send a letter of the kind to everybody in the role to whom it goes; how many there were."""
    template = kind.letters[name]
    parties = list(docket.parties.filter(role=template.to, left_at=None))
    due = docket.timers.order_by("due_at").filter(next_at__isnull=False).first()
    for party in parties:
        values = {
            "reference": docket.reference,
            "name": party.name,
            "state": kind.state_name(docket.state).in_language(party.language),
            "due": due.due_on.isoformat() if due and due.due_on else "—",
        }
        _keep(
            docket,
            party,
            outgoing=True,
            template=name,
            subject=_filled(template.subject, party.language, values)[:200],
            body=_filled(template.body, party.language, values),
            by=by,
            at=at,
        )
    return len(parties)


@transaction.atomic
def open_letter(letter: Letter, *, by: Actor, at: datetime) -> Letter:
    """Give the read receipt: the other side has opened the letter, for the first time."""
    docket = locked(letter.docket, closed_too=True)
    found = docket.letters.select_related("party__organisation").get(pk=letter.pk)
    reader = officer(by)
    if found.read_at is not None or reader is found.outgoing:
        return found
    found.read_at, found.read_by = at, by.label
    found.save(update_fields=["read_at", "read_by"])
    event = "letter.read" if found.outgoing else "letter.read-here"
    tell(docket, event, by=by, at=at, role=found.party.role, number=found.pk)
    return found


@transaction.atomic
def note_mailed(letter: Letter, *, by: Actor, at: datetime) -> Letter:
    """Note that the party was told by mail that a letter waits for it."""
    docket = locked(letter.docket, closed_too=True)
    found = docket.letters.get(pk=letter.pk)
    found.mailed_at = at
    found.save(update_fields=["mailed_at"])
    tell(docket, "letter.mailed", by=by, at=at, role=found.party.role, number=found.pk)
    return found


def _keep(
    docket: Docket,
    party: Party,
    *,
    outgoing: bool,
    subject: str,
    body: str,
    template: str = "",
    answers: Letter | None = None,
    by: Actor,
    at: datetime,
) -> Letter:
    letter = Letter.objects.create(
        docket=docket,
        party=party,
        outgoing=outgoing,
        template=template,
        language=party.language,
        subject=subject,
        body=body,
        answers=None if answers is None else docket.letters.get(pk=answers.pk),
        at=at,
        by_id=by.id,
        by_label=by.label,
    )
    event = "letter.sent" if outgoing else "letter.received"
    tell(docket, event, by=by, at=at, role=party.role, number=letter.pk, template=template)
    return letter


def _filled(text: Text, language: str, values: dict[str, str]) -> str:
    return text.in_language(language).format_map(values)
