"""Prompts as Markdown: a file a theme, a list item a prompt; and those that a therapist left in a note of guidance.

    - How tired are you? One word is enough. (tone:: low, middling) (length:: short) ^rest-2

Only the words are needed. `tone` tells for what days it is, `length` how much it asks for, and `^…` is its id: without
one, an id is made from its words. `(tone:: never)` with the id of a shipped prompt turns that one off. With
`(given:: 2026-05-11)` it came from a therapist on that day, as `tj receive` writes it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from tj.entry.frontmatter import read_header
from tj.entry.lines import lines_outside_code
from tj.entry.model import Entry, Problem
from tj.entry.private import private_spans
from tj.words import writing as words

__all__ = ["GUIDANCE", "LENGTHS", "TONES", "Library", "Prompt", "PromptFile", "Theme", "collect", "from_guidance",
           "read_prompts"]  # fmt: skip

TONES = ("low", "middling", "good")
LENGTHS = ("short", "medium", "long")
GUIDANCE = "guidance"
_NEVER = "never"
_LONGEST = 500

_ITEM = re.compile(r"[-*+][ \t]+(?:\[.\][ \t]+)?")
_NEXT_LINE = re.compile(r"(?:[ \t]{2,}|\t)(?![-*+][ \t])\S")
_FIELD = re.compile(r"[(\[][ \t]*([\w-]+)[ \t]*::([^()\[\]]*)[)\]]")
_ID = re.compile(r"(?:^|[ \t])\^(\S+)$")
_GOOD_ID = re.compile(r"[A-Za-z0-9-]{1,80}")
_MARK = re.compile(r"(?<!\S)#(?:session|win|prompt|gentle)(?![\w/-])", re.IGNORECASE)
_PROMPT_MARK = re.compile(r"(?<!\S)#prompt(?![\w/-])", re.IGNORECASE)
_GENTLE_MARK = re.compile(r"(?<!\S)#gentle(?![\w/-])", re.IGNORECASE)
_COMMENT_SIGN = re.compile(r"%%|<!--|-->")
_THEME = re.compile(r"\w[\w-]{0,39}")


@dataclass(frozen=True, slots=True)
class Theme:
    """What some prompts have in common: its name, its title, and what it is about, as in `something about …`."""

    name: str
    title: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One prompt. `tones` are of `TONES`, `length` is of `LENGTHS`; one without the tone `low` is no gentle one.

    `day` is when it came from a therapist, None for all others.
    """

    id: str
    theme: str
    text: str
    tones: tuple[str, ...] = ("middling", "good")
    length: str = "medium"
    day: date | None = None

    @property
    def is_gentle(self) -> bool:
        """Whether it may be asked on the worst of days."""
        return "low" in self.tones


@dataclass(frozen=True, slots=True)
class PromptFile:
    """What one file holds: its theme, its prompts, the ids that it turns off, and what is wrong in it."""

    theme: Theme | None = None
    prompts: tuple[Prompt, ...] = ()
    off: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """All prompts that there are, by theme and in the order of their files, with their themes by name."""

    themes: dict[str, Theme]
    prompts: tuple[Prompt, ...]
    problems: tuple[Problem, ...] = ()


def read_prompts(path: str, text: str) -> PromptFile:
    """Read one file of prompts.

    Arguments: `path`, for messages and, by its name, for the theme; `text`, with LF line ends. Never raises: an item
    that cannot be understood is left out and told of.
    """
    name = "-".join(path.rpartition("/")[2].removesuffix(".md").casefold().replace("_", " ").split())
    if not _THEME.fullmatch(name):
        return PromptFile(problems=(Problem(path, 0, "warning", words.NO_THEME_IN_NAME),))
    header = read_header(text)
    if header.error:
        message = words.prompts_left_out(header.error)
        return PromptFile(problems=(Problem(path, header.error_line, "warning", message),))
    stated = {key: found.value for key, found in header.values.items()}
    title, about = (value.strip() if isinstance(value := stated.get(key), str) else "" for key in ("title", "about"))
    prompts: dict[str, Prompt] = {}
    off: list[str] = []
    problems: list[Problem] = []
    if open_line := _left_open(header.body):
        problems.append(Problem(path, header.body_line + open_line - 1, "warning", words.COMMENT_OPEN))
    for line, item in _items(header.body):
        prompt, reason = _read_item(name, item)
        if prompt and not prompt.tones:
            off.append(prompt.id)
        elif prompt and prompt.id not in prompts:
            prompts[prompt.id] = prompt
        else:
            message = words.prompt_left_out(reason or words.ID_OF_ANOTHER)
            problems.append(Problem(path, header.body_line + line, "warning", message))
    return PromptFile(Theme(name, title, about), tuple(prompts.values()), tuple(off), tuple(problems))


