"""The sentences of a brief, in plain text: numbers with what they rest on, and no judgement of the writer."""

from datetime import date

from tj.config import MoodScale, Settings
from tj.entry.model import Entry
from tj.insight.assessments import Since
from tj.insight.goals import GoalProgress
from tj.moment import format_moment
from tj.report.brief.findings import Brief
from tj.report.brief.scores import Score, Scores
from tj.report.words import level, mean, some, span
from tj.settings import YES_NO

__all__ = [
    "CAUTION",
    "before_line",
    "change_lines",
    "day_name",
    "goal_line",
    "mood_line",
    "note_title",
    "scope_line",
    "score_lines",
    "time_line",
    "tracker_name",
    "without_line",
]  # fmt: skip

CAUTION = "A score shows how the answers add up. It is no diagnosis."


def day_name(day: date, *, year: bool = False) -> str:
    """Return a day as people write it: `Thu 5 Mar`, with its year where `year`."""
    return format_moment("ddd D MMM YYYY" if year else "ddd D MMM", day)


def time_line(brief: Brief) -> str:
    """Return the time of a brief as people write it: `11 Apr to 10 May 2026`; empty where it has none."""
    if brief.since is None or brief.until is None:
        return ""
    first = format_moment("D MMM" if brief.since.year == brief.until.year else "D MMM YYYY", brief.since)
    last = format_moment("D MMM YYYY", brief.until)
    return last if brief.since == brief.until else f"{first} to {last}"


def scope_line(brief: Brief) -> str:
    """Return how many entries there are, and on how many of the days."""
    entries = some(brief.count, "entry", "entries")
    return f"{entries} on {len(brief.days)} of {some(brief.length, 'day')}." if brief.length else f"{entries}."


def mood_line(brief: Brief, scale: MoodScale) -> str:
    """Return the mean and range of the days' moods, and on how many days they rest."""
    found = brief.mood
    if not found.n:
        return "No mood was noted in this time."
    ends = f"{level(scale.lowest)} to {level(scale.highest)}"
    return (
        f"Mean {mean(found.mean)}, range {span(found)} on a scale of {ends};"
        f" {found.n} of {some(brief.length, 'day')} {'has' if found.n == 1 else 'have'} a mood."
    )


def without_line(brief: Brief) -> str:
    """Return on how many days nothing was written; empty where there is none."""
    without = brief.length - len(brief.days)
    return (
        f"{some(without, 'day has', 'days have')} no entry; nothing is drawn for {_them(without)}." if without else ""
    )


def before_line(brief: Brief) -> str:
    """Return the mean of the time before, and on how many days it rests; empty where it has none."""
    found = brief.mood_before
    if not found.n:
        return ""
    return f"The {some(brief.length, 'day')} before: mean {mean(found.mean)}, from {some(found.n, 'day')}."


def tracker_name(name: str, settings: Settings) -> str:
    """Return a tracker with its unit: `sleep (hours)`; that of yes and no is left out, since the answers tell it."""
    unit = settings.trackers.get(name)
    return f"{name} ({unit})" if unit and unit not in (name, YES_NO) else name


def goal_line(goal: GoalProgress) -> str:
    """Return what was done for a goal, and what was planned where it has a rhythm."""
    if goal.planned == 1 and goal.target.casefold().startswith("once"):
        return f"{'done' if goal.done else 'still open'}, planned {goal.target}"
    done = f"done on {some(goal.done, 'day')}"
    return f"{done}, {goal.planned} planned ({goal.target})" if goal.planned else done


def _score_line(score: Score) -> str:
    """Return one result: its points, the most there are, and its band."""
    return f"{score.points} of {score.highest}" + (f", {score.band}" if score.band else "")


def score_lines(scores: Scores) -> list[str]:
    """Return what the last result of a questionnaire says, and how it moved from the one before, with sources."""
    last = scores.results[-1]
    form = scores.instrument
    lines = [f"{_score_line(last)}, on {day_name(last.day, year=True)}."]
    if form is None:
        return lines
    if form.higher:
        lines.append(f"Higher numbers mean {form.higher}.")
    lines += [
        f"From {cutoff.at} on, {cutoff.meaning}{f' ({cutoff.source})' if cutoff.source else ''}."
        for cutoff in form.cutoffs
        if last.points >= cutoff.at
    ]
    return [*lines, *(change_lines(scores.since, measured=bool(form.changes)) if scores.since else [])]


def change_lines(since: Since, *, measured: bool) -> list[str]:
    """Return how a score moved from an earlier one, and how that stands to each threshold, for whoever reads it.

    Arguments: `measured`, whether there is a threshold for this questionnaire at all.
    """
    before = f"since {day_name(since.day, year=True)} ({since.score})"
    if since.points == 0:
        return [f"Unchanged {before}."]
    sign = "+" if since.points > 0 else "−"
    lines = [f"Changed by {sign}{some(abs(since.points), 'point')} {before}."]
    if not measured:
        return [*lines, "How much of a change is more than chance has not been measured for it."]
    lines += [f"That is at least the {_counts(points, source)}." for points, source in since.reached]
    lines += [f"That is less than the {_counts(points, source)}." for points, source in since.missed]
    return lines


def note_title(entry: Entry) -> str:
    """Return what a note is called in a brief: its day, hour and title, as far as it has them."""
    when = f"{format_moment('dddd', entry.date)} {entry.date} {entry.time}".strip() if entry.date else ""
    stem = entry.path.rpartition("/")[2].removesuffix(".md")
    title = "" if entry.title == stem else entry.title
    return ": ".join(part for part in (when, title) if part) or "Undated"


def _them(count: int) -> str:
    return "it" if count == 1 else "them"


def _counts(points: int, source: str) -> str:
    return f"{some(points, 'point')} from which a change counts ({source})"
