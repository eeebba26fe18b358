"""Statements of one sign come in; how many lineages stand behind them goes out. THE one place where origins are counted.

A *voice* is a principal's statement with the ties that bind it to others: keys, such that two voices that share a key are
dependent. Lineages are the most voices of which no two share a key: `high` looks at certain ties only, `low` at possible
ones too and leaves unnamed persons out. Counted so, and not by merging whatever is linked through a third, a fresh voice
never lowers a count (law L4) and a further tie never raises one (L7): if B is allied with A and with C, and all three
say so, A and C still are two. Only what carries one and the same report (copies, credits, relays) is merged through third
ones.

The docstring of every tie below is the explanation that people are shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.knowledge.bounds import unit_of
from onrecord.knowledge.stems import stem
from onrecord.knowledge.wordspace import rarity
from onrecord.reconcile.apart import most_apart
from onrecord.reconcile.assertion import Assertion
from onrecord.reconcile.passages import COMMON, WORD
from onrecord.reconcile.positions import Statement
from onrecord.reconcile.world import SetDependence, World, ordered
from onrecord.record import Dependence

FEWEST_ALIKE = 3
ALIKE = 0.6
"""Content stems that two wordings must share, and what part of the shorter one's, to be nearly the same (docs/standing.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A principal's statement, its ties, and whether it counts: `outside` the sides, `identified` as somebody's."""

    statement: Statement
    principal: str
    certain: frozenset[str]
    possible: frozenset[str]
    identified: bool
    outside: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """What a tie must know of the other statements of the same sign."""

    world: World
    rests_on: Mapping[str, frozenset[str]]  # principal -> the principals it only cites; absent: it knows by itself
    beside: Mapping[str, frozenset[str]]  # outlet -> the principals that its articles quote beside its own words
    copies: Mapping[tuple[Assertion, str], frozenset[str]]  # keys that tie copies of one text
    carriers: frozenset[str]  # agencies, and every outlet or article that somebody credits or relays
    provenance: Mapping[
        tuple[str, str], frozenset[str]
    ]  # carried report -> everything it is known to have come through
    figures: Mapping[float, tuple[str, ...]]  # unround figure -> principals that give it
    reworded: Mapping[tuple[Assertion, str], frozenset[str]]  # keys that tie what is said in nearly the same words
    unpublished: frozenset[str]  # holders that stand for articles of which nobody knows who published them
    nameless: frozenset[str]  # the unnamed persons among the principals


Tie = Callable[[Statement, Company], frozenset[str]]


def same_principal(statement: Statement, company: Company) -> frozenset[str]:  # noqa: ARG001
    """Both speak for the same body."""
    return frozenset({f"principal:{statement.principal}"})


def quotes(statement: Statement, company: Company) -> frozenset[str]:
    """One only relays or cites the other, or both only cite the same source."""
    return frozenset(f"principal:{one}" for one in reach(statement, company)) | _judged(statement, company, "certain")


def same_text(statement: Statement, company: Company) -> frozenset[str]:
    """Both articles are copies of one text, and nowhere in it do the two stand side by side as different speakers."""
    return company.copies.get((statement.assertion, statement.holder), frozenset())


def same_agency(statement: Statement, company: Company) -> frozenset[str]:
    """Both have it from the same agency, outlet or article, and no speaker is named whose own words could be checked."""
    if not _carried(statement):
        return frozenset()
    sources = company.provenance[_report_of(statement)] & company.carriers
    return frozenset(f"carried:{source}" for source in sources)


def same_figure(statement: Statement, company: Company) -> frozenset[str]:
    """Both give the same unround figure without saying where it is from, so one may have it from the other."""
    figure = statement.assertion.figure
    others = company.figures.get(figure, ()) if figure is not None else ()
    pairs = (ordered(statement.principal, other) for other in others if other != statement.principal)
    return frozenset(f"figure:{first}|{second}" for first, second in pairs if _may(first, second, company))


def same_words(statement: Statement, company: Company) -> frozenset[str]:
    """Both say it in nearly the same words of their own, or are quoted so, and may have them from one another."""
    return company.reworded.get((statement.assertion, statement.holder), frozenset())


def same_publisher(statement: Statement, company: Company) -> frozenset[str]:
    """Nobody knows who published these articles, so they may be of one publisher."""
    return frozenset({"unpublished"}) if statement.holder in company.unpublished else frozenset()


def allies(statement: Statement, company: Company) -> frozenset[str]:
    """They are allies who share intelligence or arms, so one may have it from the other."""
    spoken = {statement.principal} | reach(statement, company)
    pairs = {pair for one in spoken for pair in company.world.allied(one)}
    ties = frozenset(f"ally:{first}|{second}" for first, second in pairs if _may(first, second, company))
    return ties | _judged(statement, company, "possible")


