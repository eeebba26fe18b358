"""An article with its attributions comes in; who and what it mentions goes out: entities, and the words that name them.

Mentions `by` "rule:source" are the speakers of attributions, in order; a pronoun, a bare title or a bare body has no
entity yet: resolve.speakers finds it. Everything here stands in the article; nothing is known from elsewhere but the
tables of countries, offices, bodies and outlets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from onrecord.extract.bodies import body_beside
from onrecord.extract.holders import entities_of, government, merged
from onrecord.extract.names import find_names
from onrecord.extract.naming import Holder, Reader, office_in
from onrecord.extract.phrases import read_phrase
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.knowledge.offices import load_offices, longest_match
from onrecord.record import Analysis, Article, Attribution, Entity, Mention, MentionForm, Span, item_id

SOURCE = "rule:source"
_PERSONAL = frozenset(["i", "we", "he", "she", "they", "him", "her", "them", "himself", "herself", "themselves"])
_RELATIVE = frozenset(["who", "which", "that", "whom"])
_SOLDIERS = frozenset(
    """troops forces soldiers army navy military jets warplanes aircraft planes artillery drones missiles""".split()  # noqa: SIM905
)
_LONGEST = 7
"""Words of an office at most."""
_ACTING = frozenset(["nsubj", "nsubjpass", "poss", "dobj", "agent"])


@dataclass(slots=True)
class _Found:
    """What has been gathered of one article."""

    article: Article
    entities: dict[str, Entity] = field(default_factory=dict)
    mentions: dict[tuple[int, int, str], Mention] = field(default_factory=dict)
    covered: set[int] = field(default_factory=set)


def find_mentions(
    article: Article, analysis: Analysis, attributions: Sequence[Attribution]
) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Entities by id and mentions by offset."""
    words = lay_out(article.text, analysis)
    reader = _reader(words, attributions)
    found = _Found(article)
    for item in attributions:
        if item.where is None:
            for span in item.source:
                _add_source(found, reader, span)
    _add_persons(found, reader)
    _add_bodies(found, reader)
    _add_pronouns(found, words)
    mentions = sorted(found.mentions.values(), key=lambda mention: (mention.span, mention.id))
    return tuple(found.entities[key] for key in sorted(found.entities)), tuple(mentions)


def _reader(words: Words, attributions: Sequence[Attribution]) -> Reader:
    """The names of the article; persons that no tag shows but their place beside an office are learned from the sources."""
    reader = Reader(words, find_names(words))
    learned: dict[tuple[int, int], None] = {}
    for item in attributions:
        for span in item.source if item.where is None else ():
            numbers = words.between(span)
            if len(numbers) < 2:
                continue
            for holder in read_phrase(reader, numbers[0], numbers[-1]):
                if holder.kind == "person" and holder.name_run and holder.name_run[0] not in reader.book.inside:
                    learned[holder.name_run] = None
    return Reader(words, find_names(words, tuple(learned))) if learned else reader


def _add(found: _Found, holder: Holder, span: Span, by: str, form: MentionForm | None = None) -> None:
    made = entities_of(holder, found.article.id)
    for entity in made:
        known = found.entities.get(entity.id)
        found.entities[entity.id] = entity if known is None else merged(known, entity)
    key = (span.start, span.end, made[0].id if made else "")
    if key in found.mentions and found.mentions[key].by == SOURCE:
        return
    found.mentions[key] = Mention(
        id=item_id("mention", found.article.id, span)
        if not made
        else item_id(f"mention-{made[0].id}", found.article.id, span),
        span=span,
        form=form or holder.form,
        entity=made[0].id if made else None,
        score=holder.score,
        by=by,
    )


# ------------------------------------------------------------------------------------------------------------ sources


def _add_source(found: _Found, reader: Reader, span: Span) -> None:
    words = reader.words
    numbers = words.between(span)
    if not numbers:
        return
    if (
        len(numbers) == 1
        and words.lower[numbers[0]] in _RELATIVE
        and words.tokens[numbers[0]].tag in ("WP", "WDT", "IN", "DT")
    ):
        phrase = _antecedent(words, numbers[0])
        holders = _antecedents(reader, phrase) if phrase else []
        if words.lower[numbers[0]] in ("who", "whom"):
            holders = [_doubted(holder) for holder in holders]
        for holder in holders:
            _add(found, holder, words.span(numbers[0], numbers[0]), SOURCE, "pronoun")
        if holders:
            return
    for holder in read_phrase(reader, numbers[0], numbers[-1]):
        _add(found, holder, words.span(holder.low, holder.high), SOURCE)
        found.covered.update(range(holder.low, holder.high + 1))


def _doubted(holder: Holder) -> Holder:
    """ "Who" seldom means a body: it means people before it ("families of men killed beside the militia, who say")."""
    return holder if holder.kind in ("person", "unnamed") else replace(holder, score=min(holder.score, 0.5))


