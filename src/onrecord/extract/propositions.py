"""Judged attributions come in; every clause that can be true or false by itself goes out, the narrator's included.

A content gives the clauses that stand in it, each once, to the innermost attribution that holds it; what no
attribution holds is the narrator's (`attribution` None). Guidelines: docs/labelling.md, "Propositions".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from onrecord.extract.breaks import Clause
from onrecord.extract.clauses import find_clauses
from onrecord.extract.echoes import is_anaphor
from onrecord.extract.factuality import score_event
from onrecord.extract.moods import SUBJECTS, find_mood, is_deed, weaker
from onrecord.knowledge.cues import load_cues
from onrecord.knowledge.grammar import Words, lay_out
from onrecord.record import (
    Analysis,
    Article,
    Attribution,
    Certainty,
    Polarity,
    Proposition,
    Span,
    Stance,
    item_id,
)

_SPACE = re.compile(r"\s+")
_MARKS = re.compile(r"[“”\"«»]|(?<!\w)[‘']|['’](?!\w)")
_SPEECH_ACTS = frozenset(("denies", "doubts", "directs", "predicts", "commits", "unknown", "declines"))
_ANSWERS = frozenset(("denies", "doubts", "declines"))
_FLOOR = {"certain": 3.0, "probable": 1.8, "possible": 0.7, "unknown": 0.0}
_FELT: dict[Stance, float] = {"asserts": 3.0, "confirms": 3.0, "publishes": 3.0, "predicts": 1.5, "commits": 1.5}
"""Stances whose factuality the model tells, with the most that what has not happened yet can have."""
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_LONGEST_GIST = 300


def find_propositions(
    article: Article, analysis: Analysis, attributions: Sequence[Attribution]
) -> tuple[Proposition, ...]:
    """All propositions of the body in order of the text; attributions outside of the body give one each, whole."""
    words = lay_out(article.text, analysis)
    body = [item for item in attributions if item.where is None]
    owner = _owners(words, body)
    for span in article.furniture:
        for n in words.between(span):
            owner[n] = _FRAME
    found = [
        made
        for number, item in enumerate(body)
        for made in _of_content(
            article, analysis, words, item, [n for n in _numbers(words, item) if owner[n] == number]
        )
    ]
    found += _of_anaphors(article, words, body, found)
    found += _of_narrator(article, analysis, words, owner)
    found.sort(key=lambda proposition: (proposition.spans[0], proposition.id))
    return (*_elsewhere(article, attributions), *found)


def _numbers(words: Words, item: Attribution) -> list[int]:
    return sorted({n for span in item.content for n in words.between(span)})


_NOBODY = -1
_FRAME = -2


def _owners(words: Words, items: Sequence[Attribution]) -> list[int]:
    """For each word the attribution whose content holds it most closely, `_FRAME` for sources and cues, `_NOBODY` else.

    Longer contents are laid first, so that a content inside of another one covers it; the sources and cues of inner
    attributions are taken out of the outer content, since what they say is told by the inner one.
    """
    owner = [_NOBODY] * len(words.tokens)
    sizes = [sum(end - start for start, end in item.content) for item in items]
    order = sorted(range(len(items)), key=lambda number: (-sizes[number], items[number].parent is not None))
    for number in order:
        item = items[number]
        for span in (*item.source, *item.cue):
            for n in words.between(span):
                owner[n] = _FRAME if owner[n] == _NOBODY or item.parent is not None else owner[n]
        for span in item.content:
            for n in words.between(span):
                owner[n] = number
    return owner


def _of_content(
    article: Article, analysis: Analysis, words: Words, item: Attribution, numbers: Sequence[int]
) -> Iterator[Proposition]:
    """The clauses of one content, sentence by sentence; the first main one carries what was judged of the whole."""
    if item.role == "back-reference" or (item.stance == "publishes" and not item.cue):
        return  # told before; or a post whose words others say
    if item.refers_to and is_anaphor(words, item):
        return  # `_of_anaphor` gives it what it refers to
    first = True
    for run in _by_sentence(words, _past_addressee(words, item, _past_dateline(words, numbers))):
        rejected = _called_false(words, run)
        if rejected:
            for clause in find_clauses(words, rejected):
                yield _make(article, analysis, words, clause, replace(item, stance="denies"), first)
                first = False
            continue
        clauses = find_clauses(words, run)
        judged = next((clause for clause in clauses if clause.kind == "main"), clauses[0] if clauses else None)
        for clause in clauses:
            if clause.kind == "nominal" and not first and (_thin(clause) or item.by == "rule:post"):
                continue  # a post's signature among them
            yield _make(article, analysis, words, clause, item, first and clause is judged)
        first = first and judged is None
        if item.stance in ("unknown", "declines") or (item.stance == "confirms" and not _confirming(words, item)):
            item = replace(item, stance="asserts", certainty="certain")  # that was of the first sentence alone


_DATELINE = re.compile(
    r"[A-Z][A-Z .,/-]{2,30}\((?:[A-Z][\w.-]+ ?){1,3}\)(?: ?[-–—])?"
    r"|(?:(?:Date of publication|(?:First |Last )?(?:[Pp]ublished|[Uu]pdated)|Posted)(?: (?:on|at))?:? )?"
    r"(?:\d{1,2}[./]\d{1,2}[./]\d{4}|(?<=[a-z:] )(?:\d{1,2} [A-Z][a-z]+|[A-Z][a-z]{2,8}\.? \d{1,2}),? ?\d{4})(?= [A-Z])"
)
"""What heads the first sentence: place and agency, or the day of printing."""
_TOLD = frozenset("tell tells told telling informed assured reminded warned notified".split())  # noqa: SIM905
_OBJECTS = frozenset(["me", "him", "them", "us"])
_ADDRESSED = frozenset(("DT", "NN", "NNS", "NNP", "NNPS", "JJ", "PRP$", "POS"))


def _past_dateline(words: Words, numbers: Sequence[int]) -> Sequence[int]:
    """A content without the place, agency or day that heads its sentence ("MOSCOW (Sputnik)")."""
    if not numbers or numbers[0] != words.bounds(numbers[0]).start:
        return numbers
    found = _DATELINE.match(words.text, words.tokens[numbers[0]].start)
    return [n for n in numbers if words.tokens[n].start >= found.end()] if found else numbers


def _past_addressee(words: Words, item: Attribution, numbers: Sequence[int]) -> Sequence[int]:
    """A content without whom it was told ("telling | reporters that …", "told | him I was there")."""
    if len(numbers) < 4 or not item.cue:
        return numbers
    cue = words.between(item.cue[-1])
    if not cue or cue[-1] + 1 != numbers[0] or words.lower[cue[-1]] not in _TOLD:
        return numbers
    tags = [words.tokens[n].tag for n in numbers[:8]]
    end = next((k for k, tag in enumerate(tags) if tag not in _ADDRESSED), 0)
    if end and words.lower[numbers[end]] == "that" and tags[end - 1] != "DT":
        return numbers[end + 1 :]
    return numbers[1:] if words.lower[numbers[0]] in _OBJECTS and tags[1] in ("PRP", "EX", "DT", "IN") else numbers


def _confirming(words: Words, item: Attribution) -> bool:
    """Whether the cue itself confirms, and not only a frame within the first sentence ("I can confirm that")."""
    senses = [load_cues().words.get(words.lower[n]) for span in item.cue for n in words.between(span)]
    return any(sense is not None and sense.stance == "confirms" for sense in senses)


def _called_false(words: Words, run: Sequence[int]) -> list[int]:
    """ "Reports that S are false": the words of S, which the speaker denies; empty where nothing is called false."""
    lower = [words.lower[n] for n in run]
    that = next((k for k in range(1, min(4, len(run))) if lower[k] == "that" and lower[k - 1] in _REPORTED), None)
    if that is None:
        return []
    for k in range(len(run) - 1, that + 2, -1):
        if lower[k] in _FALSE and any(word in _IS for word in lower[max(that, k - 3) : k]):
            end = max(j for j in range(that, k) if lower[j] in _IS)
            negated = any(word in ("not", "n't") for word in lower[end:k])
            return [] if negated != (lower[k] == "true") else list(run[that + 1 : end])
    return []


_REPORTED = frozenset(
    ["report", "reports", "claim", "claims", "allegation", "allegations", "rumours", "rumors", "suggestions"]
)
_FALSE = frozenset(
    """false untrue baseless unfounded groundless wrong incorrect fabricated fake lies nonsense fiction true
    unsubstantiated""".split()  # noqa: SIM905
)
_IS = frozenset(["is", "are", "was", "were", "'re"])


def _of_anaphors(
    article: Article, words: Words, items: Sequence[Attribution], found: Sequence[Proposition]
) -> Iterator[Proposition]:
    """ "This was confirmed by …": each proposition referred to, again, with the new holder's stance and span."""
    for item in items:
        if not item.refers_to or item.role != "evidence" or not item.content or not is_anaphor(words, item):
            continue
        for meant in [proposition for proposition in found if proposition.attribution in item.refers_to][:6]:
            yield replace(
                meant,
                id=item_id(f"proposition-{meant.id}", article.id, *item.content),
                attribution=item.id,
                spans=item.content[:1],
                stance=item.stance,
                certainty=item.certainty,
                factuality=meant.factuality
                if item.stance in _FELT
                else rule_factuality(item.stance, item.certainty, meant.polarity),
                score=round(0.8 * min(item.score, meant.score), 4),
                by="rule:anaphor",
            )


