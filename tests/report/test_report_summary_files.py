"""Which summaries there are, which of them a change touches, and whose a file in their folder is."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.pages import summaries
from tj.config import Settings
from tj.entry.model import Checkin, Entry, GoalMark, Line
from tj.entry.parse import parse_note
from tj.report.period import all_periods, touched
from tj.report.render import status

SETTINGS = Settings()
TURN = date(2026, 12, 27)  # a Sunday: 2026-W53 begins the day after, and ends in 2027

DAYS = st.integers(-70, 70).map(lambda n: TURN + timedelta(days=n))
NOTES = st.lists(
    st.builds(
        lambda day, time, mood, felt, kind: Entry(
            "",
            type=kind,
            date=day,
            time=time,
            stated_mood=mood,
            emotions=("calm",) if felt else (),
            goals=(GoalMark("walk"),) if felt else (),
            checkins=(Checkin("08:00", felt),),
            wins=(Line("won", line=1),),
            agenda=(Line("ask", line=1),),
        ),
        DAYS,
        st.sampled_from(["", "22:30"]),
        st.none() | st.floats(1, 10),
        st.none() | st.floats(1, 10),
        st.sampled_from(["entry", "entry", "entry", "session"]),
    ),
    max_size=12,
).map(lambda notes: [note._replace(path=f"journal/{n}.md") for n, note in enumerate(notes)])


@settings(deadline=None, max_examples=40)
@given(NOTES, st.randoms(use_true_random=False))
def test_any_order_gives_the_same_bytes(notes: list[Entry], chance: random.Random) -> None:
    shuffled = notes[:]
    chance.shuffle(shuffled)
    assert summaries(shuffled, SETTINGS) == summaries(notes, SETTINGS)


@settings(deadline=None, max_examples=40)
@given(NOTES, NOTES)
def test_writing_what_a_change_touches_equals_writing_everything(before: list[Entry], after: list[Entry]) -> None:
    """Notes of one path that differ have changed; a path that is in one of the two only came or went."""
    old, new = {note.path: note for note in before}, {note.path: note for note in after}
    changed = [
        note for path in {*old, *new} if old.get(path) != new.get(path) for note in (old.get(path), new.get(path))
    ]
    days = [note.date for note in changed if note is not None and note.date is not None]
    newest = max((note.date for note in after if note.date is not None), default=None)
    expected = summaries(after, SETTINGS)
    kept = {name: text for name, text in summaries(before, SETTINGS).items() if name in expected}
    assert kept | summaries(after, SETTINGS, touched(days, newest)) == expected


@settings(deadline=None, max_examples=40)
@given(NOTES)
def test_every_file_is_of_a_time_that_has_an_entry(notes: list[Entry]) -> None:
    days = [note.date for note in notes if note.type == "entry" and note.date is not None]
    named = {f"{period.name}.md" for period in all_periods(days)}
    found = summaries(notes, SETTINGS)
    assert set(found) == named | {"index.md", "goals.md"}
    assert {status(text) for text in found.values()} == {"ours"}


def test_a_week_in_two_years_has_one_file_and_is_compared_with_the_one_before() -> None:
    levels = {date(2026, 12, 27): 3.0, date(2026, 12, 31): 5.0, date(2027, 1, 3): 6.0, date(2027, 1, 4): 9.0}
    found = summaries([Entry(f"{day}.md", date=day, stated_mood=mood) for day, mood in levels.items()], SETTINGS)
    weeks = [name for name in found if "W" in name]
    assert weeks == ["2026-W52.md", "2026-W53.md", "2027-W01.md"]
    assert "Mean 5.5, range 5 to 6" in found["2026-W53.md"]
    assert "The week before: mean 3.0, 1 day recorded." in found["2026-W53.md"]
    assert "The week before: mean 5.5, 2 days recorded." in found["2027-W01.md"]
    assert "The month before: mean 4.0, 2 days recorded." in found["2027-01.md"]
    assert "The year before: mean 4.0, 2 days recorded." in found["2027.md"]
    assert 'x-axis ["31 Dec", "3 Jan"]' in found["2026-W53.md"]


def test_with_nothing_in_the_period_before_nothing_is_compared() -> None:
    february, april = (Entry(f"{day}.md", date=day, stated_mood=5.0) for day in (date(2026, 2, 5), date(2026, 4, 5)))
    assert " before: " not in summaries([february, april], SETTINGS)["2026-04.md"]


def test_private_entries_count() -> None:
    texts = ("---\ndate: 2026-03-05\nmood: 4\n---\n", "---\ndate: 2026-03-06\nmood: 8\nprivate: true\n---\n")
    notes = [parse_note(f"journal/{n}.md", text.encode(), SETTINGS).entry for n, text in enumerate(texts)]
    assert notes[1].private
    assert (
        "Mean 6.0, range 4 to 8 on a scale of 1 to 10; 2 of 7 days recorded."
        in summaries(notes, SETTINGS)["2026-W10.md"]
    )


@pytest.mark.parametrize(
    "data", [b"---\nmood: [\n---\nhidden words\n", b"---\nmood: 3\n", b"\xff\xfe\x00", b"---\na: 1\na: 2\n---\n"]
)
def test_a_note_that_cannot_be_read_stops_nothing(data: bytes) -> None:
    broken = parse_note("journal/2026-03-06.md", data, SETTINGS).entry
    assert not broken.readable
    fine = Entry("journal/2026-03-05.md", date=date(2026, 3, 5), stated_mood=6.0)
    for notes in ([fine, broken], [broken, fine], [broken]):
        found = summaries(notes, SETTINGS)
        assert "2026-03-06.md), not readable yet: `tj check` says why" in found["2026-W10.md"]
        assert "hidden words" not in "".join(found.values())
    assert (
        "Mean 6.0, range 6 to 6 on a scale of 1 to 10; 1 of 7 days"
        in summaries([fine, broken], SETTINGS)["2026-W10.md"]
    )


def test_the_last_thirty_days_leave_out_the_one_before_them() -> None:
    newest = date(2026, 3, 5)
    days = {0: 8.0, 29: 6.0, 30: 3.0, 59: 2.0, 60: 9.0}
    notes = [Entry(f"{n}.md", date=newest - timedelta(days=n), stated_mood=mood) for n, mood in days.items()]
    index = summaries(notes, SETTINGS)["index.md"]
    assert "Mean 7.0, range 6 to 8 on a scale of 1 to 10; 2 of 30 days recorded." in index
    assert "The 30 days before: mean 2.5, 2 days recorded." in index


ONE, OTHER = (
    summaries([Entry("journal/a.md", date=date(2026, 3, 5), stated_mood=mood)], SETTINGS)["2026-W10.md"]
    for mood in (4.0, 8.0)
)


def merged(ours: str, theirs: str) -> str:
    """Return two versions of a file as git leaves them where they conflict: the lines that differ, side by side."""
    lines: list[str] = []
    for one, other in zip(ours.splitlines(), theirs.splitlines(), strict=True):
        lines += [one] if one == other else ["<<<<<<< HEAD", one, "=======", other, ">>>>>>> their-branch"]
    return "\n".join(lines) + "\n"


def test_two_versions_that_git_could_not_merge_are_a_conflict() -> None:
    text = merged(ONE, OTHER)
    assert "<<<<<<< HEAD\nchecksum: " in text
    assert status(text) == status(text.replace("\n", "\r\n")) == "conflict"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_any_changed_line_is_an_edit(line_end: str) -> None:
    lines = ONE.splitlines()
    assert status(line_end.join([*lines, ""])) == "ours"
    for number in range(5, len(lines)):
        edited = [*lines[:number], f"{lines[number]} mine", *lines[number + 1 :], ""]
        assert status(line_end.join(edited)) == "edited", lines[number]
        without = [*lines[:number], *lines[number + 1 :], ""]
        assert status(line_end.join(without)) == "edited", lines[number]


def test_a_checksum_of_another_file_is_an_edit() -> None:
    head, body = ONE.split("\n---\n", 1)[0], OTHER.split("\n---\n", 1)[1]
    assert status(f"{head}\n---\n{body}") == "edited"


@pytest.mark.parametrize(
    "text",
    ["# My own index\n", "---\ntype: summary\ntags: [mine]\n---\n# Mine\n", "---\n---\n", ONE.partition("\n---\n")[2]],
)
def test_a_file_that_does_not_say_it_is_tjs_is_not(text: str) -> None:
    assert status(text) == "foreign"
