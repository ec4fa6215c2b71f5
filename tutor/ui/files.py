"""To which file something is written: it is asked for, and over an old one once more."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from textual.app import App

from tutor.documents.files import check_writable, file_named
from tutor.maths.errors import Unreadable
from tutor.ui.dialogs import AskScreen


class Target:
    """The file that was typed. Called with a text, it raises `Unreadable` where that will not do.

    Where there is no ending it gets the first one that is known. A file that exists must be
    named twice.
    """

    def __init__(self, endings: Iterable[str]) -> None:
        self.endings = tuple(endings)
        self.path = Path()

    def __call__(self, text: str) -> None:
        path = file_named(text)
        path = path if path.suffix else path.with_suffix(self.endings[0])
        check_writable(path, self.endings)
        if path.exists() and path != self.path:
            self.path = path
            raise Unreadable(f"{path.name} exists: Enter once more writes over it.")
        self.path = path


def ask_for_target(
    app: App[None],
    title: str,
    endings: Iterable[str],
    take: Callable[[Path], object],
    suggested: str,
) -> None:
    """Ask, beginning with the suggested name; `take` is called unless the learner thinks again."""
    target = Target(endings)

    def answered(text: str | None) -> None:
        if text is not None:
            take(target.path)

    app.push_screen(AskScreen(title, target, value=suggested), answered)
