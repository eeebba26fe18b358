"""A trigger in a sentence's tree comes in; the phrases of who did it, to whom, and beside whom go out.

Tree first, with the ways news English hides a doer (passives, relative clauses, participles, "continued to attack",
"attack by", "Russian strikes"); where the tree is missing, the nearest names before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.knowledge.grammar import Words

Run = tuple[int, int]
"""First and last word, both included."""

_CLIMB = 4
"""Verbs climbed in search of a subject: "said it would continue to try to attack" needs three."""
_TARGET_PREPS = (
    "against",
    "on",
    "at",
    "upon",
    "toward",
    "towards",
    "over",
    "with",
    "to",
    "for",
    "from",
    "into",
    "in",
    "of",
)
_PREP_ORDER = {word: place for place, word in enumerate(_TARGET_PREPS)}
_BESIDE = frozenset(("alongside", "beside"))
_MUTUAL = frozenset(
    [
        "clash",
        "clashes",
        "clashed",
        "clashing",
        "skirmish",
        "skirmishes",
        "skirmished",
        "battle",
        "battles",
        "battled",
        "battling",
        "meet",
        "meets",
        "met",
        "meeting",
        "talks",
        "talk",
        "negotiate",
        "negotiates",
        "negotiated",
        "negotiating",
        "negotiations",
        "agree",
        "agrees",
        "agreed",
        "agreement",
        "sign",
        "signed",
        "deal",
        "discuss",
        "discussed",
        "spoke",
        "speak",
        "speaking",
        "cooperate",
        "cooperated",
        "cooperation",
        "collaborate",
        "trade",
        "traded",
        "shared",
        "share",
        "sharing",
        "exchange",
        "consult",
        "consulted",
        "confer",
        "conferred",
        "firefight",
        "clashing",
        "deal",
        "pact",
        "treaty",
        "accord",
        "summit",
    ]
)
"""Words whose "with" names the other side; with all others it names who stands beside the doer."""
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_NOUN = ("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "PRP$")
_IN_PHRASE = frozenset(
    ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "case", "punct", "advmod", "predet", "npadvmod")
)
_BREAKS = frozenset((",", ";", ":", "—", "–", '"', "“", "”", "(", ")"))
_TAKING_PART = frozenset(("involved", "engaged", "embroiled"))
"""Passives whose subject does what the noun says: "have been involved in fighting"."""
_WIDEST = 12
"""Words of a phrase; what is longer is a parser's mistake, or a list."""
_PRONOUNS = frozenset(("it", "he", "she", "they", "we", "i"))
_ABOUT = frozenset(("of", "to", "by", "against", "for", "from", "on", "between", "toward", "towards"))
_SOMEBODY = frozenset(
    [
        "people",
        "person",
        "man",
        "woman",
        "men",
        "women",
        "child",
        "children",
        "civilian",
        "civilians",
        "protester",
        "protesters",
        "demonstrators",
        "soldier",
        "soldiers",
        "troops",
        "fighters",
        "militants",
        "rebels",
        "forces",
        "police",
        "officer",
        "officers",
        "officials",
        "official",
        "members",
        "member",
        "leader",
        "leaders",
        "journalist",
        "journalists",
        "refugees",
        "migrants",
        "prisoners",
        "detainees",
        "hostages",
        "suspects",
        "suspect",
        "workers",
        "students",
        "residents",
        "activists",
        "activist",
        "terrorists",
        "insurgents",
        "gunmen",
        "ambassador",
        "diplomat",
        "diplomats",
        "president",
        "minister",
        "group",
        "militia",
        "convoy",
        "army",
        "military",
        "government",
        "authorities",
        "pilots",
        "crew",
        "passengers",
        "patients",
        "doctors",
        "opposition",
        "him",
        "her",
        "them",
        "us",
        "me",
    ]
)
_NEVER = frozenset(("it", "there", "this", "that", "which", "what"))
_PERIODS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "yesterday",
        "today",
        "tomorrow",
        "week",
        "month",
        "year",
        "night",
        "morning",
        "day",
        "evening",
        "weekend",
        "afternoon",
        "time",
    ]
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Phrases as runs of words; several where the text joins them by "and"."""

    actors: tuple[Run, ...] = ()
    targets: tuple[Run, ...] = ()
    allies: tuple[Run, ...] = ()


def find_roles(words: Words, trigger: int, light: int | None) -> Roles:
    """Doers, targets and allies of the trigger; `light` is the verb that carries a noun trigger."""
    if not words.tokens[trigger].dep:
        return _by_position(words, trigger)
    noun = words.tokens[trigger].tag.startswith("NN")
    verb = light if light is not None else None if noun else trigger
    if verb is None and words.tokens[trigger].dep == "dobj" and words.tokens[words.head[trigger]].tag.startswith("VB"):
        verb = words.head[trigger]
    actors, targets = _of_verb(words, verb, trigger) if verb is not None else ([], [])
    if noun:
        more_actors, more_targets = _of_noun(words, trigger)
        actors, targets = actors or more_actors, more_targets or targets
    allies = list(_beside(words, trigger, verb))
    targets = [n for n in targets if n not in allies and n not in actors]
    return Roles(
        tuple(_runs(words, actors)),
        tuple(_runs(words, targets)),
        tuple(_runs(words, [n for n in allies if n not in actors])),
    )


def _of_verb(words: Words, verb: int, trigger: int) -> tuple[list[int], list[int]]:
    children = words.children(verb)
    passive = any(words.tokens[n].dep in ("nsubjpass", "auxpass") for n in children)
    subject = _subject(words, verb)
    objects = [n for n in children if words.tokens[n].dep in ("dobj", "dative", "obj") and n != trigger]
    objects = [n for n in objects if words.tokens[n].tag in _NOUN and words.lower[n] not in _PERIODS]
    if passive and trigger != verb and words.lower[verb] in _TAKING_PART:
        return ([subject] if subject is not None else []), []
    if passive or (words.tokens[verb].tag == "VBN" and words.tokens[verb].dep == "acl"):
        return list(_agents(words, verb)), [subject] if subject is not None else objects
    objects = [_somebody(words, verb, n) for n in objects]
    targets = objects or _prepositional(words, verb, trigger) or _of_complement(words, verb)
    return ([subject] if subject is not None else []), targets


def _somebody(words: Words, verb: int, thing: int) -> int:
    """Whom an act on a thing is aimed at ("suspended aid to Pakistan", "a proposal by the government"), else the thing."""
    if words.lower[thing] in _SOMEBODY or words.tokens[thing].entity != "O":
        return thing
    for n in words.children(thing):
        if words.tokens[n].dep == "poss" and words.tokens[n].entity[2:] in ("GPE", "ORG", "PERSON", "NORP"):
            return n
    if _has_name(words, thing):
        return thing
    for source in (thing, verb):
        for n in words.children(source):
            if words.lower[n] in _ABOUT and words.tokens[n].dep in ("prep", "dative", "agent") and n > thing:
                for k in words.children(n):
                    if words.tokens[k].dep == "pobj" and (_has_name(words, k) or words.lower[k] in _SOMEBODY):
                        return k
    return thing


def _subject(words: Words, verb: int) -> int | None:
    """The verb's own subject, or the one it shares with the verb it hangs on."""
    current, pronoun = verb, None
    for _ in range(_CLIMB):
        for n in words.children(current):
            if words.tokens[n].dep in ("nsubj", "nsubjpass", "csubj") and words.lower[n] != "there":
                if words.lower[n] not in _PRONOUNS:
                    return _antecedent(words, current, n)
                pronoun = n if pronoun is None and words.lower[n] != "it" else pronoun
        if pronoun is not None and current != verb:
            break
        dep, head = words.tokens[current].dep, words.head[current]
        if dep in ("acl", "relcl") and words.tokens[head].tag in _NOUN and head != current:
            return head
        if head == current or dep not in ("conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dobj"):
            break
        current = head
    return pronoun


