"""What any command may say: that it waits, was stopped, was called by a name unknown, or met a defect."""

from tj.words.phrases import either

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["STOPPED", "WAITING", "folder_gone", "no_such_command", "shown_by_help"]

WAITING = "waiting for another tj that is at work in this vault."
STOPPED = ("stopped before the end", "what was not done yet was left as it was")


def no_such_command(name: str, near: "Sequence[str]") -> str:
    meant = f" Did you mean {either([f'`tj {word}`' for word in near])}?" if near else ""
    return f"there is no command {name!r}.{meant}"


def shown_by_help(command: str) -> str:
    return f"`{command} --help` shows how it is called"


def folder_gone() -> tuple[str, str]:
    return "the folder you are in is gone", "change to another one and try again"
