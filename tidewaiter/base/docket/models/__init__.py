"""The tables of the files of proceedings."""

from tidewaiter.base.docket.models.dockets import Docket, Relation
from tidewaiter.base.docket.models.drafts import Draft, DraftPaper
from tidewaiter.base.docket.models.history import Happening
from tidewaiter.base.docket.models.letters import Letter
from tidewaiter.base.docket.models.office import SavedFilter, Seat, Unit
from tidewaiter.base.docket.models.papers import Blob, Custody, Evidence
from tidewaiter.base.docket.models.people import Claim, Duty, Party, Subject
from tidewaiter.base.docket.models.statements import Fact, Statement
from tidewaiter.base.docket.models.timers import Timer

__all__ = [
    "Blob",
    "Claim",
    "Custody",
    "Docket",
    "Draft",
    "DraftPaper",
    "Duty",
    "Evidence",
    "Fact",
    "Happening",
    "Letter",
    "Party",
    "Relation",
    "SavedFilter",
    "Seat",
    "Statement",
    "Subject",
    "Timer",
    "Unit",
]