def _antecedent(words: Words, verb: int, subject: int) -> int:
    head = words.head[verb]
    if words.lower[subject] in _RELATIVE and words.tokens[verb].dep == "relcl" and words.tokens[head].tag in _NOUN:
        return head
    return subject


def _agents(words: Words, verb: int) -> Iterator[int]:
    for n in words.children(verb):
        if words.lower[n] == "by":
            yield from (k for k in words.children(n) if words.tokens[k].dep == "pobj")


def _prepositional(words: Words, head: int, trigger: int) -> list[int]:
    """Objects of the prepositions that lead to a target, the surest preposition first; "with" only among equals."""
    found: list[tuple[int, int]] = []
    mutual = words.lower[trigger] in _MUTUAL
    for source in {head, trigger}:
        for n in words.children(source):
            place = _PREP_ORDER.get(words.lower[n])
            if (
                place is None
                or words.tokens[n].dep not in ("prep", "dative")
                or (words.lower[n] == "with" and not mutual)
            ):
                continue
            found += [
                (place, _somebody(words, n, k))
                for k in words.children(n)
                if words.tokens[k].dep == "pobj" and words.lower[k] not in _PERIODS and words.tokens[k].tag in _NOUN
            ]
    found.sort()
    return [k for place, k in found if place == found[0][0]] if found else []


def _of_complement(words: Words, verb: int) -> list[int]:
    """Subject of what the doer wants, demands or says of another: "demanded that Dbeibeh appear"."""
    for n in words.children(verb):
        if words.tokens[n].dep in ("ccomp", "xcomp"):
            for k in words.children(n):
                if words.tokens[k].dep in ("nsubj", "nsubjpass") and words.lower[k] not in _NEVER | _PRONOUNS:
                    return [k]
                if words.tokens[k].dep == "dobj":
                    return [_somebody(words, n, k)]
    return []


