"""Rule × Loss → Trace. One loop, generated for the pair, so that a step costs little more than
its arithmetic.

The source is written from our own trees alone: names become `theta_0`, `s_1`, …, numbers their
repr, and nothing that a person typed is copied into it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from tutor.maths.errors import TooLarge, Undefined
from tutor.maths.evaluate import (
    MATH_FUNCTIONS,
    evaluate,
    float_power,
    float_sigmoid,
    float_sign,
)
from tutor.maths.expr import Binary, Call, Constant, Expr, Name, Negate, Number
from tutor.maths.loss import Loss
from tutor.maths.rule import NEXT, Rule

IF_ELSE = "{moved} if {if_} else {else_}"

Row = tuple[float, ...]
Vector = tuple[float, ...]
Kernel = Callable[..., None]
Watch = Callable[[int], None]
WATCHED_EVERY = 1000  # Steps between two words to whoever watches a long run.


@dataclass(frozen=True)
class Divergence:
    """The step at which a quantity stopped being a finite number, and why."""

    t: int
    quantity: str
    why: str

    @property
    def is_overflow(self) -> bool:
        """Whether it grew without bounds; else it left the places where there is a value."""
        return self.why == str(TooLarge())


@dataclass(frozen=True)
class Trace:
    """A run. Row t holds θᵗ, the loss there, every quantity of the step, and θᵗ⁺¹.

    The rows lie one after the other in `cells`: one flat list costs half of what a tuple a step
    does, in time and in memory. `columns` says where in a row each quantity stands.
    """

    rule: Rule
    loss: Loss
    start: Vector
    eta: float
    hyper: Mapping[str, float]
    cells: Sequence[float]
    columns: Mapping[str, slice]
    diverged: Divergence | None = None

    def __len__(self) -> int:
        return len(self.cells) // self.width

    @property
    def width(self) -> int:
        return int(self.columns[NEXT].stop)

    def row(self, t: int) -> Row:
        return tuple(self.cells[t * self.width : (t + 1) * self.width])

    def vector(self, quantity: str, t: int) -> Vector:
        """A quantity at step t, one value a component; scalars such as ηᵗ have one."""
        return self.row(t)[self.columns[quantity]]

    def value(self, quantity: str, t: int, component: int = 0) -> float:
        values = self.vector(quantity, t)
        return values[component if len(values) > 1 else 0]

    def place(self, t: int) -> Vector:
        """θᵗ; behind the end of the run the last place that there is."""
        t = min(t, len(self))
        return self.vector(NEXT, t - 1) if t else self.start

    def places(self, last: int) -> tuple[Vector, ...]:
        """θ⁰ … θ of step `last`, as far as the run goes."""
        return tuple(self.place(t) for t in range(min(last, len(self)) + 1))


def run(
    rule: Rule,
    loss: Loss,
    start: Sequence[float],
    eta: float,
    steps: int,
    hyper: Mapping[str, float] | None = None,
    watch: Watch | None = None,
) -> Trace:
    """`steps` updates from `start`. A run that diverges ends before the step that did.

    `watch` is told now and then how many steps there are; what it raises ends the run.
    """
    settings = rule.settings(hyper)
    columns = columns_of(rule, len(loss.parameters))
    cells: list[float] = []
    extend = cells.extend if watch is None else _watched(cells, columns[NEXT].stop, watch)
    # A row that cannot be computed is missing; why is found out below.
    with suppress(ArithmeticError, ValueError):
        hypers = [settings[name] for name in rule.hyper_names]
        _kernel(rule, loss)(list(start), eta, hypers, steps, extend, math.isfinite)
    trace = Trace(rule, loss, tuple(start), eta, settings, cells, columns)
    if len(trace) < steps:
        return replace(trace, diverged=_explain(trace))
    return trace


def _watched(cells: list[float], width: int, watch: Watch) -> Callable[[Row], None]:
    """Appends rows to the cells, and tells how many there are."""
    every = width * WATCHED_EVERY

    def extend(row: Row) -> None:
        cells.extend(row)
        if len(cells) % every == 0:
            watch(len(cells) // width)

    return extend


def columns_of(rule: Rule, parameters: int) -> dict[str, slice]:
    """Where each quantity stands in a row."""
    columns, at = {}, 0
    for name in ("theta", *rule.quantities):
        width = 1 if name in rule.scalars else parameters
        columns[name] = slice(at, at + width)
        at += width
    return columns


def step_values(rule: Rule, values: Mapping[str, float]) -> dict[str, float]:
    """The quantities of one component's step, from θ, state, η, t, hyper-parameters and g."""
    known = dict(values)
    for equation in rule.equations:
        still = equation.still_where
        if still is not None and evaluate(still, known) == 0:
            known[equation.name] = known["theta"]
        else:
            known[equation.name] = evaluate(equation.body, known)
    return known


def _explain(trace: Trace) -> Divergence:
    """Which quantity of the step after the last is not finite, found by taking it slowly."""
    rule, loss, t = trace.rule, trace.loss, len(trace)
    theta = trace.place(t)
    point = loss.point(theta)
    quantity = "loss"
    try:
        if not loss.given:
            loss.at(point)
        for component in range(len(loss.parameters)):
            quantity = "g"
            gradient = loss.slope(component, point, t)
            quantity = NEXT
            state = {n: trace.value(n, t - 1, component) if t else 0.0 for n in rule.state}
            step = {"theta": theta[component], "g": gradient, "t": float(t), "eta": trace.eta}
            step_values(rule, {**step, **trace.hyper, **state})
    except Undefined as error:
        return Divergence(t, quantity, str(error))
    return Divergence(t, NEXT, str(TooLarge()))


