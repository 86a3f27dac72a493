"""Bytes of one file → a `Note`. Pure, and it never raises: what cannot be read becomes a problem, and private."""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tj.config import Settings
from tj.entry.body import Body, read_body, read_time
from tj.entry.frontmatter import RULES, Header, read_header
from tj.entry.model import Entry, GoalMark, Note, Problem, Severity, Value
from tj.moment import read_moment
from tj.settings import YES_NO, read_number

__all__ = ["date_of_name", "parse_note", "parse_notes"]

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_NAME_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
# `re` compiles these when they are first needed.
_NAME_TIME = r"\d{4}-\d{2}-\d{2}[-_T ](\d{2})(\d{2})(?!\d)"
_FURTHER = r"-\d{4}$"  # of a second entry that day: the time
_DATETIME = r"(\d{4}-\d{2}-\d{2})(?:[T ](\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[-+]\d{2}:?\d{2})?)?"
_WIKILINK = r"\[\[([^\]|#^]+)(?:[#^][^\]|]*)?(?:\|[^\]]*)?\]\]"
_GOAL = r"(?P<name>.+?) ?: ?(?P<amount>[-+]?\d{1,9}(?:\.\d{1,9})?) ?\D{0,20}"
_INLINE_PRIVATE = r"(?<![^\W_])(?i:private)[*_~\s]*::(?!\s*false(?![^\W_]))"
_NOT_LETTER = re.compile(r"\W")
_NOT_KEY = re.compile(r"[\W_]")
_TYPED = ("date", "time", "type", "title", "mood", "emotions", "goals", "tags")
_FEW = 100  # characters
_SPACE = "\u200b\ufeff \t\r\n\f\v\u00a0"
_LIST = "a list of words, such as [one, two]"


def parse_note(path: str, data: bytes, settings: Settings) -> Note:
    """Read one note.

    Arguments: `path`, relative to the vault, with `/`; `data`, the file's bytes; `settings`, the vault's.
    Returns the note; anything wrong with it is in its `problems`.
    """
    return parse_notes([(path, data)], settings)[0]


def parse_notes(files: Sequence[tuple[str, bytes]], settings: Settings) -> list[Note]:
    """Read some notes, each as `parse_note` does.

    Arguments: `files`, their paths and bytes; `settings`, the vault's.
    One step is done for all of them before the next, since a processor has what one step takes at hand, but not what
    all of them take: for many notes that saves a quarter of the time.
    """
    opened = [_open(path, data, settings) for path, data in files]
    begun = [one for one in opened if isinstance(one, _Opened)]
    bodies = [read_body(one.header.body, settings.scale, one.header.body_line, one.encoded) for one in begun]
    facts = [_Facts(one.path, one.header, settings) for one in begun]
    entries = [_entry(*pair) for pair in zip(facts, bodies, strict=True)]  # which collects the problems
    done = iter([_note(*parts) for parts in zip(entries, facts, bodies, begun, strict=True)])
    return [next(done) if isinstance(one, _Opened) else one for one in opened]


class _Opened(NamedTuple):
    """A note whose header was read; `encoded` are the bytes of its body where they are those of the text."""

    path: str
    header: Header
    encoded: bytes | None


def _open(path: str, data: bytes, settings: Settings) -> _Opened | Note:
    """Return a note whose header was read, or all that can be said of one that cannot be read."""
    data = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        as_written = data.decode()
    except UnicodeDecodeError as error:
        line = _with_lf(error.object[: error.start].decode()).count("\n") + 1
        text = _with_lf(data.decode("utf-8", "replace"))
        return _unreadable(path, text, line, "it is not UTF-8 text", settings)
    text = _with_lf(as_written)
    header = read_header(text)
    if header.error:
        return _unreadable(path, header.body, header.error_line, header.error, settings, header.body_line)
    head = len(text) - len(header.body)
    return _Opened(path, header, data[len(text[:head].encode()) :] if text is as_written else None)


