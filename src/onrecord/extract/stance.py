"""Raw attributions come in; the same go out with stance, certainty, polarity, hedges, basis and role, and the rows
that nobody's name stands on ("It is unknown how …", "could not be verified", "declined to comment") are added.

What each value means, and the order in which the marks decide, is written in docs/stance.md.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.extract.borders import whole_contents
from onrecord.extract.breaks import Clause
from onrecord.extract.clauses import find_clauses
from onrecord.extract.echoes import mark_echoes
from onrecord.extract.moods import is_deed, weaker
from onrecord.extract.nested import mend_nested
from onrecord.extract.relays import layer_relays
from onrecord.extract.unmarked import find_posts, find_unmarked, is_comment
from onrecord.extract.unsourced import find_unsourced, of_nobody
from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.cues import CueSense, load_cues, phrase_sense, word_sense
from onrecord.knowledge.first_names import load_first_names
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.knowledge.offices import Gender, load_offices
from onrecord.record import (
    Analysis,
    Article,
    Attribution,
    AttributionRole,
    Basis,
    Certainty,
    Hedge,
    Polarity,
    Span,
    Stance,
)

_GROUP = frozenset(("MD", "RB", "VBD", "VBZ", "VBP", "VBN", "VB", "VBG", "TO"))
_HELPERS = frozenset(
    """be is are was were been being am 's 're 'm has have had do does did will would can could may might should""".split()  # noqa: SIM905
)
_NEGATIVE = re.compile(r"(?:^| )(?:not|n't|never|neither|no|without|nor)(?: |$)")
_REACHING = re.compile(
    r"\b(?:call|warn|caution|advi|t[eo]l[ld]|ask|invit|allow|encourag|push|press|plea|beg|appeal|lobb|argu|campaign|issu|g[ia]ve"
    r"|refus|declin|rul|fil|agree|offer)"
)
_JOINED = frozenset(("directs", "declines", "denies", "commits"))
_UNSURE = re.compile(
    r"n.t\b|\bno[tr]?\b|\bnever|doubt|question|un(?:known|clear|certain|able|avail|explain|reach)|mystery|remain|too (?:early|soon)|declin|refus|yet to|neither|without"
)
_OWN = re.compile(r"(?:that )?(?:but |and )?(?:i|we|he|she|it|they)(?: [^ ]+){0,3} ?$")
_QUOTES = frozenset("“\"‘'«`")
_WARNED = re.compile(r"\b(?:warn|caution)")
_FIRST_PERSON = re.compile(r"(?:that )?(?:i|we) (?:\w+ ){0,2}?(?=\w)")
_DUTY = re.compile(
    r"(?:that )?it (?:is|was|'s|’s|would be) (?:\w+ )?(?:imperative|essential|vital|crucial|(?:(?:high|about) )?time)(?: for [\w ]{1,30}?)? ?(?:that|to)\b"
)
"""What opens a demand that has no verb of demanding ("it is imperative that")."""
_WISHES = frozenset(["want", "wants", "wanted", "wish", "wishes", "wished", "seek", "seeks", "sought"])
_GENDERS: Mapping[str, Gender] = {"he": "m", "she": "f"}
_INDIRECT = re.compile(r"(?:how|why|whether|what|if)\b")
_BIDDEN = re.compile(r"(?!(?:about|how|why|whether|what|if|who|when|where|for|questions?)\b)(?:[\w.’'-]+ ){1,9}to \w")
"""Somebody and what he is to do ("asked | other countries in the region to review …")."""
_WORRIED = re.compile(r"\b(?:concern|worr|anxi|alarm)")
_TOLD_CLAUSE = re.compile(r"(?:^| )(?:that|he|she|they|we|i) ")
_OWN_WISH = re.compile(r"\b(?:want(?:s|ed|ing)?|wish(?:es|ed)?|seek(?:s|ing)?|sought)$")
_ASKED = re.compile(r"(?:why|what|who|when|where)\b")
_TELLING = re.compile(r"\b(?:tell|told|tells|telling)\b")
_BASIS_REACH = 400
"""Code points of a content in which a basis is looked for: it stands with the claim, not pages later."""


