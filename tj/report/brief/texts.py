"""The notes themselves on the page: a table of contents, and each with what its front matter says."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from itertools import groupby

from tj.entry.body import is_checkin
from tj.entry.lines import lines_outside_code
from tj.entry.model import Entry, Note
from tj.moment import format_moment
from tj.report.brief.excerpts import excerpts
from tj.report.brief.pieces import section
from tj.report.brief.words import note_title
from tj.report.markup import markdown_to_html
from tj.report.words import level, noted, some

__all__ = ["texts"]

# The heading of each type of note, and what the ids of its notes begin with.
_KINDS = {"entry": ("Entries", "e"), "goal": ("Notes on goals", "g"), "session": ("Notes of sessions", "s"),
          "assessment": ("Notes on questionnaires", "a"), "guidance": ("Guidance", "r")}  # fmt: skip
_MANY = 40
_FIELD = re.compile(r"[(\[](mood|emotions)::[ \t]*([^()\[\]]*)[)\]]", re.IGNORECASE)
# What stands around each text: its heading, its facts, and its place in the table of contents.
_AROUND = 240


def texts(
    notes: Sequence[Note],
    images: Mapping[str, tuple[str, bytes]],
    room: int,
    whole: str,
    units: Mapping[str, str],
) -> str:
    """Return the sections with the notes' own text, by type.

    Arguments: `notes`, in the order shown; `images`, MIME type and bytes by the path that the notes use; `room`, how
    many bytes they may take, pictures aside: where that is less than they have, long ones are shown as excerpts;
    `whole`, where all of an excerpt can be read; `units`, the trackers that are known, with the unit of each.
    """
    shown = excerpts([_body(note) for note in notes], room - _AROUND * len(notes))
    pairs = [(note, *excerpt) for note, excerpt in zip(notes, shown, strict=True)]
    sections: list[str] = []
    for kind, (heading, prefix) in _KINDS.items():
        chosen = [one for one in pairs if _kind(one[0].entry) == kind]
        if not chosen:
            continue
        entries = [note.entry for note, _, _ in chosen]
        listed = f'<nav aria-label="{heading}">{_contents(entries, prefix)}</nav>' if len(chosen) > 1 else ""
        cut = sum(bool(left) for _, _, left in chosen)
        said = f'<p class="facts">{_said(cut, len(chosen), whole)}</p>' if cut else ""
        articles = "".join(_article(*one, f"{prefix}{n}", images, units) for n, one in enumerate(chosen, start=1))
        name = "entries" if kind == "entry" else f"{kind}-notes"
        sections.append(section(heading, name, said + listed + articles, kind="texts"))
    return "\n".join(sections)


def _kind(entry: Entry) -> str:
    return entry.type if entry.type in _KINDS else "entry"


def _said(cut: int, count: int, whole: str) -> str:
    which = "This is an excerpt" if cut == count == 1 else f"{cut} of these {count} are excerpts"
    return f"{which}, so that the page stays small. All of it is {escape(whole)}."


def _contents(entries: Sequence[Entry], prefix: str) -> str:
    """Return a link to each note; where there are many, a line a month with a link for each day."""
    numbered = list(enumerate(entries, start=1))
    if len(entries) <= _MANY:
        links = "".join(f'<li><a href="#{prefix}{n}">{escape(note_title(entry))}</a></li>' for n, entry in numbered)
        return f'<ol class="contents">{links}</ol>'
    lines = []
    for month, of_month in groupby(numbered, key=lambda one: _month(one[1])):
        days = " ".join(_day_link(entry, month, f"{prefix}{n}", n) for n, entry in of_month)
        lines.append(f"<li>{month} {days}</li>")
    return f'<ul class="months">{"".join(lines)}</ul>'


def _day_link(entry: Entry, month: str, name: str, number: int) -> str:
    """Return a link that shows the day alone, and is called by its whole date where links are heard by themselves."""
    if entry.date is None:
        return f'<a href="#{name}">{number}</a>'
    return f'<a href="#{name}" aria-label="{entry.date.day} {month}">{entry.date.day}</a>'


def _month(entry: Entry) -> str:
    return format_moment("MMMM YYYY", entry.date) if entry.date else "Undated"


def _body(note: Note) -> str:
    """Return a note's text with its check-ins as people would write them: `mood 4 · tense · tram`."""
    if "::" not in note.body:
        return note.body
    lines = note.body.split("\n")
    for number, text in lines_outside_code(note.body):
        if is_checkin(text):
            lines[number] = _FIELD.sub(_field, text).rstrip().removesuffix(" ·")
    return "\n".join(lines)


def _field(found: re.Match[str]) -> str:
    value = found[2].strip()
    said = f"mood {value}" if found[1].casefold() == "mood" else value
    return f"{said} ·" if value else ""


def _article(
    note: Note, text: str, left: int, name: str, images: Mapping[str, tuple[str, bytes]], units: Mapping[str, str]
) -> str:
    entry = note.entry
    facts = [f"mood {level(entry.mood)}"] if entry.mood is not None else []
    facts += [", ".join(entry.emotions)] if entry.emotions else []
    facts += [f"{key} {noted(value, units.get(key, ''))}" for key, value in entry.trackers.items()]
    said = f'<p class="facts">{escape("; ".join(facts))}</p>' if facts else ""
    more = f'<p class="facts">… {some(left, "more word")}</p>' if left else ""
    body = markdown_to_html(text, images)
    title = f'<h3 id="{name}">{escape(note_title(entry))}</h3>'
    return f'<article aria-labelledby="{name}">{title}{said}<div lang="">{body}</div>{more}</article>'
