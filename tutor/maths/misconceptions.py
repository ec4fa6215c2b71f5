"""The misconceptions by id: what was done, and what to do instead."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Misconception:
    """What was done, after 'you get this value if you …', and what to do instead.

    One that need not show is named where it fits, but neither the linter nor the search for
    items minds where it gives the right value, as a rate that is decayed twice does at t = 1.
    """

    id: str
    did: str
    instead: str
    must_show: bool = True


MISCONCEPTIONS = {
    m.id: m
    for m in (
        Misconception("sign", "lose or add a minus sign", "Step against the gradient."),
        Misconception("loss-not-gradient", "use the loss L in place of its gradient",
                      "Take the derivative first."),
        Misconception("no-learning-rate", "leave out the learning rate η",
                      "Multiply by η."),
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
                      "The present gradient belongs to it, too."),
        Misconception("current-gradient-only", "use the present gradient alone",
                      "All gradients so far count."),
        Misconception("mean-of-absolutes", "take the mean of the absolute values",
                      "Square, take the mean, take the root."),
        Misconception("standard-deviation", "take the standard deviation",
                      "Do not subtract the mean."),
        Misconception("multiply-not-divide", "multiply where a division belongs",
                      "Divide by it."),
        Misconception("plain-gradient-descent", "take a step of plain gradient descent",
                      "Use the rule of this problem."),
        Misconception("shared-sigma", "use one σ, or one sum, for all parameters",
                      "Each parameter has its own."),
        Misconception("no-gradient-factor", "leave out the gradient above the line",
                      "Multiply by the gradient."),
        Misconception("no-momentum-factor", "leave out the factor β", "Multiply the old v by β."),
        Misconception("gradient-at-lookahead", "take the gradient at the place looked ahead to",
                      "Take the gradient at θ."),
        Misconception("weights-swapped", "swap the weights",
                      "The old average keeps its own factor, the larger one."),
        Misconception("sum-not-average", "add the new term in full",
                      "Weight it by one minus the factor."),
        Misconception("no-bias-correction", "leave out the bias correction",
                      "Divide by 1 − β^(t+1)."),
        Misconception("gradient-not-average", "use the gradient in place of its average",
                      "Use the corrected average m̂."),
        Misconception("gradient-not-value", "give the gradient, not the new value",
                      "Take the step from the old value.", must_show=False),
        Misconception("sign-of-gradient", "use the sign of the gradient alone",
                      "Multiply by the whole gradient.", must_show=False),
        Misconception("gradient-at-next", "take the gradient at the new place",
                      "Take it where the step begins.", must_show=False),
        Misconception("constant-kept", "leave a constant standing in the derivative",
                      "A constant changes nothing: its derivative is 0.", must_show=False),
        Misconception("exponent-not-lowered", "keep the exponent as it was",
                      "Bring it down in front and lower it by one.", must_show=False),
        Misconception("decayed-twice", "decay a rate that has been decayed already",
                      "Divide the first η by √(t+1).", must_show=False),
        Misconception("rate-in-accumulator", "square η together with the gradient",
                      "The sum holds the gradients alone.", must_show=False),
        Misconception("mean-outside-root", "divide by t+1 outside the root",
                      "Take the mean first, then the root.", must_show=False),
        Misconception("plain-momentum", "take a step of plain momentum",
                      "Nesterov's rule uses the new v, times β.", must_show=False),
        Misconception("correction-power-lost", "forget the power t+1 in the bias correction",
                      "Divide by 1 − β^(t+1).", must_show=False),
    )
}  # fmt: skip
