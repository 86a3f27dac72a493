"""Reads the notes that may differ from what the index knows, and makes of each what is put into it."""

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from tj.entry.model import Note, Problem
from tj.errors import TjError
from tj.index.diff import Known, is_settled
from tj.index.rows import Ready, Stored, all_ready
from tj.index.written import HEAD, LARGE, read_written
from tj.processes import Crew, Job, processes_for, without_collecting
from tj.vault.layout import Vault
from tj.vault.scan import Signature

__all__ = ["READ", "Looked", "load_reader", "may_be_many", "read_all", "read_known", "reader"]

# What a crew calls the job that `reader` does.
READ = "read"

# From so many notes on, other processes are worth their start.
_MANY = 200
# So many go over and into the index at once, and fewer towards the end, where one process would wait for another.
_CHUNK, _LEAST = 96, 16

# What another process can be given, and can hand over.
_Wanted: TypeAlias = tuple[int, list[tuple[Any, ...]]]
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


def reader(vault: Vault) -> Job:
    """Return the job of a crew that reads some files of a vault: what it is given is made by `read_all`."""

    def read(wanted: _Wanted) -> _Plain:
        now_ns, files = wanted
        return _plain(_read_some(vault, [(path, digest, Signature(*stat)) for path, digest, *stat in files], now_ns))

    return read


def may_be_many(vault: Vault) -> bool:
    """Tell by names alone whether the journal's folders hold so much that other processes are worth their start."""
    count = 0
    folders = [str(vault.root / vault.settings.journal_dir)]
    while folders and count < _MANY:
        with contextlib.suppress(OSError), os.scandir(folders.pop()) as listing:
            for entry in listing:
                if entry.name.endswith(".md"):
                    count += 1
                elif not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False):
                    folders.append(entry.path)
    return count >= _MANY


def load_reader() -> None:
    """Load what reading takes, so that no process has to do it for itself, or none has to wait for it."""
    import tj.entry.goal_marks
    import tj.entry.html_headings
    import tj.entry.parse
    import tj.entry.private
    import tj.index.folding  # noqa: F401


def read_all(
    vault: Vault,
    seen: Mapping[str, Signature],
    known: Mapping[str, Known],
    now_ns: int,
    progress: Callable[[int, int], None] | None,
    crew: Crew | None = None,
) -> Iterator[Looked]:
    """Yield what is put into the index of these files, some of them at a time.

    Arguments: `seen`, the files by path; `known`, what the index knows of those that it knows; `now_ns`, the time in
    nanoseconds since 1970; `progress`, called with the files read so far and in all; `crew`, one that has a `reader` of
    this vault, by default one of its own.
    """
    count = len(seen)
    processes = processes_for(count, at_least=_MANY)
    chunks = _chunks(seen, known, now_ns, least=_CHUNK if processes == 1 else _LEAST)
    del seen  # of a long journal it takes more room than all that is read at a time
    with without_collecting(), contextlib.nullcontext(crew) if crew else Crew({READ: reader(vault)}) as those:
        if processes > 1 and not those.has_started:
            load_reader()
        done = 0
        for plain in those.share_out(READ, chunks, processes):
            yield _from_plain(plain)
            done += sum(map(len, plain))
            if progress is not None:
                progress(done, count)


def _chunks(seen: Mapping[str, Signature], known: Mapping[str, Known], now_ns: int, *, least: int) -> Iterator[_Wanted]:
    digests = {path: one.digest for path, one in known.items()}
    paths = sorted(seen, key=_by_day)
    first = 0
    while first < len(paths):
        some = paths[first : first + max(min(_CHUNK, (len(paths) - first) // 4), least)]
        yield now_ns, [(path, digests.get(path, ""), *seen[path]) for path in some]
        first += len(some)


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


def _read_some(vault: Vault, files: Sequence[tuple[str, str, Signature]], now_ns: int) -> Looked:
    """Read some files, given with the digests that are known of them.

    One step is done for all of them before the next: a processor has what one takes at hand.
    """
    root = str(vault.root)
    fresh: list[_Opened] = []
    looked = Looked([], {}, [])
    for path, digest, signature in files:
        one = _open(root, path, signature, now_ns)
        if one is None:
            looked.unread.append(path)
        elif digest == one.known.digest:
            looked.same[path] = one.known
        else:
            fresh.append(one)
    if fresh:
        from tj.entry.parse import parse_notes  # here, since a file that was only touched needs none of it

        notes = parse_notes([(one.path, one.data) for one in fresh], vault.settings)
        stored = [Stored(_noted(note, one), one.known) for note, one in zip(notes, fresh, strict=True)]
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
