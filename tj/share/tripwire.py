"""The last look before a share is sealed: whatever was taken out must stand nowhere in what is sent."""

from collections.abc import Iterable, Mapping
from html import unescape

from tj.errors import Refused

__all__ = ["check_members"]

# Shorter texts stand in many places by chance.
_SHORTEST = 12
_MARKS = " \t%<!->`*_#|[]()"
_PICTURES = "att/"


def check_members(members: Mapping[str, bytes], removed: Iterable[str], visible: str) -> None:
    """Look in the members of a bundle for what was taken out of the notes.

    Arguments: `members`, by name; `removed`, texts that must not be in them, of which each line counts by itself if it
    has 12 characters at least; `visible`, all text that may be seen, and what the report says of its own accord.
    Raises `Refused` with the member's name, never the text.
    """
    shown = visible + "\n" + unescape(visible)
    lines = {line.strip(_MARKS) for text in removed for line in text.split("\n")}
    hidden = [line for line in lines if len(line) >= _SHORTEST and line not in shown]
    for name, data in members.items():
        if name.startswith(_PICTURES):
            continue
        text = data.decode("utf-8")
        searched = text + "\n" + unescape(text)
        if any(line in searched for line in hidden):
            raise Refused(
                f"something that was to stay out is still in {name} of this share; nothing was written",
                "this is a defect of tj; please report it, and leave that entry out for now",
            )
