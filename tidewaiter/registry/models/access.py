"""Applications to trade: what was applied for, what is asked, what was checked, who it may be."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from tidewaiter.base.docket.models import Docket, Evidence
from tidewaiter.base.identity.models import Organisation
from tidewaiter.base.kernel.privacy import PrivacyClass
from tidewaiter.registry.models.operators import Operator
from tidewaiter.registry.models.seen import Applied, OfApplicant


class Application(models.Model):
    """An application to trade; where it stands is the state of its docket.

    What the applicant says of itself lies sealed; `code` is the number by which it wants to be
    registered. `running` is whether it stands in the way of another one of the same firm.
    """

    docket = models.OneToOneField(Docket, models.PROTECT, related_name="application")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="applications")
    operator = models.ForeignKey(Operator, models.PROTECT, null=True, related_name="applications")
    code = models.CharField(max_length=18)
    roles = ArrayField(models.CharField(max_length=12))
    facts = models.JSONField(default=dict)
    goods = ArrayField(models.CharField(max_length=40), default=list)
    dossier_sealed = models.BinaryField()
    complete = models.BooleanField(default=False)
    running = models.BooleanField(default=True)
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)

    objects = Applied.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(running=True) & ~Q(code=""), name="applied_for_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation"], name="application_by_organisation")]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "docket": PrivacyClass.INTERNAL,
            "organisation": PrivacyClass.INTERNAL,
            "operator": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "roles": PrivacyClass.INTERNAL,
            "facts": PrivacyClass.INTERNAL,
            "goods": PrivacyClass.INTERNAL,
            "dossier_sealed": PrivacyClass.SENSITIVE,
            "complete": PrivacyClass.INTERNAL,
            "running": PrivacyClass.INTERNAL,
            "started_at": PrivacyClass.INTERNAL,
            "submitted_at": PrivacyClass.INTERNAL,
        }


class Item(models.Model):
    """One thing that an application has to show, and what the reviewer says of it.

    A paper is named by the obligation of the law that asks for it and its place there, such as
    `register-business.1`; a statement by its field, such as `name`.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="items")
    key = models.CharField(max_length=100)
    obligation = models.CharField(max_length=80, blank=True, default="")
    title_en = models.CharField(max_length=300)
    title_zh = models.CharField(max_length=300)
    paper = models.ForeignKey(Evidence, models.PROTECT, null=True, related_name="shows")
    valid_until = models.DateField(null=True)
    standing = models.CharField(max_length=8, default="missing")
    reason = models.CharField(max_length=30, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")

    objects = OfApplicant.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="item_once"),
            models.CheckConstraint(
                name="item_standing_known",
                condition=Q(standing__in=["missing", "given", "revise", "accepted"]),
            ),
            models.CheckConstraint(
                name="item_revised_for_a_reason",
                condition=~Q(standing="revise") | ~Q(reason=""),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "application": PrivacyClass.INTERNAL,
            "key": PrivacyClass.INTERNAL,
            "obligation": PrivacyClass.INTERNAL,
            "title_en": PrivacyClass.INTERNAL,
            "title_zh": PrivacyClass.INTERNAL,
            "paper": PrivacyClass.INTERNAL,
            "valid_until": PrivacyClass.INTERNAL,
            "standing": PrivacyClass.INTERNAL,
            "reason": PrivacyClass.INTERNAL,
            "note": PrivacyClass.PERSONAL,
        }


class Check(models.Model):
    """One line of the check log: what was asked, whom, and the answer.

    `result` is passed, failed or unknown; a register that does not answer is unknown.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="checks")
    run = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=100, blank=True, default="")
    source = models.CharField(max_length=100)
    result = models.CharField(max_length=8)
    code = models.CharField(max_length=60, blank=True, default="")
    values = models.JSONField(default=dict)
    at = models.DateTimeField()

    objects = OfApplicant.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="check_result_known",
                condition=Q(result__in=["passed", "failed", "unknown"]),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "application": PrivacyClass.INTERNAL,
            "run": PrivacyClass.INTERNAL,
            "name": PrivacyClass.INTERNAL,
            "about": PrivacyClass.PERSONAL,
            "source": PrivacyClass.INTERNAL,
            "result": PrivacyClass.INTERNAL,
            "code": PrivacyClass.INTERNAL,
            "values": PrivacyClass.PERSONAL,
            "at": PrivacyClass.INTERNAL,
        }


class Likeness(models.Model):
    """That an applicant may be a firm that was struck off or suspended; a person says whether.

    `traits` are what both have in common, `weight` how alike name and place are, where they are.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="likenesses")
    other = models.ForeignKey(Operator, models.PROTECT, related_name="likenesses")
    traits = ArrayField(models.CharField(max_length=10), default=list)
    weight = models.FloatField(null=True)
    finding = models.CharField(max_length=10, default="open")
    grounds = models.CharField(max_length=500, blank=True, default="")
    found_by = models.CharField(max_length=64, blank=True, default="")
    found_at = models.DateTimeField(null=True)

    objects = OfApplicant.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "other"], name="likeness_once"),
            models.CheckConstraint(
                name="likeness_found_by_somebody",
                condition=Q(finding="open", found_by="", found_at__isnull=True)
                | Q(finding__in=["same", "different"], found_at__isnull=False) & ~Q(found_by=""),
            ),
        ]

    class Privacy:
        fields = {
            "id": PrivacyClass.INTERNAL,
            "application": PrivacyClass.INTERNAL,
            "other": PrivacyClass.INTERNAL,
            "traits": PrivacyClass.INTERNAL,
            "weight": PrivacyClass.INTERNAL,
            "finding": PrivacyClass.INTERNAL,
            "grounds": PrivacyClass.PERSONAL,
            "found_by": PrivacyClass.INTERNAL,
            "found_at": PrivacyClass.INTERNAL,
        }
