"""Steps a second of one Adagrad run with every quantity recorded, against torch in the same run.

    python -m tests.benchmarks.steps

Without torch (an extra that the tests never need) the yardstick is the tree walked step by step.
"""

from __future__ import annotations

import importlib.util
import statistics
import time
from collections.abc import Callable

from tutor.maths.engine import run, step_values
from tutor.maths.evaluate import evaluate
from tutor.maths.loss import read_loss
from tutor.maths.rules import ADAGRAD

RAVINE = read_loss("theta1^2/10 + 2*theta2^2", ["theta1", "theta2"])
START, ETA = [-5.0, -2.0], 0.4
TURNS = 5


def rate(work: Callable[[int], None], steps: int) -> float:
    """Steps a second, the best of one turn."""
    begun = time.perf_counter()
    work(steps)
    return steps / (time.perf_counter() - begun)


def ours(steps: int) -> None:
    run(ADAGRAD, RAVINE, START, ETA, steps)


def walked(steps: int) -> None:
    """The same run without generated code."""
    loss = RAVINE
    theta, state = list(START), [0.0, 0.0]
    for t in range(steps):
        point = dict(zip(loss.parameters, theta, strict=True))
        loss.at(point)
        rows = [
            step_values(ADAGRAD, {
                "theta": theta[i], "g": evaluate(partial, point), "s": state[i],
                "t": float(t), "eta": ETA,
            })
            for i, partial in enumerate(loss.gradient)
        ]  # fmt: skip
        theta, state = [row["next"] for row in rows], [row["s"] for row in rows]


def torch_autograd(steps: int) -> None:
    import torch

    theta = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adagrad([theta], lr=ETA, eps=0)
    for _ in range(steps):
        optimiser.zero_grad()
        (theta[0] ** 2 / 10 + 2 * theta[1] ** 2).backward()
        optimiser.step()


def torch_given_gradients(steps: int) -> None:
    import torch

    theta = torch.tensor(START, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.Adagrad([theta], lr=ETA, eps=0)
    factors = torch.tensor([0.2, 4.0], dtype=torch.float64)
    for _ in range(steps):
        theta.grad = factors * theta.detach()
        optimiser.step()


def main() -> None:
    peers: dict[str, tuple[Callable[[int], None], int]] = {
        "the tree walked step by step": (walked, 3_000)
    }
    if importlib.util.find_spec("torch"):
        peers["torch.optim.Adagrad, autograd"] = (torch_autograd, 2_000)
        peers["torch.optim.Adagrad, gradients given"] = (torch_given_gradients, 4_000)
    ours(10)  # Import sympy, compile the loop.
    ratios: dict[str, list[float]] = {name: [] for name in peers}
    for _ in range(TURNS):
        mine = rate(ours, 200_000)
        for name, (work, steps) in peers.items():
            ratios[name].append(mine / rate(work, steps))
    for name, found in ratios.items():
        print(f"ours against {name}: ×{statistics.median(found):.0f}")


if __name__ == "__main__":
    main()
