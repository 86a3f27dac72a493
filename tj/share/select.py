"""Which of the matching notes are sent, and why the others are not. Private always wins."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.model import Entry, Note
from tj.errors import Refused, UsageProblem
from tj.words import sharing as words

__all__ = [
    "DEFAULT_KEYS", "WITH_TYPES", "Choice", "checked_keys", "choose", "is_empty", "types_with",
]  # fmt: skip

DEFAULT_KEYS = ("date", "time", "mood", "emotions", "goals", "trackers")
# Keys that would undo what a share is for.
_NEVER_KEYS = {"private", "aliases", "alias", "cssclasses", "publish", "path", "type"}
WITH_TYPES = {"goals": "goal", "assessments": "assessment", "sessions": "session", "guidance": "guidance"}

# A line of a skeleton in which nobody wrote: blank, a heading, or a list's mark with what tj would read beside it.
_BARE = re.compile(
    r"\s*(?:#{1,6}(?:[ \t].*)?|(?:[-*+]|\d{1,9}[.)])(?:\s+\[ \])?(?:\s+\d{1,2}:\d\d)?"
    r"(?:\s+[(\[][\w-]+::[ \t]*[)\]])*(?:\s+#(?:session|win))?)?\s*"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is sent, in the order of dates, and what is not: paths with the reason."""

    chosen: tuple[Entry, ...]
    withheld: tuple[tuple[str, str], ...]


def choose(
    matched: Iterable[Entry],
    *,
    named: Iterable[Entry] = (),
    sent: frozenset[str] = frozenset(),
    changed: frozenset[str] = frozenset(),
    after: date | None = None,
    first: date | None = None,
) -> Choice:
    """Part the notes that match into those sent and those not.

    Arguments: `named`, notes that the writer named one by one: they are sent beside the others, be they new or not.
    For what is new since the last bundle: `sent`, paths that this recipient has already; `changed`, those of them
    that are not as they were sent; `after`, the last day that was covered, so that what is dated earlier is withheld as
    late; `first`, the first day that was ever covered.
    Private and unreadable notes are never sent.
    """
    asked = {entry.path: entry for entry in named}
    chosen: list[Entry] = []
    withheld: list[tuple[str, str]] = []
    everything = {entry.path: entry for entry in matched} | asked
    for entry in sorted(everything.values(), key=lambda entry: (entry.date or date.min, entry.time, entry.path)):
        reason = _never(entry) or ("" if entry.path in asked else _not_new(entry, sent, changed, after, first))
        if reason:
            withheld.append((entry.path, reason))
        else:
            chosen.append(entry)
    return Choice(tuple(chosen), tuple(withheld))


def is_empty(note: Note) -> bool:
    """Tell whether a note says nothing any more once it was redacted, but its day and its headings."""
    entry = note.entry
    said = entry.mood is not None or entry.emotions or entry.goals or entry.trackers or entry.type != "entry"
    marked = any(line.text for line in (*entry.agenda, *entry.wins))  # which a heading may be as well
    if said or marked or not set(entry.properties) <= {"date", "time"}:
        return False
    return all(_BARE.fullmatch(line) for line in note.body.split("\n"))


def types_with(given: Sequence[str]) -> tuple[str, ...]:
    """Return the types of notes that `--with` names, beside entries.

    Raises `UsageProblem` for a name that is none.
    """
    names = [name.strip() for text in given for name in text.split(",") if name.strip()]
    for name in names:
        if name not in WITH_TYPES:
            raise UsageProblem(*words.no_such_type(name, WITH_TYPES))
    return tuple(WITH_TYPES[name] for name in names)


def checked_keys(given: Sequence[str]) -> tuple[str, ...]:
    """Return the front-matter keys that may be sent: those given, else the default ones.

    Raises `Refused` for a key that is never sent.
    """
    names = tuple(dict.fromkeys(name.strip() for text in given for name in text.split(",") if name.strip()))
    for name in names:
        if name.casefold() in _NEVER_KEYS:
            raise Refused(*words.key_never_shared(name, DEFAULT_KEYS))
    return names or DEFAULT_KEYS


def _never(entry: Entry) -> str:
    if not entry.readable:
        return words.UNREADABLE
    return words.PRIVATE if entry.private else ""


def _not_new(
    entry: Entry, sent: frozenset[str], changed: frozenset[str], after: date | None, first: date | None
) -> str:
    if entry.path in sent:
        return words.CHANGED if entry.path in changed else words.SENT
    if after is None:
        return ""
    if entry.date is None:  # as a goal, which is new for whom it was never sent to
        return words.UNDATED if entry.type == "entry" else ""
    if first is not None and entry.date < first:
        return words.OLD
    return words.LATE if entry.date <= after else ""