def _by_sentence(words: Words, numbers: Sequence[int]) -> Iterator[list[int]]:
    run: list[int] = []
    for n in numbers:
        if run and words.sentence[n] != words.sentence[run[-1]]:
            yield run
            run = []
        run.append(n)
    if run:
        yield run


def _thin(clause: Clause) -> bool:
    return sum(last - low + 1 for low, last in clause.pieces) < 3


def _of_narrator(article: Article, analysis: Analysis, words: Words, owner: Sequence[int]) -> Iterator[Proposition]:
    """Clauses of the article's own voice: finite, with a subject, not about who said what."""
    furniture = sorted(article.furniture)
    for number, low in enumerate(words.first):
        sentence = words.sentences[number]
        high = words.first[number + 1] if number + 1 < len(words.first) else len(words.tokens)
        if sentence.container is not None or _in_furniture(furniture, sentence.span):
            continue
        free = [n for n in range(low, high) if owner[n] == _NOBODY]
        if len(free) < 3:
            continue
        whole = len(free) == high - low
        for clause in find_clauses(words, free):
            if not whole and not any(
                words.tokens[n].tag in _FINITE for start, last in clause.pieces for n in range(start, last + 1)
            ):
                continue  # a leftover beside somebody's words
            if clause.kind == "nominal" or not (whole or _stands_alone(words, clause, owner)) or not _tells(clause):
                continue
            yield _make(article, analysis, words, clause, None, False)


