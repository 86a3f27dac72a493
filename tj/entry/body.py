"""What a note's body says in tj's conventions: check-ins, tasks, agenda, wins, inline tags, its heading and its words.

    - 14:30 (mood:: 4) (emotions:: tense, tired) before the meeting
    - [ ] ask about sleep #session
    - said no to the extra shift #win
    mood:: 4                        as Dataview has it, alone on a line; `emotions:: tense, tired` and numbers as well

All of it is plain Markdown that Obsidian, Dataview and Tasks show well. Fenced code says nothing.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tj.config import MoodScale
from tj.entry.lines import code_spans, lines_outside_code
from tj.entry.model import Checkin, Line, Task

__all__ = ["Body", "checkin_time", "is_checkin", "read_body", "read_time"]

_BULLET = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_BOX = re.compile(r"\[(.)\](?:[ \t]+|$)")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?=[\s(\[]|$)[ \t]*")
_FIELD = re.compile(r"[(\[][ \t]*([\w-]+)[ \t]*::([^()\[\]]*)[)\]]")
# Dataview's field that has a line to itself; its key may be in bold.
_LINE_FIELD = r"(?:\*\*|__)?([\w-]+)(?:\*\*|__)?[ \t]*::[ \t]*(\S.*?)[ \t]*"  # compiled when first needed
# What may stand before the mark is looked at behind it: a search for what begins with one sign is the quicker.
_TAG = re.compile(r"#(?<![^\s]#)([\w/-]*[^\W\d][\w/-]*)")
_MARK = re.compile(r"#(?<![^\s]#)(session|win)(?![\w/-])", re.IGNORECASE)
# `re` compiles these three when they are first needed: most journals hold none of the signs, and it takes a while.
_TASK_DATE = r"(📅|📆|🗓|✅|⏳|🛫|➕|❌)\ufe0f?[ \t]*(\d{4}-\d{2}-\d{2})"
_TASK_SIGN = r"[🔺⏫🔼🔽⏬]\ufe0f?|🔁[^📅📆🗓✅⏳🛫➕❌#]*|🆔[ \t]*[\w-]+|⛔[ \t]*[\w,-]+"
_SIGN = r"[📅📆🗓✅⏳🛫➕❌🔺⏫🔼🔽⏬🔁🆔⛔]"  # with which all of these begin
_NEAR_SIGN = re.compile(r"[⏫-➕🆔-🛫]")  # no sign lies outside, and two ranges are looked through much sooner
# How much a line is marked: by the signs of Obsidian Tasks, by the words of its Dataview form, or by a leading `!`,
# which is high, and `!!`, which is highest. What embeds something begins with `!` too.
_PRIORITIES = {"🔺": 3, "⏫": 2, "🔼": 1, "🔽": -1, "⏬": -2}
_PRIORITY_WORDS = {"highest": 3, "high": 2, "medium": 1, "low": -1, "lowest": -2}
_URGENT = re.compile(r"(!{1,9})(?![!\[])")
_COMMENT = re.compile(r"%%|<!--")
_BLOCK_ID = re.compile(r" \^[\w-]+$")
_TIME_OF_DAY = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-5][0-9](?:\.[0-9]+)?)?")
# What a line may begin with that is no word: a bullet, a quote, a heading, a rule.
_MARK_OF_LINE = re.compile(rb"\n[ \t]*+[-*+>#]++(?![^ \t\n])")
_NO_BLANK = bytes(char not in b" \t\n" for char in range(256))
_LEVEL = re.compile(r"\s*[-+]?[0-9]{1,9}(?:\.[0-9]{1,9})?\s*")


class Body(NamedTuple):
    """The facts of a body.

    `numbers` are the inline fields that are numbers, the first of each key in small letters; `problems` are lines (from
    1 within the body) with what is wrong there.
    """

    heading: str = ""
    checkins: tuple[Checkin, ...] = ()
    tasks: tuple[Task, ...] = ()
    agenda: tuple[Line, ...] = ()
    wins: tuple[Line, ...] = ()
    tags: tuple[str, ...] = ()
    words: int = 0
    problems: tuple[tuple[int, str], ...] = ()
    numbers: Mapping[str, float] = {}


def read_body(body: str, scale: MoodScale, first_line: int = 1, encoded: bytes | None = None) -> Body:
    """Read a body with LF line ends.

    Arguments: `scale`, the vault's mood scale; `first_line`, the file's line on which the body begins; `encoded`, the
    body in UTF-8 where it is at hand.
    Lines in the result count in the file. Never raises.
    """
    reader = _Reader(scale)
    heading = ""
    for number, text in lines_outside_code(body):
        # One sign is found much sooner than two, and most lines hold none of these.
        if text and ("#" in text or "[" in text or (":" in text and "::" in text)):
            if not heading and text[:2] == "# ":
                heading = _plain(text[2:].rstrip(" \t").rstrip("#"))
            if text[0] != "#" or not _is_mere_heading(text):
                _read_line(text, first_line + number, reader)
    return Body(
        heading,
        tuple(reader.checkins),
        tuple(reader.tasks),
        tuple(reader.agenda),
        tuple(reader.wins),
        tuple(reader.tags),
        _count_words(body.encode("utf-8", "surrogatepass") if encoded is None else encoded),
        tuple(reader.problems),
        reader.numbers,
    )


def _is_mere_heading(text: str) -> bool:
    """Tell of a line that begins with `#` whether it plainly is a heading that says nothing else."""
    title = text.lstrip("#")
    return title[:1] == " " and "#" not in title and "::" not in title


@lru_cache(maxsize=2048)  # there are hardly more in a day
def read_time(text: str) -> str | None:
    """Return a time of day as HH:MM, or None where `text` is none: `7:05`, `22:30`, `22:30:15`."""
    found = _TIME_OF_DAY.fullmatch(text.strip())
    return _clock(found[1], found[2]) or None if found else None


@lru_cache(maxsize=2048)  # there are hardly more in a day
def _clock(hours: str, minutes: str) -> str:
    """Return a time of day as HH:MM, empty where two numbers of at most two digits are none."""
    return f"{int(hours):02}:{minutes}" if int(hours) < 24 and int(minutes) < 60 else ""


def _count_words(encoded: bytes) -> int:
    """Count what stands between blanks, the marks that lines begin with left out."""
    # As one number with a bit for each byte that is no blank, long texts are gone through in C. Where such a bit and
    # the one before differ, a word begins or ends.
    bits = int.from_bytes(encoded.translate(_NO_BLANK), "little")
    return (bits ^ (bits << 8)).bit_count() // 2 - len(_MARK_OF_LINE.findall(b"\n" + encoded))


def is_checkin(text: str) -> bool:
    """Tell whether one line of a body is a check-in."""
    bullet = _BULLET.match(text)
    return bullet is not None and _has_mood(_part(text[bullet.end() :])[0])


def _part(text: str) -> tuple[list[tuple[str, str]], str]:
    """Return the fields of a text, their names in small letters, and what stands beside them."""
    pieces = _FIELD.split(text)
    return [*zip(map(str.casefold, pieces[1::3]), pieces[2::3], strict=True)], " ".join(pieces[::3])


def _has_mood(fields: Iterable[tuple[str, str]]) -> bool:
    for name, value in fields:  # noqa: SIM110 - a generator takes twice as long
        if name == "mood" and value.strip():
            return True
    return False


def checkin_time(text: str) -> str | None:
    """Return the time of one line of a body that is a check-in, HH:MM or empty, and None where it is none."""
    bullet = _BULLET.match(text) if is_checkin(text) else None
    found = _TIME.match(text[bullet.end() :]) if bullet else None
    return None if bullet is None else _clock(found[1], found[2]) if found else ""


class _Reader:
    """What was found in the lines so far."""

    __slots__ = ("agenda", "checkins", "numbers", "problems", "scale", "tags", "tasks", "wins")

    def __init__(self, scale: MoodScale) -> None:
        self.scale = scale
        self.checkins: list[Checkin] = []
        self.tasks: list[Task] = []
        self.agenda: list[Line] = []
        self.wins: list[Line] = []
        self.tags: dict[str, None] = {}
        self.problems: list[tuple[int, str]] = []
        self.numbers: dict[str, float] = {}


def _read_line(written: str, number: int, reader: _Reader) -> None:
    text = _without_code(written) if "`" in written else written
    marks = _read_tags(text, reader) if "#" in text else ()
    told = "::" in text
    bullet = _BULLET.match(text) if told or marks or "[" in text else None
    box = _BOX.match(written, bullet.end()) if bullet else None
    if not (told or marks or box):
        return  # as most headings and links
    begun = box or bullet
    start = begun.end() if begun else len(written) - len(written.lstrip(" \t>"))
    rest, bare = written[start:], text[start:]
    fields: Sequence[tuple[str, str]] = ()
    beside = rest
    if told:
        fields, beside = _part(bare)
    said = None
    if bullet and _has_mood(fields):
        # Where there may be more to take out, that comes before the fields.
        plainly = text is written and not ("::" in beside or "#" in rest or "%%" in rest or "<!--" in rest)
        checkin = _read_checkin(beside if plainly else rest, fields, number, reader)
        reader.checkins.append(checkin)
        said = checkin.text
    elif told and not box:
        _read_line_field(bare, number, reader)
    for name, value in fields:
        if isinstance(level := _number(value), float):
            reader.numbers.setdefault(name, level)
    state = box[1] if box else ""
    plain = _plain(rest) if box or (marks and said is None) else ""
    if box and state != "-":
        due, completed = _read_dates(bare, fields)
        reader.tasks.append(Task(plain, state in "xX", due, completed, number))
    if marks:
        said = plain if said is None else said
        line = Line(said, state in ("x", "X", "-"), number, _priority(rest, bare, fields))
        if "session" in marks:
            reader.agenda.append(line)
        if "win" in marks:
            reader.wins.append(line)


def _without_code(text: str) -> str:
    """Put spaces for the inline code in a line."""
    for start, end in reversed(code_spans(text)):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _read_tags(text: str, reader: _Reader) -> Collection[str]:
    """Read a line's tags, and return its marks, which are none."""
    marks: set[str] = set()
    for tag in _TAG.findall(text):
        if tag.casefold() in ("session", "win"):
            marks = marks or {mark.casefold() for mark in _MARK.findall(text)}
        else:
            reader.tags[tag] = None
    return marks