def unnamed(statement: Statement, company: Company) -> frozenset[str]:  # noqa: ARG001
    """One is a person without a name and of no known body, who may be anybody, or rest on anybody."""
    return frozenset() if statement.identified else frozenset({"unnamed"})


CERTAIN: tuple[tuple[Dependence, Tie], ...] = (
    ("same principal", same_principal),
    ("quotes", quotes),
    ("copy", same_text),
    ("agency", same_agency),
)
POSSIBLE: tuple[tuple[Dependence, Tie], ...] = (
    ("same figure", same_figure),
    ("copy", same_words),
    ("unnamed", same_publisher),
    ("ally", allies),
    ("unnamed", unnamed),
)


def explain_dependence(tie: Tie) -> str:
    """The sentence that people are shown for a tie."""
    return (tie.__doc__ or "").strip()


def make_voices(statements: Sequence[Statement], world: World, company: Company | None = None) -> tuple[Voice, ...]:
    """The voices behind statements of one sign (and their company, where it is known); statements that nothing tells
    apart are one voice."""
    if not statements:
        return ()
    company = company or make_company(statements, world)
    found: dict[tuple[object, ...], Voice] = {}
    for voice in _join_carriers([_make_voice(statement, company) for statement in statements]):
        found.setdefault((voice.certain, voice.possible, voice.identified, voice.outside), voice)
    return tuple(found.values())


def count_lineages(voices: Iterable[Voice]) -> tuple[int, int]:
    """How many lineages stand outside the sides: (low, high), after collapsing possible or only certain dependence."""
    outside = [voice for voice in voices if voice.outside]
    low = most_apart([voice.certain | voice.possible for voice in outside if voice.identified])
    return low, most_apart([voice.certain for voice in outside])


def make_company(statements: Sequence[Statement], world: World) -> Company:
    """Everything that the ties of these statements look at."""
    in_article: dict[str, list[Statement]] = {}
    for one in statements:
        in_article.setdefault(one.assertion.article, []).append(one)
    credited = {world.identify(name) for one in statements for name in _credits(one.assertion)}
    bare = Company(
        world=world,
        rests_on={},
        beside=_quoted_beside(in_article),
        copies=_tie_copies(in_article),
        carriers=world.agencies | credited,
        provenance=_find_provenance(statements, world),
        figures=_figures(statements),
        reworded=_tie_wordings(statements, world),
        unpublished=frozenset(one.holder for one in statements if one.assertion.unpublished),
        nameless=frozenset(one.principal for one in statements if not one.identified),
    )
    return replace(bare, rests_on=_rests_on(statements, bare))


def reach(statement: Statement, company: Company) -> frozenset[str]:
    """The principals that it rests on, through whoever has no knowledge of its own; itself where it cites nobody."""
    waiting = list(cited(statement, company)) or [statement.principal]
    if not company.rests_on:
        return frozenset(waiting)
    reached: set[str] = set()
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting.extend(company.rests_on.get(one, ()))
    return frozenset(reached)


def cited(statement: Statement, company: Company) -> frozenset[str]:
    """The principals on whose word alone it is said: whom it cites, and for an outlet's own words whom it quotes beside.

    An outlet's own words are a position of its own only where it names no speaker, in this article or another, or where
    its people saw it.
    """
    one, world = statement.assertion, company.world
    if not one.cites and not statement.own_words:
        return frozenset()
    named = {world.principal(source) for source in one.cites if not _apart(statement.principal, source, company)}
    if statement.own_words and not one.first_hand:
        named |= company.beside.get(statement.holder, frozenset())
    return frozenset(named - {statement.principal})


def _join_carriers(voices: Sequence[Voice]) -> list[Voice]:
    """The voices with one key for whatever carries the same report (union-find).

    A copy of the agency's text and an article that credits the agency share no key with each other, but both with the
    agency's own: they are one report.
    """
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while (next_up := above.get(key, key)) != key:
            key = next_up
        return key

    for voice in voices:
        tops = sorted({top(key) for key in voice.certain if key.startswith("carried:")})
        above |= dict.fromkeys(tops[1:], tops[0] if tops else "")
    return [replace(voice, certain=frozenset(map(top, voice.certain))) if above else voice for voice in voices]


def _make_voice(statement: Statement, company: Company) -> Voice:
    return Voice(
        statement=statement,
        principal=statement.principal,
        certain=frozenset(key for _, tie in CERTAIN for key in tie(statement, company)),
        possible=frozenset(key for _, tie in POSSIBLE for key in tie(statement, company)),
        identified=is_identified(statement, company),
        outside=is_outside(statement, company),
    )


