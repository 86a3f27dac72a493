"""The text of new notes, written by tj for the first and last time: from then on they are their writer's."""

from collections.abc import Mapping, Sequence
from datetime import date

from tj.entry.yaml12 import quote

__all__ = ["compose_note"]


def compose_note(properties: Mapping[str, date | float | str | Sequence[str] | Sequence[int]], body: str = "") -> str:
    """Return a note with front matter. Empty texts and lists are left out; `body` follows after a blank line."""
    lines = ["---"]
    for key, value in properties.items():
        if isinstance(value, bool):
            lines.append(f"{key}: {str(value).lower()}")
        elif isinstance(value, str):
            lines += [f"{key}: {quote(value)}"] if value else []
        elif isinstance(value, date):
            lines.append(f"{key}: {value}")
        elif isinstance(value, Sequence):
            lines += (
                [f"{key}: [{', '.join(quote(item) if isinstance(item, str) else str(item) for item in value)}]"]
                if value
                else []
            )
        else:
            lines.append(f"{key}: {value:.15g}")
    return "\n".join([*lines, "---", ""]) + (f"\n{body.strip()}\n" if body.strip() else "")
