"""The form of the duty calculator: where to, what, what it costs, and when."""

from decimal import Decimal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tidewaiter.flows.reckon_duties import COUNTRIES, member_states
from tidewaiter.law.loader import load
from tidewaiter.surfaces.kit.forms import DateInput
from tidewaiter.surfaces.kit.words import language

ROWS = (1, 2, 3)
"""Kinds of goods that one parcel may hold in the form."""

CURRENCIES = ("EUR", "GBP", "AUD", "KRW", "USD", "CNY", "JPY", "HKD", "PLN", "SEK", "CHF")
ORIGINS = ("CN", "HK", "US", "JP", "KR", "GB", "VN", "IN")
MOST = Decimal(10_000_000)

NAMES = {
    "AT": ("Austria", "奥地利"), "BE": ("Belgium", "比利时"), "BG": ("Bulgaria", "保加利亚"),
    "CY": ("Cyprus", "塞浦路斯"), "CZ": ("Czechia", "捷克"), "DE": ("Germany", "德国"),
    "DK": ("Denmark", "丹麦"), "EE": ("Estonia", "爱沙尼亚"), "ES": ("Spain", "西班牙"),
    "FI": ("Finland", "芬兰"), "FR": ("France", "法国"), "GR": ("Greece", "希腊"),
    "HR": ("Croatia", "克罗地亚"), "HU": ("Hungary", "匈牙利"), "IE": ("Ireland", "爱尔兰"),
    "IT": ("Italy", "意大利"), "LT": ("Lithuania", "立陶宛"), "LU": ("Luxembourg", "卢森堡"),
    "LV": ("Latvia", "拉脱维亚"), "MT": ("Malta", "马耳他"), "NL": ("Netherlands", "荷兰"),
    "PL": ("Poland", "波兰"), "PT": ("Portugal", "葡萄牙"), "RO": ("Romania", "罗马尼亚"),
    "SE": ("Sweden", "瑞典"), "SI": ("Slovenia", "斯洛文尼亚"), "SK": ("Slovakia", "斯洛伐克"),
    "GB": ("United Kingdom", "英国"), "AU": ("Australia", "澳大利亚"), "KR": ("Korea", "韩国"),
    "US": ("United States", "美国"), "CN": ("China", "中国"), "HK": ("Hong Kong", "中国香港"),
    "JP": ("Japan", "日本"), "VN": ("Viet Nam", "越南"), "IN": ("India", "印度"),
}  # fmt: skip
"""Names of the countries that the form offers, in English and Chinese."""


def country(code: str) -> str:
    """The name of a country in the reader's language."""
    english, chinese = NAMES[code]
    return chinese if language().startswith("zh") else english


def _amount(label: str, hint: str = "", *, required: bool = False, places: int = 5) -> forms.Field:
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=required,
        min_value=0,
        max_value=MOST,
        decimal_places=places,
        widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-10"}),
        error_messages={
            "required": gettext_lazy("Enter a value"),
            "invalid": gettext_lazy("Enter an amount, like 49.90"),
        },
    )


def _filled(field: forms.BoundField) -> bool:
    choices = getattr(field.field, "choices", None)
    untouched = {None, "", False} | ({choices[0][0]} if choices else set())
    return bool(field.errors) or field.data not in untouched


