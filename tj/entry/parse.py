"""Bytes of one file → a `Note`. Pure, and it never raises: what cannot be read becomes a problem, and private."""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache

from tj.config import Settings
from tj.entry.body import Body, read_body, read_time
from tj.entry.frontmatter import Header, read_header
from tj.entry.model import Entry, GoalMark, Located, Note, Problem, Severity, Value
from tj.entry.private import has_unclosed, private_spans
from tj.moment import read_moment
from tj.settings import YES_NO

__all__ = ["date_of_name", "parse_note"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NAME_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)", re.ASCII)
_NAME_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[-_T ](\d{2})(\d{2})(?!\d)", re.ASCII)
_FURTHER = re.compile(r"-\d{4}$", re.ASCII)  # of a second entry that day: the time
_DATETIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[-+]\d{2}:?\d{2})?)?", re.ASCII
)
_WIKILINK = re.compile(r"\[\[([^\]|#^]+)(?:[#^][^\]|]*)?(?:\|[^\]]*)?\]\]")
_GOAL = re.compile(r"(?P<name>.+?) ?: ?(?P<amount>[-+]?\d{1,9}(?:\.\d{1,9})?) ?\D{0,20}", re.ASCII)
_NOT_LETTER = re.compile(r"\W")
_LIST = "a list of words, such as [one, two]"


def parse_note(path: str, data: bytes, settings: Settings) -> Note:
    """Read one note.

    Arguments: `path`, relative to the vault, with `/`; `data`, the file's bytes; `settings`, the vault's.
    Returns the note; anything wrong with it is in its `problems`.
    """
    try:
        text = data[3:].decode() if data[:3] == _BYTE_ORDER_MARK else data.decode()
    except UnicodeDecodeError as error:
        line = _with_lf(error.object[: error.start].decode()).count("\n") + 1
        text = _with_lf(data.decode("utf-8-sig", "replace"))
        return _unreadable(path, text, line, "it is not UTF-8 text", settings)
    text = _with_lf(text)
    header = read_header(text)
    if header.error:
        return _unreadable(path, header.body, header.error_line, header.error, settings, header.body_line)
    body = read_body(header.body, settings.scale, header.body_line)
    facts = _Facts(path, header, settings)
    entry = _entry(facts, body)  # which collects the problems
    problems = [*facts.problems, *_body_problems(path, header, body)]
    return Note(entry, header.body, header.body_line, tuple(sorted(problems)))


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def date_of_name(path: str) -> date | None:
    """Return the date that a file's name begins with, if it is one."""
    found = _NAME_DATE.match(path.rpartition("/")[2])
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _day_of(path: str, settings: Settings) -> date | None:
    """Return the day that a path tells: by the vault's own pattern in the journal's folder, else by a leading date."""
    folder, pattern = settings.journal_dir, settings.entry_name
    plain = pattern.rpartition("/")[2].startswith("YYYY-MM-DD")  # which a leading date is anyway
    if plain or (folder and not path.startswith(f"{folder}/")):
        return date_of_name(path)
    name = (path[len(folder) + 1 :] if folder else path).removesuffix(".md")
    return read_moment(pattern, name) or read_moment(pattern, _FURTHER.sub("", name)) or date_of_name(path)


def _unreadable(path: str, body: str, line: int, reason: str, settings: Settings, body_line: int = 1) -> Note:
    stem = path.rpartition("/")[2].removesuffix(".md")
    entry = Entry(path, date=_day_of(path, settings), title=stem, private=True, readable=False)
    message = f"{reason}; until it is mended tj keeps this note private"
    return Note(entry, body, body_line, (Problem(path, line, "error", message),))


def _entry(facts: "_Facts", body: Body) -> Entry:
    stem = facts.path.rpartition("/")[2].removesuffix(".md")
    day, time = facts.when()
    emotions = [*facts.words("emotions"), *(word for checkin in body.checkins for word in checkin.emotions)]
    return Entry(
        path=facts.path,
        type=facts.text("type") or facts.untyped(day),
        date=day,
        time=time,
        title=facts.text("title") or body.heading or stem,
        stated_mood=facts.mood(),
        emotions=tuple(dict.fromkeys(emotions)),
        goals=tuple(facts.goals()),
        tags=tuple(dict.fromkeys([*facts.tags(), *body.tags])),
        trackers=dict(facts.trackers(body.numbers)),
        properties={key: found.value for key, found in facts.header.values.items()},
        checkins=body.checkins,
        tasks=body.tasks,
        agenda=body.agenda,
        wins=body.wins,
        words=body.words,
        private=facts.private(),
    )


def _body_problems(path: str, header: Header, body: Body) -> Iterator[Problem]:
    for line, message in body.problems:
        yield Problem(path, line, "warning", message)
    if has_unclosed(header.body):
        for span in private_spans(header.body):
            if not span.closed:
                line = header.body_line + header.body.count("\n", 0, span.start)
                message = "a private part is opened here and never closed; the rest of the note counts as private"
                yield Problem(path, line, "warning", message)


