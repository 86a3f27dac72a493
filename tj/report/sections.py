"""The parts of a summary, each Markdown with a heading, or empty where there is nothing to say."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from tj.config import MoodScale
from tj.insight.mood import Contrast, Figures
from tj.report.mermaid import day_labels, mermaid_moods
from tj.report.parts import Day
from tj.report.period import Period
from tj.report.render import plain, table
from tj.report.words import iso, mean, some, span, times_yes
from tj.settings import YES_NO

__all__ = ["Drawn", "before_said", "bullets", "by_day", "by_month", "contrast_lines", "counted", "joined",
           "mood_section", "tracker_section"]  # fmt: skip

_MOST_CONTRASTS = 5
_LEAST_CONTRAST = 0.05  # which is 0.1, as it is shown
_CAUTION = (
    "The mean mood of the days with each, against that of the other days, where there are at least five of both. That"
    " two things go together does not say that one causes the other, and among many some differ by chance alone: `tj"
    " stats` says of which that may be so."
)


class Drawn(NamedTuple):
    """Moods as a chart has them, labelled points, and as a table."""

    points: Sequence[tuple[str, float]]
    rows: str


def joined(*parts: str) -> str:
    """Return the parts that are not empty, parted by blank lines."""
    return "\n\n".join(part for part in parts if part)


def bullets(title: str, lines: Sequence[str]) -> str:
    """Return a section with a plain list; `lines` are Markdown already."""
    return f"## {title}\n\n- " + "\n- ".join(lines) if lines else ""


def counted(title: str, counts: Mapping[str, int], one: str, many: str) -> str:
    """Return a section that says how often each thing was there."""
    # `some`, a hundred times on a page.
    return bullets(title, [f"{plain(name)}: {count} {one if count == 1 else many}" for name, count in counts.items()])


def mood_section(period: Period, found: Figures, before: Figures, scale: MoodScale, drawn: Drawn) -> str:
    """Return mean, range, chart and table of a period's mood.

    Arguments: `found` and `before`, the figures of the moods of its days, and of those of the period before; `drawn`,
    from `by_day` or `by_month`.
    """
    if not found.n:
        return joined("## Mood", f"No mood was noted; 0 of {some(period.days, 'day')} recorded.")
    said = (
        f"Mean {mean(found.mean)}, range {span(found)} on a scale of"
        f" {scale.lowest:g} to {scale.highest:g}; {found.n} of {some(period.days, 'day')} recorded."
    )
    if before.n:
        last = "30 days" if period.kind == "index" else period.kind
        said += f" The {last} before: {before_said(before)} recorded."
    chart = mermaid_moods(drawn.points, scale)
    note = "The chart sets the recorded days side by side; days without a mood are left out of it." if chart else ""
    return joined("## Mood", said, chart, note if period.kind != "year" else "", drawn.rows)


def before_said(found: Figures) -> str:
    """Return all that a page says of the moods of the time before its own."""
    return f"mean {mean(found.mean)}, {some(found.n, 'day')}"


def tracker_section(found: Mapping[str, Figures], units: Mapping[str, str]) -> str:
    """Return the figures of each tracker; `units` are the settings' own."""
    rows = [_tracker_row(name, of_one, units.get(name, "")) for name, of_one in found.items()]
    return joined("## Trackers", table(["tracker", "unit", "mean", "range", "times noted"], rows)) if rows else ""


def _tracker_row(name: str, found: Figures, unit: str) -> list[str]:
    said = [f"yes {times_yes(found)} of {found.n}", ""] if unit == YES_NO else [mean(found.mean), span(found)]
    return [plain(name), plain(unit), *said, str(found.n)]


def contrast_lines(found: Sequence[Contrast]) -> str:
    """Return what goes with better and with worse days, at most five of each, with the caution that belongs to it."""
    # Of dozens the first few are put into words.
    higher = (contrast for contrast in found if contrast.difference >= _LEAST_CONTRAST)
    lower = (contrast for contrast in found if contrast.difference <= -_LEAST_CONTRAST)
    better = [_contrast(contrast, "higher") for contrast in islice(higher, _MOST_CONTRASTS)]
    worse = [_contrast(contrast, "lower") for contrast in islice(lower, _MOST_CONTRASTS)]
    if not better and not worse:
        return ""
    title = "## What goes with better and worse days"
    return joined(title, _CAUTION, "\n".join([f"- {line}" for line in [*better, *worse]]))


def _contrast(found: Contrast, word: str) -> str:
    return (
        f"{plain(found.name)} ({found.kind}): {abs(found.difference):.1f} {word};"
        f" {found.days_with} days with, {found.days_without} without"
    )


def by_day(days: Sequence[Day]) -> Drawn:
    """Return the mood of each day that has one."""
    noted = [(on, facts.mood, text) for on, facts, text, _ in days if facts.mood is not None]
    labels = day_labels([on for on, _, _ in noted])
    points = list(zip(labels, [mood for _, mood, _ in noted], strict=True))
    return Drawn(points, table(["day", "mood", "as noted"], [(iso(on), mean(mood), text) for on, mood, text in noted]))


def by_month(months: Iterable[tuple[str, Figures]]) -> Drawn:
    """Return the mean mood of each month that has one, by its name."""
    # A chart of a year's days or weeks has more labels than it can show.
    found = [(name, of_month) for name, of_month in months if of_month.n]
    rows = [[f"[{name}]({name}.md)", mean(f.mean), span(f), str(f.n)] for name, f in found]
    points = [(name, f.mean) for name, f in found if f.mean is not None]
    return Drawn(points, table(["month", "mean", "range", "days recorded"], rows))
