"""Day One: the zip of its JSON export, with a JSON file for each journal and the photos, videos, recordings and PDFs.

{"metadata": {"version": "1.0"}, "entries": [{
    "uuid": "…", "creationDate": "2026-03-05T08:30:00Z", "timeZone": "Europe/Berlin", "text": "# …",
    "tags": […], "starred": true, "location": {…}, "weather": {…},
    "photos": [{"identifier": "…", "md5": "…", "type": "jpeg"}]}]}
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tj.errors import TjError
from tj.interop.importing.model import Attachment, Item, Source, own_item
from tj.interop.importing.zipped import Zipped, open_zip
from tj.words import importing as words

__all__ = ["read_dayone"]

_MOMENT = re.compile(r"!\[([^\]]*)\]\(dayone-moment:/{1,2}(?:([a-zA-Z]+)/)?([0-9A-Za-z-]+)\)")
# What Day One sets a backslash before though Markdown does not need it there.
_ESCAPED = re.compile(r"\\([.\-!+()])")
_KINDS = {"photos": "jpeg", "videos": "mov", "audios": "m4a", "pdfAttachments": "pdf"}
_FOLDERS = {"photos": "photos", "videos": "videos", "audios": "audios", "pdfAttachments": "pdfs"}
_USED = {"uuid", "creationDate", "timeZone", "text", "richText", "tags", "starred", "location", "weather",
         "modifiedDate", *_KINDS}  # fmt: skip
# What says how Day One kept an entry, and nothing of the entry.
_INNER = {"creationDevice", "creationDeviceType", "creationDeviceModel", "creationOSName", "creationOSVersion",
          "editingTime", "duration", "sourceString"}  # fmt: skip


def read_dayone(path: Path) -> Source:
    """Read an export of Day One's: its zip, or one of the JSON files in it.

    Raises `TjError` where it is none.
    """
    if path.suffix.casefold() == ".json":
        return _read({path.stem: path.read_bytes()}, None)
    zipped = open_zip(path)
    names = [name for name in zipped.names if name.endswith(".json") and not name.startswith("__MACOSX/")]
    if not names:
        raise TjError(*words.no_journal_in(str(path)))
    return _read({Path(name).stem: zipped.text(name) for name in names}, zipped)


def _read(journals: Mapping[str, bytes], zipped: Zipped | None) -> Source:
    items: list[Item] = []
    problems: list[str] = []
    for journal, data in journals.items():
        try:
            entries = json.loads(data.decode("utf-8-sig"))["entries"]
        except (ValueError, KeyError, TypeError, RecursionError):
            entries = None
        if not isinstance(entries, list):
            raise TjError(*words.no_journal_of_day_one(journal))
        for number, entry in enumerate(entries, start=1):
            known = entry if isinstance(entry, dict) else {}
            items.append(_item(words.entry_of(journal, number), journal, known, zipped, problems))
    return Source(tuple(items), tuple(problems))


def _item(where: str, journal: str, entry: dict[str, Any], zipped: Zipped | None, problems: list[str]) -> Item:
    when = _when(entry, where, problems)
    name = entry.get("uuid")
    if when is None or not isinstance(name, str):
        return Item(where, skip=words.NO_DATE_OR_ID)
    attachments = dict(_attachments(entry, zipped))
    text = entry.get("text") if isinstance(entry.get("text"), str) else ""
    missing: list[str] = []
    placed: set[str] = set()

    def embed(found: re.Match[str]) -> str:
        file = attachments.get(found[3])
        if file is None:
            missing.append(found[3])
            return found[0]
        placed.add(found[3])
        return f"![[attachments/{file.name}{f'|{found[1]}' if found[1] else ''}]]"

    text = _MOMENT.sub(embed, str(text) if "front_matter" in entry else _unescaped(str(text)))
    beside = [f"![[attachments/{file.name}]]" for key, file in attachments.items() if key not in placed]
    if missing:
        problems.append(words.media_missing(where, len(missing)))
    if isinstance(entry.get("front_matter"), str):  # as `tj export` wrote it
        return own_item(where, "dayone", when.date(), "", entry["front_matter"], text, {}, tuple(attachments.values()))
    tags = entry.get("tags")
    return Item(
        where, f"dayone/{name}", when.date(), f"{when:%H:%M}",
        text="\n\n".join([text.strip("\n"), *beside]).strip("\n"),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        properties=dict(_properties(journal, entry)),
        attachments=tuple(attachments.values()),
    )  # fmt: skip


def _when(entry: dict[str, Any], where: str, problems: list[str]) -> datetime | None:
    """Return the time at which an entry was written, by the clock of the place where that was."""
    try:
        instant = datetime.fromisoformat(str(entry.get("creationDate")).replace("Z", "+00:00"))
    except ValueError:
        return None
    zone = entry.get("timeZone")
    if not isinstance(zone, str) or not zone:
        return instant
    try:
        return instant.replace(tzinfo=instant.tzinfo or UTC).astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        problems.append(words.zone_unknown(where))
        return instant


def _unescaped(text: str) -> str:
    """Return a text without the backslashes that Day One adds; those in code stay."""
    parts = re.split(r"(```.*?```|`[^`\n]*`)", text, flags=re.DOTALL)
    return "".join(part if at % 2 else _plain(part) for at, part in enumerate(parts)).replace("\u200b", "")


def _plain(text: str) -> str:
    # At the beginning of a line the backslash may be what keeps a sentence from becoming a list.
    return "\n".join(re.sub(r"(?<=\S)" + _ESCAPED.pattern, r"\1", line) for line in text.split("\n"))


def _attachments(entry: dict[str, Any], zipped: Zipped | None) -> Iterator[tuple[str, Attachment]]:
    """Yield each attached file that the export holds, under the name by which the text speaks of it."""
    by_stem = {Path(name).stem: name for name in (zipped.names if zipped else ()) if "/" in name}
    for kind, default in _KINDS.items():
        listed = entry.get(kind)
        for one in listed if isinstance(listed, list) else ():
            known = one if isinstance(one, dict) else {}
            name, digest = known.get("identifier"), str(known.get("md5", ""))
            member = by_stem.get(digest) if digest else None
            if not isinstance(name, str) or zipped is None or member is None or _FOLDERS[kind] not in member:
                continue
            suffix = Path(member).suffix or f".{known.get('type') or default}"
            yield name, Attachment(f"dayone-{digest}{suffix}", partial(zipped.read, member))


def _properties(journal: str, entry: dict[str, Any]) -> Iterator[tuple[str, object]]:
    yield "journal", journal
    if entry.get("starred"):
        yield "starred", True
    place, weather = entry.get("location"), entry.get("weather")
    if isinstance(place, dict):
        yield (
            "location",
            ", ".join(
                str(place[key])
                for key in ("placeName", "localityName", "administrativeArea", "country")
                if place.get(key)
            ),
        )
    if isinstance(weather, dict):
        said = [str(weather["conditionsDescription"])] if weather.get("conditionsDescription") else []
        degrees = weather.get("temperatureCelsius")
        yield "weather", ", ".join([*said, *([f"{degrees:.0f} °C"] if isinstance(degrees, int | float) else [])])
    if isinstance(entry.get("timeZone"), str):
        yield "time_zone", entry["timeZone"]
    for key, value in entry.items():
        if key not in _USED | _INNER and isinstance(value, str | int | float | bool):
            yield key, value
