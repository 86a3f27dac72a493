"""What a reply becomes in the vault: a note of guidance with the homework as tasks, and prompts of the writer's own.

    guidance/2026-05-11-anneke.md       `reply` and `bundle` in its front matter are the ids of both
    .tj/prompts/from-anneke.md          each prompt's id is that of the reply with a number behind it

By these ids it is told later what of a reply is there already.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tj.config import Settings
from tj.entry.compose import compose_note
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.errors import Refused
from tj.insight.prompt_text import GUIDANCE, read_prompts
from tj.share.reply import MAX_LINE, Reply
from tj.share.tame import tame, tame_line, tame_strictly
from tj.words import receiving as words

__all__ = [
    "FOLDER",
    "day_of",
    "guidance_note",
    "has_prompts",
    "is_note_of",
    "is_note_to",
    "name_in_paths",
    "prompt_lines",
    "with_prompts",
    "without_repeats",
]

FOLDER = "guidance"

_NOT_IN_NAME = re.compile(r"[\W_]+")
_LONGEST_NAME = 30
# What a name keeps in properties, and a prompt where its marks, written out, would make it longer than it may be.
_PLAIN_ONLY = re.compile(r"[^\w\s.,;?!'’()-]+")
_SAYS_SOMETHING = re.compile(r"[^\s!-/:-@\[-`{-~]")


def name_in_paths(name: str) -> str:
    """Return a therapist's name as it is used in names of files: letters, digits and hyphens, never nothing."""
    bare = _NOT_IN_NAME.sub("-", unicodedata.normalize("NFC", name.casefold())).strip("-")[:_LONGEST_NAME].strip("-")
    # Digits right behind the date would read as a time.
    return bare if bare and not bare[0].isdigit() else f"therapist-{bare}".rstrip("-")


def day_of(reply: Reply, sent: str, today: date) -> date:
    """Return the day under which a reply is kept: its own, unless a clock was wrong.

    Arguments: `sent`, the day of the bundle, as YYYY-MM-DD. A reply is not older than its bundle, nor of a day to come.
    """
    day = date.fromisoformat(reply.created)
    return day if date.fromisoformat(sent) <= day <= today else today


def guidance_note(path: str, reply: Reply, name: str, day: date, settings: Settings) -> bytes:
    """Return the note of a reply, which sets nothing off in any program that shows it.

    Arguments: `path`, where it will lie; `name`, the therapist's; `day`, its date.
    Raises `Refused` where no such note can be made of it.
    """
    for make in (_note, _strict_note):
        text = make(reply, name, day)
        if _says_only_this(path, text, reply, settings):
            return text
    raise Refused(*words.REPLY_NOT_WRITTEN_SAFELY)


def is_note_of(data: bytes, reply: str) -> bool:
    """Tell whether a note is the one of the reply of this id, be its front matter readable or not."""
    return _has_line(data, "reply", reply)


def is_note_to(data: bytes, bundle: str) -> bool:
    """Tell whether a note is that of a reply to the bundle of this id, be its front matter readable or not."""
    return _has_line(data, "bundle", bundle)


def without_repeats(reply: Reply, before: Sequence[bytes], settings: Settings) -> Reply:
    """Return a reply without the homework and the prompts that stand word for word in notes of earlier replies.

    Arguments: `before`, the notes. What is longer, shorter or otherwise worded stays, and so does all guidance.
    """
    tasks: set[str] = set()
    lines: set[str] = set()
    for data in before:
        note = parse_note("", data, settings)
        tasks.update(task.text for task in note.entry.tasks)
        lines.update(line.strip() for line in note.body.splitlines())
    return replace(
        reply,
        homework=tuple(item for item in reply.homework if _task_text(item, settings) not in tasks),
        prompts=tuple(item for item in reply.prompts if f"- {_prompt_line(item)}" not in lines),
    )


def _task_text(item: str, settings: Settings) -> str:
    """Return an item of homework as it is read again from a note, where marks of tasks may be cut off."""
    tasks = parse_note("", f"- [ ] {tame_line(item)}\n".encode(), settings).entry.tasks
    return tasks[0].text if tasks else ""


def _has_line(data: bytes, key: str, value: str) -> bool:
    return bool(re.search(rb'^%s: *["\']?%s["\']?\s*$' % (key.encode(), re.escape(value.encode())), data, re.MULTILINE))


