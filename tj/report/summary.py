"""The summaries of a vault: one Markdown file for each week, month and year, for the latest 30 days, and for the goals.

They depend on the notes and the settings alone: the same vault gives the same bytes on every machine, on every day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from tj.config import Settings
from tj.entry.model import Entry
from tj.insight.agenda import agenda, homework, last_session
from tj.insight.goals import GoalProgress, goal_name, goals
from tj.insight.mood import DayMood, contrasts, count_emotions, count_goals, count_tags, daily, figures, tracker_figures
from tj.insight.wins import Said, wins
from tj.report.period import Period, latest
from tj.report.render import link, plain, status, table, wrap
from tj.report.sections import bullets, contrast_lines, counted, joined, mood_section, tracker_section
from tj.report.words import mean, some

__all__ = ["GOALS", "INDEX", "goals_page", "index_page", "period_pages", "status"]

GOALS = "goals.md"
INDEX = "index.md"
_TITLES = {"index": "The last 30 days", "week": "Week", "month": "Month", "year": "Year"}
_NOTHING_YET = "# The last 30 days\n\nNothing is written yet. `tj mood 6` or `tj new` begins."
_NO_GOALS = "# Goals\n\nNo goals are set yet. `tj goal add NAME --target 3/week` sets one."


def period_pages(entries: Iterable[Entry], settings: Settings, periods: Iterable[Period]) -> dict[str, str]:
    """Return the summaries of weeks, months and years by their files' names; those without an entry are passed over.

    Argument: `entries`, all entries of these periods and of the one before each.
    """
    book = _Book(entries, settings)
    return {f"{period.name}.md": wrap(book.page(period)) for period in periods if book.within(period)}


def index_page(entries: Iterable[Entry], others: Sequence[Entry], settings: Settings) -> str:
    """Return the summary of the 30 days up to the newest entry.

    Arguments: `entries`, those of these days, of the 30 before, and all since the last session; `others`, all notes
    that are no entries.
    """
    book = _Book(entries, settings)
    if not book.dates:
        return wrap(_NOTHING_YET)
    return wrap(book.page(latest(book.dates[-1]), others))


def goals_page(others: Iterable[Entry], done: Mapping[str, Collection[date]], newest: date | None) -> str:
    """Return the summary of the goals.

    Arguments: `others`, all notes that are no entries; `done`, the days on which each goal was worked on; `newest`, the
    date of the newest entry, if there is one.
    """
    found = goals(others, done, newest or date.min)
    if not found:
        return wrap(_NO_GOALS)
    said = f"The four weeks up to {newest}, oldest week first." if newest else "No entry is written yet."
    head = ["goal", "status", "target", "days", "by week", "weeks in a row"]
    return wrap(joined("# Goals", said, table(head, [_goal_row(goal) for goal in found])))


class _Book:
    """The entries of a time, at hand by their dates."""

    def __init__(self, entries: Iterable[Entry], settings: Settings) -> None:
        self.entries = sorted(
            (entry for entry in entries if entry.date is not None), key=lambda e: (e.date or date.min, e.time, e.path)
        )
        self.dates = [entry.date for entry in self.entries if entry.date is not None]
        self.settings = settings
        self._days = daily([entry for entry in self.entries if entry.readable])
        self._day_dates = [day.day for day in self._days]
        self._lines: dict[str, str] = {}  # each entry is listed in its week, its month and its year

    def within(self, period: Period) -> Sequence[Entry]:
        return self.entries[bisect_left(self.dates, period.since) : bisect_right(self.dates, period.until)]

    def days(self, period: Period) -> Sequence[DayMood]:
        return self._days[bisect_left(self._day_dates, period.since) : bisect_right(self._day_dates, period.until)]

    def page(self, period: Period, others: Sequence[Entry] = ()) -> str:
        listed = self.within(period)
        entries = [entry for entry in listed if entry.readable]
        days = self.days(period)
        before = self.days(period.before) if period.before else []
        earlier = figures([day.mood for day in before if day.mood is not None])
        name = "" if period.kind == "index" else f" {period.name}"
        return joined(
            f"# {_TITLES[period.kind]}{name}",
            f"{period.since} to {period.until}: {some(len(entries), 'entry', 'entries')} on {len(days)} of"
            f" {some(period.days, 'day')}.",
            mood_section(period, days, earlier, self.settings.scale),
            counted("Emotions", count_emotions(entries), "entry", "entries"),
            counted("Tags", count_tags(entries), "entry", "entries"),
            tracker_section(tracker_figures(entries), self.settings.trackers),
            contrast_lines(contrasts(entries, days)),
            counted("Goals worked on", count_goals(entries), "day", "days"),
            bullets("Wins", [_said(win) for win in wins(entries)]),
            self._agenda(period, entries, others),
            bullets("Entries", [self._line(entry) for entry in listed]),
        )

    def _line(self, entry: Entry) -> str:
        if entry.path not in self._lines:
            self._lines[entry.path] = _entry_line(entry)
        return self._lines[entry.path]

    def _agenda(self, period: Period, entries: Sequence[Entry], others: Sequence[Entry]) -> str:
        # The newest page looks ahead to the next session; the others keep what was brought up in their time.
        if period.kind != "index":
            return bullets("For the session", [_said(said) for said in agenda(entries)])
        session = last_session(others, period.until)
        still_open = agenda(self.entries, session.date, session.time) if session else agenda(self.entries)
        tasks = homework(others, period.until)
        return joined(
            bullets("For the next session", [_said(said) for said in still_open]),
            bullets(
                "From the last session", [f"{'done' if task.done else 'open'}: {plain(task.text)}" for task in tasks]
            ),
        )


def _said(said: Said) -> str:
    return f"{link(str(said.day), said.path)}: {plain(said.text)}"


def _entry_line(entry: Entry) -> str:
    linked = link(f"{entry.date} {entry.time}".strip(), entry.path)
    if not entry.readable:
        return f"{linked}, not readable yet: `tj check` says why"
    title = "" if entry.title == goal_name(entry.path) else f" {plain(entry.title)}"
    mood = f", mood {mean(entry.mood)}" if entry.mood is not None else ""
    return f"{linked}{title}{mood}"


def _goal_row(goal: GoalProgress) -> list[str]:
    return [
        link(goal.title, goal.path) if goal.path else plain(goal.name),
        goal.status,
        plain(goal.target) or "–",
        f"{goal.done} of {goal.planned}" if goal.planned else str(goal.done),
        " ".join(map(str, goal.weeks)),
        f"{goal.run}, at best {goal.best_run}" if goal.best_run else "–",
    ]
