"""What `tj support` says: the writer's own plan and people first, then what holds for everyone, in few words."""

import re
from collections.abc import Sequence

from tj.insight.support import Contact

__all__ = ["care_lines"]

_AFTER_AN_ANSWER = "One of your answers says that this is a hard time. You do not have to carry it alone."
_EMERGENCY = "If you are in danger, or might hurt yourself, please call your local emergency number now."
_HELPLINES = "findahelpline.com lists helplines near you that you can call or write to."
_NOT_WATCHED = "tj is only a notebook: it is not monitored, and no one was told."
_NO_PLAN = "On a calmer day, `tj support --plan` opens a coping plan of your own to fill in; it will stand here first."
_HEADING = re.compile(r"(#{1,6})\s")
# A bullet, or a box, with nothing behind it, and a remark that Obsidian does not show either.
_EMPTY = re.compile(r"\s*(?:(?:[-*+]|\d+[.)])\s*(?:\[ \])?\s*|%%.*%%\s*)")
_TEXT = 7
_NO_CONTACTS = "`tj support --add` notes someone you can turn to, or your local emergency number."


def care_lines(plan: str, path: str, contacts: Sequence[Contact], *, asked: bool) -> list[str]:
    """Return what is shown on a hard day.

    Arguments: `plan`, the writer's coping plan as Markdown, or empty; `path`, its place in the vault; `contacts`, those
    the writer set; `asked`, whether the writer asked for it, and not an answer in a questionnaire.
    """
    lines = [] if asked else [_AFTER_AN_ANSWER, ""]
    filled = _filled_in(plan)
    if filled:
        lines += [f"Your coping plan ({path})", "", *(f"  {line}".rstrip() for line in filled), ""]
    if contacts:
        lines += ["People and services you chose", "", *(f"  {_contact_line(contact)}" for contact in contacts), ""]
    lines += [_EMERGENCY, _HELPLINES, _NOT_WATCHED]
    missing = [*([] if filled else [_NO_PLAN]), *([] if contacts else [_NO_CONTACTS])]
    return [*lines, *([""] if missing else []), *missing]


def _contact_line(contact: Contact) -> str:
    """Return one contact in a line, with the day it was last checked."""
    checked = f"last checked on {contact.checked}" if contact.checked else "not checked yet"
    return " · ".join(part for part in (contact.name, contact.how, contact.note, checked) if part)


def _filled_in(plan: str) -> list[str]:
    """Return the lines of a plan without headings that nothing stands below: what is missing helps nobody now."""
    kept: list[str] = []
    below = 0  # the level of what follows, from 1 for a title to that of text
    for line in reversed(plan.splitlines()):
        if not line.strip():
            kept += [""] if kept and kept[-1] else []
            continue
        heading = _HEADING.match(line)
        level = len(heading[1]) if heading else _TEXT
        if _EMPTY.fullmatch(line) or (heading and below <= level):
            continue
        below = level
        kept.append(line)
    kept.reverse()
    return kept[1:] if kept[:1] == [""] else kept
