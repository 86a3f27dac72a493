"""What `tj index`, `watch` and `check` say, and what is told of summaries."""

__all__ = [
    "NOTHING_NEEDS_A_LOOK", "READING", "SUMMARY_EDITED", "SUMMARY_IN_CONFLICT", "VAULT_IS_GONE", "WATCHED_ALREADY",
    "WATCH_ENDED", "WRITING_SUMMARIES", "counted", "folder_not_made", "folder_unreadable", "indexed", "is_ahead",
    "places_in_vault", "places_listed", "problem_at", "seen", "settings_stay", "summary_of_others",
    "summary_was_edited", "tried_again", "watching",
]  # fmt: skip

# The index.
READING = "reading your notes"
WRITING_SUMMARIES = "writing summaries, year by year"


def counted(new: int, changed: int, gone: int, as_before: int) -> str:
    """How many notes are new, changed, gone and as before."""
    named = ((new, "new"), (changed, "changed"), (gone, "gone"), (as_before, "as before"))
    return ", ".join(f"{count} {word}" for count, word in named if count) or "nothing there yet"


def indexed(notes: int, counts: str, summaries: int, seconds: float) -> str:
    """What an index holds, what became of the notes, as `counted` tells, and how many summaries were written."""
    held = "1 note" if notes == 1 else f"{notes} notes"
    return f"{held}: {counts}; {_summaries(summaries)} written in {seconds:.1f} s."


def places_in_vault(count: int) -> str:
    return f"{_places(count)} in the vault may need a look: `tj check` lists them."


# A watch.
WATCHED_ALREADY = ("another `tj watch` is at work in this vault", "one is enough; end that one to start another")


def watching(folder: object) -> str:
    return f"Watching {folder}; Ctrl-C ends it."


def seen(time: str, counts: str, summaries: int, problems: int) -> str:
    """What a watch did: what became of the notes, as `counted` tells, summaries written, and places to look at."""
    told = f"; {_places(problems)} may need a look (`tj check`)" if problems else ""
    return f"{time}  {counts}; {_summaries(summaries)} written{told}"


def tried_again(message: str) -> str:
    return f"{message}; it is tried again with the next change."


def settings_stay(message: str) -> str:
    return f"{message}; until that is mended the settings stay as they were."


WATCH_ENDED = "Stopped; everything that was saved is in the index."


# A check.


def problem_at(path: str, line: int, severity: str, message: str) -> str:
    """Say a problem and where it is; line 0 stands for the file as a whole."""
    return f"{path}:{line}: {severity}: {message}" if line else f"{path}: {severity}: {message}"


def places_listed(count: int) -> str:
    return f"{_places(count)} may need a look."


def is_ahead(day: str) -> str:
    return f"it is dated {day}, which is still to come; until then goals, wins and summaries end with that day"


NOTHING_NEEDS_A_LOOK = "Nothing needs a look."


# The summaries.
VAULT_IS_GONE = ("the vault is no longer there", "see that its drive or folder is where it was")


def folder_unreadable(folder: str, reason: str) -> tuple[str, str]:
    return f"{folder} cannot be looked into: {reason}", "see that it is a folder and may be read"


def folder_not_made(folder: str, reason: str) -> tuple[str, str]:
    return f"{folder} cannot be made: {reason}", "see that the vault may be written"


def summary_was_edited(path: str) -> str:
    return f"{path} was edited, so it is left as it is; move it away to have it made again."


def summary_of_others(path: str) -> str:
    return f"{path} was not made by tj, so it is left as it is; move it away to have it made again."


SUMMARY_EDITED = "this summary was edited, so tj leaves it as it is; move it away to have it made again"
SUMMARY_IN_CONFLICT = "this summary holds a merge conflict; `tj index` makes it again"


# Pieces.


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"


def _summaries(count: int) -> str:
    return "1 summary" if count == 1 else f"{count} summaries"