@dataclass(frozen=True, slots=True)
class _Judged:
    stance: Stance
    certainty: Certainty = "certain"
    polarity: Polarity = "positive"
    opinion: bool = False


def judge_attributions(
    article: Article, analysis: Analysis, attributions: Sequence[Attribution]
) -> tuple[Attribution, ...]:
    """Every attribution with what it does to its content, in order of the text, narrator rows included.

    Attributions outside of the body (`where`) are judged by their cue alone.
    """
    words = lay_out(article.text, analysis)
    body = mend_nested(words, [item for item in attributions if item.where is None])
    body += find_unmarked(article, words, body)
    body = layer_relays(words, body, article.id)
    body = whole_contents(words, body)
    added = find_unsourced(article, words, body)
    judged = [of_nobody(words, one) or one for one in (_judge(article, words, item) for item in body)]
    elsewhere = [_judge_by_cue(article, item) for item in attributions if item.where is not None]
    posts = find_posts(article, judged)
    ordered = sorted([*judged, *added, *posts], key=_first_offset)
    return (*elsewhere, *mark_echoes(words, ordered))


def _first_offset(item: Attribution) -> tuple[int, str]:
    return min((span[0] for span in (*item.source, *item.cue, *item.content)), default=0), item.id


def _judge_by_cue(article: Article, item: Attribution) -> Attribution:
    """Title and captions carry no syntax: the cue's words decide."""
    text = article.title if item.where == "title" else _caption(article, item.where)
    cue = " ".join(text[start:end] for start, end in item.cue).lower() if text else ""
    sense = phrase_sense(cue) or word_sense(cue.split()) or CueSense("asserts")
    return replace(item, stance=sense.stance, certainty=sense.certainty)


def _caption(article: Article, where: str | None) -> str:
    number = (where or "").removeprefix("caption:")
    return article.captions[int(number)] if number.isdigit() and int(number) < len(article.captions) else ""


def _judge(article: Article, words: Words, item: Attribution) -> Attribution:
    cue = [n for span in item.cue for n in words.between(span)]
    first = first_clause(words, item.content)
    group = _verb_group(words, cue)
    judged = _compose(words, item, group, first)
    hedges = _hedges(words, group, first)
    certainty = judged.certainty
    for hedge in hedges:
        certainty = weaker(certainty, load_cues().hedges[words.text[slice(*hedge.span)].lower()][1])
    if judged.stance in ("unknown", "declines"):
        certainty = "unknown"
    return replace(
        item,
        stance=judged.stance,
        certainty=certainty,
        polarity=judged.polarity,
        hedges=hedges,
        basis=_basis(words, item),
        role=_role(article, item, judged),
    )


def first_clause(words: Words, content: Sequence[Span]) -> Clause | None:
    """The main clause of a content: the first clause of its first sentence that holds a verb."""
    numbers = [n for span in content for n in words.between(span)]
    if not numbers:
        return None
    sentence = words.sentence[numbers[0]]
    found = find_clauses(words, [n for n in numbers if words.sentence[n] == sentence])
    return next((c for c in found if c.kind == "main"), found[0] if found else None)


def _verb_group(words: Words, cue: Sequence[int]) -> list[int]:
    """The cue's words with the helpers and negations that stand right before them."""
    if not cue:
        return []
    low = cue[0]
    bounds = words.bounds(low)
    start = low
    while start > bounds.start and low - start < 4:
        before = words.lower[start - 1]
        if before in _HELPERS or before in ("not", "n't", "never", "no") or words.tokens[start - 1].tag == "RB":
            start -= 1
        else:
            break
    return [*range(start, low), *cue]


