"""The update rules. A rule is looked up by its key; other packages add theirs by entry point."""

from __future__ import annotations

import math
import warnings
from functools import cache

from tutor.maths.errors import Unreadable
from tutor.maths.rule import Hyper, Rule, rule
from tutor.maths.suggest import did_you_mean

ENTRY_POINTS = "descent.rules"

GD = rule("gd", "gradient descent", "next = theta - eta*g")

# The lecture calls it 1/t decay, though its formula has the root.
DECAY = rule(
    "decay",
    "gradient descent with 1/t decay",
    "eta_t = eta/sqrt(t + 1)",
    "next = theta - eta_t*g",
)

# The lecture's, without ε: a component that never had a gradient stays where it is.
# Duchi, Hazan and Singer, JMLR 12 (2011).
ADAGRAD = rule(
    "adagrad",
    "Adagrad",
    "s = s + g^2",
    "eta_t = eta/sqrt(t + 1)",
    "sigma = sqrt(s/(t + 1))",
    "next = theta - eta_t/sigma*g; still where sigma",
)
ADAGRAD_SIMPLIFIED = rule(
    "adagrad-simplified",
    "Adagrad, simplified",
    "s = s + g^2",
    "next = theta - eta/sqrt(s)*g; still where s",
)

# v is the movement, as in the lecture; torch.optim.SGD keeps −v/η.
MOMENTUM = rule(
    "momentum",
    "momentum",
    "v = beta*v - eta*g",
    "next = theta + v",
    hyper=(Hyper("beta", 0.9),),
)
NESTEROV = rule(
    "nesterov",
    "Nesterov momentum",
    "v = beta*v - eta*g",
    "next = theta + beta*v - eta*g",
    hyper=(Hyper("beta", 0.9),),
)

# ε stands outside the root, as torch has it.
RMSPROP = rule(
    "rmsprop",
    "RMSProp",
    "s = alpha*s + (1 - alpha)*g^2",
    "next = theta - eta*g/(sqrt(s) + epsilon); still where sqrt(s) + epsilon",
    hyper=(Hyper("alpha", 0.9), Hyper("epsilon", 1e-8, high=math.inf)),
)
ADAM = rule(
    "adam",
    "Adam",
    "m = beta1*m + (1 - beta1)*g",
    "v = beta2*v + (1 - beta2)*g^2",
    "m_hat = m/(1 - beta1^(t + 1))",
    "v_hat = v/(1 - beta2^(t + 1))",
    "next = theta - eta*m_hat/(sqrt(v_hat) + epsilon); still where sqrt(v_hat) + epsilon",
    hyper=(Hyper("beta1", 0.9), Hyper("beta2", 0.999), Hyper("epsilon", 1e-8, high=math.inf)),
)

BUILT_IN = (GD, DECAY, ADAGRAD, ADAGRAD_SIMPLIFIED, MOMENTUM, NESTEROV, RMSPROP, ADAM)


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by key: ours, then those that installed packages add."""
    from importlib.metadata import entry_points  # Slow to import, seldom needed.

    rules = {r.key: r for r in BUILT_IN}
    for point in entry_points(group=ENTRY_POINTS):
        try:
            added = point.load()
        except Exception as error:  # Whatever is wrong with it, ours still work.
            warnings.warn(f"the rule {point.name!r} cannot be loaded: {error}", stacklevel=2)
            continue
        rules.setdefault(added.key, added)
    return rules


def find_rule(key: str) -> Rule:
    """The rule with that key, or `Unreadable` with the nearest one."""
    for built_in in BUILT_IN:
        if built_in.key == key:
            return built_in
    rules = all_rules()
    if key not in rules:
        raise Unreadable(f"unknown rule {key!r}; {did_you_mean(key, rules)}")
    return rules[key]
