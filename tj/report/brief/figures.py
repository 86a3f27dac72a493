"""The figures of the page: each a section of its own, empty where there is nothing to tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from itertools import pairwise

from tj.config import Settings
from tj.entry.model import Task
from tj.insight.goals import GoalProgress, parse_target
from tj.report.brief.findings import Brief
from tj.report.brief.pieces import day, items, section
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


def figures_of(brief: Brief, settings: Settings) -> Figures:
    """Return the sections with figures; `settings` are the vault's scale and trackers."""
    return Figures(
        mood=_mood(brief, settings),
        calendar=_calendar(brief, settings),
        trackers=_trackers(brief, settings),
        goals=_goals(brief),
        homework=_homework(brief.homework, brief.session_day),
        scores=_scores(brief.scores),
        emotions=_emotions(brief),
    )


def _mood(brief: Brief, settings: Settings) -> str:
    if brief.since is None or brief.until is None:
        return ""
    drawn = mood_figure(brief.days, brief.before, brief.since, brief.until, settings.scale)
    return section("Mood", "mood", drawn or f"<p>{escape(mood_line(brief, settings.scale))}</p>", kind="wide")


def _calendar(brief: Brief, settings: Settings) -> str:
    if brief.since is None or brief.until is None or not brief.mood.n:
        return ""
    return section("Calendar", "calendar", heat_figure(brief.days, brief.since, brief.until, settings.scale))


def _trackers(brief: Brief, settings: Settings) -> str:
    if brief.since is None or brief.until is None or not brief.trackers:
        return ""
    return section("Trackers", "trackers", trackers_figure(_series(brief, settings), brief.since, brief.until))


def _series(brief: Brief, settings: Settings) -> list[Series]:
    return [
        Series(name, settings.trackers.get(name, ""), [
            (entry.date, entry.trackers[name]) for entry in brief.entries if entry.date and name in entry.trackers
        ])
        for name in brief.trackers
    ]  # fmt: skip


def _goals(brief: Brief) -> str:
    if brief.since is None or brief.until is None or not brief.goals:
        return ""
    weekly = [goal for goal in brief.goals if not _is_once(goal)]
    weeks = [GoalWeeks(goal.name, goal.target, goal.weeks, _plans(goal, brief.length)) for goal in weekly]
    drawn = goals_figure(weeks, brief.since, brief.until)
    once = [f"{escape(goal.name)}: {escape(goal_line(goal))}" for goal in brief.goals if _is_once(goal)]
    return section("Goals", "goals", drawn + items(once, "counts"))


def _is_once(goal: GoalProgress) -> bool:
    target = parse_target(goal.target)
    return target is not None and target.once


def _plans(goal: GoalProgress, length: int) -> tuple[int, ...]:
    """Return how many days were planned in each week, which add up to what was planned in all.

    The days for which the goal asks are the last ones of the time: from its start on.
    """
    target = parse_target(goal.target)
    if target is None or not target.days:
        return (0,) * len(goal.weeks)
    first = length - min(round(goal.planned * 7 / target.days), length)
    ends = [min(7 * (week + 1), length) for week in range(len(goal.weeks))]
    whole = [round(target.days * max(end - first, 0) / 7) for end in ends]
    return tuple(after - before for before, after in pairwise([0, *whole]))


def _homework(tasks: Sequence[Task], session_day: date | None) -> str:
    if not tasks:
        return ""
    done = sum(task.done for task in tasks)
    said = f"{done} of {len(tasks)} done" + (f", from the session on {day(session_day)}" if session_day else "")
    # The signs are words to a screen reader, and in some fonts no signs at all.
    lines = [f"{_box(done=task.done)}{line_to_html(task.text)}{_due(task)}" for task in tasks]
    return section("Homework", "homework", f'<p class="facts">{said}.</p>{items(lines, "tasks")}')


def _box(*, done: bool) -> str:
    word = "done" if done else "open"
    return f'<span class="box {word}">{word}</span> '


def _due(task: Task) -> str:
    return f' <span class="due">due {day(task.due)}</span>' if task.due and not task.done else ""


def _scores(found: Sequence[Scores]) -> str:
    if not found:
        return ""
    parts = [_score(scores, number) for number, scores in enumerate(found, start=1)]
    return section("Questionnaires", "scores", f'<div class="forms">{"".join(parts)}</div><p class="facts">{CAUTION}</p>',
                   kind="wide")  # fmt: skip


def _score(scores: Scores, number: int) -> str:
    form = scores.instrument
    head, *rest = score_lines(scores)
    drawn = ""
    if form is not None:
        results = [(one.day, one.points) for one in scores.results]
        bands = [(band.name, band.start) for band in form.bands]
        drawn = assessment_figure(scores.title, results, bands, form.lowest, form.highest, prefix=f"score-{number}")
    said = "".join(f"<p>{escape(line)}</p>" for line in rest)
    return (
        f'<div class="form"><h3>{escape(scores.title)}</h3><p class="score-now"><strong>{escape(head)}</strong></p>'
        f"{said}{drawn}</div>"
    )


def _emotions(brief: Brief) -> str:
    return section("Emotions", "emotions", drawn) if (drawn := emotions_figure(brief.emotions)) else ""
