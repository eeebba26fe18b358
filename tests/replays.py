"""Reports that went wrong, or grew, as assertions: what was said, and how the claim must stand after each step.

`python tests/replays.py > docs/replays.md` writes the page of the docs; a test demands that it is up to date.
Dates and facts are public and well documented; no article's text is used.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from onrecord.knowledge.bounds import bounds
from onrecord.reconcile.numbers import NumberReport, stand_by_threshold, weigh_figures
from onrecord.reconcile.standing import Assertion, World, stand
from onrecord.reconcile.world import focus
from onrecord.reconcile.worlds import load_world
from onrecord.record import Figure, Interval, Measure, Numbers, Stance, Standing

US, KR, KP, RU, UA, PL, IL, TR, SY = (
    f"government:{code}" for code in ("US", "KR", "KP", "RU", "UA", "PL", "IL", "TR", "SY")
)
NATO, HAMAS = "organisation:nato", "group:hamas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was said on a day, in words for the page, and the label and digit of the claim after it."""

    day: str
    told: str
    said: tuple[Assertion, ...]
    label: str
    digit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A claim, who it is about, and its course."""

    name: str
    claim: str
    world: World
    steps: tuple[Step, ...]
    lesson: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Figures of one measure, and what they must say together."""

    name: str
    measure: Measure
    figures: tuple[Figure, ...]
    low: float
    best: float | None
    high: float
    conflict: bool
    lesson: str


def about(
    *parties: str, countries: tuple[str, ...] = (), accused: tuple[str, ...] = (), cleared: tuple[str, ...] = ()
) -> World:
    """The shipped world as it matters for a claim about these parties."""
    return focus(load_world(), parties=parties, countries=countries, accused=accused, accused_by_denial=cleared)


def said(holder: str, stance: Stance, day: str, outlet: str, **more: Any) -> Assertion:
    """A report on the day of what was said that day, in an article of its own."""
    article = f"{outlet}/{day}/{holder}/{stance}"
    values: dict[str, Any] = {"proposition": f"p/{article}", "said": Interval(start=day, end=day), **more}
    return Assertion(
        holder=holder, stance=stance, article=article, outlet=outlet, published=day, recorded=day, **values
    )


def figure(holder: str, words: str | None, n: float, day: str, upper: float | None = None) -> Figure:
    """A figure as its words bound it, said that day."""
    low, high, soft_low, soft_high = bounds(words, n, upper)
    return Figure(
        holder=holder,
        principal=load_world().principal(holder),
        low=low,
        high=high,
        modifier=words,
        as_of=None,
        said=day,
        proposition=f"{holder}/{n:.0f}/{day}",
        soft_low=soft_low,
        soft_high=soft_high,
    )


PATEL = said(
    "person:vedant-patel",
    "asserts",
    "2024-11-12",
    "outlet:sample wire",
    principal="organisation:state-department",
    rank="spokesman",
    text="briefing",
)
NIS = said("organisation:national-intelligence-service", "confirms", "2024-11-13", "outlet:yonhap")

