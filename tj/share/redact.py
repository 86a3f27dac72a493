"""What of a note may be seen by another: default deny, on the Markdown, before anything is rendered.

Order matters. What was meant as front matter goes first. Private parts follow, and go again until none is left. Code
that surely is code is set aside and comes back as it was written, queries excepted. From the rest goes whatever one
would not see in Obsidian, or what points outside: HTML, definitions, embeds, links to other notes, paths, block ids,
inline fields of keys that are not shared.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.compose import compose_note
from tj.entry.lines import scan_lines, sure_code
from tj.entry.lookalike import find_lookalike
from tj.entry.model import Entry, Note
from tj.entry.private import Span, private_spans
from tj.errors import Refused
from tj.insight.goal_note import read_goal
from tj.insight.goals import goal_name, parse_target
from tj.share.fields import strip_fields
from tj.share.footnotes import strip_unshown_notes
from tj.share.html_out import strip_html
from tj.share.links import Links, links_of, strip_links
from tj.share.machines import inline_query, query_blocks, strip_for_programs, strip_invisible
from tj.share.paths import strip_paths
from tj.share.select import WITH_TYPES
from tj.share.unseen import strip_fence_words, strip_unseen
from tj.words import sharing as words

__all__ = ["Redacted", "Rules", "redact", "texts_of"]

_BLOCK_ID = re.compile(r"(?:(?<![ \t])[ \t]+|(?<!\S))\^(?=[_-]*[^\W_])[\w-]+[ \t]*+$", re.MULTILINE)
# After so many rounds what is left is a knot that nobody writes: all from the first mark on goes.
_ROUNDS = 20
_HOLD, _HELD = "\ue000", re.compile("\ue000(\\d+)\ue001")
_PRIVATE_USE = re.compile("[\ue000\ue001]")
_STATUSES = ("active", "paused", "done", "dropped")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one share lets through.

    `keys` are the front-matter keys; `trackers` those that the word `trackers` among them stands for. `shared` maps the
    paths of all notes in the share to the day by which a link to one is called. `images` maps a picture's target, as
    written, to its neutral name in the bundle. `linked` is what `shared` means for links, made from it where not given.
    `marked` are the names of goals that entries in the share speak of: a goal's own note may be called by one of them.
    """

    keys: tuple[str, ...]
    trackers: tuple[str, ...] = ()
    shared: Mapping[str, str] | None = None
    images: Mapping[str, str] | None = None
    linked: Mapping[str, str] | None = None
    marked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.linked is None:
            object.__setattr__(self, "linked", links_of(self.shared or {}))

    @property
    def allowed(self) -> frozenset[str]:
        """The names of all keys that are let through."""
        return frozenset(self.keys) | (frozenset(self.trackers) if "trackers" in self.keys else frozenset())


@dataclass(frozen=True, slots=True, repr=False)
class Redacted:
    """A note as it may be seen: `text` is the whole file.

    `stripped` counts by class what was taken out, `removed` holds it for the tripwire, and `wanted` are the targets of
    pictures that the visible text shows.
    """

    text: str
    stripped: Counter[str]
    removed: tuple[str, ...]
    wanted: tuple[str, ...]


def redact(note: Note, rules: Rules) -> Redacted:
    """Return a note as it may be seen by the one it is shared with.

    Raises `Refused` where a private part would be left: a defect that must not pass.
    """
    work = _Work(note, rules)
    body, wanted = work.clean(note.body, ruled=bool(note.entry.properties))
    return Redacted(_compose(note, rules, body, work), work.stripped, tuple(work.removed), tuple(wanted))


