"""A reply taken into the vault: its prompts first, then its note, so that the note says that all of it is there.

Where tj is killed between the two, the note is missing, and the same reply taken in again finds its prompts and writes
the note. No file of the writer's is replaced but by itself with prompts behind it.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from tj.errors import TjError
from tj.share import guidance
from tj.share.ledger import Record
from tj.share.reply import Reply
from tj.vault.files import create_file, read_file, read_to_change, replace_file
from tj.vault.layout import Vault
from tj.words import receiving as words

__all__ = ["Taken", "find_earlier", "find_note", "find_prompts", "take"]

_PROMPTS = ".tj/prompts"
_LARGEST = 256 * 1024
# Of names to try: for notes of one therapist and day, and for files of prompts that take no more.
_MOST = 1000


class Taken(NamedTuple):
    """Where a reply lies in the vault: its note, and the file that has its prompts, empty where none has.

    `homework_left` and `prompts_left` are how many were not written, since an earlier reply brought them.
    """

    note: str
    prompts: str = ""
    homework_left: int = 0
    prompts_left: int = 0


def find_note(vault: Vault, reply: Reply) -> str:
    """Return the path of a reply's note in the folder for guidance, empty where there is none."""
    return next(_files_with(vault, guidance.FOLDER, lambda data: guidance.is_note_of(data, reply.id)), "")


def find_earlier(vault: Vault, reply: Reply) -> list[str]:
    """Return the paths of the notes in the folder for guidance that came by other replies to the same bundle."""
    return list(_files_with(vault, guidance.FOLDER, lambda data: guidance.is_note_to(data, reply.bundle)
                            and not guidance.is_note_of(data, reply.id)))  # fmt: skip


def find_prompts(vault: Vault, reply: Reply) -> str:
    """Return the path of the file that has a reply's prompts, empty where none has."""
    return next(_files_with(vault, _PROMPTS, lambda data: guidance.has_prompts(data, reply.id)), "")


def take(vault: Vault, reply: Reply, record: Record, today: date, earlier: Sequence[str] = ()) -> Taken:
    """Write what is not there yet of a reply; the vault's lock must be held.

    Arguments: `record`, of the bundle that it answers; `today`, for a reply whose day cannot be; `earlier`, the paths
    of notes whose homework and prompts are not written once more.
    Raises `Refused` where it cannot be written down safely, `TjError` where a file cannot be written.
    """
    if note := find_note(vault, reply):
        return Taken(note, find_prompts(vault, reply))
    day = guidance.day_of(reply, record.when, today)
    path = _free_name(vault, f"{guidance.FOLDER}/{day}-{guidance.name_in_paths(record.to)}")
    fresh = guidance.without_repeats(reply, _read(vault, earlier), vault.settings)
    text = guidance.guidance_note(path, fresh, record.to, day, vault.settings)
    prompts = find_prompts(vault, reply) or _add_prompts(vault, fresh, record.to, day)
    create_file(vault.locate(path), text)
    left = len(reply.homework) - len(fresh.homework), len(reply.prompts) - len(fresh.prompts)
    return Taken(path, prompts, *left)


def _read(vault: Vault, paths: Sequence[str]) -> list[bytes]:
    found: list[bytes] = []
    for path in paths:
        with suppress(TjError):  # what cannot be read cannot be compared, and so nothing of it counts as there
            found.append(read_file(vault.locate(path)))
    return found


def _add_prompts(vault: Vault, reply: Reply, name: str, day: date) -> str:
    """Put the prompts of a reply behind those that came before, and return the path of their file."""
    if not guidance.prompt_lines(reply):
        return ""
    for path in _names(f"{_PROMPTS}/from-{guidance.name_in_paths(name)}"):
        full = vault.locate(path)
        before = read_to_change(full) if os.path.lexists(full) else b""
        after = guidance.with_prompts(path, before, reply, name, day)
        if after is None or len(after) > _LARGEST:
            continue  # the writer has made something of it in which they would not be read
        if os.path.lexists(full):
            replace_file(full, before, after)
        else:
            create_file(full, after)
        return path
    raise TjError(*words.no_place_for_prompts(_PROMPTS))


def _free_name(vault: Vault, stem: str) -> str:
    for path in _names(stem):
        if not os.path.lexists(vault.locate(path)):
            return path
    raise TjError(*words.too_many_notes(stem))


def _names(stem: str) -> Iterator[str]:
    yield f"{stem}.md"
    yield from (f"{stem}-{number}.md" for number in range(2, _MOST))


def _files_with(vault: Vault, folder: str, is_it: Callable[[bytes], bool]) -> Iterator[str]:
    place = vault.locate(folder)
    for name in sorted(found.name for found in place.glob("*.md")) if place.is_dir() else ():
        path = f"{folder}/{name}"
        try:
            data = read_file(vault.locate(path))
        except TjError:
            continue  # what cannot be read was not written by this reply
        if is_it(data):
            yield path