def _note(entry: Entry, facts: "_Facts", body: Body, opened: _Opened) -> Note:
    header = facts.header
    problems = [*facts.problems, *_body_problems(facts.path, header, body)]
    return Note(entry, header.body, header.body_line, tuple(sorted(problems)) if problems else (), opened.encoded)


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def date_of_name(path: str) -> date | None:
    """Return the date that a file's name begins with, if it is one."""
    found = _NAME_DATE.match(path.rpartition("/")[2])
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def _time_of_name(path: str) -> str:
    """Return the time of day that stands behind the date in a file's name, empty where none does."""
    found = re.match(_NAME_TIME, path.rpartition("/")[2], re.ASCII)
    return read_time(f"{found[1]}:{found[2]}") or "" if found else ""


def _day_of(path: str, settings: Settings) -> date | None:
    """Return the day that a path tells: by the vault's own pattern in the journal's folder, else by a leading date."""
    folder, pattern = settings.journal_dir, settings.entry_name
    plain = pattern.rpartition("/")[2].startswith("YYYY-MM-DD")  # which a leading date is anyway
    if plain or (folder and not path.startswith(f"{folder}/")):
        return date_of_name(path)
    name = (path[len(folder) + 1 :] if folder else path).removesuffix(".md")
    found = read_moment(pattern, name)
    return found or read_moment(pattern, re.sub(_FURTHER, "", name, flags=re.ASCII)) or date_of_name(path)


def _unreadable(path: str, body: str, line: int, reason: str, settings: Settings, body_line: int = 1) -> Note:
    stem = path.rpartition("/")[2].removesuffix(".md")
    entry = Entry(path, date=_day_of(path, settings), title=stem, private=True, readable=False)
    message = f"{reason}; until it is mended tj keeps this note private"
    return Note(entry, body, body_line, (Problem(path, line, "error", message),))


def _entry(facts: "_Facts", body: Body) -> Entry:
    stem = facts.path.rpartition("/")[2].removesuffix(".md")
    day, time = facts.when()
    emotions = facts.words("emotions")
    for checkin in body.checkins:
        emotions += checkin.emotions
    return Entry(
        path=facts.path,
        type=facts.text("type") or facts.untyped(day),
        date=day,
        time=time,
        title=facts.text("title") or body.heading or stem,
        stated_mood=facts.mood(),
        emotions=_once(emotions),
        goals=facts.goals(),
        tags=_once([*facts.tags(), *body.tags]),
        trackers=facts.trackers(body.numbers),
        properties=facts.stated,
        checkins=body.checkins,
        tasks=body.tasks,
        agenda=body.agenda,
        wins=body.wins,
        words=body.words,
        private=facts.private(),
    )


def _once(words: Sequence[str]) -> tuple[str, ...]:
    """Return each word once, in order."""
    return tuple(dict.fromkeys(words)) if len(words) > 1 else tuple(words)


def _body_problems(path: str, header: Header, body: Body) -> list[Problem]:
    problems = [Problem(path, line, "warning", message) for line, message in body.problems]
    if _may_look_alike(header):
        problems += _looks_alike(path, header)
    return [*problems, *_unclosed(path, header)] if "%" in header.body or "<" in header.body else problems


def _may_look_alike(header: Header) -> bool:
    """Tell at once of most notes that nothing in their text can look like front matter."""
    head = header.body[:_FEW].lstrip(_SPACE)
    return not header.near_miss and (not header.stated or not head or head.startswith(RULES))


def _looks_alike(path: str, header: Header) -> Iterator[Problem]:
    from tj.entry.lookalike import find_lookalike  # here, since few notes need it

    found = find_lookalike(header.body, ruled=bool(header.stated))
    if found is not None:
        message = f"this looks like front matter but is read as text: {found.why}; until then a share leaves it out"
        yield Problem(path, header.body_line + found.line - 1, "warning", message)


def _unclosed(path: str, header: Header) -> Iterator[Problem]:
    from tj.entry.private import has_unclosed, private_spans  # here, since many notes hold no mark that opens a part

    if has_unclosed(header.body):
        for span in private_spans(header.body):
            if not span.closed:
                line = header.body_line + header.body.count("\n", 0, span.start)
                message = "a private part is opened here and never closed; the rest of the note counts as private"
                yield Problem(path, line, "warning", message)


