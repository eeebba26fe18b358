"""Assertions and worlds for tests: short words for people, and hypothesis strategies for any mixture of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st

from onrecord.reconcile.standing import Assertion, World, stand
from onrecord.reconcile.world import Conflict, Outlet, SetDependence
from onrecord.record import Interval, Standing, Support

Check = TypeVar("Check", bound=Callable[..., None])
LEVELS: tuple[Support, ...] = ("none", "side", "single", "bloc", "independent", "admitted")
INSIDE = ("russia", "north korea", "ukraine")
OUTSIDE = ("us", "south korea", "poland", "un", "amnesty")
PEOPLE = {"patel": "us", "austin": "us", "nis": "south korea", "peskov": "russia", "zelensky": "ukraine"}
WAR = Conflict(id="war", name="the war", sides=(("russia", "north korea"), ("ukraine",)))
OUTLETS = (
    Outlet(id="outlet:agency", names=("The Agency",), agency=True),
    Outlet(id="outlet:state", owner="russia", control="state"),
    Outlet(id="outlet:daily", family="house"),
    Outlet(id="outlet:weekly", family="house"),
)
BARE = World(conflicts=(WAR,), principals=PEOPLE, outlets=OUTLETS)


def law(check: Check) -> Check:
    """A property that must hold always: 200 examples in the ordinary test run, 10,000 in the nightly one."""
    check.__dict__["is_law"] = True
    return settings(settings.get_profile("laws"))(check)


def says(holder: str, stance: str = "asserts", on: str | None = None, **more: Any) -> Assertion:
    """`says("us", on="2024-11-12")`: an assertion in an article of its own, published on the day it was said."""
    article = more.pop("article", f"{holder}/{stance}/{on}")
    said = Interval(start=on, end=on) if on else None
    values: dict[str, Any] = {
        "said": said,
        "published": on,
        "recorded": on,
        "outlet": "outlet:any",
        "proposition": f"p:{article}:{holder}",
    }
    return Assertion(holder=holder, stance=stance, article=article, **(values | more))  # type: ignore[arg-type]


def republish(assertion: Assertion, outlet: str, day: str) -> Assertion:
    """The same report in another outlet at a later time."""
    return replace(assertion, outlet=outlet, article=f"{outlet}/{day}/{assertion.article}", published=day, recorded=day)


DAYS = st.integers(1, 20).map(lambda day: f"2024-11-{day:02d}")
HOLDERS = st.sampled_from((*INSIDE, *OUTSIDE, *PEOPLE, *(outlet.id for outlet in OUTLETS)))
ARTICLES = st.integers(1, 12).map(lambda number: f"a{number}")
STANCES = st.sampled_from(("asserts", "asserts", "confirms", "denies", "denies", "doubts", "unknown", "declines"))
PAIRS = st.tuples(st.sampled_from(OUTSIDE), st.sampled_from(OUTSIDE)).filter(lambda pair: pair[0] != pair[1])
WORLDS = st.builds(
    lambda aligned, accused, by_denial, judged: replace(
        BARE, aligned=tuple(aligned), accused=tuple(accused), accused_by_denial=tuple(by_denial), dependences=judged
    ),
    st.lists(PAIRS, max_size=5),
    st.lists(st.sampled_from((*INSIDE, "amnesty")), max_size=2),
    st.lists(st.sampled_from((*INSIDE, "poland")), max_size=1),
    st.lists(
        st.builds(
            SetDependence,
            first=st.sampled_from(OUTSIDE),
            second=st.sampled_from(OUTSIDE),
            kind=st.sampled_from(("certain", "possible", "none")),
        ),
        max_size=1,
    ).map(tuple),
)


NO_ONE = "unnamed person"
UNKNOWN = "unknown publisher"
ODDITIES: tuple[dict[str, Any], ...] = (
    {"holder": NO_ONE, "unnamed": True},
    {"holder": NO_ONE, "unnamed": True},
    {"holder": NO_ONE, "unnamed": True, "candidates": ("russia",)},
    {"holder": NO_ONE, "unnamed": True, "candidates": ("us", "russia")},
    {"holder": "an official", "unnamed": True, "principal": "us"},
    {"on_record": False},
    {"rank": "official"},
    {"rank": "head"},
    {"role": "summary"},
    {"role": "narrator"},
    {"hearsay": True},
    {"captive": True},
    {"responsibility": True},
    {"figure": 34735.0},
    {"figure": 34735.0},
    {"figure": 471.0},
    {"wording": "police blocked their buses from leaving"},
    {"wording": "police stopped their buses from leaving", "verbatim": True},
    {"wording": "their buses were blocked by guards", "verbatim": True},
    {"said": None},
    {"said": None},
    {"said": None, "published": None},
    {"recorded": None},
    {"outlet": None},
    {"outlet": "outlet:agency"},
    {"outlet": "outlet:daily", "holder": "outlet:daily"},
    {"outlet": UNKNOWN},
    {"outlet": UNKNOWN},
    {"happened": Interval(start="2024-11-09", end="2024-11-09")},
    {"cites": ("us",)},
    {"cites": ("russia",)},
    {"cites": ("un", "amnesty")},
    {"relays": ("o1",)},
    {"text": "t1"},
    {"text": "t1"},
    {"text": "t2"},
    {"agency": "outlet:agency"},
    {"agency": "outlet:agency"},
    {"basis": "witness"},
    {"basis": "imagery"},
    {"basis": "told"},
)


def _make_assertion(
    holder: str, stance: str, article: str, days: tuple[str, str], oddities: list[dict[str, Any]]
) -> Assertion:
    said, shown = min(days), max(days)
    values: dict[str, Any] = {
        "holder": holder,
        "said": Interval(start=said, end=said),
        "published": shown,
        "recorded": shown,
        "outlet": f"o{len(holder) % 3}",
    }
    for oddity in oddities:
        values |= oddity
    if values["holder"] == NO_ONE:  # as in readings, an id of its own article
        values["holder"] = f"unnamed:{article}"
    if values["outlet"] == UNKNOWN:  # as in readings, the article's own words, held under its id
        values["outlet"] = values["holder"] = f"outlet:{article}"
    return Assertion(stance=stance, article=article, proposition=f"p:{article}:{values['holder']}", **values)  # type: ignore[arg-type]


def assertions(stances: st.SearchStrategy[str] = STANCES) -> st.SearchStrategy[Assertion]:
    """Any assertion: plain, or copied, relayed, unnamed, captive, ranked, hearsay, derived, undated, in any mixture."""
    return st.builds(
        _make_assertion,
        HOLDERS,
        stances,
        ARTICLES,
        st.tuples(DAYS, DAYS),
        st.lists(st.sampled_from(ODDITIES), max_size=3),
    )


EVIDENCE = st.lists(assertions(), max_size=9).map(tuple)


def grade(standing: Standing) -> tuple[object, ...]:
    """Everything about a standing but the reasons."""
    return (
        standing.support,
        standing.first_hand,
        standing.opposition,
        standing.doubted,
        standing.divided,
        standing.withdrawn,
        standing.hearsay_only,
        standing.label,
        standing.credibility,
        standing.supporting_lineages,
        standing.opposing_lineages,
    )


def no_worse(before: Standing, after: Standing) -> bool:
    """Whether the digit did not worsen; 6 ("cannot be judged") is outside the order."""
    return before.credibility == 6 or after.credibility <= before.credibility


DAY = "2024-11-12"
ALLIES = replace(BARE, aligned=(("us", "south korea"),))


def stands(*assertions: Assertion, world: World = BARE) -> Standing:
    """How a claim stands by these assertions."""
    return stand(assertions, world)


def label(*assertions: Assertion, world: World = BARE) -> str:
    """The words of that standing."""
    return stand(assertions, world).label


def lineages(*assertions: Assertion, world: World = BARE) -> tuple[int, int]:
    """Its supporting lineages, at least and at most."""
    return stand(assertions, world).supporting_lineages
