"""What `tj export --format json` wrote: every note as it was, with its date for one whose name alone had told it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from tj.errors import TjError
from tj.interop.importing.model import Item, Source, own_item
from tj.words import importing as words

__all__ = ["read_export"]

_FORMAT = "tj-export/1"


def read_export(path: Path) -> Source:
    """Read an export of tj's.

    Raises `TjError` where it is none, or one of a later tj.
    """
    try:
        table = json.loads(path.read_bytes().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        table = None
    kind = table.get("format") if isinstance(table, dict) else None
    if isinstance(kind, str) and kind.startswith("tj-export/") and kind != _FORMAT:
        raise TjError(*words.from_newer_tj(str(path)))
    if not isinstance(table, dict) or kind != _FORMAT or not isinstance(table.get("entries"), list):
        raise TjError(*words.no_export_of_tj(str(path)))
    seen: dict[str, int] = {}
    return Source(tuple(_item(words.entry(n), one, seen) for n, one in enumerate(table["entries"], start=1)))


def _item(where: str, entry: Any, seen: dict[str, int]) -> Item:
    known = entry if isinstance(entry, dict) else {}
    header, body, time = known.get("front_matter"), known.get("body"), known.get("time") or ""
    try:
        day = date.fromisoformat(known.get("date") or "")
    except (TypeError, ValueError):
        return Item(where, skip=words.NO_DATE)
    if not isinstance(header, str) or not isinstance(body, str) or not isinstance(time, str):
        return Item(where, skip=words.WITHOUT_TEXT)
    return own_item(where, "tj", day, time, header, body, seen)
