"""The therapist's brief: what stands in it, in which order, and what never does."""

import re
from datetime import date, timedelta

import pytest

from tj.config import Settings
from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.report.html import Page, build_report
from tj.templating import shipped

SETTINGS = Settings(trackers={"sleep": "hours", "steps": "steps"})
PAGE = Page(shipped("report.html"), shipped("report.css"), date(2026, 3, 1), date(2026, 3, 7))

FIRST = """---
date: 2026-03-05
mood: 6
emotions: [anxious, "<b>hopeful"]
goals: [walk]
sleep: 7.5
steps: 9000
---
# A day & a half

Slept <script>alert(1)</script> badly. ![a view](att/0001.jpg)

- 08:00 (mood:: 4)
- ask about <i>July</i> #session
- [x] already asked #session
- went out anyway #win
"""
SECOND = "---\ndate: 2026-03-06\nmood: 7\n---\nQuieter.\n"
SESSION = "---\ntype: session\ndate: 2026-03-04\n---\nWords.\n\n- [x] breathe\n- [ ] write\n"
GOAL = "---\ntype: goal\ntitle: Walk\ntarget: daily\nstart: 2026-03-05\n---\nIf it rains.\n"


def notes(*texts: str) -> list[Note]:
    return [
        parse_note(f"entries/{number:04}.md", text.encode(), SETTINGS) for number, text in enumerate(texts, start=1)
    ]


def report(*texts: str, page: Page = PAGE, summary_only: bool = False) -> str:
    images = {"att/0001.jpg": ("image/jpeg", b"xx")}
    return build_report(notes(*texts), images, SETTINGS, page, summary_only=summary_only)


