"""The therapist's brief: one self-contained page without script or network, made from the notes that it is given.

The notes are those of a bundle, redacted and with the allowed keys only, so nothing here can tell more than they do.
What matters in two minutes comes first and fits a printed page; the tables and the notes themselves come after it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from string import Template

from tj.config import Settings
from tj.entry.model import Note
from tj.insight.instruments import Instrument
from tj.report.brief.figures import figures_of
from tj.report.brief.findings import Brief, brief_of
from tj.report.brief.pieces import day, said
from tj.report.brief.texts import texts
from tj.report.brief.words import scope_line

__all__ = ["Page", "build_report"]

_NOT_MONITORED = "This page, and the mailbox it may have come by, are not monitored; they are not for emergencies."
# So large a page may be without its pictures; a year of long entries is shown in excerpts.
_LARGEST = 380_000
_CHOSEN = "It holds what the writer chose to show, and no more."


@dataclass(frozen=True, slots=True)
class Page:
    """What surrounds the notes: the template with `$title`, `$style` and `$content`, the style, and the time meant.

    `since` and `until` are None where the notes themselves say it. `writer` is whose journal it is, empty where the
    page shall not say. `remark` is a sentence for the head of the page, such as what was left out of it. `whole` says
    where the notes can be read of which the page has no more room than for excerpts.
    """

    template: str
    style: str
    since: date | None = None
    until: date | None = None
    writer: str = ""
    remark: str = ""
    whole: str = "in the folder “entries” beside this page"


def build_report(
    notes: Sequence[Note],
    images: Mapping[str, tuple[str, bytes]],
    settings: Settings,
    page: Page,
    *,
    instruments: Sequence[Instrument] = (),
    shown: Sequence[Note] | None = None,
    summary_only: bool = False,
) -> str:
    """Return the report as HTML.

    Arguments: `notes`, from which all figures come, in the order shown; `images`, MIME type and bytes by the path that
    the notes use; `settings`, the vault's scale and trackers; `instruments`, the known questionnaires; `shown`, the
    notes whose text is shown, by default all; `summary_only`, to leave out the notes' text.
    """
    brief = brief_of(notes, instruments, page.since, page.until)
    whose = f"Journal of {page.writer}" if page.writer else "Journal"
    title = f"{whose}, {brief.since} to {brief.until}" if brief.length else whose
    content = _findings(brief, settings, summary_only=summary_only)
    if not summary_only:
        room = _LARGEST - len((page.style + content).encode("utf-8", "replace"))
        content += "\n" + texts(notes if shown is None else shown, images, room, page.whole, settings.trackers)
    values = {
        "title": escape(title),
        "style": page.style,
        "header": _header(brief, whose, page.remark),
        "content": content,
        "footer": f"<p>{_NOT_MONITORED} {_CHOSEN}</p>",
    }
    return Template(page.template).substitute(values)


def _findings(brief: Brief, settings: Settings, *, summary_only: bool) -> str:
    found = figures_of(brief, settings)
    parts = [
        said("For the session", "session", brief.agenda, kind="agenda"),
        found.mood,
        _side_by_side(found.calendar, found.trackers),
        found.goals,
        "" if summary_only else found.homework,
        found.scores,
        found.emotions,
        said("Wins", "wins", brief.wins, kind="wins"),
        found.tables,
    ]
    return "\n".join(part for part in parts if part)


def _header(brief: Brief, whose: str, remark: str) -> str:
    if brief.since is None or brief.until is None:
        when = ""
    elif brief.since == brief.until:
        when = f'<p class="span">{day(brief.since, year=True)}</p>'
    else:
        when = f'<p class="span">{day(brief.since, year=True)} to {day(brief.until, year=True)}</p>'
    scope = " ".join(part for part in (scope_line(brief), remark) if part)
    return f'<h1>{escape(whose)}</h1>{when}<p class="scope">{escape(scope)}</p>'


def _side_by_side(*sections: str) -> str:
    """Return sections beside each other where the page is wide enough; one alone stands by itself."""
    found = [one for one in sections if one]
    return f'<div class="pair">{"".join(found)}</div>' if len(found) > 1 else "".join(found)