class _Facts:
    """Reads the typed values of one header, collecting a problem for each that is left out."""

    __slots__ = ("header", "path", "problems", "settings", "stated")

    def __init__(self, path: str, header: Header, settings: Settings) -> None:
        self.path = path
        self.header = header
        self.stated = header.stated
        self.settings = settings
        self.problems: list[Problem] = []
        for line, reason in header.left_out:
            self._warn(line, f"{reason}; it is left out")
        for key, right in _almost_keys(tuple(self.stated), tuple(settings.trackers)):
            self._warn_of(key, f"`{key}` is not read; write `{right}`")

    def _warn(self, line: int, message: str, severity: Severity = "warning") -> None:
        self.problems.append(Problem(self.path, line, severity, message))

    def _warn_of(self, key: str, message: str) -> None:
        self._warn(self.header.values[key].line, message)

    def _wrong(self, key: str, expected: str) -> None:
        self._warn_of(key, f"`{key}` is {_kind(self.stated[key])}, where tj expects {expected}; it is left out")

    def _no_number(self, key: str, expected: str, *, fits: Callable[[float], bool]) -> None:
        value = self.stated[key]
        number = read_number(value) if isinstance(value, str) and not self.header.values[key].source else None
        if isinstance(number, float) and fits(number):  # which is safe to show
            self._warn_of(key, f"`{key}` is the number {number:g} in quotes, so it is left out; take the quotes away")
        else:
            self._wrong(key, expected)

    def text(self, key: str) -> str:
        value = self.stated.get(key)
        if value is None:
            return ""
        if isinstance(value, str):
            return value.strip()
        if key == "title" and (source := self.header.values[key].source):
            return source  # a note may be called 2026
        self._wrong(key, "text")
        return ""

    def untyped(self, day: date | None) -> str:
        """Return the type of a note that states none: an entry has a date or lies in the journal's folder."""
        folder = self.settings.journal_dir
        return "entry" if day or not folder or self.path.startswith(f"{folder}/") else "note"

    def when(self) -> tuple[date | None, str]:
        named = _day_of(self.path, self.settings)
        day, time = named, ""
        if "date" in self.stated:
            stated, time = self._stated_date(self.stated["date"])
            day = stated or named
        given = self.stated.get("time")
        if given is not None:
            stated_time = read_time(given) if isinstance(given, str) else None
            if stated_time is None:
                self._wrong("time", 'a time of day, such as "22:30"')
            else:
                time = stated_time
        if not time and named == day and (name := _time_of_name(self.path)):
            time = name
        return day, time

    def _stated_date(self, value: Value) -> tuple[date | None, str]:
        if isinstance(value, date) or value is None:
            return value, ""
        match = re.fullmatch(_DATETIME, value.strip(), re.ASCII) if isinstance(value, str) else None
        try:
            day = date.fromisoformat(match[1]) if match else None
        except ValueError:
            day = None
        time = read_time(match[2]) if match and match[2] else ""
        if day is None:
            self._wrong("date", "a date such as 2026-03-05 or 2026-03-05T22:30")
            return None, ""
        if time is None:
            message = "the time in `date` is none; a time is written HH:MM, 00:00 to 23:59; it is left out"
            self._warn_of("date", message)
        return day, time or ""

    def mood(self) -> float | None:
        value = self.stated.get("mood")
        if value is None:
            return None
        scale = self.settings.scale
        mood = scale.read(value)
        if mood is None:
            self._no_number("mood", scale.describe(), fits=lambda number: scale.read(number) is not None)
        return mood

    def words(self, key: str) -> list[str]:
        value = self.stated.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self._wrong(key, _LIST)
            return []
        words = [word for item in value if isinstance(item, str) and (word := item.strip())]
        if len(words) != len(value):
            self._warn_of(key, f"`{key}` has an item that is not a word; that item is left out")
        return words

    def tags(self) -> list[str]:
        # Obsidian reads a single tag, or several parted by commas or spaces, from a text as well.
        value = self.stated.get("tags")
        given = value.replace(",", " ").split() if isinstance(value, str) else self.words("tags")
        return [tag.removeprefix("#") for tag in given if tag != "#"]

    def goals(self) -> tuple[GoalMark, ...]:
        value = self.stated.get("goals")
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong("goals", _LIST)
            return ()
        marks = [mark for item in value if (mark := _goal(item))]
        for _ in range(len(value) - len(marks)):
            self._warn_of("goals", "`goals` has an item that names no goal; a link needs quotes; it is left out")
        return tuple(marks)

    def trackers(self, inline: Mapping[str, float]) -> dict[str, float]:
        trackers: dict[str, float] = {}
        for key, unit in self.settings.trackers.items():
            value = self.stated.get(key)
            if value is None:
                if inline and unit != YES_NO and key.casefold() in inline:
                    trackers[key] = inline[key.casefold()]
            elif isinstance(value, bool) != (unit == YES_NO):
                self._wrong(key, "`true` or `false`" if unit == YES_NO else "a number")
            elif isinstance(value, (int, float)) and math.isfinite(value):
                trackers[key] = float(value)
            else:
                self._no_number(key, "a number", fits=math.isfinite)
        return trackers

    def private(self) -> bool:
        private = bool(self.header.near_miss)
        for key in _private_keys(tuple(self.stated)):
            found = self.header.values[key]
            if found.value is False and found.source == "false":
                continue
            private = True
            if found.value is not True or found.source != "true":
                self._warn(found.line, "`private` is neither `true` nor `false`; tj keeps this note private")
        if self.header.near_miss:
            message = "`private:` stands in something that only looks like front matter; tj keeps this note private"
            self._warn(self.header.near_miss, message)
        return private or self._private_in_text()

    def _private_in_text(self) -> bool:
        """Tell whether an inline field of Dataview's says what `private: true` does; in code too, to be sure."""
        body = self.header.body
        place = _inline_private(body)
        if place is None:
            return False
        start = body.rfind("\n", 0, place) + 1
        if body[start:place].strip(" \t*_"):  # with a line to itself it is meant for the note
            message = "`private::` stands within this line; tj keeps the whole note private"
            self._warn(self.header.body_line + body.count("\n", 0, start), message)
        return True


