"""A trigger in a sentence's tree comes in; the phrases of who did it, to whom, and beside whom go out.

Tree first, with the ways news English hides a doer (passives, relative clauses, participles, "continued to attack",
"attack by", "Russian strikes"); where the tree is missing, the nearest names before and after.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord.knowledge.countries import countries_of
from onrecord.knowledge.grammar import Words
from onrecord.knowledge.plover import event_words
from onrecord.knowledge.stems import stem

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
_PARTS = frozenset(
    ("one", "some", "many", "most", "all", "dozens", "hundreds", "thousands", "scores", "members", "several")
)
"""Heads of phrases that only count those behind "of"."""
_PRONOUNS = frozenset(("it", "he", "she", "they", "we", "i"))
_ABOUT = frozenset(
    ("of", "to", "by", "against", "for", "from", "on", "between", "toward", "towards", "into", "over", "at")
)
_NOBODY = frozenset(("part", "place", "control", "order", "orders", "behalf", "instructions", "request", "time"))
"""Nouns of phrases like "took part", "on the orders of": neither they nor whom they belong to are aimed at."""
_NEVER = frozenset(("it", "there", "this", "that", "which", "what"))
_PERIODS = frozenset(
    [
        *("mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun"),
        *("jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
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
    actors = [k for n in actors for k in _doers(words, _whole(words, n))]
    targets = [_whole(words, n) for n in targets]
    targets = [n for n in targets if n not in allies and n not in actors]
    near = [n for n in (trigger, verb) if n is not None]
    others: list[int] = []
    if not any(_is_somebody(words, n) for n in targets):
        others = _both_sides(words, actors, near)
        targets = others or (not allies and actors and list(_country_of(words, near))) or targets
    return Roles(
        tuple(run for run in _runs(words, actors) if run[1] not in others),
        tuple(_runs(words, targets)),
        tuple(_runs(words, [n for n in allies if n not in actors])),
    )


def _whole(words: Words, head: int) -> int:
    """ "one of the critics", "dozens of fighters": the word that says who they are."""
    if words.lower[head] in _PARTS:
        for n in words.children(head):
            if words.lower[n] == "of":
                named = (k for k in words.children(n) if words.tokens[k].dep == "pobj" and words.tokens[k].tag != "PRP")
                return next(named, head)
    return head


def _doers(words: Words, noun: int) -> list[int]:
    """Whoever stands behind an act or a weapon that is told as the doer ("Russian raids killed"), else nobody."""
    if words.lower[noun] in _PERIODS:
        return []
    named = words.tokens[noun].entity[2:] in ("ORG", "PERSON", "GPE", "NORP")
    if (
        named
        or not words.tokens[noun].tag.startswith("NN")
        or not (_is_act(words, noun) or stem(words.lower[noun]) in event_words().weapons)
    ):
        return [noun]
    behind, _ = _of_noun(words, noun)
    return [n for n in behind if n != noun]


def _is_somebody(words: Words, noun: int) -> bool:
    return words.lower[noun] in event_words().somebody or _has_name(words, noun)


def _both_sides(words: Words, actors: Sequence[int], near: Sequence[int]) -> list[int]:
    """ "Canada and Britain have agreed": of acts between equals the first named is the doer, the others the target."""
    return _joined(words, actors[0]) if len(actors) == 1 and any(_mutual_near(words, n) for n in near) else []


def _country_of(words: Words, near: Sequence[int]) -> Iterator[int]:
    """The country in which it is done, where nobody else is named: "declared a state of siege in Bolivia"."""
    for source in near:
        for n in range(source + 1, words.right[source] + 1):
            own = words.text[words.tokens[n].start : words.tokens[n].end]
            if (
                words.tokens[n].dep == "pobj"
                and words.lower[words.head[n]] in ("in", "to", "of", "from", "into", "across", "within", "outside")
                and any(kind == "name" for _, kind in countries_of(own))
            ):
                yield n
                return


def _of_verb(words: Words, verb: int, trigger: int) -> tuple[list[int], list[int]]:
    children = words.children(verb)
    passive = any(words.tokens[n].dep in ("nsubjpass", "auxpass") for n in children)
    subject = _subject(words, verb)
    objects = [n for n in children if words.tokens[n].dep in ("dobj", "dative", "obj") and n != trigger]
    objects = [n for n in objects if words.tokens[n].tag in _NOUN and words.lower[n] not in _PERIODS]
    harmed = stem(words.lower[verb]) in event_words().harm and words.tokens[verb].tag in ("VBD", "VBN")
    if harmed and not passive and not objects and subject is not None:  # "six people wounded in a blast"
        return list(_agents(words, verb)), [subject]
    if not passive and stem(words.lower[verb]) in event_words().receiving:  # "received support from the army"
        givers = [k for n in _from(words, verb, objects) for k in words.children(n) if words.tokens[k].dep == "pobj"]
        if givers:
            return givers, [subject] if subject is not None else []
    if passive and trigger != verb and words.lower[verb] in _TAKING_PART:
        return ([subject] if subject is not None else []), []
    if passive or (words.tokens[verb].tag == "VBN" and words.tokens[verb].dep == "acl"):
        return list(_agents(words, verb)), [subject] if subject is not None else objects
    return ([subject] if subject is not None else []), _aimed_at(words, verb, trigger, objects)


def _from(words: Words, verb: int, objects: Sequence[int]) -> Iterator[int]:
    return (n for source in (verb, *objects) for n in words.children(source) if words.lower[n] == "from")


def _aimed_at(words: Words, verb: int, trigger: int, objects: Sequence[int]) -> list[int]:
    """Whom the act is aimed at: an object that is somebody, else whom a preposition names, else the thing itself.

    What the doer moves is a means ("sent troops to"), sums and acts are nobody ("gave $2m to", "launched attacks on").
    """
    means = stem(words.lower[verb]) in event_words().moving
    aimed = [
        (n, _somebody(words, verb, n))
        for n in objects
        if not (_is_own(words, n) or _is_sum(words, n) or words.lower[n] in _NOBODY)
    ]
    things = [k for n, k in aimed if k != n or not _is_act(words, n)]
    people = [k for k in things if _is_somebody(words, k) and not (means and not _has_name(words, k))]
    named = _prepositional(words, verb, trigger)
    told = any(_is_somebody(words, n) for n in named)
    if people and not (told and _is_with(words, named[0]) and _mutual_near(words, trigger)):
        return people
    if told or not things:
        return named or _of_complement(words, verb)
    return _of_complement(words, verb) if means else things


def _is_with(words: Words, noun: int) -> bool:
    return words.lower[words.head[noun]] == "with"


def _is_own(words: Words, thing: int) -> bool:
    """ "withdraws its troops", "abandoned his policy": what is the doer's own is nobody's target."""
    return any(words.tokens[n].tag == "PRP$" for n in words.children(thing))


def _is_act(words: Words, thing: int) -> bool:
    return words.tokens[thing].tag in ("NN", "NNS") and stem(words.lower[thing]) in event_words().nouns


def _is_sum(words: Words, thing: int) -> bool:
    return words.tokens[thing].entity[2:] in ("MONEY", "PERCENT", "QUANTITY", "DATE", "TIME", "CARDINAL")


def _somebody(words: Words, verb: int, thing: int) -> int:
    """Whom an act on a thing is aimed at ("suspended aid to Pakistan", "a proposal by the government"), else the thing."""
    if words.lower[thing] in event_words().somebody or words.tokens[thing].entity != "O":
        return thing
    for n in words.children(thing):
        if words.tokens[n].dep == "poss" and words.tokens[n].entity[2:] in ("GPE", "ORG", "PERSON", "NORP"):
            return n
    if _has_name(words, thing):
        return thing
    made = [n for n in words.children(thing) if words.tokens[n].dep in ("acl", "conj")]  # "an appeal lodged by"
    for source in (thing, *made, verb):
        for n in words.children(source):
            if words.lower[n] in _ABOUT and words.tokens[n].dep in ("prep", "dative", "agent") and n > thing:
                for k in words.children(n):
                    if words.tokens[k].dep == "pobj" and (
                        _has_name(words, k) or words.lower[k] in event_words().somebody
                    ):
                        return k
    return thing


def _subject(words: Words, verb: int) -> int | None:
    """The verb's own subject, or the one it shares with the verb it hangs on."""
    current, pronoun = verb, None
    for _ in range(_CLIMB):
        for n in words.children(current):
            if words.tokens[n].dep in ("nsubj", "nsubjpass", "csubj") and words.lower[n] != "there":
                if words.tokens[n].dep == "csubj":  # "the army's shelling killed": the doer of what did it
                    return next((k for k in words.children(n) if words.tokens[k].dep in ("nsubj", "poss")), None)
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
    found: list[tuple[bool, int, int]] = []
    mutual = _mutual_near(words, trigger) or _mutual_near(words, head)
    things = [k for n in {head, trigger} for k in words.children(n) if words.tokens[k].dep == "dobj"]
    made = [k for n in things for k in words.children(n) if words.tokens[k].dep in ("acl", "prep") and k > n]
    parts = [k for n in made if words.lower[n] == "of" for k in words.children(n)]
    for source in dict.fromkeys((head, trigger, *things, *made, *parts)):
        for n in words.children(source):
            place = _PREP_ORDER.get(words.lower[n])
            if (
                place is None
                or words.tokens[n].dep not in ("prep", "dative")
                or (words.lower[n] == "with" and not mutual)
            ):
                continue
            found += [
                (not _is_somebody(words, aim), place, aim)
                for k in words.children(n)
                if words.tokens[k].dep == "pobj" and words.tokens[k].tag in _NOUN
                if words.lower[k] not in _PERIODS | _NOBODY
                for aim in [_somebody(words, n, k)]
                if not _is_sum(words, aim)
            ]
    found.sort()
    return [k for nobody, place, k in found if (nobody, place) == found[0][:2]] if found else []


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
    return words.lower[source] in event_words().mutual or any(
        words.lower[n] in event_words().mutual
        for n in words.children(source)
        if words.tokens[n].dep in ("dobj", "nsubj")
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
