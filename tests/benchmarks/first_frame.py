"""How soon the first frame is painted, against an empty Textual app in the same run.

    python -m tests.benchmarks.first_frame [RUNS]

Interleaved runs under a pseudo-terminal; the medians' ratios are what travels between machines.
Also says whether sympy or numpy were imported by then, and the peak memory.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import statistics
import struct
import sys
import termios
import time

ESCAPES = re.compile(
    rb"\x1b\[[0-9;:?<>=$ ]*[a-zA-Z@`]|\x1b[P\]_^][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b."
)
EMPTY = """
from textual.app import App
from textual.widgets import Static
class Empty(App):
    def compose(self):
        yield Static("READY")
Empty().run()
"""
# What the first frame of ours has imported, printed once it is painted.
HEAVY = """
import sys
from tutor.ui.app import DescentApp
from tutor.ui.messages import LessonWanted
from tutor.lesson.heading import read_heading
from tutor.lesson.shelf import find_lesson, shipped_lessons
def look():
    heavy = [name for name in ("sympy", "numpy", "mpmath") if name in sys.modules]
    app.exit(message="[" + ",".join(heavy) + "]HEAVY")
app = DescentApp(LESSON)
app.call_after_refresh(look)
app.run()
"""
LESSON = 'LessonWanted(read_heading(find_lesson("6", shipped_lessons())))'
LIMIT = 30.0


def painted(argv: list[str], marker: str) -> tuple[float, float, str]:
    """Seconds until the marker is on screen, peak memory in MB, and the text so far."""
    main, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    begun = time.perf_counter()
    pid = os.fork()
    if pid == 0:
        os.setsid()
        fcntl.ioctl(side, termios.TIOCSCTTY, 0)
        for descriptor in range(3):
            os.dup2(side, descriptor)
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
        for name in ("NO_COLOR", "PYTHONDONTWRITEBYTECODE"):
            os.environ.pop(name, None)
        os.execvp(argv[0], argv)  # noqa: S606
    os.close(side)
    seen = b""
    while time.perf_counter() - begun < LIMIT:
        if not select.select([main], [], [], LIMIT)[0]:
            break
        seen += os.read(main, 65536)
        text = ESCAPES.sub(b"", seen).decode(errors="replace")
        if marker in text:
            seconds = time.perf_counter() - begun
            os.kill(pid, 9)
            os.close(main)
            return seconds, os.wait4(pid, 0)[2].ru_maxrss / 1024, text
    raise SystemExit(f"{argv} never showed {marker!r}")


def main(runs: int) -> None:
    python = sys.executable
    jobs = {
        "an empty app": ([python, "-c", EMPTY], "READY"),
        "descent": ([python, "-m", "tutor"], "Adagrad"),
        "descent learn 6": ([python, "-m", "tutor", "learn", "6"], "Adagrad"),
    }
    for argv, marker in jobs.values():
        painted(argv, marker)  # Compiled files are written, pages are cached.
    times: dict[str, list[float]] = {name: [] for name in jobs}
    memory: dict[str, float] = {}
    for _ in range(runs):
        for name, (argv, marker) in jobs.items():
            seconds, memory[name], _ = painted(argv, marker)
            times[name].append(seconds)
    base, base_memory = times["an empty app"], memory["an empty app"]
    for name in jobs:
        ratio = statistics.median(a / b for a, b in zip(times[name], base, strict=True))
        print(f"{name:16}  first frame ×{ratio:.2f}  memory ×{memory[name] / base_memory:.2f}")
    for name, lesson in {"descent": "None", "descent learn 6": LESSON}.items():
        text = painted([python, "-c", HEAVY.replace("LESSON", lesson)], "]HEAVY")[2]
        heavy = text.partition("]HEAVY")[0].rpartition("[")[2]
        print(f"{name:16}  imported at the first frame: {heavy or 'none of sympy, numpy, mpmath'}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 15)
