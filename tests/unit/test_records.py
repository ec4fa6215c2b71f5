"""The records survive what happens to files: kills, full disks, damage, newer and foreign files."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.unit.lessons import small_lesson
from tutor.records.database import APPLICATION_ID, FILE, KEPT, VERSION, backups
from tutor.records.keeper import Keeper
from tutor.records.lessons import progress_of
from tutor.records.record import Kind, Record
from tutor.records.store import Store, delete_all, open_store
from tutor.teaching.events import HintWanted, Revealed, Skipped, Submitted, WentBack, WentOn
from tutor.teaching.session import Phase, Session

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that goes on by a second at each look."""

    def __init__(self) -> None:
        self.looks = 0

    def __call__(self) -> datetime:
        self.looks += 1
        return BEGIN + timedelta(seconds=self.looks)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "records"


def opened(folder: Path) -> Store:
    return open_store(folder, Clock())


def record(number: int) -> Record:
    return Record(f"id-{number}", BEGIN.isoformat(), "adagrad", Kind.HINTED, "q", {"hints": number})


def hints(store: Store) -> list[int]:
    return [found.body["hints"] for found in store.records("adagrad")]


def test_what_is_added_is_there_when_the_file_is_opened_again(folder: Path) -> None:
    store = opened(folder)
    store.add("adagrad", [(Kind.TRIED, "sigma-1", {"text": "5"}), (Kind.FINISHED, "", {})])
    store.close()
    found = opened(folder).records("adagrad")
    assert [(r.kind, r.stop, r.body) for r in found] == [
        (Kind.TRIED, "sigma-1", {"text": "5"}), (Kind.FINISHED, "", {}),
    ]  # fmt: skip


def test_the_same_record_twice_is_kept_once(folder: Path) -> None:
    store = opened(folder)
    store.append([record(1), record(2)])
    store.append([record(1)])
    assert hints(store) == [1, 2]


def test_the_file_says_whose_it_is(folder: Path) -> None:
    opened(folder).close()
    with closing(sqlite3.connect(folder / FILE)) as link:
        assert link.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert link.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert link.execute("PRAGMA journal_mode").fetchone() == ("wal",)


WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from tutor.records.record import Kind, Record
from tutor.records.store import open_store
store = open_store(Path(sys.argv[1]))
for number in range(int(sys.argv[2]), int(sys.argv[3])):
    at = datetime.now(UTC).isoformat()
    store.append([Record(f"id-{number}", at, "adagrad", Kind.HINTED, "q", {"hints": number})])
    print(number, flush=True)
