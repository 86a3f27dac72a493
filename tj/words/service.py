"""What `tj service` says."""

__all__ = [
    "HOW_TO_REMOVE", "NOTHING_INSTALLED", "NOTHING_TO_START", "REMINDER_IS_ONE_LINE", "cannot_remind",
    "file_as_it_was", "file_written", "no_time_of_day", "not_started", "removed", "started", "to_start",
]  # fmt: skip

# Installing.
NOTHING_TO_START = ("it is not said what to start", "give --watch, --remind HH:MM, or both")


def no_time_of_day(given: str) -> tuple[str, str]:
    return f"{given!r} is no time of day", "write it as 20:30"


REMINDER_IS_ONE_LINE = (
    "the reminder's words are none, or more than one line",
    "write one line, such as 'Time for tea'",
)


def file_written(path: object) -> str:
    return f"{path}: written."


def file_as_it_was(path: object) -> str:
    return f"{path}: as it was."


def to_start(command: str) -> str:
    return f"  to start it: {command}"


def started(command: str) -> str:
    return f"  started: {command}"


def not_started(command: str) -> str:
    return f"it could not be started; try it yourself: {command}"


def cannot_remind(program: str) -> str:
    return f"{program} is not here, so the reminder cannot be shown yet; on Debian it is in libnotify-bin."


HOW_TO_REMOVE = "`tj service remove` takes it all away again."


# Afterwards.
NOTHING_INSTALLED = "Nothing is installed for this vault."


def removed(path: object) -> str:
    return f"{path}: removed."