class _Facts:
    """Reads the typed values of one header, collecting a problem for each that is left out."""

    def __init__(self, path: str, header: Header, settings: Settings) -> None:
        self.path = path
        self.header = header
        self.settings = settings
        self.problems: list[Problem] = []
        for line, reason in header.left_out:
            self._warn(line, f"{reason}; it is left out")

    def _warn(self, line: int, message: str, severity: Severity = "warning") -> None:
        self.problems.append(Problem(self.path, line, severity, message))

    def _wrong(self, key: str, found: Located, expected: str) -> None:
        self._warn(found.line, f"`{key}` is {_kind(found.value)}, where tj expects {expected}; it is left out")

    def text(self, key: str) -> str:
        found = self.header.values.get(key)
        if found is None or found.value is None:
            return ""
        if isinstance(found.value, str):
            return found.value.strip()
        if key == "title" and found.source:
            return found.source  # a note may be called 2026
        self._wrong(key, found, "text")
        return ""

    def untyped(self, day: date | None) -> str:
        """Return the type of a note that states none: an entry has a date or lies in the journal's folder."""
        folder = self.settings.journal_dir
        return "entry" if day or not folder or self.path.startswith(f"{folder}/") else "note"

    def when(self) -> tuple[date | None, str]:
        named = _day_of(self.path, self.settings)
        day, time = named, ""
        if found := self.header.values.get("date"):
            stated, time = self._stated_date(found)
            day = stated or named
        if (given := self.header.values.get("time")) and given.value is not None:
            stated_time = read_time(given.value) if isinstance(given.value, str) else None
            if stated_time is None:
                self._wrong("time", given, 'a time of day, such as "22:30"')
            else:
                time = stated_time
        if not time and named == day and (name := _NAME_TIME.match(self.path.rpartition("/")[2])):
            time = read_time(f"{name[1]}:{name[2]}") or ""
        return day, time

    def _stated_date(self, found: Located) -> tuple[date | None, str]:
        if isinstance(found.value, date) or found.value is None:
            return found.value, ""
        match = _DATETIME.fullmatch(found.value.strip()) if isinstance(found.value, str) else None
        try:
            day = date.fromisoformat(match[1]) if match else None
        except ValueError:
            day = None
        time = read_time(match[2]) if match and match[2] else ""
        if day is None:
            self._wrong("date", found, "a date such as 2026-03-05 or 2026-03-05T22:30")
            return None, ""
        if time is None:
            self._warn(
                found.line, "the time in `date` is none; a time is written HH:MM, 00:00 to 23:59; it is left out"
            )
        return day, time or ""

    def mood(self) -> float | None:
        found = self.header.values.get("mood")
        if found is None or found.value is None:
            return None
        mood = self.settings.scale.read(found.value)
        if mood is None:
            self._wrong("mood", found, self.settings.scale.describe())
        return mood

    def words(self, key: str) -> list[str]:
        found = self.header.values.get(key)
        if found is None or found.value is None:
            return []
        if not isinstance(found.value, list):
            self._wrong(key, found, _LIST)
            return []
        words = [item.strip() for item in found.value if isinstance(item, str) and item.strip()]
        if len(words) != len(found.value):
            self._warn(found.line, f"`{key}` has an item that is not a word; that item is left out")
        return words

    def tags(self) -> list[str]:
        # Obsidian reads a single tag, or several parted by commas or spaces, from a text as well.
        found = self.header.values.get("tags")
        given = found.value.replace(",", " ").split() if found and isinstance(found.value, str) else self.words("tags")
        return [tag.removeprefix("#") for tag in given if tag != "#"]

    def goals(self) -> Iterator[GoalMark]:
        found = self.header.values.get("goals")
        if found is None or found.value is None:
            return
        if not isinstance(found.value, list):
            self._wrong("goals", found, _LIST)
            return
        for item in found.value:
            mark = _goal(item)
            if mark is None:
                self._warn(found.line, "`goals` has an item that names no goal; a link needs quotes; it is left out")
            else:
                yield mark

    def trackers(self, inline: Mapping[str, float]) -> Iterator[tuple[str, float]]:
        for key, unit in self.settings.trackers.items():
            found = self.header.values.get(key)
            if found is None or found.value is None:
                if key.casefold() in inline and unit != YES_NO:
                    yield key, inline[key.casefold()]
            elif isinstance(found.value, bool) != (unit == YES_NO):
                self._wrong(key, found, "`true` or `false`" if unit == YES_NO else "a number")
            elif not isinstance(found.value, int | float) or not math.isfinite(found.value):
                self._wrong(key, found, "a number")
            else:
                yield key, float(found.value)

    def private(self) -> bool:
        private = False
        for key, found in self.header.values.items():
            if not _means_private(key):
                continue
            if found.value is False and found.source == "false":
                continue
            private = True
            if found.value is not True or found.source != "true":
                self._warn(found.line, "`private` is neither `true` nor `false`; tj keeps this note private")
        if self.header.near_miss:
            message = "`private:` stands in something that only looks like front matter; tj keeps this note private"
            self._warn(self.header.near_miss, message)
        return private or bool(self.header.near_miss)


@lru_cache(maxsize=1024)  # the keys of a journal's notes are the same few
def _means_private(key: str) -> bool:
    return _NOT_LETTER.sub("", key).casefold() == "private"


def _goal(item: Value) -> GoalMark | None:
    if isinstance(item, dict) and len(item) == 1:
        (name, amount), *_ = item.items()
        if isinstance(amount, bool) or not isinstance(amount, int | float) or not math.isfinite(amount):
            return None
        return GoalMark(name.strip(), float(amount)) if name.strip() else None
    return _written_goal(item) if isinstance(item, str) and item.strip() else None


@lru_cache(maxsize=1024)
def _written_goal(item: str) -> GoalMark | None:
    text = " ".join(item.split())
    amount_given = _GOAL.fullmatch(text)
    name, number = (amount_given["name"], float(amount_given["amount"])) if amount_given else (text, None)
    if link := _WIKILINK.fullmatch(name):
        name = link[1].rpartition("/")[2].removesuffix(".md")
    return GoalMark(name.strip(), number) if name.strip() else None


def _kind(value: Value) -> str:
    """Return in words what kind of value was found; a number is safe to show, text is not."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return f"the number {value:g}"
    if isinstance(value, date):
        return "a date"
    if isinstance(value, str):
        return "text"
    return "a list" if isinstance(value, list) else "a group of keys"
