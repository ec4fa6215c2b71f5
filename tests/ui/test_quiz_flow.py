"""Quizzes on the screen: by keys alone, by mouse alone, exams and their clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual.geometry import Offset
from textual.widgets import Footer, Input, OptionList, Static

from tests.ui.driving import App, panel, ready, type_in, until
from tests.ui.test_lesson_flow import lesson_app
from tutor.maths.errors import Unreadable
from tutor.records.store import Store
from tutor.teaching.events import Revealed
from tutor.teaching.questions import ChoiceQuestion
from tutor.teaching.quiz import Quiz
from tutor.teaching.report import expected_text
from tutor.teaching.request import Request
from tutor.teaching.session import Phase
from tutor.ui.app import DescentApp
from tutor.ui.course import CourseScreen
from tutor.ui.dialogs import AskScreen, PickScreen
from tutor.ui.keypad import CHECK, ERASE, Keypad
from tutor.ui.lesson_screen import LessonScreen
from tutor.ui.lines import Lines
from tutor.ui.messages import QuizWanted
from tutor.ui.prediction import PredictionField
from tutor.ui.quiz_screen import QuizScreen

TWO = Request(("decay/eta_t", "gd/g"), count=2, seed=1)


async def opened(pilot: App) -> QuizScreen:
    """The quiz screen, once its first card is there."""
    await until(pilot, lambda: isinstance(pilot.app.screen, QuizScreen))
    screen = pilot.app.screen
    assert isinstance(screen, QuizScreen)
    await until(pilot, lambda: screen.quiz is not None)
    return screen


def quiz(screen: QuizScreen) -> Quiz:
    assert screen.quiz is not None
    return screen.quiz


def shown(screen: QuizScreen) -> str:
    return screen.query_one("#card Lines", Lines).text


def title(screen: QuizScreen) -> str:
    return str(screen.query_one("#where", Static).render())


def clock(screen: QuizScreen) -> str:
    return str(screen.query_one("#clock", Static).render())


def typed(screen: QuizScreen) -> str:
    """The right answer, in characters that a keyboard has."""
    question = quiz(screen).card.question
    text = expected_text(question).replace("−", "-")
    return text[0] if isinstance(question, ChoiceQuestion) else text


async def answer(pilot: App, screen: QuizScreen) -> None:
    if isinstance(quiz(screen).card.question, ChoiceQuestion):
        await pilot.press(typed(screen))
        await pilot.pause()
    else:
        await type_in(pilot, typed(screen))


async def test_practice_by_keys_alone() -> None:
    app = DescentApp(QuizWanted(TWO))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert "1/2" in title(screen)
        assert "η = " in shown(screen)
        await pilot.press("question_mark")
        assert "Hint 1: gᵗ = dL/dw = wᵗ + 5" in panel(screen)
        await type_in(pilot, "7777")
        assert "One more try." in panel(screen)
        await type_in(pilot, "8888")
        assert "This comes back later, on other numbers." in shown(screen)
        assert "1/3" in title(screen)
        await pilot.press("enter")
        await answer(pilot, screen)
        assert "✓" in shown(screen)
        await pilot.press("enter")
        assert "Once more, on other numbers." in shown(screen)
        await answer(pilot, screen)
        await pilot.press("enter")
        assert "2 of 3 right at once, without a hint." in shown(screen)
        await pilot.press("enter")  # One too many does not take the report away.
        assert pilot.app.screen is screen
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))


async def press_key(pilot: App, key: str) -> None:
    """Click a key of the keypad."""
    keypad = pilot.app.screen.query_one(Keypad)
    for y, row in enumerate(keypad.rows(keypad.content_size.width)):
        x = 1  # Inside the padding, on the blank before the key.
        for name in row:
            if name == key:
                await pilot.click(Keypad, offset=Offset(x + 1, y))
                await pilot.pause()
                return
            x += len(name) + 2
    raise AssertionError(f"there is no key {key!r}")


async def click_footer(pilot: App, words: str) -> None:
    footer = pilot.app.screen.query_one(Footer)
    key = next(child for child in footer.query("FooterKey") if words in str(child.render()))
    await pilot.click(key)
    await pilot.pause()


async def test_practice_by_mouse_alone() -> None:
    app = DescentApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        app.post_message(_wanted(TWO))
        screen = await opened(pilot)
        await until(pilot, lambda: screen.query_one(Keypad).display)
        await press_key(pilot, "9")
        await press_key(pilot, ERASE)
        assert screen.query_one(PredictionField).value == ""
        for character in expected_text(quiz(screen).card.question):
            await press_key(pilot, character)
        await press_key(pilot, CHECK)
        assert quiz(screen).answer.right
        await click_footer(pilot, "Go on")
        assert len(quiz(screen).asked) == 2
        await click_footer(pilot, "Hint")
        assert quiz(screen).answer.hints == 1
        await click_footer(pilot, "Answer")
        assert quiz(screen).phase is Phase.SETTLED
        await click_footer(pilot, "Course")
        assert isinstance(app.screen, CourseScreen)


def _wanted(request: Request) -> object:

    return QuizWanted(request)


async def test_names_and_functions_can_be_clicked_where_they_are_asked_for() -> None:
    app = DescentApp(QuizWanted(Request(("derivative/exp",), count=1, seed=1)))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await press_key(pilot, "exp(")
        await press_key(pilot, "w")
        assert screen.query_one(PredictionField).value == "exp(w"


async def test_a_concept_is_chosen() -> None:
    app = DescentApp(QuizWanted(Request(("concept/best-step",), count=1, seed=1)))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert not screen.query_one(Keypad).display
        await answer(pilot, screen)
        assert quiz(screen).answer.right
        assert "Divide each by its second derivative" in shown(screen)


async def test_an_exam_shows_its_clock_and_tells_nothing() -> None:
    request = Request(("decay/eta_t", "gd/g"), count=2, seed=1, exam=True)
    app = DescentApp(QuizWanted(request))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert clock(screen).startswith("5:5")
        await pilot.press("question_mark")
        assert quiz(screen).answer.hints == 0
        await type_in(pilot, "7777")
        assert len(quiz(screen).asked) == 2
        assert "●◐" in title(screen)
        assert "✗" not in title(screen) + panel(screen)
        await answer(pilot, screen)
        assert "1 of 2 right." in shown(screen)
        assert "You answered 7777." in shown(screen)
        assert "✗✓" in title(screen)


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def with_clock(app: DescentApp) -> Clock:
    clock = Clock()
    app.store.clock = clock
    return clock


async def test_when_the_time_runs_out_the_report_comes_by_itself() -> None:
    app = DescentApp(QuizWanted(Request(("gd/g",), count=2, seed=1, minutes=1, exam=True)))
    time = with_clock(app)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert clock(screen) == "1:00 left"
        time.now += timedelta(seconds=50)
        screen._look_at_clock()
        await pilot.pause()
        assert clock(screen) == "0:10 left"
        time.now += timedelta(seconds=10)
        screen._look_at_clock()
        await pilot.pause()
        assert quiz(screen).late
        assert "Nothing was answered." in shown(screen)


async def test_an_exam_that_was_left_goes_on_from_the_course() -> None:
    app = DescentApp(QuizWanted(Request(("decay/eta_t", "gd/g"), count=2, seed=1, exam=True)))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await type_in(pilot, "7777")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.press("end", "up")
        await pilot.pause()
        await pilot.press("enter")
        again = await opened(pilot)
        assert again is not screen
        assert len(quiz(again).asked) == 2
        assert quiz(again).plan.seed == 1


async def test_the_report_is_written_when_the_quiz_is_over() -> None:
    written: list[Quiz] = []

    def report(quiz: Quiz, _: datetime) -> str:
        written.append(quiz)
        return "sheet.md cannot be written: no space"

    app = DescentApp(QuizWanted(Request(("gd/g",), count=1, seed=1)), report=report)
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await answer(pilot, screen)
        await pilot.press("enter")
        await until(pilot, lambda: bool(written))
        assert written[0].finished
        await until(pilot, lambda: bool(screen.query("Banner")))
        assert "no space" in str(screen.query_one("Banner", Static).render())


async def test_in_an_exam_a_letter_only_goes_to_a_choice() -> None:
    request = Request(("concept/best-step", "gd/g"), count=2, seed=1, exam=True)
    app = DescentApp(QuizWanted(request))
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        while not isinstance(quiz(screen).card.question, ChoiceQuestion):
            await answer(pilot, screen)
        number = len(quiz(screen).asked)
        await pilot.press("enter")  # Nothing is chosen yet.
        await pilot.press(typed(screen))
        await pilot.pause()
        assert len(quiz(screen).asked) == number
        assert quiz(screen).phase is Phase.ASKING
        await pilot.press("enter")
        await pilot.pause()
        assert quiz(screen).answers[number - 1].right


async def test_to_leave_a_question_open_takes_two_keys() -> None:
    request = Request(("gd/g",), count=2, seed=1, exam=True)
    async with DescentApp(QuizWanted(request)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("ctrl+o")
        assert "leave it open and go on" in panel(screen)
        assert len(quiz(screen).asked) == 1
        await pilot.press("ctrl+o")
        assert len(quiz(screen).asked) == 2


async def test_a_second_enter_costs_no_second_try() -> None:
    async with DescentApp(QuizWanted(Request(("gd/g",), count=1, seed=1))).run_test() as pilot:
        screen = await opened(pilot)
        await pilot.press("9", "9", "enter", "enter")
        assert len(quiz(screen).answer.tries) == 1
        assert "type another one" in panel(screen)


async def test_the_report_is_saved_from_the_screen(tmp_path: Path) -> None:
    async with DescentApp(QuizWanted(Request(("gd/g",), count=1, seed=1))).run_test() as pilot:
        screen = await opened(pilot)
        await answer(pilot, screen)
        await pilot.press("enter", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, AskScreen))
        pilot.app.screen.query_one(Input).value = str(tmp_path / "mine.json")
        await pilot.press("enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert '"descent_report": 1' in (tmp_path / "mine.json").read_text()


async def test_an_exam_from_the_course_is_confirmed_and_its_standing_shown() -> None:
    app = DescentApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.press("end", "up", "enter")
        await until(pilot, lambda: isinstance(app.screen, PickScreen))
        await pilot.press("enter")
        await opened(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        await pilot.press("end", "up")
        summary = app.screen.query_one("#summary", Static)
        await until(pilot, lambda: "0 of 10 answered" in str(summary.render()))


async def test_a_terminal_that_was_too_small_gives_the_field_its_focus_back() -> None:
    async with DescentApp(QuizWanted(TWO)).run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.resize_terminal(60, 20)
        assert screen.has_class("-too-small")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        await type_in(pilot, "7777")
        assert quiz(screen).answer.tries[0].text == "7777"


async def test_the_course_shows_what_is_due_and_opens_it() -> None:
    app = DescentApp()
    past = with_clock(app)
    await_missed(app.store)
    past.now += timedelta(days=3)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, CourseScreen))
        screen = app.screen
        assert isinstance(screen, CourseScreen)
        await until(pilot, lambda: bool(screen.due))
        await pilot.press("end", "up", "up")
        await pilot.pause()
        assert "Adam: the new value" in str(screen.query_one("#summary", Static).render())
        options = screen.query_one(OptionList)
        assert "Quiz, 1 due" in str(options.get_option("practice").prompt)
        await pilot.press("enter")
        quiz_screen = await opened(pilot)
        keys = [skill.key for skill in quiz(quiz_screen).plan.skills]
        assert "adam/next" in keys


def await_missed(store: Store) -> None:
    from tutor.records.quizzes import QuizKeeper

    keeper = QuizKeeper(store)
    keeper.advance(keeper.open(Request(("adam/next",), count=1, seed=1)), Revealed())


async def test_the_end_of_a_lesson_offers_new_numbers() -> None:
    app = lesson_app()
    async with app.run_test(size=(80, 24)) as pilot:
        lesson = await ready(pilot)
        while not lesson.query_one("PageView Lines", Lines).text.startswith("The end"):
            await pilot.press("f6")
            await pilot.pause()
        await pilot.press("enter")
        screen = await opened(pilot)
        assert [skill.key for skill in quiz(screen).plan.skills] == ["adagrad/next"]
        await answer(pilot, screen)
        await pilot.press("enter")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, LessonScreen))


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (60, 20)])
async def test_every_size_has_its_place(size: tuple[int, int]) -> None:
    app = DescentApp(QuizWanted(Request(("adagrad/next",), count=1, seed=2)))
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        if size[0] >= 72:
            field, keypad = screen.query_one(PredictionField), screen.query_one(Keypad)
            assert field.region.bottom <= keypad.region.y < size[1] - 1
        else:
            assert screen.has_class("-too-small")


async def test_a_skill_that_is_not_known_is_refused_before_the_screen_opens() -> None:
    from tutor.records.quizzes import QuizKeeper

    with pytest.raises(Unreadable):
        QuizKeeper(DescentApp().store).open(Request(("adagard",)))
