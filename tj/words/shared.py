"""What is said of what was shared before: by `tj shared`, and by a share that looks at it."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "ALL_AS_IT_WAS", "DIFF_OR_NOT_SENT", "LEDGER_LINE_TORN", "LEDGER_LINE_UNREADABLE", "NOTHING_SHARED",
    "changed_since", "no_such_share", "noted_as_not_sent", "problem_of_ledger", "several_such_shares", "shared_then",
]  # fmt: skip

NOTHING_SHARED = "Nothing was shared yet."


def shared_then(day: str, name: str, count: int, since: str, until: str, file: str, size: int) -> str:
    """A line of the ledger: when and with whom, how many notes, of which days, empty for none, and in which file."""
    notes = "1 note" if count == 1 else f"{count} notes"
    days = f", {since} to {until}" if since else ""
    return f"{day}  {name:20} {notes}{days}  {file} ({size:,} bytes)"


def changed_since(change: str, path: str, now: str, name: str, day: str) -> str:
    """What became of a note since it was shared: `change`, a `Kind` of `tj.share.changes`; `now`, where it moved to."""
    became = {"changed": "changed", "gone": "gone", "moved": "moved", "private": "now private"}.get(change, change)
    moved = f" → {now}" if now else ""
    return f"{became:12} {path}{moved}  (shared with {name} on {day})"


ALL_AS_IT_WAS = "Everything that was shared is as it was."


# A bundle that was made, but not sent.
DIFF_OR_NOT_SENT = ("--diff lists, and --not-sent notes something", "say one of them")


def no_such_share(given: str) -> tuple[str, str]:
    return f"no share {given!r} is noted as sent", "`tj shared` lists the files that were sent"


def several_such_shares(given: str, ids: "Sequence[str]") -> tuple[str, str]:
    return f"several shares are called {given}", f"say which one by its id, as --json has it: {', '.join(ids)}"


def noted_as_not_sent(file: str, name: str) -> str:
    return (
        f"Noted: {file} was not sent to {name}. It is listed no more, and its notes count as not sent. The file itself "
        "is yours to delete."
    )


def problem_of_ledger(path: str, line: int, message: str) -> str:
    return f"{path}:{line}: {message}"


LEDGER_LINE_UNREADABLE = "this line of what was shared cannot be read; the others are used"
LEDGER_LINE_TORN = (
    "this last line of what was shared was cut off while it was written; the others are used, and new ones follow it"
)
