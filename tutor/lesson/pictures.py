"""A fence that shows a picture → its stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from tutor.lesson.fences import FenceReader
from tutor.lesson.model import SWEEP, Compare, Contour, Curves, Problem, Stop
from tutor.lesson.schema import RUN, problems_with
from tutor.maths.errors import Unreadable
from tutor.maths.rule import Rule, check_eta, check_hyper
from tutor.maths.rules import find_rule


class PictureReader(FenceReader):
    @property
    def readers(self) -> Mapping[str, Callable[[Problem], Stop]]:
        return {"contour": self._contour, "curves": self._curves, "compare": self._compare}

    def _contour(self, problem: Problem) -> Stop:
        to = self.table.get("to", problem.steps)
        if not 0 <= to <= problem.steps:
            self.report("to", f"'to' must be from 0 to {problem.steps}: the problem's steps")
        if len(problem.parameters) < 2:
            self.report("caption", "a contour picture needs a loss of two parameters or more")
        self._check_caption()
        arrows = self.table.get("arrows", True)
        return Contour(problem, self.fence.line, to, self.table["caption"], arrows)

    def _curves(self, problem: Problem) -> Stop:
        table = self.table
        quantity = table.get("quantity", "loss")
        if quantity != SWEEP:
            self.check_known("quantity", [*problem.rule.quantities, SWEEP], quantity)
            if "eta" in table and "rules" in table:
                self.report("rules", "give either 'eta' or 'rules', not both")
        elif "rules" in table or len(table.get("eta", ())) not in {0, 2}:
            self.report("quantity", "a sweep takes 'eta = [least, most]' or nothing")
        for key in ("eta", "rules"):
            if key in table and not table[key]:
                self.report(key, f"{key!r} is empty: leave it out for the problem's own")
        self._check_sweep(problem, quantity)
        self._check_caption()
        keys = [self._rule("rules", key) for key in table.get("rules", [problem.rule.key])]
        etas = [self._eta("eta", eta) for eta in table.get("eta", [problem.eta])]
        runs = [self._variant(problem, rule, eta, {}) for rule in keys for eta in etas if rule]
        return Curves(
            problem, self.fence.line, tuple(runs), table["caption"], quantity,
            table.get("log", False), table.get("labels", True),
        )  # fmt: skip

    def _check_sweep(self, problem: Problem, quantity: str) -> None:
        """A sweep goes by factors, so its ends must be positive, and apart."""
        if quantity != SWEEP:
            return
        ends = self.table.get("eta", [problem.eta])
        if not all(eta > 0 for eta in ends) or (len(ends) == 2 and ends[0] >= ends[1]):
            self.report("eta" if "eta" in self.table else "quantity",
                        "a sweep goes from a positive eta to a larger one")  # fmt: skip

    def _compare(self, problem: Problem) -> Stop:
        runs = []
        for run in self.table["runs"]:
            for _, message in problems_with(run, RUN):
                self.report("runs", message)
            rule = self._rule("runs", run.get("rule", problem.rule.key))
            eta = self._eta("runs", run.get("eta", problem.eta))
            if rule is not None and not self.failed:
                runs.append(self._variant(problem, rule, eta, run.get("hyper", {})))
        if not self.table["runs"]:
            self.report("runs", "'runs' is empty: name the runs to compare")
        self._check_caption()
        return Compare(problem, self.fence.line, tuple(runs), self.table["caption"])

    def _rule(self, key: str, name: Any) -> Rule | None:
        try:
            return find_rule(str(name))
        except Unreadable as error:
            self.report(key, str(error))
            return None

    def _eta(self, key: str, eta: Any) -> float:
        try:
            return check_eta(float(eta))
        except Unreadable as error:
            self.report(key, str(error))
            return 0.0

    def _variant(self, problem: Problem, rule: Rule, eta: float, hyper: dict[str, Any]) -> Problem:
        """The problem with another rule or rate; what it sets stays where the rule has it."""
        own = {k: v for k, v in problem.hyper if k in rule.hyper_names}
        try:
            settings = own | check_hyper(rule, hyper)
        except Unreadable as error:
            self.report("runs", str(error))
            settings = own
        name = f"{problem.name}/{rule.key}/{eta!r}"
        return replace(problem, name=name, rule=rule, eta=eta, hyper=tuple(settings.items()))

    def _check_caption(self) -> None:
        if not self.table["caption"].strip():
            self.report("caption", "a picture needs a caption: what it shows, in a sentence")
