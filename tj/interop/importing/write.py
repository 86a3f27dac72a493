"""From items to files: where each goes, and all of them written, or none."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from tj.entry.parse import parse_note
from tj.interop.importing.compose import compose_item
from tj.interop.importing.model import Attachment, Item, Source
from tj.vault.files import create_file, read_file
from tj.vault.layout import Vault
from tj.words import importing as words

__all__ = ["Plan", "plan", "write"]


class _File(NamedTuple):
    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do; every item of the source is in exactly one of these.

    `new` are the notes to be written, `known` how many were imported before, `merged` the places of those whose very
    text a note of that day holds already, `skipped` the place and the reason of the others.
    """

    new: tuple[_File, ...]
    attachments: tuple[Attachment, ...]
    known: int
    merged: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]


def plan(source: Source, vault: Vault, known: Collection[str], days: Mapping[date, Collection[str]]) -> Plan:
    """Find a place for each item; nothing is written.

    Arguments: `known`, the ids of what was imported before; `days`, the paths of the notes that a day has.
    """
    new: dict[str, bytes] = {}
    attachments: dict[str, Attachment] = {}
    merged: list[str] = []
    skipped: list[tuple[str, str]] = []
    count = 0
    for item in source.items:
        if item.skip or item.day is None:
            skipped.append((item.where, item.skip or words.NO_DATE))
        elif item.id in known:
            count += 1
        else:
            data = _placed(item, compose_item(item, vault.settings), vault.settings.attachment_dir)
            if _is_there(item, data, vault, days.get(item.day, ())):
                merged.append(item.where)
                continue
            new[_free(vault, new, item.day, item.time)] = data
            attachments |= {each.name: each for each in item.attachments}
    files = tuple(_File(path, data) for path, data in new.items())
    return Plan(files, tuple(attachments.values()), count, tuple(merged), tuple(skipped))


def write(vault: Vault, made: Plan, progress: Callable[[int, int], object]) -> None:
    """Write all that is planned; where that fails, or is stopped, what was written goes again.

    Raises `TjError` where a file cannot be written, or something of its name has come to be there.
    """
    written: list[_Written] = []
    total = len(made.attachments) + len(made.new)
    try:
        for number, attachment in enumerate(made.attachments):
            progress(number, total)
            path = vault.locate(_attached(vault.settings.attachment_dir, attachment.name))
            data = attachment.load()
            if not (path.is_file() and read_file(path) == data):
                _create(path, data, written)
        for number, file in enumerate(made.new, start=len(made.attachments)):
            progress(number, total)
            _create(vault.locate(file.path), file.data, written)
    except BaseException:
        for one in reversed(written):
            one.take_back()
        raise


class _Written(NamedTuple):
    """A file that was written, and the uppermost of its folders that was not there before, if one was not."""

    path: Path
    data: bytes
    folder: Path | None

    def take_back(self) -> None:
        try:
            if self.path.read_bytes() == self.data:
                self.path.unlink()
            folder = self.path.parent
            while self.folder is not None and folder.is_relative_to(self.folder):
                folder.rmdir()
                folder = folder.parent
        except OSError:
            pass  # something else is in it by now, which stays


def _create(path: Path, data: bytes, written: list[_Written]) -> None:
    missing = [folder for folder in path.parents if not folder.exists()]
    # Noted first, so that a stop between the two leaves nothing.
    written.append(_Written(path, data, missing[-1] if missing else None))
    try:
        create_file(path, data)
    except BaseException:
        if path.exists() and written[-1].data != data:
            written.pop()
        raise


def _placed(item: Item, data: bytes, folder: str) -> bytes:
    """Return a note whose embeds lead to the vault's own folder of attachments."""
    for each in item.attachments if folder != "attachments" else ():
        data = data.replace(f"![[attachments/{each.name}".encode(), f"![[{_attached(folder, each.name)}".encode())
    return data


def _attached(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _is_there(item: Item, data: bytes, vault: Vault, paths: Collection[str]) -> bool:
    if not paths:
        return False
    body = parse_note("note.md", data, vault.settings).body.strip()
    for path in paths:
        try:
            found = read_file(vault.locate(path))
        except OSError:
            continue
        if found in (item.data, data) or (body and parse_note(path, found, vault.settings).body.strip() == body):
            return True
    return False


def _free(vault: Vault, taken: Collection[str], day: date, time: str) -> str:
    """Return the path of the day's entry, else of a further one by its time, else with a number."""
    first, further = vault.entry_path(day), vault.entry_path(day, time or "00:00")
    stem = further.removesuffix(".md")
    number = 1
    path = first
    while path in taken or vault.locate(path).exists():
        path = further if number == 1 else f"{stem}-{number}.md"
        number += 1
    return path
