"""The summaries of a vault: one Markdown file for each week, month and year, for the latest 30 days, and for the goals.

They depend on the notes and the settings alone: the same vault gives the same bytes on every machine, on every day.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tj.config import Settings
from tj.entry.model import Entry
from tj.insight.agenda import agenda, homework, last_session
from tj.insight.goals import goals
from tj.insight.mood import (
    Contrast,
    DayMood,
    Figures,
    contrasts,
    count_emotions,
    count_goals,
    daily,
    figures,
    tracker_figures,
)
from tj.insight.wins import wins
from tj.report.chart import mermaid_moods
from tj.report.period import Period, all_periods
from tj.report.render import link, plain, status, table, wrap

__all__ = ["status", "summaries"]

_GOALS = "goals.md"
_TITLES = {"index": "The last 30 days", "week": "Week", "month": "Month", "year": "Year"}


def summaries(notes: Iterable[Entry], settings: Settings, which: Sequence[Period] | None = None) -> dict[str, str]:
    """Return the text of each summary by its file's name.

    Arguments: `notes`, all of the vault, in any order; `settings`, the vault's; `which`, the periods to write, all that
    have a note by default. `index.md` and `goals.md` are always among them.
    """
    ordered = sorted(notes, key=lambda note: (note.date or date.min, note.time, note.path))
    dated = [note for note in ordered if note.date is not None and note.type == "entry"]
    newest = dated[-1].date if dated else None
    book = _Book(ordered, dated, settings)
    periods = all_periods(day for day in book.dates) if which is None else which
    texts = {f"{period.name}.md": wrap(book.page(period)) for period in periods}
    if newest is None:
        texts["index.md"] = wrap("# The last 30 days\n\nNothing is written yet. `tj mood 6` or `tj new` begins.")
    texts[_GOALS] = wrap(book.goals_page(newest or date.min))
    return dict(sorted(texts.items()))


class _Book:
    """The notes of a vault, at hand by their dates."""

    def __init__(self, notes: Sequence[Entry], dated: Sequence[Entry], settings: Settings) -> None:
        self.notes = notes
        self.entries = dated
        self.dates = [entry.date for entry in dated if entry.date is not None]
        self.settings = settings

    def within(self, since: date, until: date) -> Sequence[Entry]:
        return self.entries[bisect_left(self.dates, since) : bisect_right(self.dates, until)]

    def page(self, period: Period) -> str:
        entries = self.within(period.since, period.until)
        days = daily(entries)
        name = "" if period.kind == "index" else f" {period.name}"
        parts = [
            f"# {_TITLES[period.kind]}{name}",
            f"{period.since} to {period.until}. {_some(len(entries), 'entry', 'entries')} on {len(days)} of"
            f" {_some(period.days, 'day')}.",
            self._mood(period, days),
            _counted("Emotions", count_emotions(entries)),
            self._trackers(entries),
            _contrasts(contrasts(entries)),
            _counted("Goals worked on", count_goals(entries), "day"),
            _said("Wins", [f"{win.day}: {plain(win.text)}" for win in wins(entries)]),
            self._agenda(period, entries),
            _said("Entries", [_line(entry) for entry in entries]),
        ]
        return "\n\n".join(part for part in parts if part)

    def goals_page(self, newest: date) -> str:
        found = goals(self.notes, self.entries, newest)
        paths = {
            note.path.rpartition("/")[2].removesuffix(".md"): note.path for note in self.notes if note.type == "goal"
        }
        if not found:
            return "# Goals\n\nNo goals are set yet. `tj goal add NAME --target 3/week` sets one."
        rows = [
            [
                link(goal.name, paths[goal.name]) if goal.name in paths else plain(goal.name),
                goal.status,
                plain(goal.target) or "–",
                f"{goal.done} of {goal.planned}" if goal.planned else str(goal.done),
                " ".join(map(str, goal.weeks)),
            ]
            for goal in found
        ]
        head = ["goal", "status", "target", "days", "by week"]
        return f"# Goals\n\nThe four weeks up to {newest}, oldest week first.\n\n{table(head, rows)}"

    def _mood(self, period: Period, days: Sequence[DayMood]) -> str:
        noted = [(day.day, day.mood) for day in days if day.mood is not None]
        found = figures([mood for _, mood in noted])
        if found.mean is None:
            return "## Mood\n\nNo mood was noted."
        earlier = self.within(period.before.since, period.before.until) if period.before else []
        before = figures([day.mood for day in daily(earlier) if day.mood is not None])
        compared = f" The period before: {_number(before.mean)} ({_some(before.n, 'day')})." if before.n else ""
        said = (
            f"Mean {_number(found.mean)}, from {_number(found.lowest)} to {_number(found.highest)},"
            f" noted on {found.n} of {_some(period.days, 'day')}.{compared}"
        )
        points = _weekly(noted) if period.kind == "year" else [(day.isoformat()[5:], mood) for day, mood in noted]
        label = "week" if period.kind == "year" else "day"
        rows = [[name, _number(mood)] for name, mood in points]
        parts = ["## Mood", said, mermaid_moods(points, self.settings.scale), table([label, "mood"], rows)]
        return "\n\n".join(part for part in parts if part)

    def _trackers(self, entries: Sequence[Entry]) -> str:
        found = tracker_figures(entries)
        rows = [
            [plain(name), plain(self.settings.trackers.get(name, "")), _number(f.mean), _range(f), str(f.n)]
            for name, f in found.items()
        ]
        return f"## Trackers\n\n{table(['tracker', 'unit', 'mean', 'range', 'days'], rows)}" if rows else ""

    def _agenda(self, period: Period, entries: Sequence[Entry]) -> str:
        # The newest page looks ahead to the next session; the others keep what was brought up in their time.
        if period.kind != "index":
            return _said("For the session", [f"{said.day}: {plain(said.text)}" for said in agenda(entries)])
        session = last_session(self.notes, period.until)
        open_lines = agenda(self.entries, session.date if session else None)
        tasks = [
            f"{'done' if task.done else 'open'}: {plain(task.text)}" for task in homework(self.notes, period.until)
        ]
        parts = [
            _said("For the next session", [f"{said.day}: {plain(said.text)}" for said in open_lines]),
            _said("From the last session", tasks),
        ]
        return "\n\n".join(part for part in parts if part)


def _weekly(noted: Sequence[tuple[date, float]]) -> list[tuple[str, float]]:
    weeks: defaultdict[str, list[float]] = defaultdict(list)
    for day, mood in noted:
        year, week, _ = day.isocalendar()
        weeks[f"{year:04}-W{week:02}"].append(mood)
    return [(week, figures(moods).mean or 0.0) for week, moods in sorted(weeks.items())]


def _counted(title: str, counts: Mapping[str, int], unit: str = "entry") -> str:
    plural = "days" if unit == "day" else "entries"
    return _said(title, [f"{plain(name)}: {_some(count, unit, plural)}" for name, count in counts.items()])


def _contrasts(found: Sequence[Contrast]) -> str:
    lines = [
        f"{plain(c.name)} ({c.kind}): {_number(abs(c.difference))} {'higher' if c.difference > 0 else 'lower'} on"
        f" {c.days_with} days with it than on {c.days_without} without"
        for c in found[:8]
        if round(abs(c.difference), 1) >= 0.1
    ]
    if not lines:
        return ""
    caution = "Mean mood of days with and without. That two things go together does not say that one causes the other."
    return _said("What goes with better and worse days", lines).replace("days\n\n", f"days\n\n{caution}\n\n", 1)


def _said(title: str, lines: Sequence[str]) -> str:
    return f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) if lines else ""


def _line(entry: Entry) -> str:
    when = f"{entry.date} {entry.time}".strip()
    title = "" if entry.title == entry.path.rpartition("/")[2].removesuffix(".md") else f" {plain(entry.title)}"
    mood = f", mood {_number(entry.mood)}" if entry.mood is not None else ""
    return f"{link(when, entry.path)}{title}{mood}" + ("" if entry.readable else ", cannot be read: see `tj check`")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _range(found: Figures) -> str:
    return f"{_number(found.lowest)} to {_number(found.highest)}"


def _some(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