def _in_furniture(furniture: Sequence[Span], span: Span) -> bool:
    place = bisect_right(furniture, (span.start, 1 << 60)) - 1
    return place >= 0 and furniture[place][1] >= span.end


def _tells(clause: Clause) -> bool:
    """A finite statement: no question, no order, more than two words."""
    if clause.mood.question or (clause.mood.imperative and clause.kind == "main"):
        return False
    return clause.subject is not None and sum(last - low + 1 for low, last in clause.pieces) >= 3


def _stands_alone(words: Words, clause: Clause, owner: Sequence[int]) -> bool:
    """Whether what is left of a sentence beside its attributions is a clause of its own, not a piece of the saying."""
    if any(owner[k] == _FRAME for k in words.children(clause.head)):
        return clause.kind in ("coordinate", "relative") and clause.subject is not None
    head_above = words.head[clause.head]
    return clause.subject is not None and (owner[head_above] == _NOBODY or clause.kind != "main")


# ------------------------------------------------------------------------------------------------------ what is said


def _make(
    article: Article, analysis: Analysis, words: Words, clause: Clause, item: Attribution | None, first: bool
) -> Proposition:
    spans = tuple(words.span(low, last) for low, last in clause.pieces)
    stance = _stance(words, item, clause, first)
    certainty = _certainty(item, clause, first, stance)
    polarity: Polarity = item.polarity if item is not None and first else clause.mood.polarity
    return Proposition(
        id=item_id("proposition", article.id, *spans),
        attribution=None if item is None else item.id,
        spans=spans,
        gist=_gist(words, clause),
        stance=stance,
        polarity=polarity,
        factuality=_factuality(analysis, words, clause, stance, certainty, polarity),
        certainty=certainty,
        score=round((1.0 if item is None else item.score) * (0.75 if clause.kind == "nominal" else 0.9), 4),
        by=_found_by(words, clause, stance),
    )


