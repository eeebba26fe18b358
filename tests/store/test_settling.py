"""Adding to a settled ledger changes what it must and nothing else: the bytes are those of making everything anew."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claim_readings import PEOPLE, Telling, day, town
from onrecord.reconcile import library, meetings, space
from onrecord.reconcile.reviewed import claim_id
from onrecord.reconcile.world import World
from onrecord.reconcile.worlds import load_world
from onrecord.record import Judgement, JudgementAct, Measure, Quantity, Reading, Span
from onrecord.settling import STEPS, rebuild, settle
from onrecord.store.ledger import Ledger, open_ledger

NOW = "2026-01-01T00:00:00+00:00"
WORDS = (
    "troops fight in Kursk", "soldiers fight in Kursk", "troops moved to Kursk", "missile hit Poland", "rocket hit Poland",
    "missile struck a farm in Poland", "500 people killed in Gaza hospital", "hospital in Gaza hit by rocket", "minister denied reports",
)  # fmt: skip
HOLDERS = [person.id for person in PEOPLE] + [None]
LINE = st.tuples(
    st.sampled_from(WORDS),
    st.sampled_from(HOLDERS),
    st.sampled_from(["asserts", "denies", "unknown"]),
    st.sampled_from([None, "Kursk", "Russia"]),
    st.booleans(),
)
ARTICLE = st.tuples(st.integers(0, 6), st.lists(LINE, min_size=1, max_size=3), st.integers(0, 3))
SPOTS = {"Kursk": town("Kursk", 538555), "Russia": town("Russia", 2017370, "RU", "country")}


def article(number: int, lines: list[tuple[str, str | None, str, str | None, bool]], known: int) -> Reading:
    """A small article; `known` is how much it says of the people in it."""
    telling = Telling(f"art{number}", published=f"2024-03-0{1 + number}")
    for place, (words, holder, stance, spot, dated) in enumerate(lines):
        figure = Quantity(
            id=f"q{number}-{place}", span=Span(0, 3), low=500, high=500, unit="people", measure=Measure(what="killed")
        )
        telling.says(
            holder,
            words,
            stance=stance,  # type: ignore[arg-type]
            head=words.split()[1],
            place=SPOTS.get(spot or ""),
            time=day(f"t{number}-{place}", "2024-03-01") if dated else None,
            quantity=figure if words.startswith("500") else None,
        )
    reading = telling.reading()
    people = tuple(
        replace(one, name=f"{one.name} {'of' * known}".strip(), rank="head" if known > 1 else one.rank)
        for one in PEOPLE
    )
    return replace(reading, entities=people if known else PEOPLE)


def judgements_on(readings: list[Reading], chance: random.Random) -> list[Judgement]:
    """Some judgements of every kind, a few of them taken back."""
    names = sorted({item.id for reading in readings for item in reading.propositions})
    held = [item.attribution for reading in readings for item in reading.propositions if item.attribution]
    values: dict[JudgementAct, object] = {
        "accept": None,
        "reject": None,
        "speaker": {"speakers": [KOREA]},
        "merge": {"propositions": chance.sample(names, min(2, len(names)))},
        "split": {"groups": [[one] for one in chance.sample(names, min(2, len(names)))]},
        "depend": {"on": "government:ukraine"},
        "grade": {"letter": "B"},
    }
    made: list[Judgement] = []
    for act in chance.choices(list(values), k=4):
        target = KOREA if act in {"depend", "grade"} else chance.choice(held or names)
        if act == "reject" and chance.random() < 0.5:
            target = claim_id(chance.choice(names))
        if act in {"merge", "split"} and len(names) < 2:
            continue
        value = values[act]
        made.append(_judged(act, target, None if value is None else json.dumps(value), len(made)))
        if chance.random() < 0.3:
            made.append(_judged("undo", made[-1].id, None, len(made)))
    return made


def _judged(act: JudgementAct, target: str, value: str | None, number: int) -> Judgement:
    when = f"2026-01-02T00:00:{number:02d}Z"
    replaces = target if act == "undo" else None
    return Judgement(
        id=f"j{number}",
        act=act,
        target=target,
        value=value,
        who="ana",
        when=when,
        replaces=replaces,
    )


KOREA = "government:south korea"


def same_as_anew(ledger: Ledger, world: World) -> None:
    """The views are those that a rebuild makes, byte for byte."""
    grown = ledger.views_digest()
    rebuild(ledger, world, at=NOW)
    assert grown == ledger.views_digest()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where ledgers of the law lie."""
    return tmp_path_factory.mktemp("grown")


