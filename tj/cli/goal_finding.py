"""Which goal is meant by a name that was given, and what a new one may be called."""

import unicodedata
from difflib import get_close_matches

from tj.cli.app import App
from tj.entry.goal_marks import fold_goal, goal_name
from tj.entry.model import Entry
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.vault.layout import Vault
from tj.vault.names import is_portable

__all__ = ["FOLDER", "check_no_other", "checked_name", "known_goal"]

FOLDER = "goals"
_LONGEST = 80
# A file's name has room for 255 bytes on most disks, and some of them go to `.md` and the names of temporary files.
_MOST_BYTES = 200
_SIGNS = " -_'’"


def checked_name(name: str) -> str:
    """Return a name for a new goal, as it is kept.

    Raises `UsageProblem` for what cannot be a file's name everywhere, or would mean something else in an entry.
    """
    kept = unicodedata.normalize("NFC", name.strip())
    good = kept and all(unicodedata.category(char)[0] in "LMN" or char in _SIGNS for char in kept)
    if not good or unicodedata.category(kept[0])[0] not in "LN" or len(kept) > _LONGEST:
        raise UsageProblem(
            f"{name!r} cannot be the name of a goal",
            f"use up to {_LONGEST} letters, digits, hyphens and spaces, as in walk-daily",
        )
    if len(kept.encode()) > _MOST_BYTES:
        raise UsageProblem(f"{name!r} is too long for the name of a file", "choose a shorter one")
    if not is_portable(kept):
        raise UsageProblem(f"Windows can have no file named {name!r}", "choose another name, so that it may go there")
    return kept


def check_no_other(vault: Vault, name: str) -> None:
    """Raise `TjError` where a note of that name lies among the goals, but tj cannot read it as one."""
    path = f"{FOLDER}/{name}.md"
    if "/" not in name and vault.locate(path).exists():
        raise TjError(f"{path} is no goal that tj can read", "it needs `type: goal`; `tj check` lists what is wrong")


def known_goal(app: App, vault: Vault, name: str) -> tuple[str, Entry | None]:
    """Return the name of a goal as it is spelled, and the note that sets it, None where only entries name it.

    Neither case nor how accents are stored matters. Raises `TjError` where there is no such goal, or two notes of it.
    """
    name = name.strip()
    if not name:
        raise UsageProblem("a goal needs a name", "`tj goal list` shows yours")
    notes, marked = app.ask(
        vault,
        lambda store: (store.entries(Query(types=("goal",)), properties=True), list(store.goal_days())),
    )
    meant = [note for note in notes if fold_goal(goal_name(note.path)) == fold_goal(name)]
    chosen = [note for note in meant if note.path.startswith(f"{FOLDER}/")] or meant
    if len(chosen) > 1:
        paths = " and ".join(sorted(note.path for note in chosen))
        raise TjError(f"two notes set a goal of that name: {paths}", "give one of them another name")
    if chosen:
        return goal_name(chosen[0].path), chosen[0]
    names = sorted({*(goal_name(note.path) for note in notes), *marked})
    for known in names:
        if fold_goal(known) == fold_goal(name):
            return known, None
    check_no_other(vault, name)
    near = get_close_matches(name, names, n=2, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`tj goal add NAME` sets a new one"
    raise TjError(f"there is no goal named {name!r}", hint)
