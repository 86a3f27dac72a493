"""Whose journal it is, as the vault's settings say: `writer = "Hedda"`, which stands at the head of a brief."""

import tomllib

__all__ = ["writer_of"]

_LONGEST = 80


def writer_of(text: str) -> str:
    """Return the writer's name from the text of the settings, on one line; empty where they do not say it."""
    try:
        found = tomllib.loads(text.removeprefix("\ufeff")).get("writer")
    except (ValueError, RecursionError):  # for `tj check` to tell
        return ""
    words = " ".join(found.split()) if isinstance(found, str) else ""
    return "".join(letter for letter in words if letter.isprintable())[:_LONGEST].strip()
