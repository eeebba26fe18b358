"""A word comes in; the stem under which it is compared with other words goes out ("struck", "strikes" -> "strik").

Inflection is cut off; irregular forms and the nouns of common news verbs come from data/irregular_forms.tsv. A stem is
for comparing, not for reading.
"""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

VOWELS = frozenset("aeiouy")
KEPT = frozenset(
    [
        "this",
        "his",
        "its",
        "was",
        "is",
        "has",
        "as",
        "us",
        "yes",
        "thus",
        "news",
        "always",
        "perhaps",
        "species",
        "series",
        "during",
        "morning",
        "evening",
    ]
)


@cache
def irregular_forms() -> dict[str, str]:
    """Form -> base form, lower case."""
    text = resources.files("onrecord.knowledge").joinpath("data/irregular_forms.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {form: base for base, forms in rows for form in forms.split()}


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one word, lower case; words of up to three letters stay as they are."""
    word = word.lower()
    base = irregular_forms().get(word)
    if base is not None:
        return _closed(base)
    if len(word) <= 3 or word in KEPT or not word.isalpha():
        return word
    return _closed(_uninflected(word))


def _uninflected(word: str) -> str:
    """The word without plural, past or -ing ending."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for ending in ("ed", "ing"):
        rest = word[: -len(ending)]
        if word.endswith(ending) and len(rest) >= 3 and VOWELS & set(rest):
            doubled = len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz"
            return rest[:-1] if doubled else rest
    return word


def _closed(word: str) -> str:
    """The word without a silent final e or a doubled final consonant, so that "strike" meets "strik(ing)"."""
    if len(word) > 3 and word[-1] == "e" and word[-2] not in VOWELS:
        return word[:-1]
    if len(word) > 4 and word.endswith("ll"):
        return word[:-1]
    return word
