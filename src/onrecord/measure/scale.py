"""A folder in, ledgers of growing size made there, and how long every question takes of each out.

Each question is asked many times with other values; p50 and p95 are of those times. Wall time is what a person waits;
CPU time of the same calls stands beside it, because on a machine that does other things too only that can be compared.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path

from onrecord.measure.growth import draw_growth
from onrecord.measure.sheet import Sheet
from onrecord.measure.synthetic import World, common_word
from onrecord.reconcile.world import World as Bodies
from onrecord.record import InputError, Judgement, Reading
from onrecord.review import make_judgement
from onrecord.settling import rebuild, settle
from onrecord.store.ledger import Ledger, open_ledger
from onrecord.store.terms import ClaimQuery, StatementQuery

SIZES = (10_000, 100_000, 1_000_000)
ASKED = 60  # times that each question is asked
NOBODY = Bodies()  # everybody speaks for himself
NOW = "2026-11-22T12:00:00+00:00"
Call = Callable[[], object]
_BATCH = 500  # articles a transaction while a ledger is filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """Milliseconds of one question over all its calls: wall p50 and p95, CPU p95."""

    p50: float
    p95: float
    cpu_p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """What a ledger of so many assertions costs: seconds (CPU) to fill and settle, size, and every question's time.

    On a server, CPU time is that of this process alone, and the size is not known.
    """

    assertions: int
    claims: int
    megabytes: float | None
    fill_seconds: float
    settle_seconds: float
    settle_wall_seconds: float
    timings: dict[str, Timing]


def measure_scale(folder: Path, sizes: Sequence[int] = SIZES, *, asked: int = ASKED) -> Sheet:
    """Fill, settle and question a ledger of each size in the folder, and draw scale.svg there.

    A ledger that is there already is not filled again.
    """
    if not folder.is_dir():
        raise InputError(f"{folder}: not a folder. Give one with 10 GB free, where the ledgers are made.")
    results = [measure_size(folder, size, asked=asked) for size in sizes]
    (folder / "scale.svg").write_text(draw_scale(results), encoding="utf-8")
    return scale_sheet(results)


def measure_size(folder: Path, size: int, *, asked: int = ASKED) -> Scale:
    """One size, in a file of the folder."""
    return measure_ledger(str(folder / f"scale-{size}.db"), size, asked=asked)


def measure_ledger(address: str, size: int, *, asked: int = ASKED) -> Scale:
    """One size, in the ledger at this path or postgresql:// address, which is made where it is not there."""
    world = World(assertions=size)
    with open_ledger(address, create=True) as ledger:
        fill = _cpu(lambda: _fill(ledger, world))
        began = time.perf_counter()
        settle_seconds = _cpu(lambda: rebuild(ledger, NOBODY, at=NOW))
        wall = time.perf_counter() - began
        timings = {name: _timing(calls) for name, calls in questions(ledger, world, asked)}
        claims = ledger.counts().claims
    return Scale(
        assertions=size,
        claims=claims,
        megabytes=None if "://" in address else Path(address).stat().st_size / 1e6,
        fill_seconds=fill,
        settle_seconds=settle_seconds,
        settle_wall_seconds=wall,
        timings=timings,
    )