def _compose(words: Words, item: Attribution, group: Sequence[int], first: Clause | None) -> _Judged:
    """Cue first, then what the speaker's own words do: the innermost act of the holder is his stance."""
    cue_text = " ".join(words.lower[n] for n in group)
    opening = _opening(words, item.content)
    quoted = _quoted(words, item)
    sense = _cue_sense(words, group, cue_text, "" if quoted else opening)
    judged = _by_cue(sense, cue_text, "" if quoted else opening)
    if judged.stance == "directs" and first is not None and _after_that(words, first) and _tells(words, first):
        judged = replace(judged, stance="asserts")  # "encouraged students that there will be jobs"
    if _is_question(words, item, judged, opening, first):
        judged = replace(judged, stance="unknown")
    if item.source and words.text[item.source[0][0] : item.source[0][1]].lower().split()[:1] in (
        ["no"],
        ["nobody"],
        ["none"],
    ):
        judged = replace(judged, polarity="negative")
        if judged.stance in ("confirms", "denies"):
            return _Judged("declines", "unknown")
    if sense is not None and not sense.weak and judged.stance not in ("asserts", "confirms"):
        if judged.stance == "predicts" and _WARNED.search(cue_text) and first is not None:
            told: Stance = "directs" if first.mood.deontic else "asserts" if _is_present(first) else "predicts"
            judged = replace(judged, stance=told)
        return _with_polarity(judged, first)
    return _by_content(words, item, judged, first, opening)


def _is_question(words: Words, item: Attribution, judged: _Judged, opening: str, first: Clause | None) -> bool:
    """Whether a questioning or demanding cue only asks: "demanded: “Why …?”", "pressed how", "one question is whether"."""
    if judged.stance == "directs":
        return bool(_INDIRECT.match(opening)) or (first is not None and _quoted(words, item) and _asks(words, first))
    return judged.stance == "doubts" and bool(_ASKED.match(opening) or (not item.source and _INDIRECT.match(opening)))


def _after_that(words: Words, first: Clause) -> bool:
    start = first.pieces[0][0]
    return "that" in words.lower[max(words.bounds(start).start, start - 1) : start + 1]


def _tells(words: Words, first: Clause) -> bool:
    """Whether a clause tells how things are, and not what is to be done ("that he leave", "that it must end")."""
    verbs = [first.head, *(k for k in words.children(first.head) if words.tokens[k].dep in ("aux", "auxpass"))]
    told = any(words.tokens[k].tag in ("VBZ", "VBD") for k in verbs) or first.mood.future
    return told and first.kind != "nominal" and not first.mood.deontic and not first.mood.subjunctive


def _is_present(first: Clause | None) -> bool:
    """Whether a clause tells how things are: what is warned of may be there already ("warned that food was short")."""
    if first is None or first.kind == "nominal" or first.subject is None:
        return False
    return not (first.mood.future or first.mood.would or first.mood.may or first.mood.conditional or first.mood.deontic)


def _opening(words: Words, content: Sequence[Span]) -> str:
    numbers = [n for span in content[:2] for n in list(words.between(span))[:12]]
    return " ".join(words.lower[n] for n in numbers[:12] if words.lower[n] not in ("“", "”", '"', "``", "''"))


def _cue_sense(words: Words, group: Sequence[int], cue_text: str, opening: str) -> CueSense | None:
    asking = _joined_sense(cue_text, opening) if _REACHING.search(cue_text) else None
    spoken = [words.lower[n] for n in group]
    said = next((k for k, word in enumerate(spoken[:-1]) if word in _SAYS and spoken[k + 1] in ("in", "on")), None)
    return asking or phrase_sense(cue_text) or word_sense(spoken if said is None else spoken[: said + 1])


_SAYS = frozenset(["said", "says", "say", "wrote", "writes", "saying"])
"""Before "in a letter published …" these alone are the act."""


def _joined_sense(cue_text: str, opening: str) -> CueSense | None:
    """A cue whose force shows only with what follows it: "asked | him to leave", "refused | to say", "ruled | it out"."""
    joined = f"{cue_text} {_TOLD_CLAUSE.split(opening)[0]}"  # "told them that it continued to …" asks nothing
    for pattern, sense in load_cues().phrases:
        if sense.stance in _JOINED:
            match = pattern.search(joined)
            if match and match.start() < len(cue_text):
                return sense
    return None


