"""Everything that tj prints goes through here: people's text to stdout, problems to stderr, JSON as one document."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from tj.errors import TjError

__all__ = [
    "as_json", "bold", "complain", "error", "is_interactive", "say", "shown", "stopped",
    "takes_colour", "waiting", "warn",
]  # fmt: skip

# What could move the cursor, recolour the terminal or turn text around; new lines and tabs stay.
_CONTROLS = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"


def say(text: str = "", *, to_stderr: bool = False) -> None:
    """Print a line for a person; `to_stderr` where stdout carries a JSON document."""
    _print(text, sys.stderr if to_stderr else sys.stdout)


def warn(text: str) -> None:
    """Print a line to stderr that a person should see, but that stops nothing."""
    _print(f"note: {text}", sys.stderr)


def waiting() -> None:
    """Say that another tj is waited for."""
    from tj.words import common as words  # here, since a plain check-in says none of it

    warn(words.WAITING)


def error(problem: "TjError") -> None:
    """Print an error and its hint to stderr, a line each."""
    complain(problem.message, problem.hint)


def complain(message: str, hint: str = "") -> None:
    """Print `error: …` and, where there is one, `hint: …` to stderr."""
    _print(f"error: {_one_line(message)}", sys.stderr)
    if hint:
        _print(f"hint: {_one_line(hint)}", sys.stderr)


def stopped(*, interrupted: bool = False) -> None:
    """Say that a command was stopped; `interrupted` where the terminal has written a `^C` that is to stand alone."""
    from tj.words import common as words

    if interrupted:
        _print("", sys.stderr)
    complain(*words.STOPPED)


def as_json(document: object) -> None:
    """Print one JSON document to stdout, all in ASCII where that takes no Unicode, as a pipe on Windows may not."""
    import json

    narrow = not (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    _print(json.dumps(document, ensure_ascii=narrow, indent=2, default=str), sys.stdout)


def shown(text: str) -> str:
    """Return `text` without the control characters by which a file could play tricks on a terminal."""
    if text.isprintable():
        return text
    import re  # which, and JSON too, a plain check-in has no need of

    return re.sub(_CONTROLS, "�", text)


def bold(text: str) -> str:
    """Return `text` in bold on a terminal that wants colour, unchanged elsewhere."""
    return f"\x1b[1m{text}\x1b[0m" if takes_colour() else text


def takes_colour() -> bool:
    """Tell whether stdout is a terminal that wants colour."""
    return not (os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb") and sys.stdout.isatty()


def is_interactive() -> bool:
    """Tell whether questions may be asked: only when stdin and stdout are terminals."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _one_line(text: str) -> str:
    return " ".join(shown(text).split())


def _print(text: str, stream: "TextIO") -> None:
    # File names may hold bytes that are no UTF-8; they are shown escaped rather than stopping a command.
    encoding = stream.encoding or "utf-8"
    print(text.encode(encoding, "backslashreplace").decode(encoding), file=stream, flush=True)