# The generated loop


@lru_cache(maxsize=64)
def _kernel(rule: Rule, loss: Loss) -> Kernel:
    """The compiled loop of a rule on a loss."""
    space: dict[str, object] = {
        "power": float_power, "sigmoid": float_sigmoid, "sign": float_sign,
        **{name: getattr(math, name) for name in MATH_FUNCTIONS},
    }  # fmt: skip
    space |= examples_of(loss)
    exec(compile(kernel_source(rule, loss), f"<{rule.key}>", "exec"), space)  # noqa: S102
    return space["kernel"]  # type: ignore[return-value]  # The source defines it.


def kernel_source(rule: Rule, loss: Loss) -> str:
    """Python source of the loop; every name in it is ours."""
    count = len(loss.parameters)
    body = step_lines(rule, loss)
    cells = _cells(rule, count)
    new = cells[count:]  # θ was the `next` of the step before.
    body += [
        f"if not isfinite({' + '.join(new)}) and not all(map(isfinite, ({', '.join(new)}))):",
        "    return",
        f"extend(({', '.join(cells)}))",
        *(f"theta_{i} = next_{i}" for i in range(count)),
    ]
    lines = [*(f"    {line}" for line in set_up_lines(rule, loss)), "    for t_0 in range(steps):"]
    lines += [f"        {line}" for line in body]
    return "\n".join(["def kernel(start, eta, hyper, steps, extend, isfinite):", *lines])


def set_up_lines(rule: Rule, loss: Loss) -> list[str]:
    """Lines that unpack θ⁰ and the settings, and put the state at 0."""
    count = len(loss.parameters)
    hypers = ", ".join(f"{name}_0" for name in rule.hyper_names)
    return [
        f"[{', '.join(f'theta_{i}' for i in range(count))}] = start",
        *([f"[{hypers}] = hyper"] if hypers else []),
        *(f"{name}_{i} = 0.0" for name in rule.state for i in range(count)),
        "eta_0 = eta",
    ]


def step_lines(rule: Rule, loss: Loss, choice: str = IF_ELSE) -> list[str]:
    """Lines that compute every quantity of a step, in order; `choice` writes a condition."""
    lines = _loss_and_gradient(loss)
    for name in rule.quantities[2:]:
        components = 1 if name in rule.scalars else len(loss.parameters)
        lines += [_assignment(rule, name, i, choice) for i in range(components)]
    return lines


def examples_of(loss: Loss) -> dict[str, object]:
    """What the lines of a step read besides θ: the data, or the gradients that are given."""
    if loss.data is not None:
        return {"rows": loss.data.rows, "batch_of": loss.data.batch_of}
    return {"given": loss.given}


def _loss_and_gradient(loss: Loss) -> list[str]:
    """Lines that compute L and g at θ, over the examples where there are any."""
    if loss.given:
        return ["loss_0 = 0.0", "g_0 = given[t_0]"]
    names = {name: f"theta_{i}" for i, name in enumerate(loss.parameters)}
    names |= {name: f"data_{i}" for i, name in enumerate(loss.columns)}
    value = f"loss_0 {{}} {_source(loss.expr, names)}"
    slopes = [f"g_{i} {{}} {_source(partial, names)}" for i, partial in enumerate(loss.gradient)]
    if loss.data is None:
        return [line.format("=") for line in (value, *slopes)]
    example = ", ".join(f"data_{i}" for i in range(len(loss.columns)))
    return [
        " = ".join(["loss_0", *(f"g_{i}" for i in range(len(slopes)))]) + " = 0.0",
        f"for [{example}] in rows:",
        f"    {value.format('+=')}",
        f"for [{example}] in batch_of(t_0):",
        *(f"    {slope.format('+=')}" for slope in slopes),
    ]


def _cells(rule: Rule, count: int) -> list[str]:
    widths = columns_of(rule, count)
    return [
        f"{name}_{i}" for name, where in widths.items() for i in range(where.stop - where.start)
    ]


def _assignment(rule: Rule, name: str, component: int, choice: str) -> str:
    equation = rule.equation(name)
    names = {n: f"{n}_{0 if n in rule.scalars else component}" for n in _known(rule)}
    source = _source(equation.body, names)
    if equation.still_where is not None:
        still = _source(equation.still_where, names)
        source = choice.format(moved=source, if_=still, else_=names["theta"])
    return f"{name}_{component} = {source}"


def _known(rule: Rule) -> tuple[str, ...]:
    return ("theta", "eta", "t", *rule.quantities, *rule.hyper_names)


def _source(expr: Expr, names: Mapping[str, str]) -> str:
    """Python source of a tree, in brackets wherever there could be doubt."""
    match expr:
        case Number(value):
            return repr(float(value))
        case Constant(name):
            return repr(math.e if name == "e" else math.pi)
        case Name(name):
            return names[name]
        case Negate(operand):
            return f"(-{_source(operand, names)})"
        case Binary("^", base, Number(value)) if value == 2 and isinstance(base, Name):
            return f"({names[base.name]}*{names[base.name]})"
        case Binary("^", base, Number(value)) if value == 2:
            return f"((q := {_source(base, names)})*q)"
        case Binary("^", base, Number(value)) if value.denominator == 1:
            return f"({_source(base, names)}**{value.numerator})"
        case Binary("^", base, exponent):
            return f"power({_source(base, names)}, {_source(exponent, names)})"
        case Binary(op, left, right):
            return f"({_source(left, names)} {op} {_source(right, names)})"
        case Call(function, arguments):
            return f"{function}({', '.join(_source(a, names) for a in arguments)})"
    raise TypeError(f"no source for {expr!r}")