def collect(shipped: Iterable[PromptFile], own: Iterable[PromptFile]) -> Library:
    """Put the shipped prompts and the writer's own together: an own one takes the place of a shipped one of its id.

    Where two own files have the same id, the first is kept; both files are read in the order given.
    """
    themes: dict[str, Theme] = {}
    prompts: dict[str, Prompt] = {}
    problems: list[Problem] = []
    own = list(own)
    for file in [*shipped, *own]:
        problems += file.problems
        if file.theme is not None:
            known = themes.get(file.theme.name, Theme(file.theme.name, file.theme.name, file.theme.name))
            title = file.theme.title or known.title
            themes[known.name] = Theme(known.name, title, file.theme.about or known.about)
        if file not in own:
            prompts |= {prompt.id: prompt for prompt in file.prompts}
    for file in reversed(own):
        for gone in file.off:
            prompts.pop(gone, None)
        prompts |= {prompt.id: prompt for prompt in file.prompts}
    order = {name: place for place, name in enumerate(themes)}
    found = sorted(prompts.values(), key=lambda prompt: order[prompt.theme])
    return Library(
        {name: themes[name] for name in dict.fromkeys(p.theme for p in found)}, tuple(found), tuple(problems)
    )


def from_guidance(notes: Iterable[Entry], today: date) -> list[Prompt]:
    """Return the prompts that a therapist left, the newest note's first, each note's in the order of its lines.

    A prompt is a task with the tag `#prompt` in a note of type guidance; one that is ticked has had its answer. Only
    one that is tagged `#gentle` as well is asked on very low days.
    """
    written = [note for note in notes if note.type == GUIDANCE and note.readable and (note.date or today) <= today]
    found: dict[str, Prompt] = {}
    for note in sorted(written, key=lambda note: (note.date or date.min, note.path), reverse=True):
        stem = note.path.rpartition("/")[2].removesuffix(".md")
        for task in note.tasks:
            text = _plain(task.text)
            if text and not task.done and _PROMPT_MARK.search(task.text):
                tones = TONES if _GENTLE_MARK.search(task.text) else TONES[1:]
                prompt = Prompt(_made_id(stem, text), GUIDANCE, text, tones, "medium", note.date)
                found.setdefault(prompt.id, prompt)
    return list(found.values())


def _items(body: str) -> Iterator[tuple[int, str]]:
    """Yield each list item of a body that stands in no code and no comment, with its line, from 0."""
    for span in reversed(private_spans(body)):
        hidden = body[span.start : span.end]
        body = body[: span.start] + "\n" * hidden.count("\n") + body[span.end :]
    first, parts = 0, list[str]()
    for number, text in lines_outside_code(body):
        if parts and _NEXT_LINE.match(text):
            parts.append(text.strip())
            continue
        if parts:
            yield first, " ".join(parts)
            parts = []
        if found := _ITEM.match(text):
            first, parts = number, [text[found.end() :].strip()]
    if parts:
        yield first, " ".join(parts)


def _left_open(body: str) -> int:
    """Return the line, from 1, of a comment that is never closed; 0 where there is none."""
    return next((body.count("\n", 0, span.start) + 1 for span in private_spans(body) if not span.closed), 0)


def _read_item(theme: str, item: str) -> tuple[Prompt | None, str]:
    """Return a prompt, one without tones where it is to be turned off, or None and the reason why it is none."""
    fields = {key.casefold(): value.strip().casefold() for key, value in _FIELD.findall(item)}
    given = _ID.search(item)
    if given and not _GOOD_ID.fullmatch(given[1]):
        return None, words.NO_ID
    text = _plain(_FIELD.sub(" ", item[: given.start()] if given else item))
    tones = tuple(word for part in fields.get("tone", "middling, good").split(",") if (word := part.strip()))
    if tones == (_NEVER,):
        return (Prompt(given[1], theme, text, ()), "") if given else (None, words.NEVER_NEEDS_ID)
    if not tones or not set(tones) <= set(TONES):
        return None, words.no_tone(TONES)
    length = fields.get("length", "medium")
    if length not in LENGTHS:
        return None, words.no_length(LENGTHS)
    if not text or len(text) > _LONGEST:
        return None, words.no_text(_LONGEST)
    day = _day(fields.get("given", ""))
    return Prompt(given[1] if given else _made_id(theme, text), theme, text, tones, length, day), ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _plain(text: str) -> str:
    """Return what is asked, without marks that would mean something in the entry that answers it."""
    return " ".join(_COMMENT_SIGN.sub(" ", _MARK.sub(" ", text)).split())


def _made_id(start: str, text: str) -> str:
    return f"{start}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"
