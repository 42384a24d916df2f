"""The hash by which an event is known: CBV 2.0, 8.9; equal events have equal hashes.

Everything that a writer may choose (the order of fields, forms of identifiers, zeros behind the
point, the zone of a time) is put into one form first.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from tidewaiter.provenance.formats.epcis.vocabulary import PREFIXES, dressed
from tidewaiter.provenance.formats.identifiers import named

_QUANTITY = ("epcClass", "quantity", "uom")
_METADATA = (
    "time", "startTime", "endTime", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod",
    "bizRules",
)  # fmt: skip
_MEASURED = (
    "type", "exception", "deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time",
    "microorganism", "chemicalSubstance", "value", "component", "stringValue", "booleanValue",
    "hexBinaryValue", "uriValue", "minValue", "maxValue", "meanValue", "sDev", "percRank",
    "percValue", "uom", "coordinateReferenceSystem",
)  # fmt: skip
_ORDER = (
    "eventTime", "eventTimeZoneOffset", "epcList", "parentID", "inputEPCList", "childEPCs",
    "quantityList", "childQuantityList", "inputQuantityList", "outputEPCList",
    "outputQuantityList", "action", "transformationID", "bizStep", "disposition",
    "persistentDisposition", "readPoint", "bizLocation", "bizTransactionList", "sourceList",
    "destinationList", "sensorElementList", "ilmd",
)  # fmt: skip
_LEFT_OUT = {"type", "eventID", "recordTime", "errorDeclaration", "@context", "rdfs:comment",
             "comment", "certificationInfo"}  # fmt: skip
_ITEMS = {"epcList", "inputEPCList", "outputEPCList", "childEPCs"}
_PAIRS = {
    "bizTransactionList": ("bizTransaction", "bizTransaction"),
    "sourceList": ("source", "side"),
    "destinationList": ("destination", "side"),
}
_CURIES = {
    "gs1:": "https://gs1.org/voc/",
    "epcis:": "https://ref.gs1.org/epcis/",
    "cbv:": "https://ref.gs1.org/cbv/",
}
_URNS = {f"urn:epcglobal:cbv:{urn}": f"https://ref.gs1.org/cbv/{web}"
         for web, urn in PREFIXES.values()}  # fmt: skip

Spaces = Mapping[str, str]
"""The namespaces of a document, by their prefixes."""


def hash_of(event: Mapping[str, Any], spaces: Spaces) -> str:
    """The identifier of an event that is made of the event itself, as an `ni` address."""
    digest = hashlib.sha256(before_hash(event, spaces).encode()).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV2.0"


def spaces_of(context: object) -> Spaces:
    """The namespaces that the context of a document declares."""
    parts = context if isinstance(context, list) else [context]
    return {
        prefix: address
        for part in parts
        if isinstance(part, Mapping)
        for prefix, address in part.items()
        if isinstance(address, str) and not prefix.startswith("@")
    }


def before_hash(event: Mapping[str, Any], spaces: Spaces) -> str:
    """The string that is hashed."""
    told = [f"eventType={event['type']}"]
    told += (_field(name, event[name], spaces) for name in _ORDER if event.get(name) is not None)
    own = {name: value for name, value in event.items()
           if name not in _ORDER and name not in _LEFT_OUT}  # fmt: skip
    told.append("".join(sorted(_own(own, spaces))))
    return "".join(told)


def _field(name: str, value: Any, spaces: Spaces) -> str:
    if name in _ITEMS:
        return _list(name, (f"epc={_value('epc', one, spaces)}" for one in value))
    if name.endswith(("uantityList",)):
        return _list(name, ("quantityElement" + _ordered(one, _QUANTITY, spaces) for one in value))
    if name in _PAIRS:
        key, kind = _PAIRS[name]
        return _list(name, (_pair(one, key, kind, spaces) for one in value))
    match name:
        case "bizStep" | "disposition":
            return f"{name}={dressed(str(value).strip(), name)}"
        case "persistentDisposition":
            return name + "".join(
                _list("", (f"{key}={dressed(one, 'disposition')}" for one in value.get(key, ())))
                for key in ("set", "unset")
            )
        case "readPoint" | "bizLocation":
            return name + _ordered(value, ("id",), spaces)
        case "sensorElementList":
            return _list(name, (_sensed(one, spaces) for one in value))
        case "ilmd":
            return name + "".join(sorted(_own(value, spaces)))
    return f"{name}={_value(name, value, spaces)}"


def _pair(one: Mapping[str, Any], key: str, kind: str, spaces: Spaces) -> str:
    told = f"{key}={_value(key, one[key], spaces)}"
    return told + (f"type={dressed(one['type'], kind)}" if one.get("type") else "")


def _sensed(one: Mapping[str, Any], spaces: Spaces) -> str:
    told = "sensorElement"
    if "sensorMetadata" in one:
        told += "sensorMetadata" + _ordered(one["sensorMetadata"], _METADATA, spaces)
    reports = (_report(each, spaces) for each in one.get("sensorReport", ()))
    told += "".join(sorted(reports))
    own = {key: value for key, value in one.items()
           if key not in {"sensorMetadata", "sensorReport", "type"}}  # fmt: skip
    return told + "".join(sorted(_own(own, spaces)))


def _report(one: Mapping[str, Any], spaces: Spaces) -> str:
    words = {"type": "https://gs1.org/voc/", "exception": "https://gs1.org/voc/",
             "component": "https://ref.gs1.org/cbv/Comp-"}  # fmt: skip
    told = {key: words[key] + value if key in words and ":" not in str(value) else value
            for key, value in one.items()}  # fmt: skip
    return "sensorReport" + _ordered(told, _MEASURED, spaces)


def _ordered(one: Mapping[str, Any], order: Sequence[str], spaces: Spaces) -> str:
    told = "".join(f"{key}={_value(key, one[key], spaces)}" for key in order if key in one)
    own = {key: value for key, value in one.items() if key not in order and ":" in key}
    return told + "".join(sorted(_own(own, spaces)))


def _list(name: str, told: Iterator[str]) -> str:
    return name + "".join(sorted(told))


def _own(given: Mapping[str, Any], spaces: Spaces) -> Iterator[str]:
    """Fields that are no part of the standard, with the names of their namespaces."""
    for key, value in given.items():
        prefix, colon, local = key.partition(":")
        name = f"{{{spaces[prefix]}}}{local}" if colon and prefix in spaces else key
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                yield name + "".join(sorted(_own(one, spaces)))
            else:
                told = _value(key, one, spaces)
                yield f"{name}={told}" if told else name


def _value(key: str, value: Any, spaces: Spaces) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float | Decimal):
        return _number(str(value)) or str(value)
    text = str(value).strip()
    if "time" in key.lower() and "offset" not in key.lower():
        return _moment(text)
    for front, back in (*_URNS.items(), *_CURIES.items()):
        if text.startswith(front):
            return back + text.removeprefix(front)
    prefix, colon, local = text.partition(":")
    if colon and prefix in spaces:
        return spaces[prefix] + local
    found = named(text) if ":" in text else None
    return found.link if found is not None else _number(text) or text


def _moment(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    thousandths = round(moment.microsecond / 1000) * 1000
    moment = moment.replace(microsecond=min(thousandths, 999_000)).astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(text: str) -> str | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    plain = format(number.normalize(), "f")
    return "0" if plain in {"-0", ""} else plain