def has_prompts(data: bytes, reply: str) -> bool:
    """Tell whether a file of prompts holds some of the reply of this id."""
    return bool(re.search(rb"\^%s-[0-9]" % re.escape(reply.encode()), data))


def with_prompts(path: str, before: bytes, reply: Reply, name: str, day: date) -> bytes | None:
    """Return a file of prompts with those of a reply behind what was in it; None where they would not be read there.

    Arguments: `path`, the file's, which says the theme; `before`, its bytes, none for a new file; `name` and `day`,
    whom they come from and when: such prompts are asked first.
    """
    items = [
        f"- {text} (given:: {day}) ^{reply.id}-{number}" for number, text in enumerate(prompt_lines(reply), start=1)
    ]
    try:
        old = before.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    newline = "\r\n" if "\r\n" in old else "\n"
    head = "" if before else compose_note(_about(name)) + "\n"
    gap = newline if old and not old.endswith("\n") else ""
    added = (head + gap + newline.join([*items, ""])).encode()
    return before + added if _adds_only(path, old, (before + added).decode("utf-8-sig"), items) else None


def _about(name: str) -> dict[str, str]:
    shown = _plain(name)
    return {"type": "prompts", "title": f"From {shown}", "about": f"what {shown} asked"}


def _note(reply: Reply, name: str, day: date) -> bytes:
    homework = [text for item in reply.homework if (text := tame_line(item))]
    return _written(reply, name, day, tame(reply.guidance), homework, prompt_lines(reply))


def _strict_note(reply: Reply, name: str, day: date) -> bytes:
    homework, prompts = (
        [text for item in items if (text := tame_strictly(item))] for items in (reply.homework, reply.prompts)
    )
    return _written(reply, name, day, tame_strictly(reply.guidance), homework, prompts)


def _written(
    reply: Reply, name: str, day: date, guidance: str, homework: Sequence[str], prompts: Sequence[str]
) -> bytes:
    parts = [guidance] if guidance else []
    if homework:
        parts.append("## Homework\n\n" + "\n".join(f"- [ ] {text}" for text in homework))
    if prompts:
        # No tasks: to try them is no homework, and they are asked from the file of prompts.
        parts.append("## Prompts to try\n\n" + "\n".join(f"- {text}" for text in prompts))
    known: dict[str, str | date] = {
        "type": GUIDANCE,
        "date": day,
        "from": _plain(name),
        "reply": reply.id,
        "bundle": reply.bundle,
    }
    return compose_note(known, "\n\n".join(parts)).encode()


def _says_only_this(path: str, text: bytes, reply: Reply, settings: Settings) -> bool:
    """Tell whether a note, read again, is guidance with the homework as its tasks, and nothing else of any meaning."""
    note = parse_note(path, text, settings)
    entry = note.entry
    homework = [item for item in reply.homework if tame_line(item)]
    return (
        entry.readable
        and entry.type == GUIDANCE
        and not entry.private
        and not private_spans(note.body)
        and len(entry.tasks) == len(homework)
        and not any(task.done for task in entry.tasks)
        and not (entry.checkins or entry.agenda or entry.wins or entry.tags)
        and not any(problem.line >= note.body_line for problem in note.problems)
    )


def prompt_lines(reply: Reply) -> list[str]:
    """Return the prompts of a reply, each a line of Markdown that sets nothing off and is no longer than it may be."""
    return [text for text in map(_prompt_line, reply.prompts) if _SAYS_SOMETHING.search(text)]


def _prompt_line(item: str) -> str:
    text = tame_line(item)
    return text if len(text) <= MAX_LINE else _plain(item)


def _plain(text: str) -> str:
    return " ".join(_PLAIN_ONLY.sub(" ", text).split())


def _adds_only(path: str, old: str, new: str, items: Sequence[str]) -> bool:
    """Tell whether a file of prompts, read again, has the new ones, and all else as before."""
    before, after = (read_prompts(path, text.replace("\r\n", "\n")) for text in (old, new))
    ids = [item.rpartition("^")[2] for item in items]
    kept = [prompt for prompt in after.prompts if prompt.id not in ids]
    return (
        kept == list(before.prompts)
        and len(after.prompts) == len(kept) + len(ids)
        and after.off == before.off
        and len(after.problems) == len(before.problems)
    )
