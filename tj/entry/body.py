"""What a note's body says in tj's conventions: check-ins, tasks, agenda, wins, inline tags, its heading and its words.

    - 14:30 (mood:: 4) (emotions:: tense, tired) before the meeting
    - [ ] ask about sleep #session
    - said no to the extra shift #win
    mood:: 4                        as Dataview has it, alone on a line; `emotions:: tense, tired` and numbers as well

All of it is plain Markdown that Obsidian, Dataview and Tasks show well. Fenced code says nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tj.config import MoodScale
from tj.entry.lines import code_spans, lines_outside_code
from tj.entry.model import Checkin, Line, Task

__all__ = ["Body", "checkin_time", "is_checkin", "read_body", "read_time"]

_BULLET = re.compile(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+")
_BOX = re.compile(r"\[(.)\](?:[ \t]+|$)")
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?=[\s(\[]|$)[ \t]*")
_FIELD = re.compile(r"[(\[][ \t]*([\w-]+)[ \t]*::([^()\[\]]*)[)\]]")
# Dataview's field that has a line to itself; its key may be in bold.
_LINE_FIELD = re.compile(r"(?:\*\*|__)?([\w-]+)(?:\*\*|__)?[ \t]*::[ \t]*(\S.*?)[ \t]*")
_TAG = re.compile(r"(?<![^\s])#([\w/-]*[^\W\d][\w/-]*)")
_MARK = re.compile(r"(?<![^\s])#(session|win)(?![\w/-])", re.IGNORECASE)
_TASK_DATE = re.compile(r"(📅|📆|🗓|✅|⏳|🛫|➕|❌)\ufe0f?[ \t]*(\d{4}-\d{2}-\d{2})")
_TASK_SIGN = re.compile(r"[🔺⏫🔼🔽⏬]\ufe0f?|🔁[^📅📆🗓✅⏳🛫➕❌#]*|🆔[ \t]*[\w-]+|⛔[ \t]*[\w,-]+")
# How much a line is marked: by the signs of Obsidian Tasks, by the words of its Dataview form, or by a leading `!`,
# which is high, and `!!`, which is highest. What embeds something begins with `!` too.
_PRIORITIES = {"🔺": 3, "⏫": 2, "🔼": 1, "🔽": -1, "⏬": -2}
_PRIORITY_WORDS = {"highest": 3, "high": 2, "medium": 1, "low": -1, "lowest": -2}
_URGENT = re.compile(r"(!{1,9})(?![!\[])")
_COMMENT = re.compile(r"%%|<!--")
_BLOCK_ID = re.compile(r" \^[\w-]+$")
_TIME_OF_DAY = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::[0-5][0-9](?:\.[0-9]+)?)?")
# What a line may begin with that is no word: a bullet, a quote, a heading, a rule.
_MARK_OF_LINE = re.compile(r"[-*+>#]+(?: |$)")
_LEVEL = re.compile(r"\s*[-+]?[0-9]{1,9}(?:\.[0-9]{1,9})?\s*")
_MARKS = frozenset("-*+>#")


@dataclass(frozen=True, slots=True)
class Body:
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
    numbers: Mapping[str, float] = field(default_factory=dict)


def read_body(body: str, scale: MoodScale, first_line: int = 1) -> Body:
    """Read a body with LF line ends.

    Arguments: `scale`, the vault's mood scale; `first_line`, the file's line on which the body begins.
    Lines in the result count in the file. Never raises.
    """
    reader = _Reader([], [], [], [], {}, [], {})
    heading = ""
    for number, text in lines_outside_code(body):
        if not heading and text.startswith("# "):
            heading = _plain(text[2:].rstrip(" \t").rstrip("#"))
        if "::" in text or "#" in text or "[" in text:
            _read_line(text, first_line + number, scale, reader)
    return Body(
        heading,
        tuple(reader.checkins),
        tuple(reader.tasks),
        tuple(reader.agenda),
        tuple(reader.wins),
        tuple(reader.tags),
        _count_words(body),
        tuple(reader.problems),
        reader.numbers,
    )


def read_time(text: str) -> str | None:
    """Return a time of day as HH:MM, or None where `text` is none: `7:05`, `22:30`, `22:30:15`."""
    found = _TIME_OF_DAY.fullmatch(text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        return None
    return f"{int(found[1]):02}:{found[2]}"


def _count_words(body: str) -> int:
    """Count what stands between spaces, the marks that lines begin with left out."""
    if "\t" in body or "  " in body or "\n " in body or " \n" in body or body[:1] == " " or body[-1:] == " ":
        body = "\n".join(
            " ".join(part for part in line.split(" ") if part) for line in body.replace("\t", " ").split("\n")
        )
    # No two spaces are left side by side, so each but those behind a mark stands before a word.
    lines = [line for line in body.split("\n") if line]
    return body.count(" ") + len(lines) - sum(1 for line in lines if line[0] in _MARKS and _MARK_OF_LINE.match(line))


def is_checkin(text: str) -> bool:
    """Tell whether one line of a body is a check-in."""
    bullet = _BULLET.match(text)
    return bullet is not None and any(
        name.casefold() == "mood" and value.strip() for name, value in _FIELD.findall(text[bullet.end() :])
    )


def checkin_time(text: str) -> str | None:
    """Return the time of one line of a body that is a check-in, HH:MM or empty, and None where it is none."""
    bullet = _BULLET.match(text) if is_checkin(text) else None
    found = _TIME.match(text[bullet.end() :]) if bullet else None
    return None if bullet is None else (read_time(f"{found[1]}:{found[2]}") or "") if found else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    checkins: list[Checkin]
    tasks: list[Task]
    agenda: list[Line]
    wins: list[Line]
    tags: dict[str, None]
    problems: list[tuple[int, str]]
    numbers: dict[str, float]


def _read_line(written: str, number: int, scale: MoodScale, reader: _Reader) -> None:
    text = written
    if "`" in text:
        for start, end in reversed(code_spans(text)):
            text = text[:start] + " " * (end - start) + text[end:]
    marks = {mark.casefold() for mark in _MARK.findall(text)} if "#" in text else set()
    for tag in _TAG.findall(text) if "#" in text else ():
        if tag.casefold() not in ("session", "win"):
            reader.tags[tag] = None
    bullet = _BULLET.match(text)
    rest = written[bullet.end() :] if bullet else written.lstrip(" \t>")
    box = _BOX.match(rest) if bullet else None
    if box:
        rest = rest[box.end() :]
    fields = text[len(written) - len(rest) :]  # `rest` without what stands in inline code
    plain = None
    if bullet and "::" in text and is_checkin(text):
        checkin = _read_checkin(rest, fields, scale, number, reader.problems)
        reader.checkins.append(checkin)
        plain = checkin.text
    elif "::" in fields and not box:
        _read_line_field(fields, number, scale, reader)
    for name, value in _FIELD.findall(fields) if "::" in fields else ():
        if _LEVEL.fullmatch(value):
            reader.numbers.setdefault(name.casefold(), float(value))
    state = box[1] if box else ""
    if box and state != "-":
        reader.tasks.append(_read_task(rest, fields, state in "xX", number))
    if marks:
        done = state in ("x", "X", "-")
        said = Line(_plain(rest) if plain is None else plain, done, number, _priority(rest, fields))
        if "session" in marks:
            reader.agenda.append(said)
        if "win" in marks:
            reader.wins.append(said)


def _read_line_field(fields: str, number: int, scale: MoodScale, reader: _Reader) -> None:
    """Read a field that has a line to itself: a mood where the value is one, else it is but text."""
    found = _LINE_FIELD.fullmatch(fields.strip(" \t"))
    if found is None:
        return
    name, value = found[1].casefold(), found[2]
    if name == "mood" and (mood := scale.read(_number(value))) is not None:
        reader.checkins.append(Checkin("", mood, (), "", number))
    elif name == "emotions" and (words := [word.strip() for word in value.split(",") if word.strip()]):
        reader.checkins.append(Checkin("", None, tuple(dict.fromkeys(words)), "", number))
    elif _LEVEL.fullmatch(value):
        reader.numbers.setdefault(name, float(value))


def _read_checkin(rest: str, fields: str, scale: MoodScale, number: int, problems: list[tuple[int, str]]) -> Checkin:
    time = ""
    if found := _TIME.match(rest):
        time = read_time(f"{found[1]}:{found[2]}") or ""
        if not time:
            problems.append((number, "the check-in's time is none; a time is written HH:MM, 00:00 to 23:59"))
        rest = rest[found.end() :]
    mood: float | None = None
    emotions: list[str] = []
    for name, value in _FIELD.findall(fields):
        if name.casefold() == "mood":
            mood = scale.read(_number(value))
            if mood is None:
                problems.append((number, f"the check-in's mood is not on the scale: {scale.describe()}"))
        elif name.casefold() == "emotions":
            emotions += [word.strip() for word in value.split(",") if word.strip()]
    return Checkin(time, mood, tuple(dict.fromkeys(emotions)), _plain(rest), number)


def _read_task(rest: str, fields: str, done: bool, number: int) -> Task:
    dates: dict[str, date | None] = {}
    for sign, day in () if fields.isascii() else _TASK_DATE.findall(fields):
        dates["due" if sign in "📅📆🗓" else "completion" if sign == "✅" else sign] = _date(day)
    for name, value in _FIELD.findall(fields) if "::" in fields else ():
        dates[name.casefold()] = _date(value.strip())
    return Task(_plain(rest), done, dates.get("due"), dates.get("completion"), number)


def _priority(rest: str, fields: str) -> int:
    """Return how much a line is marked; of several marks the first one of the most binding kind holds."""
    for sign in () if fields.isascii() else fields:
        if sign in _PRIORITIES:
            return _PRIORITIES[sign]
    for name, value in _FIELD.findall(fields) if "::" in fields else ():
        if name.casefold() == "priority" and value.strip().casefold() in _PRIORITY_WORDS:
            return _PRIORITY_WORDS[value.strip().casefold()]
    urgent = _URGENT.match(rest)
    return min(1 + len(urgent[1]), 3) if urgent else 0


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
    if not bare.isascii():
        bare = _TASK_SIGN.sub(" ", _TASK_DATE.sub(" ", bare))
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


def _number(text: str) -> float | str:
    return float(text) if _LEVEL.fullmatch(text) else text


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
