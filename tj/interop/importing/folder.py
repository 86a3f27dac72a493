"""A folder, or a zip, of Markdown and text files with dates in their names or their front matter."""

import hashlib
import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from tj.config import Settings
from tj.entry.parse import parse_note
from tj.errors import TjError
from tj.interop.embeds import EMBED, TEXTS, by_name, find_file
from tj.interop.importing.model import Attachment, Item, Source
from tj.interop.importing.zipped import open_zip
from tj.words import importing as words

__all__ = ["date_in_name", "read_folder"]

_MONTHS = {name: number for number, name in enumerate(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)}  # fmt: skip
# Year first or last; the order of day and month is told only where one of them is above 12, or by dots.
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-_. /]?(\d{2})[-_. /]?(\d{2})(?!\d)")
_DOTTED = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)")
_EITHER = re.compile(r"(?<!\d)(\d{1,2})[-_/ ](\d{1,2})[-_/ ](\d{4})(?!\d)")
_DAY_NAMED = re.compile(r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[-_., ]+([A-Za-z]{3})[a-z]*[-_., ]+(\d{4})(?!\d)")
_NAMED_DAY = re.compile(r"([A-Za-z]{3})[a-z]*[-_., ]+(\d{1,2})(?:st|nd|rd|th)?[-_., ]+(\d{4})(?!\d)")
_TIME = re.compile(r"^[-_T ]+(\d{2})[-_.:h]?(\d{2})(?!\d)")
_MOST_BYTES = 64 * 1024 * 1024

_Load = Callable[[], bytes]


def date_in_name(name: str) -> tuple[date, str] | None:
    """Return the day that a path tells, and the time, HH:MM or empty; None where it tells none for sure.

    The file's own name comes first, then folders of years, months and days, as in 2026/03/05.txt.
    """
    stem = PurePosixPath(name).stem
    return _told(stem) or _told("/".join([*PurePosixPath(name).parts[-4:-1], stem]))


def read_folder(path: Path, settings: Settings) -> Source:
    """Read the notes in a folder, or in a zip of one.

    Arguments: `settings`, the vault's, by which front matter is read.
    Raises `TjError` where there is neither.
    """
    files = dict(_in_folder(path) if path.is_dir() else _in_zip(path))
    if not files:
        raise TjError(*words.no_files(str(path)))
    problems: list[str] = []
    held = by_name(files)
    items: list[Item] = []
    used: set[str] = set()
    for name, load in files.items():
        if name.casefold().endswith(TEXTS):
            items.append(_item(name, load, files, held, used, settings, problems))
    for name in files:
        if not name.casefold().endswith(TEXTS) and name not in used:
            items.append(Item(name, skip=words.NOT_SHOWN))
    return Source(tuple(items), tuple(problems))


def _told(text: str) -> tuple[date, str] | None:
    for pattern, order in ((_YEAR_FIRST, "ymd"), (_DOTTED, "dmy"), (_EITHER, "?"), (_DAY_NAMED, "dny"),
                           (_NAMED_DAY, "ndy")):  # fmt: skip
        for found in pattern.finditer(text):
            day = _day(dict(zip(order, found.groups(), strict=True)) if order != "?" else _sorted_out(found))
            if day is not None:
                at = _TIME.match(text[found.end() :])
                hour, minute = (at[1], at[2]) if at else ("", "")
                known = bool(at) and int(hour) < 24 and int(minute) < 60
                return day, f"{hour}:{minute}" if known else ""
    return None


def _sorted_out(found: re.Match[str]) -> dict[str, str]:
    one, other, year = found.groups()
    if int(one) > 12 >= int(other):
        return {"d": one, "m": other, "y": year}
    if int(other) > 12 >= int(one) or one == other:
        return {"d": other, "m": one, "y": year}
    return {}  # 03-04-2026 may be in March or in April, and is never guessed


def _day(parts: dict[str, str]) -> date | None:
    try:
        month = int(parts["m"]) if "m" in parts else _MONTHS[parts["n"].casefold()]
        return date(int(parts["y"]), month, int(parts["d"]))
    except (KeyError, ValueError):
        return None


def _in_folder(root: Path) -> Iterator[tuple[str, _Load]]:
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        # What a link leads to is not in the folder that was given.
        if any(part.startswith(".") for part in parts) or path.is_symlink() or not path.is_file():
            continue
        if not any((root.joinpath(*parts[:depth])).is_symlink() for depth in range(1, len(parts))):
            yield "/".join(parts), path.read_bytes


def _in_zip(path: Path) -> Iterator[tuple[str, _Load]]:
    zipped = open_zip(path)
    for name in sorted(set(zipped.names)):
        parts = PurePosixPath(name).parts
        if not any(part.startswith(".") or part == "__MACOSX" for part in parts) and not name.startswith("/"):
            yield name, partial(zipped.read, name)


def _item(
    name: str, load: _Load, files: dict[str, _Load], held: dict[str, list[str]], used: set[str], settings: Settings,
    problems: list[str],
) -> Item:  # fmt: skip
    data = load()
    if len(data) > _MOST_BYTES:
        return Item(name, skip=words.TOO_LARGE)
    text, guess = _decoded(data)
    if text is None:
        return Item(name, skip=words.NO_TEXT)
    if guess:
        problems.append(words.encoding_guessed(name, guess))
    note = parse_note("note.md", text.encode(), settings)
    named = date_in_name(name)
    day = note.entry.date or (named[0] if named else None)
    if day is None:
        return Item(name, skip=words.NO_DATE_IN_NAME)
    time = note.entry.time or (named[1] if named and named[0] == day else "")
    attachments: dict[str, Attachment] = {}
    plain = _with_links(text, name, files, held, used, attachments)
    digest = hashlib.sha256(f"{name}\0{text}".encode()).hexdigest()[:16]
    return Item(
        name, f"folder/{digest}", day, time, attachments=tuple(attachments.values()), data=plain.encode("utf-8")
    )


def _decoded(data: bytes) -> tuple[str | None, str]:
    """Return a file's text, and what it was guessed to be written in, empty where that is sure."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return data.decode(name), ""
            except UnicodeDecodeError:
                return None, ""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        # Control characters stand in no text of that time.
        odd = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in data)
        return (None, "") if odd else (data.decode("cp1252", "replace"), "Windows-1252")
    return (None, "") if "\0" in text else (text, "")


def _with_links(
    text: str, name: str, files: dict[str, _Load], held: dict[str, list[str]], used: set[str],
    attachments: dict[str, Attachment],
) -> str:  # fmt: skip
    """Return a text whose pictures lie in the vault's attachments, and note which files that needs."""

    def moved(found: re.Match[str]) -> str:
        target = find_file(found[2] or found[3], name, files, held)
        if target is None:
            return found[0]
        used.add(target)
        if target not in attachments:
            attachments[target] = Attachment(_attached_name(target), files[target])
        alt = found[1] or found[4] or ""
        return f"![[attachments/{attachments[target].name}{f'|{alt}' if alt else ''}]]"

    return EMBED.sub(moved, text)


def _attached_name(path: str) -> str:
    # The folder it lay in makes the name its own: many a camera begins with IMG_0001 again.
    digest = hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    pure = PurePosixPath(path)
    return f"{pure.stem}-{digest}{pure.suffix}"
