"""Cells of a calendar, in steps of one hue: pale and deep ones with their values, hollow ones without."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tj.config import MoodScale
from tj.report.charts.axes import WIDTH, Values, inner
from tj.report.charts.figure import number, text
from tj.report.charts.shapes import path

__all__ = ["STEPS", "Cell", "Grid", "block", "heads", "stretched"]

# How many steps of one hue: as many as stay apart in grey print.
STEPS = 6
# How many signs a cell has room for where it is stretched; the others have room for one less.
_ROOM = 4


class Cell(NamedTuple):
    """One cell: where, in columns and rows, whether there is an entry, its value, and what stands in its corner."""

    column: int
    row: int
    is_entry: bool
    value: float | None
    corner: str = ""


class Grid(NamedTuple):
    """Where cells lie: `top` down, each `width` by `height` with a `gap` to its right and below."""

    width: int
    height: int
    gap: int
    top: int

    def middle(self, column: int) -> float:
        """Return the middle of a column's cells."""
        return self.width * column + (self.width - self.gap) / 2


def block(cells: Sequence[Cell], grid: Grid, scale: MoodScale) -> str:
    """Return cells with their values, all to one measure."""
    base = grid.top + (grid.height - grid.gap) // 2 + 4
    words = _words(cells, scale, "middle", lambda cell: _value(cell, scale, _ROOM - 1),
                   lambda cell: (f"{grid.middle(cell.column):.0f}", base + grid.height * cell.row))  # fmt: skip
    return "".join(_shapes(cells, grid, scale)) + words


def stretched(cells: Sequence[Cell], grid: Grid, scale: MoodScale) -> str:
    """Return cells that fill the width of the drawing; `grid` measures it as `WIDTH`."""
    rows = max(cell.row for cell in cells) + 1
    low = 10 if any(cell.corner for cell in cells) else 0
    base = grid.top + (grid.height - grid.gap) // 2 + 5 + low
    return (
        inner(_shapes(cells, grid._replace(top=0), scale), grid.height * rows, y=grid.top)
        + _words(cells, scale, "middle", lambda cell: _value(cell, scale, _ROOM),
                 lambda cell: (_share(grid.middle(cell.column)), base + grid.height * cell.row))
        + _words(cells, scale, "corner", lambda cell: _corner(cell.corner),
                 lambda cell: (_share(grid.width * cell.column + grid.gap), grid.top + grid.height * cell.row + 14))
    )  # fmt: skip


def heads(names: Sequence[str], grid: Grid, *, is_stretched: bool) -> str:
    """Return the headings of columns, above their cells."""
    places = [grid.middle(column) for column in range(len(names))]
    xs = [_share(place) if is_stretched else f"{place:.0f}" for place in places]
    words = "".join(f'<text x="{x}" y="{grid.top - 6}">{name}</text>' for x, name in zip(xs, names, strict=True))
    return f'<g class="middle">{words}</g>'


def _corner(words: str) -> str:
    """Return a day, and its month where it has one, for which the narrowest screens have no room."""
    day, _, month = text(words).partition(" ")
    return f'{day}<tspan class="month"> {month}</tspan>' if month else day


def _share(place: float) -> str:
    return f"{place / WIDTH * 100:.1f}%"


def _shapes(cells: Iterable[Cell], grid: Grid, scale: MoodScale) -> list[str]:
    """Return a path for each class of cell, and a dash in each that has an entry without a value."""
    width, height = grid.width - grid.gap, grid.height - grid.gap
    boxes: dict[str, list[str]] = {}
    dashes = []
    for cell in cells:
        x, y = grid.width * cell.column, grid.top + grid.height * cell.row
        kind = "hollow" if cell.value is None else f"heat-{_step(cell.value, scale)}"
        boxes.setdefault(kind, []).append(f"M{x} {y}h{width}v{height}h-{width}z")
        if cell.is_entry and cell.value is None:
            dashes.append(f"M{x + width * 3 // 8} {y + height // 2}h{width // 4}")
    return [*(path(kind, boxes[kind]) for kind in sorted(boxes)), path("bare", dashes)]


def _words(
    cells: Iterable[Cell],
    scale: MoodScale,
    kind: str,
    words: Callable[[Cell], str],
    place: Callable[[Cell], tuple[str, int]],
) -> str:
    """Return the words in cells, in a group each for the hollow, the pale and the deep ones."""
    groups: dict[str, list[str]] = {"on-none": [], "on-low": [], "on-high": []}
    for cell in cells:
        if written := words(cell):
            x, y = place(cell)
            groups[_ink(cell, scale)].append(f'<text x="{x}" y="{y}">{written}</text>')
    return "".join(f'<g class="{kind} {ink}">{"".join(found)}</g>' for ink, found in groups.items() if found)


def _ink(cell: Cell, scale: MoodScale) -> str:
    if cell.value is None:
        return "on-none"
    return "on-low" if _step(cell.value, scale) <= STEPS // 2 else "on-high"


def _value(cell: Cell, scale: MoodScale, most: int) -> str:
    """Return a value in so many signs at most, whole where they are few for its scale; nothing where it takes more."""
    if cell.value is None:
        return ""
    places = 0 if most < _ROOM and scale.highest / 2 - scale.lowest / 2 > 2 else 1
    words = number(round(cell.value, places)) if abs(cell.value) < 1e6 else ""
    return words if len(words) <= most else ""


def _step(value: float, scale: MoodScale) -> int:
    return min(int(Values(scale.lowest, scale.highest, 0, 0).share(value) * STEPS) + 1, STEPS)
