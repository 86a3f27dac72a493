"""What any command may say: that it waits, was stopped, or met a defect, and what it cannot read on its line."""

from tj.words.phrases import either

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "READING", "STOPPED", "WAITING", "defect", "folder_gone", "no_date", "no_day", "no_length", "no_such_command",
    "no_time", "shown_by_help", "system_refused", "vault_comes_first",
]  # fmt: skip

READING = "reading your notes"
WAITING = "waiting for another tj that is at work in this vault."
STOPPED = ("stopped before the end", "what was not done yet was left as it was")


def no_such_command(name: str, near: "Sequence[str]") -> str:
    meant = f" Did you mean {either([f'`tj {word}`' for word in near])}?" if near else ""
    return f"there is no command {name!r}.{meant}"


def shown_by_help(command: str) -> str:
    return f"`{command} --help` shows how it is called"


def vault_comes_first(command: str) -> tuple[str, str]:
    return "`--vault` stands before the command", f"write `tj --vault DIR{command.removeprefix('tj')} …`"


def folder_gone() -> tuple[str, str]:
    return "the folder you are in is gone", "change to another one and try again"


def system_refused(place: str, reason: str) -> tuple[str, str]:
    """Say what the system would not do; both `place` and `reason` may be empty."""
    told = (reason or "the system refused").lower()
    return f"{place}: {told}" if place else told, "see that the place is there and writable"


def defect(kind: str, place: str, version: str) -> tuple[str, str]:
    """Say that tj itself is at fault; `place`, a line of its own, may be empty."""
    return (
        f"tj itself failed here ({kind} in {place or 'an unknown place'}, tj {version})",
        "your files are as they were; report this line, so that it can be mended",
    )


def no_date(text: str) -> tuple[str, str]:
    return (
        f"{text!r} is not a date that tj understands",
        "write a date as 2026-03-05, today, yesterday, monday, 3 days ago, 14:30 or yesterday 22:30",
    )


def no_time(text: str) -> tuple[str, str]:
    return f"{text!r} has no time of day that tj understands", "write the time as HH:MM, 00:00 to 23:59"


def no_length(text: str) -> tuple[str, str]:
    return f"{text!r} is not a length of time", "write it in days or weeks, as 14d or 4w"


def no_day(text: str) -> tuple[str, str]:
    return f"{text!r} is not a day", "write it as 2026-03-05"