def _inline_private(body: str) -> int | None:
    """Return where an inline field that makes a note private begins, going by the few places that have a `::`."""
    colon = body.find(":")  # one sign is found much sooner than two
    while colon >= 0:
        if body.startswith("::", colon):
            end = colon
            while end and (body[end - 1] in "*_~" or body[end - 1].isspace()):
                end -= 1
            place = end - len("private")
            if place >= 0 and body[place] in "pP" and re.compile(_INLINE_PRIVATE).match(body, place):
                return place
        colon = body.find(":", colon + 1)
    return None


@lru_cache(maxsize=1024)  # the keys of a journal's notes are the same few
def _private_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(key for key in keys if _NOT_LETTER.sub("", key).casefold() == "private")


@lru_cache(maxsize=1024)
def _almost_keys(keys: tuple[str, ...], trackers: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the keys that are one of tj's but for their case or marks, each with the right one, where that is absent.

    They are not read, as any key that tj does not know; `private` alone is read however it is written.
    """
    right = {_NOT_KEY.sub("", key).casefold(): key for key in (*trackers, *_TYPED)}
    almost = ((key, right.get(_NOT_KEY.sub("", key).casefold(), key)) for key in keys)
    return tuple((key, meant) for key, meant in almost if meant not in keys)


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
    amount_given = re.fullmatch(_GOAL, text, re.ASCII) if ":" in text else None
    name, number = (amount_given["name"], float(amount_given["amount"])) if amount_given else (text, None)
    if name[:2] == "[[" and (link := re.fullmatch(_WIKILINK, name)):
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
