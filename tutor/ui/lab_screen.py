"""The lab: any loss, any start, one or several rules side by side; step, run, compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Key
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Footer, Static
from textual.worker import get_current_worker

from tutor.documents.lab_file import lab_text, open_lab
from tutor.maths.engine import Trace
from tutor.maths.errors import Unreadable, shown
from tutor.maths.formats import TRACE_FORMATS
from tutor.maths.rules import all_rules
from tutor.pictures.of_lab import NamedRun, lab_picture, lab_plot
from tutor.pictures.words import plot_words
from tutor.teaching.lab import (
    MOST_STEPS,
    Lab,
    at,
    choosing,
    nudged,
    placed,
    read_step,
    traces,
    with_another,
    with_rule,
    with_settings,
    without_chosen,
)
from tutor.teaching.presets import PRESETS
from tutor.ui.base import ENLARGE, LabLeft, SizedScreen
from tutor.ui.derivation import DerivationScreen
from tutor.ui.dialogs import AskScreen, PickScreen
from tutor.ui.eta_slider import EtaSlider
from tutor.ui.lab_controls import LabControls
from tutor.ui.long_table import LongTable
from tutor.ui.picture import PictureView
from tutor.ui.plot_view import PlotView

PACE = 0.1  # Seconds a step while it runs.
QUICK = 3000  # Steps of all runs together that are computed at once, within a frame.
WIDE = 100
EXPORTS = {".csv": "csv", ".json": "json", ".md": "markdown"}
PLACING = "Placing the start: arrow keys (Shift: five cells) or a click; Enter when it is there."


class LabScreen(SizedScreen):
    """Holds the lab. Watching it computes and paints; `_try` is the one place that changes it."""

    HELP_TITLE = "The lab"
    HELP = (
        "Type a loss in any names, a start, and η with hyper-parameters behind it (0.1, beta=0.5); "
        "Enter applies. Tab goes from field to field. Several rules stand side by side: F9 adds "
        "one, Enter on a run gives it another rule. A bookmark keeps a state; going to it and back "
        "compares the two, and its path and curve stay in view. On the table and the scale the "
        "mouse works, too."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5", "run", "Run", tooltip="Run; once more to pause"),
        Binding("f6", "step(1)", "Step"),
        Binding("f7", "step(-1)", "Back"),
        Binding("f8", "jump", "Jump", tooltip="Jump to a step"),
        Binding("f2", "preset", "Presets"),
        Binding("f3", "turn", "Curves", tooltip="Picture or curves, where both do not fit"),
        Binding("f4", "derive", "Derivation", show=False, tooltip="The gradient, rule by rule"),
        Binding("f9", "add", "Add", show=False, tooltip="One more run beside the others"),
        Binding("ctrl+d", "remove", "Remove the run", show=False, priority=True),
        Binding("ctrl+l", "rule", "Another rule", show=False),
        Binding("ctrl+up", "choose(-1)", "Run above", show=False, priority=True),
        Binding("ctrl+down", "choose(1)", "Run below", show=False, priority=True),
        Binding("ctrl+left", "nudge(-1)", "Smaller η", show=False, priority=True),
        Binding("ctrl+right", "nudge(1)", "Larger η", show=False, priority=True),
        Binding("ctrl+t", "place", "Place the start", show=False, tooltip="Place θ⁰ by pointing"),
        Binding("ctrl+b", "keep", "Bookmark", show=False, tooltip="Bookmark this state"),
        Binding("ctrl+g", "swap", "To the bookmark", show=False, tooltip="Go to it; and back"),
        Binding("ctrl+z", "undo", "Undo", show=False),
        Binding("ctrl+r", "reset", "As it was", show=False, tooltip="The values it began with"),
        Binding(
            "ctrl+s", "save", "Save", show=False, tooltip="Save to a file (descent lab --open)"
        ),
        Binding("ctrl+o", "open", "Open", show=False, tooltip="Open a file"),
        Binding(
            "ctrl+e",
            "export",
            "Export",
            show=False,
            priority=True,
            tooltip="Export the chosen run's trace",
        ),
        Binding("f10", "speak", "In words", show=False, tooltip="Say in words what is shown"),
        Binding("escape", "leave", "Leave", tooltip="Leave; or stop a long computation"),
    ]
    HELP_BINDINGS = BINDINGS
    instead = ENLARGE
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012  # Textual's way.

    @dataclass
    class Progress(Message):
        steps: int
        total: int

    @dataclass
    class Computed(Message):
        """The runs of a lab; None where it was cancelled."""

        lab: Lab
        runs: tuple[Trace, ...] | None

    lab: reactive[Lab | None] = reactive(None, init=False)
    curves = reactive(False, init=False, toggle_class="-curves")
    placing = reactive(False, init=False)
    spoken = reactive(False, init=False)
    running = reactive(False, init=False)

    def __init__(self, lab: Lab, title: str = "Lab") -> None:
        super().__init__()
        self.first, self.heading = lab, title
        self.runs: tuple[Trace, ...] = ()
        self.computed: Lab | None = None  # The lab that the runs are of.
        self.kept: tuple[Lab, tuple[Trace, ...]] | None = None
        self.past: list[Lab] = []
        self.computing = ""

    def compose(self) -> ComposeResult:
        yield Static(self.heading, id="title", markup=False)
        with Horizontal(id="lab"):
            yield LabControls(self.first)
            with Vertical(id="shown"):
                yield PictureView()
                yield Static(id="says", markup=False)
                yield PlotView()
        yield Footer(show_command_palette=False)

    def on_mount(self) -> None:
        self.ticking = self.set_interval(PACE, self._tick, pause=True)
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        self.lab = self.first

    # Computing

    def watch_lab(self, before: Lab | None, lab: Lab) -> None:
        if _same_runs(self.computed, lab):
            self.computed = lab
            self._paint(fresh=before is None or before.chosen != lab.chosen)
        elif lab.steps * len(lab.settings) <= QUICK:
            self._got(lab, traces(lab))
        else:
            self._compute(lab)

    @work(thread=True, exclusive=True, group="runs")
    def _compute(self, lab: Lab) -> None:
        """Take many steps away from the screen; progress is told, and it can be stopped."""
        worker, total = get_current_worker(), lab.steps * len(lab.settings)

        def watch(steps: int) -> None:
            if worker.is_cancelled:
                raise _Cancelled
            self.post_message(self.Progress(steps, total))

        self.post_message(self.Progress(0, total))
        try:
            runs = traces(lab, watch)
        except _Cancelled:
            return
        self.post_message(self.Computed(lab, runs))

    @on(Progress)
    def _show_progress(self, event: Progress) -> None:
        if not _same_runs(self.computed, self.lab):
            self.computing = f"computing {100 * event.steps // event.total} %, Esc stops"
            self._paint_title()

    @on(Computed)
    def _was_computed(self, event: Computed) -> None:
        if event.runs is not None and _same_runs(event.lab, self.lab) and self.lab is not None:
            self._got(self.lab, event.runs)

    def _got(self, lab: Lab, runs: tuple[Trace, ...]) -> None:
        self.computed, self.runs, self.computing = lab, runs, ""
        self._paint(fresh=True)

    # Painting

    def _paint(self, *, fresh: bool) -> None:
        lab = self.computed
        if lab is None:
            return
        self.query_one(LabControls).show(lab, self.runs, fresh=fresh)
        self._paint_title()
        self._paint_shown(lab)
        self.refresh_bindings()

    def _paint_title(self) -> None:
        lab = self.lab
        if lab is None:
            return
        state = self.computing or ("running" if self.running else "")
        title = Content.assemble(
            (self.heading, "bold"), f"   t = {lab.t} of {lab.steps}   ",
            (state, "bold $text-primary"),
            ("   bookmark kept" if self.kept else "", "$foreground-muted"),
        )  # fmt: skip
        self.query_one("#title", Static).update(title)

    def _paint_shown(self, lab: Lab) -> None:
        names = zip(lab.names, self.runs, strict=True)
        runs = [NamedRun(name, lab.start, trace) for name, trace in names]
        if self.kept is not None and self.kept[0].loss == lab.loss:
            kept, kept_runs = self.kept
            runs.append(NamedRun("bookmark", kept.start, kept_runs[kept.chosen]))
        view, picture = self.query_one(PictureView), lab_picture(runs, lab.t)
        view.show(picture, pointing=self.placing)
        self.query_one(PlotView).show(plot := lab_plot(runs, lab.t))
        words = [picture.words, plot_words(plot) if plot else ""] if self.spoken else []
        notes = [PLACING if self.placing else "", view.caption, *words]
        says = self.query_one("#says", Static)
        says.update(Content("  ".join(filter(None, notes))))
        says.set_class(any(notes), "-filled")

    # Changing

    def _try(self, change: Callable[[Lab], Lab]) -> None:
        """The lab after a change that was asked for, or a word about why not."""
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
        if not _same_runs(self.lab, after):
            self.past.append(self.lab)
        self.lab = after

    @on(LabControls.Wanted)
    def _wanted(self, event: LabControls.Wanted) -> None:
        self._try(lambda _: event.lab)

    @on(LabControls.Chosen)
    def _chosen(self, event: LabControls.Chosen) -> None:
        self._try(lambda lab: choosing(lab, event.number))

    @on(EtaSlider.Nudged)
    def _nudged(self, event: EtaSlider.Nudged) -> None:
        self._try(lambda lab: nudged(lab, event.times))

    @on(EtaSlider.Put)
    def _put(self, event: EtaSlider.Put) -> None:
        hyper = "".join(f", {n}={v}" for n, v in self.lab.setting.hyper) if self.lab else ""
        self._try(lambda lab: with_settings(lab, f"{event.eta}{hyper}"))

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

    def action_run(self) -> None:
        self.running = not self.running

    def _tick(self) -> None:
        if self.lab is not None and self.lab.t >= MOST_STEPS:
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
        self.spoken = not self.spoken
        self._paint(fresh=False)

    def action_derive(self) -> None:
        if self.lab is not None:
            self.app.push_screen(DerivationScreen(self.lab.problem))

    def action_place(self) -> None:
        """The next click or arrow keys on the picture place the start."""
        view = self.query_one(PictureView)
        self.placing = not self.placing
        self.curves = False
        view.hold(self.placing)
        if self.placing:
            view.focus()
        self._paint(fresh=True)

    @on(PictureView.Shown)
    def _shown(self, event: PictureView.Shown) -> None:
        view = self.query_one(PictureView)

        def moved(lab: Lab) -> Lab:
            start = list(lab.start)
            for axis, value in zip(view.axes, event.place, strict=True):
                start[axis] = float(f"{value:.4g}")
            return placed(lab, tuple(start))

        self._try(moved)

    def on_key(self, event: Key) -> None:
        if self.placing and event.key == "enter":
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
        ask = AskScreen("Save to which file?", self._check_save, value="lab.toml")
        self.app.push_screen(ask)

    def _check_save(self, text: str) -> None:
        assert self.lab is not None  # It was there to be saved.
        _write(text, ".toml", lab_text(self.lab))

    def action_open(self) -> None:
        self.app.push_screen(AskScreen("Open which file?", self._check_open, value="lab.toml"))

    def _check_open(self, text: str) -> None:
        lab = open_lab(text)
        self._try(lambda _: lab)

    def action_export(self) -> None:
        ask = AskScreen(
            "Export the chosen run to which file?", self._check_export, value="trace.csv",
            hint=".csv, .json or .md",
        )  # fmt: skip
        self.app.push_screen(ask)

    def _check_export(self, text: str) -> None:
        assert self.computed is not None  # It was there to be exported.
        format_ = EXPORTS.get(Path(text).suffix.lower())
        if format_ is None:
            raise Unreadable("The ending must be .csv, .json or .md.")
        _write(text, Path(text).suffix, TRACE_FORMATS[format_](self.runs[self.computed.chosen]))

    def action_leave(self) -> None:
        if self.placing:
            self.action_place()
        elif self.computing:
            self.workers.cancel_group(self, "runs")
            self.computing = ""
            self.lab = self.computed
        else:
            self.post_message(LabLeft(self))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only the keys that do something now."""
        lab = self.lab
        allowed = {
            "remove": lab is not None and len(lab.settings) > 1,
            "swap": self.kept is not None,
            "undo": bool(self.past),
            "turn": self.has_class("-narrow"),
        }
        return allowed.get(action, True)


class _Cancelled(Exception):
    """A long computation is no longer wanted."""


def _same_runs(one: Lab | None, other: Lab | None) -> bool:
    """Whether two labs have the same runs, whichever step and run of them is looked at."""
    if one is None or other is None:
        return False
    return (one.loss, one.start, one.settings, one.steps) == (
        other.loss, other.start, other.settings, other.steps,
    )  # fmt: skip


def _write(name: str, ending: str, text: str) -> None:
    path = Path(name.strip() or ".").expanduser()
    if path.suffix.lower() != ending.lower():
        raise Unreadable(f"The ending must be {ending}.")
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unreadable(f"{shown(name, 60)} cannot be written: {error.strerror}") from error
