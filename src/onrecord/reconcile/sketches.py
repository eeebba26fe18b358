"""A claim's reports come in; what other claims must know of it to be linked goes out, in a form that lies on the shelf."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from onrecord.reconcile.frames import parse_day
from onrecord.reconcile.reports import Report
from onrecord.record import ClaimKind, Polarity

Spot = tuple[int, str | None, str | None]  # GeoNames id, kind, country


class Sketch(msgspec.Struct, array_like=True, frozen=True):
    """`acts`: classes of acts that at least half of the reports tell of; `days`: first and last days of its known times;
    `stocks`: what it counts as there at a time, not in total; `links`: (claim, how), as they stand."""

    id: str
    kind: ClaimKind
    polarity: Polarity
    acts: frozenset[str]
    events: frozenset[str]
    places: tuple[Spot, ...]  # known ones
    stocks: frozenset[tuple[str, str]]  # (what, whose or nothing)
    days: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


def sketch(identity: str, kind: ClaimKind, polarity: Polarity, reports: Sequence[Report]) -> Sketch:
    """The sketch of a claim, without links yet."""
    acts = Counter(act for item in reports for act in item.acts)
    places = {
        (item.place.geonames, item.place.kind, item.place.country)
        for item in reports
        if item.place is not None and item.place.geonames
    }
    times = [item.time for item in reports if item.time is not None and item.time.precision != "vague"]
    measures = [one.measure for item in reports for one in item.quantities]
    return Sketch(
        id=identity,
        kind=kind,
        polarity=polarity,
        acts=frozenset(act for act, count in acts.items() if 2 * count >= len(reports)),
        events=frozenset(item.event for item in reports if item.event),
        places=tuple(sorted(places, key=repr)),
        stocks=frozenset((one.what, one.whose or "") for one in measures if one.stock),
        days=tuple(
            sorted({day for one in times for day in (one.start, one.end) if day and parse_day(day) is not None})
        ),
    )


def pack_sketch(value: Sketch) -> bytes:
    """Its bytes."""
    return _PACK.encode(value)


def sketch_of(content: bytes) -> Sketch:
    """A claim's sketch as it lay on the shelf."""
    return _SKETCH.decode(content)


_PACK = msgspec.msgpack.Encoder(order="deterministic")
_SKETCH = msgspec.msgpack.Decoder(Sketch)
