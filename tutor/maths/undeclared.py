"""The names of an expression whose variables nobody has declared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tutor.maths.characters import GREEK
from tutor.maths.expr import CONSTANTS, FUNCTIONS
from tutor.maths.parser import LOSS_LIMIT, canonical_names
from tutor.maths.tokens import Kind, tokenize
from tutor.maths.words import cover


def find_names(text: str, declared: Sequence[str] = ()) -> tuple[str, ...]:
    """The names that a text uses, in order, for a reader that has none declared.

    A run of letters is one name, unless shorter names that are declared or stand alone cover it;
    two letters are two names, but for Greek ones such as mu.
    """
    tokens = tokenize(text, canonical_names(declared), LOSS_LIMIT)
    called = {Kind.OPEN, Kind.SUPERSCRIPT}
    words = [
        token.text
        for token, after in pairwise(tokens)
        if token.kind is Kind.WORD
        and not (token.text in FUNCTIONS and (after.kind in called or after.text == "^"))
        and (token.text not in CONSTANTS or token.text in declared)
    ]
    found = dict.fromkeys(declared)
    pairs = (word for word in words if len(word) == 2 and word.isalpha())
    alone = {letter for pair in pairs if pair not in GREEK.values() for letter in pair}
    alone |= {word for word in words if len(word.rstrip("0123456789")) == 1}
    for word in words:
        parts = cover(word, alone | set(declared))
        found |= dict.fromkeys(parts if parts is not None else (word,))
    return tuple(found)
