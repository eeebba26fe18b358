"""A word comes in; the numbers of its pieces in the encoder's vocabulary go out."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer

from onrecord.models.features import PIECES_A_WORD, plain_form

UNKNOWN = 100
CLS, SEP = 101, 102


def load_pieces(path: Path) -> Callable[[str], tuple[int, ...]]:
    """The vocabulary's look-up. It remembers words: half of any article's words are among a few thousand."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    @lru_cache(maxsize=1 << 16)
    def pieces(word: str) -> tuple[int, ...]:
        found = tokenizer.encode(plain_form(word)[:100], add_special_tokens=False).ids
        return tuple(found[:PIECES_A_WORD]) or (UNKNOWN,)

    return pieces
