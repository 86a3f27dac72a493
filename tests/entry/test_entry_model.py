"""What an entry is where nothing more is known of it."""

from tj.entry.model import Checkin, Entry, GoalMark, Line, Note, Task


def test_of_a_note_nothing_is_known_but_what_was_read() -> None:
    known = Entry("a.md")
    assert (known.type, known.date, known.time, known.title, known.mood) == ("entry", None, "", "", None)
    assert not any([known.emotions, known.goals, known.tags, known.trackers, known.properties, known.words])
    assert not any([known.checkins, known.tasks, known.agenda, known.wins, known.private])
    assert known.readable
    assert (Note(known, "").body_line, Note(known, "").problems) == (1, ())
    assert GoalMark("walk").amount is None
    assert Checkin("", 5.0) == Checkin("", 5.0, (), "", 0)
    assert Task("a", True) == Task("a", True, None, None, 0)
    assert Line("a") == Line("a", False, 0, 0)


def test_an_entrys_mood_is_the_stated_one_else_the_mean_of_its_checkins() -> None:
    felt = Entry("a.md", checkins=tuple(Checkin("", mood, (), "", 1) for mood in (4.0, None, 7.0)))
    assert felt.mood == 5.5
    assert felt._replace(stated_mood=2.0).mood == 2.0
    assert Entry("a.md", checkins=(Checkin("", None, ("calm",), "", 1),)).mood is None
