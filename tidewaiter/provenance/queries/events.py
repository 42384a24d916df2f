"""Find trace events by the parameters of an EPCIS query."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Q

from tidewaiter.base.identity.actors import Actor
from tidewaiter.provenance.formats.epcis.vocabulary import bare
from tidewaiter.provenance.formats.identifiers import named
from tidewaiter.provenance.models import TraceEvent
from tidewaiter.provenance.models.events import TraceEvents
from tidewaiter.provenance.rules.events import bad_parameter

MOST = 100
"""So many events a page of an answer holds at most."""


def find_events(asked: Mapping[str, str], *, by: Actor) -> TraceEvents:
    """The events that fit all parameters, in the order in which they were recorded.

    Refused is a parameter that is none, or whose value cannot be read.
    """
    found = TraceEvent.objects.visible_to(by)
    for name, value in asked.items():
        if name not in _PARAMETERS:
            raise bad_parameter(name, value)
        try:
            found = found.filter(_PARAMETERS[name](value))
        except ValueError:
            raise bad_parameter(name, value) from None
    return found.distinct().order_by("id")


def event_named(event_id: str, *, by: Actor) -> TraceEvent | None:
    """An event by its identifier, as far as somebody may see it."""
    return TraceEvent.objects.visible_to(by).filter(event_id=event_id).first()


def _words(field: str, kind: str) -> Callable[[str], Q]:
    return lambda value: Q(**{f"{field}__in": [bare(one, kind) for one in value.split("|")]})


def _time(field: str, how: str) -> Callable[[str], Q]:
    def condition(value: str) -> Q:
        moment = datetime.fromisoformat(value.replace(" ", "+"))
        if moment.tzinfo is None:
            raise ValueError("a time without a zone")
        return Q(**{f"{field}__{how}": moment})

    return condition


def _places(value: str) -> Q:
    numbers = [place.gln for one in value.split("|") if (place := named(one)) and place.gln]
    if not numbers:
        raise ValueError("no place")
    return Q(place__in=numbers)


def _goods(*roles: str) -> Callable[[str], Q]:
    def condition(value: str) -> Q:
        links = []
        for one in value.split("|"):
            goods = named(one)
            if goods is None:
                raise ValueError("no goods")
            links.append(goods.link)
        return Q(items__link__in=links, **({"items__role__in": roles} if roles else {}))

    return condition


_PARAMETERS: Mapping[str, Callable[[str], Q]] = {
    "eventType": lambda value: Q(kind__in=value.split("|")),
    "GE_eventTime": _time("happened_at", "gte"),
    "LT_eventTime": _time("happened_at", "lt"),
    "GE_recordTime": _time("recorded_at", "gte"),
    "LT_recordTime": _time("recorded_at", "lt"),
    "EQ_action": lambda value: Q(action__in=value.split("|")),
    "EQ_bizStep": _words("biz_step", "bizStep"),
    "EQ_disposition": _words("disposition", "disposition"),
    "EQ_eventID": lambda value: Q(event_id__in=value.split("|")),
    "EQ_readPoint": _places,
    "EQ_bizLocation": _places,
    "EQ_bizTransaction": lambda value: Q(transactions__overlap=value.split("|")),
    "MATCH_epc": _goods("object", "child"),
    "MATCH_parentID": _goods("parent"),
    "MATCH_inputEPC": _goods("input"),
    "MATCH_outputEPC": _goods("output"),
    "MATCH_anyEPC": _goods(),
    "MATCH_epcClass": _goods("object", "child"),
    "MATCH_anyEPCClass": _goods(),
    "EXISTS_errorDeclaration": lambda value: Q(void_at__isnull=False),
}
"""The parameters that are understood: EPCIS 2.0, 8.2.7; several values stand beside a bar."""