KURSK = Replay(
    name="North Korean troops in Kursk, November 2024 to April 2025",
    claim="North Korean troops fight in Kursk oblast.",
    world=about(RU, KP, countries=("RU",), accused=(RU, KP)),
    steps=(
        Step(
            day="2024-11-07",
            told="Ukraine's president says that North Korean troops have taken casualties.",
            said=(
                said(
                    "person:volodymyr-zelensky",
                    "asserts",
                    "2024-11-07",
                    "outlet:kyiv sample",
                    principal=UA,
                    rank="head",
                ),
            ),
            label="claimed by one side",
            digit=3,
        ),
        Step(
            day="2024-11-11",
            told="Ukrainian officials report first clashes.",
            said=(
                said(
                    "officials",
                    "asserts",
                    "2024-11-11",
                    "outlet:kyiv sample",
                    principal=UA,
                    unnamed=True,
                    rank="official",
                ),
            ),
            label="claimed by one side",
            digit=3,
        ),
        Step(
            day="2024-11-12",
            told="The US State Department's deputy spokesman says that they have begun combat operations.",
            said=(PATEL,),
            label="reported by one source",
            digit=3,
        ),
        Step(
            day="2024-11-13",
            told="South Korea's intelligence service confirms it, carried by the South Korean agency.",
            said=(NIS,),
            label="corroborated (one bloc)",
            digit=2,
        ),
        Step(
            day="2024-11-14",
            told="Ukrainian outlets relay the agency, and one another; five outlets carry copies of the briefing.",
            said=(
                replace(
                    NIS,
                    outlet="outlet:relay one",
                    article="relay 1",
                    relays=("outlet:yonhap",),
                    published="2024-11-14",
                    proposition="p/relay 1",
                ),
                replace(
                    NIS,
                    outlet="outlet:relay two",
                    article="relay 2",
                    relays=("outlet:relay one", "outlet:yonhap"),
                    published="2024-11-14",
                    proposition="p/relay 2",
                ),
                *(
                    replace(
                        PATEL,
                        outlet=f"outlet:copy {number}",
                        article=f"copy {number}",
                        published="2024-11-14",
                        proposition=f"p/copy {number}",
                    )
                    for number in range(5)
                ),
            ),
            label="corroborated (one bloc)",
            digit=2,
        ),
        Step(
            day="2024-11-15",
            told="Russia and North Korea deny it; Russia's state agency carries the American words at a distance.",
            said=(
                said(
                    "person:dmitry-peskov",
                    "denies",
                    "2024-11-15",
                    "outlet:tass",
                    principal="organisation:kremlin",
                    rank="spokesman",
                ),
                said("person:envoy", "denies", "2024-11-15", "outlet:sample wire", principal=KP, rank="official"),
                replace(
                    PATEL,
                    stance="publishes",
                    holder="outlet:tass",
                    principal=None,
                    outlet="outlet:tass",
                    article="tass",
                    rank=None,
                ),
            ),
            label="corroborated (one bloc), denied by the accused",
            digit=2,
        ),
        Step(
            day="2024-12-10",
            told="The Pentagon has not seen them in combat inside Ukraine: a doubt about another place, so about another claim.",
            said=(),
            label="corroborated (one bloc), denied by the accused",
            digit=2,
        ),
        Step(
            day="2025-04-26",
            told="Russia's chief of general staff acknowledges their part.",
            said=(
                said("person:valery-gerasimov", "asserts", "2025-04-26", "outlet:tass", principal=RU, rank="official"),
            ),
            label="admitted, denied by the accused",
            digit=1,
        ),
        Step(
            day="2025-04-28",
            told="North Korea's state media acknowledge it.",
            said=(said("outlet:kcna", "asserts", "2025-04-28", "outlet:kcna"),),
            label="admitted",
            digit=1,
        ),
    ),
    lesson="One side, one source, one bloc: copies and relays add nothing, denials by the accused do not erase, an admission settles.",
)

OFFICIAL = said(
    "unnamed:agency",
    "asserts",
    "2022-11-15",
    "outlet:associated press",
    unnamed=True,
    candidates=(US,),
    text="flash",
    on_record=False,
)

PRZEWODOW = Replay(
    name="Przewodów, 15–16 November 2022: the first report",
    claim="Russian missiles hit Poland.",
    world=about(RU, UA, countries=("PL",), accused=(RU,), cleared=(UA,)),
    steps=(
        Step(
            day="2022-11-15",
            told="A news agency, citing one unnamed senior official.",
            said=(OFFICIAL,),
            label="reported by one source",
            digit=3,
        ),
        Step(
            day="2022-11-15",
            told="Forty outlets carry it: as copies, with the agency's credit, or saying that the agency says so.",
            said=tuple(
                replace(
                    OFFICIAL,
                    holder=f"unnamed:{number}",
                    article=f"copy {number}",
                    outlet=f"outlet:{number}",
                    proposition=f"p/{number}",
                    **how,
                )
                for number in range(40)
                for how in [
                    (
                        {"text": "flash"},
                        {"text": None, "agency": "AP"},
                        {"text": None, "relays": ("AP",), "agency": "AP"},
                    )[number % 3]
                ]
            ),
            label="reported by one source",
            digit=3,
        ),
        Step(
            day="2022-11-15",
            told="Russia denies it.",
            said=(said("organisation:russian-defence-ministry", "denies", "2022-11-15", "outlet:tass", principal=RU),),
            label="reported by one source, denied by the accused",
            digit=3,
        ),
        Step(
            day="2022-11-16",
            told="The agency withdraws its report; every copy goes with it.",
            said=(
                said(
                    "outlet:associated press",
                    "retracts",
                    "2022-11-16",
                    "outlet:associated press",
                    retracts=(OFFICIAL.article,),
                ),
            ),
            label="withdrawn, denied by the accused",
            digit=6,
        ),
    ),
    lesson="Forty copies of one unnamed person are one lineage at most and none at least; when the report falls they all fall.",
)

