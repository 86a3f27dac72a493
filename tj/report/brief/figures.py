"""The figures of the page: each a section of its own, empty where there is nothing to tell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import TypeAlias

from tj.config import Settings
from tj.entry.model import Task
from tj.insight.goals import GoalProgress, parse_target
from tj.report.brief.findings import Brief
from tj.report.brief.pieces import apart, day, items, section, written
from tj.report.brief.scores import Scores
from tj.report.brief.words import CAUTION, goal_line, mood_line, score_lines
from tj.report.charts import (
    GoalWeeks,
    Series,
    assessment_figure,
    emotions_figure,
    goals_figure,
    heat_figure,
    mood_figure,
    trackers_figure,
)
from tj.report.markup import line_to_html

__all__ = ["Figures", "figures_of"]

# Keeps the table of a figure for the end of them all, and returns the rest.
_Keep: TypeAlias = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Figures:
    """The sections with figures, as HTML, each empty where there is nothing to tell."""

    mood: str
    calendar: str
    trackers: str
    goals: str
    homework: str
    scores: str
    emotions: str
    tables: str


def figures_of(brief: Brief, settings: Settings) -> Figures:
    """Return the sections with figures; `settings` are the vault's scale and trackers."""
    tables: list[str] = []

    def keep(figure: str, name: str) -> str:
        drawn, table = apart(figure, f"{name}-table")
        tables.append(table)
        return drawn

    return Figures(
        mood=_mood(brief, settings, keep),
        calendar=_calendar(brief, settings, keep),
        trackers=_trackers(brief, settings, keep),
        goals=_goals(brief, keep),
        homework=_homework(brief.homework, brief.session_day),
        scores=_scores(brief.scores, keep),
        emotions=_emotions(brief, keep),
        tables=section("The figures as tables", "tables", "".join(tables), kind="tables") if any(tables) else "",
    )


def _mood(brief: Brief, settings: Settings, keep: _Keep) -> str:
    if brief.since is None or brief.until is None:
        return ""
    drawn = keep(mood_figure(brief.days, brief.before, brief.since, brief.until, settings.scale), "mood")
    return section("Mood", "mood", drawn or f"<p>{escape(mood_line(brief, settings.scale))}</p>")


def _calendar(brief: Brief, settings: Settings, keep: _Keep) -> str:
    if brief.since is None or brief.until is None or not brief.mood.n:
        return ""
    drawn = keep(heat_figure(brief.days, brief.since, brief.until, settings.scale), "calendar")
    return section("Calendar", "calendar", drawn)


def _trackers(brief: Brief, settings: Settings, keep: _Keep) -> str:
    if brief.since is None or brief.until is None or not brief.trackers:
        return ""
    drawn = keep(trackers_figure(_series(brief, settings), brief.since, brief.until), "trackers")
    return section("Trackers", "trackers", drawn)


def _series(brief: Brief, settings: Settings) -> list[Series]:
    return [
        Series(name, settings.trackers.get(name, ""), [
            (entry.date, entry.trackers[name]) for entry in brief.entries if entry.date and name in entry.trackers
        ])
        for name in brief.trackers
    ]  # fmt: skip


def _goals(brief: Brief, keep: _Keep) -> str:
    if brief.since is None or brief.until is None or not brief.goals:
        return ""
    weekly = [goal for goal in brief.goals if not _is_once(goal)]
    weeks = [GoalWeeks(goal.name, goal.target, goal.weeks, brief.planned[goal.name]) for goal in weekly]
    drawn = keep(goals_figure(weeks, brief.since, brief.until), "goals")
    once = [f"{escape(goal.name)}: {escape(goal_line(goal))}" for goal in brief.goals if _is_once(goal)]
    return section("Goals", "goals", drawn + items(once, "plain"), kind="goals")


def _is_once(goal: GoalProgress) -> bool:
    target = parse_target(goal.target)
    return target is not None and target.once


def _homework(tasks: Sequence[Task], session_day: date | None) -> str:
    if not tasks:
        return ""
    done = sum(task.done for task in tasks)
    said = f"{done} of {len(tasks)} done" + (f", since the session on {day(session_day)}" if session_day else "")
    # The signs are words to a screen reader, and in some fonts no signs at all.
    lines = [f"{_box(done=task.done)}{written(line_to_html(task.text))}{_due(task)}" for task in tasks]
    return section("Homework", "homework", f'<p class="facts">{said}.</p>{items(lines, "tasks")}')


def _box(*, done: bool) -> str:
    word = "done" if done else "open"
    return f'<span class="box {word}">{word}</span> '


def _due(task: Task) -> str:
    return f' <span class="due">due {day(task.due)}</span>' if task.due and not task.done else ""


def _scores(found: Sequence[Scores], keep: _Keep) -> str:
    if not found:
        return ""
    parts = [_score(scores, number, keep) for number, scores in enumerate(found, start=1)]
    return section(
        "Questionnaires", "scores", f'<div class="forms">{"".join(parts)}</div><p class="facts">{CAUTION}</p>'
    )


def _score(scores: Scores, number: int, keep: _Keep) -> str:
    form = scores.instrument
    head, *rest = score_lines(scores)
    drawn = ""
    if form is not None:
        results = [(one.day, one.points) for one in scores.results]
        bands = [(band.name, band.start) for band in form.bands]
        name = f"score-{number}"
        drawn = keep(assessment_figure(scores.title, results, bands, form.lowest, form.highest, prefix=name), name)
    said = "".join(f"<p>{escape(line)}</p>" for line in rest)
    return (
        f'<div class="form"><h3>{escape(scores.title)}</h3><p class="score-now"><strong>{escape(head)}</strong></p>'
        f"{said}{drawn}</div>"
    )


def _emotions(brief: Brief, keep: _Keep) -> str:
    drawn = keep(emotions_figure(brief.emotions), "emotions")
    return section("Emotions", "emotions", drawn, kind="emotions") if drawn else ""
