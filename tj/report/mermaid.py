"""Charts of summaries in Mermaid; days without data stay without. Those of the report are in `charts`."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from tj.config import MoodScale
from tj.moment import format_moment

__all__ = ["day_labels", "mermaid_moods"]

# Mermaid's own line is too pale to see on white, and its own width too narrow for the labels of 31 days.
_MERMAID_LOOK = (
    '%%{init: {"xyChart": {"width": 900, "height": 320, "xAxis": {"labelFontSize": 12}},'
    ' "themeVariables": {"xyChart": {"plotColorPalette": "#3b82c4"}}}}%%'
)


def day_labels(days: Sequence[date]) -> list[str]:
    """Return a short label for each day, none of them twice: `27 Feb`, `28`, `1 Mar`, `2`.

    Argument: `days`, in order and of 31 days at most. Mermaid draws two points of one label on top of each other.
    """
    labels: list[str] = []
    month = 0
    for day in days:
        same_month = day.month == month
        month = day.month
        short = str(day.day)
        labels.append(short if same_month and short not in labels else f"{short} {_month_name(day.month)}")
    return labels


def mermaid_moods(points: Sequence[tuple[str, float]], scale: MoodScale) -> str:
    """Return a Mermaid line chart of labelled values, or an empty text for fewer than two: Mermaid needs a line.

    Labels may hold letters, digits, spaces, hyphens and colons only.
    """
    if len(points) < 2:
        return ""
    labels = ", ".join([f'"{label}"' for label, _ in points])
    values = ", ".join([_decimal(value) for _, value in points])
    axis = f'y-axis "mood" {_decimal(scale.lowest)} --> {_decimal(scale.highest)}'
    return f"```mermaid\nxychart-beta\n    {_MERMAID_LOOK}\n    x-axis [{labels}]\n    {axis}\n    line [{values}]\n```"


@lru_cache(maxsize=12)
def _month_name(month: int) -> str:
    return format_moment("MMM", date(1, month, 1))


@lru_cache(maxsize=1024)  # most are whole numbers or halves
def _decimal(value: float) -> str:
    return f"{value:z.2f}".rstrip("0").rstrip(".")
