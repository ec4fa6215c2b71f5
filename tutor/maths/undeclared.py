"""The names of an expression whose variables nobody has declared."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from tutor.maths.characters import GREEK
from tutor.maths.expr import CONSTANTS, FUNCTIONS
from tutor.maths.parser import LOSS_LIMIT, canonical_names
from tutor.maths.tokens import Kind, Token, tokenize
from tutor.maths.words import cover


def find_names(text: str, declared: Sequence[str] = ()) -> tuple[str, ...]:
    """The names that a text uses, in order, for a reader that has none declared.

    A run of letters is one name, unless shorter names that are declared or stand alone cover it;
    two letters are two names, but for Greek ones such as mu.
    """
    tokens = tokenize(text, canonical_names(declared), LOSS_LIMIT)
    words = [
        word
        for token, after in pairwise(tokens)
        if token.kind is Kind.WORD and (word := _name_part(token.text, after, declared))
    ]
    found = dict.fromkeys(declared)
    pairs = (word for word in words if len(word) == 2 and word.isalpha())
    alone = {letter for pair in pairs if pair not in GREEK.values() for letter in pair}
    alone |= {word for word in words if len(word.rstrip("0123456789")) == 1}
    for word in words:
        parts = cover(word, alone | set(declared))
        found |= dict.fromkeys(parts if parts is not None else (word,))
    return tuple(found)


def _name_part(word: str, after: Token, declared: Sequence[str]) -> str:
    """What of a run of letters may be a name: not a constant, nor the function at its end."""
    if word in declared:
        return word
    if after.kind in {Kind.OPEN, Kind.SUPERSCRIPT} or after.text == "^":
        endings = (word[at:] for at in range(len(word)))
        function = next((ending for ending in endings if ending in FUNCTIONS), "")
        word = word.removesuffix(function)
    # A function that is not called is the parser's to refuse.
    return "" if word in CONSTANTS or word in FUNCTIONS else word
