"""Letters in dockets: parties are told by mail that one waits for them, never what it says."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from tidewaiter.base.docket.commands.letters import note_mailed
from tidewaiter.base.docket.models import Letter
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.base.identity.queries import people_who_may
from tidewaiter.base.kernel.refusals import Refusal, Text
from tidewaiter.flows.post import post

TRIED_FOR = timedelta(days=7)
"""A letter that could not be mailed for so long lies in the portal all the same."""
BATCH = 200


def tell_letters(*, by: Actor, at: datetime) -> int:
    """Mail every party for which a letter waits; how many letters were told of."""
    told = 0
    for letter in _waiting(at).select_related("party__organisation", "docket")[:BATCH]:
        addresses = _addresses(letter)
        if not addresses:
            continue
        try:
            for address in addresses:
                post(address, *_words(letter))
        except Refusal:
            break  # the post does not answer: all of it again at the next run
        note_mailed(letter, by=by, at=at)
        told += 1
    return told


def _waiting(at: datetime) -> QuerySet[Letter]:
    return Letter.objects.filter(
        outgoing=True, mailed_at=None, read_at=None, at__gt=at - TRIED_FOR, party__left_at=None
    ).order_by("id")


def _addresses(letter: Letter) -> list[str]:
    """The party's own address, or those of its people who may answer."""
    if letter.party.contact:
        return [letter.party.contact]
    if letter.party.organisation is None:
        return []
    there = people_who_may(Permission.DOCKET_ANSWER, letter.party.organisation)
    return [person.email for person in there]


def _words(letter: Letter) -> tuple[str, ...]:
    reference, spoken = letter.docket.reference, letter.language
    path = f"/portal/dockets/{letter.docket_id}/letters/{letter.pk}/"
    subject = Text("A letter about {reference} waits for you", "您有一封关于{reference}的函件")
    body = Text(
        "Read it in the portal; a deadline may run.", "请登录门户查阅，期限可能已开始计算。"
    )
    told = (one.in_language(spoken).format(reference=reference) for one in (subject, body))
    return (*told, settings.TIDEWAITER_ADDRESS + path)