class _Work:
    """The redaction of one note: what was taken out so far, and where links may lead."""

    def __init__(self, note: Note, rules: Rules) -> None:
        names = frozenset(mark.name for mark in note.entry.goals) if "goals" in rules.keys else frozenset()
        self.path = note.entry.path
        self.allowed = rules.allowed
        self.links = Links(rules.linked or {}, rules.images or {}, names)
        self.stripped: Counter[str] = Counter()
        self.removed: list[str] = []

    def clean(self, text: str, *, ruled: bool | None = None) -> tuple[str, list[str]]:
        """Return Markdown as it may be seen, and the targets of the pictures it shows.

        `ruled` is None where it is no note's whole text, else whether the note has front matter.
        """
        stripped, removed, first = self.stripped, self.removed, len(self.removed)
        body = strip_invisible(_PRIVATE_USE.sub("", text), stripped, removed)
        if ruled is not None:
            body = _without_lookalikes(body, stripped, removed, ruled=ruled)
        body = _without_private(body, stripped, removed)
        if ruled is not None:  # what stood above one may have been private
            body = _without_lookalikes(body, stripped, removed, ruled=ruled)
        body = strip_fence_words(body, stripped, removed)
        body, held = _set_code_aside(body, stripped, removed)
        body = strip_for_programs(body, stripped, removed)
        body = strip_html(body, stripped, removed)
        body, wanted = strip_links(body, self.links, stripped, removed)
        body = strip_unseen(body, stripped, removed)
        body = _without_block_ids(body, stripped, removed)
        body = strip_fields(body, self.allowed, stripped, removed)
        body = strip_unshown_notes(body, stripped, removed)  # what referred to them may be gone by now
        body = strip_paths(body, stripped, removed)

        def give_back(found: re.Match[str]) -> str:
            return held[int(found[1])]

        removed[first:] = [_HELD.sub(give_back, one) for one in removed[first:]]
        body = _without_private(_HELD.sub(give_back, body), stripped, removed)
        if private_spans(body):
            raise Refused(*words.private_part_left(self.path))
        return body, wanted

    def clean_value(self, text: str) -> str:
        """Return one text of the front matter as it may be seen, on one line."""
        said = " ".join(self.clean(text)[0].split())
        return "".join(letter for letter in said if letter.isprintable())


def _without_lookalikes(body: str, stripped: Counter[str], removed: list[str], *, ruled: bool) -> str:
    """Cut what looks like front matter as if it were, and of a private part that begins in it the rest as well."""
    for turn in range(_ROUNDS):
        found = find_lookalike(body, ruled=ruled)
        if found is None:
            break
        stripped["property"] += found.keys
        end = max([found.end, *(span.end for span in private_spans(body) if span.start < found.end)])
        end = end if turn < _ROUNDS - 1 else len(body)
        removed += body[found.start : end].split("\n")
        body = body[: found.start] + body[end:]
    return body


def _without_private(body: str, stripped: Counter[str], removed: list[str]) -> str:
    # What is cut out may have parted two halves of another marker, so it is looked at again.
    for turn in range(_ROUNDS):
        spans = private_spans(body)
        if not spans:
            break
        if turn == _ROUNDS - 1:
            spans = [Span(spans[0].start, len(body), spans[0].kind, closed=False)]
        pieces: list[str] = []
        position = 0
        for span in spans:
            stripped["private part" if span.closed else "unclosed marker"] += 1
            removed += body[span.start : span.end].split("\n")
            pieces.append(body[position : span.start])
            position = span.end
        body = "".join([*pieces, body[position:]])
    return body


def _set_code_aside(body: str, stripped: Counter[str], removed: list[str]) -> tuple[str, list[str]]:
    lines = scan_lines(body)
    numbers: list[int] = []
    for first, last in query_blocks([line.text for line in lines]):
        stripped["query"] += 1
        numbers += range(first, last + 1)
    queries = {lines[number].start: lines[number].end for number in numbers}
    held: list[str] = []
    pieces: list[str] = []
    position = 0
    for start, end in sorted({*sure_code(body, lines), *queries.items()}):
        text = body[start:end]
        pieces.append(body[position:start])
        position = end
        inline = start not in queries and inline_query(text)
        if start in queries or inline:
            stripped["query"] += bool(inline)
            removed.append(text)
        else:
            pieces.append(f"{_HOLD}{len(held)}\ue001")
            held.append(text)
    return "".join([*pieces, body[position:]]), held


