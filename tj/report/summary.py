"""The summaries of a vault: one Markdown file for each week, month and year, for the latest 30 days, and for the goals.

They depend on the notes and the settings alone: the same vault gives the same bytes on every machine, on every day.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date

from tj.config import Settings
from tj.entry.model import Entry
from tj.insight.agenda import agenda, homework, last_session
from tj.insight.goals import GoalProgress, goal_name, goals
from tj.insight.mood import contrasts, count_emotions, count_goals, count_tags, daily, figures, tracker_figures
from tj.insight.wins import Said, wins
from tj.report.period import Period, all_periods, latest
from tj.report.render import link, plain, status, table, wrap
from tj.report.sections import bullets, contrast_lines, counted, joined, mood_section, tracker_section
from tj.report.words import mean, some

__all__ = ["status", "summaries"]

_GOALS = "goals.md"
_INDEX = "index.md"
_TITLES = {"index": "The last 30 days", "week": "Week", "month": "Month", "year": "Year"}
_NOTHING_YET = "# The last 30 days\n\nNothing is written yet. `tj mood 6` or `tj new` begins."
_NO_GOALS = "# Goals\n\nNo goals are set yet. `tj goal add NAME --target 3/week` sets one."


def summaries(notes: Iterable[Entry], settings: Settings, which: Iterable[Period] | None = None) -> dict[str, str]:
    """Return the text of each summary by its file's name.

    Arguments: `notes`, all of the vault, in any order; `settings`, the vault's; `which`, the periods to write, by
    default all that have an entry; those without one are passed over. `index.md` and `goals.md` are always among them.
    """
    ordered = sorted(notes, key=lambda note: (note.date or date.min, note.time, note.path))
    book = _Book(ordered, settings)
    if not book.dates:
        return {_GOALS: wrap(book.goals_page()), _INDEX: wrap(_NOTHING_YET)}
    known = all_periods(book.dates)
    # The newest days are named by the newest entry, whatever note made the caller ask.
    wanted = set(known if which is None else which) | {latest(book.dates[-1])}
    texts = {f"{period.name}.md": wrap(book.page(period)) for period in known if period in wanted}
    texts[_GOALS] = wrap(book.goals_page())
    return dict(sorted(texts.items()))


class _Book:
    """The notes of a vault, at hand by their dates."""

    def __init__(self, notes: Sequence[Entry], settings: Settings) -> None:
        self.notes = notes
        self.entries = [note for note in notes if note.date is not None and note.type == "entry"]
        self.dates = [entry.date for entry in self.entries if entry.date is not None]
        self.settings = settings

    def within(self, period: Period) -> Sequence[Entry]:
        return self.entries[bisect_left(self.dates, period.since) : bisect_right(self.dates, period.until)]

    def page(self, period: Period) -> str:
        listed = self.within(period)
        entries = [entry for entry in listed if entry.readable]
        days = daily(entries)
        before = daily(self.within(period.before)) if period.before else []
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
            contrast_lines(contrasts(entries)),
            counted("Goals worked on", count_goals(entries), "day", "days"),
            bullets("Wins", [_said(win) for win in wins(entries)]),
            self._agenda(period, entries),
            bullets("Entries", [_entry_line(entry) for entry in listed]),
        )

    def goals_page(self) -> str:
        newest = self.dates[-1] if self.dates else date.min
        found = goals(self.notes, self.entries, newest)
        if not found:
            return _NO_GOALS
        said = f"The four weeks up to {newest}, oldest week first." if self.dates else "No entry is written yet."
        head = ["goal", "status", "target", "days", "by week", "weeks in a row"]
        return joined("# Goals", said, table(head, [_goal_row(goal) for goal in found]))

    def _agenda(self, period: Period, entries: Sequence[Entry]) -> str:
        # The newest page looks ahead to the next session; the others keep what was brought up in their time.
        if period.kind != "index":
            return bullets("For the session", [_said(said) for said in agenda(entries)])
        session = last_session(self.notes, period.until)
        still_open = agenda(self.entries, session.date, session.time) if session else agenda(self.entries)
        tasks = homework(self.notes, period.until)
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
