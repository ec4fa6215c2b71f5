"""The SQLite file: its schema, whether it is sound, its backups."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

FILE, BACKUPS = "records.db", "backups"
APPLICATION_ID = 0x44534354  # 'DSCT'
VERSION = 1
KEPT = 5  # Backups.
PATIENCE = 5.0  # Seconds that a writer waits for another window.
PAUSE = 0.01  # Seconds between two tries.
SCHEMA = """
CREATE TABLE event (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    lesson TEXT NOT NULL,
    kind TEXT NOT NULL,
    stop TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX event_of_lesson ON event (lesson, seq);
"""

Clock = Callable[[], datetime]


class NewerRecords(Exception):
    """The file was written by a later version of Descent; it is left as it is."""


class BrokenRecords(Exception):
    """The file is not a sound database of ours."""


def connect(path: Path | None) -> sqlite3.Connection:
    """A connection to a file, or to memory; the schema is made where there is none."""
    link = sqlite3.connect(path or ":memory:", timeout=PATIENCE, isolation_level=None)
    # WAL lets two windows work at once. NORMAL loses nothing when a process is killed.
    _patiently(link, "PRAGMA journal_mode = WAL")
    _patiently(link, "PRAGMA synchronous = NORMAL")
    _patiently(link, "BEGIN IMMEDIATE")
    if link.execute("PRAGMA user_version").fetchone() == (0,):
        for statement in filter(str.strip, SCHEMA.split(";")):
            link.execute(statement)
        link.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        link.execute(f"PRAGMA user_version = {VERSION}")
    link.execute("COMMIT")
    return link


def _patiently(link: sqlite3.Connection, statement: str) -> None:
    """Execute; SQLite itself does not wait where two that begin a file would block each other."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            link.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
            time.sleep(PAUSE)
        else:
            return


def examine(path: Path) -> None:
    """Raise `BrokenRecords` or `NewerRecords` where a file that exists cannot be used."""
    if path.stat().st_size == 0 and not _has_log(path):
        if backups(path.parent):
            raise BrokenRecords("it is empty")
        return  # Another window is just making it, or there is nothing to lose.
    try:
        with closing(sqlite3.connect(path, timeout=PATIENCE)) as link:
            (application,) = link.execute("PRAGMA application_id").fetchone()
            (version,) = link.execute("PRAGMA user_version").fetchone()
            if (application, version) == (0, 0) and not _tables(link):
                return  # As above: made, but without its schema yet.
            if application != APPLICATION_ID:
                raise BrokenRecords("it is not a file of Descent's")
            if version > VERSION:
                raise NewerRecords
            if link.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BrokenRecords("it is damaged")
            link.execute("SELECT count(body) FROM event").fetchone()
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "unable to open" in str(error):
            raise
        raise BrokenRecords(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise BrokenRecords(str(error)) from error


def _has_log(path: Path) -> bool:
    """Whether writes stand beside the file that have not been moved into it yet."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except FileNotFoundError:
        return False


def _tables(link: sqlite3.Connection) -> int:
    return int(link.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def set_aside(path: Path, clock: Clock) -> Path:
    """Rename a file that cannot be used, with what belongs to it; nothing is ever deleted."""
    aside = path.with_name(f"{path.stem}.set-aside-{stamp(clock)}{path.suffix}")
    for ending in ("", "-wal", "-shm"):
        part = path.with_name(path.name + ending)
        if part.exists():
            part.rename(aside.with_name(aside.name + ending))
    return aside


def back_up(link: sqlite3.Connection, folder: Path, clock: Clock) -> None:
    """A copy beside the file, where anything has come since the last one; the newest are kept."""
    (count,) = link.execute("SELECT count(*) FROM event").fetchone()
    kept = backups(folder)
    if count == 0 or (kept and _count(kept[-1]) == count):
        return
    folder.joinpath(BACKUPS).mkdir(exist_ok=True)
    copy = folder / BACKUPS / f"records-{stamp(clock)}.db"
    begun = copy.with_suffix(".begun")  # Other windows must not open it yet.
    with closing(sqlite3.connect(begun)) as target:
        link.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # One file, whole by itself.
    begun.rename(copy)
    for old in backups(folder)[:-KEPT]:
        old.unlink(missing_ok=True)  # Another window may have been first.


def backups(folder: Path) -> list[Path]:
    """The backups, oldest first."""
    return sorted(folder.joinpath(BACKUPS).glob("records-*.db"))


def newest_good_backup(folder: Path) -> Path | None:
    for path in reversed(backups(folder)):
        try:
            examine(path)
        except (BrokenRecords, NewerRecords, sqlite3.Error):
            continue
        return path
    return None


def _count(path: Path) -> int:
    try:
        with closing(sqlite3.connect(path)) as link:
            return int(link.execute("SELECT count(*) FROM event").fetchone()[0])
    except sqlite3.Error:
        return -1


def stamp(clock: Clock) -> str:
    return clock().strftime("%Y%m%dT%H%M%S%f")
