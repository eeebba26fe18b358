"""Articles and their reports come in; what rests on what, why, and whether surely, goes out.

The counting of lineages is elsewhere (origins); here stand the links: same text, agency credit, "told X", "citing Y",
same quotation, same principal, same unround figure, allies, unnamed speakers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from onrecord.reconcile.clusters import connected
from onrecord.reconcile.copies import Copy, find_copies
from onrecord.reconcile.reports import Report, Source
from onrecord.reconcile.world import World
from onrecord.record import Span

NAME = r"(?:the\s+)?((?:[A-Z][\w&.'’-]*)(?:\s+(?:of\s+|de\s+)?[A-Z][\w&.'’-]*){0,3})"
TOLD = re.compile(rf"\b(?:told|telling|tells|in an interview (?:with|to)|speaking to|spoke to)\s+{NAME}")
CITING = re.compile(rf"\b(?:citing|quoting|quoted by|cited by|as reported by|reported by)\s+{NAME}")
CREDIT = re.compile(
    r"^\W*(?:[A-Z][\w .,’'-]{1,40}\s*)?[(\[]\s*([A-Z][\w .&-]{1,30}?)\s*[)\]]|"
    r"\b([A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,2})\s+contributed to this (?:report|story)|"
    r"\bReporting by\b.{0,80}?\bfor\s+([A-Z][\w.]*(?:\s+[A-Z][\w.]*)?)"
)
QUOTED = re.compile(r"[“\"]([^”\"]{25,400})[”\"]")
QUOTE_WORDS = 6  # words a quotation must have before sharing it means sharing its origin


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lineages:
    """Links between articles, and what each report relays or cites, by id."""

    groups: Mapping[str, str]  # article -> group of one text
    agencies: Mapping[str, str]  # article -> agency it credits
    told: Mapping[str, tuple[str, ...]]  # report -> outlets it was told to
    cited: Mapping[str, tuple[str, ...]]  # report -> whom it cites
    quotations: Mapping[str, frozenset[str]]  # report -> its quotations, normalised
    copies: tuple[Copy, ...]

    def text_group(self, article: str) -> str | None:
        """The group of near-identical texts an article belongs to, None where it stands alone."""
        return self.groups.get(article)

    def agency(self, article: str) -> str | None:
        """The agency that an article credits."""
        return self.agencies.get(article)

    def relays(self, report: Report) -> tuple[str, ...]:
        """Outer layers of the report, outermost first."""
        outer = tuple(speaker for layer in reversed(report.relays) for speaker in layer)
        return tuple(dict.fromkeys((*self.told.get(report.id, ()), *outer)))

    def cites(self, report: Report) -> tuple[str, ...]:
        """On whose word alone the holder says it."""
        return self.cited.get(report.id, ())


def find_lineages(reports: Iterable[Report], world: World, texts: Mapping[str, str]) -> Lineages:
    """The links of all reports; `texts` are the articles' bodies by id."""
    items = sorted(reports, key=lambda item: item.id)
    sources = {item.source.id: item.source for item in items}
    copies = find_copies(sources.values())
    groups = {
        member: f"text:{group[0]}"
        for group in connected(sources, [(copy.one, copy.other) for copy in copies])
        if len(group) > 1
        for member in group
    }
    told: dict[str, tuple[str, ...]] = {}
    cited: dict[str, tuple[str, ...]] = {}
    quotations: dict[str, frozenset[str]] = {}
    for item in items:
        sentence, spans = _surroundings(item, texts.get(item.source.id, ""))
        told[item.id] = _known(TOLD, sentence, world, outlets=True)
        cited[item.id] = tuple(one for one in _known(CITING, sentence, world, outlets=False) if one not in item.holders)
        quotations[item.id] = frozenset(found for span in spans for found in _quotations(span))
    return Lineages(
        groups=groups,
        agencies={source.id: found for source in sources.values() if (found := credited(source, texts, world))},
        told={key: value for key, value in told.items() if value},
        cited={key: value for key, value in cited.items() if value},
        quotations={key: value for key, value in quotations.items() if value},
        copies=copies,
    )


def credited(source: Source, texts: Mapping[str, str], world: World) -> str | None:
    """The agency an article credits: in its metadata, its byline, its first or its last line."""
    agencies = {row.id for row in world.outlets if row.agency}
    if source.agency:
        return world.identify(source.agency)
    text = texts.get(source.id, "")
    for part in (source.byline or "", text[:120], text[-300:]):
        for match in CREDIT.finditer(part):
            name = next(group for group in match.groups() if group)
            if world.identify(name.strip()) in agencies:
                return world.identify(name.strip())
    byline = world.identify((source.byline or "").strip())
    return byline if byline in agencies else None


def _surroundings(report: Report, text: str) -> tuple[str, list[str]]:
    """The line of the text round a report and the words of its attribution; nothing for titles and captions."""
    if report.proposition.where is not None or not report.proposition.spans:
        return "", []
    spans: list[Span] = list(report.proposition.spans)
    attribution = report.attribution
    wide = [*spans, *attribution.cue, *attribution.source] if attribution is not None else spans
    start, end = min(span.start for span in wide), max(span.end for span in wide)
    first = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start), start - 300) + 1
    stops = [place for mark in ("\n", ". ") if (place := text.find(mark, end)) >= 0]
    last = min([*stops, end + 300])
    own = [text[max(0, span.start - 1) : span.end + 1] for span in spans]
    if attribution is not None:
        own += [text[max(0, span.start - 1) : span.end + 1] for span in attribution.content]
    return text[first:last] if attribution is not None else "", own


def _known(pattern: re.Pattern[str], sentence: str, world: World, *, outlets: bool) -> tuple[str, ...]:
    """Names after a cue, as ids; for "told X" only X that is an outlet."""
    found = []
    for match in pattern.finditer(sentence):
        name = match.group(1)
        identity = world.identify(name)
        if identity != name or not outlets:
            found.append(identity)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=20_000)
def _quotations(text: str) -> tuple[str, ...]:
    """Long quotations as bare lower-case words."""
    found = (" ".join(re.findall(r"\w+", match.group(1).lower())) for match in QUOTED.finditer(text))
    return tuple(words for words in found if words.count(" ") + 1 >= QUOTE_WORDS)
