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
from tj.words import goals as words

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
        raise UsageProblem(*words.name_not_usable(name, _LONGEST))
    if len(kept.encode()) > _MOST_BYTES:
        raise UsageProblem(*words.name_too_long(name))
    if not is_portable(kept):
        raise UsageProblem(*words.name_not_on_windows(name))
    return kept


def check_no_other(vault: Vault, name: str) -> None:
    """Raise `TjError` where a note of that name lies among the goals, but tj cannot read it as one."""
    path = f"{FOLDER}/{name}.md"
    if "/" not in name and vault.locate(path).exists():
        raise TjError(*words.no_goal_in_note(path))


def known_goal(app: App, vault: Vault, name: str) -> tuple[str, Entry | None]:
    """Return the name of a goal as it is spelled, and the note that sets it, None where only entries name it.

    Neither case nor how accents are stored matters. Raises `TjError` where there is no such goal, or two notes of it.
    """
    name = name.strip()
    if not name:
        raise UsageProblem(*words.NO_NAME)
    notes, marked = app.ask(
        vault,
        lambda store: (store.entries(Query(types=("goal",)), properties=True), list(store.goal_days())),
    )
    meant = [note for note in notes if fold_goal(goal_name(note.path)) == fold_goal(name)]
    chosen = [note for note in meant if note.path.startswith(f"{FOLDER}/")] or meant
    if len(chosen) > 1:
        raise TjError(*words.two_of_a_name(sorted(note.path for note in chosen)))
    if chosen:
        return goal_name(chosen[0].path), chosen[0]
    names = sorted({*(goal_name(note.path) for note in notes), *marked})
    for known in names:
        if fold_goal(known) == fold_goal(name):
            return known, None
    check_no_other(vault, name)
    near = get_close_matches(name, names, n=2, cutoff=0.5)
    raise TjError(*words.no_such_goal(name, near))
