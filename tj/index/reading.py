"""Reads the notes that may differ from what the index knows, and makes of each what is put into it."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from tj.entry.model import Note, Problem
from tj.errors import TjError
from tj.index.diff import Known, is_settled
from tj.index.rows import Ready, Stored, ready
from tj.index.written import HEAD, LARGE, read_written
from tj.processes import processes_for, share_out, without_collecting
from tj.vault.layout import Vault
from tj.vault.scan import Signature

__all__ = ["read_all", "read_known"]

# From so many notes on, other processes are worth their start.
_MANY = 200
# So many go over at once; with many more, one process would wait for the other at the end.
_CHUNK = 64

# What another process can hand over.
_Plain: TypeAlias = tuple[Any, ...] | None


class _Opened(NamedTuple):
    path: str
    data: bytes
    known: Known


def read_all(
    vault: Vault,
    seen: Mapping[str, Signature],
    known: Mapping[str, Known],
    now_ns: int,
    progress: Callable[[int, int], None] | None,
) -> Iterator[tuple[str, Ready | Known | None]]:
    """Yield what is put into the index of each file: a `Known` where its content is as it was, None if it is not read.

    Arguments: `seen`, the files by path; `known`, what the index knows of those that it knows; `now_ns`, the time in
    nanoseconds since 1970; `progress`, called with the files read so far and in all.
    """
    paths = sorted(seen, key=_by_day)
    processes = processes_for(len(paths), at_least=_MANY)
    if processes > 1:  # what each would load for itself
        import tj.entry.goal_marks
        import tj.entry.parse
        import tj.index.folding  # noqa: F401

    def read(some: Sequence[str]) -> list[_Plain]:
        return [_plain(one) for one in _read_some(vault, {path: seen[path] for path in some}, known, now_ns)]

    with without_collecting():
        done = share_out(read, paths, processes, chunk=_CHUNK)
        for count, (path, one) in enumerate(zip(paths, done, strict=True), start=1):
            yield path, _from_plain(one)
            if progress is not None:
                progress(count, len(paths))


def read_known(vault: Vault, path: str, signature: Signature, now_ns: int) -> Known | None:
    """Return what is to be known of a file, None where it cannot be read. Arguments as for `read_all`."""
    one = _open(vault, path, signature, now_ns)
    return None if one is None else one.known


def _plain(one: Ready | Known | None) -> _Plain:
    if isinstance(one, Known):
        return (one.digest, one.settled, *one.signature)
    return one if one is None else tuple(one)


def _from_plain(one: _Plain) -> Ready | Known | None:
    if one is None or len(one) == len(Ready._fields):
        return one if one is None else Ready(*one)
    digest, settled, *signature = one
    return Known(Signature(*signature), digest, settled)


def _by_day(path: str) -> tuple[bool, str, str]:
    """Put the undated before days as names have them: in this order the index takes notes in with the least work."""
    name = path.rpartition("/")[2]
    return name[:1].isdigit(), name, path


def _read_some(
    vault: Vault, seen: Mapping[str, Signature], known: Mapping[str, Known], now_ns: int
) -> list[Ready | Known | None]:
    """Read some files. One step is done for all of them before the next: a processor has what one takes at hand."""
    done: dict[str, Ready | Known | None] = {}
    fresh: list[_Opened] = []
    for path, signature in seen.items():
        one = _open(vault, path, signature, now_ns)
        before = known.get(path)
        if one is None or (before is not None and before.digest == one.known.digest):
            done[path] = None if one is None else one.known
        else:
            fresh.append(one)
    if fresh:
        from tj.entry.parse import parse_notes  # here, since a file that was only touched needs none of it

        notes = parse_notes([(one.path, one.data) for one in fresh], vault.settings)
        whole = [_noted(note, one) for note, one in zip(notes, fresh, strict=True)]
        done |= {one.path: ready(Stored(note, one.known)) for note, one in zip(whole, fresh, strict=True)}
    return [done[path] for path in seen]


def _open(vault: Vault, path: str, signature: Signature, now_ns: int) -> _Opened | None:
    root = str(vault.root)
    try:
        data, digest = read_written(f"{root}{os.sep}{path}", root, signature.size)
    except (OSError, TjError):
        return None
    return _Opened(path, data, Known(signature, digest, is_settled(signature, now_ns)))


def _noted(note: Note, one: _Opened) -> Note:
    """Return the note with a word on it where only its beginning was read."""
    if one.known.signature.size <= LARGE:
        return note
    from tj.words import vault as words

    message = words.note_too_large(LARGE >> 20, HEAD >> 20)
    return note._replace(problems=(*note.problems, Problem(one.path, 0, "warning", message)))
