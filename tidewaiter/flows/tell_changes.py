"""Changes of the law whose day comes: firms are told ahead, and on the day they apply."""

from datetime import date, datetime

import structlog
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.make_law import SOFT, day_of, publish
from tidewaiter.law.loader import load
from tidewaiter.lawmaking.commands.moving import enter_into_force
from tidewaiter.lawmaking.commands.notices import give_notices, note_sent, take_to_post
from tidewaiter.lawmaking.models import Notice, Proposal
from tidewaiter.lawmaking.queries import affected_by, announced, unsent
from tidewaiter.lawmaking.rules.affected import concerns, step_due
from tidewaiter.lawmaking.rules.post import MOST_TRIES
from tidewaiter.registry.queries.operators import trading_operators

_log = structlog.get_logger()


def tell_changes(*, by: Actor, at: datetime) -> int:
    """Publish what is not, note what applies, give the notices that are due; how many were new.

    Whatever was missed while nothing ran is made up for at the next run; nothing comes twice.
    """
    publish()
    on = day_of(at)
    for entered in enter_into_force(on=on, by=by, at=at):
        _log.info("law.in-force", proposal=entered.pk, pack=entered.pack)
    given = sum(_tell(proposal, on, by, at) for proposal in announced())
    mail_notices(by=by, at=at)
    return given


def mail_notices(*, by: Actor, at: datetime) -> int:
    """Mail the notices to firms that gave an address; the number sent.

    Each is noted before it is sent and confirmed after: it goes out at least once, and twice only
    when a process dies in between. While the post does not answer nothing is tried.
    """
    if not settings.EMAIL_HOST and settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return 0
    contacts = {one.code: one.contact for one in trading_operators() if one.contact}
    waiting = unsent(contacts, at=at)
    if not waiting:
        return 0
    post, sent = get_connection(), 0
    try:
        post.open()
        for notice in waiting:
            if take_to_post(notice, by=by, at=at) and _posted(
                _letter(notice, contacts[notice.operator]), post, notice
            ):
                note_sent(notice, by=by, at=at)
                sent += 1
    except OSError as error:
        _log.warning("post.no-answer", waiting=len(waiting), problem=type(error).__name__)
    finally:
        post.close()
    return sent


def _posted(letter: EmailMessage, post: BaseEmailBackend, notice: Notice) -> bool:
    """Whether the post took a letter; one that it refuses does not keep the others back."""
    try:
        return bool(post.send_messages([letter]))
    except OSError as error:
        problem, last = type(error).__name__, notice.tries + 1 >= MOST_TRIES
        if last:
            _log.error("notice.given-up", notice=notice.pk, problem=problem)
        else:
            _log.warning("notice.not-mailed", notice=notice.pk, problem=problem)
        post.close()  # the next letter gets a line of its own
        return False


def _tell(proposal: Proposal, on: date, by: Actor, at: datetime) -> int:
    steps = load(SOFT).on(on).timer("law-notice").warn
    step = step_due(proposal.enters_on, steps, on=on)
    if step is None:
        return 0
    concerned = affected_by(proposal)
    told = [one.code for one in trading_operators() if concerns(concerned, one.roles, one.trades)]
    return give_notices(proposal, told, days=step, by=by, at=at)


def _letter(notice: Notice, to: str) -> EmailMessage:
    proposal = notice.proposal
    said = [
        f"{each['on']}  {each['id']}: {each['title']['zh']} / {each['title']['en']}"
        for each in proposal.verdict.get("changes", [])[:50]
    ]
    if notice.called_off:
        return _calling_off(proposal, to)
    lines = [
        f"{proposal.title_zh}（{proposal.reference}）将于{proposal.enters_on}起施行。",
        proposal.grounds_zh,
        "",
        f"{proposal.title_en} ({proposal.reference}) applies from {proposal.enters_on}.",
        proposal.grounds_en,
        "",
        *said,
    ]
    subject = f"{proposal.enters_on}: {proposal.title_zh} / {proposal.title_en}"
    return EmailMessage(subject=subject, body="\n".join(lines), to=[to])


def _calling_off(proposal: Proposal, to: str) -> EmailMessage:
    lines = [
        f"原定于{proposal.enters_on}起施行的{proposal.title_zh}（{proposal.reference}）已撤回，不再施行。",
        "",
        f"{proposal.title_en} ({proposal.reference}), announced for {proposal.enters_on}, was "
        "called off: it will not apply.",
    ]
    subject = f"已撤回 / Called off: {proposal.title_zh} / {proposal.title_en}"
    return EmailMessage(subject=subject, body="\n".join(lines), to=[to])
