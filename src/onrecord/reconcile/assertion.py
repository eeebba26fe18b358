"""One article's report that a holder takes a position on a claim: the value that standing is made from.

Usable without a ledger: `Assertion(holder="government:united states", stance="asserts", article="a1")` is enough.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from onrecord.record import AttributionRole, Basis, Interval, Rank, Stance

Sign = Literal["+", "-", "?"]
BasisKind = Literal["witness", "imagery", "intercept", "document", "told"]

SIGNS: Mapping[Stance, Sign] = MappingProxyType({"asserts": "+", "confirms": "+", "denies": "-", "doubts": "?"})
RANKS: Mapping[Rank, int] = MappingProxyType({"head": 4, "minister": 3, "spokesman": 2, "official": 1})
FIRST_HAND: frozenset[str] = frozenset({"witness", "imagery"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """Says: "in `article` of `outlet`, `holder`, who speaks for `principal`, takes `stance` towards the claim".

    Who: `holder` is the entity id of the innermost identifiable holder, "" where nobody is identified; `principal` the
    body it speaks for, where the article says (else the world is asked, else the holder speaks for itself); `unnamed`
    marks a person without a name, whose `candidates` may be known; `on_record` is False for background talk.

    What: polarity is already folded into `stance` (denying a negation asserts). `role` as in readings: summaries,
    back-references and opinion count for nothing. `hearsay`: "reportedly", with nobody behind it. `captive`: said by a
    prisoner in the captor's hands; `responsibility`: an armed group's claim of responsibility. `figure`: the number
    quoted, where the claim is about one. `wording`: its words as printed; `verbatim`: they stand between quotation
    marks. `retracts`: article or proposition ids that an assertion of stance "retracts"
    takes back; none means everything the holder said, or the outlet reported, on this claim so far.

    When (ISO 8601): `said` by the holder, `published` by the outlet, `recorded` by us, `happened` as the event's time.

    What it rests on: `relays` are the outer layers of a nested report, outlets or article ids, outermost first; `cites`
    are holders on whose word alone the holder says it; `text` is the id of the group of near-identical texts that the
    article belongs to; `agency` the news agency it credits; `basis` how the holder itself knows.
    """

    holder: str
    stance: Stance
    article: str
    principal: str | None = None
    rank: Rank | None = None
    unnamed: bool = False
    candidates: tuple[str, ...] = ()
    on_record: bool = True
    role: AttributionRole = "evidence"
    hearsay: bool = False
    captive: bool = False
    responsibility: bool = False
    figure: float | None = None
    wording: str | None = None
    verbatim: bool = False
    retracts: tuple[str, ...] = ()
    said: Interval | None = None
    published: str | None = None
    recorded: str | None = None
    happened: Interval | None = None
    outlet: str | None = None
    proposition: str | None = None
    relays: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    text: str | None = None
    agency: str | None = None
    basis: BasisKind | None = None
    score: float = 1.0

    @property
    def sign(self) -> Sign | None:
        """+ for, − against, ? doubting; None for everything that takes no position on whether the claim is so."""
        return SIGNS.get(self.stance)

    @property
    def derived(self) -> bool:
        """Whether it only repeats or comments on what is reported elsewhere."""
        return self.role in ("summary", "back-reference", "opinion")

    @property
    def own_words(self) -> bool:
        """Whether the outlet itself speaks."""
        return self.role == "narrator" or (self.outlet is not None and self.holder == self.outlet)

    @property
    def unpublished(self) -> bool:
        """Whether nobody knows who published the article: its own words are then held under the article's id."""
        return self.own_words and self.holder in {self.article, f"outlet:{self.article}"}

    @property
    def height(self) -> int:
        """How high it ranks within its principal: a body that speaks in its own name ranks with its spokesmen."""
        if self.rank is not None:
            return RANKS[self.rank]
        return 0 if self.unnamed else RANKS["spokesman"]

    @property
    def against_interest(self) -> bool:
        """Whether, said by who is accused, it is an admission: on record and free, neither boasting nor a prisoner's."""
        return self.on_record and not (self.unnamed or self.captive or self.responsibility)

    @property
    def first_hand(self) -> bool:
        """Whether the holder knows it itself, by its own eyes or imagery."""
        return self.basis in FIRST_HAND and not self.cites


def basis_kind(basis: Basis | None) -> BasisKind | None:
    """How the holder knows, out of a reading's basis."""
    return None if basis is None else basis.kind