def _without_block_ids(body: str, stripped: Counter[str], removed: list[str]) -> str:
    def write(found: re.Match[str]) -> str:
        stripped["block id"] += 1
        removed.append(found.group())
        return ""

    return _BLOCK_ID.sub(write, body)


def _compose(note: Note, rules: Rules, body: str, work: _Work) -> str:
    entry, allowed = note.entry, rules.allowed
    values: dict[str, date | float | str | Sequence[str]] = {}
    if entry.type != "entry":
        values["type"] = entry.type if entry.type in WITH_TYPES.values() else "note"
    if entry.date is not None and "date" in allowed:
        values["date"] = entry.date
    if "time" in allowed:
        values["time"] = entry.time
    if entry.stated_mood is not None and "mood" in allowed:
        values["mood"] = entry.stated_mood
    if "goals" in allowed:
        names = [(work.clean_value(mark.name), mark.amount) for mark in entry.goals]
        values["goals"] = [name if amount is None else f"{name}: {amount:g}" for name, amount in names if name]
    facts = _goal_facts(note, rules, work) if entry.type == "goal" and "goals" in allowed else {}
    values |= facts
    for key, value in entry.properties.items():
        if key in facts:
            continue
        if key in ("type", "date", "time", "mood", "goals") and (key in allowed or key == "type"):
            continue
        simple = _simple(value, work) if key in allowed and _is_of_its_kind(key, value, rules, entry) else None
        if simple is not None:
            values[key] = simple
        elif value not in (None, "", []):
            work.stripped["property"] += 1
            work.removed += texts_of(value)
    return compose_note(values, body)


def _is_of_its_kind(key: str, value: object, rules: Rules, entry: Entry) -> bool:
    """Tell whether a key that tj knows has a value of its kind: a text where a tracker's number belongs is not sent."""
    if key in rules.trackers:
        return key in entry.trackers  # which holds only what is a number, or true or false where that is asked
    return key != "emotions" or isinstance(value, list)


def _simple(value: object, work: _Work) -> "date | float | str | list[str] | None":
    """Return a value that can be sent: a date, a number, a text, or a list of texts."""
    if isinstance(value, str):
        return work.clean_value(value)
    if isinstance(value, date | int | float):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return [text for item in value if (text := work.clean_value(str(item)))]
    return None


def texts_of(value: object) -> list[str]:
    """Return all texts in a value of the front matter, the keys of mappings among them."""
    if isinstance(value, Mapping):
        return [text for key, item in value.items() for text in (str(key), *texts_of(item))]
    if isinstance(value, list):
        return [text for item in value for text in texts_of(item)]
    return [value] if isinstance(value, str) else []


def _goal_facts(note: Note, rules: Rules, work: _Work) -> "dict[str, date | float | str | list[str]]":
    """Return what a goal's note plans, as far as each value is of its kind, to be told beside what was done.

    Its name is among them only where a shared entry says it anyway.
    """
    known, name = note.entry.properties, goal_name(note.entry.path)
    target, status = known.get("target"), known.get("status")
    facts: dict[str, date | float | str | list[str]] = {}
    if name in rules.marked:
        facts["name"] = work.clean_value(name)
    if isinstance(target, str) and parse_target(target) is not None:
        facts["target"] = target.strip()
    if status in _STATUSES:
        facts["status"] = str(status)
    facts |= {key: day for key in ("start", "due", "ended") if isinstance(day := known.get(key), date)}
    goal = read_goal(note.entry)
    if goal.amount is not None:
        facts["amount"] = goal.amount
    if goal.pauses:
        facts["paused"] = [str(pause) for pause in goal.pauses]
    return facts
