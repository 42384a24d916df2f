"""What officers fill in about those around a docket: parties, other dockets, units."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tidewaiter.base.docket.kinds import Kind
from tidewaiter.base.docket.models import Docket, Evidence, Unit
from tidewaiter.base.docket.rules.apart import CONSENTS
from tidewaiter.base.docket.states import Related
from tidewaiter.base.docket.words import RELATIONS
from tidewaiter.surfaces.kit.words import language

LANGUAGES = [("en", "English"), ("zh", "中文")]


class PartyForm(forms.Form):
    """Somebody who is to take part, for themselves or for a party."""

    role = forms.ChoiceField(label=_("Role"))
    name = forms.CharField(
        label=_("Name"), max_length=200, error_messages={"required": _("Write a name")}
    )
    code = forms.CharField(
        label=_("Code of the organisation"),
        help_text=_("With it its people see the docket in the portal. Leave it empty otherwise."),
        max_length=18,
        required=False,
    )
    contact = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=LANGUAGES)
    acts_for = forms.ChoiceField(label=_("Acts for"), required=False)
    authority = forms.ChoiceField(
        label=_("Paper that shows the authority"),
        help_text=_("Add it to the papers first."),
        required=False,
    )

    def __init__(
        self, docket: Docket, kind: Kind, papers: list[Evidence], data: Any = None
    ) -> None:
        super().__init__(data, auto_id="id_party_%s")
        nobody = ("", gettext("nobody"))
        self.fields["role"].choices = [
            (code, role.title.in_language(language())) for code, role in kind.roles.items()
        ]
        self.fields["acts_for"].choices = [
            nobody,
            *((str(one.pk), one.name) for one in docket.parties.filter(left_at=None)),
        ]
        self.fields["authority"].choices = [
            ("", gettext("none")),
            *((str(one.pk), one.name) for one in papers),
        ]


class RelationForm(forms.Form):
    """Another docket, and what this one is to it."""

    relation = forms.ChoiceField(label=_("This docket is"))
    other = forms.CharField(
        label=_("Reference of the other docket"),
        max_length=40,
        widget=forms.TextInput({"spellcheck": "false", "autocomplete": "off"}),
        error_messages={"required": _("Write the reference")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_relation_%s")
        self.fields["relation"].choices = [
            (one.value, RELATIONS[one].in_language(language())) for one in Related
        ]


class ConsentForm(forms.Form):
    """To what all parties agreed."""

    consent = forms.ChoiceField(label=_("All parties agreed"), widget=forms.RadioSelect)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="id_consent_%s")
        self.fields["consent"].choices = [
            (code, text.in_language(language())) for code, text in CONSENTS.items()
        ]


class UnitForm(forms.Form):
    """The unit that is to work on it."""

    unit = forms.ChoiceField(label=_("Unit"), error_messages={"required": _("Choose a unit")})

    def __init__(self, docket: Docket, data: Any = None) -> None:
        super().__init__(data, auto_id="id_unit_%s")
        chinese = language().startswith("zh")
        self.fields["unit"].choices = [
            ("", gettext("Choose")),
            *(
                (str(one.pk), one.title_zh if chinese else one.title_en)
                for one in Unit.objects.exclude(pk=docket.unit_id)
            ),
        ]