_NUMBERS = count()
CLAIM_VIEWS = ("claim", "claim_body", "claim_term", "standing", "claim_statement", "claim_article", "claim_link")


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ARTICLE, min_size=2, max_size=8), st.integers(0, 1 << 30), st.booleans())
def test_growing_gives_the_bytes_of_a_rebuild(folder: Path, articles: list, seed: int, tight: bool) -> None:  # type: ignore[type-arg]
    with pytest.MonkeyPatch.context() as patch:
        if tight:  # blocks and parts of two, hardly anything in memory, so that eight articles fill what millions would
            for room, name, value in (
                (meetings, "SMALL", 2),
                (meetings, "WINDOW", 1),
                (space, "LARGEST", 2),
                (library, "KEPT", 4),
            ):
                patch.setattr(room, name, value)
        grow(folder, articles, random.Random(seed))


def grow(folder: Path, articles: list, chance: random.Random) -> None:  # type: ignore[type-arg]
    """Add articles and judgements in a random order, settling after each, and compare with making all anew."""
    readings = [article(*one) for one in articles]
    world = World()
    with open_ledger(str(folder / f"{next(_NUMBERS)}.db"), create=True) as ledger:
        rebuild(ledger, world, at=NOW)
        waiting = list(readings)
        judged = judgements_on(readings, chance)
        while waiting or judged:
            if waiting and (not judged or chance.random() < 0.7):
                ledger.add_all([waiting.pop() for _ in range(min(len(waiting), chance.randrange(1, 3)))], NOW)
            else:
                ledger.judge(judged.pop(0))
            settle(ledger, world, at=NOW)
        same_as_anew(ledger, world)


def test_the_samples_in_any_order(sample_readings: list[Reading], tmp_path: Path) -> None:
    digests = []
    for seed in (None, 1, 2):
        order = list(sample_readings)
        if seed is not None:
            random.Random(seed).shuffle(order)
        with open_ledger(str(tmp_path / f"{seed}.db"), create=True) as ledger:
            for start in range(0, len(order), len(order) if seed is None else 1):
                ledger.add_all(order[start : start + (len(order) if seed is None else 1)], NOW)
                settle(ledger, load_world(), at=NOW)
            digests.append(ledger.views_digest())
            if seed == 1:
                same_as_anew(ledger, load_world())
    assert digests[0] == digests[1] == digests[2]


def test_settling_tells_how_far_it_is_and_interrupted_leaves_all_as_it_was(folder: Path) -> None:
    heard: list[tuple[str, int, int]] = []

    def stop(step: str, done: int, most: int) -> None:
        heard.append((step, done, most))
        if step == STEPS[2]:
            raise KeyboardInterrupt

    with open_ledger(str(folder / "stopped.db"), create=True) as ledger:
        ledger.add_all([article(n, [(WORDS[n], HOLDERS[0], "asserts", None, False)], 0) for n in range(3)], NOW)
        settle(ledger, World(), at=NOW)
        before = ledger.views_digest()
        ledger.add(article(3, [(WORDS[0], HOLDERS[1], "denies", None, False)], 0), NOW)
        with pytest.raises(KeyboardInterrupt):
            rebuild(ledger, World(), at=NOW, notice=stop)
        assert ledger.changed_since_settle().articles
        assert {name: ledger.views_digest()[name] for name in CLAIM_VIEWS} == {
            name: before[name] for name in CLAIM_VIEWS
        }
        settle(ledger, World(), at=NOW, notice=lambda *told: heard.append(told))
        same_as_anew(ledger, World())
    assert {STEPS[0], STEPS[2]} <= {step for step, _, _ in heard}
    assert all(done <= most for _, done, most in heard)


def test_what_was_merged_with_a_rejected_report_keeps_its_claim(tmp_path: Path) -> None:
    lines: list[tuple[int, list[tuple[str, str | None, str, str | None, bool]], int]] = [
        (2, [("rocket hit Poland", None, "asserts", "Russia", False)], 1),
        (3, [("minister denied reports", HOLDERS[0], "asserts", None, False)], 1),
        (5, [("troops fight in Kursk", HOLDERS[1], "asserts", "Kursk", True)], 2),
    ]
    readings = [article(*line) for line in lines]
    first, second, _ = [reading.propositions[0].id for reading in readings]
    rejected = readings[0].attributions[0].id if readings[0].attributions else first
    with open_ledger(str(tmp_path / "merged.db"), create=True) as ledger:
        ledger.add_all(readings, NOW)
        settle(ledger, World(), at=NOW)
        for number, judgement in enumerate(
            (
                _judged("merge", second, json.dumps({"propositions": [first, second]}), 0),
                _judged("reject", rejected, None, 1),
                _judged("undo", "j1", None, 2),
                _judged("reject", claim_id(second), None, 3),
                _judged("speaker", readings[1].attributions[0].id, json.dumps({"speakers": [KOREA]}), 4),
                _judged("undo", "j3", None, 5),
            )
        ):
            ledger.judge(judgement)
            many = settle(ledger, World(), at=NOW)
            grown = ledger.views_digest()
            assert (many, number) == (rebuild(ledger, World(), at=NOW), number)
            assert grown == ledger.views_digest(), number
