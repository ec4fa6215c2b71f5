"""The keys of the lab, and what its help says."""

from __future__ import annotations

from textual.binding import Binding, BindingType

from tutor.ui.base import QUIET_QUIT

HELP = (
    "Type a loss in any names, a start, and η with hyper-parameters behind it (0.1, beta=0.5); "
    "Enter applies. Tab goes from field to field. Several rules stand side by side: F9 adds "
    "one, Enter on a run gives it another rule. A bookmark keeps a state; going to it and back "
    "compares the two, and its path and curve stay in view. On the table and the scale the "
    "mouse works, too. On the picture (Tab goes there) + and − zoom, 0 shows the whole, arrows "
    "move it, and the wheel zooms."
)
KEYS: list[BindingType] = [
    Binding("f5", "run", "Run", tooltip="Run; once more to pause"),
    Binding("f5", "pause", "Pause", tooltip="Pause where it is"),
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
    Binding("ctrl+n", "plane", "Other plane", show=False, tooltip="Two other parameters"),
    Binding("ctrl+b", "keep", "Bookmark", show=False, tooltip="Bookmark this state"),
    Binding("ctrl+g", "swap", "To the bookmark", show=False, tooltip="Go to it; and back"),
    Binding("ctrl+z", "undo", "Undo", show=False),
    Binding("ctrl+r", "reset", "As it was", show=False, tooltip="The values it began with"),
    Binding("ctrl+s", "save", "Save", show=False, tooltip="Save to a file (descent lab --open)"),
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
    QUIET_QUIT,
]
