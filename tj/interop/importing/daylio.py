"""Daylio: the CSV of its export, with the old headers or the new, and its backup, a zip with everything in it.

full_date,date,weekday,time,mood,activities,note_title,note
2026-03-05,March 5,Thursday,9:30 PM,good,"friends | reading",,A note
"""

import base64
import binascii
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

from tj.errors import TjError
from tj.interop.importing.model import Attachment, Item, Moods, Source, item_id
from tj.interop.importing.zipped import Zipped, open_zip
from tj.words import importing as words

__all__ = ["read_daylio"]

# The five levels as the program first names them, the best one last.
_STEPS = {"awful": 1, "bad": 2, "meh": 3, "good": 4, "rad": 5}
_TIMES = ("%H:%M", "%I:%M %p", "%I:%M%p", "%H:%M:%S", "%H.%M", "%I.%M %p")
_USED = {"full_date", "year", "date", "weekday", "time", "mood", "activities", "note_title", "note"}
_BREAK = re.compile(r"<(?:br|/p|/div|/li)\s*/?>", re.IGNORECASE)
_ITEM = re.compile(r"<li\s*>", re.IGNORECASE)
_STRONG = re.compile(r"</?(?:b|strong)\s*>", re.IGNORECASE)
_EMPHASIS = re.compile(r"</?(?:i|em)\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def read_daylio(path: Path, moods: Moods) -> Source:
    """Read what Daylio exported, or its backup.

    Arguments: `moods`, by which its words become levels; those that nobody renamed are known.
    Raises `TjError` where it is neither.
    """
    with path.open("rb") as file:
        is_zip = file.read(4) == b"PK\x03\x04"
    return _read_backup(open_zip(path), moods) if is_zip else _read_csv(path, moods)


def _level(word: str, moods: Moods, group: int = 0) -> float | None:
    known = moods.read(word)
    if known is not None:
        return known
    step = _STEPS.get(word.strip().casefold()) or (6 - group if 1 <= group <= 5 else 0)
    return moods.spread(step, 5) if step else None


def _read_csv(path: Path, moods: Moods) -> Source:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise TjError(*words.no_csv_of_daylio(str(path))) from None
    if not rows or not {"mood", "time"} <= set(rows[0]) or not {"full_date", "year"} & set(rows[0]):
        raise TjError(*words.no_export_of_daylio(str(path)))
    seen: dict[str, int] = {}
    unknown: dict[str, int] = {}
    items = [_row(number, row, moods, seen, unknown) for number, row in enumerate(rows, start=2)]
    return Source(tuple(items), tuple(_unknown(unknown)))


def _row(number: int, row: Mapping[str, Any], moods: Moods, seen: dict[str, int], unknown: dict[str, int]) -> Item:
    known = {key: value or "" for key, value in row.items() if isinstance(value, str | None)}
    where = words.row(number)
    day, time = _day(known), _time(known.get("time", ""))
    if day is None:
        return Item(where, skip=words.DATE_NOT_READ)
    word = known.get("mood", "").strip()
    level = _level(word, moods)
    if level is None and word:
        unknown[word] = unknown.get(word, 0) + 1
    activities = [part.strip() for part in known.get("activities", "").split("|") if part.strip()]
    text = _markdown(known.get("note", ""))
    title = known.get("note_title", "").strip()
    more = {key: value for key, value in known.items() if key not in _USED and value}
    name = item_id("daylio", (str(day), time, word, *activities, title, text), seen)
    return _item(where, name, day, time, title, text, level, word, activities, more)


def _item(
    where: str, name: str, day: date, time: str, title: str, text: str, level: float | None, word: str,
    activities: list[str], more: Mapping[str, object],
) -> Item:  # fmt: skip
    known: dict[str, object] = {"mood_word": word, "activities": activities, **more}
    return Item(where, name, day, time, title, text, level, tuple(activities), {k: v for k, v in known.items() if v})


def _day(row: Mapping[str, str]) -> date | None:
    try:
        if row.get("full_date"):
            return date.fromisoformat(row["full_date"].strip())
        written = f"{row.get('date', '').strip()} {row.get('year', '').strip()}"
    except ValueError:
        return None
    for pattern in ("%B %d %Y", "%d %B %Y", "%b %d %Y", "%d %b %Y", "%d. %B %Y", "%m/%d %Y", "%d.%m. %Y"):
        try:
            return datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a day as it is written
        except ValueError:
            continue
    return None


def _time(text: str) -> str:
    # Some phones write a narrow space before AM and PM, or dots in it.
    plain = re.sub(r"[\u202f\u00a0]", " ", text).strip().upper().replace("A.M.", "AM").replace("P.M.", "PM")
    for pattern in _TIMES:
        try:
            return f"{datetime.strptime(plain, pattern):%H:%M}"  # noqa: DTZ007 - a time as it is written
        except ValueError:
            continue
    return ""


def _markdown(text: str) -> str:
    """Return a note as Markdown: newer versions write it with some tags of HTML."""
    if not _TAG.search(text):
        return text.replace("\r\n", "\n").strip()
    for pattern, by in ((_ITEM, "- "), (_BREAK, "\n"), (_STRONG, "**"), (_EMPHASIS, "*"), (_TAG, "")):
        text = pattern.sub(by, text)
    return unescape(text).replace("\xa0", " ").strip()


def _unknown(unknown: Mapping[str, int]) -> Iterator[str]:
    for word, count in sorted(unknown.items()):
        yield words.mood_without_level(word, count)


def _read_backup(zipped: Zipped, moods: Moods) -> Source:
    name = next((name for name in zipped.names if name.rpartition("/")[2] == "backup.daylio"), None)
    try:
        table = json.loads(base64.b64decode(zipped.text(name))) if name else None
    except (ValueError, binascii.Error, RecursionError):
        table = None
    entries = table.get("dayEntries") if isinstance(table, dict) else None
    if not isinstance(table, dict) or not isinstance(entries, list):
        raise TjError(*words.NO_BACKUP_OF_DAYLIO)
    kinds = {one.get("id"): (str(one.get("custom_name") or ""), one) for one in _listed(table, "customMoods")}
    tags = {one.get("id"): str(one.get("name") or "") for one in _listed(table, "tags")}
    assets = {one.get("id"): str(one.get("checksum") or "") for one in _listed(table, "assets")}
    files = {Path(name).name.split(".")[0]: name for name in zipped.names if "assets/" in name}
    unknown: dict[str, int] = {}
    seen: dict[str, int] = {}
    items: list[Item] = []
    for number, entry in enumerate(entries, start=1):
        known = entry if isinstance(entry, dict) else {}
        items.append(_entry(words.entry(number), known, kinds, tags, moods, seen, unknown, zipped,
                            {key: files.get(value, "") for key, value in assets.items()}))  # fmt: skip
    return Source(tuple(items), tuple(_unknown(unknown)))


def _listed(table: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the rows of a part of the backup, those with an id by which others speak of them."""
    found = table.get(key)
    rows = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    return [one for one in rows if _is_id(one.get("id"))]


def _is_id(value: object) -> bool:
    return isinstance(value, int | str)


def _named(ids: object, known: Mapping[Any, str]) -> list[str]:
    """Return what the ids in a list stand for, without those that stand for nothing."""
    return [known[one] for one in ids if _is_id(one) and known.get(one)] if isinstance(ids, list) else []


def _entry(
    where: str, entry: dict[str, Any], kinds: Mapping[Any, tuple[str, dict[str, Any]]], tags: Mapping[Any, str],
    moods: Moods, seen: dict[str, int], unknown: dict[str, int], zipped: Zipped, files: Mapping[Any, str],
) -> Item:  # fmt: skip
    try:
        # Its months begin with 0.
        parts = int(entry["year"]), int(entry["month"]) + 1, int(entry["day"])
        when = datetime(*parts, int(entry.get("hour", 0)), int(entry.get("minute", 0)))  # noqa: DTZ001 - as it is written
    except (KeyError, TypeError, ValueError, OverflowError):
        return Item(where, skip=words.DATE_NOT_READ)
    day, time = when.date(), f"{when:%H:%M}"
    word, kind = kinds.get(entry["mood"], ("", {})) if _is_id(entry.get("mood")) else ("", {})
    group = kind.get("mood_group_id", kind.get("predefined_name_id", 0))
    step = group if isinstance(group, int) else 0
    word = word or {6 - number: name for name, number in _STEPS.items()}.get(step, "")
    level = _level(word, moods, step)
    if level is None and word:
        unknown[word] = unknown.get(word, 0) + 1
    activities = _named(entry.get("tags"), tags)
    text, title = _markdown(str(entry.get("note") or "")), str(entry.get("note_title") or "").strip()
    name = item_id("daylio", (str(day), time, word, *activities, title, text), seen)
    photos = tuple(
        Attachment(f"daylio-{Path(each).stem}{Path(each).suffix or '.jpg'}", partial(zipped.read, each))
        for each in _named(entry.get("assets"), files)
    )
    shown = "\n\n".join([text, *(f"![[attachments/{photo.name}]]" for photo in photos)]).strip()
    return replace(_item(where, name, day, time, title, shown, level, word, activities, {}), attachments=photos)
