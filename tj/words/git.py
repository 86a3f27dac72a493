"""What is said of a vault in git: by `tj git`, `tj init --git`, `tj check` and the backup."""

__all__ = [
    "DRIVER_OF_ENTRIES", "DRIVER_OF_SUMMARIES", "HISTORY_NOT_WHOLE", "HOOK_OF_PRE_COMMIT", "HOOK_RUNS",
    "MERGES_NOT_SET", "NOTHING_COMMITTED", "NO_GIT", "NO_GIT_FOR_HISTORY", "NO_REPOSITORY", "NO_REPOSITORY_MADE",
    "ONLY_ABOVE", "OTHERS_REPOSITORY", "OTHERS_REPOSITORY_BACKED_UP", "OTHER_STASHES", "RIGHT_ALREADY", "SHALLOW",
    "SUMMARIES_KEPT", "conflicts_left", "file_written", "git_stopped", "git_stopped_backup", "hook_not_run",
    "hook_of_others", "is_repository", "no_commit_yet", "no_text",
]  # fmt: skip

# Setting a vault up.
NO_REPOSITORY = ("this vault is not in a git repository", "`tj init --git` makes it one")
NO_REPOSITORY_MADE = ("git could not make a repository here", "see that git is installed, then try again")


def is_repository(folder: object) -> str:
    return f"{folder} is a git repository now; commit whenever you like."


DRIVER_OF_ENTRIES = "front matter key by key, check-ins by time"
DRIVER_OF_SUMMARIES = "summaries are made again"


def file_written(name: str) -> str:
    return f"{name}: written."


RIGHT_ALREADY = "Files and settings were right already."
HOOK_RUNS = "Before each commit the hook looks for secret keys, the inside of a share, and unsettled conflicts."


def hook_of_others(hook: str, folder: object) -> str:
    return f"the {hook} hook in {folder}"


HOOK_OF_PRE_COMMIT = "a local hook in .pre-commit-config.yaml"


def hook_not_run(path: object, where: str, line: str) -> str:
    """Where the hook lies, and what has to be added where to have it run."""
    return (
        f"The hook is in {path}. Others look after the hooks here, so it is not run yet;\n"
        f"to have it run, add this to {where}:\n"
        f"  {line}"
    )


SUMMARIES_KEPT = "Summaries that git merges are kept as yours; the next `tj index` makes them right."
MERGES_NOT_SET = "entries are to be merged by tj, and this clone is not set to do so; run `tj git setup`"


# Merging, and looking at commits.


def no_text(path: str) -> str:
    return f"{path} is no text, so ours was kept; theirs is at hand: git checkout --theirs"


def conflicts_left(path: str, count: int) -> str:
    return f"{path} has {count} {'conflict' if count == 1 else 'conflicts'} to settle."


def no_commit_yet(path: str) -> str:
    return f"git knows no commit with {path} yet."


# Where git does not do its part.
NO_GIT = ("git is not there", "install git, then try again")
OTHERS_REPOSITORY = ("the git repository belongs to someone else", "git says how to allow it: `git status`")


def git_stopped(command: str) -> tuple[str, str]:
    return f"git could not do its part ({command})", f"see what `git {command}` says in the vault"


# The history in a backup.
ONLY_ABOVE = "the git history: only a folder above is a repository"
SHALLOW = "the git history: this is a shallow clone, which has only a part of it"
NOTHING_COMMITTED = "a git history, since nothing was committed yet"
OTHER_STASHES = "stashes of git but the newest"
HISTORY_NOT_WHOLE = (
    "the git history cannot be backed up as a whole",
    "see what `git fsck` says in the vault; --no-history does without",
)
NO_GIT_FOR_HISTORY = (
    "the vault has a git history, and git is not there to handle it",
    "install git, or leave the history out: --no-history",
)
OTHERS_REPOSITORY_BACKED_UP = (
    "the vault's git repository belongs to someone else",
    "git says how to allow it: `git status`",
)


def git_stopped_backup(command: str) -> tuple[str, str]:
    return f"git could not do its part ({command})", "see what `git fsck` says in the vault; --no-history does without"
