"""Emotions: in how many entries each one stands, as bars."""

from collections.abc import Mapping

from tj.report.charts.figure import Table, clip, drawing, figure, text

__all__ = ["emotions_figure", "emotions_table"]

_ROW, _BAR = 24, 14
_MOST, _COLUMNS = 12, 14
# What a bar leaves free, of the width, for its number.
_LONGEST = 86


def emotions_figure(counts: Mapping[str, int], *, prefix: str = "emotions") -> str:
    """Return emotions as a figure of bars, the twelve most noted ones.

    Argument: `counts`, in how many entries each stands. The table has all. Returns nothing where there is none.
    """
    ordered = _ordered(counts)
    if not ordered:
        return ""
    shown = ordered[:_MOST]
    parts = []
    for row, (word, count) in enumerate(shown):
        width = max(_LONGEST * count / shown[0][1], 0.5)
        top = _ROW * row
        parts.append(f'<text class="end" x="-8" y="{top + 16}">{text(clip(word, _COLUMNS))}</text>')
        parts.append(f'<rect class="bar" y="{top + 5}" width="{width:.1f}%" height="{_BAR}"/>')
        parts.append(f'<text x="{width:.1f}%" dx="6" y="{top + 16}">{count}</text>')
    said = "In how many entries each was noted."
    if len(ordered) > len(shown):
        said += f" These are the {len(shown)} most noted of {len(ordered)}."
    described = f"{', '.join(f'{word} {count}' for word, count in shown)}."
    size = f'width="100%" height="{_ROW * len(shown) + 2}"'
    drawn = drawing(prefix, "Emotions", described, parts, kind="beside-names", size=size)
    return figure("Emotions", said, drawn, emotions_table(counts))


def emotions_table(counts: Mapping[str, int]) -> Table:
    """Return emotions with the number of entries they stand in, most first."""
    return Table(("emotion", "entries"), tuple((word, str(count)) for word, count in _ordered(counts)))


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(((word, count) for word, count in counts.items() if count > 0), key=lambda item: (-item[1], item[0]))
