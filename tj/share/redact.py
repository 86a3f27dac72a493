"""What of a note may be seen by another: default deny, on the Markdown, before anything is rendered.

Order matters. Private parts go first, and go again until none is left. Code that surely is code is set aside and comes
back as it was written, queries excepted. From the rest goes whatever a reader would not see in Obsidian, or what points
outside: HTML, definitions, embeds, links to other notes, paths, block ids, inline fields of keys that are not shared.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tj.entry.compose import compose_note
from tj.entry.lines import scan_lines, sure_code
from tj.entry.model import Note
from tj.entry.private import private_spans
from tj.errors import Refused
from tj.share.html_out import strip_html
from tj.share.links import Links, strip_links
from tj.share.select import WITH_TYPES
from tj.share.unseen import strip_fence_words, strip_unseen

__all__ = ["Redacted", "Rules", "redact"]

# Blocks that Obsidian runs or decrypts rather than shows.
_QUERIES = {"dataview", "dataviewjs", "tasks", "base", "bases", "query", "search", "encrypt", "meld-encrypt", "button",
            "meta-bind", "tracker", "js-engine", "templater"}  # fmt: skip
# A field in brackets; where they do not match, the rest of the line is taken for its value.
_KEY = r"[ \t]*([^()\[\]:\n]{1,60}?)[ \t]*::"
_VALUE = r"(?:[^()\[\]\n]|\([^()\n]*\)|\[[^\[\]\n]*\])*"
_FIELD = re.compile(rf"\({_KEY}{_VALUE}\)|\[{_KEY}{_VALUE}\]|[(\[]{_KEY}[^\n]*")
_LINE_FIELD = re.compile(
    r"^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]+)*(?:\[.\][ \t]+|\[![^\]\n]*\][-+]?[ \t]*)?"
    r"[*_~=]{0,3}([^\s:`()\[\]<>\"|#>*_~=-][^\n:`()\[\]<>\"|]{0,58}?)[*_~=]{0,3}[ \t]*::(?!:)[^\n]*$",
    re.MULTILINE,
)
_INLINE_QUERY = re.compile(r"`+[ \t]*(?:\$?=|button-|(?:INPUT|VIEW|BUTTON)\[)[^`\n]*`+")
_TASK_FIELDS = {"due", "completion", "scheduled", "start", "created"}
_BLOCK_ID = re.compile(r"(?:(?<![ \t])[ \t]+|(?<!\S))\^[A-Za-z0-9-]+[ \t]*$", re.MULTILINE)
_TEMPLATER = re.compile(r"<%.*?(?:%>|\Z)", re.DOTALL)
_MELD = re.compile(r"🔐[^🔐]*(?:🔐|\Z)")
_STOP = r"\s<>()\[\]\"'`,;"
_PATH = re.compile(
    # an address that only this computer, or a program on it, understands
    r"\b(?i:file|obsidian|vscode|zotero|message|x-[\w-]+):/*[^\s<>)\]]+"
    r"|\b(?!(?i:https?)://)[A-Za-z][A-Za-z0-9+.-]*://[^\s<>)\]]+"
    # in quotes, then with spaces in its folders, or in its name where that has a usual ending
    r"|\"(?:~|/[A-Za-z][\w.-]+)/[^\"\n]*\""
    r"|(?<![\w/.@])(?:~|\$\{?HOME\}?|%[A-Z]+%|/[A-Za-z][\w.-]+)(?=[\\/])[\\/]"
    rf"(?:[^{_STOP}]|[ ](?=[^\n/]*/))+"
    rf"(?:(?:[ ][^{_STOP}]+){{0,3}}?[ ][^{_STOP}]*\.(?:md|txt|pdf|png|jpe?g|docx?|odt|csv)\b)?"
    # from here, but not a picture of the bundle
    rf"|(?<![\w/.])(?!(?<=\]\()\.\./att/\d{{4}}\.(?:jpg|png)[ )])\.{{1,2}}/[^{_STOP}]+"
    # Windows, and a server's share
    r"|(?<!\w)[A-Za-z]:[\\/](?:[^\n<>\"|?*`]*[\\/])*[^\s<>\"|?*`]*"
    r"|(?<!\\)\\\\[\w.$-]+\\(?:[^\n<>\"|?*`]*\\)*[^\s<>\"|?*`]*"
    r"|(?<![\w:/.])//[\w.-]+/[^\s<>\"|?*`)\]]*"
)
_HOLD, _HELD = "\ue000", re.compile("\ue000(\\d+)\ue001")
_PRIVATE_USE = re.compile("[\ue000\ue001]")


@dataclass(frozen=True, slots=True)
class Rules:
    """What one share lets through.

    `keys` are the front-matter keys; `trackers` those that the word `trackers` among them stands for. `shared` maps the
    paths of all notes in the share to the day by which a link to one is called. `images` maps a picture's target, as
    written, to its neutral name in the bundle.
    """

    keys: tuple[str, ...]
    trackers: tuple[str, ...] = ()
    shared: Mapping[str, str] | None = None
    images: Mapping[str, str] | None = None

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
    body, wanted = work.clean(note.body)
    return Redacted(_compose(note, rules, body, work), work.stripped, tuple(work.removed), tuple(wanted))


class _Work:
    """The redaction of one note: what was taken out so far, and where links may lead."""

    def __init__(self, note: Note, rules: Rules) -> None:
        names = frozenset(mark.name for mark in note.entry.goals) if "goals" in rules.keys else frozenset()
        self.path = note.entry.path
        self.allowed = rules.allowed
        self.links = Links(rules.shared or {}, rules.images or {}, names)
        self.stripped: Counter[str] = Counter()
        self.removed: list[str] = []

    def clean(self, text: str) -> tuple[str, list[str]]:
        """Return Markdown as it may be seen, and the targets of the pictures it shows."""
        stripped, removed = self.stripped, self.removed
        body = _without_private(_PRIVATE_USE.sub("", text), stripped, removed)
        body = strip_fence_words(body, stripped, removed)
        body, held = _set_code_aside(body, stripped, removed)
        for pattern, kind in ((_INLINE_QUERY, "query"), (_TEMPLATER, "template"), (_MELD, "ciphertext")):
            body = _cut(pattern, body, kind, stripped, removed)
        body = strip_html(body, stripped, removed)
        body, wanted = strip_links(body, self.links, stripped, removed)
        body = strip_unseen(body, stripped, removed)
        body = _cut(_BLOCK_ID, body, "block id", stripped, removed)
        body = _without_fields(body, self.allowed, stripped, removed)
        body = _replace(_PATH, body, "a file", "path", stripped, removed)
        body = _HELD.sub(lambda found: held[int(found[1])], body)
        if private_spans(body):
            body = _without_private(body, stripped, removed)
        if private_spans(body):
            raise Refused(f"{self.path} has a private part that could not be taken out", "leave it out of the share")
        return body, wanted

    def clean_value(self, text: str) -> str:
        """Return one text of the front matter as it may be seen, on one line."""
        words = " ".join(self.clean(text)[0].split())
        return "".join(letter for letter in words if letter.isprintable())


def _without_private(body: str, stripped: Counter[str], removed: list[str]) -> str:
    # What is cut out may have parted two halves of another marker, so it is looked at again.
    while spans := private_spans(body):
        for span in reversed(spans):
            stripped["private part" if span.closed else "unclosed marker"] += 1
            removed += body[span.start : span.end].split("\n")
            body = body[: span.start] + body[span.end :]
    return body


def _set_code_aside(body: str, stripped: Counter[str], removed: list[str]) -> tuple[str, list[str]]:
    lines = scan_lines(body)
    info = ""
    queries: set[int] = set()
    for line in lines:
        info = line.info or info if line.code or line.open_fence else ""
        if info.casefold() in _QUERIES:
            queries.add(line.start)
            stripped["query"] += bool(line.info)
    held: list[str] = []
    pieces: list[str] = []
    position = 0
    # A query that is never closed runs on to the note's end.
    asked = ((line.start, line.end) for line in lines if line.start in queries)
    for start, end in sorted({*sure_code(body, lines), *asked}):
        text = body[start:end]
        pieces.append(body[position:start])
        position = end
        inline = start not in queries and _INLINE_QUERY.match(text)
        if start in queries or inline:
            stripped["query"] += bool(inline)
            removed.append(text)
        else:
            pieces.append(f"{_HOLD}{len(held)}\ue001")
            held.append(text)
    rest = body[position:]
    return "".join([*pieces, rest]), held


def _cut(pattern: re.Pattern[str], body: str, kind: str, stripped: Counter[str], removed: list[str]) -> str:
    return _replace(pattern, body, "", kind, stripped, removed)


def _replace(
    pattern: re.Pattern[str], body: str, by: str, kind: str, stripped: Counter[str], removed: list[str]
) -> str:
    def write(found: re.Match[str]) -> str:
        stripped[kind] += 1
        removed.append(found.group())
        return by

    return pattern.sub(write, body)


def _without_fields(body: str, allowed: frozenset[str], stripped: Counter[str], removed: list[str]) -> str:
    def write(found: re.Match[str]) -> str:
        text = found.group()
        key = next(name for name in found.groups() if name is not None)
        if key.strip(" *_").casefold() in {name.casefold() for name in allowed} | _TASK_FIELDS:
            return text[0] + _FIELD.sub(write, text[1:])
        stripped["inline field"] += 1
        removed.append(text)
        return ""

    return _FIELD.sub(write, _LINE_FIELD.sub(write, body))


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
    for key, value in entry.properties.items():
        if key in ("type", "date", "time", "mood", "goals") and (key in allowed or key == "type"):
            continue
        simple = _simple(value, work) if key in allowed and _is_of_its_kind(key, value, rules) else None
        if simple is not None:
            values[key] = simple
        elif value not in (None, "", []):
            work.stripped["property"] += 1
            work.removed += _texts(value)
    return compose_note(values, body)


def _is_of_its_kind(key: str, value: object, rules: Rules) -> bool:
    """Tell whether a key that tj knows has a value of its kind: a text where a tracker's number belongs is not sent."""
    if key in rules.trackers:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return key != "emotions" or isinstance(value, list)


def _simple(value: object, work: _Work) -> "date | float | str | list[str] | None":
    """Return a value that can be sent: a date, a number, a text, or a list of texts."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return work.clean_value(value)
    if isinstance(value, date | int | float):
        return value
    if isinstance(value, list) and all(isinstance(item, str | int | float) for item in value):
        return [text for item in value if (text := work.clean_value(str(item)))]
    return None


def _texts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for key, item in value.items() for text in (str(key), *_texts(item))]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
