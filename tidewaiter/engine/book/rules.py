"""The form of a rule document."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tidewaiter.engine.selection.policy import Lane

RULE_CODE = re.compile(r"^[A-Z]-[0-9]{2}(-[a-z0-9-]+)?$")
"""What the code of a rule looks like."""

SHADOWED = "~"
"""Stands between the code of a rule in shadow and the number of its version."""


UNKNOWN = "?"
"""Stands behind the code of a mandatory rule where it could not run."""

SNOOZED = "!"
"""Stands behind the code of a rule that fired and is kept quiet about somebody."""


class Severity(StrEnum):
    """What a rule does to a parcel when it fires, from the most to the least severe."""

    REJECT = "reject"
    HOLD = "hold"
    SCORE = "score"
    NOTIFY = "notify"
    SHADOW = "shadow"
    """The rule runs and is recorded, and has no effect; no document says so of itself."""


class Grain(StrEnum):
    """What a rule looks at: a parcel, a line of its declaration, or a quota it would exceed."""

    PARCEL = "parcel"
    LINE = "line"
    QUOTA = "quota"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(_Part):
    """A sentence in English and in Chinese; values stand in braces."""

    en: Annotated[str, Field(min_length=3)]
    zh: Annotated[str, Field(min_length=2)]

    def __getitem__(self, language: str) -> str:
        """The sentence in a language; English for every language but Chinese."""
        return self.zh if language.lower().startswith("zh") else self.en


class Law(_Part):
    """The text a rule rests on: a reference of the law pack, and the article meant."""

    reference: str
    article: str = ""


class Example(_Part):
    """A row of the drawn table: cells go in, the rule fires or does not."""

    cells: Mapping[str, Any]
    fires: bool


Parameter = Decimal | int | str | tuple[str, ...]


class Rule(_Part):
    """A rule: when it fires, what that means, and what the declarant can do about it."""

    code: Annotated[str, Field(pattern=RULE_CODE.pattern, max_length=20)]
    family: str = ""
    title: Text
    law: Law
    since: date
    until: date | None = None
    severity: Severity
    per: Grain = Grain.PARCEL
    when: str
    applies: str = ""
    """For which parcels or lines the rule is meant; without it, for all."""
    needs: tuple[str, ...] = ()
    """Columns that must be known for the rule to run."""
    mandatory: bool | None = None
    """Whether a parcel may be released although the rule could not run; without it, no parcel is
    for rules that reject or choose a lane.
    """
    evidence: Mapping[str, str] = {}
    fields: Mapping[str, str] = {}
    parameters: Mapping[str, Parameter] = {}
    message: Text
    cure: Text
    answer: Annotated[str, Field(pattern=r"^(-?[0-9]+|TW-[A-Z0-9-]+)$", max_length=20)]
    lane: Lane | None = None
    share: Annotated[Decimal, Field(gt=0, le=1)] = Decimal(1)
    weight: Annotated[Decimal, Field(ge=0, le=100, decimal_places=3)] = Decimal(0)
    target: Annotated[Decimal | None, Field(gt=0, le=1)] = None
    """The share of its inspections that is expected to confirm the rule."""
    examples: Annotated[tuple[Example, ...], Field(min_length=2)]
    shipped: Annotated[bool, Field(exclude=True)] = False
    """Whether the document comes with the product."""

    @model_validator(mode="after")
    def _consistent(self) -> "Rule":
        if {example.fires for example in self.examples} != {True, False}:
            raise ValueError("the examples need one that fires and one that does not")
        if self.weight and self.severity not in {Severity.SCORE, Severity.HOLD}:
            raise ValueError("only rules of severity score or hold have a weight")
        if self.lane and self.severity in {Severity.REJECT, Severity.NOTIFY}:
            raise ValueError("a rule that rejects or only notifies asks for no lane")
        if self.severity is Severity.HOLD and self.lane is None:
            raise ValueError("a rule of severity hold names its lane")
        if self.severity is Severity.SHADOW:
            raise ValueError("shadow is a stage of a rule, not its severity")
        if self.per is Grain.QUOTA and self.severity is not Severity.REJECT:
            raise ValueError("a rule about a quota rejects")
        return self

    @property
    def condition(self) -> str:
        """When the rule fires, within what it is meant for."""
        return f"({self.applies}) AND ({self.when})" if self.applies else self.when

    @property
    def must_run(self) -> bool:
        """Whether no parcel is released where the rule could not run."""
        acts = self.severity in {Severity.REJECT, Severity.HOLD}
        return self.mandatory if self.mandatory is not None else acts

    def unknown(self) -> "Rule | None":
        """What sends a parcel to an officer where a mandatory rule could not run; None where it can
        always run.
        """
        if not self.needs or not self.must_run:
            return None
        lacking = " OR ".join(f"{name} IS NULL" for name in self.needs)
        applies = f"({self.applies}) AND " if self.applies else ""
        named = ", ".join(self.needs)
        return self.model_copy(
            update={
                "code": f"{self.code}{UNKNOWN}",
                "severity": Severity.HOLD,
                "lane": Lane.DOCUMENTS,
                "share": Decimal(1),
                "weight": Decimal(0),
                "when": f"{applies}({lacking})",
                "applies": "",
                "needs": (),
                "evidence": {},
                "fields": {},
                "message": Text(
                    en=f"This check could not run, because something is not known: {named}.",
                    zh=f"因缺少所需信息（{named}），该项检查无法进行。",
                ),
                "cure": Text(
                    en="An officer makes the check by hand, or waits until it is known.",
                    zh="由关员人工核查，或在信息齐备后处理。",
                ),
            }
        )

    def snoozed(self) -> "Rule":
        """The rule where it is kept quiet: told with its evidence, without any effect."""
        quiet = {
            "code": f"{self.code}{SNOOZED}",
            "severity": Severity.SHADOW,
            "weight": Decimal(0),
            "lane": None,
        }
        return self.model_copy(update=quiet)

    def in_shadow(self, number: int) -> "Rule":
        """The rule as it runs in shadow: told by its code and version, without any effect."""
        quiet = {
            "code": f"{self.code}{SHADOWED}{number}",
            "severity": Severity.SHADOW,
            "weight": Decimal(0),
            "lane": None,
            "mandatory": False,
            "shipped": False,
        }
        return self.model_copy(update=quiet)

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents whose fields the rule compares ("OrderHead", "PaymentHead")."""
        return tuple(dict.fromkeys(name.split(".")[0] for name in self.fields.values()))
