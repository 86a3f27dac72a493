"""The shipped templates and practices: all are there, say what they are for, and serve Obsidian as well as tj."""

import re
from datetime import date, time

import pytest

from tj.config import Settings
from tj.entry.parse import parse_note
from tj.insight.practices import Practice, practice_of
from tj.templating import fill, purpose, shipped_practices, shipped_templates

TEMPLATES = shipped_templates()
PRACTICES = shipped_practices()
# What Obsidian's Templates plugin fills in; anything else it would leave in the note.
OBSIDIAN = re.compile(r"\{\{(?:date|time)(?::[^{}]+)?\}\}|\{\{title\}\}")
KEYS = {
    "thought-record": ["belief", "belief_after", "distress", "distress_after"],
    "behavioural-activation": ["pleasure_expected", "pleasure", "mastery"],
    "worry-postponement": ["worry", "worry_after"],
    "exposure-step": ["suds_before", "suds_peak", "suds_after"],
    "sleep-diary": ["sleep", "sleep_quality", "asleep_after", "awake_in_the_night"],
}


def test_every_kind_is_there() -> None:
    assert set(TEMPLATES) >= {
        "daily", "check-in", "thought-record", "behavioural-activation", "worry-postponement", "gratitude-and-wins",
        "exposure-step", "sleep-diary", "session-preparation", "coping-plan", "weekly-review",
    }  # fmt: skip
    assert set(PRACTICES) >= {
        "paced-breathing", "grounding", "muscle-relaxation", "safe-place", "gentle-stretching", "kind-letter",
        "planning-rest",
    }  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_says_what_it_is_for(name: str) -> None:
    said = purpose(TEMPLATES[name])
    assert said.startswith("For ")
    assert said.endswith(".")
    assert len(said) < 150


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_has_no_field_but_those_of_obsidian(name: str) -> None:
    assert "{{" not in OBSIDIAN.sub("", TEMPLATES[name])
    assert "{{" not in fill(TEMPLATES[name], date(2026, 5, 11), time(9, 30), "2026-05-11")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_filled_template_is_read_without_a_problem(name: str) -> None:
    text = fill(TEMPLATES[name], date(2026, 5, 11), time(9, 30), "2026-05-11")
    note = parse_note("journal/2026/2026-05-11.md", text.encode(), Settings())
    assert note.problems == ()
    assert note.entry.date == date(2026, 5, 11)
    assert note.entry.private is (name == "coping-plan")
    # Nothing that is empty counts: no line for the session, no win, no mood.
    assert [line.text for line in (*note.entry.agenda, *note.entry.wins) if line.text] == []
    assert note.entry.mood is None


@pytest.mark.parametrize("name", KEYS)
def test_what_is_rated_is_a_number_that_can_be_tracked(name: str) -> None:
    text = fill(TEMPLATES[name], date(2026, 5, 11), time(9, 30))
    for key in KEYS[name]:
        text = re.sub(rf"^{key}:$", f"{key}: 40", text, flags=re.MULTILINE)
    settings = Settings(trackers=dict.fromkeys(KEYS[name], ""))
    assert parse_note("2026-05-11.md", text.encode(), settings).entry.trackers == dict.fromkeys(KEYS[name], 40)


def test_what_is_filled_in_counts() -> None:
    text = fill(TEMPLATES["gratitude-and-wins"], date(2026, 5, 11), time(9, 30)).replace("-  #win", "- rang Kay #win")
    assert [line.text for line in parse_note("2026-05-11.md", text.encode(), Settings()).entry.wins] == ["rang Kay"]
    text = fill(TEMPLATES["session-preparation"], date(2026, 5, 11), time(9, 30)).replace("-  #", "- the move #", 1)
    assert [line.text for line in parse_note("2026-05-11.md", text.encode(), Settings()).entry.agenda][:1] == [
        "the move"
    ]
    text = fill(TEMPLATES["check-in"], date(2026, 5, 11), time(9, 30)).replace("mood:: ", "mood:: 4")
    (checkin,) = parse_note("2026-05-11.md", text.encode(), Settings()).entry.checkins
    assert (checkin.time, checkin.mood) == ("09:30", 4)


def read(name: str) -> Practice:
    note = parse_note(f"{name}.md", PRACTICES[name].encode(), Settings())
    assert note.problems == ()
    return practice_of(name, note)


@pytest.mark.parametrize("name", PRACTICES)
def test_a_practice_takes_three_minutes_and_says_when_not(name: str) -> None:
    practice = read(name)
    assert practice.minutes == 3
    assert practice.about
    title, when_not, how = re.split(r"^##? ", practice.text, flags=re.MULTILINE)[1:]
    assert title.strip() == practice.title
    assert when_not.startswith("Perhaps not now\n")
    assert how.startswith("How\n")
    assert 120 < len(practice.text.split()) < 400
    assert len(re.findall(r"^\d\. ", how, re.MULTILINE)) >= 6


def test_a_practice_names_only_others_that_there_are() -> None:
    titles = {read(name).title for name in PRACTICES}
    for name, text in PRACTICES.items():
        named = re.findall(r'"([A-Z][a-z ]+ by [a-z ]+)"', text)
        assert set(named) <= titles, name
        for template in re.findall(r"--template ([\w-]+)", text):
            assert template in TEMPLATES, name
