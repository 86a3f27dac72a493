"""The summaries of a vault: one Markdown file for each week, month and year, for the latest 30 days, and for the goals.

They depend on the notes and the settings alone: the same vault gives the same bytes on every machine, on every day.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tj.config import Settings
from tj.entry.model import Entry
from tj.insight.agenda import agenda, homework, last_session
from tj.insight.goal_words import count_words, target_words
from tj.insight.goals import GoalProgress, goals
from tj.insight.mood import Figures
from tj.insight.tally import contrasts, ranked
from tj.report.noted import Noted, within_period
from tj.report.parts import Part, said
from tj.report.period import Period
from tj.report.render import link, plain, table, wrap
from tj.report.sections import Drawn, bullets, contrast_lines, counted, joined, mood_section, tracker_section
from tj.report.words import some

__all__ = ["GOALS", "INDEX", "Told", "goals_page", "index_page", "nothing_yet", "period_page"]

GOALS = "goals.md"
INDEX = "index.md"
_TITLES = {"index": "The last 30 days", "week": "Week", "month": "Month", "year": "Year"}
_NOTHING_YET = "# The last 30 days\n\nNothing is written yet. `tj mood 6` or `tj new` begins."
_NOTHING_NOTED = Noted()
_NO_GOALS = "# Goals\n\nNo goals are set yet. `tj goal add NAME --target 3/week` sets one."


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells: what the days of its time give, the figures of the time before, and the moods drawn."""

    part: Part
    before: Figures
    drawn: Drawn


def period_page(period: Period, told: Told, settings: Settings, noted: Noted = _NOTHING_NOTED) -> bytes:
    """Return the summary of a week, a month or a year that has an entry.

    Argument: `noted`, the assessments and sessions of all times.
    """
    asked = bullets("For the session", told.part.lines.agenda)
    return wrap(_page(period, told, settings, noted, asked))


def nothing_yet() -> bytes:
    """Return the summary of the latest days where there is no entry."""
    return wrap(_NOTHING_YET)


def index_page(
    period: Period,
    told: Told,
    settings: Settings,
    sessions: Sequence[Entry],
    asked: Sequence[Entry],
    noted: Noted = _NOTHING_NOTED,
) -> bytes:
    """Return the summary of the 30 days up to the newest entry.

    Arguments: `period`, these days; `sessions`, the notes among which the last session and the guidance since then are;
    `asked`, all entries with something for a session that were written since; `noted`, the assessments and sessions of
    all times.
    """
    session = last_session(sessions, period.until)
    # The newest page looks ahead to the next session; the others keep what was brought up in their time.
    still_open = agenda(asked, session.date, session.time) if session else agenda(asked)
    tasks = [f"{'done' if task.done else 'open'}: {plain(task.text)}" for task in homework(sessions, period.until)]
    ahead = joined(
        bullets("For the next session", [said(one) for one in still_open]), bullets("From the last session", tasks)
    )
    return wrap(_page(period, told, settings, noted, ahead))


def goals_page(others: Iterable[Entry], done: Mapping[str, Collection[date]], newest: date | None) -> bytes:
    """Return the summary of the goals.

    Arguments: `others`, all notes that are no entries; `done`, what was done each day towards each goal, from
    `work_done`; `newest`, the date of the newest entry, if there is one.
    """
    found = goals(others, done, newest or date.min)
    if not found:
        return wrap(_NO_GOALS)
    up_to = f"The four weeks up to {newest}, oldest week first." if newest else "No entry is written yet."
    head = ["goal", "status", "target", "days", "by week", "in a row", "last"]
    return wrap(joined("# Goals", up_to, table(head, [_goal_row(goal) for goal in found])))


def _page(period: Period, told: Told, settings: Settings, noted: Noted, for_session: str) -> str:
    of_period = within_period(noted, period)
    tally = told.part.tally
    name = "" if period.kind == "index" else f" {period.name}"
    trackers = {key: found.figures() for key, found in sorted(tally.trackers.items())}
    return joined(
        f"# {_TITLES[period.kind]}{name}",
        f"{period.since} to {period.until}: {some(tally.entries, 'entry', 'entries')} on {tally.days} of"
        f" {some(period.days, 'day')}.",
        mood_section(period, tally.moods.figures(), told.before, settings.scale, told.drawn),
        counted("Emotions", ranked(tally, "emotion"), "entry", "entries"),
        counted("Tags", ranked(tally, "tag"), "entry", "entries"),
        tracker_section(trackers, settings.trackers),
        contrast_lines(contrasts(tally)),
        counted("Goals worked on", ranked(tally, "goal"), "day", "days"),
        bullets("Assessments", [line for _, line in of_period.assessments]),
        bullets("Wins", told.part.lines.wins),
        bullets("Sessions", [line for _, line in of_period.sessions]),
        for_session,
        bullets("Entries", told.part.lines.entries),
    )


def _goal_row(goal: GoalProgress) -> list[str]:
    return [
        link(goal.title, goal.path) if goal.path else plain(goal.name),
        goal.status,
        plain(target_words(goal.goal)) or "–",
        count_words(goal),
        " ".join(map(str, goal.weeks)),
        _in_a_row(goal) or "–",
        str(goal.last or "–"),
    ]


def _in_a_row(goal: GoalProgress) -> str:
    if not goal.best_run:
        return ""
    name = "month" if goal.goal.rhythm.month else "week"
    best = f", at best {goal.best_run}" if goal.best_run > goal.run else ""
    return f"{some(goal.run, name)}{best}"