PRZEWODOW_AFTER = Replay(
    name="Przewodów, 16 November 2022: the claim that took its place",
    claim="A Ukrainian air-defence missile fell on Przewodów.",
    world=about(RU, UA, countries=("PL",), accused=(UA,)),
    steps=(
        Step(
            day="2022-11-16",
            told="Poland's president says that it was probably so.",
            said=(said("person:andrzej-duda", "asserts", "2022-11-16", "outlet:pap", principal=PL, rank="head"),),
            label="reported by one source",
            digit=3,
        ),
        Step(
            day="2022-11-16",
            told="NATO's secretary general and US officials say so too.",
            said=(
                said("person:jens-stoltenberg", "asserts", "2022-11-16", "outlet:reuters", principal=NATO, rank="head"),
                said(
                    "officials", "asserts", "2022-11-16", "outlet:reuters", principal=US, unnamed=True, rank="official"
                ),
            ),
            label="corroborated (independent)",
            digit=1,
        ),
        Step(
            day="2022-11-16",
            told="Ukraine's president denies that it was Ukraine's.",
            said=(
                said(
                    "person:volodymyr-zelensky", "denies", "2022-11-16", "outlet:kyiv sample", principal=UA, rank="head"
                ),
            ),
            label="corroborated (independent), denied by the accused",
            digit=1,
        ),
    ),
    lesson="NATO and the United States may share one origin, Poland looked for itself: two lineages at least.",
)

AL_AHLI = Replay(
    name="Al-Ahli hospital, Gaza, 17–18 October 2023: who was it",
    claim="An Israeli strike hit the hospital.",
    world=about(IL, HAMAS, countries=("PS",), accused=(IL,), cleared=("group:palestinian-islamic-jihad",)),
    steps=(
        Step(
            day="2023-10-17",
            told="Gaza's health ministry says so.",
            said=(said("organisation:gaza-health-ministry", "asserts", "2023-10-17", "outlet:al jazeera"),),
            label="claimed by one side",
            digit=3,
        ),
        Step(
            day="2023-10-17",
            told="A former Israeli aide's post says so, and is deleted within the hour.",
            said=(
                said("person:former-aide", "asserts", "2023-10-17", "account"),
                said("person:former-aide", "retracts", "2023-10-17", "account"),
            ),
            label="claimed by one side",
            digit=3,
        ),
        Step(
            day="2023-10-17",
            told="Israel's army denies it and blames a misfired rocket.",
            said=(said("organisation:idf", "denies", "2023-10-17", "outlet:reuters"),),
            label="claimed by one side, denied by the accused",
            digit=4,
        ),
        Step(
            day="2023-10-18",
            told="The United States assesses that Israel was not responsible.",
            said=(said("organisation:white-house", "denies", "2023-10-18", "outlet:reuters"),),
            label="claimed by one side, denied by one source and the accused",
            digit=4,
        ),
    ),
    lesson="Claimed by one side and denied by the other; a deleted post leaves nothing behind.",
)

REPLAYS = (KURSK, PRZEWODOW, PRZEWODOW_AFTER, AL_AHLI)

MAKIIVKA_WORLD = about(RU, UA, countries=("UA",), accused=(RU,))
MAKIIVKA = tuple(
    NumberReport(
        assertion=said(holder, "asserts", day, "outlet:reuters", proposition=number.proposition), figure=number
    )
    for holder, words, n, day in (
        (RU, None, 63, "2023-01-02"),
        (RU, None, 89, "2023-01-04"),
        (UA, "about", 400, "2023-01-02"),
    )
    for number in [figure(holder, words, n, day)]
)
THRESHOLDS = ((63, "admitted", 1), (89, "admitted", 1), (400, "claimed by one side, denied by the accused", 4))

