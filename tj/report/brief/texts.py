"""The notes themselves on the page: a table of contents, and each with what its front matter says."""

from collections.abc import Mapping, Sequence
from html import escape

from tj.entry.model import Note
from tj.report.brief.pieces import section
from tj.report.brief.words import note_title
from tj.report.markup import markdown_to_html
from tj.report.words import level

__all__ = ["texts"]

_KINDS = {"entry": "Entries", "goal": "Goals", "session": "Sessions", "assessment": "Assessments",
          "guidance": "Guidance"}  # fmt: skip
# What the figures above call their sections by.
_NAMES = {"goal": "goal-notes", "session": "session-notes", "assessment": "assessment-notes"}


def texts(notes: Sequence[Note], images: Mapping[str, tuple[str, bytes]]) -> str:
    """Return the sections with the notes' own text, by type.

    Arguments: `notes`, in the order shown; `images`, MIME type and bytes by the path that the notes use.
    """
    sections: list[str] = []
    for kind, heading in _KINDS.items():
        chosen = [note for note in notes if note.entry.type == kind or (kind == "entry" and _is_other(note))]
        if not chosen:
            continue
        name = _NAMES.get(kind, heading.lower())
        contents = "".join(
            f'<li><a href="#{name}-{number}">{escape(note_title(note.entry))}</a></li>'
            for number, note in enumerate(chosen, start=1)
        )
        articles = "".join(_article(note, f"{name}-{number}", images) for number, note in enumerate(chosen, start=1))
        listed = f'<nav aria-label="{heading}"><ol class="contents">{contents}</ol></nav>' if len(chosen) > 1 else ""
        sections.append(section(heading, name, listed + articles, kind="texts"))
    return "\n".join(sections)


def _is_other(note: Note) -> bool:
    return note.entry.type not in _KINDS


def _article(note: Note, name: str, images: Mapping[str, tuple[str, bytes]]) -> str:
    entry = note.entry
    facts = [f"mood {level(entry.mood)}"] if entry.mood is not None else []
    facts += [", ".join(entry.emotions)] if entry.emotions else []
    facts += [f"{key} {value:g}" for key, value in entry.trackers.items()]
    said = f'<p class="facts">{escape("; ".join(facts))}</p>' if facts else ""
    body = markdown_to_html(note.body, images)
    return f'<article aria-labelledby="{name}"><h3 id="{name}">{escape(note_title(entry))}</h3>{said}{body}</article>'