class CalculatorForm(forms.Form):
    """Everything that duties depend on; most of it may be left out."""

    to = forms.ChoiceField(label=gettext_lazy("Where does it go?"))
    day = forms.DateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("The law of that day answers."),
        widget=DateInput(),
        error_messages={
            "required": gettext_lazy("Enter a day"),
            "invalid": gettext_lazy("Enter a day, like 2026-07-01"),
        },
    )
    currency = forms.ChoiceField(
        label=gettext_lazy("Currency of the amounts"), required=False,
    )  # fmt: skip
    freight = _amount(gettext_lazy("Freight"))
    insurance = _amount(gettext_lazy("Insurance"))
    scheme = forms.BooleanField(
        label=gettext_lazy("The seller is registered and takes the tax with the price (IOSS)"),
        required=False,
    )
    scheme_no = forms.CharField(
        label=gettext_lazy("Number of the import scheme, if you know it"),
        required=False,
        max_length=40,
        widget=forms.TextInput({"class": "govuk-input--width-20", "autocomplete": "off"}),
    )
    gift = forms.BooleanField(
        label=gettext_lazy("A private person sends it to another, without payment"), required=False
    )
    vat_kind = forms.ChoiceField(
        label=gettext_lazy("Rate of value-added tax"),
        required=False,
        choices=[
            ("standard", gettext_lazy("Standard rate")),
            ("reduced", gettext_lazy("Reduced rate")),
            ("reduced.second", gettext_lazy("Second reduced rate")),
            ("reduced.super", gettext_lazy("Lowest reduced rate")),
        ],
    )
    origin = forms.ChoiceField(label=gettext_lazy("Where does it come from?"), required=False)
    channel = forms.ChoiceField(
        label=gettext_lazy("How does it travel?"),
        required=False,
        choices=[("courier", gettext_lazy("By courier")), ("post", gettext_lazy("By post"))],
    )
    rate = _amount(
        gettext_lazy("Rate of exchange"),
        gettext_lazy("What one unit of your currency is in the currency of the country"),
        places=6,
    )
    limit_rate = _amount(
        gettext_lazy("Rate of exchange to US dollars"),
        gettext_lazy("For Korea, whose limits are in US dollars"),
        places=6,
    )
    used = _amount(
        gettext_lazy("Used before"),
        gettext_lazy("China: bought in this calendar year. United States: received on this day"),
    )
    used_sugar = _amount(
        gettext_lazy("Sugar used before, in kilograms"),
        gettext_lazy("China: what the buyer bought in this calendar year"),
    )
    used_rice = _amount(
        gettext_lazy("Rice used before, in kilograms"),
        gettext_lazy("China: what the buyer bought in this calendar year"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for row in ROWS:
            first = row == 1
            self.fields[f"what{row}"] = forms.CharField(
                label=_("What is it?") if first else _("Goods %(number)s") % {"number": row},
                help_text=_("Words, or the tariff code: six digits, for China ten"),
                required=first,
                max_length=100,
                error_messages={"required": _("Say what it is")},
            )
            self.fields[f"value{row}"] = _amount(
                _("What is it worth?")
                if first
                else _("Value of goods %(number)s") % {"number": row},
                _("All pieces together, without freight"),
                required=first,
            )
            self.fields[f"qty{row}"] = _amount(
                _("Pieces") if first else _("Pieces of goods %(number)s") % {"number": row}
            )
            self.fields[f"measured{row}"] = _amount(
                _("Quantity in the unit of the tariff")
                if first
                else _("Quantity of goods %(number)s in the unit of the tariff") % {"number": row},
                _("For China, often kilograms: a cream of 50 grams is 0.05"),
            )
            self.fields[f"duty{row}"] = _amount(
                _("Rate of duty in percent")
                if first
                else _("Rate of duty of goods %(number)s in percent") % {"number": row},
                _("Needed where the tariff applies; the tariff of the country tells it"),
                places=4,
            )
        self.fields["to"].choices = self.destinations()
        own = [("", _("Currency of the country"))]
        self.fields["currency"].choices = own + [(each, each) for each in CURRENCIES]
        self.fields["origin"].choices = [("", _("Another country"))] + [
            (each, country(each)) for each in ORIGINS
        ]

    @staticmethod
    def destinations() -> list[tuple[str, str]]:
        """Where a parcel may go."""
        states = sorted((country(code), code) for code in member_states(timezone.localdate()))
        china = [
            ("cn-9610", _("China, direct (9610)")),
            ("cn-1210", _("China, bonded (1210)")),
        ]
        others = [(code.lower(), country(code)) for code in COUNTRIES]
        return china + [(code.lower(), name) for name, code in states] + others

    @property
    def goods(self):
        """The second and third kind of goods, field by field."""
        names = ("what", "value", "qty", "measured", "duty")
        return [self[f"{name}{row}"] for row in ROWS[1:] for name in names]

    @property
    def details(self):
        """What few parcels need."""
        names = ("insurance", "scheme_no", "gift", "vat_kind", "origin", "channel", "qty1",
                 "measured1", "duty1", "rate", "limit_rate", "used", "used_sugar",
                 "used_rice")  # fmt: skip
        return [self[name] for name in names]

    @property
    def goods_open(self):
        """Whether the further goods are shown at once: something stands there, or is wrong."""
        return any(map(_filled, self.goods))

    @property
    def details_open(self):
        """Whether what few parcels need is shown at once."""
        return any(map(_filled, self.details))

    def clean(self):
        """Codes have the right length, and further goods have a value."""
        told = super().clean()
        for row in ROWS:
            words = (told.get(f"what{row}") or "").strip()
            if words.replace(".", "").replace(" ", "").isdigit():
                words = words.replace(".", "").replace(" ", "")
                china = str(told.get("to", "")).startswith("cn")
                if len(words) != 10 if china else not 6 <= len(words) <= 10:
                    self.add_error(
                        f"what{row}", _("Enter six digits, or ten for China; or search by words")
                    )
            told[f"what{row}"] = words
            if words and told.get(f"value{row}") is None and f"value{row}" not in self.errors:
                self.add_error(f"value{row}", _("Enter a value"))
        for name in ("rate", "limit_rate"):
            if told.get(name) == 0:
                self.add_error(name, _("A rate of exchange is more than zero"))
        day = told.get("day")
        if day is not None and not date_known(day):
            self.add_error("day", _("The law is known from 2016 on, up to the end of 2099"))
        return told


def date_known(day) -> bool:
    """Whether the packs can be asked about a day."""
    return load("eu").on(day) is not None and 2016 <= day.year < 2100