def questions(ledger: Ledger, world: World, asked: int) -> Iterator[tuple[str, list[Call]]]:
    """Every question with its calls; what is asked differs from call to call."""
    chance = random.Random(world.seed)
    yield "open the ledger", [lambda: open_ledger(ledger.address).close()] * asked
    yield from _claim_questions(ledger, chance, asked)
    yield from _statement_questions(ledger, world, chance, asked)
    first = ledger.counts().articles
    fresh = [world.reading(first + number) for number in range(asked)]
    yield "keep one article", [partial(ledger.add, reading, NOW) for reading in fresh[: asked // 2]]
    settle(ledger, NOBODY, at=NOW)
    yield "add one article and settle", [partial(_add, ledger, reading) for reading in fresh[asked // 2 :]]
    judged = [_accepting(ledger, chance) for _ in range(asked // 2)]
    yield "judge and settle", [partial(_judge, ledger, judgement) for judgement in judged]


def _add(ledger: Ledger, reading: Reading) -> None:
    ledger.add(reading, NOW)
    settle(ledger, NOBODY, at=NOW)


def _accepting(ledger: Ledger, chance: random.Random) -> Judgement:
    claim = chance.choice(ledger.claims(ClaimQuery(limit=1000)).rows).id
    target = chance.choice(ledger.claim(claim).positions).propositions[0]
    return make_judgement("accept", target, None, who="measure", when=NOW)


def _judge(ledger: Ledger, judgement: Judgement) -> None:
    ledger.judge(judgement)
    settle(ledger, NOBODY, at=NOW)


def _claim_questions(ledger: Ledger, chance: random.Random, asked: int) -> Iterator[tuple[str, list[Call]]]:
    ids = [row.id for row in ledger.claims(ClaimQuery(limit=1000)).rows]
    ids += [row.id for row in ledger.claims(ClaimQuery(limit=1000, changed_to="2024-03-01")).rows]
    names, days = chance.choices(ids, k=asked), [_day(chance) for _ in range(asked)]
    holders = [f"person:{chance.randrange(500)}" for _ in range(asked)]
    yield "open a claim", [partial(ledger.claim, name) for name in names]
    yield "open a claim as of a date", [partial(ledger.claim, name, as_of="2026-09-01") for name in names]
    queries = {
        "list claims": [ClaimQuery()] * asked,
        "list claims of a holder": [ClaimQuery(holder=holder) for holder in holders],
        "list claims by label, place, outlet": [
            ClaimQuery(label="reported by one source", place=f"place {n % 50}", outlet=f"outlet {n % 20}")
            for n in range(asked)
        ],
        "list claims by text": [ClaimQuery(text=common_word(n * 7 % 3000)) for n in range(asked)],
        "list claims as of a date": [ClaimQuery(as_of=day) for day in days],
        "list claims of a holder as of a date": [
            ClaimQuery(as_of=day, clock="known", holder=holder) for day, holder in zip(days, holders, strict=True)
        ],
    }
    for name, found in queries.items():
        yield name, [partial(ledger.claims, query) for query in found]
    yield "changes since a date", [partial(ledger.changes, day) for day in days]


def _statement_questions(
    ledger: Ledger, world: World, chance: random.Random, asked: int
) -> Iterator[tuple[str, list[Call]]]:
    pairs = [f"{common_word(n % 30)} {common_word(30 + n)}" for n in range(asked)]
    articles = [f"article {chance.randrange(world.articles)}" for _ in range(asked)]
    said = [StatementQuery(speaker=f"person:{n % 300}", stance="denies", place=f"place {n % 40}") for n in range(asked)]
    yield "search a common word", [partial(ledger.search, common_word(n % 10)) for n in range(asked)]
    yield "search a rare word", [partial(ledger.search, common_word(2000 + n)) for n in range(asked)]
    yield "search two words, ranked", [partial(ledger.search, words, ranked=True) for words in pairs]
    yield "statements by speaker, stance, place", [partial(ledger.statements, query) for query in said]
    yield "read an article", [partial(ledger.reading, name) for name in articles]
    yield "the claims of an article", [partial(ledger.claims_of_article, name) for name in articles]
    yield "filter values", [lambda: (ledger.facets("label"), ledger.facets("place"), ledger.outlets())] * asked


def _day(chance: random.Random) -> str:
    return f"{chance.randrange(2022, 2026)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 28):02d}"


def scale_sheet(results: Sequence[Scale]) -> Sheet:
    """The results side by side, one column a size."""
    rows: list[tuple[str | float | int | None, ...]] = [
        ("claims", *(result.claims for result in results)),
        ("file, MB", *(round(result.megabytes) if result.megabytes else None for result in results)),
        ("add all articles, CPU s", *(round(result.fill_seconds, 1) for result in results)),
        ("settle all anew, CPU s", *(round(result.settle_seconds, 1) for result in results)),
        ("the same, ms an assertion", *(round(1000 * one.settle_seconds / one.assertions, 2) for one in results)),
    ]
    for name in results[0].timings:
        found = [result.timings[name] for result in results]
        rows.append((name, *(f"{timing.p50:.1f} / {timing.p95:.1f} ({timing.cpu_p95:.1f})" for timing in found)))
    return Sheet(
        task="scale",
        title="The ledger by number of assertions (milliseconds: p50 / p95, in brackets p95 of CPU time)",
        columns=("", *(f"{result.assertions:,}" for result in results)),
        rows=tuple(rows),
        plain={"sizes": [asdict(result) for result in results]},
    )


PLOTTED = (
    "open a claim",
    "list claims as of a date",
    "list claims by text",
    "search a common word",
    "search two words, ranked",
    "add one article and settle",
)


def draw_scale(results: Sequence[Scale]) -> str:
    """p95 of the CPU time of some questions by number of assertions, as SVG."""
    lines = {name: [(float(result.assertions), result.timings[name].cpu_p95) for result in results] for name in PLOTTED}
    settle = [(float(result.assertions), result.settle_seconds) for result in results]
    return draw_growth("CPU time of a question, p95", "ms", lines | {"settle all anew (s)": settle}, limit=50)


def _fill(ledger: Ledger, world: World) -> None:
    """Add what is not there yet."""
    readings = islice(world.readings(), ledger.counts().articles, None)
    while batch := list(islice(readings, _BATCH)):
        ledger.add_all(batch, NOW)


def _timing(calls: Sequence[Call]) -> Timing:
    walls, cpus = [], []
    for call in calls:
        wall, cpu = time.perf_counter(), time.thread_time()
        call()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.thread_time() - cpu) * 1000)
    return Timing(p50=_part(walls, 0.5), p95=_part(walls, 0.95), cpu_p95=_part(cpus, 0.95))


def _part(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
