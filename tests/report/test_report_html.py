"""The therapist's brief: what stands in it, in which order, and what never does."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tj.config import Settings
from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.insight.instruments import parse_instrument
from tj.report.brief.findings import brief_of
from tj.report.brief.plain import brief_markdown
from tj.report.html import Page, build_report
from tj.templating import shipped

SETTINGS = Settings(trackers={"sleep": "hours", "steps": "steps"})
PAGE = Page(shipped("report.html"), shipped("report.css") + shipped("charts.css"), date(2026, 3, 1), date(2026, 3, 7))

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
SESSION = "---\ntype: session\ndate: 2026-03-04\n---\nWords.\n\n- [x] breathe\n- [ ] write 📅 2026-03-09\n"
SCORE = "---\ntype: assessment\ndate: 2026-03-02\n---\n# PHQ-9\n\n11 of 27, moderate.\n\nFilled in at noon.\n"
WORDS = ("after", "the", "rain", "we", "went", "slowly", "along", "harbour", "and", "said", "nothing", "until", "all",
         "laughed", "at", "last")  # fmt: skip
FORMS = [parse_instrument("phq-9", shipped("instruments/phq-9.toml"), "phq-9")]
GOAL = "---\ntype: goal\ntitle: Walk\ntarget: daily\nstart: 2026-03-05\n---\nIf it rains.\n"


def notes(*texts: str) -> list[Note]:
    return [
        parse_note(f"entries/{number:04}.md", text.encode(), SETTINGS) for number, text in enumerate(texts, start=1)
    ]


def report(*texts: str, page: Page = PAGE, summary_only: bool = False) -> str:
    images = {"att/0001.jpg": ("image/jpeg", b"xx")}
    return build_report(notes(*texts), images, SETTINGS, page, instruments=FORMS, summary_only=summary_only)


def headings(text: str) -> list[str]:
    return re.findall(r"<h2[^>]*>(.*?)</h2>", text)


def part(text: str, name: str) -> str:
    found = re.search(f'<section[^>]* aria-labelledby="{name}">(.*?)</section>', text, re.DOTALL)
    return found[1] if found else ""


def test_the_parts_come_in_the_order_of_a_session() -> None:
    assert headings(report(FIRST, SECOND, SESSION, SCORE)) == [
        "For the session", "Mood", "Calendar", "Trackers", "Goals", "Homework", "Questionnaires", "Emotions", "Wins",
        "The figures as tables", "Entries", "Notes of sessions", "Notes on questionnaires",
    ]  # fmt: skip


def test_it_says_whose_days_and_how_many() -> None:
    page = replace(PAGE, writer="Ada & Co", remark="2 private notes were left out.")
    text = report(FIRST, SECOND, page=page)
    assert "<title>Journal of Ada &amp; Co, 2026-03-01 to 2026-03-07</title>" in text
    assert "<h1>Journal of Ada &amp; Co</h1>" in text
    assert (
        '<p class="span"><time datetime="2026-03-01">Sun 1 Mar 2026</time> to '
        '<time datetime="2026-03-07">Sat 7 Mar 2026</time></p>' in text
    )
    assert '<p class="scope">2 entries on 2 of 7 days. 2 private notes were left out.</p>' in text


def test_without_a_time_the_notes_themselves_say_it() -> None:
    text = report(FIRST, SECOND, page=Page(PAGE.template, PAGE.style))
    assert "<title>Journal, 2026-03-05 to 2026-03-06</title>" in text


def test_a_single_day_is_named_once() -> None:
    text = report(FIRST, page=Page(PAGE.template, PAGE.style))
    assert '<p class="span"><time datetime="2026-03-05">Thu 5 Mar 2026</time></p>' in text
    assert "1 entry on 1 of 1 day." in text


def test_the_agenda_leaves_out_what_is_ticked() -> None:
    agenda = part(report(FIRST), "session")
    assert (
        '<li><span lang="">ask about &lt;i&gt;July&lt;/i&gt;</span> <time datetime="2026-03-05">Thu 5 Mar</time></li>'
        in agenda
    )
    assert "already asked" not in agenda


def test_homework_says_in_words_what_is_done() -> None:
    homework = part(report(FIRST, SESSION), "homework")
    assert 'Homework</h2><p class="facts">1 of 2 done, since the session on' in homework
    assert homework.endswith(
        '<li><span class="box done">done</span> <span lang="">breathe</span></li>'
        '<li><span class="box open">open</span> <span lang="">write</span> <span '
        'class="due">due <time datetime="2026-03-09">Mon 9 Mar</time></span></li></ul>'
    )


def test_mood_has_figures_a_drawing_and_a_table() -> None:
    text = report(FIRST, SECOND)
    mood = part(text, "mood")
    assert "Mean 6.5 of 2 days. 5 of 7 days have no entry." in mood
    assert '<a href="#mood-table">Mood as a table</a>' in mood
    assert "<table" not in mood
    tables = part(text, "tables")
    assert '<details><summary>Mood as a table</summary><div id="mood-table">' in tables
    assert "<th>2026-03-05</th><td>6</td><td>6, 08:00 4</td>" in tables
    for name in ("calendar", "trackers", "goals", "emotions"):
        assert f'<div id="{name}-table">' in tables


def test_no_mood_among_what_was_shared() -> None:
    text = report("---\ndate: 2026-03-05\n---\nWords.\n")
    assert "No mood was noted in this time." in text
    assert "<svg" not in text
    assert headings(text) == ["Mood", "Entries"]


def test_the_time_before_is_told_only_from_notes_that_are_given() -> None:
    assert "period before" not in report(FIRST, SECOND)
    earlier = "---\ndate: 2026-02-27\nmood: 3\nemotions: [worn]\n---\nBefore.\n- bring it #session\n- did it #win\n"
    text = report(earlier, FIRST, SECOND)
    assert "In the period before, from 22 Feb 2026 on, the mean of 1 day was 3." in part(text, "mood")
    assert "2 entries on 2 of 7 days." in text
    for name in ("session", "emotions", "wins"):
        assert not re.search("worn|bring it|did it", part(text, name))


def test_trackers_emotions_and_wins() -> None:
    text = report(FIRST)
    assert "<strong>sleep (hours)</strong> mean 7.5, 1 day" in part(text, "trackers")
    assert "<td>9000</td>" in part(text, "tables")
    assert "&lt;b&gt;hopeful" in part(text, "emotions")
    assert "went out anyway" in part(text, "wins")


def test_a_tracker_of_yes_and_no_is_told_in_words() -> None:
    settings = Settings(trackers={"pill": "yes/no", "sleep": "hours"})
    days = ((1, "true"), (2, "false"), (3, "true"))
    given = [
        parse_note(f"entries/{day:04}.md", f"---\ndate: 2026-03-0{day}\npill: {said}\n---\nx\n".encode(), settings)
        for day, said in days
    ]
    page = build_report(given, {}, settings, PAGE)
    assert re.findall(r'<p class="facts">(pill[^<]*)', page) == ["pill yes", "pill no", "pill yes"]
    assert "<strong>pill</strong> yes 2 times of 3" in part(page, "trackers")
    told = brief_markdown(brief_of(given), settings)
    assert "| pill | yes 2 of 3 |  | 3 |" in told


def test_a_goal_asks_for_nothing_while_it_rests_or_once_it_is_over() -> None:
    def told(*facts: str) -> str:
        plan = "\n".join(["---", "type: goal", "target: daily", "start: 2026-01-01", *facts, "---", ""])
        goal = parse_note("goals/walk.md", plan.encode(), SETTINGS)
        found = build_report([*notes(FIRST), goal], {}, SETTINGS, PAGE)
        said = re.search(r"<strong>walk</strong> ([^<]*)", part(found, "goals"))
        return said[1] if said else ""

    assert told() == "daily: 1 of 7 days"
    assert told('paused: ["2026-03-04/2026-03-05"]') == "daily: 1 of 5 days"
    assert told("status: done", "ended: 2026-03-04") == "daily: 1 of 4 days"
    assert told("due: 2026-03-03") == "daily: 1 of 3 days"


def test_a_goal_is_told_with_what_was_planned() -> None:
    goal = parse_note("goals/walk.md", GOAL.encode(), SETTINGS)
    text = build_report([*notes(FIRST), goal], {}, SETTINGS, PAGE)
    assert "<strong>walk</strong> daily: 1 of 3 days" in part(text, "goals")


def test_a_goals_note_under_a_neutral_name_is_known_by_what_it_says() -> None:
    unnamed = report(FIRST, GOAL.replace("title: Walk\n", ""))
    assert "<strong>walk</strong> 1 day</p>" in part(unnamed, "goals")
    named = report(FIRST, GOAL.replace("type: goal", "type: goal\nname: walk"))
    assert "<strong>walk</strong> daily: 1 of 3 days" in part(named, "goals")
    assert "If it rains." in part(named, "goal-notes")


def test_a_goal_that_no_entry_names_is_called_by_its_heading() -> None:
    swim = "---\ntype: goal\ntarget: 2/week\n---\n# Swim / float\n"
    assert "<strong>Swim   float</strong> 2/week: 0 of 2 days" in part(report(FIRST, swim), "goals")
    assert "0002" not in report(FIRST, swim.replace("# Swim / float", "Words."))


@pytest.mark.parametrize(
    ("target", "start", "planned"),
    [("daily", "2026-03-01", "7 7 7 7 2"), ("3/week", "2026-03-01", "3 3 3 3 1"), ("daily", "2026-03-10", "0 5 7 7 2"),
     ("1/week", "2026-03-20", "0 0 0 1 0")],
)  # fmt: skip
def test_the_weeks_of_a_goal_add_up_to_what_was_planned(target: str, start: str, planned: str) -> None:
    page = replace(PAGE, since=date(2026, 3, 1), until=date(2026, 3, 30))
    goal = f"---\ntype: goal\nname: walk\ntarget: {target}\nstart: {start}\n---\n"
    entry = "---\ndate: 2026-03-30\ngoals: [walk]\n---\nx\n"
    text = report(entry, goal, page=page)
    table = text.partition('<div id="goals-table">')[2].partition("</details>")[0]
    found = [cell.partition(" of ")[2] or "0" for cell in re.findall(r"<td>(.*?)</td>", table)]
    assert " ".join(found) == planned


def test_what_is_to_be_done_once_stands_in_words() -> None:
    goal = "---\ntype: goal\nname: walk\ntarget: once by 2026-05-01\n---\nx\n"
    assert "<li>walk: done, planned once by 2026-05-01</li>" in part(report(FIRST, goal), "goals")


def test_a_result_is_told_with_its_band_its_change_and_its_source() -> None:
    later = SCORE.replace("2026-03-02", "2026-03-06").replace("11 of 27, moderate", "6 of 27, mild")
    scores = part(report(FIRST, SCORE, later), "scores")
    assert "<strong>6 of 27, mild, on Fri 6 Mar 2026.</strong>" in scores
    assert "<p>Changed by −5 points since Mon 2 Mar 2026 (11).</p>" in scores
    assert "<p>That is at least the 5 points from which a change counts (Löwe et al. 2004" in scores
    assert scores.count('<svg class="chart') == 1
    assert "It is no diagnosis." in scores
    alone = part(report(FIRST, SCORE), "scores")
    assert "Changed" not in alone
    assert "<svg" not in alone
    assert "From 10 on, talking it through with a professional is worth it" in alone


def test_entries_have_a_table_of_contents_and_their_text() -> None:
    text = report(FIRST, SECOND)
    assert '<li><a href="#e1">Thursday 2026-03-05: A day &amp; a half</a></li>' in text
    assert '<h3 id="e2">Friday 2026-03-06</h3><p class="facts">mood 7</p><div lang=""><p>Quieter.</p>' in text
    assert '<img src="data:image/jpeg;base64,eHg=" alt="a view">' in text
    assert "<li>08:00 mood 4</li>" in text
    assert "<nav" not in report(FIRST)


def test_a_check_in_reads_as_people_would_write_it() -> None:
    lines = "- 08:00 (mood:: 4) (emotions:: tense, tired) before it\n- (mood:: 5)\n- 9:00 [mood:: 6] [emotions:: ]\n"
    text = report(f"---\ndate: 2026-03-05\n---\n{lines}- a (mood:: ) word\n\n```\n- (mood:: 7) in code\n```\n")
    for said in ("08:00 mood 4 · tense, tired · before it", "mood 5", "9:00 mood 6", "a (mood:: ) word"):
        assert f"<li>{said}</li>" in text
    assert "- (mood:: 7) in code" in text


def test_only_what_is_to_be_shown_is_shown() -> None:
    given = notes(FIRST, SECOND)
    text = build_report(given, {}, SETTINGS, PAGE, shown=given[1:])
    assert "Quieter." in text
    assert "Slept" not in text
    assert "Mean 6.5" in text


def test_many_entries_are_found_by_month_and_day() -> None:
    day = date(2026, 1, 30)
    texts = [f"---\ndate: {day + timedelta(days=n)}\n---\nWords.\n" for n in range(50)]
    text = report(*texts, page=Page(PAGE.template, PAGE.style))
    assert (
        '<li>January 2026 <a href="#e1" aria-label="30 January 2026">30</a> '
        '<a href="#e2" aria-label="31 January 2026">31</a></li><li>February 2026 <a href="#e3" '
    ) in text


def test_a_note_without_a_date_is_shown() -> None:
    text = report("Words.\n", page=Page(PAGE.template, PAGE.style))
    assert '<h3 id="e1">Undated</h3>' in text
    assert "<title>Journal</title>" in text
    assert '<p class="scope">1 entry.</p>' in text


def test_figures_only_leaves_out_every_text() -> None:
    text = report(FIRST, SECOND, SESSION, SCORE, summary_only=True)
    assert headings(text) == ["For the session", "Mood", "Calendar", "Trackers", "Goals", "Questionnaires", "Emotions",
                              "Wins", "The figures as tables"]  # fmt: skip
    for words in ("Slept", "Quieter", "breathe", "data:image", "Filled in"):
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
    """Contrast by WCAG 2.2: 4.5 to 1 for text (1.4.3)."""
    schemes = re.findall(r":root \{(.*?)\}", shipped("report.css"), re.DOTALL)
    assert len(schemes) == 3
    for scheme in schemes:
        colours = dict(re.findall(r"--(\w+): (#\w+)", scheme))
        for paper in ("paper", "panel"):
            for ink in ("ink", "soft", "accent"):
                light, dark = sorted((_luminance(colours[paper]), _luminance(colours[ink])), reverse=True)
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (scheme, paper, ink)


def test_a_year_of_daily_data_stays_a_small_page() -> None:
    """Three check-ins a day, five trackers, four goals and 150 words, all of it under 400,000 bytes."""
    goals = [f"---\ntype: goal\nname: goal-{n}\ntarget: {n}/week\n---\nWhy.\n" for n in range(1, 5)]
    settings = Settings(
        trackers={"sleep": "hours", "steps": "", "coffee": "cups", "screen": "hours", "pills": "yes/no"}
    )
    given = [
        parse_note(f"entries/{number:04}.md", text.encode(), settings)
        for number, text in enumerate([*goals, *(year_day(n) for n in range(365))], start=1)
    ]
    page = build_report(given, {}, settings, Page(PAGE.template, PAGE.style))
    assert 300_000 < len(page.encode()) < 400_000
    assert page.count("<article") == 369
    assert "365 of these 365 are excerpts, so that the page stays small." in page
    assert "All of it is in the folder “entries” beside this page." in page


def year_day(number: int) -> str:
    said = " ".join(WORDS[(number * 7 + n * n) % len(WORDS)] for n in range(135))
    paragraphs = "\n\n".join(said[at : at + 230] for at in range(0, len(said), 230))
    checks = "\n".join(
        f"- {hour}:{number % 60:02} (mood:: {(number * hour) % 9 + 1}) (emotions:: calm) {WORDS[number % len(WORDS)]}"
        for hour in (10, 14, 21)
    )
    facts = {
        "date": date(2025, 1, 1) + timedelta(days=number), "emotions": "[calm, tired]", "sleep": 5 + number % 7 / 2,
        "goals": f"[{', '.join(f'goal-{n}' for n in range(1, 5) if number % n == 0)}]", "coffee": number % 4,
        "steps": 3000 + number * 37 % 9000, "screen": number % 6, "pills": 1,
    }  # fmt: skip
    header = "\n".join(f"{key}: {value}" for key, value in facts.items())
    return f"---\n{header}\n---\n{paragraphs}\n\n{checks}\n"
