"""Typed lists of values: `1, 0.5`, `[1, 0.5]`, `y = 1, x = 2`."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.maths.bounds import check_bounds
from tutor.maths.errors import Unreadable, shown
from tutor.maths.expr import Expr
from tutor.maths.parser import ANSWER_LIMIT, NOT_CLOSED, Parser, canonical_names
from tutor.maths.tokens import Kind, tokenize

MOST_ENTRIES = 16
PAIRS = ("()", "[]")
COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")


def read_vector(
    text: str,
    entries: Sequence[str],
    names: Sequence[str] = (),
    *,
    limit: int = ANSWER_LIMIT,
    juxtaposition_first: bool = False,
) -> tuple[Expr, ...]:
    """One expression in `names` for each entry: `1, 0.5`, `[1, 0.5]`, `y = 1, x = 2`."""
    parser = VectorParser(tokenize(text, canonical_names((*entries, *names)), limit), names)
    parser.juxtaposition_first = juxtaposition_first
    return tuple(check_bounds(expr) for expr in parser.vector(entries))


class VectorParser(Parser):
    """Several expressions, side by side or each with its label."""

    def vector(self, names: Sequence[str]) -> tuple[Expr, ...]:
        self._check_brackets()
        self.in_vector = True
        while self._strip_outer_brackets():
            pass
        entries = [self._entry(canonical_names(names))]
        while self.take(Kind.COMMA):
            entries.append(self._entry(canonical_names(names)))
            if len(entries) > MOST_ENTRIES:
                raise Unreadable(f"At most {MOST_ENTRIES} values can be given.")
        if self.next.kind is not Kind.END:
            raise Unreadable(self.leftover_message())
        return _in_order(entries, names)

    def _check_brackets(self) -> None:
        """A bracket that is never closed, or by one of another kind, is best said at once."""
        open_now: list[str] = []
        for token in self.tokens:
            if token.kind is Kind.OPEN:
                open_now.append(token.text)
            elif token.kind is Kind.CLOSE and open_now and open_now.pop() + token.text not in PAIRS:
                raise Unreadable(NOT_CLOSED)
        if open_now:
            raise Unreadable(NOT_CLOSED)

    def _strip_outer_brackets(self) -> bool:
        """Drop one pair of brackets around the whole list, if there is one."""
        first, last = self.tokens[0], self.tokens[-2] if len(self.tokens) > 1 else self.tokens[0]
        if first.text + last.text not in PAIRS:
            return False
        depth, commas, deeper = 0, False, False
        for token in self.tokens[:-2]:
            depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
            commas = commas or (depth == 1 and token.kind is Kind.COMMA)
            if depth == 0:
                return False
            deeper = deeper or (depth > 1 and token.kind is Kind.COMMA)
        if not (commas or deeper or first.text == "["):
            return False
        self.tokens = [*self.tokens[1:-2], self.tokens[-1]]
        return True

    def _entry(self, labels: dict[str, str]) -> tuple[str | None, Expr]:
        """One entry, with its label where it has one: `y = 0.5`."""
        if self.next.kind is not Kind.WORD or self.tokens[self.at + 1].kind is not Kind.EQUALS:
            return None, self.expression()
        label = labels.get(self.next.text)
        if label is None:
            usable = ", ".join(labels.values())
            raise Unreadable(f'"{shown(self.next.text)}" is not a name here. Use: {usable}.')
        self.at += 2
        return label, self.expression()


def _in_order(entries: list[tuple[str | None, Expr]], names: Sequence[str]) -> tuple[Expr, ...]:
    """The expressions in the order of the names, labelled or not."""
    if len(entries) != len(names):
        raise Unreadable(values_expected(len(names)))
    labels = [label for label, _ in entries if label is not None]
    if not labels:
        return tuple(expr for _, expr in entries)
    if sorted(labels) != sorted(names):
        raise Unreadable(f"Name each value once: {', '.join(names)}.")
    by_label = dict(entries)
    return tuple(by_label[name] for name in names)


def values_expected(count: int) -> str:
    """What to say when another number of values was typed."""
    if count == 1:
        return "One value is expected."
    word = COUNTS[count] if count < len(COUNTS) else str(count)
    return f"{word} values are expected, e.g. {', '.join(['1', '0.5', '-2', '3'][:count])}."
