"""The brief as Markdown, which is also what a terminal shows: the same findings as the page, without the texts."""

from collections.abc import Sequence
from datetime import timedelta

from tj.config import Settings
from tj.insight.wins import Said
from tj.report.brief.findings import Brief
from tj.report.brief.words import (
    CAUTION,
    before_line,
    day_name,
    goal_line,
    mood_line,
    note_title,
    scope_line,
    score_lines,
    time_line,
    tracker_name,
    without_line,
)
from tj.report.render import plain, table
from tj.report.sections import bullets, joined
from tj.report.terminal import sparkline
from tj.report.words import level, mean, some, span

__all__ = ["brief_markdown"]

# More days than these make no line that fits into a terminal.
_MOST_DRAWN = 92
_END = "Not monitored, and not for emergencies."


def brief_markdown(brief: Brief, settings: Settings, writer: str = "", remark: str = "") -> str:
    """Return a brief as Markdown.

    Arguments: `settings`, the vault's scale and trackers; `writer`, whose journal it is, empty where that is not said;
    `remark`, a sentence for its head, such as what was left out.
    """
    whose = f"Journal of {plain(writer)}" if writer else "Journal"
    head = f"# {whose}, {time_line(brief)}" if brief.length else f"# {whose}"
    return joined(
        head,
        " ".join(part for part in (scope_line(brief), remark) if part),
        _said("For the session", brief.agenda),
        _mood(brief, settings),
        _trackers(brief, settings),
        bullets("Goals", [f"{plain(goal.name)}: {plain(goal_line(goal))}" for goal in brief.goals]),
        _homework(brief),
        _scores(brief),
        bullets("Emotions", [f"{plain(word)}: {some(n, 'entry', 'entries')}" for word, n in brief.emotions.items()]),
        _said("Wins", brief.wins),
        _entries(brief),
        _END,
    )


def _said(title: str, lines: Sequence[Said]) -> str:
    # A line of a note is Markdown already, and stays as it was written.
    return bullets(title, [f"{line.text} ({day_name(line.day)})" for line in lines])


def _mood(brief: Brief, settings: Settings) -> str:
    if not brief.length or brief.since is None:
        return ""
    moods = {day.day: day.mood for day in brief.days if day.mood is not None}
    drawn = ""
    if moods and brief.length <= _MOST_DRAWN:
        days = [brief.since + timedelta(days=offset) for offset in range(brief.length)]
        drawn = f"`{sparkline([moods.get(day) for day in days], settings.scale)}` (`·` is a day without a mood)"
    said = " ".join(
        part for part in (mood_line(brief, settings.scale), without_line(brief), before_line(brief)) if part
    )
    return joined("## Mood", said, drawn)


def _trackers(brief: Brief, settings: Settings) -> str:
    rows = [
        [plain(tracker_name(name, settings)), mean(found.mean), span(found), str(found.n)]
        for name, found in brief.trackers.items()
    ]
    return joined("## Trackers", table(["tracker", "mean", "range", "times noted"], rows)) if rows else ""


def _homework(brief: Brief) -> str:
    lines = [f"{'[x]' if task.done else '[ ]'} {task.text}" for task in brief.homework]
    since = f", since the session on {day_name(brief.session_day)}" if brief.session_day else ""
    return bullets(f"Homework{since}", lines)


def _scores(brief: Brief) -> str:
    lines = [f"{plain(scores.title)}: {plain(' '.join(score_lines(scores)))}" for scores in brief.scores]
    return joined(bullets("Questionnaires", lines), CAUTION if lines else "")


def _entries(brief: Brief) -> str:
    lines = [
        plain(note_title(entry)) + (f", mood {level(entry.mood)}" if entry.mood is not None else "")
        for entry in brief.entries
    ]
    return bullets("Entries", lines)
