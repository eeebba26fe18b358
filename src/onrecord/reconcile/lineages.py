"""A report and its article's text come in; whom it was told to, whom it cites and which agency it credits go out.

The counting of lineages is elsewhere (origins); copies of one text are found in copies.py.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.reconcile.reports import Report, Source
from onrecord.reconcile.world import World

NAME = r"(?:the\s+)?((?:[A-Z][\w&.'’-]*)(?:\s+(?:of\s+|de\s+)?[A-Z][\w&.'’-]*){0,3})"
TOLD = re.compile(rf"\b(?:told|telling|tells|in an interview (?:with|to)|speaking to|spoke to)\s+{NAME}")
CITING = re.compile(rf"\b(?:citing|quoting|quoted by|cited by|as reported by|reported by)\s+{NAME}")
CREDIT = re.compile(
    r"^\W*(?:[A-Z][\w .,’'-]{1,40}\s*)?[(\[]\s*([A-Z][\w .&-]{1,30}?)\s*[)\]]|"
    r"\b([A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,2})\s+contributed to this (?:report|story)|"
    r"\bReporting by\b.{0,80}?\bfor\s+([A-Z][\w.]*(?:\s+[A-Z][\w.]*)?)"
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lineages:
    """Links between articles, and what each report relays or cites, by id."""

    groups: Mapping[str, str]  # article -> group of one text
    agencies: Mapping[str, str | None]  # article -> agency it credits
    told: Mapping[str, tuple[str, ...]]  # report -> outlets it was told to
    cited: Mapping[str, tuple[str, ...]]  # report -> whom it cites

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


def word_of(report: Report, text: str, world: World) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whom the sentence round a report says it was told to, and whom it cites; `text` is the article's body."""
    sentence = _sentence(report, text)
    cited = _known(CITING, sentence, world, outlets=False)
    return _known(TOLD, sentence, world, outlets=True), tuple(one for one in cited if one not in report.holders)


def credited(source: Source, text: str, world: World) -> str | None:
    """The agency an article credits: in its metadata, its byline, its first or its last line."""
    agencies = world.agencies
    if source.agency:
        return world.identify(source.agency)
    for part in (source.byline or "", text[:120], text[-300:]):
        for match in CREDIT.finditer(part):
            name = next(group for group in match.groups() if group)
            if world.identify(name.strip()) in agencies:
                return world.identify(name.strip())
    byline = world.identify((source.byline or "").strip())
    return byline if byline in agencies else None


def _sentence(report: Report, text: str) -> str:
    """The line of the text round a report of an attribution; nothing for titles and captions."""
    attribution = report.attribution
    if attribution is None or report.proposition.where is not None or not report.proposition.spans:
        return ""
    wide = [*report.proposition.spans, *attribution.cue, *attribution.source]
    start, end = min(span.start for span in wide), max(span.end for span in wide)
    first = max(text.rfind("\n", 0, start), text.rfind(". ", 0, start), start - 300) + 1
    stops = [place for mark in ("\n", ". ") if (place := text.find(mark, end)) >= 0]
    return text[first : min([*stops, end + 300])]


def _known(pattern: re.Pattern[str], sentence: str, world: World, *, outlets: bool) -> tuple[str, ...]:
    """Names after a cue, as ids; for "told X" only X that is an outlet."""
    found = []
    for match in pattern.finditer(sentence):
        name = match.group(1)
        identity = world.identify(name)
        if identity != name or not outlets:
            found.append(identity)
    return tuple(dict.fromkeys(found))