"""


def writer(folder: Path, first: int, last: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder), str(first), str(last)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.mark.parametrize("after", [1, 7, 40])
def test_nothing_that_was_acknowledged_is_lost_by_a_kill(folder: Path, after: int) -> None:
    process = writer(folder, 0, 100_000)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    told += map(int, process.stdout.read().split())
    process.wait()
    store = opened(folder)
    assert store.trouble == ""
    assert set(told) <= set(hints(store))


def test_two_windows_write_at_once(folder: Path) -> None:
    opened(folder).close()
    both = [writer(folder, 0, 100), writer(folder, 100, 200)]
    assert [process.wait() for process in both] == [0, 0]
    assert sorted(hints(opened(folder))) == list(range(200))


def filled(folder: Path, count: int = 5) -> None:
    """Records with a backup of all of them."""
    with closing(opened(folder)) as store:
        store.append(record(number) for number in range(count))
    opened(folder).close()  # Backs up what came since.
    assert backups(folder)


@pytest.mark.parametrize(
    "damage",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a database, but long enough to look like one" * 50),
        lambda path: os.truncate(path, path.stat().st_size // 2),
        lambda path: os.truncate(path, 100),
    ],
    ids=["empty", "foreign text", "half", "header only"],
)
def test_a_damaged_file_is_set_aside_and_restored(folder: Path, damage: object) -> None:
    filled(folder)
    damage(folder / FILE)  # type: ignore[operator]
    store = opened(folder)
    assert hints(store) == [0, 1, 2, 3, 4]
    assert "set aside" in store.trouble
    assert "is in their place" in store.trouble
    assert len(list(folder.glob("records.set-aside-*.db"))) == 1
    store.append([record(9)])
    store.close()
    assert opened(folder).trouble == ""


def test_a_foreign_database_is_set_aside_whole(folder: Path) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / FILE)) as link:
        link.execute("CREATE TABLE mine (x)")
        link.execute("INSERT INTO mine VALUES (42)")
        link.commit()
    store = opened(folder)
    assert "not a file of Descent's" in store.trouble
    assert "new ones are begun" in store.trouble
    (aside,) = folder.glob("records.set-aside-*.db")
    with closing(sqlite3.connect(aside)) as link:
        assert link.execute("SELECT x FROM mine").fetchone() == (42,)


def test_a_bad_backup_is_passed_over(folder: Path) -> None:
    filled(folder)
    (folder / "backups" / "records-99999999T000000000000.db").write_bytes(b"garbage" * 100)
    (folder / FILE).write_bytes(b"")
    assert hints(opened(folder)) == [0, 1, 2, 3, 4]


def test_a_newer_file_is_left_untouched(folder: Path) -> None:
    filled(folder)
    with closing(sqlite3.connect(folder / FILE)) as link:
        link.execute(f"PRAGMA user_version = {VERSION + 1}")
        link.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = (folder / FILE).read_bytes()
    store = opened(folder)
    assert "newer Descent" in store.trouble
    store.append([record(9)])
    assert hints(store) == [9]  # In memory.
    store.close()
    assert (folder / FILE).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = open_store(tmp_path / "file" / "records", Clock())
    assert store.trouble.startswith("Progress is not being saved (")
    store.append([record(1)])
    assert hints(store) == [1]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 400 kB; only root may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(place)],  # noqa: S607
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("no file system can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)  # noqa: S607


def test_a_full_disk_is_gone_on_without(small_disk: Path) -> None:
    store = opened(small_disk)
    store.append([record(1)])
    (small_disk / "ballast").write_bytes(b"x" * 150_000)
    big = Record(
        "big", BEGIN.isoformat(), "adagrad", Kind.HINTED, "q", {"hints": 2, "x": "y" * 400_000}
    )
    store.append([big])
    assert store.trouble.startswith("Progress is not being saved (")
    assert hints(store) == [1, 2]
    store.append([record(3)])
    assert hints(store) == [1, 2, 3]


def test_a_read_only_disk_is_gone_on_without(small_disk: Path) -> None:
    opened(small_disk).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)  # noqa: S607
    store = opened(small_disk)
    assert store.trouble.startswith("Progress is not being saved (")
    store.append([record(1)])
    assert hints(store) == [1]


def test_old_backups_go_and_the_newest_stay(folder: Path) -> None:
    clock = Clock()
    for number in range(KEPT + 4):
        with closing(open_store(folder, clock)) as store:
            store.append([record(number)])
    assert len(backups(folder)) == KEPT


def test_everything_can_be_forgotten(folder: Path) -> None:
    filled(folder)
    delete_all(folder)
    assert list(folder.iterdir()) == []
    assert opened(folder).records() == []


# A lesson's session


def to_first_question(keeper: Keeper) -> Session:
    session = keeper.begin()
    while session.phase is not Phase.ASKING:
        session = keeper.advance(session, WentOn())
    return session


def test_a_lesson_goes_on_at_the_very_stop_with_the_earlier_answers(
    tmp_path: Path, folder: Path
) -> None:
    lesson, store = small_lesson(tmp_path), opened(folder)
    keeper = Keeper(lesson, store)
    session = to_first_question(keeper)
    session = keeper.advance(session, Submitted("26"))
    session = keeper.advance(session, HintWanted())
    store.close()
    again = Keeper(lesson, opened(folder)).begin()
    assert (again.at, again.answers) == (session.at, session.answers)
    assert again.answer.tries[0].judgement.misconception == ("no-square-root",)
    assert again.phase is Phase.ASKING


def test_going_back_changes_no_record(tmp_path: Path, folder: Path) -> None:
    store = opened(folder)
    keeper = Keeper(small_lesson(tmp_path), store)
    session = to_first_question(keeper)
    before = store.records()
    session = keeper.advance(session, WentBack())
    session = keeper.advance(session, WentOn())
    assert store.records() == before


def test_a_question_that_was_taken_out_of_the_lesson_is_passed_over(
    tmp_path: Path, folder: Path
) -> None:
    lesson, store = small_lesson(tmp_path), opened(folder)
    keeper = Keeper(lesson, store)
    keeper.advance(to_first_question(keeper), Revealed())
    edited = small_lesson(tmp_path, "## Other\n```predict id=other\nquantity='g'\nt=0\n```\n")
    session = Keeper(edited, store).begin()
    assert session.answers == {}
    assert session.pause is not None


def test_beginning_again_forgets_nothing_but_starts_anew(tmp_path: Path, folder: Path) -> None:
    store = opened(folder)
    keeper = Keeper(small_lesson(tmp_path), store)
    keeper.advance(to_first_question(keeper), Revealed())
    count = len(store.records())
    assert keeper.restart().at == 0
    assert len(store.records()) == count + 1
    assert Keeper(keeper.lesson, store).begin().answers == {}


def test_i_know_this_skips_the_page_and_says_so(tmp_path: Path, folder: Path) -> None:
    store = opened(folder)
    keeper = Keeper(small_lesson(tmp_path), store)
    session = keeper.advance(to_first_question(keeper), Skipped())
    assert session.page.title == "Second"
    assert [r.stop for r in store.records() if r.kind is Kind.SKIPPED] == ["sigma-1"]


def test_progress_counts_what_was_answered_and_what_was_right(tmp_path: Path, folder: Path) -> None:
    store = opened(folder)
    keeper = Keeper(small_lesson(tmp_path), store)
    session = keeper.advance(to_first_question(keeper), Submitted("5.099"))
    while session.phase is not Phase.FINISHED:
        asking = session.phase is Phase.ASKING
        session = keeper.advance(session, Revealed() if asking else WentOn())
    (progress,) = progress_of(store.records()).values()
    assert (progress.answered, progress.right, progress.finished) == (3, 1, True)


# Two windows on one lesson


def test_the_farthest_of_two_windows_counts(tmp_path: Path, folder: Path) -> None:
    lesson, store = small_lesson(tmp_path), opened(folder)
    first, second = Keeper(lesson, store), Keeper(lesson, store)
    one, two = to_first_question(first), to_first_question(second)
    far = first.advance(first.advance(one, Revealed()), WentOn())
    second.advance(second.advance(two, HintWanted()), WentBack())
    assert Keeper(lesson, store).begin().at == far.at


def test_one_wrong_try_in_each_of_two_windows_uses_both_up(tmp_path: Path, folder: Path) -> None:
    lesson, store = small_lesson(tmp_path), opened(folder)
    first, second = Keeper(lesson, store), Keeper(lesson, store)
    one, two = to_first_question(first), to_first_question(second)
    first.advance(one, Submitted("26"))
    second.advance(two, Submitted("7"))
    again = Keeper(lesson, store).begin()
    assert again.answer.settled
    assert not again.answer.right


def test_a_right_answer_stays_right_whatever_another_window_does(
    tmp_path: Path, folder: Path
) -> None:
    lesson, store = small_lesson(tmp_path), opened(folder)
    first, second = Keeper(lesson, store), Keeper(lesson, store)
    one, two = to_first_question(first), to_first_question(second)
    first.advance(one, Submitted("5.099"))
    second.advance(two, Submitted("26"))
    assert Keeper(lesson, store).begin().answer.right


def test_many_windows_may_begin_at_once(folder: Path) -> None:
    many = [writer(folder, k * 10, k * 10 + 10) for k in range(8)]
    assert [process.wait() for process in many] == [0] * 8
    assert list(folder.glob("records.set-aside-*")) == []
    assert sorted(hints(opened(folder))) == list(range(80))


def test_a_lesson_that_was_only_skipped_is_not_the_last_one(folder: Path) -> None:
    store = opened(folder)
    store.add("one-step", [(Kind.OPENED, "", {})])
    store.add("contours", [(Kind.SKIPPED, "", {})])
    assert [p.lesson for p in progress_of(store.records()).values() if p.begun] == ["one-step"]
