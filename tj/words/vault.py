"""What any command may say of a vault: where it is, its files and its lock, its index, and what ships with tj."""

__all__ = [
    "ANOTHER_VAULT", "CONFLICT_COPY", "FOLDER_NOT_READ", "FOLDER_NOT_THERE", "INDEX_CLEARED", "LINK_OUTSIDE",
    "LINK_TO_NOWHERE", "LINK_TO_UNREAD", "NAME_NOT_TEXT", "NOTE_NOT_READ", "NOT_ANNOUNCED", "NOT_A_FILE",
    "NOT_LOOKED_AT", "NOT_UTF8", "NO_FILE", "NO_VAULT", "ON_NETWORK_DRIVE", "PAGE_NOT_BUILT", "changed_meanwhile",
    "held_by_another", "in_use", "index_in_use", "index_not_opened", "index_not_usable", "index_without_room",
    "is_no_file", "is_there", "just_emptied", "lock_not_written", "looks_instead", "no_shipped_text", "no_vault_at",
    "not_on_windows", "not_read", "not_written", "note_too_large", "outside", "path_too_long", "read_only",
    "settings_not_read",
]  # fmt: skip

NO_VAULT = (
    "there is no vault here or in any folder above",
    "make one with `tj init`, or name it: `tj --vault DIR …` (or set TJ_VAULT)",
)
NOT_UTF8 = "it is not UTF-8 text"
NO_FILE = "it is not a file"
PAGE_NOT_BUILT = ("the page is not built in this checkout", "`make page` builds it, with npm's registry in reach")

# What is in the way of reading a place, for `tj check`.
FOLDER_NOT_THERE = "this folder is not there"
FOLDER_NOT_READ = "this folder cannot be looked into; see that it may be read"
NOT_LOOKED_AT = "this cannot be looked at; see that it may be read"
NAME_NOT_TEXT = "its name has characters that are not text, so it is not read; rename it"
NOT_A_FILE = "this is not a file but is named like a note"
LINK_TO_NOWHERE = "this link leads nowhere"
LINK_OUTSIDE = "this link leads out of the vault, so it is not followed"
LINK_TO_UNREAD = "this link leads to a place that tj does not read, so it is not followed"
ANOTHER_VAULT = "this folder is a vault of its own, so it is not read here; list it under `exclude` if it is to be so"
CONFLICT_COPY = "this is a copy that a sync conflict left; keep what you need of it and delete it"
NOTE_NOT_READ = "this note cannot be read; see that it may be"

# Why a watch looks by itself every few seconds.
NOT_ANNOUNCED = "the system cannot announce every change in this vault"
ON_NETWORK_DRIVE = "this vault lies on a network drive, whose changes elsewhere are not announced"


def looks_instead(why: str) -> str:
    return f"{why}, so tj looks every few seconds instead; nothing is missed."


def note_too_large(largest: int, read: int) -> str:
    """Say that a note is larger than `largest` MiB, of which `read` are in the index."""
    return f"this note is larger than {largest} MiB; only its first {read} MiB is in the index"


def no_vault_at(path: str) -> tuple[str, str]:
    return f"{path} is not a vault", f"make it one with `tj init {path}`"


def outside(path: str) -> tuple[str, str]:
    return f"{path!r} is not inside the vault", "name a file by its path within the vault"


def settings_not_read(path: str, reason: str) -> tuple[str, str]:
    return f"{path} cannot be read: {reason}", "mend it, or move it away to use the defaults"


def not_read(path: str, reason: str) -> tuple[str, str]:
    return f"{path} cannot be read: {reason}", "see that the file is there and may be read"


def is_no_file(path: str) -> tuple[str, str]:
    return f"{path} is not a file", "give the path of a file"


def is_there(path: str) -> tuple[str, str]:
    return f"{path} is there already", "tj does not overwrite it; choose another name"


def just_emptied(path: str) -> tuple[str, str]:
    return (
        f"{path} was emptied a moment ago, perhaps by a program that is still saving it",
        "nothing was written; see that your words are there and try once more",
    )


def read_only(path: str) -> tuple[str, str]:
    return f"{path} is read-only", "make it writable if tj should change it"


def changed_meanwhile(path: str) -> tuple[str, str]:
    return f"{path} was changed by another program just now", "nothing was written; try once more"


def held_by_another(path: str) -> tuple[str, str]:
    return (
        f"{path} is open in another program, which keeps it to itself",
        "nothing was changed; close it there, and try again",
    )


def not_on_windows(name: str) -> tuple[str, str]:
    return f"Windows can have no file or folder named {name!r}", "nothing was written; choose another name"


def path_too_long(path: str) -> tuple[str, str]:
    return (
        f"{path} is too long a path for Windows",
        "nothing was changed; move the vault to a shorter path, or allow long paths in Windows",
    )


def not_written(path: str, reason: str) -> tuple[str, str]:
    return (
        f"{path} cannot be written: {reason}",
        "nothing was changed; make room or choose another place, and try again",
    )


def in_use(seconds: float) -> tuple[str, str]:
    return (
        f"another tj has been at work here for more than {seconds:g} seconds",
        "nothing was changed; see whether it waits for an answer or can be stopped, and try again",
    )


def lock_not_written(path: str, reason: str) -> tuple[str, str]:
    return f"{path} cannot be written: {reason}", "see that its folder is there and may be written"


_INDEX_HINT = "the index is a cache; see that its folder may be written and has room"


INDEX_CLEARED = ("the index was damaged and is cleared", "try again: it is made anew from your files")


def index_not_opened(path: str, reason: str) -> tuple[str, str]:
    return f"the index {path} cannot be opened: {reason}", _INDEX_HINT


def index_not_usable(path: str, name: str) -> tuple[str, str]:
    """Say that the index fails; `name` is SQLite's for the trouble, and may be empty."""
    return f"the index {path} cannot be used" + (f" ({name})" if name else ""), _INDEX_HINT


def index_in_use(path: str) -> tuple[str, str]:
    return f"the index {path} is in use by another program", "wait until the other tj is done, and try again"


def index_without_room(path: str) -> tuple[str, str]:
    return f"the index {path} has no room to grow", "make room on that disk and try again"


def no_shipped_text(name: str) -> tuple[str, str]:
    return f"there is no template {name!r}", "`tj new --help` tells where templates are looked for"
