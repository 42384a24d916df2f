"""What others ask about proposals."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q

from tidewaiter.base.identity.actors import Actor
from tidewaiter.lawmaking.models import Notice, Proposal
from tidewaiter.lawmaking.rules.affected import Affected
from tidewaiter.lawmaking.rules.post import MOST_TRIES
from tidewaiter.lawmaking.states import PUBLISHED, Stage


def amending_files(pack: str, *, without: Proposal | None = None) -> dict[str, bytes]:
    """The files by which all scheduled changes amend a pack, the later over the earlier."""
    stages = [stage.value for stage in PUBLISHED]
    found: dict[str, bytes] = {}
    published = Proposal.objects.filter(pack=pack, stage__in=stages)
    if without is not None:
        published = published.exclude(pk=without.pk)
    for proposal in published.order_by("scheduled_at", "id").prefetch_related("texts"):
        found |= {text.path: text.content.encode() for text in proposal.texts.all()}
    return found


def amended_packs() -> tuple[str, ...]:
    """The packs that were ever amended on the desk, be it by a change that was called off."""
    packs = Proposal.objects.filter(scheduled_at__isnull=False).values_list("pack", flat=True)
    return tuple(sorted(set(packs)))


def texts_of(proposal: Proposal) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The texts of a proposal and the marks of what they were made from, by their paths."""
    texts = list(proposal.texts.all())
    return {t.path: t.content for t in texts}, {t.path: t.base for t in texts}


def affected_by(proposal: Proposal) -> Affected:
    """Whom a scheduled change concerns."""
    kept = proposal.affects
    roles = tuple((role, tuple(models)) for role, models in kept.get("roles", ()))
    return Affected(bool(kept.get("everybody")), roles)


def announced() -> list[Proposal]:
    """The changes whose day has not come."""
    return list(Proposal.objects.filter(stage=Stage.SCHEDULED).order_by("enters_on", "id"))


def built_upon(proposal: Proposal) -> list[Proposal]:
    """The changes scheduled after this one in whose files it is contained."""
    if proposal.scheduled_at is None:
        return []
    paths = list(proposal.texts.values_list("path", flat=True))
    later = Proposal.objects.filter(
        pack=proposal.pack,
        stage__in=[stage.value for stage in PUBLISHED],
        scheduled_at__gt=proposal.scheduled_at,
        texts__path__in=paths,
    )
    return list(later.exclude(pk=proposal.pk).distinct().order_by("scheduled_at", "id"))


def unsent(operators: Mapping[str, str], *, at: datetime) -> list[Notice]:
    """Notices to firms with a contact that were not sent and are to be tried now."""
    due = Q(next_try_at=None) | Q(next_try_at__lte=at)
    waiting = Notice.objects.filter(due, sent_at=None, operator__in=operators, tries__lt=MOST_TRIES)
    # who was not yet written to about a change that was called off reads of the end only
    waiting = waiting.exclude(called_off=False, proposal__stage=Stage.WITHDRAWN)
    return list(waiting.select_related("proposal").order_by("id"))


def published(pack: str) -> list[Proposal]:
    """The scheduled and past changes of a pack that came from the desk, the oldest first."""
    stages = [stage.value for stage in PUBLISHED]
    return list(Proposal.objects.filter(pack=pack, stage__in=stages).order_by("scheduled_at", "id"))


def notices_after(*, by: Actor, after: int, limit: int) -> list[Notice]:
    """The notices that somebody may see, in the order in which they were given."""
    found = Notice.objects.visible_to(by).filter(pk__gt=after).select_related("proposal")
    return list(found.order_by("pk")[:limit])
