"""Priority areas begin and end by their days; what they found is reckoned for the evaluation."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q

from tidewaiter.base.identity.actors import Actor
from tidewaiter.flows.make_law import day_of
from tidewaiter.risk.commands.book import campaigns
from tidewaiter.risk.models import Campaign
from tidewaiter.risk.queries.performance import decided_between, inspections, together
from tidewaiter.risk.rules.performance import Record
from tidewaiter.risk.states import CampaignStage


def turn_campaigns(*, by: Actor, at: datetime) -> list[Campaign]:
    """Begin the priority areas whose first day has come, end those whose last day is over."""
    on = day_of(at)
    begun = Q(stage=CampaignStage.PLANNED, starts_on__lte=on)
    turned = [campaigns.turn(one, "begin", by=by, at=at) for one in Campaign.objects.filter(begun)]
    over = Q(stage=CampaignStage.RUNNING, ends_on__lt=on)
    turned += [campaigns.turn(one, "end", by=by, at=at) for one in Campaign.objects.filter(over)]
    return turned


def evaluate(campaign: Campaign, verdict: str, *, by: Actor, at: datetime) -> Campaign:
    """Evaluate a priority area with the figures of its days."""
    return campaigns.evaluate(campaign, verdict, figures_of(campaign, at=at), by=by, at=at)


def figures_of(campaign: Campaign, *, at: datetime) -> dict[str, Any]:
    """What the rules of a priority area found on its days, and all inspections of as many days
    before it.
    """
    since, until = _begin(campaign.starts_on), _begin(campaign.ends_on + timedelta(days=1))
    codes = sorted(set(campaign.rules.values_list("code", flat=True)))
    own = together(codes, since, until=min(until, at)) if codes and since < at else Record()
    earlier = inspections(since - (until - since), until=since)
    return {
        "parcels": decided_between(since, until=min(until, at)) if since < at else 0,
        "fired": own.fired,
        "inspected": own.inspected,
        "confirmed": own.confirmed,
        "value_found": str(own.value_found),
        "before_inspected": earlier.inspected,
        "before_confirmed": earlier.confirmed,
        "before_value_found": str(earlier.value_found),
    }


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(settings.TIME_ZONE))
