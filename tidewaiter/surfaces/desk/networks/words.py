"""What networks and their parts are called."""

from django.utils.translation import gettext as _

from tidewaiter.risk.models import PartyKind
from tidewaiter.surfaces.kit.templatetags.kit import percent


def kinds() -> dict[str, str]:
    """Each kind of network by name."""
    return {
        PartyKind.CONSIGNEE: _("Consignees"),
        PartyKind.ADDRESS: _("Addresses"),
        PartyKind.SELLER: _("Sellers"),
    }


def title_of(kind: str, cluster: int) -> str:
    """What a network is called: its kind and the last figures of its number."""
    short = f"{abs(cluster):015X}"[-6:]
    return {
        PartyKind.CONSIGNEE: _("Consignee {number}"),
        PartyKind.ADDRESS: _("Address {number}"),
        PartyKind.SELLER: _("Seller {number}"),
    }[PartyKind(kind)].format(number=short)


def likelihood(share: float) -> str:
    """A likelihood from 0 to 1 in per cent; what is nearly sure is not said to be sure."""
    return "> 99.9 %" if share > 0.999 else percent(100 * share)


def lettered(place: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
