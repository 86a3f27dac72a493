"""What `tj backup` and `tj restore` say."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "A_BACKUP", "HISTORY_IS_BACK", "HISTORY_WITHOUT_BRANCH", "HOLDS_OTHERWISE", "IMPOSSIBLE_BRANCH",
    "KEY_NOT_EXPORTED", "LINK_ELSEWHERE", "LINK_IN_IT_LEADS_OUT", "LINK_LEADS_OUT", "NAME_ELSEWHERE",
    "NAME_LEADS_ELSEWHERE", "NAME_TWICE", "NEITHER_FILE_NOR_FOLDER", "NO_BACKUP", "NO_FILE_THERE", "OF_NEWER_TJ",
    "OPENS_WITH_OWN_KEY", "READ_BACK", "REPOSITORY_WITHIN", "SEVEN_WORDS", "SPECIAL_RIGHTS", "STRANGE_KIND",
    "are_back_in", "are_in", "disk_tells_not_apart", "file_is_there", "folder_not_empty", "folder_not_there",
    "folder_unreadable", "missing_from_backup", "names_alike", "not_in_backup", "not_on_windows", "not_restored",
    "passphrase_once", "strange_content", "too_little_memory", "vault_too_large", "words_not_listed",
    "would_not_be_whole",
]  # fmt: skip

# Before a backup.
KEY_NOT_EXPORTED = (
    "your key was not exported, so the disk that is lost would take the only key to the backup with it",
    "`tj key export FILE` first, to another disk; or leave --own-key out for a passphrase",
)
A_BACKUP = "a backup"


def file_is_there(path: object) -> tuple[str, str]:
    return f"{path} is there already", "name another file; tj does not overwrite it"


def folder_not_there(folder: object) -> tuple[str, str]:
    return f"the folder {folder} is not there", "see that the disk is connected, or make the folder"


_TOO_LARGE = "move large attachments elsewhere, or copy the folder to an encrypted disk"


def vault_too_large(size: int, most: int) -> tuple[str, str]:
    """A vault that no backup may hold; both sizes in MiB."""
    return f"the vault is larger than a backup may be ({size:,} of {most:,} MiB)", _TOO_LARGE


def too_little_memory(size: int, needed: int) -> tuple[str, str]:
    """A vault that this computer has no memory for; both sizes in MiB."""
    return f"a backup of {size:,} MiB needs {needed:,} MiB of memory, and this computer has less", _TOO_LARGE


def folder_unreadable(folder: object, reason: str) -> tuple[str, str]:
    return f"{folder} cannot be looked into: {reason}, so the backup would not be whole", "see that it may be read"


def would_not_be_whole(message: str) -> str:
    return f"{message}, so the backup would not be whole"


# What is not in it.
REPOSITORY_WITHIN = "a git repository within the vault"
LINK_LEADS_OUT = "a link that leads out of the vault, or in a circle"
NEITHER_FILE_NOR_FOLDER = "neither a file nor a folder"


def not_in_backup(what: str, reason: str) -> str:
    return f"not in the backup: {what} ({reason})"


def missing_from_backup(what: str) -> str:
    return f"not in the backup: {what}."


# After it.
HOLDS_OTHERWISE = (
    "the backup does not hold what was packed",
    "the disk may be failing, so it was removed; name another one",
)


def are_in(count: int, path: object, size: int, *, history: bool) -> str:
    """How many files a backup holds, where it is, and how large, in bytes."""
    files = "1 file" if count == 1 else f"{count:,} files"
    also = " and the whole git history" if history else ""
    verb = "is" if count == 1 and not history else "are"
    return f"{files}{also} {verb} in {path} ({size:,} bytes)."


READ_BACK = "It was read back from there, opened, and compared file by file."


def names_alike(path: str) -> str:
    return f"{path} and another differ only by case; a disk that ignores it cannot take this backup."


def passphrase_once(passphrase: str) -> str:
    return (
        f"\nThe passphrase, shown this once and kept nowhere:\n\n    {passphrase}\n\n"
        "Write it down and keep it apart from the file. Without it nobody can restore the backup, you neither."
    )


OPENS_WITH_OWN_KEY = "It opens with your own key, of which you have a copy elsewhere: keep that one safe."


# Putting a vault back.
SEVEN_WORDS = "The seven words of the backup"


def words_not_listed(places: "Sequence[str]") -> str:
    """Which words of a typed passphrase are none that tj gives, counted from 1."""
    which = f"word {places[0]}" if len(places) == 1 else f"words {', '.join(places)}"
    return f"look at {which}: not in the list that tj takes its words from"


def folder_not_empty(folder: object) -> tuple[str, str]:
    return f"{folder} is there and not empty", "name a new folder; nothing was written"


def not_on_windows(name: str) -> tuple[str, str]:
    return (
        f"Windows can have no file or folder named {name!r}",
        "restore it on another system, or rename it there and back up again; nothing was written",
    )


def not_restored(folder: object, reason: str) -> tuple[str, str]:
    return f"{folder} cannot be written: {reason}", "nothing was left there; name another place"


def disk_tells_not_apart(path: str) -> tuple[str, str]:
    return (
        f"{path!r} and another name differ only by case or accents' form, which this disk cannot tell apart",
        "restore it on another disk; nothing was written",
    )


def are_back_in(count: int, folder: object) -> str:
    return f"1 file is back in {folder}." if count == 1 else f"{count:,} files are back in {folder}."


HISTORY_IS_BACK = (
    "So is the git history. What was not committed then is not committed now; remotes are to be added anew."
)


# What is refused in a file; most are what it holds.
NO_BACKUP = ("what is in this file is no backup of tj", "nothing was written; name a file that `tj backup` made")
OF_NEWER_TJ = ("this backup was made by a newer tj", "take that one to restore it")
NAME_LEADS_ELSEWHERE = ("this backup holds a name that leads elsewhere", "do not trust it; nothing was written")
LINK_IN_IT_LEADS_OUT = ("this backup holds a link that leads out of the vault", "do not trust it; nothing was written")


def strange_content(what: str) -> tuple[str, str]:
    return f"this backup holds {what}, as none of tj's own does", "do not trust it; nothing was written"


NAME_TWICE = "a name twice"
HISTORY_WITHOUT_BRANCH = "a git history without its branch"
IMPOSSIBLE_BRANCH = "a branch with an impossible name"
STRANGE_KIND = "something that is neither file, folder nor link"
SPECIAL_RIGHTS = "a file with special rights"
NO_FILE_THERE = "something else in place of a file"
NAME_ELSEWHERE = "a name that leads elsewhere"
LINK_ELSEWHERE = "a link that leads out of the vault"