def _read_line_field(bare: str, number: int, reader: _Reader) -> None:
    """Read a field that has a line to itself: a mood where the value is one, else it is but text."""
    found = re.fullmatch(_LINE_FIELD, bare.strip(" \t"))
    if found is None:
        return
    name, value = found[1].casefold(), found[2]
    level = _number(value)
    if name == "mood" and (mood := reader.scale.read(level)) is not None:
        reader.checkins.append(Checkin("", mood, (), "", number))
    elif name == "emotions" and (words := _listed(value)):
        reader.checkins.append(Checkin("", None, tuple(dict.fromkeys(words)), "", number))
    elif isinstance(level, float):
        reader.numbers.setdefault(name, level)


def _read_checkin(rest: str, fields: Sequence[tuple[str, str]], number: int, reader: _Reader) -> Checkin:
    time = ""
    if found := _TIME.match(rest):
        time = _clock(found[1], found[2])
        if not time:
            reader.problems.append((number, "the check-in's time is none; a time is written HH:MM, 00:00 to 23:59"))
        rest = rest[found.end() :]
    mood: float | None = None
    emotions: list[str] = []
    for name, value in fields:
        if name == "mood":
            mood = reader.scale.read(_number(value))
            if mood is None:
                scale = reader.scale.describe()
                reader.problems.append((number, f"the check-in's mood is not on the scale: {scale}"))
        elif name == "emotions":
            emotions += _listed(value)
    return Checkin(time, mood, tuple(dict.fromkeys(emotions)), _plain(rest), number)