_ASKING = frozenset(["how", "why", "whether", "what", "who", "where", "when", "if"])
_WISHED = frozenset(("directs", "commits", "predicts", "declines", "unknown"))
_BARE = ("VBD", "VBZ", "VBP", "MD", "WDT", "WP")
_CUT_OFF = frozenset(["'s", "’s"])
_ELLIPTIC = 5
_REQUEST = re.compile(
    r"(?:to )?(?:[\w’']+ ){0,3}(?:requests?|messages?|calls?|e-?mails?|questions|inquiries) (?:for|seeking) (?:further )?"
    r"(?:comment|information|an interview|a response)|(?:not )?(?:to )?be (?:named|identified)",
    re.IGNORECASE,
)
"""What a silence answers ("to a request for comment"): no statement of anybody's."""
_HELPERS = frozenset(
    "do does did have has had is are was were will would can could should must may might n't not".split()  # noqa: SIM905
)


def _found_by(words: Words, clause: Clause, stance: Stance) -> str:
    """The rule that a clause was found by; one that only the text around it completes has a name of its own.

    "He still didn't", "would make it easier" (what?), "which helps": whoever weighs propositions (resolve/sureness.py)
    can tell them from whole ones.
    """
    low, last = clause.pieces[0][0], clause.pieces[-1][1]
    if clause.kind == "nominal":
        return "rule:request" if _REQUEST.match(words.text[slice(*words.span(low, last))]) else "rule:nominal"
    length = sum(end - start + 1 for start, end in clause.pieces)
    if (
        length <= _ELLIPTIC
        and words.lower[low] not in _ASKING
        and words.lower[last] in _HELPERS
        and words.text[words.tokens[last].start].islower()
    ):
        return "rule:elliptic"
    if clause.subject is not None and words.lower[clause.subject[1]] in _CUT_OFF:
        return "rule:subjectless"  # a subject that the parser cut in two
    tag = words.tokens[clause.subject[1] if clause.subject else low].tag
    bare = ("WDT", "WP") if clause.subject else _BARE if stance in _WISHED else (*_BARE, "TO", "VB")
    if tag in bare and not clause.mood.imperative and words.lower[low] not in _ASKING:
        return "rule:subjectless"
    return "rule:clauses"


def _stance(words: Words, item: Attribution | None, clause: Clause, first: bool) -> Stance:
    """The act's stance for its first clause; what a denial, an order or a forecast presupposes is asserted."""
    if item is None:
        return "predicts" if clause.mood.future else "asserts"
    if first:
        return item.stance
    if clause.kind == "adverbial" and item.stance in ("asserts", "confirms") and _before_future(words, clause):
        return "predicts"
    if clause.mood.question and item.manner != "indirect":
        return "unknown"
    told_beside = clause.kind == "relative" or (clause.kind == "adverbial" and not clause.mood.future)
    if not told_beside and item.stance not in _ANSWERS:
        if clause.mood.deontic or (clause.mood.imperative and item.manner != "indirect"):
            return "directs"
        if clause.mood.may and clause.kind != "adverbial":
            return "predicts"
    if item.stance in _SPEECH_ACTS:
        if told_beside and item.stance not in ("predicts", "unknown"):
            return "asserts"
        if item.stance in ("predicts", "commits", "directs", "unknown") and not (
            clause.mood.future or clause.mood.would
        ):
            return item.stance if clause.kind == "coordinate" and not _is_told(words, clause) else "asserts"
        return item.stance
    if clause.mood.future:
        own = (
            clause.subject is not None and words.lower[clause.subject[1]] in ("i", "we") and is_deed(words, clause.head)
        )
        return "commits" if own and item.manner != "indirect" else "predicts"
    return item.stance


def _is_told(words: Words, clause: Clause) -> bool:
    """Whether a clause tells with a subject of its own what was or is going on: no forecast or promise is about that."""
    subjects = [k for k in words.children(clause.head) if words.tokens[k].dep in SUBJECTS]
    verbs = [clause.head, *(k for k in words.children(clause.head) if words.tokens[k].dep in ("aux", "auxpass"))]
    going_on = words.tokens[clause.head].tag == "VBG" and words.lower[clause.head] != "going"
    if subjects and words.tokens[clause.head].dep == "conj" and words.tokens[clause.head].tag in ("VBZ", "VBP"):
        above = find_mood(words, words.head[clause.head])
        return not (above.future or above.would or above.may or above.deontic or above.imperative)
    return bool(subjects) and any(
        words.tokens[k].tag == "VBD" or (going_on and words.lower[k] in ("is", "are", "'s", "'re")) for k in verbs
    )


