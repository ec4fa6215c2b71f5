"""The misconceptions: what a learner did who got a certain wrong value.

A malrule edits one equation of a rule, or one of its inputs, in the words of `scene.py`. In an edit
its own name stands for the right value. Variants of one slip share an id; the order is that of how
likely they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tutor.maths.errors import Undefined
from tutor.maths.expr import Expr
from tutor.maths.parser import read
from tutor.maths.rule import GIVEN, Rule
from tutor.maths.scene import BEFORE, MADE, Scene


@dataclass(frozen=True)
class Misconception:
    """What was done, after 'you get this value if you …', and what to do instead."""

    id: str
    did: str
    instead: str


MISCONCEPTIONS = {
    m.id: m
    for m in (
        Misconception("sign", "step with the gradient, not against it", "Mind the minus signs."),
        Misconception("loss-not-gradient", "use the loss L in place of its gradient",
                      "Take the derivative first."),
        Misconception("no-learning-rate", "leave out the learning rate η",
                      "Multiply the gradient by η."),
        Misconception("change-not-value", "give the change alone, not the new value",
                      "Add the change to the old value."),
        Misconception("one-step-too-many", "take one step too many", "Stop one step earlier."),
        Misconception("one-step-too-few", "stay at the old value", "Take this step as well."),
        Misconception("used-updated-value", "use parameters that have already moved",
                      "Take the whole gradient before anything moves."),
        Misconception("swapped-gradients", "use the partial derivative of another parameter",
                      "Each parameter has its own."),
        Misconception("one-coordinate-only", "move one parameter alone", "Move every parameter."),
        Misconception("cross-term-dropped", "drop the terms with the other parameter",
                      "Keep the other parameter as a constant."),
        Misconception("stale-gradient", "use the gradient of the step before",
                      "Take the gradient at the new place."),
        Misconception("no-chain-factor", "leave out the inner derivative of the chain rule",
                      "Multiply by the derivative of the inside."),
        Misconception("derivative-half", "lose the factor that the exponent gives",
                      "Bring the exponent down in front."),
        Misconception("no-decay", "leave out the decay", "Divide η by √(t+1)."),
        Misconception("decay-without-root", "divide η by t+1 without the root",
                      "Take the root of t+1."),
        Misconception("step-count-off-by-one", "count the steps wrong by one",
                      "It is t+1: the first step is t = 0."),
        Misconception("no-square-root", "leave out the square root", "Take the root of the mean."),
        Misconception("no-square", "add gradients that are not squared", "Square every gradient."),
        Misconception("sum-not-mean", "take the sum in place of the mean", "Divide by t+1."),
        Misconception("previous-accumulator", "leave out the present gradient",
                      "The present gradient belongs to the mean."),
        Misconception("current-gradient-only", "use the present gradient alone",
                      "All gradients so far belong to the mean."),
        Misconception("mean-of-absolutes", "take the mean of the absolute values",
                      "Square, take the mean, take the root."),
        Misconception("standard-deviation", "take the standard deviation",
                      "Do not subtract the mean."),
        Misconception("multiply-not-divide", "multiply where a division belongs",
                      "Divide by it."),
        Misconception("plain-gradient-descent", "take a step of plain gradient descent",
                      "Use the rule of this problem."),
        Misconception("shared-sigma", "use one σ for all parameters",
                      "Each parameter has its own σ."),
        Misconception("no-gradient-factor", "leave out the gradient above the line",
                      "Multiply by the gradient."),
        Misconception("no-momentum-factor", "leave out the factor β", "Multiply the old v by β."),
        Misconception("gradient-at-lookahead", "take the gradient at the place looked ahead to",
                      "Take the gradient at θ."),
        Misconception("weights-swapped", "swap the weight and one minus the weight",
                      "The old average has the larger weight."),
        Misconception("sum-not-average", "add the new term in full",
                      "Weight it by one minus the factor."),
        Misconception("no-bias-correction", "leave out the bias correction",
                      "Divide by 1 − β^(t+1)."),
        Misconception("gradient-not-average", "use the gradient in place of its average",
                      "Use the corrected average m̂."),
    )
}  # fmt: skip

# For every rule: slips in the inputs, and in what a step is.
COMMON: Mapping[str, tuple[str, ...]] = {
    "sign": ("g = -g", "next = 2*theta - next"),
    "loss-not-gradient": ("g = loss",),
    "no-learning-rate": ("eta = 1",),
    "change-not-value": ("next = next - theta", "next = theta - next"),
    "one-step-too-few": ("next = theta",),
    "one-step-too-many": ("next = next_next",),
    "used-updated-value": ("g = g_updated",),
    "swapped-gradients": ("g = g_other",),
    "stale-gradient": ("g = g_previous",),
    "cross-term-dropped": ("g = g_own",),
    "no-chain-factor": ("g = g_no_chain",),
    "derivative-half": ("g = g_no_exponent",),
}
PLAIN = {"plain-gradient-descent": ("next = theta - eta*g",)}
DECAYING = {
    "no-decay": ("eta_t = eta",),
    "decay-without-root": ("eta_t = eta/(t + 1)",),
    "step-count-off-by-one": ("eta_t = eta/sqrt(t)", "eta_t = eta/sqrt(t + 2)"),
}
# For one rule each.
OWN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "decay": {
        **DECAYING,
        "multiply-not-divide": ("eta_t = eta*sqrt(t + 1)",),
    },
    "adagrad": {
        "no-square-root": ("sigma = s/(t + 1)",),
        "sum-not-mean": ("sigma = sqrt(s)",),
        "mean-of-absolutes": ("sigma = g_mean_abs",),
        "previous-accumulator": ("sigma = sqrt(s_before/(t + 1))", "sigma = sqrt(s_before/t)"),
        "current-gradient-only": ("sigma = |g|", "sigma = sqrt(g^2/(t + 1))"),
        **DECAYING,
        "step-count-off-by-one": (
            *DECAYING["step-count-off-by-one"], "sigma = sqrt(s/t)", "sigma = sqrt(s/(t + 2))",
        ),
        "no-square": ("s = g_sum", "s = s_before + g", "s = s_before + |g|"),
        "standard-deviation": ("sigma = g_deviation",),
        "multiply-not-divide": ("next = theta - eta_t*sigma*g",),
        "no-gradient-factor": ("next = theta - eta_t/sigma",),
        "shared-sigma": (
            "sigma = sqrt(s_shared/(t + 1))", "sigma = sqrt(s_shared/(components*(t + 1)))",
        ),
        **PLAIN,
    },
    "adagrad-simplified": {
        "no-square-root": ("next = theta - eta/s*g",),
        "previous-accumulator": ("s = s_before",),
        "current-gradient-only": ("s = g^2",),
        "no-square": ("s = g_sum", "s = s_before + g", "s = s_before + |g|"),
        "no-gradient-factor": ("next = theta - eta/sqrt(s)",),
        "multiply-not-divide": ("next = theta - eta*sqrt(s)*g",),
        "shared-sigma": ("s = s_shared",),
        "decay-without-root": ("next = theta - eta/(t + 1)/sqrt(s)*g",),
        **PLAIN,
    },
    "momentum": {
        "sign": (*COMMON["sign"], "next = theta - v"),
        "no-momentum-factor": ("v = v_before - eta*g",),
        "gradient-at-lookahead": ("g = g_ahead",),
        "weights-swapped": ("v = (1 - beta)*v_before - eta*g",),
        **PLAIN,
    },
    "nesterov": {
        "sign": (*COMMON["sign"], "next = theta - beta*v - eta*g"),
        "no-momentum-factor": ("v = v_before - eta*g", "next = theta + v - eta*g"),
        "gradient-at-lookahead": ("g = g_ahead",),
        "previous-accumulator": ("next = theta + beta*v_before - eta*g",),
        **PLAIN,
    },
    "rmsprop": {
        "no-square-root": ("next = theta - eta*g/(s + epsilon)",),
        "no-square": ("s = alpha*s_before + (1 - alpha)*g",),
        "weights-swapped": ("s = (1 - alpha)*s_before + alpha*g^2",),
        "sum-not-average": ("s = alpha*s_before + g^2", "s = s_before + g^2"),
        "previous-accumulator": ("s = s_before",),
        "current-gradient-only": ("s = g^2",),
        "multiply-not-divide": ("next = theta - eta*g*(sqrt(s) + epsilon)",),
        "no-gradient-factor": ("next = theta - eta/(sqrt(s) + epsilon)",),
        **PLAIN,
    },
    "adam": {
        "no-square-root": ("next = theta - eta*m_hat/(v_hat + epsilon)",),
        "no-square": ("v = beta2*v_before + (1 - beta2)*g",),
        "weights-swapped": (
            "m = (1 - beta1)*m_before + beta1*g", "v = (1 - beta2)*v_before + beta2*g^2",
            "m = beta2*m_before + (1 - beta2)*g", "v = beta1*v_before + (1 - beta1)*g^2",
        ),
        "sum-not-average": ("m = beta1*m_before + g", "v = beta2*v_before + g^2"),
        "no-bias-correction": (
            "m_hat = m", "v_hat = v", "next = theta - eta*m/(sqrt(v) + epsilon)",
        ),
        "step-count-off-by-one": ("m_hat = m/(1 - beta1^t)", "v_hat = v/(1 - beta2^t)"),
        "gradient-not-average": ("m_hat = g",),
        "multiply-not-divide": ("next = theta - eta*m_hat*(sqrt(v_hat) + epsilon)",),
        "previous-accumulator": ("m = m_before", "v = v_before"),
        **PLAIN,
    },
}  # fmt: skip


@dataclass(frozen=True)
class Malrule:
    """One variant of a misconception: the name it gives another meaning, and that meaning."""

    id: str
    name: str
    body: Expr

    @property
    def edits(self) -> Mapping[str, Expr]:
        return {self.name: self.body}

    @property
    def misconception(self) -> Misconception:
        return MISCONCEPTIONS[self.id]


@lru_cache(maxsize=32)
def malrules_of(rule: Rule) -> tuple[Malrule, ...]:
    """Every malrule that makes sense for a rule, its own ones first; twins by id come together."""
    return tuple(_malrules(rule))


def _malrules(rule: Rule) -> Iterator[Malrule]:
    own = OWN.get(rule.key, {})
    table = {**COMMON, **own}
    names = [
        *GIVEN, "loss", *MADE, *rule.hyper_names, *(e.name for e in rule.equations),
        *(name + BEFORE for name in rule.state),
    ]  # fmt: skip
    for id_, lines in table.items():
        for line in lines:
            name, _, body = line.partition("=")
            yield Malrule(id_, name.strip(), read(body, list(dict.fromkeys(names))))


def makes_sense(malrule: Malrule, quantity: str) -> bool:
    """Whether a slip can be made on the way to a quantity.

    Who takes L for the gradient has done so at every step; at one step alone, inside an average of
    them, it is nobody's slip.
    """
    return malrule.id != "loss-not-gradient" or quantity in {"g", "next"}


def slips(
    scene: Scene, quantity: str, components: Sequence[int]
) -> Iterator[tuple[Malrule, tuple[float, ...]]]:
    """What each malrule gives for a quantity of a step, where it gives a value at all."""
    for malrule in malrules_of(scene.rule):
        if not makes_sense(malrule, quantity):
            continue
        try:
            yield malrule, tuple(scene.edited(malrule.edits, quantity, c) for c in components)
        except (Undefined, OverflowError):
            continue
