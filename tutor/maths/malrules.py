"""Malrules: a misconception as an edit of a rule, so that its value can be computed.

A malrule edits equations of a rule, or its inputs, in the words of `scene.py` and
`wrong_inputs.py`. In an edit its own name stands for the right value; `; ` stands between edits
that belong together. Variants of one slip share an id; the order is that of how likely they are.
A variant behind `~` is named where it fits, but need not show: see `Misconception.must_show`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tutor.maths.errors import Undefined
from tutor.maths.expr import Expr
from tutor.maths.misconceptions import MISCONCEPTIONS
from tutor.maths.parser import read
from tutor.maths.rule import GIVEN, Rule
from tutor.maths.scene import AFTER, BEFORE, Scene
from tutor.maths.wrong_inputs import WRONG_INPUTS

QUIET = "~"
Table = Mapping[str, tuple[str, ...]]  # By id, the edits of each variant.

# For every rule: slips in the inputs, and in what a step is.
COMMON: Table = {
    "sign": ("g = -g", "next = 2*theta - next", "~next = -next", "~next = next - 2*theta"),
    "loss-not-gradient": ("g = loss",),
    "no-learning-rate": ("eta = 1",),
    "change-not-value": ("next = next - theta", "next = theta - next"),
    "gradient-not-value": ("next = g",),
    "one-step-too-few": ("next = theta",),
    "one-step-too-many": ("next = next_next", "loss = loss_after", "~sigma = sigma_after",
                          "~s = s_after", "~v = v_after", "~m = m_after"),
    "used-updated-value": ("g = g_updated", "g = g_updated_back"),
    "swapped-gradients": ("g = g_other", "g = g_other_back", "g = g_reversed",
                          "g = g_swapped_first", "g = g_swapped_last"),
    "stale-gradient": ("g = g_previous",),
    "cross-term-dropped": ("g = g_own",),
    "no-chain-factor": ("g = g_no_chain",),
    "derivative-half": ("g = g_no_exponent",),
    "gradient-at-next": ("g = g_after",),
    "constant-kept": ("g = g_with_constants",),
    "exponent-not-lowered": ("g = g_same_power",),
}  # fmt: skip
PLAIN: Table = {"plain-gradient-descent": ("next = theta - eta*g",)}
NO_GRADIENT: Table = {"no-gradient-factor": ("g = 1",), "sign-of-gradient": ("g = sign(g)",)}
DECAYING: Table = {
    "no-decay": ("eta_t = eta",),
    "decay-without-root": ("eta_t = eta/(t + 1)",),
    "step-count-off-by-one": ("eta_t = eta/sqrt(t)", "eta_t = eta/sqrt(t + 2)", "eta_t = eta/t"),
    "multiply-not-divide": ("eta_t = eta*sqrt(t + 1)",),
    "decayed-twice": ("eta_t = eta/sqrt(decays)",),
}
NOT_SQUARED = ("s = g_sum", "s = s_before + g", "s = s_before + |g|")
# For one rule each.
OWN: Mapping[str, Table] = {
    "gd": NO_GRADIENT,
    "decay": {**DECAYING, **NO_GRADIENT},
    "adagrad": {
        "no-square-root": ("sigma = s/(t + 1)", "sigma = s"),
        "sum-not-mean": ("sigma = sqrt(s)",),
        "mean-of-absolutes": ("sigma = g_mean_abs",),
        "previous-accumulator": ("s = s_before", "sigma = sqrt(s_before/t)",
                                 "sigma = sqrt(s_before)", "~sigma = sqrt(s_before/(t + 2))"),
        "current-gradient-only": ("sigma = |g|", "s = g^2"),
        **DECAYING,
        "step-count-off-by-one": (
            *DECAYING["step-count-off-by-one"], "sigma = sqrt(s/t)", "sigma = sqrt(s/(t + 2))",
        ),
        "no-square": NOT_SQUARED,
        "standard-deviation": ("sigma = g_deviation",),
        "multiply-not-divide": (
            "next = theta - eta_t*sigma*g", *DECAYING["multiply-not-divide"],
        ),
        "no-gradient-factor": ("next = theta - eta_t/sigma",),
        "shared-sigma": (
            "sigma = sqrt(s_shared/(t + 1))", "sigma = sqrt(s_shared/(components*(t + 1)))",
            "s = s_first", "s = s_last", "sigma = sigma_shared", "~s = s_shared",
        ),
        "plain-gradient-descent": ("next = theta - eta*g", "next = theta - eta_t*g"),
        "sign-of-gradient": ("next = theta - eta_t/sigma*sign(g)",),
        "rate-in-accumulator": ("s = s_before + (eta*g)^2", "sigma = eta*sigma"),
        "mean-outside-root": ("sigma = sqrt(s)/(t + 1)",),
    },
    "adagrad-simplified": {
        "no-square-root": ("next = theta - eta/s*g",),
        "no-decay": ("next = theta - eta/sqrt(s/(t + 1))*g",),
        "sum-not-mean": ("next = theta - eta/sqrt(t + 1)/sqrt(s)*g",),
        "decay-without-root": ("next = theta - eta/(t + 1)/sqrt(s/(t + 1))*g",),
        "previous-accumulator": ("s = s_before",),
        "current-gradient-only": ("s = g^2",),
        "no-square": NOT_SQUARED,
        "no-gradient-factor": ("next = theta - eta/sqrt(s)",),
        "multiply-not-divide": ("next = theta - eta*sqrt(s)*g",),
        "shared-sigma": ("s = s_shared", "s = s_shared/components", "s = s_first", "s = s_last"),
        "sign-of-gradient": ("next = theta - eta/sqrt(s)*sign(g)",),
        "rate-in-accumulator": ("s = s_before + (eta*g)^2",),
        **PLAIN,
    },
    "momentum": {
        "sign": (*COMMON["sign"], "next = theta - v", "v = -v", "v = -beta*v_before - eta*g"),
        "no-momentum-factor": ("beta = 1",),
        "gradient-at-lookahead": ("g = g_ahead",),
        "weights-swapped": ("v = (1 - beta)*v_before - eta*g",),
        "current-gradient-only": ("v = -eta*g",),
        "previous-accumulator": ("v = v_before", "v = beta*v_before"),
        **NO_GRADIENT,
        **PLAIN,
    },
    "nesterov": {
        "sign": (
            *COMMON["sign"], "next = theta - beta*v - eta*g", "next = theta + beta*v + eta*g",
            "v = -v", "v = beta*v_before + eta*g", "v = -beta*v_before - eta*g",
        ),
        "no-learning-rate": ("eta = 1", "v = beta*v_before - g", "~next = theta + beta*v - g"),
        "no-momentum-factor": ("beta = 1", "v = v_before - eta*g", "next = theta + v - eta*g"),
        "gradient-at-lookahead": ("g = g_ahead", "next = theta + beta*v_before - eta*g_ahead"),
        "plain-momentum": ("next = theta + v",),
        "weights-swapped": (
            "v = (1 - beta)*v_before - eta*g", "~next = theta + (1 - beta)*v - eta*g",
        ),
        "current-gradient-only": ("v = -eta*g",),
        "previous-accumulator": ("v = v_before", "v = beta*v_before"),
        **NO_GRADIENT,
        **PLAIN,
    },
    "rmsprop": {
        "no-square-root": ("next = theta - eta*g/(s + epsilon)",),
        "no-square": (
            "s = alpha*s_before + (1 - alpha)*g", "s = alpha*s_before + (1 - alpha)*|g|",
        ),
        "weights-swapped": ("s = (1 - alpha)*s_before + alpha*g^2",),
        "sum-not-average": ("s = alpha*s_before + g^2", "s = s_before + g^2"),
        "previous-accumulator": ("s = s_before", "s = alpha*s_before"),
        "current-gradient-only": ("s = g^2", "s = (1 - alpha)*g^2"),
        "multiply-not-divide": ("next = theta - eta*g*(sqrt(s) + epsilon)",),
        "no-gradient-factor": ("next = theta - eta/(sqrt(s) + epsilon)",),
        "sign-of-gradient": ("next = theta - eta*sign(g)/(sqrt(s) + epsilon)",),
        **PLAIN,
    },
    "adam": {
        "sign": (*COMMON["sign"], "~m = -m", "~m_hat = -m_hat"),
        "no-square-root": ("next = theta - eta*m_hat/(v_hat + epsilon)",),
        "no-square": (
            "v = beta2*v_before + (1 - beta2)*g", "v = beta2*v_before + (1 - beta2)*|g|",
        ),
        "weights-swapped": (
            "m = (1 - beta1)*m_before + beta1*g", "v = (1 - beta2)*v_before + beta2*g^2",
            "m = (1 - beta1)*m_before + beta1*g; v = (1 - beta2)*v_before + beta2*g^2",
            "m = beta2*m_before + (1 - beta2)*g", "v = beta1*v_before + (1 - beta1)*g^2",
            "m = beta2*m_before + (1 - beta2)*g; v = beta1*v_before + (1 - beta1)*g^2; "
            "m_hat = m/(1 - beta2^(t + 1)); v_hat = v/(1 - beta1^(t + 1))",
            "m_hat = m/(1 - beta2^(t + 1)); v_hat = v/(1 - beta1^(t + 1))",
        ),
        "sum-not-average": (
            "m = beta1*m_before + g", "v = beta2*v_before + g^2",
            "m = beta1*m_before + g; v = beta2*v_before + g^2",
            "m = m_before + g", "v = v_before + g^2", "m = m_before + g; v = v_before + g^2",
        ),
        "no-bias-correction": (
            "m_hat = m", "v_hat = v", "next = theta - eta*m/(sqrt(v) + epsilon)",
        ),
        "step-count-off-by-one": (
            "m_hat = m/(1 - beta1^t)", "v_hat = v/(1 - beta2^t)",
            "m_hat = m/(1 - beta1^t); v_hat = v/(1 - beta2^t)",
            "m_hat = m/(1 - beta1^(t + 2))", "v_hat = v/(1 - beta2^(t + 2))",
            "m_hat = m/(1 - beta1^(t + 2)); v_hat = v/(1 - beta2^(t + 2))",
        ),
        "correction-power-lost": (
            "m_hat = m/(1 - beta1)", "v_hat = v/(1 - beta2)",
            "m_hat = m/(1 - beta1); v_hat = v/(1 - beta2)",
        ),
        "gradient-not-average": ("m_hat = g", "m = g"),
        "current-gradient-only": (
            "v = g^2", "v_hat = g^2", "~m = (1 - beta1)*g", "~v = (1 - beta2)*g^2",
        ),
        "multiply-not-divide": (
            "next = theta - eta*m_hat*(sqrt(v_hat) + epsilon)",
            "m_hat = m*(1 - beta1^(t + 1))", "v_hat = v*(1 - beta2^(t + 1))",
            "m_hat = m*(1 - beta1^(t + 1)); v_hat = v*(1 - beta2^(t + 1))",
        ),
        "previous-accumulator": ("m = m_before", "v = v_before", "m = beta1*m_before",
                                 "v = beta2*v_before"),
        "no-gradient-factor": ("next = theta - eta/(sqrt(v_hat) + epsilon)",),
        **PLAIN,
    },
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Malrule:
    """One variant of a misconception: the names it gives another meaning, and those meanings."""

    id: str
    edits: Mapping[str, Expr]
    is_quiet: bool = False  # Named where it fits, but it need not show.

    def must_show(self, quantity: str) -> bool:
        """Whether a prompt for the quantity should tell this slip from the right way."""
        if self.id == "loss-not-gradient" and quantity not in {"g", "next"}:
            return False  # Inside an average of them, one loss is nobody's slip.
        return not self.is_quiet and MISCONCEPTIONS[self.id].must_show


@lru_cache(maxsize=32)
def malrules_of(rule: Rule) -> tuple[Malrule, ...]:
    """Every malrule that makes sense for a rule; variants of one id stand together."""
    names = list(dict.fromkeys([
        *GIVEN, "loss", *WRONG_INPUTS, *rule.hyper_names, *(e.name for e in rule.equations),
        *(name + BEFORE for name in rule.state), *(e.name + AFTER for e in rule.equations),
    ]))  # fmt: skip
    table = {**COMMON, **OWN.get(rule.key, {})}
    return tuple(
        Malrule(id_, _edits(line.removeprefix(QUIET), names), line.startswith(QUIET))
        for id_, lines in table.items()
        for line in lines
        if _edited(line) <= set(names)
    )


def _edited(line: str) -> set[str]:
    """The names that a line edits; a slip in what a rule does not have is none of its own."""
    edits = line.removeprefix(QUIET).split(";")
    return {edit.partition("=")[0].strip() for edit in edits}


def _edits(line: str, names: Sequence[str]) -> dict[str, Expr]:
    """`m = m_before; v = v_before` → what each name is to mean."""
    pairs = (edit.partition("=") for edit in line.split(";"))
    return {name.strip(): read(body, names) for name, _, body in pairs}


def makes_sense(malrule: Malrule, quantity: str) -> bool:
    """Whether a slip can be made on the way to a quantity.

    A gradient that is left out cannot be asked for, and a step too many is one of what is asked.
    """
    match malrule.id:
        case "one-step-too-many":
            return quantity in malrule.edits
        case "no-gradient-factor" | "sign-of-gradient":
            return quantity != "g"
    return True


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