def is_outside(statement: Statement, company: Company) -> bool:
    """Whether it is said by somebody outside the sides who rests on none of them; prisoners and boasts never are.

    Nor is he whose body is left open where every body that it may be is on a side.
    """
    one, world = statement.assertion, company.world
    if one.captive or one.responsibility or world.sides(statement.principal):
        return False
    if one.candidates and all(world.sides(candidate) for candidate in one.candidates):
        return False
    if not statement.identified and one.candidates:
        return True
    return not any(world.sides(one) for one in reach(statement, company))


def is_identified(statement: Statement, company: Company) -> bool:
    """Whether it is somebody's, and rests on nobody without a name."""
    return statement.identified and company.nameless.isdisjoint(reach(statement, company))


def _rests_on(statements: Sequence[Statement], company: Company) -> Mapping[str, frozenset[str]]:
    """Principal -> whom it cites, for those none of whose statements stands by itself."""
    found: dict[str, list[frozenset[str]]] = {}
    for one in statements:
        found.setdefault(one.principal, []).append(cited(one, company))
    return {principal: frozenset().union(*cites) for principal, cites in found.items() if all(cites)}


def _quoted_beside(in_article: Mapping[str, Sequence[Statement]]) -> Mapping[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for said in in_article.values():
        quoted = frozenset(one.principal for one in said if not one.own_words)
        for holder in {one.holder for one in said if one.own_words}:
            found[holder] = found.get(holder, frozenset()) | quoted
    return found


def _tie_copies(in_article: Mapping[str, Sequence[Statement]]) -> Mapping[tuple[Assertion, str], frozenset[str]]:
    """Keys for every statement that stands in a copied text.

    A text that quotes two speakers makes neither dependent on the other: only parts that no article shows side by side
    are tied, as when a copy gives the same words to somebody else. Outlets and unnamed persons go by their place in the
    text, since they have another id in every copy.
    """
    if all(one.assertion.text is None for said in in_article.values() for one in said):
        return {}
    parts = {(one.assertion, one.holder): part for said in in_article.values() for one, part in _parts(said)}
    texts: dict[str, set[str]] = {}
    beside: set[tuple[str, str]] = set()
    for said in in_article.values():
        here = {(one.assertion.text, parts[one.assertion, one.holder]) for one in said}
        beside |= {(first, second) for _, first in here for _, second in here}
        for text, part in here:
            if text is not None:
                texts.setdefault(text, set()).add(part)
    return {
        (one, holder): frozenset(
            f"carried:{one.text}|{part}" if part == other else f"text:{one.text}|{'|'.join(ordered(part, other))}"
            for other in texts[one.text]
            if other == part or (part, other) not in beside
        )
        for (one, holder), part in parts.items()
        if one.text is not None
    }


def _parts(said: Sequence[Statement]) -> Iterator[tuple[Statement, str]]:
    """Who speaks, so that it is the same in every copy: a named speaker by id, others by their order in the article."""
    carried = sorted({one.holder for one in said if _carried(one)})
    for one in said:
        kind = "own words" if one.own_words else "unnamed"
        yield one, f"{kind} {carried.index(one.holder)}" if _carried(one) else one.holder


def _figures(statements: Sequence[Statement]) -> Mapping[float, tuple[str, ...]]:
    found: dict[float, set[str]] = {}
    for one in statements:
        figure = one.assertion.figure
        if figure is not None and is_unround(figure):
            found.setdefault(figure, set()).add(one.principal)
    return {figure: tuple(sorted(principals)) for figure, principals in found.items()}


def _tie_wordings(statements: Sequence[Statement], world: World) -> Mapping[tuple[Assertion, str], frozenset[str]]:
    """Keys for every two principals' statements in nearly the same words, where that is hardly chance.

    Reporters put into words of their own what people tell them, so two who are reported alike are not dependent, but two
    who are quoted alike may be one. Who saw it has the words from nobody.
    """
    worded = [one for one in statements if one.assertion.wording and not one.assertion.first_hand]
    found: dict[tuple[Assertion, str], set[str]] = {}
    for number, one in enumerate(worded):
        for other in worded[:number]:
            if one.principal != other.principal and _could_share(one, other) and _are_alike(one, other):
                key = f"words:{'|'.join(ordered(one.principal, other.principal))}"
                if not _judged_apart(one.principal, other.principal, world):
                    found.setdefault((one.assertion, one.holder), set()).add(key)
                    found.setdefault((other.assertion, other.holder), set()).add(key)
    return {report: frozenset(keys) for report, keys in found.items()}


def _could_share(one: Statement, other: Statement) -> bool:
    return one.own_words or other.own_words or (one.assertion.verbatim and other.assertion.verbatim)


def _are_alike(one: Statement, other: Statement) -> bool:
    return are_alike(*sorted((one.assertion.wording or "", other.assertion.wording or "")))


@lru_cache(maxsize=100_000)
def are_alike(one: str, other: str) -> bool:
    """Whether three content stems or more, and three in five of the shorter wording's, stand in the other too."""
    first, second = _stems(one), _stems(other)
    return len(first & second) >= max(FEWEST_ALIKE, ALIKE * min(len(first), len(second)))


@lru_cache(maxsize=20_000)
def _stems(wording: str) -> frozenset[str]:
    return frozenset(base for word in WORD.findall(wording.lower()) if rarity(base := stem(word)) > COMMON)


def is_unround(figure: float) -> bool:
    """Whether a figure is so exact that giving it twice is hardly chance: three or more significant digits (34,735; 471)."""
    return figure != 0 and unit_of(figure) * 100 <= abs(figure)


def _credits(assertion: Assertion) -> tuple[str, ...]:
    """Whom an article has its report from, as it says."""
    return (*assertion.relays, *((assertion.agency,) if assertion.agency else ()))


def _find_provenance(statements: Sequence[Statement], world: World) -> Mapping[tuple[str, str], frozenset[str]]:
    """What a report came through in any of its appearances: whom they credit, their outlets, their articles."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for one in filter(_carried, statements):
        outlet = (one.assertion.outlet,) if one.assertion.outlet else ()
        named = (*_credits(one.assertion), *outlet, one.assertion.article, one.holder)
        report = _report_of(one)
        found[report] = found.get(report, frozenset()) | {world.identify(name) for name in named}
    return found


def _report_of(statement: Statement) -> tuple[str, str]:
    """One and the same report wherever it appears: an unnamed person's words, or one sentence of an outlet."""
    one = statement.assertion
    return statement.holder, (one.proposition or one.article) if statement.own_words else ""


def _carried(statement: Statement) -> bool:
    """Whether the words are known only from whoever carries them: an outlet's own, or an unnamed person's."""
    return statement.own_words or not statement.identified


def _names(statement: Statement, world: World) -> frozenset[str]:
    one = statement.assertion
    outlet = (world.identify(one.outlet),) if one.outlet else ()
    return frozenset({one.article, statement.holder, statement.principal, *outlet})


def _judged(statement: Statement, company: Company, kind: str) -> frozenset[str]:
    """Keys for what a person decided: each such decision ties whatever it names."""
    rows = company.world.dependences
    if not rows:
        return frozenset()
    names = _names(statement, company.world)
    return frozenset(f"set:{min(a, b)}|{max(a, b)}" for a, b, k in map(_row, rows) if k == kind and {a, b} & names)


def _row(row: SetDependence) -> tuple[str, str, str]:
    return row.first, row.second, row.kind


def _apart(first: str, second: str, company: Company) -> bool:
    return _judged_apart(first, second, company.world)


def _judged_apart(first: str, second: str, world: World) -> bool:
    if not world.dependences:
        return False
    pair = {world.principal(first), world.principal(second)}
    return any(
        row.kind == "none" and {world.principal(row.first), world.principal(row.second)} == pair
        for row in world.dependences
    )


def _may(first: str, second: str, company: Company) -> bool:
    return not _apart(first, second, company)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bond:
    """Statements, two or more, that one key ties together, by index; `sentence` is what people are shown."""

    why: Dependence
    sentence: str
    certain: bool
    members: tuple[int, ...]


def find_bonds(statements: Sequence[Statement], world: World, company: Company | None = None) -> tuple[Bond, ...]:
    """What ties statements of one sign (and their company, where it is known) together, apart from their being unnamed."""
    if len(statements) < 2:
        return ()
    company = company or make_company(statements, world)
    found: list[Bond] = []
    for certain, ties in ((True, CERTAIN), (False, POSSIBLE)):
        for why, tie in ties:
            holders: dict[str, list[int]] = {}
            for number, statement in enumerate(statements):
                for key in tie(statement, company):
                    holders.setdefault(key, []).append(number)
            many = (tuple(numbers) for _, numbers in sorted(holders.items()) if len(numbers) > 1)
            sentence = explain_dependence(tie)
            found.extend(
                Bond(why=why, sentence=sentence, certain=certain, members=numbers)
                for numbers in many
                if tie is not unnamed
            )
    return tuple(found)
