"""Pictures and other files that a note shows, found among the files that there are."""

import re
from collections.abc import Container, Iterable, Mapping
from pathlib import PurePosixPath
from urllib.parse import unquote

__all__ = ["EMBED", "TEXTS", "by_name", "find_file"]

TEXTS = (".md", ".markdown", ".txt", ".text")
# Its groups: the words and the target of one in Markdown, the target and the words of one of Obsidian's.
EMBED = re.compile(r"!\[([^\]\n]*)\]\(<?([^)>\n]+?)>?\)|!\[\[([^\]|#\n]+)(?:#[^\]|\n]*)?(?:\|([^\]\n]*))?\]\]")


def by_name(files: Iterable[str]) -> dict[str, list[str]]:
    """Return paths by the last part of each, in lower case, as Obsidian finds them."""
    held: dict[str, list[str]] = {}
    for name in files:
        held.setdefault(PurePosixPath(name).name.casefold(), []).append(name)
    return held


def find_file(target: str, name: str, files: Container[str], held: Mapping[str, list[str]]) -> str | None:
    """Return the file that an embed shows, None for a note, for what lies elsewhere, and where it may be several.

    Arguments: `target`, as it is written; `name`, the path of the note that it stands in; `files`, the paths that there
    are; `held`, these by name.
    """
    plain = unquote(target.strip())
    if "://" in plain or plain.casefold().endswith(TEXTS):
        return None
    parts: list[str] = []
    for part in (*PurePosixPath(name).parts[:-1], *PurePosixPath(plain).parts):
        if part == "..":
            parts[-1:] = []
        elif part not in (".", "/"):
            parts.append(part)
    for candidate in ("/".join(parts), plain):
        if candidate in files:
            return candidate
    near = held.get(PurePosixPath(plain).name.casefold(), [])
    return near[0] if len(near) == 1 else None
