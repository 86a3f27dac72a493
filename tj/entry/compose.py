"""The text of new notes, written by tj for the first and last time: from then on they are their writer's."""

from collections.abc import Mapping, Sequence
from datetime import date

from tj.entry.yaml12 import quote
from tj.errors import UsageProblem

__all__ = ["checkin_line", "compose_note"]


def compose_note(properties: Mapping[str, date | float | str | Sequence[str]], body: str = "") -> str:
    """Return a note with front matter. Empty texts and lists are left out; `body` follows after a blank line."""
    lines = ["---"]
    for key, value in properties.items():
        if isinstance(value, str):
            lines += [f"{key}: {quote(value)}"] if value else []
        elif isinstance(value, date):
            lines.append(f"{key}: {value}")
        elif isinstance(value, Sequence):
            lines += [f"{key}: [{', '.join(quote(item) for item in value)}]"] if value else []
        else:
            lines.append(f"{key}: {value:g}")
    return "\n".join([*lines, "---", ""]) + (f"\n{body.strip()}\n" if body.strip() else "")


def checkin_line(time: str, mood: str, emotions: Sequence[str] = (), note: str = "") -> str:
    """Return a check-in as one Markdown list item, in the inline fields that Dataview reads.

    Arguments: `time`, HH:MM; `mood`, a level or mood word; `note`, any text: its line breaks become spaces.
    Raises `UsageProblem` where an emotion could not be read back from the line.
    """
    for emotion in emotions:
        if not emotion.strip() or set(emotion) & set("()[],:\n\r"):
            raise UsageProblem(
                "an emotion may not be empty or hold brackets, commas, colons or line breaks",
                "give each emotion by an `--emotion` of its own",
            )
    felt = f" (emotions:: {', '.join(emotion.strip() for emotion in emotions)})" if emotions else ""
    text = " ".join(note.split())
    return f"- {time} (mood:: {mood}){felt}" + (f" {text}" if text else "")