def _by_cue(sense: CueSense | None, cue_text: str, opening: str) -> _Judged:
    """What the cue alone says, negation included ("did not confirm" declines, "do not believe" is a no)."""
    if sense is None:
        return _Judged("asserts")
    stance = sense.stance
    negated = bool(_NEGATIVE.search(cue_text)) and stance not in ("declines", "unknown", "doubts")
    if stance == "unknown" and "ask" in cue_text and (opening.startswith(("to ", "that ")) or _BIDDEN.match(opening)):
        stance = "directs" if sense.word_class == "verb" else stance
    if stance == "asserts" and re.match(r"(?:not )?to \w+", opening) and _TELLING.search(cue_text):
        stance = "directs"
    if stance == "directs" and opening.startswith("to ") and _OWN_WISH.search(cue_text):
        stance = "commits"
    if not negated:
        return _Judged(stance, sense.certainty, "positive", sense.opinion)
    if stance in ("confirms", "denies") or (stance == "asserts" and sense.weak and not sense.opinion):
        return _Judged("declines", "unknown")
    return _Judged(stance, sense.certainty, "negative", sense.opinion)


def _with_polarity(judged: _Judged, first: Clause | None) -> _Judged:
    if (
        judged.stance in ("declines", "unknown")
        or first is None
        or first.kind == "nominal"
        or judged.polarity == "negative"
    ):
        return judged
    return replace(judged, polarity=first.mood.polarity)


def _by_content(words: Words, item: Attribution, judged: _Judged, first: Clause | None, opening: str) -> _Judged:
    """A saying takes the force of what is said: a question, an order, a promise, a forecast, a doubt."""
    quoted = _quoted(words, item)
    if quoted and first is not None and _asks(words, first):
        return _Judged("unknown", "unknown", first.mood.polarity)
    inner = _content_phrase(opening)
    if inner is not None:
        return _Judged(inner.stance, inner.certainty if inner.stance != "unknown" else "unknown")
    if first is None or first.kind == "nominal":
        return judged
    mood = first.mood
    framed = _inner_sense(words, item, first) or _first_person_sense(opening, quoted)
    certainty = weaker(judged.certainty, mood.certainty)
    polarity: Polarity = mood.polarity if judged.polarity == "positive" else "negative"
    plain = _Judged(judged.stance, certainty, polarity, judged.opinion)
    if framed is not None:
        return _framed_stance(words, first, plain, framed, quoted)
    if quoted and mood.imperative:
        return replace(plain, stance="directs")
    cue_text = " ".join(words.lower[n] for span in item.cue for n in words.between(span))
    if judged.stance != "asserts" or (judged.opinion and not _WORRIED.search(cue_text)):
        return plain
    if mood.subjunctive:
        return replace(plain, stance="directs")
    own = not mood.may and is_deed(words, first.head) and _is_self(words, item, first)
    if mood.future or mood.may or (mood.would and not quoted and (own or not mood.conditional)):
        return replace(plain, stance="commits" if own else "predicts")
    if mood.deontic:
        return replace(plain, stance="directs")
    return plain


_CONTENT_STANCES = frozenset(("unknown", "doubts", "declines"))
_OWN_HOPE = re.compile(r"(?:my|our) (?:\w+ )?(?:hope|fear|expectation|prediction|worry|concern)\b")


def _content_phrase(opening: str) -> CueSense | None:
    """A doubt, a not-knowing or a silence that opens the content ("doubts remain …", "it was not clear …")."""
    if _OWN_HOPE.match(opening):
        return CueSense("predicts")
    if _DUTY.match(opening):
        return CueSense("directs")
    if _UNSURE.search(opening) is None:
        return None
    for pattern, sense in load_cues().phrases:
        if sense.stance in _CONTENT_STANCES:
            found = pattern.search(opening)
            if found and found.start() < 32 and (sense.stance != "declines" or _OWN.match(opening[: found.start()])):
                return sense
    return None


