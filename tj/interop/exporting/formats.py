"""The formats of `tj export`: each takes notes, oldest first, and returns bytes that are the same on every machine.

JSON is `tj-export/1`: an object with `format` and `entries`, each of which has the keys of `_facts` below. Dates are
texts, `front_matter` is the text between the two rules, and `body` is what follows it.
"""

import csv
import hashlib
import io
import json
import re
import uuid
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from tj.entry.model import Entry
from tj.interop.embeds import EMBED
from tj.interop.exporting.days import Day, days_of
from tj.interop.exporting.model import Exported
from tj.moment import format_moment

__all__ = ["FORMATS", "Format"]

Format = Callable[[Sequence[Exported]], bytes]

_MOMENT = (1980, 1, 1, 0, 0, 0)
_LEFT = re.compile(r"^[=+\-@\t\r]")


def _json(notes: Sequence[Exported]) -> bytes:
    return _dump({"format": "tj-export/1", "entries": [_facts(one) for one in notes]})


def _facts(one: Exported) -> dict[str, Any]:
    entry = one.note.entry
    return {
        "path": entry.path,
        "type": entry.type,
        "date": entry.date,
        "time": entry.time or None,
        "title": entry.title,
        "mood": entry.mood,
        "emotions": entry.emotions,
        "goals": [{"name": mark.name, "amount": mark.amount} for mark in entry.goals],
        "tags": entry.tags,
        "trackers": dict(entry.trackers),
        "properties": dict(entry.properties),
        "checkins": [{"time": c.time, "mood": c.mood, "emotions": c.emotions, "text": c.text} for c in entry.checkins],
        "tasks": [{"text": t.text, "done": t.done, "due": t.due, "completed": t.completed} for t in entry.tasks],
        "agenda": [{"text": line.text, "done": line.done} for line in entry.agenda],
        "wins": [line.text for line in entry.wins],
        "words": entry.words,
        "private": entry.private,
        "readable": entry.readable,
        "front_matter": one.front_matter,
        "body": one.body,
    }


def _csv(notes: Sequence[Exported]) -> bytes:
    days, names = days_of([one.note.entry for one in notes])
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(["date", "mood", "mood_lowest", "mood_highest", "checkins", "entries", "words", *names, "emotions"])
    for day in days:
        writer.writerow([_cell(value) for value in _row(day, names)])
    return out.getvalue().encode()


def _row(day: Day, names: Sequence[str]) -> list[object]:
    counts = [day.checkins, day.entries, day.words]
    return [day.day, day.mood, day.lowest, day.highest, *counts, *(day.trackers.get(name) for name in names),
            "; ".join(day.emotions)]  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{round(value, 4):g}"
    # A spreadsheet would take such a text for a formula and run it.
    return f"'{value}" if isinstance(value, str) and _LEFT.match(value) else str(value)


def _jrnl(notes: Sequence[Exported]) -> bytes:
    counts: dict[str, int] = {}
    entries = []
    for one in notes:
        entry = one.note.entry
        tags = [f"@{tag}" for tag in entry.tags]
        counts |= {tag: counts.get(tag, 0) + 1 for tag in tags}
        entries.append(
            {
                "title": entry.title,
                "body": one.body,
                "date": entry.date,
                "time": entry.time or "00:00",
                "tags": tags,
                "starred": entry.properties.get("starred") is True,
                # jrnl passes over what it does not know; tj makes the same entry of it again.
                "front_matter": one.front_matter,
            }
        )
    return _dump({"tags": counts, "entries": entries})


def _dayone(notes: Sequence[Exported]) -> bytes:
    members: dict[str, bytes] = {}
    entries = [_moment(one, members) for one in notes]
    members["Journal.json"] = _dump({"metadata": {"version": "1.0"}, "entries": entries})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), members[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _moment(one: Exported, members: dict[str, bytes]) -> dict[str, Any]:
    """Return an entry of Day One's, and put its pictures among the members of the zip."""
    entry = one.note.entry
    photos: list[dict[str, str]] = []

    def embed(found: re.Match[str]) -> str:
        file = one.files.get(found[2] or found[3])
        suffix = PurePosixPath(file[0]).suffix.lstrip(".").lower() if file else ""
        if file is None or suffix not in ("jpg", "jpeg", "png", "gif", "heic", "webp"):
            return found[0]
        data = file[1]()
        digest = hashlib.md5(data, usedforsecurity=False).hexdigest()  # by which Day One names its pictures
        kind = "jpeg" if suffix == "jpg" else suffix
        members[f"photos/{digest}.{kind}"] = data
        photos.append({"identifier": digest.upper(), "md5": digest, "type": kind})
        return f"![{found[1] or found[4] or ''}](dayone-moment://{digest.upper()})"

    name = uuid.uuid5(uuid.NAMESPACE_URL, f"tj:{entry.path}").hex.upper()
    known: dict[str, Any] = {
        "uuid": name,
        # Times stand as they were written; Day One shows them so where the zone is UTC.
        "creationDate": f"{entry.date}T{entry.time or '12:00'}:00Z",
        "timeZone": "UTC",
        "text": EMBED.sub(embed, one.body),
        "tags": entry.tags,
        "starred": entry.properties.get("starred") is True,
        "front_matter": one.front_matter,
    }
    return known | ({"photos": photos} if photos else {})


def _markdown(notes: Sequence[Exported]) -> bytes:
    parts = ["# Journal"]
    for one in notes:
        entry = one.note.entry
        when = f"{format_moment('dddd', entry.date)} {entry.date} {entry.time}".strip() if entry.date else "Undated"
        stem = PurePosixPath(entry.path).stem
        title = "" if entry.title == stem else f": {entry.title}"
        fence = f"```yaml\n{one.front_matter}```\n\n" if one.front_matter.strip() else ""
        parts.append(f"## {when}{title}\n\n{fence}{one.body.strip()}".rstrip())
    return ("\n\n".join(parts) + "\n").encode()


def _parquet(notes: Sequence[Exported]) -> bytes:
    from tj.interop.exporting.parquet import table

    return table(*days_of([one.note.entry for one in notes]))


def _dump(table: Mapping[str, object]) -> bytes:
    text = json.dumps(_finite(table), ensure_ascii=False, indent=1, default=str)
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _finite(value: Any) -> Any:
    """Return a value without the numbers that JSON does not have; front matter may hold `.inf`."""
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    if isinstance(value, Mapping):
        return {str(key): _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list | tuple) else value


def _dated(make: Format) -> Format:
    """Leave out, of what is kept by day, the notes without one."""

    def made(notes: Sequence[Exported]) -> bytes:
        return make([one for one in notes if _has_date(one.note.entry)])

    return made


def _has_date(entry: Entry) -> bool:
    return entry.date is not None


FORMATS: Mapping[str, Format] = {
    "json": _json,
    "csv": _dated(_csv),
    "jrnl": _dated(_jrnl),
    "dayone": _dated(_dayone),
    "markdown": _markdown,
    "parquet": _dated(_parquet),
}
