"""What a person typed about the inputs comes in; InputOptions go out, or one sentence about the word that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.acquire.inputs import READERS
from onrecord.acquire.options import MEGABYTE, InputOptions
from onrecord.acquire.records import FIELDS
from onrecord.record import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class InputWords:
    """The options of `read`, `add` and `follow` that say how inputs are to be taken, as typed."""

    kind: str | None = None
    columns: str | None = None
    given: Sequence[str] | None = None
    encoding: str | None = None
    allow_private: bool = False
    limits: Sequence[str] | None = None


def input_options(words: InputWords) -> InputOptions:
    """The options that these words mean; raises InputError."""
    if words.kind is not None and words.kind not in READERS:
        raise InputError(f"--kind {words.kind}: unknown. Choose one of: {', '.join(READERS)}.")
    known = ("id", *FIELDS)
    options = InputOptions(
        kind=words.kind,
        columns=_pairs("--columns", words.columns.split(",") if words.columns else (), known),
        given=_pairs("--given", words.given or (), [name for name in FIELDS if name not in ("text", "html")]),
        encoding=words.encoding,
    )
    options = replace(options, web=replace(options.web, allow_private=words.allow_private))
    for name, value in _pairs("--set", words.limits or (), tuple(LIMITS)).items():
        options = _set(options, name, value)
    return options


def _pairs(option: str, words: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """["a=b"] -> {"a": "b"}, each name among the known ones."""
    found = {}
    for word in words:
        name, sign, value = (part.strip() for part in word.partition("="))
        if not (sign and value):
            raise InputError(f"{option} {word}: expected NAME=VALUE, e.g. {option} {_EXAMPLES[option]}.")
        if name not in known:
            raise InputError(f"{option} {word}: there is no {name!r}. Choose one of: {', '.join(known)}.")
        found[name] = value
    return found


_EXAMPLES: Mapping[str, str] = {
    "--columns": "text=body,published=date",
    "--given": 'publisher="The Sample"',
    "--set": "interval=5",
}


def _megabytes(value: str) -> int:
    return int(float(value) * MEGABYTE)


def _yes(value: str) -> bool:
    return {"yes": True, "no": False}[value.lower()]


LIMITS: Mapping[str, tuple[str, Callable[[str], object]]] = {
    "item-mb": ("largest_item", _megabytes),
    "ratio": ("largest_ratio", int),
    "members": ("largest_members", int),
    "page-mb": ("web.largest", _megabytes),
    "interval": ("web.interval", float),
    "timeout": ("web.timeout", float),
    "deadline": ("web.deadline", float),
    "tries": ("web.tries", int),
    "backoff": ("web.backoff", float),
    "longest-wait": ("web.longest_wait", float),
    "redirects": ("web.redirects", int),
    "hosts": ("web.hosts_at_once", int),
    "agent": ("web.user_agent", str),
    "robots": ("web.robots", _yes),
    "entries": ("web.follow_entries", _yes),
}
"""Name in `--set` -> field of InputOptions (or of its WebOptions), and how its value is read."""
_AT_LEAST_ONE = ("largest", "tries", "hosts_at_once", "ratio", "members")


def _set(options: InputOptions, name: str, value: str) -> InputOptions:
    field, read = LIMITS[name]
    try:
        found = read(value)
    except (ValueError, KeyError, OverflowError) as err:
        form = "yes or no" if read is _yes else "a number"
        raise InputError(f"--set {name}={value}: expected {form}.") from err
    least = 1 if any(word in field for word in _AT_LEAST_ONE) else 0
    if isinstance(found, int | float) and not found >= least:
        raise InputError(f"--set {name}={value}: must be {least} or more.")
    outer, _, inner = field.partition(".")
    if inner:
        web = replace(options.web, **{inner: found})  # type: ignore[arg-type]  # the table names fields by their types
        return replace(options, web=web)
    return replace(options, **{outer: found})  # type: ignore[arg-type]  # as above
