"""Values in, plain JSON values out, in the names of the formats; and the JSON Schema that those fit. One table drives both.

Where a core type and its JSON differ (formats.py says why), it is here by name; tests hold `plain` against formats.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

import msgspec

from onrecord.record import (
    CLAIM_FORMAT,
    READING_FORMAT,
    Attribution,
    Claim,
    ClaimLink,
    Event,
    Links,
    MadeBy,
    Place,
    Proposition,
    Quantity,
    Reading,
    Role,
    Standing,
    TimeExpression,
)

REF = "#/components/schemas/{name}"
RENAMED: Mapping[type, Mapping[str, str]] = {
    Role: {"start": "from", "end": "to"},
    ClaimLink: {"as_": "as"},
    Place: {"as_": "as", "where": "in"},
    **{kind: {"where": "in"} for kind in (Attribution, Proposition, TimeExpression, Quantity, Event)},
}
AS_OBJECT: Mapping[type, tuple[str, ...]] = {MadeBy: ("models",), Standing: ("reliability",), Claim: ("names",)}
LEFT_OUT: Mapping[type, tuple[str, ...]] = {Links: ("geonames", "wikidata")} | {
    kind: ("where",) for kind, names in RENAMED.items() if "where" in names
}
"""Fields that are not there when they are None."""
FORMATS: Mapping[type, str] = {Reading: READING_FORMAT, Claim: CLAIM_FORMAT}


@cache
def _fields(kind: type) -> tuple[tuple[str, str, bool, bool], ...]:
    """(name, JSON name, pairs become an object, left out when None) of each field."""
    renamed, objects, left = RENAMED.get(kind, {}), AS_OBJECT.get(kind, ()), LEFT_OUT.get(kind, ())
    return tuple((f.name, renamed.get(f.name, f.name), f.name in objects, f.name in left) for f in fields(kind))


def plain(value: object) -> Any:
    """The value as lists, objects, texts and numbers."""
    if is_dataclass(value) and not isinstance(value, type):
        found: dict[str, Any] = {"format": FORMATS[type(value)]} if type(value) in FORMATS else {}
        for name, shown, as_object, left_out in _fields(type(value)):
            given = getattr(value, name)
            if given is not None or not left_out:
                found[shown] = dict(given) if as_object else plain(given)
        return found
    if isinstance(value, Mapping):
        return {str(name): plain(given) for name, given in value.items()}
    return [plain(one) for one in value] if isinstance(value, Sequence) and not isinstance(value, str) else value


def schemas(kinds: Sequence[type]) -> dict[str, Any]:
    """The JSON Schema of what `plain` makes of these types, and of every type in them, by name."""
    _, found = msgspec.json.schema_components(kinds, ref_template=REF)
    for kind, names in RENAMED.items():
        _rename(found.get(kind.__name__, {}), names)
    for kind, objects in AS_OBJECT.items():
        for name in objects:
            if kind.__name__ in found:
                text = {"type": "object", "additionalProperties": {"type": "string"}}
                found[kind.__name__]["properties"][name] = text
    for kind, form in FORMATS.items():
        if kind.__name__ in found:
            _put_format(found[kind.__name__], form)
    for schema in found.values():
        _all_there(schema)
    return found


def _rename(schema: dict[str, Any], names: Mapping[str, str]) -> None:
    properties = schema.get("properties", {})
    for name, shown in names.items():
        if name in properties:
            properties[shown] = properties.pop(name)


def _put_format(schema: dict[str, Any], form: str) -> None:
    schema["properties"] = {"format": {"const": form}, **schema["properties"]}


def _all_there(schema: dict[str, Any]) -> None:
    """What is answered has every field, but those left out when they are None; defaults are no part of an answer."""
    properties = schema.get("properties", {})
    for shape in properties.values():
        shape.pop("default", None)
    if properties:
        optional = {"in", "geonames", "wikidata"} if "in" in properties or schema.get("title") == "Links" else set()
        schema["required"] = [name for name in properties if name not in optional]
