"""Small lessons for tests, written to a file as an author would."""

from __future__ import annotations

from pathlib import Path

from tutor.lesson.model import Lesson
from tutor.lesson.reader import read_lesson

FRONT = """\
+++
title = "Small"
summary = "A lesson for tests."

[problem]
loss = "(w - 3)**2"
start = { w = 0 }
rule = "adagrad"
eta = 1

[problems.bowl]
loss = "x**2 + 3*y**2"
start = { x = 1, y = 2 }
rule = "gd"
eta = 0.1
steps = 4
+++
"""
BODY = """\
## First

Some words.

```derive
```

```predict id=sigma-1
quantity = "sigma"
t = 1
```

After it.

## Second

```predict id=next-1
quantity = "next"
t = 1
```

```predict id=bowl
quantity = "next"
t = 0
problem = "bowl"
```

```notes
For the instructor.
```
"""


def write_lesson(
    folder: Path, body: str = BODY, front: str = FRONT, name: str = "05-small.md"
) -> Path:
    path = folder / name
    path.write_text(front + body, encoding="utf-8")
    return path


def small_lesson(folder: Path, body: str = BODY) -> Lesson:
    return read_lesson(write_lesson(folder, body))
