"""What all drawings share: the frame with caption, key and table, and text that is safe within it."""

import re
from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple
from unicodedata import east_asian_width

__all__ = ["Table", "clip", "drawing", "figure", "key", "number", "panel", "rounded", "text"]

# Signs that XML has no place for, and those that turn the direction of the words after them.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_MANY_COLUMNS = 3


class Table(NamedTuple):
    """The figures of a drawing: a heading for each column, and rows of which the first cell is the row's heading."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def text(value: str) -> str:
    """Return some words as they stand in HTML and XML alike."""
    return escape(_UNSAFE.sub(" ", value))


def clip(value: str, columns: int) -> str:
    """Return words in at most so many columns, with an ellipsis where they had more; wide signs take two."""
    value = " ".join(_UNSAFE.sub(" ", value).split())
    room = columns
    for at, sign in enumerate(value):
        room -= 2 if east_asian_width(sign) in "WF" else 1
        if room < 0:
            kept = value[:at]
            while kept and (sum(2 if east_asian_width(sign) in "WF" else 1 for sign in kept) >= columns):
                kept = kept[:-1]
            return kept.rstrip() + "…"
    return value


def number(value: float | None) -> str:
    """Return a value in two decimals at most, `7.25`, or in four digits where it is vast or tiny; a dash for none."""
    if value is None:
        return "–"
    if value and not 0.005 <= abs(value) < 1e7:
        return f"{value:.4g}"
    return f"{value:z.2f}".rstrip("0").rstrip(".")


def rounded(value: float | None) -> str:
    """Return a mean in one decimal, as a whole number from 100 on, in two digits below 1; a dash for none."""
    if value is None or not abs(value) < 1e7:
        return number(value)
    if abs(value) < 1:
        return f"{value:z.2g}"
    return f"{value:z.0f}" if abs(value) >= 100 else f"{value:z.1f}"


def drawing(prefix: str, title: str, described: str, content: Iterable[str], *, kind: str, size: str) -> str:
    """Return an SVG that a screen reader reads as one picture.

    Arguments: `prefix`, that of the ids, one for each drawing of a page; `title`, what it is called; `described`, what
    the eye sees in it, and neither its caption nor its title again, which are read aloud as well; `kind`, further
    classes; `size`, the attributes that give its size.
    """
    ids = f'aria-labelledby="{prefix}-title" aria-describedby="{prefix}-desc"'
    return (
        f'<svg class="chart {kind}" {size} role="img" {ids}>'
        f'<title id="{prefix}-title">{text(title)}</title><desc id="{prefix}-desc">{text(described)}</desc>'
        f"{''.join(content)}</svg>"
    )


def key(marks: Sequence[tuple[str, str]]) -> str:
    """Return the key of a drawing: for each mark a swatch, drawn by its class, and what it stands for."""
    items = "".join(f"<li>{_SWATCHES[kind].format(kind)}{text(words)}</li>" for kind, words in marks)
    return f'<ul class="chart-key">{items}</ul>' if items else ""


def figure(title: str, caption: str, content: str, table: Table) -> str:
    """Return a drawing with its caption above and its figures as a table behind a disclosure.

    Arguments: `title`, in plain words; `caption`, sentences in plain words; `content`, HTML.
    """
    shut = f"<details><summary>{text(title)} as a table</summary>{_table_html(title, table)}</details>"
    return (
        f'<figure class="chart-figure"><figcaption><strong>{text(title)}</strong> {text(caption)}</figcaption>'
        f"{content}{shut if table.rows else ''}</figure>"
    )


def panel(name: str, said: str, drawn: str) -> str:
    """Return one drawing of several in a figure, below its name and a few words on it, from which nothing parts it."""
    return (
        f'<div class="chart-block"><p class="chart-panel"><strong>{text(name)}</strong> {text(said)}</p>{drawn}</div>'
    )


def _table_html(title: str, table: Table) -> str:
    """Return a table as HTML; one of many columns scrolls by itself, and can be reached by keyboard to do so."""
    head = "".join(f'<th scope="col">{text(cell)}</th>' for cell in table.head)
    # The first cells need no scope: in a table of one heading row and one heading column `th` says it all (WCAG H51).
    rows = "".join(
        f"<tr><th>{text(first)}</th>{''.join(f'<td>{text(cell)}</td>' for cell in cells)}</tr>"
        for first, *cells in table.rows
    )
    made = f"<table><caption>{text(title)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    if len(table.head) <= _MANY_COLUMNS:
        return made
    return f'<div class="chart-scroll" role="region" aria-label="{text(title)}, table" tabindex="0">{made}</div>'


_LINE = '<svg class="swatch" width="26" height="12" aria-hidden="true"><path class="{}" d="M2 6h22"/></svg>'
_DOT = '<svg class="swatch" width="12" height="12" aria-hidden="true"><path class="{}" d="M6 6h0"/></svg>'
_BOX = '<svg class="swatch" width="14" height="14" aria-hidden="true"><path class="{}" d="M1 1h12v12h-12z"/></svg>'
_SWATCHES = {
    "line": _LINE,
    "before": _LINE,
    "trend": _LINE,
    "edge": _LINE,
    "dots": _DOT,
    "scores": _DOT,
    "hollow": _BOX,
    "planned": _BOX,
    "done": _BOX,
    "bare": '<svg class="swatch" width="14" height="14" aria-hidden="true"><path class="hollow" d="M1 1h12v12h-12z"/>'
    '<path class="{}" d="M4 7h6"/></svg>',
    "heat": '<svg class="swatch" width="84" height="14" aria-hidden="true">'
    + "".join(f'<path class="heat-{n}" d="M{14 * n - 13} 1h12v12h-12z"/>' for n in range(1, 7))
    + "</svg>",
}
