"""The form of obligations, of institutions, and of who supervises what."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from tidewaiter.law.model.duties import Admission, Level, Matter
from tidewaiter.law.schema.entries import Identifier, Sourced, TitleEntry
from tidewaiter.law.schema.trade import When


class InstitutionEntry(Sourced):
    """An authority, or a platform that stands in for one."""

    id: Identifier
    title: TitleEntry
    short: TitleEntry
    level: Level
    territory: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$")]
    parent: Identifier | None = None
    address: Annotated[str, Field(pattern="^(https?://.+)?$")] = ""


class CompetenceEntry(Sourced):
    """Which institution leads in a matter when certain facts hold; smaller order goes first."""

    id: Identifier
    title: TitleEntry | None = None
    matter: Matter
    when: When = Field(default_factory=dict)
    lead: Identifier
    supporting: tuple[Identifier, ...] = ()
    informed: tuple[Identifier, ...] = ()
    order: Annotated[int, Field(ge=0)]


class ObligationEntry(Sourced):
    """What somebody has to do, how to prove it, until when, and what follows if it is not done.

    `admission` says of whom the evidence is asked for already when they apply to trade.
    """

    id: Identifier
    who: Identifier
    title: TitleEntry
    text: TitleEntry | None = None
    models: tuple[Identifier, ...] = ()
    when: When = Field(default_factory=dict)
    evidence: tuple[TitleEntry, ...] = ()
    admission: Admission = Admission.NO
    timer: Identifier | None = None
    deadline: TitleEntry | None = None
    value: Identifier | None = None
    matter: Matter | None = None
    harm: Identifier | None = None
    violation: Identifier | None = None

    @model_validator(mode="after")
    def _one_deadline(self) -> Self:
        if self.timer is not None and self.deadline is not None:
            raise ValueError("`timer` and `deadline` are both given; keep the timer")
        return self