KILLED = Measure(what="killed", stock=False)
TOLLS = (
    Toll(
        name="Al-Ahli hospital: killed",
        measure=KILLED,
        figures=(
            figure("organisation:gaza-health-ministry", "about", 500, "2023-10-17"),
            figure("organisation:gaza-health-ministry", None, 471, "2023-10-18"),
            figure(US, "between", 100, "2023-10-18", 300),
        ),
        low=100,
        best=None,
        high=471,
        conflict=True,
        lesson="The ministry's later figure takes the place of its first; it and the American range share no number, so no best.",
    ),
    Toll(
        name="Makiivka: Russian soldiers killed",
        measure=KILLED,
        figures=tuple(report.figure for report in MAKIIVKA),
        low=89,
        best=None,
        high=480,
        conflict=True,
        lesson="63 gives way to 89; about 400 cannot be so as well. The thresholds say what is admitted and what is claimed.",
    ),
    Toll(
        name="Earthquakes of 6 February 2023: killed in Turkey",
        measure=replace(KILLED, place="geonames:298795"),
        figures=(
            figure(TR, None, 3549, "2023-02-07"),
            figure(TR, None, 8574, "2023-02-08"),
            figure(TR, None, 17674, "2023-02-09"),
            figure(TR, None, 20213, "2023-02-10"),
            figure("organisation:world-health-organization", "more than", 16000, "2023-02-09"),
            figure(TR, None, 29605, "2023-02-12"),
            figure(TR, None, 35418, "2023-02-14"),
        ),
        low=16001,
        best=35418,
        high=35418,
        conflict=False,
        lesson="A toll that grows is a series and no conflict: each figure takes the place of the one before.",
    ),
    Toll(
        name="Attacks of 7 October 2023: killed in Israel",
        measure=KILLED,
        figures=(
            figure(IL, None, 1400, "2023-10-15"),
            figure(IL, "around", 1200, "2023-11-10"),
            replace(figure(IL, None, 1400, "2023-10-15"), proposition="repeated by an outlet on 12 November/1400"),
        ),
        low=1100,
        best=1200,
        high=1300,
        conflict=False,
        lesson="The revision reaches those who repeat the old figure, since they only carry Israel's.",
    ),
)


def course(replay: Replay) -> list[Standing]:
    """How the claim stands after each step."""
    return [
        stand([one for step in replay.steps[: number + 1] for one in step.said], replay.world)
        for number in range(len(replay.steps))
    ]


def together(toll: Toll) -> Numbers:
    """What the figures of a toll say together."""
    return weigh_figures(toll.figures, toll.measure, unit="persons")


def render() -> str:
    """The page of the docs."""
    parts = [_HEAD, *map(_render_replay, REPLAYS), _render_thresholds(), *map(_render_toll, TOLLS)]
    return "\n".join(parts)


_HEAD = """# Replays: reports that went wrong, or grew

Well-documented cases, put as assertions (who said what, when, carried by whom) and run through `stand` and
`weigh_figures` with the shipped world. The page is written by `python tests/replays.py > docs/replays.md`, and
the test run demands that it agrees with the code.
"""


def _render_replay(replay: Replay) -> str:
    rows = [
        f"| {step.day} | {step.told} | {standing.credibility} | {standing.label} | {_lineages(standing)} |"
        for step, standing in zip(replay.steps, course(replay), strict=True)
    ]
    last = "\n".join(f"- {sentence}" for sentence in course(replay)[-1].rules)
    head = "| day | what was said | digit | label | lineages for, against |\n|---|---|---|---|---|"
    return (
        f"## {replay.name}\nClaim: *{replay.claim}* {replay.lesson}\n\n{head}\n"
        + "\n".join(rows)
        + f"\n\nRules at the end:\n{last}\n"
    )


def _lineages(standing: Standing) -> str:
    (low, high), (other_low, other_high) = standing.supporting_lineages, standing.opposing_lineages
    return f"{low}–{high}, {other_low}–{other_high}"


def _render_thresholds() -> str:
    rows = [
        f"| at least {least:g} | {standing.credibility} | {standing.label} |"
        for least, standing in stand_by_threshold(MAKIIVKA, MAKIIVKA_WORLD)
    ]
    told = "Russia gave 63, then 89 dead of its own, against its interest; Ukraine about 400."
    return "\n".join(
        ("## Makiivka, 1–4 January 2023: thresholds", told, "", "| claim | digit | label |", "|---|---|---|", *rows, "")
    )


def _render_toll(toll: Toll) -> str:
    numbers = together(toll)
    rows = [
        f"| {one.said} | {load_world().name(one.holder)} | {_words(one)} | "
        f"{'superseded' if one.superseded_by else ''} |"
        for one in numbers.series
    ]
    best = "none" if numbers.best is None else f"{numbers.best:,.0f}"
    found = f"low {numbers.low:,.0f}, best {best}, high {numbers.high:,.0f}, conflict {'yes' if numbers.conflict else 'no'}."
    head = "| said | by | figure | |\n|---|---|---|---|"
    return f"## {toll.name}\n{toll.lesson}\n\n{head}\n" + "\n".join(rows) + f"\n\nTogether: {found}\n"


def _words(one: Figure) -> str:
    """A figure as it was said."""
    if one.modifier == "between":
        return f"between {one.low:,.0f} and {one.high:,.0f}"
    return f"{one.modifier or ''} {float(one.proposition.split('/')[1]):,.0f}".strip()


if __name__ == "__main__":
    print(render(), end="")
