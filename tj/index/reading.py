"""Reads the notes that may differ from what the index knows, and makes of each what is put into it."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from tj.entry.model import Note, Problem
from tj.errors import TjError
from tj.index.diff import Known, is_settled
from tj.index.rows import Ready, Stored, all_ready
from tj.index.written import HEAD, LARGE, read_written
from tj.processes import processes_for, share_out, without_collecting
from tj.vault.layout import Vault
from tj.vault.scan import Signature

__all__ = ["Looked", "read_all", "read_known"]

# From so many notes on, other processes are worth their start.
_MANY = 200
# So many go over and into the index at once; with many more, one process would wait for the other at the end.
_CHUNK = 64

# What another process can hand over.
_Plain: TypeAlias = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]], list[str]]


class Looked(NamedTuple):
    """What some files gave: `fresh` is put into the index, `same` have the content it knows, `unread` gave nothing."""

    fresh: list[Ready]
    same: dict[str, Known]
    unread: list[str]


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
) -> Iterator[Looked]:
    """Yield what is put into the index of these files, some of them at a time.

    Arguments: `seen`, the files by path; `known`, what the index knows of those that it knows; `now_ns`, the time in
    nanoseconds since 1970; `progress`, called with the files read so far and in all.
    """
    paths = sorted(seen, key=_by_day)
    processes = processes_for(len(paths), at_least=_MANY)
    if processes > 1:  # what each would load for itself
        import tj.entry.goal_marks
        import tj.entry.html_headings
        import tj.entry.parse
        import tj.entry.private
        import tj.index.folding  # noqa: F401

    def read(some: Sequence[Sequence[str]]) -> list[_Plain]:
        return [_plain(_read_some(vault, chunk, seen, known, now_ns)) for chunk in some]

    chunks = [paths[first : first + _CHUNK] for first in range(0, len(paths), _CHUNK)]
    count = 0
    with without_collecting():
        for chunk, plain in zip(chunks, share_out(read, chunks, processes, chunk=1), strict=True):
            yield _from_plain(plain)
            count += len(chunk)
            if progress is not None:
                progress(count, len(paths))


def read_known(vault: Vault, path: str, signature: Signature, now_ns: int) -> Known | None:
    """Return what is to be known of a file, None where it cannot be read. Arguments as for `read_all`."""
    one = _open(str(vault.root), path, signature, now_ns)
    return None if one is None else one.known


def _plain(looked: Looked) -> _Plain:
    same = [(path, one.digest, one.settled, *one.signature) for path, one in looked.same.items()]
    return list(map(tuple, looked.fresh)), same, looked.unread


def _from_plain(plain: _Plain) -> Looked:
    fresh, same, unread = plain
    known = {path: Known(Signature(*signature), digest, settled) for path, digest, settled, *signature in same}
    return Looked(list(map(Ready._make, fresh)), known, unread)


def _by_day(path: str) -> tuple[bool, str, str]:
    """Put the undated before days as names have them: in this order the index takes notes in with the least work."""
    name = path.rpartition("/")[2]
    return name[:1].isdigit(), name, path


def _read_some(
    vault: Vault, paths: Iterable[str], seen: Mapping[str, Signature], known: Mapping[str, Known], now_ns: int
) -> Looked:
    """Read some files. One step is done for all of them before the next: a processor has what one takes at hand."""
    root = str(vault.root)
    fresh: list[_Opened] = []
    looked = Looked([], {}, [])
    for path in paths:
        one = _open(root, path, seen[path], now_ns)
        if one is None:
            looked.unread.append(path)
        elif path in known and known[path].digest == one.known.digest:
            looked.same[path] = one.known
        else:
            fresh.append(one)
    if fresh:
        from tj.entry.parse import parse_notes  # here, since a file that was only touched needs none of it

        notes = parse_notes([(one.path, one.data) for one in fresh], vault.settings)
        stored = [Stored(_noted(note, one), one.known, one.data) for note, one in zip(notes, fresh, strict=True)]
        looked.fresh.extend(all_ready(stored))
    return looked


def _open(root: str, path: str, signature: Signature, now_ns: int) -> _Opened | None:
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