def _of_noun(words: Words, noun: int) -> tuple[list[int], list[int]]:
    """ "Russian strikes on Kyiv", "Israel's attack against", "an attack by the group": doer and target of a noun."""
    actors, targets = [], []
    for n in words.children(noun):
        token = words.tokens[n]
        if token.dep == "poss" or (
            token.dep in ("amod", "compound", "nmod") and token.entity[2:] in ("NORP", "GPE", "ORG")
        ):
            actors.append(n)
        elif words.lower[n] == "by":
            actors += [k for k in words.children(n) if words.tokens[k].dep == "pobj"]
        elif words.lower[n] == "between":
            both = [k for k in words.children(n) if words.tokens[k].dep == "pobj"]
            actors += both[:1]
            targets += [k for one in both[:1] for k in words.children(one) if words.tokens[k].dep == "conj"]
    return actors[:1] if actors else [], targets or _prepositional(words, noun, noun)


def _beside(words: Words, trigger: int, verb: int | None) -> Iterator[int]:
    """Who takes part on the doer's side."""
    near = [n for n in (trigger, verb) if n is not None]
    near += [k for source in near for n in words.children(source) for k in _objects_of(words, n)]
    for source in dict.fromkeys(near):
        for n in words.children(source):
            together = n > 0 and words.lower[n] == "with" and words.lower[n - 1] in ("together", "along", "jointly")
            plain = words.lower[n] == "with" and not _mutual_near(words, source)
            if words.lower[n] in _BESIDE or together or plain:
                for k in words.children(n):
                    if (words.tokens[k].dep == "pobj" and words.tokens[k].entity != "O") or _has_name(words, k):
                        yield k


def _objects_of(words: Words, n: int) -> list[int]:
    """The noun of an "in …" phrase, and an object: "engaged in operations with", "held drills with"."""
    if words.tokens[n].dep == "dobj":
        return [n]
    if words.lower[n] != "in":
        return []
    return [k for k in words.children(n) if words.tokens[k].dep == "pobj" and words.tokens[k].entity == "O"]


def _mutual_near(words: Words, source: int) -> bool:
    return words.lower[source] in _MUTUAL or any(
        words.lower[n] in _MUTUAL for n in words.children(source) if words.tokens[n].dep in ("dobj", "nsubj")
    )


def _has_name(words: Words, noun: int) -> bool:
    """Whether the phrase of this noun holds a nationality, a country or a body: somebody, not something."""
    return words.tokens[noun].tag.startswith("NN") and any(
        words.tokens[n].entity[2:] in ("NORP", "GPE", "ORG", "PERSON") for n in range(words.left[noun], noun + 1)
    )


def _runs(words: Words, heads: Sequence[int]) -> Iterator[Run]:
    """The phrase of each head and of those joined to it by "and"."""
    seen: set[int] = set()
    for head in heads:
        for n in (head, *_joined(words, head)):
            if n not in seen and words.lower[n] not in _NEVER and words.tokens[n].tag in (*_NOUN, "JJ"):
                seen.add(n)
                yield _phrase(words, n), n


def _joined(words: Words, head: int) -> list[int]:
    found, current = [], head
    for _ in range(6):
        following = [
            n for n in words.children(current) if words.tokens[n].dep == "conj" and words.tokens[n].tag in _NOUN
        ]
        if not following:
            break
        current = following[0]
        found.append(current)
    return found


def _phrase(words: Words, head: int) -> int:
    """First word of the noun phrase that ends in `head`: what hangs on it before it, without a break."""
    first = head
    for n in sorted((n for n in words.children(head) if n < head), reverse=True):
        if words.tokens[n].dep not in _IN_PHRASE or words.lower[n] in _BREAKS:
            break
        start = max(words.left[n], head - _WIDEST)
        if any(words.lower[k] in _BREAKS for k in range(start, n)):
            return n
        first = start
    return first


def _by_position(words: Words, trigger: int) -> Roles:
    """Without a tree: the nearest capitalised run before the trigger does it, the nearest after it suffers it."""
    bounds = words.bounds(trigger)
    before = _capital_run(words, range(trigger - 1, bounds.start - 1, -1))
    after = _capital_run(words, range(trigger + 1, bounds.stop))
    return Roles((before,) if before else (), (after,) if after else ())


def _capital_run(words: Words, order: range) -> Run | None:
    run: list[int] = []
    opening = words.bounds(order.start).start if order else -1
    for n in order:
        word = words.text[words.tokens[n].start : words.tokens[n].end]
        if word[:1].isupper() and not (n == opening and run):
            run.append(n)
        elif run:
            break
    return (min(run), max(run)) if run else None