def _before_future(words: Words, clause: Clause) -> bool:
    """Whether a clause only says when something to come will be ("after inspections were completed, it would open")."""
    opening = words.lower[max(0, clause.pieces[0][0] - 1)]
    if opening not in ("after", "when", "once", "as", "before") or words.head[clause.head] == clause.head:
        return False
    above = find_mood(words, words.head[clause.head])
    return above.future or above.would


def _certainty(item: Attribution | None, clause: Clause, first: bool, stance: Stance) -> Certainty:
    if item is None:
        return clause.mood.certainty
    if stance in ("unknown", "declines"):
        return "unknown"
    if first:
        return item.certainty
    carried: Certainty = "certain"
    if any(hedge.kind != "modal" for hedge in item.hedges):
        carried = "possible"
    return weaker(clause.mood.certainty, carried)


def _factuality(
    analysis: Analysis, words: Words, clause: Clause, stance: Stance, certainty: Certainty, polarity: Polarity
) -> float:
    """−3 (certainly not) … 3 (certainly so) as the holder has it: the model's value for the head word, else the rule's."""
    sentence = words.sentence[clause.head]
    ruled = rule_factuality(stance, certainty, polarity)
    if sentence < len(analysis.factuality):
        values = analysis.factuality[sentence]
        place = clause.head - words.first[sentence]
        if place < len(values) and stance in _FELT:
            return round(min(_FELT[stance], score_event(words, clause.head, values[place])), 2)
    return ruled


def rule_factuality(stance: Stance, certainty: Certainty, polarity: Polarity) -> float:
    """What stance, certainty and polarity alone say of whether it is so."""
    value = _FLOOR[certainty] * (-1.0 if polarity == "negative" else 1.0)
    if stance == "denies":
        return -value
    if stance == "doubts":
        return -0.5 * value if value else -0.5
    if stance in ("unknown", "declines", "directs"):
        return 0.0
    return min(value, 1.0) if stance in ("predicts", "commits") else value


# ------------------------------------------------------------------------------------------------------------- gist


def _gist(words: Words, clause: Clause) -> str:
    """The clause in the article's own words; a shared subject is put before it, a relative pronoun replaced by it."""
    pieces = [words.text[slice(*words.span(low, last))] for low, last in clause.pieces]
    subject = clause.subject
    if subject is not None and _lacks_subject(words, clause, subject):
        low = clause.pieces[0][0]
        if words.tokens[low].tag in ("WP", "WDT") or (words.lower[low] == "that" and clause.kind == "relative"):
            pieces[0] = words.text[words.tokens[low].end : words.tokens[clause.pieces[0][1]].end]
        pieces.insert(0, words.text[slice(*words.span(*subject))])
    text = _SPACE.sub(" ", _MARKS.sub("", " ".join(pieces))).strip(" ,;:–—-")
    return text if len(text) <= _LONGEST_GIST else text[:_LONGEST_GIST].rsplit(" ", 1)[0] + " …"


def _lacks_subject(words: Words, clause: Clause, subject: tuple[int, int]) -> bool:
    """Whether a clause opens with its verb or a relative pronoun, and its subject stands outside of it."""
    if any(subject[0] <= last and low <= subject[1] for low, last in clause.pieces):
        return False
    low = clause.pieces[0][0]
    while low < clause.head and words.tokens[low].tag in ("RB", "CC"):
        low += 1
    return words.tokens[low].tag[:2] in ("VB", "MD", "TO", "WP", "WD", "JJ") or words.lower[low] == "that"


def _elsewhere(article: Article, attributions: Sequence[Attribution]) -> Iterator[Proposition]:
    """Contents in the title or a caption: one proposition each, without syntax."""
    for item in attributions:
        if item.where is None or not item.content:
            continue
        text = (article.title or "") if item.where == "title" else ""
        if (
            item.where.startswith("caption:")
            and item.where[8:].isdigit()
            and int(item.where[8:]) < len(article.captions)
        ):
            text = article.captions[int(item.where[8:])]
        yield Proposition(
            id=item_id(f"proposition-{item.where}", article.id, *item.content),
            attribution=item.id,
            spans=item.content,
            gist=_SPACE.sub(" ", " ".join(text[start:end] for start, end in item.content)).strip(),
            stance=item.stance,
            polarity=item.polarity,
            factuality=rule_factuality(item.stance, item.certainty, item.polarity),
            certainty=item.certainty,
            where=item.where,
            score=round(item.score * 0.7, 4),
            by="rule:whole",
        )
