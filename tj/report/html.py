"""The therapist's brief: one self-contained page without script or network, made from the notes that it is given.

The notes are those of a bundle, redacted and with the allowed keys only, so nothing here can tell more than they do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from string import Template

from tj.config import Settings
from tj.entry.model import Entry, Note
from tj.insight.agenda import agenda, last_session
from tj.insight.goals import days_done, goals
from tj.insight.mood import Figures, count_emotions, daily, figures, tracker_figures
from tj.insight.wins import Said, wins
from tj.moment import format_moment
from tj.report.chart import mood_svg
from tj.report.markup import line_to_html, markdown_to_html
from tj.report.words import level, mean, some, span

__all__ = ["Page", "build_report"]

_OTHER_TYPES = {"goal": "Goals", "session": "Sessions", "assessment": "Assessments", "guidance": "Guidance"}


@dataclass(frozen=True, slots=True)
class Page:
    """What surrounds the notes: the template with `$title`, `$style` and `$content`, the style, and the time meant.

    `since` and `until` are None where the notes themselves say it. `writer` is whose journal it is, empty where the
    page shall not say.
    """

    template: str
    style: str
    since: date | None = None
    until: date | None = None
    writer: str = ""


def build_report(
    notes: Sequence[Note],
    images: Mapping[str, tuple[str, bytes]],
    settings: Settings,
    page: Page,
    *,
    summary_only: bool = False,
) -> str:
    """Return the report as HTML.

    Arguments: `notes`, in the order shown; `images`, MIME type and bytes by the path that the notes use; `settings`,
    the vault's scale and trackers; `summary_only`, to leave out the notes' text.
    """
    entries = [note.entry for note in notes]
    dates = [entry.date for entry in entries if entry.date is not None and entry.type == "entry"]
    since = page.since or min(dates, default=date.min)
    until = page.until or max(dates, default=since)
    whose = f"Journal of {page.writer}" if page.writer else "Journal"
    title, heading = whose, escape(whose)
    if dates:
        title += f", {since} to {until}"
        heading += f", <time>{since}</time> to <time>{until}</time>"
    parts = [
        f"<header><h1>{heading}</h1><p>{_scope(entries, since, until)}</p></header>",
        _said("For the session", "session", agenda(entries)),
        "" if summary_only else _homework(entries),
        _mood(entries, since, until, settings) if dates else "",
        _trackers(entries, settings),
        _goals(entries, since, until) if dates else "",
        _counts("Emotions", "emotions", count_emotions(entries)),
        _said("Wins", "wins", wins(entries)),
        "" if summary_only else _texts(notes, images),
        "<footer><p>This page and the mailbox it came by are not monitored; they are not for emergencies. "
        "The page holds what the writer chose to share, and no more.</p></footer>",
    ]
    values = {"title": escape(title), "style": page.style, "content": "\n".join(part for part in parts if part)}
    return Template(page.template).substitute(values)


def _scope(entries: Sequence[Entry], since: date, until: date) -> str:
    count = sum(entry.type == "entry" for entry in entries)
    days = len({entry.date for entry in entries if entry.type == "entry" and entry.date is not None})
    if not days:
        return f"{some(count, 'entry', 'entries')}."
    return f"{some(count, 'entry', 'entries')} from {days} of {some((until - since).days + 1, 'day')}."


def _section(title: str, name: str, content: str) -> str:
    return f'<section aria-labelledby="{name}"><h2 id="{name}">{escape(title)}</h2>{content}</section>'


def _said(title: str, name: str, lines: Sequence[Said]) -> str:
    items = "".join(f"<li><time>{said.day}</time> {line_to_html(said.text)}</li>" for said in lines)
    return _section(title, name, f"<ul>{items}</ul>") if items else ""


def _mood(entries: Sequence[Entry], since: date, until: date, settings: Settings) -> str:
    days = daily(entries)
    found = figures([day.mood for day in days if day.mood is not None])
    if not found.n:
        return _section("Mood", "mood", "<p>No mood is among what was shared.</p>")
    scale = settings.scale
    length = (until - since).days + 1
    said = (
        f"<p>Mean {mean(found.mean)}, range {span(found)} on a scale of {level(scale.lowest)} to"
        f" {level(scale.highest)}; {found.n} of {some(length, 'day')} recorded.</p>"
    )
    rows = [
        (str(day.day), mean(day.mood), ", ".join(f"{time} {level(felt)}".strip() for time, felt in day.points))
        for day in days
        if day.mood is not None
    ]
    table = _details("The same as a table", _table(("day", "mood", "as noted"), rows))
    key = '<p class="key">Each dot is one level as noted; the line joins days that follow each other.</p>'
    return _section("Mood", "mood", said + mood_svg(days, since, until, scale) + key + table)


def _trackers(entries: Sequence[Entry], settings: Settings) -> str:
    rows = [
        (f"{name} ({unit})" if (unit := settings.trackers.get(name)) and unit != name else name, *_numbers(found))
        for name, found in tracker_figures(entries).items()
    ]
    return _section("Trackers", "trackers", _table(("tracker", "mean", "range", "times noted"), rows)) if rows else ""


def _numbers(found: Figures) -> tuple[str, str, str]:
    return mean(found.mean), span(found), str(found.n)


def _homework(entries: Sequence[Entry]) -> str:
    session = last_session(entries, date.max)
    tasks = session.tasks if session else ()
    items = "".join(f"<li>{'☑' if task.done else '☐'} {line_to_html(task.text)}</li>" for task in tasks)
    return _section("Homework", "homework", f'<ul class="tasks">{items}</ul>') if items else ""


def _goals(entries: Sequence[Entry], since: date, until: date) -> str:
    # A goal's note may stand here under a neutral name, by which no entry knows it: only what was done is counted.
    items = "".join(
        f"<li>{escape(goal.name)}: {some(goal.done, 'day')}{f' of {goal.planned} planned' if goal.planned else ''}</li>"
        for goal in goals(entries, days_done(entries), until, since)
        if goal.done
    )
    return _section("Goals worked on", "progress", f'<ul class="counts">{items}</ul>') if items else ""


def _counts(title: str, name: str, counts: Mapping[str, int]) -> str:
    items = "".join(f"<li>{escape(word)}: {some(count, 'entry', 'entries')}</li>" for word, count in counts.items())
    return _section(title, name, f'<ul class="counts">{items}</ul>') if items else ""


def _texts(notes: Sequence[Note], images: Mapping[str, tuple[str, bytes]]) -> str:
    sections: list[str] = []
    for kind, heading in {"entry": "Entries", **_OTHER_TYPES}.items():
        chosen = [note for note in notes if note.entry.type == kind or (kind == "entry" and _is_other(note))]
        if not chosen:
            continue
        name = heading.lower()
        contents = "".join(
            f'<li><a href="#{name}-{number}">{escape(_heading(note.entry))}</a></li>'
            for number, note in enumerate(chosen, start=1)
        )
        articles = "".join(_article(note, f"{name}-{number}", images) for number, note in enumerate(chosen, start=1))
        listed = f'<nav aria-label="{heading}"><ol class="contents">{contents}</ol></nav>' if len(chosen) > 1 else ""
        sections.append(_section(heading, name, listed + articles))
    return "\n".join(sections)


def _is_other(note: Note) -> bool:
    return note.entry.type != "entry" and note.entry.type not in _OTHER_TYPES


def _article(note: Note, name: str, images: Mapping[str, tuple[str, bytes]]) -> str:
    entry = note.entry
    facts = [f"mood {level(entry.mood)}"] if entry.mood is not None else []
    facts += [", ".join(entry.emotions)] if entry.emotions else []
    facts += [f"{key} {value:g}" for key, value in entry.trackers.items()]
    said = f'<p class="facts">{escape("; ".join(facts))}</p>' if facts else ""
    body = markdown_to_html(note.body, images)
    return f'<article aria-labelledby="{name}"><h3 id="{name}">{escape(_heading(entry))}</h3>{said}{body}</article>'


def _heading(entry: Entry) -> str:
    when = f"{format_moment('dddd', entry.date)} {entry.date} {entry.time}".strip() if entry.date else ""
    stem = entry.path.rpartition("/")[2].removesuffix(".md")
    title = "" if entry.title == stem else entry.title
    return ": ".join(part for part in (when, title) if part) or "Undated"


def _details(summary: str, content: str) -> str:
    return f"<details><summary>{escape(summary)}</summary>{content}</details>"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
