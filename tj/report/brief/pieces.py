"""The small parts that every section of the page is made of."""

from collections.abc import Sequence
from datetime import date
from html import escape

from tj.insight.wins import Said
from tj.report.brief.words import day_name
from tj.report.markup import line_to_html

__all__ = ["apart", "day", "items", "said", "section", "written"]


def section(title: str, name: str, content: str, *, kind: str = "") -> str:
    """Return a part of the page with its heading; `name` is its id, `kind` its class."""
    classed = f' class="{kind}"' if kind else ""
    return f'<section{classed} aria-labelledby="{name}"><h2 id="{name}">{escape(title)}</h2>{content}</section>'


def day(when: date, *, year: bool = False) -> str:
    """Return a day as people write it, with the date for programs."""
    return f'<time datetime="{when}">{day_name(when, year=year)}</time>'


def written(html: str) -> str:
    """Return a line of the writer's: in whatever language it is, so that no voice reads it as if it were English."""
    return f'<span lang="">{html}</span>'


def items(lines: Sequence[str], kind: str = "", *, ordered: bool = False) -> str:
    """Return a list of lines that are HTML already, empty where there are none; `kind` is its class."""
    tag = "ol" if ordered else "ul"
    classed = f' class="{kind}"' if kind else ""
    return f"<{tag}{classed}>" + "".join(f"<li>{line}</li>" for line in lines) + f"</{tag}>" if lines else ""


def said(title: str, name: str, lines: Sequence[Said], *, kind: str = "", ordered: bool = False) -> str:
    """Return a section with what lines of notes say, each with its day; empty where there are none."""
    shown = [f"{written(line_to_html(line.text))} {day(line.day)}" for line in lines]
    return section(title, name, items(shown, "said", ordered=ordered), kind=kind) if shown else ""


def apart(figure: str, name: str) -> tuple[str, str]:
    """Return a figure of `tj.report.charts` with a link in place of its table, and the table behind a disclosure.

    On paper all disclosures are open, and tables between the drawings would take the room of what matters; so all of
    them stand together behind the figures. Argument: `name`, the id by which the link finds the table.
    """
    before, opening, rest = figure.partition("<details>")
    table, closing, after = rest.partition("</details>")
    if not opening:
        return figure, ""
    summary, _, content = table.partition("</summary>")
    called = summary.removeprefix("<summary>")
    link = f'<p class="as-table"><a href="#{name}">{called}</a></p>'
    # What is within a disclosure opens it when a link leads there; the disclosure itself would stay shut.
    return f"{before}{link}{after}", f'{opening}{summary}</summary><div id="{name}">{content}</div>{closing}'
