"""Summaries: the same bytes from the same notes, and nothing of anyone's words that Markdown would act on."""

import random
import re
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.report.pages import summaries
from tj.config import MoodScale, Settings
from tj.entry.model import Checkin, Entry, GoalMark, Line, Task, Value
from tj.report.period import touched
from tj.report.render import status

DAY = date(2026, 3, 5)
SETTINGS = Settings()


def entry(day: date = DAY, **facts: object) -> Entry:
    path = str(facts.pop("path", f"journal/{day.year}/{day}.md"))
    title = str(facts.pop("title", path.rpartition("/")[2].removesuffix(".md")))
    return Entry(path, date=day, title=title, **facts)  # type: ignore[arg-type]  # any field of an entry


def page(name: str, *notes: Entry, settings: Settings = SETTINGS) -> str:
    return summaries(notes, settings)[name]


def section(text: str, title: str) -> str:
    found = re.search(rf"^## {title}\n\n(.*?)(?=\n## |\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1].rstrip("\n") if found else ""


def many(count: int = 60) -> list[Entry]:
    choice = random.Random(7)  # noqa: S311 - chance that can be repeated
    return [
        entry(
            DAY + timedelta(days=choice.randrange(90)),
            path=f"journal/{n}.md",
            stated_mood=choice.choice([None, 2.5, 5.1, 9.7]),
            checkins=(Checkin("08:00", 3.3), Checkin("", 4.1)),
            emotions=tuple(choice.sample(["calm", "sad", "proud"], 2)),
            tags=("work",) if n % 2 else (),
            goals=(GoalMark("walk"),),
            trackers={"sleep": choice.uniform(3, 9)},
            wins=(Line("won"),),
            agenda=(Line("ask"),),
        )
        for n in range(count)
    ]


def test_a_vault_gives_these_files() -> None:
    assert list(summaries([entry()], SETTINGS)) == ["2026-03.md", "2026-W10.md", "2026.md", "goals.md", "index.md"]


def test_an_empty_vault_has_a_kind_word() -> None:
    texts = summaries([], SETTINGS)
    assert "Nothing is written yet." in texts["index.md"]
    assert "No goals are set yet." in texts["goals.md"]
    assert list(texts) == ["goals.md", "index.md"]
    assert all(status(text) == "ours" for text in texts.values())


def test_any_order_gives_the_same_bytes() -> None:
    notes = many()
    expected = summaries(notes, SETTINGS)
    for seed in range(5):
        shuffled = notes[:]
        random.Random(seed).shuffle(shuffled)  # noqa: S311 - chance that can be repeated
        assert summaries(shuffled, SETTINGS) == expected


def test_writing_the_touched_periods_equals_writing_all() -> None:
    notes = many()
    before = summaries(notes, SETTINGS)
    session = Entry("sessions/a.md", type="session", date=date(2026, 9, 9))
    changed = [notes[0]._replace(stated_mood=1.0), *notes[1:], session]
    days = [note.date for note in (notes[0], session) if note.date]
    # The newest note is a session, in whose month nothing is written; the caller need not know.
    after = before | summaries(changed, SETTINGS, touched(days, session.date))
    assert after == summaries(changed, SETTINGS)


def test_each_file_is_marked_as_tjs() -> None:
    for text in summaries(many(), SETTINGS).values():
        assert re.match(r"---\ntype: summary\ngenerated_by: tj\nchecksum: [0-9a-f]{64}\n---\n\n# ", text)
        assert status(text) == "ours"
        assert text.endswith("\n")
        assert "\r" not in text


def test_mood_is_told_against_the_period_before() -> None:
    notes = [entry(DAY, stated_mood=6.0), entry(DAY + timedelta(days=1), stated_mood=7.5)]
    notes += [entry(DAY - timedelta(days=7), stated_mood=4.0), entry(DAY + timedelta(days=2))]
    text = page("2026-W10.md", *notes)
    assert "2026-03-02 to 2026-03-08: 3 entries on 3 of 7 days." in text
    mood = section(text, "Mood")
    assert mood.startswith(
        "Mean 6.8, range 6 to 7.5 on a scale of 1 to 10; 2 of 7 days recorded."
        " The week before: mean 4.0, 1 day recorded."
    )
    assert 'x-axis ["5 Mar", "6"]' in mood
    assert "line [6, 7.5]" in mood
    assert mood.endswith("| 2026-03-05 | 6.0 | 6 |\n| 2026-03-06 | 7.5 | 7.5 |")


def test_the_index_is_anchored_on_the_newest_entry() -> None:
    text = page("index.md", entry(DAY - timedelta(days=40), stated_mood=2.0), entry(DAY, stated_mood=6.0))
    assert "2026-02-04 to 2026-03-05: 1 entry on 1 of 30 days." in text
    assert "The 30 days before: mean 2.0, 1 day recorded." in text


def test_one_recorded_day_has_a_table_and_no_chart() -> None:
    mood = section(page("2026-03.md", entry(checkins=(Checkin("08:00", 4.0), Checkin("", 5.5)))), "Mood")
    assert "mermaid" not in mood
    assert "| 2026-03-05 | 4.8 | 5.5, 08:00 4 |" in mood


def test_no_mood_is_said_kindly() -> None:
    mood = section(page("2026-03.md", entry()), "Mood")
    assert mood == "No mood was noted; 0 of 31 days recorded."


def test_a_year_is_shown_by_its_months() -> None:
    notes = [entry(date(2026, month, day), stated_mood=float(month)) for month in (1, 2, 11) for day in (1, 2)]
    mood = section(page("2026.md", *notes), "Mood")
    assert 'x-axis ["2026-01", "2026-02", "2026-11"]' in mood
    assert "| [2026-11](2026-11.md) | 10.0 | 10 to 10 | 2 |" not in mood
    assert "| [2026-11](2026-11.md) | 11.0 | 11 to 11 | 2 |" in mood


def test_counts_trackers_and_goals() -> None:
    settings = Settings(trackers={"sleep": "hours"})
    notes = [
        entry(emotions=("sad", "calm"), tags=("work",), goals=(GoalMark("walk"),), trackers={"sleep": 7.0}),
        entry(DAY + timedelta(days=1), emotions=("calm",), trackers={"sleep": 8.0}),
    ]
    text = page("2026-W10.md", *notes, settings=settings)
    assert section(text, "Emotions") == "- calm: 2 entries\n- sad: 1 entry"
    assert section(text, "Tags") == "- work: 1 entry"
    assert section(text, "Goals worked on") == "- walk: 1 day"
    assert section(text, "Trackers").endswith("| sleep | hours | 7.5 | 7 to 8 | 2 |")


def test_a_tracker_by_yes_or_no_is_counted() -> None:
    settings = Settings(trackers={"pill": "yes/no"})
    notes = [entry(DAY + timedelta(days=n), trackers={"pill": float(n > 0)}) for n in range(3)]
    assert section(page("2026-W10.md", *notes, settings=settings), "Trackers").endswith(
        "| pill | yes/no | yes 2 of 3 |  | 3 |"
    )


def test_what_goes_with_better_days_names_numbers_and_the_caution() -> None:
    notes = [entry(DAY + timedelta(days=n), stated_mood=8.0, tags=("garden",)) for n in range(6)]
    notes += [entry(DAY + timedelta(days=n), stated_mood=4.0, emotions=("sad",)) for n in range(6, 13)]
    found = section(page("2026-03.md", *notes), "What goes with better and worse days")
    assert "does not say that one causes the other" in found
    assert found.endswith(
        "- garden (tag): 4.0 higher; 6 days with, 7 without\n- sad (emotion): 4.0 lower; 7 days with, 6 without"
    )


def test_at_most_five_each_way_and_none_that_make_no_difference() -> None:
    names = tuple(f"t{n}" for n in range(8))
    notes = [entry(DAY + timedelta(days=n), stated_mood=8.0, tags=names) for n in range(6)]
    notes += [entry(DAY + timedelta(days=n), stated_mood=4.0, emotions=names) for n in range(6, 12)]
    assert page("2026-03.md", *notes).count(" higher; ") == 5
    assert page("2026-03.md", *notes).count(" lower; ") == 5
    even = [note._replace(stated_mood=5.0) for note in notes]
    assert "What goes with" not in page("2026-03.md", *even)


def test_the_index_looks_ahead_to_the_session_and_back_at_its_homework() -> None:
    session = Entry("sessions/a.md", type="session", date=DAY, tasks=(Task("breathe", True), Task("#win write", False)))
    notes = [entry(DAY, agenda=(Line("old"),)), entry(DAY + timedelta(days=1), agenda=(Line("new"),)), session]
    index = page("index.md", *notes)
    assert section(index, "For the next session") == "- [2026-03-06](../journal/2026/2026-03-06.md): new"
    assert section(index, "From the last session") == "- done: breathe\n- open: \\#win write"
    week = section(page("2026-W10.md", *notes), "For the session")
    assert week.count("\n") == 1


def test_entries_are_linked_in_order_private_ones_too() -> None:
    notes = [
        entry(time="22:30", path="journal/2026/2026-03-05-2230.md", stated_mood=4.0),
        entry(private=True, title="A [title]"),
    ]
    assert section(page("2026-W10.md", *notes), "Entries") == (
        "- [2026-03-05](../journal/2026/2026-03-05.md) A \\[title\\]\n"
        "- [2026-03-05 22:30](../journal/2026/2026-03-05-2230.md), mood 4.0"
    )


def test_an_unreadable_note_is_linked_and_counts_for_nothing() -> None:
    text = page("2026-W10.md", entry(readable=False, private=True, title="secret"))
    assert "0 entries on 0 of 7 days" in text
    assert "- [2026-03-05](../journal/2026/2026-03-05.md), not readable yet" in text
    assert "secret" not in text


def test_goals_are_listed_with_their_notes() -> None:
    walk = Entry("goals/walk.md", type="goal", title="Walk | daily", properties={"target": "daily"})
    text = page("goals.md", walk, entry(goals=(GoalMark("walk"), GoalMark("read"))))
    assert "The four weeks up to 2026-03-05" in text
    assert "| read | active | – | 1 | 0 0 0 1 | – | 2026-03-05 |" in text
    assert r"| [Walk \| daily](../goals/walk.md) | active | daily | 1 of 25 | 0 0 0 1 | – | 2026-03-05 |" in text


def test_runs_of_weeks_are_told() -> None:
    walk = Entry("goals/walk.md", type="goal", title="walk", properties={"target": "1/week"})
    assert "| 1 week |" in page("goals.md", walk, entry(goals=(GoalMark("walk"),)))
    before = [entry(date(2026, 2, day), goals=(GoalMark("walk"),)) for day in (2, 9, 16)]
    assert "| 1 week, at best 3 |" in page("goals.md", walk, *before, entry(goals=(GoalMark("walk"),)))


def test_days_in_part_amounts_and_months_are_told() -> None:
    properties: dict[str, Value] = {"target": "1/month", "amount": 20, "unit": "pages"}
    read = Entry("goals/read.md", type="goal", title="read", properties=properties)
    text = page("goals.md", read, entry(goals=(GoalMark("read", 8.0),)))
    assert "| active | 1/month, 20 pages | 0 of 1, 1 in part | 0 0 0 0 | – | 2026-03-05 |" in text
    text = page("goals.md", read, entry(goals=(GoalMark("read", 8.0), GoalMark("read", 12.0))))
    assert "| 1 of 1 | 0 0 0 1 | 1 month | 2026-03-05 |" in text


def test_a_ticked_task_is_among_what_was_done() -> None:
    walk = Entry("goals/walk.md", type="goal", title="walk")
    task = Task("round the lake [[walk]]", done=True, completed=date(2026, 3, 3))
    assert "| active | – | 1 | 0 0 0 1 | – | 2026-03-03 |" in page("goals.md", walk, entry(tasks=(task,)))


def test_goals_before_the_first_entry() -> None:
    text = page("goals.md", Entry("goals/walk.md", type="goal", title="walk", properties={"target": "daily"}))
    assert "No entry is written yet." in text
    assert "[walk](../goals/walk.md)" in text


def test_both_ends_of_the_calendar_are_written() -> None:
    texts = summaries([entry(date.min, stated_mood=5.0), entry(date.max, stated_mood=6.0)], SETTINGS)
    assert {"0001-W01.md", "0001-01.md", "0001.md", "9999-W52.md", "9999-12.md", "9999.md"} < set(texts)


def test_a_scale_of_ones_own_is_used() -> None:
    settings = Settings(scale=MoodScale(-5, 5, {}))
    mood = section(page("2026-03.md", entry(stated_mood=-0.01), settings=settings), "Mood")
    assert mood.startswith("Mean 0.0, range 0 to 0 on a scale of -5 to 5;")


WORDS = st.text(st.sampled_from("ab|#[]()-+*_`~$%<>&!=:\\\n\r\t\x85\u2028 \x1b1.{}^😀\"'"), max_size=30)


@given(WORDS, WORDS, WORDS)
def test_no_words_break_out_of_their_place(first: str, second: str, third: str) -> None:
    note = entry(
        title=first,
        stated_mood=5.0,
        emotions=(second,),
        tags=(third,),
        goals=(GoalMark(third),),
        wins=(Line("[ ] #win " + first),),
        agenda=(Line("- [ ] #session (mood:: 3) " + second),),
    )
    plain = entry(title="t", stated_mood=5.0, emotions=("e",), tags=("g",), goals=(GoalMark("g"),),
                  wins=(Line("w"),), agenda=(Line("s"),))  # fmt: skip
    for name, text in summaries([note], SETTINGS).items():
        assert status(text) == "ours"
        body = text.partition("\n---\n")[2]
        if name != "goals.md":  # whose rows are sorted by name
            kinds = [line[:2] for line in body.split("\n")]
            assert kinds == [line[:2] for line in page(name, plain).partition("\n---\n")[2].split("\n")]
        assert not re.search(r"(?<!\\)#(win|session)|::|^\s*- \[ \]|(?<!\\)%%|(?<!\\)\[\[|(?<!\\)<", body, re.MULTILINE)
        assert len(body.splitlines()) == body.count("\n")
