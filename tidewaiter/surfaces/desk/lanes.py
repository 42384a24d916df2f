"""To which lanes an officer may send a parcel."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.base.identity.actors import Actor
from tidewaiter.base.identity.permissions import Permission
from tidewaiter.risk.states import FREE, LANES, Lane
from tidewaiter.surfaces.desk.file import File
from tidewaiter.surfaces.kit.forms import grounds_field
from tidewaiter.surfaces.kit.words import standing_name


class LaneForm(forms.Form):
    """The new lane, and why."""

    lane = forms.ChoiceField(
        label=gettext_lazy("New lane"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a lane")},
    )
    grounds = grounds_field(
        gettext_lazy(
            "What you saw and why it matters, in ten characters or more. No personal data."
        ),
        rows=5,
    )

    def __init__(self, present: str, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        lanes = [lane for lane in Lane if lane in LANES.verbs_from(present)]
        self.fields["lane"].choices = [(lane.value, standing_name(lane)) for lane in lanes]


def offered(file: File, *, by: Actor) -> tuple[LaneForm | None, str]:
    """The form by which this officer may change the lane, or why there is none."""
    if file.assessment is None or file.assessment.lane is None:
        return None, ""
    if file.assessment.lane in FREE:
        return None, _("The parcel is released: it can be looked into, not called back.")
    if not by.may(Permission.LANE_OVERRIDE):
        return None, _("Only a senior officer may change the lane.")
    return LaneForm(file.assessment.lane), ""