def headings(text: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", text)


def part(text: str, name: str) -> str:
    found = re.search(f'<section aria-labelledby="{name}">(.*?)</section>\n', text, re.DOTALL)
    return found[1] if found else ""


def test_the_parts_come_in_the_order_of_a_session() -> None:
    assert headings(report(FIRST, SECOND, SESSION)) == [
        "For the session", "Homework", "Mood", "Trackers", "Goals worked on", "Emotions", "Wins", "Entries", "Sessions",
    ]  # fmt: skip


def test_it_says_whose_days_and_how_many() -> None:
    text = report(FIRST, SECOND, page=Page(PAGE.template, PAGE.style, PAGE.since, PAGE.until, "Ada & Co"))
    assert "<title>Journal of Ada &amp; Co, 2026-03-01 to 2026-03-07</title>" in text
    assert "<h1>Journal of Ada &amp; Co, <time>2026-03-01</time> to <time>2026-03-07</time></h1>" in text
    assert "2 entries from 2 of 7 days." in text


def test_without_a_time_the_notes_themselves_say_it() -> None:
    text = report(FIRST, SECOND, page=Page(PAGE.template, PAGE.style))
    assert "<title>Journal, 2026-03-05 to 2026-03-06</title>" in text


def test_the_agenda_leaves_out_what_is_ticked() -> None:
    agenda = part(report(FIRST), "session")
    assert "<time>2026-03-05</time> ask about &lt;i&gt;July&lt;/i&gt;</li>" in agenda
    assert "already asked" not in agenda


def test_homework_shows_what_is_done() -> None:
    assert part(report(FIRST, SESSION), "homework").endswith("<li>☑ breathe</li><li>☐ write</li></ul>")


def test_mood_has_figures_a_drawing_and_a_table() -> None:
    mood = part(report(FIRST, SECOND), "mood")
    assert "Mean 6.5, range 6 to 7 on a scale of 1 to 10; 2 of 7 days recorded." in mood
    assert mood.count("<svg") == 1
    assert '<th scope="row">2026-03-05</th><td>6.0</td><td>6, 08:00 4</td>' in mood
    assert "<details><summary>" in mood


def test_no_mood_among_what_was_shared() -> None:
    text = report("---\ndate: 2026-03-05\n---\nWords.\n")
    assert "No mood is among what was shared." in text
    assert "<svg" not in text
    assert headings(text) == ["Mood", "Entries"]


def test_trackers_goals_emotions_and_wins() -> None:
    text = report(FIRST)
    assert '<th scope="row">sleep (hours)</th><td>7.5</td><td>7.5 to 7.5</td><td>1</td>' in text
    assert '<th scope="row">steps</th><td>9000.0</td>' in text
    assert "<li>walk: 1 day</li>" in text
    assert "<li>&lt;b&gt;hopeful: 1 entry</li>" in text
    assert "went out anyway" in part(text, "wins")


def test_a_goal_known_by_its_name_is_shown_with_its_target() -> None:
    goal = parse_note("goals/walk.md", GOAL.encode(), SETTINGS)
    text = build_report([*notes(FIRST), goal], {}, SETTINGS, PAGE)
    assert "<li>walk: 1 day of 3 planned</li>" in text


def test_a_goals_note_under_a_neutral_name_makes_no_figure() -> None:
    text = report(FIRST, GOAL)
    assert part(text, "progress").endswith('<ul class="counts"><li>walk: 1 day</li></ul>')
    assert "If it rains." in part(text, "goals")


def test_entries_have_a_table_of_contents_and_their_text() -> None:
    text = report(FIRST, SECOND)
    assert '<li><a href="#entries-1">Thursday 2026-03-05: A day &amp; a half</a></li>' in text
    assert '<h3 id="entries-2">Friday 2026-03-06</h3><p class="facts">mood 7</p><p>Quieter.</p>' in text
    assert '<img src="data:image/jpeg;base64,eHg=" alt="a view">' in text
    assert "<nav" not in report(FIRST)


def test_a_note_without_a_date_is_shown() -> None:
    text = report("Words.\n")
    assert '<h3 id="entries-1">Undated</h3>' in text
    assert "<title>Journal</title>" in text
    assert "0 entries" in text


def test_figures_only_leaves_out_every_text() -> None:
    text = report(FIRST, SECOND, SESSION, summary_only=True)
    assert headings(text) == ["For the session", "Mood", "Trackers", "Goals worked on", "Emotions", "Wins"]
    for words in ("Slept", "Quieter", "breathe", "data:image"):
        assert words not in text


@pytest.mark.parametrize("texts", [(), (FIRST, SECOND, SESSION, GOAL)])
def test_the_page_is_whole_and_can_reach_nothing(texts: tuple[str, ...]) -> None:
    text = report(*texts)
    assert text.startswith('<!DOCTYPE html>\n<html lang="en">')
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'" in text
    assert 'name="viewport"' in text
    assert not re.search(r"<script|<link|@import|url\(|\ssrc=\"(?!data:)|\son\w+=", text)
    assert "not monitored" in text
    assert "not for emergencies" in text


def test_ids_are_unique_and_labels_point_to_them() -> None:
    text = report(FIRST, SECOND, SESSION, SESSION, GOAL)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    pointed = [name for names in re.findall(r'aria-labelledby="([^"]+)"', text) for name in names.split()]
    assert set(pointed) | set(re.findall(r'href="#([^"]+)"', text)) <= set(ids)


def test_the_same_notes_give_the_same_page() -> None:
    assert report(FIRST, SECOND) == report(FIRST, SECOND)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)
    shares = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_can_be_read() -> None:
    """Contrast by WCAG 2.2: 4.5 to 1 for text (1.4.3), and for the marks of the drawing, which ask only 3 (1.4.11)."""
    schemes = re.findall(r":root \{(.*?)\}", PAGE.style, re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#\w+)", scheme))
        for paper in ("paper", "panel"):
            for ink in ("ink", "soft", "accent", "dot"):
                light, dark = sorted((_luminance(colours[paper]), _luminance(colours[ink])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (scheme, paper, ink)


def test_a_year_of_entries_stays_a_small_page() -> None:
    day = date(2025, 1, 1)
    texts = [f"---\ndate: {day + timedelta(days=n)}\nmood: 5\n---\nWords.\n" for n in range(365)]
    assert len(report(*texts, page=Page(PAGE.template, PAGE.style), summary_only=True)) < 100_000
