"""Derivations as text: for people, for other programs, for documents."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

from tutor.maths.derivation import Step, derive
from tutor.maths.expr import Derivative, Expr, names_in
from tutor.maths.latex import latex
from tutor.maths.loss import Loss
from tutor.maths.notation import ascii_name, ascii_text, pretty, pretty_name


def derivation_text(expression: Expr, by: Sequence[str], *, second: bool = False) -> str:
    """One line a step, the rule beside it, the result last; then the Hessian, if asked for."""
    d = _differential(expression)
    blocks = []
    for name in by:
        steps = derive(expression, name)
        lines = [pretty(Derivative(expression, name), differential=d)]
        lines += [pretty(step.after, differential=d) for step in steps]
        width = max(map(len, lines))
        words = ["", *(rule_words(step.rule) for step in steps)]
        rows = [
            f"{'  ' if number == 0 else '= '}{line:<{width}}   {word}".rstrip()
            for number, (line, word) in enumerate(zip(lines, words, strict=True))
        ]
        blocks.append("\n".join([f"By {pretty_name(name)}:", *rows]))
    if second:
        entries = (
            f"  {_second(d, row, column)} = {pretty(entry)}"
            for row, entries in _hessian(expression, by).items()
            for column, entry in entries.items()
        )
        blocks.append("\n".join(["Second derivatives:", *entries]))
    return "\n\n".join(blocks)


def _second(d: str, row: str, column: str) -> str:
    """d²/dx², or ∂²/∂x∂y."""
    if row == column:
        return f"{d}²/{d}{pretty_name(row)}²"
    return f"{d}²/{d}{pretty_name(row)}{d}{pretty_name(column)}"


def _hessian(expression: Expr, by: Sequence[str]) -> dict[str, dict[str, Expr]]:
    rows = Loss(expression, tuple(by)).hessian
    return {name: dict(zip(by, row, strict=True)) for name, row in zip(by, rows, strict=True)}


def derivation_json(expression: Expr, by: Sequence[str], *, second: bool = False) -> str:
    """Every step as two whole lines that sympy reads, and that are equal."""
    found: dict[str, object] = {
        "expression": ascii_text(expression),
        "derivatives": {ascii_name(name): _derivative(derive(expression, name)) for name in by},
    }
    if second:
        found["hessian"] = {
            ascii_name(row): {ascii_name(c): ascii_text(entry) for c, entry in entries.items()}
            for row, entries in _hessian(expression, by).items()
        }
    return json.dumps(found)


def _derivative(steps: tuple[Step, ...]) -> dict[str, object]:
    return {
        "result": ascii_text(steps[-1].after),
        "steps": [
            {
                "rule": step.rule,
                "before": ascii_text(step.before),
                "after": ascii_text(step.after),
            }
            for step in steps
        ],
    }


def derivation_latex(expression: Expr, by: Sequence[str], *, second: bool = False) -> str:
    r"""One align* environment a variable; then the Hessian as a matrix, if asked for."""
    d = _differential(expression)
    blocks = []
    for name in by:
        steps = derive(expression, name)
        first = latex(Derivative(expression, name), d)
        rows = [rf"&= {latex(s.after, d)} && \text{{{rule_words(s.rule)}}}" for s in steps]
        body = " \\\\\n".join([f"{first} {rows[0]}", *rows[1:]])
        blocks.append("\\begin{align*}\n" + body + "\n\\end{align*}")
    if second:
        entries = (map(latex, row.values()) for row in _hessian(expression, by).values())
        body = " \\\\\n".join(" & ".join(row) for row in entries)
        blocks.append("\\[\n\\begin{pmatrix}\n" + body + "\n\\end{pmatrix}\n\\]")
    return "\n".join(blocks)


def rule_words(rule: str) -> str:
    """How a rule is called beside its line."""
    return rule if rule == "simplify" else f"{rule} rule"


def _differential(expression: Expr) -> str:
    return "d" if len(names_in(expression)) < 2 else "∂"


FORMATS: Mapping[str, Callable[..., str]] = {
    "text": derivation_text,
    "json": derivation_json,
    "latex": derivation_latex,
}
