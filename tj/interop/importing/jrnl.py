"""jrnl: its text files, its folders of a file a day, and what `jrnl --format json` writes.

[2026-03-05 09:30] The first line is the title
and the text follows, with @tags, up to the next line that begins with a date in brackets.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from tj.errors import TjError
from tj.interop.importing.model import Item, Source, item_id, own_item
from tj.words import importing as words

__all__ = ["read_jrnl"]

_FORMATS = ("%Y-%m-%d %H:%M", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p", "%Y-%m-%d %H:%M:%S", "%F %r", "%F %T",
            "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%m/%d/%Y %I:%M %p", "%Y-%m-%d")  # fmt: skip
_SHORT = {"%F": "%Y-%m-%d", "%r": "%I:%M:%S %p", "%T": "%H:%M:%S", "%R": "%H:%M", "%D": "%m/%d/%y"}
_OPENING = re.compile(r"^\[([^\]\n]{6,40})\] ?(.*)$")
_LOCKED = re.compile(rb"\AgAAAA[\w-]{20}|\A.{0,32}Salted__", re.DOTALL)
_TAG_END = ".,;:!?)"


def read_jrnl(path: Path, *, timeformat: str = "", symbols: str = "@") -> Source:
    """Read a journal of jrnl's.

    Arguments: `path`, a text file, a JSON export, or the folder of a journal; `timeformat`, as in jrnl's settings, by
    default the one that fits; `symbols`, what tags begin with.
    Raises `TjError` where it is none, or is encrypted.
    """
    if path.is_dir():
        files = sorted(file for file in path.rglob("*.txt") if file.is_file())
        if not files:
            raise TjError(*words.no_text_files(str(path)))
    else:
        files = [path]
    seen: dict[str, int] = {}
    items: list[Item] = []
    problems: list[str] = []
    for file in files:
        name = "" if len(files) == 1 else file.relative_to(path).as_posix()
        text = _text(file)
        if len(files) == 1 and text.lstrip().startswith("{"):
            items += _exported(text, symbols, seen)
            continue
        patterns = _patterns(text, timeformat, file)
        lead, found = _parted(text, patterns)
        if lead.strip():
            problems.append(words.lead_left_out(name, len(lead.splitlines())))
        items += [_item(words.line_of(name, line), when, said, symbols, seen) for line, when, said in found]
    return Source(tuple(items), tuple(problems))


def _text(path: Path) -> str:
    data = path.read_bytes()
    if _LOCKED.match(data):
        raise TjError(*words.encrypted(str(path)))
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise TjError(*words.not_utf8(str(path))) from None


def _patterns(text: str, given: str, path: Path) -> Sequence[str]:
    """Return the formats by which the dates of a journal are read: the given one, or the one that fits most lines."""
    if given:
        return [_long(given)]
    opened = [found[1] for line in text.split("\n") if (found := _OPENING.match(line))]
    counts = {_long(each): sum(_read(stamp, [_long(each)]) is not None for stamp in opened) for each in _FORMATS}
    best = max(counts, key=lambda each: counts[each])
    if not counts[best]:
        raise TjError(*words.no_dates_in_brackets(str(path)))
    return [best]


def _long(pattern: str) -> str:
    for short, full in _SHORT.items():
        pattern = pattern.replace(short, full)
    return pattern


def _read(stamp: str, patterns: Sequence[str]) -> datetime | None:
    for pattern in patterns:
        try:
            return datetime.strptime(stamp.strip(), pattern)  # noqa: DTZ007 - a journal's times stand as written
        except ValueError:
            continue
    return None


def _parted(text: str, patterns: Sequence[str]) -> tuple[str, list[tuple[int, datetime, str]]]:
    """Return what stands before the first entry, and of each entry its line, its time and its text."""
    lead: list[str] = []
    found: list[tuple[int, datetime, list[str]]] = []
    for number, line in enumerate(text.split("\n"), start=1):
        opening = _OPENING.match(line)
        when = _read(opening[1], patterns) if opening else None
        if opening and when:
            found.append((number, when, [opening[2]]))
        elif found:
            found[-1][2].append(line)
        else:
            lead.append(line)
    return "\n".join(lead), [(number, when, "\n".join(lines)) for number, when, lines in found]


def _item(where: str, when: datetime, said: str, symbols: str, seen: dict[str, int]) -> Item:
    title, _, text = said.partition("\n")
    starred = title.rstrip().endswith(" *") or title.strip() == "*"
    title = title.rstrip().removesuffix("*").strip() if starred else title.strip()
    return _made(where, when, title, text.strip("\n"), tuple(_tags(said, symbols)), starred, seen)


def _made(
    where: str, when: datetime, title: str, text: str, tags: tuple[str, ...], starred: bool, seen: dict[str, int]
) -> Item:
    time = f"{when:%H:%M}"
    name = item_id("jrnl", (f"{when:%Y-%m-%d}", time, title, text), seen)
    known: dict[str, object] = {"starred": True} if starred else {}
    return Item(where, name, when.date(), time, title, text, tags=tags, properties=known)


def _tags(text: str, symbols: str) -> Iterator[str]:
    # A tag stands at the beginning of a word, so that an address of e-mail is none.
    found = re.findall(rf"(?<!\S)[{re.escape(symbols)}]([^\s{re.escape(symbols)}]+)", text) if symbols else []
    yield from dict.fromkeys(tag for each in found if (tag := each.rstrip(_TAG_END)))


def _exported(text: str, symbols: str, seen: dict[str, int]) -> Iterator[Item]:
    try:
        table = json.loads(text)
        entries = table["entries"]
        if not isinstance(entries, list):
            raise TypeError  # told below like any other kind of wrong file
    except (ValueError, KeyError, TypeError, RecursionError):
        raise TjError(*words.NO_JSON_OF_JRNL) from None
    for number, entry in enumerate(entries, start=1):
        where = words.entry(number)
        known = entry if isinstance(entry, dict) else {}
        stamp = f"{known.get('date', '')} {known.get('time', '') or '00:00'}"
        when = _read(stamp, ["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"])
        title, body = known.get("title", ""), known.get("body", "")
        if when is None or not isinstance(title, str) or not isinstance(body, str):
            yield Item(where, skip=words.NO_DATE_OR_TEXT)
            continue
        if isinstance(known.get("front_matter"), str):  # as `tj export` wrote it
            yield own_item(where, "jrnl", when.date(), str(known.get("time", "")), known["front_matter"], body, seen)
            continue
        listed = known.get("tags")
        tags = [str(tag).lstrip(symbols) for tag in listed] if isinstance(listed, list) else []
        rest = {k: v for k, v in known.items() if k not in ("date", "time", "title", "body", "tags", "starred")}
        made = _made(where, when, title.strip(), body.strip("\n"), tuple(tags), bool(known.get("starred")), seen)
        yield Item(made.where, made.id, made.day, made.time, made.title, made.text, tags=made.tags,
                   properties={**made.properties, **rest})  # fmt: skip
