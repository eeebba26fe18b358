"""Readings come in; their reports, people and texts lie on the shelf, ready to be compared and to be made into claims.

One article is one unit: it comes and goes whole. Everything that depends on several articles (who somebody is, what he
is called, which texts are copies) is kept up to date, and what changed by a coming or going is told.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

import msgspec
import numpy as np

from onrecord.reconcile.copies import Printed, copy_keys, prints_of, score_copies
from onrecord.reconcile.forms import Held, Page, held_of, hold, pack, page_of, report_of, source_of_page, terms_of_page
from onrecord.reconcile.frames import parse_day
from onrecord.reconcile.holdings import CAPTIVE
from onrecord.reconcile.lineages import credited, word_of
from onrecord.reconcile.meetings import Neighbours
from onrecord.reconcile.passages import DocumentTerms
from onrecord.reconcile.reports import Report, Source, source_of
from onrecord.reconcile.shelf import Shelf, Tie, reached
from onrecord.reconcile.world import World
from onrecord.record import Article, Entity, Links

T = TypeVar("T")
Told = tuple[Article, Sequence[Entity], Sequence[Report]]  # an article with its entities and reports
ASKED = 50  # articles that are asked at once who somebody is
KEPT = 100_000  # reports (6 KB each) and pages held in memory at once; each is asked for seven times while all is made anew
_FIRST_DAY = date(1900, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a coming or going changed: reports that came or went, people who may be known otherwise, with what was known
    of them before, texts in another group."""

    fresh: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    people: dict[tuple[str, str], bytes | None] = field(default_factory=dict)
    texts: set[str] = field(default_factory=set)


