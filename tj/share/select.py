"""Which of the matching notes are sent, and why the others are not. Private always wins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.model import Entry
from tj.errors import Refused, UsageProblem

__all__ = ["DEFAULT_KEYS", "WITH_TYPES", "Choice", "checked_keys", "choose", "types_with"]

DEFAULT_KEYS = ("date", "time", "mood", "emotions", "goals", "trackers")
# Keys that would undo what a share is for.
_NEVER_KEYS = {"private", "aliases", "alias", "cssclasses", "publish", "path", "type"}
WITH_TYPES = {"goals": "goal", "assessments": "assessment", "sessions": "session", "guidance": "guidance"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What is sent, in the order of dates, and what is not: paths with the reason."""

    chosen: tuple[Entry, ...]
    withheld: tuple[tuple[str, str], ...]


def choose(matched: Iterable[Entry], *, sent: frozenset[str] = frozenset(), after: date | None = None) -> Choice:
    """Part the notes that match into those sent and those not.

    Arguments: `sent`, paths that this recipient has already; `after`, the last day that was covered: what is dated
    earlier is withheld as late. Both are for what is new since the last bundle.
    """
    chosen: list[Entry] = []
    withheld: list[tuple[str, str]] = []
    for entry in sorted(matched, key=lambda entry: (entry.date or date.min, entry.time, entry.path)):
        reason = _reason(entry, sent, after)
        if reason:
            withheld.append((entry.path, reason))
        else:
            chosen.append(entry)
    return Choice(tuple(chosen), tuple(withheld))


def types_with(given: Sequence[str]) -> tuple[str, ...]:
    """Return the types of notes that `--with` names, beside entries.

    Raises `UsageProblem` for a name that is none.
    """
    names = [name.strip() for text in given for name in text.split(",") if name.strip()]
    for name in names:
        if name not in WITH_TYPES:
            raise UsageProblem(f"{name!r} cannot be shared along", f"--with takes {', '.join(WITH_TYPES)}")
    return tuple(WITH_TYPES[name] for name in names)


def checked_keys(given: Sequence[str]) -> tuple[str, ...]:
    """Return the front-matter keys that may be sent: those given, else the default ones.

    Raises `Refused` for a key that is never sent.
    """
    names = tuple(dict.fromkeys(name.strip() for text in given for name in text.split(",") if name.strip()))
    for name in names:
        if name.casefold() in _NEVER_KEYS:
            raise Refused(
                f"the key {name!r} is never shared", f"--keys takes others, such as {', '.join(DEFAULT_KEYS)}"
            )
    return names or DEFAULT_KEYS


def _reason(entry: Entry, sent: frozenset[str], after: date | None) -> str:
    if not entry.readable:
        return "unreadable"
    if entry.private:
        return "private"
    if entry.path in sent:
        return "sent before"
    if after is not None and entry.date is None:
        return "undated, so it cannot be told whether it is new"
    if after is not None and entry.date is not None and entry.date <= after:
        return "late: dated within what the last bundle covered"
    return ""