def _quoted(words: Words, item: Attribution) -> bool:
    """Whether the content opens with the speaker's own words."""
    return bool(item.content) and words.text[item.content[0][0] : item.content[0][0] + 1] in _QUOTES


def _asks(words: Words, first: Clause) -> bool:
    last = first.pieces[-1][1]
    bounds = words.bounds(last)
    return any(words.lower[n] == "?" for n in range(last + 1, min(last + 4, bounds.stop)))


def _inner_sense(words: Words, item: Attribution, first: Clause) -> CueSense | None:
    """The holder's own verb inside of his words: "I can confirm that", "he doubted", "they believe"."""
    table = load_cues().words
    if first.frame is not None:
        sense = table.get(words.lower[first.frame])
        return sense if sense and not sense.weak else None
    sense = table.get(words.lower[first.head])
    if sense is None or sense.weak or sense.word_class != "verb" or not _is_self(words, item, first):
        return None
    if any(words.tokens[k].dep == "auxpass" for k in words.children(first.head)):
        return None  # "she was asked to" is told of him, not done by him
    return sense if any(words.tokens[k].dep in ("ccomp", "xcomp", "dobj") for k in words.children(first.head)) else None


def _first_person_sense(opening: str, quoted: bool) -> CueSense | None:
    """ "We call on …", "I rule out …": a phrase of the table right after the speaker's own pronoun."""
    start = _FIRST_PERSON.match(opening) if quoted else None
    sense = phrase_sense(" ".join(opening.split()[:7])) if start else None
    return sense if sense is not None and sense.stance in _JOINED else None


def _is_past(words: Words, verb: int, quoted: bool) -> bool:
    """Whether an order or a promise is only told of: "We have asked our partners to …", "he had promised to"."""
    helpers = {words.lower[k] for k in words.children(verb) if words.tokens[k].dep == "aux"}
    perfect = helpers & {"have", "has", "'ve", "’ve"} if quoted else helpers & {"had"}
    return bool(perfect) or (quoted and words.tokens[verb].tag == "VBD")


def _framed_stance(words: Words, first: Clause, plain: _Judged, sense: CueSense, quoted: bool) -> _Judged:
    verb = first.frame if first.frame is not None else first.head
    negated = any(
        words.tokens[k].dep == "neg" or words.lower[k] in ("not", "n't", "never") for k in words.children(verb)
    )
    certainty = weaker(plain.certainty, sense.certainty)
    if sense.stance in ("directs", "unknown", "commits") and first.frame is None and _is_past(words, verb, quoted):
        return plain
    to_come = first.mood.future or (first.mood.would and not first.mood.conditional and not quoted)
    if first.frame is None and to_come and plain.stance == "asserts" and is_deed(words, verb):
        return replace(plain, stance="commits")  # "she would reject the money"
    if sense.stance == "directs" and words.lower[verb] in _WISHES and words.lower[verb + 1 : verb + 2] == ["to"]:
        return plain
    if sense.stance == "asserts":
        polarity: Polarity = "negative" if negated and first.frame is not None else plain.polarity
        mood = first.mood
        stance: Stance = plain.stance
        if first.frame is not None and stance == "asserts" and (mood.future or mood.would):
            stance = "predicts"
        return _Judged(stance, certainty, polarity, sense.opinion)
    if negated:
        return _Judged("declines" if sense.stance in ("confirms", "denies") else plain.stance, certainty, "negative")
    return _Judged(sense.stance, certainty, plain.polarity, sense.opinion)


_SINGULAR = frozenset(("he", "she", "i"))