class Library:
    """Articles and reports on a shelf."""

    def __init__(self, shelf: Shelf, world: World) -> None:
        self.shelf, self._world = shelf, world
        self._pages: dict[str, tuple[Page, Source, DocumentTerms]] = {}
        self._reports: dict[str, tuple[Held, Report]] = {}
        self._copies = Neighbours(shelf, "copy", self._printed, copy_keys, score_copies)

    # ------------------------------------------------------------------------------------------------------ in and out

    def put(self, articles: Sequence[Told], changes: Changes) -> None:
        """Take in articles that are not there, with their entities and reports."""
        self.stock(articles, changes)
        self._regroup(self._copies.add(article.id for article, _, _ in articles), changes)

    def gather(self) -> None:
        """Find the copies among articles of which none was compared yet."""
        self._regroup(self._copies.build(self.shelf.names("page")), Changes())

    def stock(self, articles: Sequence[Told], changes: Changes) -> None:
        """The same as `put`, but copies are left to be found by `gather`."""
        for article, entities, reports in articles:
            held = [hold(report, *word_of(report, article.text, self._world)) for report in reports]
            page = self._page(article, entities, reports)
            self.shelf.put("page", {article.id: pack(page)})
            self.shelf.put("report", {item.id: pack(item) for item in held})
            said = [(item.said_of.attribution or "", item.id, 1.0) for item in held]
            self.shelf.tie("said", [tie for tie in said if tie[0]])
            self.shelf.tie("points", [(name, item.id, 1.0) for item in held for name in item.antecedents])
            self.shelf.tie("whole", _wholes(held))
            changes.fresh.update(item.id for item in held)
            self._meet(article.id, page, changes)

    def drop(self, articles: Iterable[str], changes: Changes) -> None:
        """Take articles out, those of them that are there. Their reports must be out of the space before."""
        pages = self.pages(articles)
        self._regroup(self._copies.remove(pages), changes)
        for article, (page, _, _) in sorted(pages.items()):
            held = self.held(page.reports)
            said = [(item.said_of.attribution or "", item.id) for item in held.values()]
            wholes = [(one, other) for one, other, _ in self.shelf.ties("whole", page.reports)]
            self.shelf.untie("said", said)
            self.shelf.untie("points", [(name, item.id) for item in held.values() for name in item.antecedents])
            self.shelf.untie("whole", [*wholes, *((other, one) for one, other in wholes)])
            self.shelf.drop("report", page.reports)
            self.shelf.drop("page", [article])
            self.shelf.drop("text", [article])
            changes.gone.update(page.reports)
            changes.texts.discard(article)
            self._part(article, page, changes)
            self._pages.pop(article, None)
            for name in page.reports:
                self._reports.pop(name, None)

    def _page(self, article: Article, entities: Sequence[Entity], reports: Sequence[Report]) -> Page:
        source = source_of(article)
        return Page(
            outlet=source.outlet,
            outlet_id=source.outlet_id,
            published=article.published,
            taken=article.taken,
            agency=credited(source, article.text, self._world),
            topic=dict(reports[0].passage.document.weights) if reports else {},
            leading=reports[0].passage.document.leading if reports else frozenset(),
            prints=prints_of(source.words).tobytes(),
            digest=hashlib.sha256(" ".join(source.words).encode("utf-8", "surrogatepass")).hexdigest(),
            people=tuple(
                sorted({(item.id, _plain(item), item.name.encode("utf-8", "surrogatepass")) for item in entities})
            ),
            reports=tuple(sorted(report.id for report in reports)),
        )

    # ---------------------------------------------------------------------------------------------------- looking up

    def pages(self, articles: Iterable[str]) -> Mapping[str, tuple[Page, Source, DocumentTerms]]:
        """The articles that are there, each with its source and topic."""
        wanted = list(articles)
        _make_room(self._pages, len(wanted))
        missing = [name for name in wanted if name not in self._pages]
        for name, content in self.shelf.items("page", missing).items():
            page = page_of(content)
            self._pages[name] = (page, source_of_page(name, page), terms_of_page(name, page))
        return {name: self._pages[name] for name in wanted if name in self._pages}

    def reports(self, names: Iterable[str]) -> dict[str, Report]:
        """The reports that are there."""
        return {name: report for name, (_, report) in self._both(names).items()}

    def held(self, names: Iterable[str]) -> dict[str, Held]:
        """The same as they are kept."""
        return {name: held for name, (held, _) in self._both(names).items()}

    def _both(self, names: Iterable[str]) -> dict[str, tuple[Held, Report]]:
        wanted = list(names)
        _make_room(self._reports, len(wanted))
        missing = [name for name in wanted if name not in self._reports]
        if missing:
            found = [held_of(content) for content in self.shelf.items("report", missing).values()]
            pages = self.pages({item.article for item in found})
            for item in found:
                _, source, terms = pages[item.article]
                self._reports[item.id] = (item, report_of(item, source, terms))
        return {name: self._reports[name] for name in wanted if name in self._reports}

    def pointing(self, reports: Iterable[Report]) -> dict[str, Report]:
        """The reports that only point back to an attribution of these, which say nothing of their own."""
        held = sorted({item.attribution.id for item in reports if item.attribution is not None})
        return self.reports(name for _, name, _ in self.shelf.ties("points", held))

    def find(self, name: str) -> tuple[str, ...]:
        """The reports under any name that a judgement may use: their own, the claim they found, their attribution."""
        bare = name.partition("-")[2]
        for known in (name, f"proposition-{bare}", f"attribution-{bare}"):
            if (known == name or name.startswith("claim-")) and self.shelf.items("report", [known]):
                return (known,)
        return tuple(report for _, report, _ in self.shelf.ties("said", [name]))

    def entity(self, identity: str) -> Entity | None:
        """Who somebody is, by the article that says most of it."""
        found = self.shelf.items("entity", [identity]).get(identity)
        return msgspec.json.decode(found, type=Entity) if found else None

    def name(self, identity: str) -> str | None:
        """The longest name that any article gives him ("Vedant Patel" over "Patel"), first in order of letters."""
        found = self.shelf.items("name", [identity]).get(identity)
        return found.decode("utf-8", "surrogatepass") if found else None

    def text_groups(self, articles: Iterable[str]) -> dict[str, str]:
        """Article -> the group of near-identical texts it belongs to; those that stand alone are left out."""
        return {name: group.decode() for name, group in self.shelf.items("text", articles).items()}

    # --------------------------------------------------------------------------------------- what several articles say

    def _meet(self, article: str, page: Page, changes: Changes) -> None:
        """The people of a new article: who of them is known better now, or by a longer name."""
        names = [name for name, _, _ in page.people]
        self.shelf.tie("who", ((name, article, 1.0) for name in names))
        for kind, rank in _PEOPLE.items():
            known = self.shelf.items(kind, names)
            for name, value in _words(page, kind):
                if name not in known or rank(value) < rank(known[name]):
                    changes.people.setdefault((kind, name), known.get(name))
                    known[name] = value
                    self.shelf.put(kind, {name: value})

    def _part(self, article: str, page: Page, changes: Changes) -> None:
        """The people of an article that goes: those for whom it had the last word are looked up again."""
        self.shelf.untie("who", ((name, article) for name, _, _ in page.people))
        for kind in _PEOPLE:
            known = self.shelf.items(kind, [name for name, _, _ in page.people])
            for name, value in _words(page, kind):
                if known.get(name) == value:
                    changes.people.setdefault((kind, name), value)
                    self._ask_again(kind, name, value)

    def _ask_again(self, kind: str, identity: str, former: bytes) -> None:
        """Who somebody is by the articles that are left; one that says what was known before settles it."""
        articles = [other for _, other, _ in self.shelf.ties("who", [identity])]
        values: set[bytes] = set()
        for start in range(0, len(articles), ASKED):
            pages = self.pages(articles[start : start + ASKED]).values()
            values |= {value for page, _, _ in pages for name, value in _words(page, kind) if name == identity}
            if former in values:
                return
        if values:
            self.shelf.put(kind, {identity: min(values, key=_PEOPLE[kind])})
        else:
            self.shelf.drop(kind, [identity])

    def known_otherwise(self, changes: Changes) -> set[str]:
        """The people of whom something else is known now than before these changes."""
        found = set()
        for kind in _PEOPLE:
            before = {name: value for (of, name), value in changes.people.items() if of == kind}
            now = self.shelf.items(kind, before)
            found |= {name for name, value in before.items() if now.get(name) != value}
        return found

    def _printed(self, articles: Iterable[str]) -> dict[str, Printed]:
        pages = self.pages(articles)
        return {
            name: Printed(
                id=name,
                prints=np.frombuffer(page.prints, dtype=np.uint32),
                digest=page.digest,
                day=day_number(page.published),
            )
            for name, (page, _, _) in pages.items()
        }

    def _regroup(self, ties: Iterable[Tie], changes: Changes) -> None:
        """Name the groups of near-identical texts again in which a tie came or went."""
        done: set[str] = set()
        for start in sorted({name for one, other, _ in ties for name in (one, other)}):
            if start in done:
                continue
            group = sorted(reached(self.shelf, "copy", [start], least=0.0) or ())
            done.update(group)
            former = self.shelf.items("text", group)
            name = f"text:{group[0]}".encode("utf-8", "surrogatepass")
            if len(group) == 1:
                self.shelf.drop("text", group)
                changes.texts.update(former)
            else:
                moved = [article for article in group if former.get(article) != name]
                self.shelf.put("text", dict.fromkeys(moved, name))
                changes.texts.update(moved)


