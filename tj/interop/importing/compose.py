"""An item as a note: front matter from what is known, and the text as it was."""

import json
import math
import re
from collections.abc import Mapping
from datetime import date

from tj.config import Settings
from tj.entry.compose import compose_note
from tj.entry.frontmatter import find_block
from tj.entry.parse import parse_note
from tj.interop.importing.model import Item

__all__ = ["IMPORTED", "compose_item"]

# Where it came from, by which a second import knows it again.
IMPORTED = "imported"
# Keys that mean something to tj: what another program called so means something else.
_OWN = {"date", "time", "mood", "type", "title", "tags", "goals", "prompt", "generated_by", "checksum", IMPORTED}
_NOT_KEY = re.compile(r"[^\w-]+")
_NOT_TAG = re.compile(r"[\s,#\[\]{}\"'`]+")


def compose_item(item: Item, settings: Settings) -> bytes:
    """Return the note that an item becomes; a file that was a note already only gains the keys that it lacks."""
    if item.data is not None:
        return _added(item, item.data.decode("utf-8"), settings).encode("utf-8", "replace")
    known: dict[str, object] = {"date": item.day, "time": item.time, "mood": item.mood}
    known["tags"] = [tag for word in item.tags if (tag := _NOT_TAG.sub("-", word.strip()).strip("-"))]
    for key, value in item.properties.items():
        known[_key(key)] = _value(value)
    known[IMPORTED] = item.id
    heading = f"# {item.title}\n\n" if item.title else ""
    return compose_note(_typed(known), heading + item.text).encode("utf-8", "replace")


def _typed(known: Mapping[str, object]) -> dict[str, "date | float | str | list[str] | bool"]:
    found: dict[str, date | float | str | list[str] | bool] = {}
    for key, value in known.items():
        if isinstance(value, list):
            found[key] = [str(one) for one in value if str(one)]
        elif isinstance(value, date | float | int | str | bool):
            found[key] = value
    return found


def _value(value: object) -> object:
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict) or (isinstance(value, list | tuple) and any(isinstance(v, dict | list) for v in value)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return list(value) if isinstance(value, tuple) else value


def _key(name: str) -> str:
    key = _NOT_KEY.sub("_", name.strip()).strip("_") or "value"
    key = key if not key[0].isdigit() else f"_{key}"
    return f"source_{key}" if key.casefold() in _OWN else key


def _added(item: Item, text: str, settings: Settings) -> str:
    """Return a note with its date and where it came from, wherever it says neither and can be read."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    plain = text.removeprefix(mark).replace("\r\n", "\n").replace("\r", "\n")
    note = parse_note("note.md", plain.encode(), settings)
    if not note.entry.readable:
        return text  # private until it is mended, and as it was
    wanted = {"date": str(item.day), "time": f'"{item.time}"' if item.time else "", IMPORTED: f'"{item.id}"'}
    if note.entry.date is not None:
        wanted |= {"date": "", "time": ""}
    new = "".join(f"{key}: {value}\n" for key, value in wanted.items() if value and key not in note.entry.properties)
    made = _with_lines(plain, note.body_line, new)
    # What nearly was a header, and so made the note private, is none any more behind a real one.
    if note.entry.private and not parse_note("note.md", made.encode(), settings).entry.private:
        made = _with_lines(plain, note.body_line, f"{new}private: true\n")
    return made


def _with_lines(text: str, body_line: int, new: str) -> str:
    """Return a note with further lines of front matter."""
    block = find_block(text) if body_line > 1 else None
    if block is None:
        return f"---\n{new}---\n{text}"
    gap = "" if not block.text or block.text.endswith("\n") else "\n"
    return f"---\n{block.text}{gap}{new}---\n{text[block.body_start :]}"