def _is_self(words: Words, item: Attribution, clause: Clause) -> bool:
    """Whether the clause's subject is the speaker himself: I, we, or the pronoun or name that the source allows."""
    verb = clause.head
    subject = next((k for k in words.children(verb) if words.tokens[k].dep in ("nsubj", "nsubjpass")), None)
    if subject is None:
        return False
    word = words.lower[subject]
    if word in ("i", "we"):
        return True
    source = [n for span in item.source for n in words.between(span)]
    if word in ("he", "she"):
        if any(
            load_first_names().get(words.lower[n], gender) != gender for n in source for gender in (_GENDERS[word],)
        ):
            return False  # "He will have to", Cathy Rodgers said
        names = any(words.tokens[n].entity.endswith("PERSON") or words.lower[n] == word for n in source)
        return names or not source or all(words.tokens[n].tag in ("NN", "DT", "JJ", "NNP", "PRP", "WP") for n in source)
    if word in ("it", "they"):
        plural = any(words.tokens[n].tag in ("NNS", "NNPS") or words.lower[n] == word for n in source)
        body = any(words.tokens[n].entity[2:] in ("ORG", "GPE", "NORP") for n in source)
        return (plural and word == "they") or (
            body and not any(words.tokens[n].entity.endswith("PERSON") for n in source)
        )
    if word in load_offices().marks["own_side"] and any(words.tokens[k].tag == "PRP$" for k in words.children(subject)):
        return True  # "his country would not allow"
    named = words.tokens[subject].tag == "NNP"
    return bool(source) and named and (words.lower[source[-1]] == word or _speaks_for(words, source, subject))


def _speaks_for(words: Words, source: Sequence[int], subject: int) -> bool:
    """Whether the source holds an office of the country that is the subject ("Turkey's president": "Turkey would …")."""
    lands = {iso for iso, _ in countries_of(words.text[slice(*words.span(subject, subject))])}
    offices, bodies = load_offices().offices, load_offices().bodies
    holds = any(
        ((office := offices.get((words.lower[n],))) is not None and office.speaks) or (words.lower[n],) in bodies
        for n in source
    )
    return holds and any(iso in lands for n in source for iso, _ in countries_of(words.text[slice(*words.span(n, n))]))


# --------------------------------------------------------------------------------------------- hedges, basis, role


def _hedges(words: Words, group: Sequence[int], first: Clause | None) -> tuple[Hedge, ...]:
    """Hedges on the cue, on the noun it is ("unconfirmed reports") and on the first clause, in order."""
    table = load_cues().hedges
    near: set[int] = set(group)
    for n in group[-4:]:
        near.update(k for k in words.children(n) if words.tokens[k].dep in ("amod", "advmod") and n - 4 <= k <= n + 2)
    if group:
        near.update(range(max(words.bounds(group[0]).start, group[0] - 1), group[0]))
    found = {n for n in near if words.lower[n] in table and (table[words.lower[n]][0] != "believed" or n not in group)}
    if first is not None and first.kind != "nominal":
        found.update(first.mood.hedges)
    return tuple(
        Hedge(span=words.span(n, n), kind=table[words.lower[n]][0]) for n in sorted(found) if words.lower[n] in table
    )


def _basis(words: Words, item: Attribution) -> Basis | None:
    """How the speaker knows, where source, cue or the beginning of the content say so."""
    for spans, reach in ((item.source, 200), (item.cue, 200), (item.content[:1], _BASIS_REACH)):
        for start, end in spans:
            piece = words.text[start : min(end, start + reach)]
            if load_cues().basis_words.search(piece) is None:
                continue
            for kind, pattern in load_cues().bases:
                found = pattern.search(piece)
                if found and (spans is item.source or kind != "document" or spans is item.cue):
                    return Basis(kind=kind, span=Span(start + found.start(), start + found.end()))
    return None


def _role(article: Article, item: Attribution, judged: _Judged) -> AttributionRole:
    if item.role != "evidence":
        return item.role
    if not item.source and judged.stance in ("unknown", "declines"):
        return "narrator"
    if judged.opinion or article.kind == "opinion" or (item.container and is_comment(article, item.container)):
        return "opinion"
    return "evidence"