def day_number(published: str | None) -> int:
    """Days since 1900, so that a large block stands in order of publication; undated ones come first."""
    day = parse_day(published)
    return max((day - _FIRST_DAY).days, 0) if day is not None else 0


def _wholes(held: Iterable[Held]) -> list[Tie]:
    """Ties from a report to those that hold the number of which its own is a part, and back (below 0)."""
    reports = sorted(held, key=lambda item: item.id)
    owners = [(quantity.id, item.id) for item in reports for quantity in item.quantities]
    parts = [(item.id, quantity.part_of) for item in reports for quantity in item.quantities if quantity.part_of]
    pairs = {(one, other) for one, whole in parts for known, other in owners if known == whole and other != one}
    return [tie for one, other in sorted(pairs) for tie in ((one, other, 1.0), (other, one, -1.0))]


def _plain(entity: Entity) -> bytes:
    """The entity without what no claim asks for; of its roles only captivity counts."""
    roles = tuple(role for role in entity.roles if CAPTIVE.search(role.title or ""))
    return msgspec.json.encode(replace(entity, roles=roles, links=Links(), score=1.0, by=""))


def _telling(content: bytes) -> tuple[int, bytes]:
    """The one that says most of somebody comes first."""
    entity = msgspec.json.decode(content, type=Entity)
    return -sum(value is not None for value in (entity.principal, entity.rank, entity.country)), content


def _longest(content: bytes) -> tuple[int, bytes]:
    return -len(content.decode("utf-8", "surrogatepass")), content


_PEOPLE: Mapping[str, Callable[[bytes], tuple[int, bytes]]] = {"entity": _telling, "name": _longest}
"""What is known of somebody by the article that ranks first, and how articles rank."""


def _words(page: Page, kind: str) -> list[tuple[str, bytes]]:
    return [(name, entity if kind == "entity" else called) for name, entity, called in page.people]


def _make_room(cache: dict[str, T], many: int) -> None:
    """Forget what was loaded first, when there is too much of it."""
    if len(cache) + many > KEPT:
        for name in list(cache)[: len(cache) // 2]:
            del cache[name]
