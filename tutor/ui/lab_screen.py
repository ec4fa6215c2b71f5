"""The lab: any loss, any start, one or several rules side by side; step, run, compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.reactive import reactive
from textual.types import CSSPathType
from textual.widgets import Footer, Static

from tutor.documents.files import file_named, write
from tutor.documents.lab_file import lab_text, open_lab
from tutor.lesson.problems import MOST_STEPS
from tutor.maths.engine import Trace
from tutor.maths.errors import Unreadable
from tutor.maths.formats import TRACE_FORMATS
from tutor.maths.rules import all_rules
from tutor.pictures.of_lab import NamedRun
from tutor.teaching.lab import (
    FIRST,
    Lab,
    at,
    choosing,
    nudged,
    placed,
    read_step,
    with_another,
    with_rule,
    with_settings,
    without_chosen,
)
from tutor.teaching.presets import PRESETS
from tutor.ui.base import ENLARGE, SizedScreen
from tutor.ui.derivation import DerivationScreen
from tutor.ui.dialogs import AskScreen, PickScreen
from tutor.ui.eta_slider import EtaSlider
from tutor.ui.files import ask_for_target
from tutor.ui.lab_controls import CHANGES, LabControls
from tutor.ui.lab_keys import HELP, KEYS
from tutor.ui.lab_pictures import LabPictures
from tutor.ui.lab_runs import LabRuns
from tutor.ui.long_table import LongTable
from tutor.ui.messages import LabLeft
from tutor.ui.picture import PictureView

PACE = 0.1  # Seconds a step while it runs.
WIDE = 100
LAB_ENDING = ".toml"
EXPORTS = {
    ".csv": TRACE_FORMATS["csv"], ".json": TRACE_FORMATS["json"], ".md": TRACE_FORMATS["markdown"]
}  # fmt: skip


class LabScreen(SizedScreen):
    """Holds the lab. Watching it computes and paints; `_try` is the one place that changes it."""

    CSS_PATH: ClassVar[CSSPathType] = ["lesson.tcss", "lab.tcss"]
    HELP_TITLE = "The lab"
    HELP = HELP
    BINDINGS: ClassVar[list[BindingType]] = KEYS
    HELP_BINDINGS = KEYS
    instead = ENLARGE
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's way.

    @dataclass
    class Wrote(Message):
        """A file has been written, or why it could not be."""

        text: str
        is_wrong: bool = False

    lab: reactive[Lab | None] = reactive(None, init=False)
    curves = reactive(False, init=False, toggle_class="-curves")
    running = reactive(False, init=False)

    def __init__(self, lab: Lab, *, what_if: bool = False) -> None:
        """With `what_if` a class looks on: the table ends at the step that is looked at."""
        super().__init__()
        self.first, self.what_if = lab, what_if
        self.heading = "What if" if what_if else "Lab"
        self.runs: tuple[Trace, ...] = ()
        self.computed: Lab | None = None  # The lab that the runs are of.
        self.kept: tuple[Lab, tuple[Trace, ...]] | None = None
        self.past: list[Lab] = []
        self.computing = ""
        self.is_placed = False  # Whether the start has been moved since it began to be placed.

    def compose(self) -> ComposeResult:
        yield Static(self.heading, id="title", markup=False)
        with Horizontal(id="lab"):
            yield LabControls(self.first)
            yield LabPictures(id="shown")
        yield LabRuns()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.ticking = self.set_interval(PACE, self._tick, pause=True)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.lab = self.first

    # Computing

    def watch_lab(self, before: Lab | None, lab: Lab) -> None:
        self._stop_computing()
        if lab.has_runs_of(self.computed):
            self.computed = lab
            self._paint(fresh=before is None or not before.is_same_but_for_t(lab))
        elif runs := self.query_one(LabRuns).of(lab):
            self._got(lab, runs)

    def _stop_computing(self) -> None:
        self.query_one(LabRuns).stop()
        self.computing = ""

    @on(LabRuns.Progress)
    def _show_progress(self, event: LabRuns.Progress) -> None:
        if self.lab is not None and not self.lab.has_runs_of(self.computed):
            self.computing = f"computing {100 * event.steps // event.total} %, Esc stops"
            self._paint_title()

    @on(LabRuns.Computed)
    def _was_computed(self, event: LabRuns.Computed) -> None:
        if self.lab is not None and self.lab.has_runs_of(event.lab):
            self._got(self.lab, event.runs)

    def _got(self, lab: Lab, runs: tuple[Trace, ...]) -> None:
        self.computed, self.runs, self.computing = lab, runs, ""
        self._paint(fresh=True)

    # Painting

    def _paint(self, *, fresh: bool) -> None:
        lab = self.computed
        if lab is None:
            return
        controls = self.query_one(LabControls)
        controls.show(lab, self.runs, fresh=fresh, covered=self.what_if)
        self._paint_title()
        self.query_one(LabPictures).show(self._named_runs(lab), lab.t)
        self.refresh_bindings()

    def _paint_title(self) -> None:
        lab = self.lab
        if lab is None:
            return
        state = self.computing or ("running" if self.running else "")
        title = Content.assemble(
            (self.heading, "bold"), f"   t = {lab.t} of {lab.steps}   ",
            (state, "bold $text-primary"),
            (self._bookmark_text, "$foreground-muted"),
        )  # fmt: skip
        self.query_one("#title", Static).update(title)

    @property
    def _bookmark_text(self) -> str:
        """What is kept beside what is shown."""
        if self.kept is None:
            return ""
        s, t = self.kept[0].setting, self.kept[0].t
        return f"   bookmark: {s.rule.key} η {s.text}, t = {t}"

    def _named_runs(self, lab: Lab) -> list[NamedRun]:
        """The runs side by side, and the bookmark's beside them where its loss is the same."""
        names = zip(lab.names, self.runs, strict=True)
        runs = [NamedRun(name, trace) for name, trace in names]
        if self.kept is not None and self.kept[0].loss == lab.loss:
            kept, kept_runs = self.kept
            runs.append(NamedRun("bookmark", kept_runs[kept.chosen]))
        return runs

    # Changing

    def _try(self, change: Callable[[Lab], Lab], *, goes_on: bool = False) -> None:
        """The lab after a change that was asked for, or a word about why not.

        One that `goes_on` with the change before it is undone together with that.
        """
        if self.lab is None:
            return
        try:
            after = change(self.lab)
        except Unreadable as error:
            self.query_one(LabControls).say(str(error), is_wrong=True)
            return
        if after == self.lab:
            self._paint(fresh=True)
            return
        if not (goes_on or after.is_same_but_for_t(self.lab)):
            self.past.append(self.lab)
        self.lab = after

    @on(LabControls.Wanted)
    def _wanted(self, event: LabControls.Wanted) -> None:
        # On top of what was wanted before, even if that is still being computed.
        self._try(lambda lab: CHANGES[event.field](lab, event.text))

    @on(LabControls.Chosen)
    def _chosen(self, event: LabControls.Chosen) -> None:
        self._try(lambda lab: choosing(lab, event.number))

    @on(EtaSlider.Nudged)
    def _nudged(self, event: EtaSlider.Nudged) -> None:
        self._try(lambda lab: nudged(lab, event.times))

    @on(EtaSlider.Put)
    def _put(self, event: EtaSlider.Put) -> None:
        hyper = "".join(f", {n}={v}" for n, v in self.lab.setting.hyper) if self.lab else ""
        self._try(lambda lab: with_settings(lab, f"{event.eta}{hyper}"), goes_on=event.goes_on)

    @on(LongTable.Picked)
    def _picked(self, event: LongTable.Picked) -> None:
        self._try(lambda lab: at(lab, event.t))

    def action_nudge(self, times: int) -> None:
        self._try(lambda lab: nudged(lab, times))

    def action_choose(self, down: int) -> None:
        self._try(lambda lab: choosing(lab, lab.chosen + down))

    def action_add(self) -> None:
        self._try(with_another)

    def action_remove(self) -> None:
        self._try(without_chosen)

    def action_undo(self) -> None:
        if self.past:
            self.lab = self.past.pop()
            self.is_placed = False

    def action_reset(self) -> None:
        """The values that it began with: those of the lesson, where it came from one."""
        self._try(lambda _: self.first)

    @on(LabControls.RuleWanted)
    def action_rule(self) -> None:
        if self.lab is None:
            return
        rules = [(key, f"{key}: {rule.title}") for key, rule in all_rules().items()]
        picked = PickScreen("Which rule?", rules, self.lab.setting.rule.key)
        self.app.push_screen(picked, self._take_rule)

    def _take_rule(self, key: str | None) -> None:
        if key is not None:
            self._try(lambda lab: with_rule(lab, key))

    def action_preset(self) -> None:
        titles = [(title, f"{title}: {p.loss}") for title, p in PRESETS.items()]
        self.app.push_screen(PickScreen("Which loss?", titles), self._take_preset)

    def _take_preset(self, title: str | None) -> None:
        if title is not None:
            self._try(lambda _: PRESETS[title].lab())

    # Stepping

    def watch_running(self, running: bool) -> None:
        if running:
            self.ticking.resume()
        else:
            self.ticking.pause()
        self._paint_title()
        self.refresh_bindings()

    def action_run(self) -> None:
        self.running = True

    def action_pause(self) -> None:
        self.running = False

    @property
    def _t(self) -> int:
        return self.lab.t if self.lab is not None else 0

    def _tick(self) -> None:
        over = all(run.diverged is not None and len(run) < self._t for run in self.runs)
        if self._t >= MOST_STEPS or over:
            self.running = False
        elif not self.computing:
            self._try(lambda lab: at(lab, lab.t + 1))

    def action_step(self, steps: int) -> None:
        self.running = False
        self._try(lambda lab: at(lab, lab.t + steps))

    def action_jump(self) -> None:
        ask = AskScreen("Jump to which step?", read_step, hint="0 to 100000")
        self.app.push_screen(ask, self._take_step)

    def _take_step(self, text: str | None) -> None:
        if text is not None:
            self._try(lambda lab: at(lab, read_step(text)))

    # The picture, the bookmark

    def action_turn(self) -> None:
        self.curves = not self.curves

    def action_speak(self) -> None:
        pictures = self.query_one(LabPictures)
        pictures.spoken = not pictures.spoken
        self._paint(fresh=False)

    def action_plane(self) -> None:
        self.query_one(PictureView).action_plane()

    def action_derive(self) -> None:
        if self.lab is not None:
            self.app.push_screen(DerivationScreen(self.lab.problem))

    def action_place(self) -> None:
        """The next click or arrow keys on the picture place the start; Enter when it is there."""
        pictures = self.query_one(LabPictures)
        if self.lab is None or len(self.lab.loss.parameters) == 1:
            self.query_one(LabControls).say("With one parameter type the start.", is_wrong=True)
            return
        self.curves = self.is_placed = False
        pictures.place(not pictures.placing, self.lab.start)
        self._paint(fresh=True)

    @property
    def is_placing(self) -> bool:
        return self.query_one(LabPictures).placing

    @on(PictureView.Shown)
    def _shown(self, event: PictureView.Shown) -> None:
        view = self.query_one(PictureView)

        def moved(lab: Lab) -> Lab:
            start = list(lab.start)
            for axis, value in zip(view.axes, event.place, strict=True):
                start[axis] = float(f"{value:.4g}")
            return placed(lab, tuple(start))

        self._try(moved, goes_on=self.is_placed)
        self.is_placed = True

    def on_key(self, event: Key) -> None:
        if self.is_placing and event.key == "enter":
            event.stop()
            self.action_place()

    def action_keep(self) -> None:
        if self.computed is not None:
            self.kept = self.computed, self.runs
            self._paint(fresh=False)

    def action_swap(self) -> None:
        """To the bookmark; where one stood becomes the bookmark, so that one can go back."""
        if self.kept is not None and self.computed is not None:
            there = self.kept[0]
            self.kept = self.computed, self.runs
            self._try(lambda _: there)

    # Files

    def action_save(self) -> None:
        lab = self.computed
        if lab is not None:
            ask_for_target(
                self.app, "Save to which file?", (LAB_ENDING,),
                lambda path: self._write(path, lambda: lab_text(lab)), f"lab{LAB_ENDING}",
            )  # fmt: skip

    def action_export(self) -> None:
        if self.computed is None:
            return
        trace = self.runs[self.computed.chosen]
        ask_for_target(
            self.app, "Export the chosen run: .csv, .json or .md", EXPORTS,
            lambda path: self._write(path, lambda: EXPORTS[path.suffix.lower()](trace)),
            "trace.csv",
        )  # fmt: skip

    @work(thread=True, group="files")
    def _write(self, path: Path, text: Callable[[], str]) -> None:
        """Away from the screen: the text of a long run takes seconds."""
        try:
            write(path, text())
        except Unreadable as error:
            self.post_message(self.Wrote(str(error), is_wrong=True))
        else:
            self.post_message(self.Wrote(f"Written to {path}."))

    @on(Wrote)
    def _wrote(self, event: Wrote) -> None:
        self.query_one(LabControls).say(event.text, is_wrong=event.is_wrong)

    def action_open(self) -> None:
        def take(text: str) -> None:
            opened = open_lab(str(file_named(text)))
            self._try(lambda _: opened)

        self.app.push_screen(AskScreen("Open which file?", take, value=f"lab{LAB_ENDING}"))

    def action_leave(self) -> None:
        if self.is_placing:
            self.action_place()
        elif self.query_one(LabPictures).spoken:
            self.action_speak()
        elif self.computing:
            self._stop_computing()
            self.lab = self.computed or at(replace(self.first, steps=FIRST, t=0), 0)
        elif (self.past or self.kept) and not self.what_if:
            choices = [("leave", "Leave the lab"), ("stay", "Stay (Ctrl+S saves it)")]
            self.app.push_screen(PickScreen("Nothing here is kept.", choices), self._left)
        else:
            self._left("leave")

    def _left(self, picked: str | None) -> None:
        if picked == "leave":
            self.post_message(LabLeft(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only the keys that do something now."""
        lab = self.lab
        allowed = {
            "run": not self.running,
            "pause": self.running,
            "remove": lab is not None and len(lab.settings) > 1,
            "swap": self.kept is not None,
            "undo": bool(self.past),
            "turn": self.has_class("-narrow"),
        }
        return allowed.get(action, True)