def _antecedents(reader: Reader, phrase: tuple[int, int]) -> list[Holder]:
    """Whom a relative pronoun stands for; "those who" are people that nobody names."""
    low, high = phrase
    if low == high and reader.words.lower[low] in ("those", "these", "anyone", "everyone", "people"):
        name = f"{reader.text(low, low).lower()} who"
        return [Holder(low=low, high=high, kind="unnamed", form="unnamed", name=name, plural=True, score=0.7)]
    return read_phrase(reader, low, high)


def _antecedent(words: Words, n: int) -> tuple[int, int] | None:
    """The noun phrase a relative pronoun stands for: by the tree, else what stands right before it."""
    verb = words.head[n]
    start = words.bounds(n).start
    last = n - 1
    while last > start and not words.lower[last][:1].isalnum():
        last -= 1
    if last < start:
        return None
    if words.tokens[verb].dep == "relcl" and start <= words.head[verb] <= last and last - words.head[verb] < 15:
        noun = words.head[verb]
        low = max(start, min(words.left[noun], noun))
        return (low, min(last, max(noun, last))) if last - low < 25 else (noun, last)
    low = last
    while low > start and words.tokens[low - 1].tag in (
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "JJ",
        "DT",
        "CD",
        "POS",
        "HYPH",
        "PRP$",
    ):
        low -= 1
    return low, last


# --------------------------------------------------------------------------------------------------- persons, bodies


def _add_persons(found: _Found, reader: Reader) -> None:
    """Every person name, with the office and body that stand right beside it."""
    words = reader.words
    for name in reader.book.at.values():
        start = words.bounds(name.low).start
        low = _before_office(words, name.low, start)
        while low > start and name.low - low < 8 and words.tokens[low - 1].tag in ("NN", "NNP", "JJ", "HYPH"):
            low -= 1
        while low < name.low and words.tokens[low].tag == "HYPH":
            low += 1
        holders = read_phrase(reader, low, name.high)
        own = next((h for h in holders if h.kind == "person" and h.key == name.key), None)
        if own is None:
            own = Holder(
                low=name.low,
                high=name.high,
                kind="person",
                form="name" if name.full else "surname",
                name=name.name,
                key=name.key,
                score=0.8,
            )
        own = _with_apposition(reader, own, name.high)
        _add(found, own, words.span(name.low, name.high), "rule:name")
        found.covered.update(range(name.low, name.high + 1))


def _before_office(words: Words, n: int, start: int) -> int:
    """Where an office of the table that stands whole before word `n` begins ("Chief of the General Staff Ann Hill")."""
    offices = load_offices().offices
    return next((k for k in range(max(start, n - _LONGEST), n - 2) if tuple(words.lower[k:n]) in offices), n)


def _with_apposition(reader: Reader, own: Holder, high: int) -> Holder:
    """A person with what a comma after the name adds ("…, the Russian foreign minister, …")."""
    words = reader.words
    end = words.bounds(high).stop
    if own.title is not None or high + 2 >= end:
        return own
    if words.lower[high + 1] in ("of", "from", "at", "with") and own.body is None:
        return _of_body(reader, own, high)
    if words.lower[high + 1] != ",":
        return own
    if words.lower[high + 2] == "who" and own.body is None:
        return _of_relative(reader, own, high + 3)
    stop = high + 2
    while (
        stop < end
        and stop - high < 16
        and words.lower[stop] not in (",", ".", ";", "“", "”", '"', "who", "and")
        and words.tokens[stop].tag not in ("VBD", "VBZ", "MD", "VBP")
    ):
        stop += 1
    if (
        stop >= end
        or words.lower[stop] not in (",", ".", ";", "”", '"')
        or words.lower[high + 2] in ("and", "but", "he", "she", "it", "they")
    ):
        return own
    found = read_phrase(reader, own.low, stop - 1)
    return found[0] if len(found) == 1 and found[0].key == own.key else own


_LEADS = frozenset("heads headed leads led chairs chaired runs ran directs directed founded".split())  # noqa: SIM905
_SERVES = frozenset([("works", "as"), ("worked", "as"), ("serves", "as"), ("served", "as")])
_EMPLOYED = frozenset((verb, joint) for verb in ("works", "worked") for joint in ("for", "at", "with"))


def _of_relative(reader: Reader, own: Holder, n: int) -> Holder:
    """A person with the office or body that a relative clause tells ("…, who heads the Association, …"); `n`: its verb."""
    words, end = reader.words, reader.words.bounds(own.high).stop
    if n + 2 >= end:
        return own
    stop = n
    while stop + 1 < end and stop - n < 16 and words.lower[stop + 1] not in (",", ".", ";", "who", "and", "”", '"'):
        stop += 1
    two = (words.lower[n], words.lower[n + 1])
    if two[0] in _LEADS:
        body, country = body_beside(reader, n + 1, stop)
        return replace(own, body=body, country=own.country or country) if body is not None and body.key else own
    if two in _EMPLOYED:
        return replace(own, body=body_beside(reader, n + 2, stop)[0])
    first = n + 2 if two in _SERVES else n + 1 if two[0] in ("is", "was") else stop + 1
    office = office_in(reader, first, min(stop, first + 5), named=True)
    if office is None or any(_no_holder(words, k) for k in range(first, office[0])):
        return own  # "who was arrested by officers", "who is not a physician"
    at, size, found = office
    body, country = body_beside(reader, at + size, stop)
    if body is None and at > first:
        body, country = body_beside(reader, first, at - 1)
    told = replace(own, title=reader.text(at, at + size - 1), body=body, country=own.country or country)
    return replace(told, rank=found.rank, speaks=found.speaks) if two[0] == "is" else told


