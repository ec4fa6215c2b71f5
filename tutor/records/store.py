"""The store of records: opened so that learning goes on whatever state the file is in."""

from __future__ import annotations

import json
import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tutor.records.database import (
    BACKUPS,
    FILE,
    BrokenRecords,
    Clock,
    NewerRecords,
    back_up,
    connect,
    examine,
    newest_good_backup,
    set_aside,
)
from tutor.records.record import Kind, Record

Entry = tuple[Kind, str, Mapping[str, Any]]  # What happened, at which question, and how.


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return uuid.uuid4().hex


class Store:
    """Appends records and reads them back. `trouble` says what is wrong with the file, if anything.

    Where the file cannot be written, records are kept in memory until the program ends.
    """

    def __init__(self, link: sqlite3.Connection, clock: Clock, trouble: str = "") -> None:
        self.link, self.clock, self.trouble = link, clock, trouble

    def add(self, lesson: str, entries: Iterable[Entry]) -> None:
        """Keep what happened; when this returns, it is in the file, or `trouble` says why not."""
        at = self.clock().isoformat()
        self.append(Record(new_id(), at, lesson, kind, stop, body) for kind, stop, body in entries)

    def append(self, records: Iterable[Record]) -> None:
        rows = [
            (r.id, r.at, r.lesson, str(r.kind), r.stop, json.dumps(dict(r.body))) for r in records
        ]
        if not rows:
            return
        try:
            self._write(rows)
        except sqlite3.Error as error:
            self._go_on_in_memory(str(error))
            self._write(rows)

    def _write(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.link.execute("BEGIN IMMEDIATE")
        try:
            self.link.executemany(
                "INSERT OR IGNORE INTO event (id, at, lesson, kind, stop, body) "
                "VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
            self.link.execute("COMMIT")
        except sqlite3.Error:
            if self.link.in_transaction:
                self.link.execute("ROLLBACK")
            raise

    def _go_on_in_memory(self, reason: str) -> None:
        """Take what has been kept so far along, and say that nothing is saved any more."""
        memory = connect(None)
        try:
            rows = self.link.execute(
                "SELECT id, at, lesson, kind, stop, body FROM event"
            ).fetchall()
        except sqlite3.Error:
            rows = []
        self.link.close()
        self.link = memory
        self._write(rows)
        self.trouble = not_saved(reason)

    def records(self, lesson: str | None = None) -> list[Record]:
        """In the order in which they happened; of one lesson or all."""
        rows = self.link.execute(
            "SELECT id, at, lesson, kind, stop, body FROM event "
            "WHERE lesson = coalesce(:lesson, lesson) ORDER BY seq",
            {"lesson": lesson},
        )
        return [Record(i, at, of, Kind(kind), stop, json.loads(body))
                for i, at, of, kind, stop, body in rows]  # fmt: skip

    def close(self) -> None:
        self.link.close()


def not_saved(reason: str) -> str:
    return f"Progress is not being saved ({reason}); it is kept until you leave."


def open_store(folder: Path, clock: Clock = now) -> Store:
    """The store of a folder. A file that is unsound is set aside and restored from a backup."""
    path, trouble = folder / FILE, ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if path.exists():
            try:
                examine(path)
            except BrokenRecords as error:
                trouble = _restored(folder, path, str(error), clock)
        link = connect(path)
        back_up(link, folder, clock)
    except NewerRecords:
        return Store(connect(None), clock, not_saved("the records are of a newer Descent"))
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Store(connect(None), clock, not_saved(reason))
    return Store(link, clock, trouble)


def _restored(folder: Path, path: Path, reason: str, clock: Clock) -> str:
    """Put the newest good backup in the place of a broken file; what was done, in a sentence."""
    aside = set_aside(path, clock)
    backup = newest_good_backup(folder)
    told = f"The records could not be read ({reason}) and were set aside as {aside.name}"
    if backup is None:
        return f"{told}; new ones are begun."
    shutil.copyfile(backup, path)
    return f"{told}; the backup {backup.name} is in their place."


def delete_all(folder: Path) -> None:
    """Forget everything: the file, what belongs to it, and every backup."""
    for path in [*folder.glob("records*.db*")]:
        path.unlink()
    shutil.rmtree(folder / BACKUPS, ignore_errors=True)
