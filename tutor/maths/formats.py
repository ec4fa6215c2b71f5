"""A trace as text: for people, for other programs, for documents."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tutor.maths.engine import Trace
from tutor.maths.latex import latex_name
from tutor.maths.notation import MINUS, ascii_name, ascii_text, display_width, format_number
from tutor.maths.rule import NEXT
from tutor.maths.working import Symbols

OUTSIDE_NAMES = {"g": "gradient"}  # What JSON and CSV call a quantity, where not by its own name.


def trace_json(trace: Trace) -> str:
    """The run as one JSON object, numbers in full."""
    loss = trace.loss
    return json.dumps(
        {
            "rule": trace.rule.key,
            "loss": ascii_text(loss.expr),
            "parameters": list(map(ascii_name, loss.parameters)),
            "gradient": [ascii_text(partial) for partial in loss.gradient],
            "eta": trace.eta,
            "hyper": dict(trace.hyper),
            "diverged_at": trace.diverged.t if trace.diverged else None,
            "steps": [_step(trace, t) for t in range(len(trace))],
        }
    )


def _step(trace: Trace, t: int) -> dict[str, Any]:
    row: dict[str, Any] = {"t": t}
    for quantity in trace.columns:
        values = trace.vector(quantity, t)
        shared = quantity in trace.rule.scalars
        row[OUTSIDE_NAMES.get(quantity, quantity)] = values[0] if shared else list(values)
    return row


def trace_csv(trace: Trace) -> str:
    """One row a step, numbers in full."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["t", *_columns(trace, _outside_name)])
    for t in range(len(trace)):
        writer.writerow([t, *map(repr, trace.row(t))])
    return out.getvalue()


def trace_table(trace: Trace) -> str:
    """Aligned columns for people, six significant digits."""
    rows = [["t", *_columns(trace, _symbol)], *_shown_rows(trace)]
    widths = [max(map(display_width, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            " " * (w - display_width(cell)) + cell for cell, w in zip(row, widths, strict=True)
        )
        for row in rows
    )
    return "\n".join(lines) + "\n"


def trace_markdown(trace: Trace) -> str:
    """A table for a forge or a document."""
    header = ["t", *_columns(trace, _symbol)]
    rows = [header, ["--:"] * len(header), *_shown_rows(trace)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def trace_latex(trace: Trace) -> str:
    """A tabular whose cells are in math mode."""
    header = ["t", *_columns(trace, _latex_symbol)]
    rows = [header, *_shown_rows(trace)]
    body = [" & ".join(f"${_latex_number(cell)}$" for cell in row) + r" \\" for row in rows]
    columns = "r" * len(header)
    return "\n".join(
        [rf"\begin{{tabular}}{{{columns}}}", body[0], r"\hline", *body[1:], r"\end{tabular}", ""]
    )


TRACE_FORMATS: Mapping[str, Callable[[Trace], str]] = {
    "table": trace_table,
    "json": lambda trace: trace_json(trace) + "\n",
    "csv": trace_csv,
    "markdown": trace_markdown,
    "latex": trace_latex,
}

ColumnName = Callable[[Trace, str, int], str]


def _columns(trace: Trace, name: ColumnName) -> list[str]:
    return [
        name(trace, quantity, component)
        for quantity, where in trace.columns.items()
        for component in range(where.stop - where.start)
    ]


def _shown_rows(trace: Trace) -> list[list[str]]:
    return [
        [str(t), *(format_number(value, digits=6) for value in row)]
        for t, row in enumerate(map(trace.row, range(len(trace))))
    ]


def _outside_name(trace: Trace, quantity: str, component: int) -> str:
    """`w`, `gradient_w`, `eta_t`."""
    parameter = trace.loss.parameters[component]
    if quantity == "theta":
        return parameter if parameter not in {"t", *trace.columns} else f"theta_{parameter}"
    name = OUTSIDE_NAMES.get(quantity, quantity)
    return name if quantity in trace.rule.scalars else f"{name}_{parameter}"


def _symbol(trace: Trace, quantity: str, component: int) -> str:
    return Symbols.of(trace, component)(quantity)


LATEX_QUANTITIES = {
    "eta_t": r"\eta", "sigma": r"\sigma", "g": "g", "m_hat": r"\hat{m}", "v_hat": r"\hat{v}",
}  # fmt: skip


def _latex_symbol(trace: Trace, quantity: str, component: int) -> str:
    """θ_1^{t+1} as LaTeX."""
    parameter = latex_name(trace.loss.parameters[component])
    if quantity == "theta":
        return f"{parameter}^{{t}}"
    if quantity == NEXT:
        return f"{parameter}^{{t+1}}"
    if quantity == "loss":
        return r"L(\theta^{t})"
    base = LATEX_QUANTITIES.get(quantity, quantity)
    if quantity in trace.rule.scalars or len(trace.loss.parameters) == 1:
        return f"{base}^{{t}}"
    return f"{base}_{{{parameter}}}^{{t}}"


def _latex_number(cell: str) -> str:
    """`−2.5e−9` → -2.5 \\times 10^{-9}."""
    text = cell.replace(MINUS, "-")
    mantissa, e, exponent = text.partition("e")
    is_number = e and exponent.lstrip("-").isdigit()
    return rf"{mantissa} \times 10^{{{exponent}}}" if is_number else text


def run_names(traces: Sequence[Trace]) -> list[str]:
    """What tells runs apart: η, the rule, or both."""
    rules = {trace.rule.key for trace in traces}
    etas = {trace.eta for trace in traces}
    names = []
    for trace in traces:
        eta = f"η={format_number(trace.eta, 3)}"
        if len(rules) == 1:
            names.append(eta)
        else:
            names.append(trace.rule.key if len(etas) == 1 else f"{trace.rule.key} {eta}")
    return names
