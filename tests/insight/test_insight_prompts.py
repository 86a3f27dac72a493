"""Which prompt is asked: a year of three writers, and each thing that is to bear on it, one by one."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.insight.writers import DAYS, FIRST, Given, decline, live, steady, told, volatile
from tj.config import MoodScale
from tj.entry.model import Entry, Task, Value
from tj.insight.prompt_day import Facts
from tj.insight.prompt_text import Library, Prompt, collect, read_prompts
from tj.insight.prompts import Choice, choose
from tj.report.asking import reason
from tj.templating import shipped_prompts

TODAY = date(2026, 5, 11)
LIBRARY = collect([read_prompts(path, text) for path, text in shipped_prompts().items()], [])
WRITERS = {"steady": steady, "volatile": volatile, "decline": decline}
GOLDEN = Path(__file__).parent / "given"


@pytest.fixture(scope="module")
def years() -> dict[str, list[Given]]:
    return {name: list(live(writer(), LIBRARY)) for name, writer in WRITERS.items()}


@pytest.mark.parametrize("name", WRITERS)
def test_a_year_gives_the_prompts_that_were_read_through(years: dict[str, list[Given]], name: str) -> None:
    assert len(years[name]) == DAYS
    assert told(years[name]) == (GOLDEN / f"{name}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", WRITERS)
def test_none_comes_twice_in_30_days(years: dict[str, list[Given]], name: str) -> None:
    last: dict[str, date] = {}
    for given in years[name]:
        assert (given.day - last.get(given.id, date.min)).days >= 30, given
        last[given.id] = given.day


@pytest.mark.parametrize("name", WRITERS)
def test_a_low_day_gets_gentle_ones_however_many_are_passed_over(years: dict[str, list[Given]], name: str) -> None:
    low = [given for given in years[name] if given.mood is not None and given.mood <= 4.6]
    assert low
    for given in low:
        assert len(given.choices) > 30
        assert all(choice.prompt.is_gentle for choice in given.choices)


def test_the_one_in_decline_has_many_very_low_days(years: dict[str, list[Given]]) -> None:
    very_low = [given for given in years["decline"] if given.choices[0].day.is_very_low]
    assert len(very_low) > 60
    assert all(given.choices[0].prompt.length == "short" for given in very_low)


@pytest.mark.parametrize("name", WRITERS)
def test_a_year_visits_every_theme(years: dict[str, list[Given]], name: str) -> None:
    assert {given.choices[0].prompt.theme for given in years[name]} == set(LIBRARY.themes)


@pytest.mark.parametrize("name", WRITERS)
def test_every_reason_is_one_plain_line(years: dict[str, list[Given]], name: str) -> None:
    for given in years[name]:
        said = reason(given.choices[0], LIBRARY.themes)
        assert said[0].isupper() or said[0] == "“"
        assert said.endswith(".")
        assert "\n" not in said
        assert len(said) < 160


def entry(ago: int = 0, mood: float | None = None, **facts: object) -> Entry:
    day = TODAY - timedelta(days=ago)
    path = str(facts.pop("path", f"journal/{day}.md"))
    return Entry(path, date=day, stated_mood=mood, words=90, **facts)  # type: ignore[arg-type]  # any field of an entry


def answer(ago: int, prompt: Prompt, words: int = 90) -> Entry:
    return entry(ago, path=f"journal/{ago}.md")._replace(properties={"prompt": prompt.id}, words=words)


def asked(
    *entries: Entry,
    notes: Sequence[Entry] = (),
    theme: str = "",
    library: Library = LIBRARY,
    scale: MoodScale | None = None,
) -> list[Choice]:
    return choose(library, Facts(entries, notes, {}, scale or MoodScale()), TODAY, theme)


def said(choice: Choice, *, wanted: bool = False) -> str:
    return reason(choice, LIBRARY.themes, wanted=wanted)


def test_an_empty_vault_is_asked_something_that_is_not_for_good_days_only() -> None:
    first, *_ = asked()
    assert "middling" in first.prompt.tones
    assert said(first) == f"Something about {LIBRARY.themes[first.prompt.theme].about}, for today."


def test_the_order_of_files_and_entries_does_not_matter() -> None:
    entries = [entry(n, 5 + n % 4, emotions=("tired", "sad", "proud")[n % 3 : n % 3 + 1]) for n in range(40)]
    shuffled = Library(LIBRARY.themes, LIBRARY.prompts[::-1])
    expected = [choice.prompt.id for choice in asked(*entries)]
    assert [choice.prompt.id for choice in asked(*entries[::-1])] == expected
    assert [choice.prompt.id for choice in asked(*entries, library=shuffled)] == expected


def test_what_lies_ahead_changes_nothing() -> None:
    assert asked(entry(1, 5), entry(-1, 1)._replace(emotions=("numb",))) == asked(entry(1, 5))


@pytest.mark.parametrize(
    ("scale", "mood", "very_low"),
    [
        (MoodScale(), 2.8, True),
        (MoodScale(), 2.9, False),
        (MoodScale(-2, 2, {}), -1.2, True),
        (MoodScale(-2, 2, {}), -1, False),
        (MoodScale(0, 100, {}), 20, True),
        (MoodScale(0, 100, {}), 21, False),
    ],
)
def test_very_low_is_the_lowest_fifth_of_the_scale(scale: MoodScale, mood: float, very_low: bool) -> None:
    assert asked(entry(0, mood), scale=scale)[0].day.is_very_low is very_low


def test_a_very_low_day_counts_for_three_more() -> None:
    for ago in range(4):
        assert all(choice.prompt.is_gentle for choice in asked(entry(ago, 1.5)))
    assert not all(choice.prompt.is_gentle for choice in asked(entry(4, 1.5), entry(5, 9), entry(6, 9)))
    assert not asked(entry(1, 1.5), entry(0, 9))[0].day.is_very_low


def test_the_last_checkin_of_a_good_day_counts_where_it_is_low() -> None:
    from tj.entry.model import Checkin

    day = entry(0, None, checkins=(Checkin("08:00", 9), Checkin("21:30", 2)))
    [first, *_] = asked(day)
    assert first.day.is_very_low
    assert said(first).startswith("You noted a low mood today, so something gentle about ")


def test_the_reason_names_when_a_low_time_began_but_counts_no_weeks() -> None:
    assert said(asked(entry(3, 7), entry(2, 4), entry(1, 3), entry(0, 3.5))[0]).startswith(
        "Your mood has been low since Saturday, so something gentle about "
    )
    months = said(asked(*(entry(n, 3) for n in range(60)))[0])
    assert months.startswith("Your mood has been low for a while now, so something gentle about ")


def test_a_mood_that_goes_down_is_asked_about_gently_and_one_that_goes_up_is_not() -> None:
    down = [entry(n, 5.2 if n < 7 else 7.5) for n in range(21)]
    assert asked(*down)[0].day.tone == "low"
    assert said(asked(*down)[0]).startswith(
        "Your mood has gone down a little this past week, so something gentle about"
    )
    up = [entry(n, 8.5 if n < 7 else 5) for n in range(21)]
    assert asked(*up)[0].day.tone == "good"
    assert said(asked(*up)[0]).startswith("Your mood has gone up a little this past week, so something about")


@pytest.mark.parametrize(
    ("word", "themes"),
    [("anxious", {"body", "thoughts"}), ("Tired", {"rest"}), ("lonely", {"support"}), ("angry", {"boundaries"})],
)
def test_an_emotion_leads_to_a_theme_near_it(word: str, themes: set[str]) -> None:
    first = asked(entry(0, 5.5, emotions=(word,)))[0]
    assert first.prompt.theme in themes
    assert said(first) == f"You noted “{word}”, so something about {LIBRARY.themes[first.prompt.theme].about}."


def test_a_low_mood_and_an_emotion_are_told_together() -> None:
    first = asked(entry(0, 3, emotions=("ashamed",)))[0]
    about = LIBRARY.themes[first.prompt.theme].about
    assert said(first) == f"You noted a low mood today and “ashamed”, so something gentle about {about}."


def test_a_tag_leads_to_a_theme_too() -> None:
    first = asked(entry(0, 6, tags=("creativity",)))[0]
    assert first.prompt.theme == "creativity"
    assert said(first) == "“creativity” came up, so something about making things."


def test_a_goal_that_waits_is_spoken_of_except_on_low_days() -> None:
    goal = Entry(
        "goals/swim.md",
        "goal",
        title="Swim",
        properties={"target": "2/week", "area": "Movement", "start": TODAY - timedelta(days=10)},
    )
    first = asked(entry(0, 6), notes=[goal])[0]
    assert first.prompt.theme == "movement"
    assert said(first) == "“Swim” has been quiet for a while, so something about movement."
    lately = goal._replace(properties={**goal.properties, "start": TODAY - timedelta(days=9)})
    assert all(choice.cause is None for choice in asked(entry(0, 6), notes=[lately]))
    assert all(c.cause is None or c.cause.kind != "goal" for c in asked(entry(0, 3), notes=[goal]))
    paused = goal._replace(properties={**goal.properties, "status": "paused"})
    assert asked(entry(0, 6), notes=[paused]) == asked(entry(0, 6))
    facts = Facts([entry(0, 6)], [goal], {"swim": {TODAY - timedelta(days=2)}})
    assert all(choice.cause is None for choice in choose(LIBRARY, facts, TODAY))


def waits(worked: int | None, name: str = "swim", **said: object) -> bool:
    """Tell whether a goal counts as quiet that was worked on so many days ago."""
    goal = Entry("goals/swim.md", "goal", title="Swim", properties=cast("dict[str, Value]", said))
    days = {} if worked is None else {name: {TODAY - timedelta(days=worked)}}
    first = choose(LIBRARY, Facts([entry(0, 6)], [goal], days), TODAY)[0]
    return any(cause.kind == "goal" for cause in first.day.causes)


def test_a_goal_is_quiet_by_its_own_rhythm_whatever_case_names_it() -> None:
    assert [waits(ago, target="2/week") for ago in (9, 10, 60, 61)] == [False, True, True, False]
    assert [waits(ago, target="2/month") for ago in (31, 32, 64, 65)] == [False, True, True, False]
    assert [waits(ago, target="monthly") for ago in (61, 62, 124, 125)] == [False, True, True, False]
    assert waits(20, "Swim", target="2/week")
    assert not waits(2, "SWIM", target="2/week", start=TODAY - timedelta(days=30))
    assert not waits(20, target="once")


def test_days_on_which_a_goal_rests_are_none_on_which_it_waits() -> None:
    def paused(first: int, last: int, status: str = "paused", worked: int = 30) -> bool:
        ends = f"{TODAY - timedelta(days=first)}/{TODAY - timedelta(days=last)}"
        return waits(worked, target="2/week", status=status, paused=[ends])

    assert not paused(20, 0)
    assert paused(20, 1), "its pause is over, whatever its status still says; ten days before it were open"
    assert not paused(29, 8)
    assert paused(29, 8, worked=32)
    assert not paused(5, -5, status="active"), "it rests today"
    assert not waits(30, target="2/week", status="paused")
    assert not waits(30, target="2/week", due=TODAY - timedelta(days=1))
    assert not waits(30, target="2/week", status="done")


def session(ago: int) -> Entry:
    return Entry(f"sessions/{ago}.md", "session", TODAY - timedelta(days=ago))


def test_a_session_is_spoken_of_before_and_after_it_and_at_no_other_time() -> None:
    assert asked(entry(0, 6), notes=[session(1)])[0].prompt.theme == "after-session"
    assert asked(entry(0, 6), notes=[session(-1)])[0].prompt.theme == "before-session"
    assert asked(entry(0, 6), notes=[session(13), session(27), session(41)])[0].prompt.theme == "before-session"
    themes = {choice.prompt.theme for choice in asked(entry(0, 6), notes=[session(5)])}
    assert themes == set(LIBRARY.themes) - {"before-session", "after-session"}


def test_homework_is_spoken_of_in_the_week_after_a_session_except_on_low_days() -> None:
    def causes(ago: int, mood: float, *tasks: Task) -> set[str]:
        day = TODAY - timedelta(days=ago)
        held = Entry(f"sessions/{day}.md", "session", day, tasks=tasks)
        return {cause.kind for cause in asked(entry(0, mood), notes=[held])[0].day.causes}

    task = Task("breathe", done=False)
    assert [ago for ago in range(9) if "homework" in causes(ago, 6, task)] == [2, 3, 4, 5, 6]
    assert "homework" not in causes(3, 3, task)
    assert causes(3, 6) == causes(3, 6, Task("", done=False)) == set()
    held = Entry("sessions/a.md", "session", TODAY - timedelta(days=3), tasks=(task,))
    first = next(
        choice for choice in asked(entry(0, 6), notes=[held]) if choice.cause and choice.cause.kind == "homework"
    )
    assert said(first) == (
        f"Your last session left you something to try, so something about {LIBRARY.themes['intentions'].about}."
    )


def test_what_was_answered_does_not_come_again_for_30_days() -> None:
    first = asked(entry(0, 6))[0].prompt
    for ago in (1, 29):
        again = [choice.prompt.id for choice in asked(entry(0, 6), answer(ago, first))]
        resting = again.index(first.id)
        assert resting == len(again) - 1 or resting > len(again) // 3
        assert again[0] != first.id
    assert asked(answer(0, first))[0].prompt.id != first.id


def test_a_theme_that_was_answered_yesterday_makes_way() -> None:
    first = asked(entry(0, 6, emotions=("bored",)))[0].prompt
    then = asked(entry(0, 6, emotions=("bored",)), answer(1, first))[0].prompt
    assert then.theme != first.theme


def test_a_theme_not_visited_for_long_comes_up() -> None:
    by_theme = {prompt.theme: prompt for prompt in LIBRARY.prompts}
    visited = [answer(n, by_theme[theme]) for n, theme in enumerate(sorted(set(by_theme) - {"joy"}), 1)]
    first = asked(entry(0, 6), *visited)[0]
    assert first.prompt.theme == "joy"
    assert said(first) == "Something about what is pleasant, which has not come up for a while."


def test_a_prompt_that_was_begun_and_left_rests_for_three_months_and_its_theme_for_two_weeks() -> None:
    prompt = next(p for p in LIBRARY.prompts if p.id == "thoughts-8")
    words = len(prompt.text.split())

    others = {other.theme: other for other in LIBRARY.prompts if other.theme != "thoughts"}

    def place(ago: int, words: int) -> int:
        answers = [answer(ago, other)._replace(path=f"journal/{theme}.md") for theme, other in others.items()]
        order = asked(entry(0, 6), answer(ago, prompt, words), *answers)
        return [choice.prompt.theme for choice in order].index("thoughts")

    assert place(12, words) > place(12, words + 1)
    assert place(15, words) < place(12, words)
    for ago, is_last in ((31, True), (89, True), (90, False)):
        order = [c.prompt.id for c in asked(entry(0, 6), answer(ago, prompt, words), theme="thoughts")]
        fitting = [p.id for p in LIBRARY.prompts if p.theme == "thoughts" and "middling" in p.tones]
        assert (order[len(fitting) - 1] == prompt.id) is is_last


def guidance(ago: int, *lines: tuple[str, bool]) -> Entry:
    tasks = tuple(Task(text, done) for text, done in lines)
    day = TODAY - timedelta(days=ago)
    return Entry(f"guidance/{day}-therapist.md", "guidance", day, tasks=tasks)


def test_what_the_therapist_asked_comes_first_until_it_is_answered_or_ticked() -> None:
    note = guidance(4, ("What did the silence do? #prompt", False), ("ring the clinic", False), ("Done #prompt", True))
    first = asked(entry(0, 9, emotions=("tired",)), notes=[note])[0]
    assert (first.prompt.theme, first.prompt.text) == ("guidance", "What did the silence do?")
    assert said(first) == "Your therapist left this one for you on Thursday."
    assert asked(notes=[guidance(40, ("Old? #prompt", False)), note])[0].prompt == first.prompt
    answered = [choice.prompt.theme for choice in asked(answer(1, first.prompt), notes=[note])]
    assert "guidance" not in answered
    assert "guidance" not in [c.prompt.theme for c in asked(notes=[guidance(-1, ("Later? #prompt", False))])]


def test_on_a_very_low_day_the_therapists_waits_unless_it_is_marked_gentle() -> None:
    note = guidance(4, ("What did the silence do? #prompt", False), ("How is the chair? #prompt #gentle", False))
    choices = asked(entry(0, 1), notes=[note])
    assert choices[0].prompt.text == "How is the chair?"
    assert all(choice.prompt.is_gentle for choice in choices)
    assert [choice.prompt.text for choice in asked(entry(0, 1), notes=[note], theme="guidance")] == [
        "How is the chair?"
    ]


def test_a_theme_takes_turns_by_the_day_and_goes_round_once_before_any_comes_again() -> None:
    fitting = {p.id for p in LIBRARY.prompts if p.theme == "rest" and "middling" in p.tones}
    days = [TODAY + timedelta(days=n) for n in range(len(fitting))]
    assert {choose(LIBRARY, Facts(), day, "rest")[0].prompt.id for day in days} == fitting
    first = asked(theme="rest")[0]
    assert said(first, wanted=True) == "Something about rest, as you asked."
    assert asked(answer(3, first.prompt), theme="rest")[0].prompt != first.prompt


def test_a_theme_on_a_low_day_begins_with_what_is_gentle_even_if_all_that_was_answered() -> None:
    gentle = [p for p in LIBRARY.prompts if p.theme == "joy" and p.is_gentle]
    answers = [answer(n, prompt) for n, prompt in enumerate(gentle, 1)]
    order = [choice.prompt for choice in asked(entry(0, 4), *answers, theme="joy")]
    assert set(order[: len(gentle)]) == set(gentle)
    assert order[0] == gentle[-1]
    assert {choice.prompt for choice in asked(entry(0, 1), theme="joy")} == set(gentle)


def test_a_theme_with_nothing_gentle_gives_way_on_a_very_low_day_and_says_so() -> None:
    library = collect(
        [read_prompts(path, text) for path, text in shipped_prompts().items()],
        [read_prompts(".tj/prompts/shed.md", "---\nabout: the shed\n---\n- What hangs where?\n")],
    )
    assert asked(entry(0, 5), theme="shed", library=library)[0].prompt.text == "What hangs where?"
    first = asked(entry(0, 1), theme="shed", library=library)[0]
    assert first.prompt.is_gentle
    assert reason(first, library.themes, wanted=True).startswith(
        "Nothing about the shed is gentle enough for a low day, so something gentle about "
    )


def test_another_vault_day_by_day_without_one_entry_sees_no_prompt_twice_in_30_days() -> None:
    seen: dict[str, date] = {}
    for number in range(120):
        day = FIRST + timedelta(days=number)
        id_ = choose(LIBRARY, Facts(), day)[0].prompt.id
        assert (day - seen.get(id_, date.min)).days >= 30
        seen[id_] = day


def test_the_first_and_the_last_days_of_the_calendar_are_days_too() -> None:
    for day in (date.min, date(1, 2, 1), date.max):
        assert choose(LIBRARY, Facts([Entry("a.md", date=day, stated_mood=1.0)], [Entry("s.md", "session", day)]), day)