def _no_holder(words: Words, n: int) -> bool:
    return words.tokens[n].tag[:2] == "VB" or words.lower[n] in ("not", "n't", "n’t", "no")


def _of_body(reader: Reader, own: Holder, high: int) -> Holder:
    """A person with the body right behind a preposition ("Ann Smith of the University of Arizona in Tucson")."""
    words = reader.words
    last = high + 2 + (words.lower[high + 2] in ("the", "a", "an"))
    if last not in words.bounds(high) or words.tokens[last].entity[2:] != "ORG":
        return own
    while last + 1 in words.bounds(high) and words.tokens[last + 1].entity == "I-ORG":
        last += 1
    found = read_phrase(reader, own.low, last)
    return found[0] if len(found) == 1 and found[0].key == own.key else own


def _add_bodies(found: _Found, reader: Reader) -> None:
    """Organisations, armies and governments that no person's phrase holds."""
    words = reader.words
    n, size = 0, len(words.tokens)
    while n < size:
        start = words.tokens[n].start
        if (
            n in found.covered
            or not words.text[start].isupper()
            or words.lower[n] in ("the", "a", "in", "it", "he", "but", "and")
        ):
            n += 1
            continue
        entity = words.tokens[n].entity
        end = n
        while (
            end + 1 < size
            and words.tokens[end + 1].entity == "I-" + entity[2:]
            and words.sentence[end + 1] == words.sentence[n]
            and entity != "O"
        ):
            end += 1
        reach = _known_reach(reader, n, size)
        end = max(end, n + reach - 1)
        if entity[2:] == "ORG" or reach:
            holders = read_phrase(reader, n, end)
            if len(holders) == 1 and holders[0].form != "pronoun":
                _add(found, holders[0], words.span(n, end), "rule:name")
            n = end + 1
            continue
        n = _add_land(found, words, n)


def _known_reach(reader: Reader, n: int, size: int) -> int:
    printed = [reader.text(k, k).replace("’", "'") for k in range(n, min(n + 6, size))]
    return longest_match(reader.book.known, printed, 0)


def _add_land(found: _Found, words: Words, n: int) -> int:
    """A country's name, people or capital that acts or owns: its government or its soldiers. Returns the next word."""
    land = _land_at(words, n)
    if land is None:
        return n + 1
    end, iso, what = land
    owned = _owned_by_land(words, n, end, iso)
    if owned is not None:
        _add(found, owned, words.span(n, owned.high), "rule:land")
        return owned.high + 1
    acts = words.tokens[end].dep in _ACTING or words.tokens[words.head[end]].dep == "agent"
    if what != "demonym" and acts:
        form: MentionForm = "name" if what == "name" else "metonym"
        name = government(iso).name
        holder = Holder(low=n, high=end, kind="government", form=form, name=name, key=iso, country=iso, score=0.8)
        _add(found, holder, words.span(n, end), "rule:land")
    return end + 1


def _land_at(words: Words, n: int) -> tuple[int, str, str] | None:
    """The longest word for a country that begins here: (last word, ISO code, what kind of word it is)."""
    for last in range(min(n + 5, len(words.tokens)) - 1, n - 1, -1):
        if words.sentence[last] != words.sentence[n]:
            continue
        options = countries_of(words.text[slice(*words.span(n, last))])
        if options:
            return last, *options[0]
    return None


def _owned_by_land(words: Words, n: int, end: int, iso: str) -> Holder | None:
    """The soldiers or the government right after a country's name ("Russian troops", "Iran's government")."""
    after = end + 1
    if words.lower[after : after + 1] in (["'s"], ["'"]):
        after += 1
    if after >= len(words.tokens) or words.sentence[after] != words.sentence[n]:
        return None
    name = words.text[slice(*words.span(n, after))]
    if words.lower[after] == "government":
        return Holder(low=n, high=after, kind="government", form="name", name=name, key=iso, country=iso, score=0.95)
    if words.lower[after] not in _SOLDIERS:
        return None
    return Holder(
        low=n,
        high=after,
        kind="military",
        form="description",
        name=name,
        key=f"{iso}-military",
        country=iso,
        speaks=True,
        score=0.85,
    )


def _add_pronouns(found: _Found, words: Words) -> None:
    for n, word in enumerate(words.lower):
        if word in _PERSONAL and n not in found.covered and words.tokens[n].tag in ("PRP", ""):
            holder = Holder(low=n, high=n, kind="unnamed", form="pronoun", name=word, score=0.9)
            _add(found, holder, words.span(n, n), "rule:pronoun")