@lru_cache(maxsize=1024)
def _listed(value: str) -> tuple[str, ...]:
    return tuple(word for part in value.split(",") if (word := part.strip()))


def _read_dates(bare: str, fields: Sequence[tuple[str, str]]) -> tuple[date | None, date | None]:
    """Return when a task is due and when it was completed."""
    signed = _may_have_sign(bare)
    if not fields and not signed:
        return None, None
    dates: dict[str, date | None] = {}
    for sign, day in re.findall(_TASK_DATE, bare) if signed else ():
        dates["due" if sign in "📅📆🗓" else "completion" if sign == "✅" else sign] = _date(day)
    for name, value in fields:
        dates[name] = _date(value.strip())
    return dates.get("due"), dates.get("completion")


def _priority(rest: str, bare: str, fields: Sequence[tuple[str, str]]) -> int:
    """Return how much a line is marked; of several marks the first one of the most binding kind holds."""
    for sign in re.findall(_SIGN, bare) if _may_have_sign(bare) else ():
        if sign in _PRIORITIES:
            return _PRIORITIES[sign]
    for name, value in fields:
        if name == "priority" and value.strip().casefold() in _PRIORITY_WORDS:
            return _PRIORITY_WORDS[value.strip().casefold()]
    urgent = _URGENT.match(rest)
    return min(1 + len(urgent[1]), 3) if urgent else 0


def _may_have_sign(text: str) -> bool:
    return not text.isascii() and _NEAR_SIGN.search(text) is not None


def _plain(text: str) -> str:
    """Return what a line says, without fields, task signs, marks, block id and comments."""
    bare = text
    if "%%" in text or "<!--" in text:
        bare = _without_comments(text)
        if not bare.strip():
            bare = text.replace("%%", " ").replace("<!--", " ").replace("-->", " ")
    if "#" in bare:
        bare = _MARK.sub(" ", bare)
    if "::" in bare:
        bare = _FIELD.sub(" ", bare)
    if _may_have_sign(bare):
        bare = re.sub(_TASK_SIGN, " ", re.sub(_TASK_DATE, " ", bare))
    bare = " ".join(bare.split())
    return _BLOCK_ID.sub("", bare) if "^" in bare else bare


def _without_comments(text: str) -> str:
    """Put a space for each comment that is closed in its line; what is not closed is looked for only once."""
    pieces: list[str] = []
    unclosed: set[str] = set()
    kept = position = 0
    while found := _COMMENT.search(text, position):
        mark = found.group()
        closing = "%%" if mark == "%%" else "-->"
        end = -1 if mark in unclosed else text.find(closing, found.end())
        if end < 0:
            unclosed.add(mark)
            position = found.start() + 1
        else:
            pieces += [text[kept : found.start()], " "]
            kept = position = end + len(closing)
    return "".join([*pieces, text[kept:]])


@lru_cache(maxsize=1024)
def _number(text: str) -> float | str:
    return float(text) if _LEVEL.fullmatch(text) else text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
