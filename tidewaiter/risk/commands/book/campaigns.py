"""Open a priority area, give it rules, end it by its day, and evaluate it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from tidewaiter.base.audit.trail import record
from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.models import BookChange, Campaign, StoredRule
from tidewaiter.risk.rules.book import may_be_written
from tidewaiter.risk.rules.campaigns import bounded, may_take_rules, says_enough
from tidewaiter.risk.states import CAMPAIGN, CampaignStage


@dataclass(frozen=True, slots=True)
class Aim:
    """What a priority area is called, why it is opened, and what share it should confirm."""

    title_en: str
    title_zh: str
    grounds: str
    starts_on: date
    ends_on: date
    expected: Decimal | None = None


@transaction.atomic
def open_campaign(aim: Aim, *, on: date, by: Actor, at: datetime) -> Campaign:
    """Open a priority area for a bounded time."""
    by.must(Permission.CAMPAIGN_EDIT)
    bounded(aim.starts_on, aim.ends_on, on=on)
    campaign = Campaign.objects.create(
        title_en=aim.title_en,
        title_zh=aim.title_zh,
        grounds=aim.grounds,
        starts_on=aim.starts_on,
        ends_on=aim.ends_on,
        expected=aim.expected,
        owner=by.id,
        owner_label=by.label,
        created_at=at,
    )
    record(
        verb="campaign.opened", thing=campaign, by=by, at=at,
        starts_on=aim.starts_on, ends_on=aim.ends_on,
    )  # fmt: skip
    return campaign


@transaction.atomic
def join_campaign(
    rule: StoredRule, campaign: Campaign | None, *, by: Actor, at: datetime
) -> StoredRule:
    """Bind a version that is a draft to the days of a priority area, or to none."""
    by.must(Permission.RULE_WRITE)
    rule = StoredRule.objects.select_for_update().get(pk=rule.pk)
    may_be_written(rule.stage)
    if campaign is not None:
        may_take_rules(campaign.stage)
    rule.campaign = campaign
    rule.save(update_fields=["campaign"])
    record(verb="rule.joined", thing=rule, by=by, at=at, campaign=campaign.pk if campaign else None)
    return rule


@transaction.atomic
def turn(campaign: Campaign, verb: str, *, by: Actor, at: datetime) -> Campaign:
    """Begin or end a priority area because its day has come, or call off one that is planned."""
    by.must(Permission(CAMPAIGN.moves[verb].permission))
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = campaign.stage
    campaign.stage = CAMPAIGN.next(before, verb)
    campaign.save(update_fields=["stage"])
    if campaign.stage == CampaignStage.CALLED_OFF:
        for rule in campaign.rules.all():
            BookChange.objects.create(rule=rule, verb="campaign", at=at)
    record(
        verb=f"campaign.{verb}", thing=campaign, by=by, at=at, before=before, after=campaign.stage
    )
    return campaign


@transaction.atomic
def evaluate(
    campaign: Campaign, verdict: str, figures: Mapping[str, Any], *, by: Actor, at: datetime
) -> Campaign:
    """Say what came of a priority area; the figures of the moment are kept beside the words."""
    by.must(Permission.CAMPAIGN_EDIT)
    says_enough(verdict)
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    campaign.stage = CAMPAIGN.next(campaign.stage, "evaluate")
    campaign.verdict, campaign.figures, campaign.evaluated_at = verdict.strip(), dict(figures), at
    campaign.save()
    record(verb="campaign.evaluated", thing=campaign, by=by, at=at, figures=dict(figures))
    return campaign
