"""The two JSON forms that others rely on: readings and claims in, JSON bytes out, and back.

The core types already have the names of the formats but for the few that Python keeps for itself (`as`, `from`, `in`)
and the pairs that JSON writes as objects. This is the one place where those differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec

from onrecord.record import CLAIM_FORMAT, READING_FORMAT, Claim, InputError, Reading, Standing, StandingChange

_ITEMS = ("attributions", "propositions", "times", "places", "quantities", "events")
_encoder = msgspec.json.Encoder()
T = TypeVar("T")


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """The reading as the plain values of format onrecord/reading/1."""
    plain: dict[str, Any] = msgspec.to_builtins(reading)
    plain["made_by"]["models"] = dict(reading.made_by.models)
    for entity in plain["entities"]:
        entity["roles"] = [_role_out(role) for role in entity["roles"]]
        entity["links"] = {name: value for name, value in entity["links"].items() if value is not None}
    for place in plain["places"]:
        place["as"] = place.pop("as_")
    for kind in _ITEMS:
        for item in plain[kind]:
            where = item.pop("where", None)
            if where is not None:
                item["in"] = where
    return {"format": READING_FORMAT, **_first(plain, "made_by", "article")}


def encode_reading(reading: Reading) -> bytes:
    """One line of JSON, without the line end."""
    return _encoder.encode(reading_to_dict(reading))


def decode_reading(line: bytes | str) -> Reading:
    """The reading that `encode_reading` wrote.

    Raises InputError when the line is no JSON, another format, or lacks what the format demands.
    """
    return _convert(_object(line, READING_FORMAT), _reading_in, Reading)


def claim_to_dict(claim: Claim) -> dict[str, Any]:
    """The claim as the plain values of format onrecord/claim/1."""
    plain: dict[str, Any] = msgspec.to_builtins(claim)
    plain["standing"] = _standing_out(claim.standing)
    plain["history"] = [_change_out(change) for change in claim.history]
    for link in plain["links"]:
        link["as"] = link.pop("as_")
    plain["names"] = dict(claim.names)
    return {"format": CLAIM_FORMAT, **plain}


def encode_claim(claim: Claim) -> bytes:
    """One line of JSON, without the line end."""
    return _encoder.encode(claim_to_dict(claim))


def decode_claim(line: bytes | str) -> Claim:
    """The claim that `encode_claim` wrote; raises InputError as `decode_reading` does."""
    return _convert(_object(line, CLAIM_FORMAT), _claim_in, Claim)


def encode_standing(standing: Standing) -> bytes:
    """The standing as the JSON object that stands inside a claim."""
    return _encoder.encode(_standing_out(standing))


def _reading_in(plain: dict[str, Any]) -> dict[str, Any]:
    plain["made_by"]["models"] = sorted(plain["made_by"].get("models", {}).items())
    for entity in plain.get("entities", ()):
        entity["roles"] = [_role_in(role) for role in entity.get("roles", ())]
    for place in plain.get("places", ()):
        place["as_"] = place.pop("as", "place")
    for kind in _ITEMS:
        for item in plain.get(kind, ()):
            if "in" in item:
                item["where"] = item.pop("in")
    return plain


def _claim_in(plain: dict[str, Any]) -> dict[str, Any]:
    plain["standing"] = _standing_in(plain["standing"])
    for change in plain.get("history", ()):
        change["standing"] = _standing_in(change["standing"])
    for link in plain.get("links", ()):
        link["as_"] = link.pop("as")
    plain["names"] = sorted(plain.get("names", {}).items())
    return plain


def _standing_out(standing: Standing) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(standing)
    plain["reliability"] = dict(standing.reliability)
    return plain


def _standing_in(plain: dict[str, Any]) -> dict[str, Any]:
    return {**plain, "reliability": sorted(plain.get("reliability", {}).items())}


def _change_out(change: StandingChange) -> dict[str, Any]:
    return {"since": change.since, "standing": _standing_out(change.standing), "because": list(change.because)}


def _role_out(role: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": role["title"],
        "organisation": role["organisation"],
        "from": role["start"],
        "to": role["end"],
    }


def _role_in(role: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": role.get("title"),
        "organisation": role.get("organisation"),
        "start": role.get("from"),
        "end": role.get("to"),
    }


def _first(plain: dict[str, Any], *names: str) -> dict[str, Any]:
    """The same object with these names in front, as the format lists them."""
    return {name: plain[name] for name in (*names, *_others(plain, names))}


def _others(plain: Iterable[str], names: tuple[str, ...]) -> list[str]:
    return [name for name in plain if name not in names]


def _object(line: bytes | str, form: str) -> dict[str, Any]:
    try:
        plain = msgspec.json.decode(line)
    except msgspec.DecodeError as err:
        raise InputError(f"This line is not JSON ({err}). Give a line that onrecord wrote as {form}.") from err
    found = plain.get("format") if isinstance(plain, dict) else None
    if found != form:
        raise InputError(f"This line has format {found!r}, expected {form!r}. Was it made by another version?")
    return {name: value for name, value in plain.items() if name != "format"}


def _convert(plain: dict[str, Any], shape: Callable[[dict[str, Any]], dict[str, Any]], kind: type[T]) -> T:
    try:
        return msgspec.convert(shape(plain), kind, strict=True)
    except msgspec.ValidationError as err:
        raise InputError(f"This line does not fit its format: {err}.") from err
    except (KeyError, TypeError, AttributeError) as err:
        raise InputError(f"This line does not fit its format: {err} is missing or of another kind.") from err
