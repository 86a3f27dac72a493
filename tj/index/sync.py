"""Brings the index up to date with the files: look, compare, read what differs, and store it in one transaction."""

import os
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from tj.digest import blake2b, sha256
from tj.entry.model import PARSER, Note, Problem
from tj.errors import TjError
from tj.index.diff import Known, diff, is_settled
from tj.index.rows import Ready, Stored, ready
from tj.index.schema import VERSION
from tj.index.store import IndexDamaged, Store
from tj.places import Places
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.vault.scan import Oddity, Signature, glance, visit

__all__ = ["Progress", "Refreshed", "fingerprint", "index_path", "refresh"]

_LARGE = 8 * 1024 * 1024
_HEAD = 1024 * 1024
# So many notes are put into the index together: in order of their dates, which is what it takes in fastest.
_BATCH = 128
# From so many notes on, other processes are worth their start.
_MANY = 200
# So many go over at once; with many more, one process would wait for the other at the end.
_CHUNK = 64

Progress = Callable[[int, int], None]
# What another process can hand over.
_Plain: TypeAlias = tuple[Any, ...] | None


class Refreshed(NamedTuple):
    """What a refresh did: how many notes there are, and which paths differed."""

    entries: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def unchanged(self) -> int:
        return self.entries - len(self.added) - len(self.changed)


def index_path(vault: Vault, places: Places) -> Path:
    """Return where the vault's index lies: in the user's cache, never in the vault."""
    return places.cache / f"{vault.cache_name}.sqlite"


def fingerprint(vault: Vault) -> str:
    """Return what an index must agree on to be this vault's: its place, its settings, and how tj reads and stores."""
    # Words are folded by Unicode's tables, so an index of other tables' folding could not be taken back.
    parts = (str(vault.root), repr(vault.settings), str(PARSER), str(VERSION), unicodedata.unidata_version)
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def refresh(
    vault: Vault,
    store: Store,
    *,
    now_ns: int,
    progress: Progress | None = None,
    only: Iterable[str] | None = None,
    anew: bool = False,
) -> Refreshed:
    """Bring the index up to date.

    Arguments: `now_ns`, the time in nanoseconds since 1970; `progress`, called with the files read so far and in all;
    `only`, paths of notes that are known to be all that may have changed; `anew`, whether to forget all that is known
    first, in the same transaction.
    Raises `TjError` where the index cannot be written. A file that cannot be read is a problem and stops nothing.
    """
    paths = None if only is None else frozenset(only)
    try:
        return _refresh(vault, store, now_ns, progress, paths, anew=anew)
    except IndexDamaged:  # it is empty now, so all is read again
        return _refresh(vault, store, now_ns, progress, None, anew=False)


def _refresh(
    vault: Vault, store: Store, now_ns: int, progress: Progress | None, only: frozenset[str] | None, *, anew: bool
) -> Refreshed:
    version = store.version()
    found = None if anew else _compare(vault, store, now_ns, only)
    if found is not None and not found:
        return Refreshed(store.count())
    with store.changing():
        if anew:
            store.clear()
        if found is None or store.version() != version:
            # Another process was at work: look once more, now that nothing else can write.
            found = _compare(vault, store, now_ns, only)
        done = _apply(vault, store, found, now_ns, progress)
    return Refreshed(store.count(), tuple(sorted(done.added)), tuple(sorted(done.changed)), tuple(sorted(done.removed)))


class _Difference:
    """What differs between the files and the index: notes to be read, notes that are gone, and folders."""

    def __init__(self) -> None:
        self.seen: dict[str, Signature] = {}
        self.known: dict[str, Known] = {}
        self.gone: set[str] = set()
        self.marks: dict[str, bytes] = {}
        self.oddities: dict[str, tuple[Oddity, ...]] = {}
        self.folders_gone: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.seen or self.gone or self.marks or self.oddities or self.folders_gone)

    def compare(self, known: Mapping[str, Known], found: Mapping[str, Signature]) -> None:
        differing = diff(known, found)
        self.gone.update(differing.gone)
        for path in (*differing.fresh, *differing.doubtful):
            self.seen[path] = found[path]
            if path in known:
                self.known[path] = known[path]


def _compare(vault: Vault, store: Store, now_ns: int, only: frozenset[str] | None) -> _Difference:
    looked = None
    if only is not None and store.has_looked():
        odd = {one.path for oddities in store.oddities().values() for one in oddities}
        looked = None if odd & only else glance(vault, only)
    return _compare_all(vault, store) if looked is None else _compare_some(vault, store, now_ns, looked)


def _compare_all(vault: Vault, store: Store) -> _Difference:
    found = _Difference()
    marks = store.marks()
    oddities = store.oddities()
    same: set[str] = set()
    for folder in visit(vault, marks):
        if isinstance(folder, str):
            same.add(folder)
            continue
        same.add(folder.path)
        found.compare(store.known(folder.path) if marks else {}, folder.found)
        if folder.mark != marks.get(folder.path):
            found.marks[folder.path] = folder.mark
        if folder.oddities != oddities.get(folder.path, ()):
            found.oddities[folder.path] = folder.oddities
    for folder in (marks.keys() | oddities.keys()) - same:
        found.folders_gone.add(folder)
        found.compare(store.known(folder), {})
    _doubt(vault, found, store.unsettled())
    return found


def _compare_some(vault: Vault, store: Store, now_ns: int, looked: Mapping[str, Signature | None]) -> _Difference:
    """Compare single notes. Their folders' marks go, so that the next look at everything has a closer look at these."""
    found = _Difference()
    there = {path: signature for path, signature in looked.items() if signature is not None}
    found.compare(store.known_at(looked), there)
    if found:
        found.marks = dict.fromkeys({path.rpartition("/")[0] for path in (*found.seen, *found.gone)}, b"")
    # While one saves again and again, each file is read once more when its time is over, and not at every save.
    _doubt(vault, found, {path: one for path, one in store.unsettled().items() if is_settled(one.signature, now_ns)})
    return found


def _doubt(vault: Vault, found: _Difference, unsettled: Mapping[str, Known]) -> None:
    # A file that had just changed when it was read may have changed again without a sign.
    unsettled = {path: known for path, known in unsettled.items() if path not in found.seen.keys() | found.gone}
    for path in unsettled:
        signature = (glance(vault, [path]) or {}).get(path)
        if signature is not None:
            found.seen[path], found.known[path] = signature, unsettled[path]


class _Done:
    """The paths that differed, as they are met."""

    def __init__(self, removed: Iterable[str]) -> None:
        self.added: list[str] = []
        self.changed: list[str] = []
        self.removed = list(removed)


def _apply(vault: Vault, store: Store, found: _Difference, now_ns: int, progress: Progress | None) -> _Done:
    done = _Done(found.gone)
    store.drop(found.gone)
    batch: list[Ready] = []
    unread: dict[str, list[Oddity]] = {}
    for path, one in _read_all(vault, found, now_ns, progress):
        if one is None:
            from tj.words import vault as words

            unread.setdefault(path.rpartition("/")[0], []).append(Oddity(path, words.NOTE_NOT_READ))
            if path in found.known:
                store.drop([path])
                done.removed.append(path)
        elif isinstance(one, Known):
            store.touch({path: one})
        else:
            batch.append(one)
            (done.changed if path in found.known else done.added).append(path)
            if len(batch) >= _BATCH:
                store.put(batch)
                batch.clear()
    store.put(batch)
    oddities = store.oddities() if unread else {}
    for folder, more in unread.items():
        # What could not be read is tried again at the next look: the folder's mark is not kept.
        found.marks[folder] = b""
        found.oddities[folder] = tuple({*found.oddities.get(folder, oddities.get(folder, ())), *more})
    for folder, these in found.oddities.items():
        store.set_oddities(folder, these)
    store.set_folders(found.marks, found.folders_gone)
    store.tidy(len(done.added) + len(done.changed) + len(done.removed))
    return done


def _read_all(
    vault: Vault, found: _Difference, now_ns: int, progress: Progress | None
) -> Iterator[tuple[str, Ready | Known | None]]:
    from tj.processes import processes_for, share_out, without_collecting  # here, since most often nothing is read

    paths = sorted(found.seen, key=_by_day)
    processes = processes_for(len(paths), at_least=_MANY)
    if processes > 1:  # what each would load for itself
        import tj.entry.goal_marks
        import tj.entry.parse
        import tj.index.folding  # noqa: F401

    def read(some: Sequence[str]) -> list[_Plain]:
        return [_plain(one) for one in _read_some(vault, some, found, now_ns)]

    with without_collecting():
        done = share_out(read, paths, processes, chunk=_CHUNK)
        for count, (path, one) in enumerate(zip(paths, done, strict=True), start=1):
            yield path, _from_plain(one)
            if progress is not None:
                progress(count, len(paths))


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


def _read_some(vault: Vault, paths: Sequence[str], found: _Difference, now_ns: int) -> list[Ready | Known | None]:
    """Read some files: a `Known` for one whose content is as it was, None where it cannot be read.

    One step is done for all of them before the next: a processor has what one step takes at hand, but not all of it.
    """
    opened = [_open(vault, path, found.seen[path], now_ns) for path in paths]
    done: dict[str, Ready | Known | None] = {}
    fresh: list[_Opened] = []
    for path, one in zip(paths, opened, strict=True):
        known = found.known.get(path)
        if one is None or (known is not None and known.digest == one.known.digest):
            done[path] = None if one is None else one.known
        else:
            fresh.append(one)
    if fresh:
        from tj.entry.parse import parse_notes  # here, since most often there is nothing to read

        notes = parse_notes([(one.path, one.data) for one in fresh], vault.settings)
        whole = [_noted(note, one) for note, one in zip(notes, fresh, strict=True)]
        done |= {one.path: ready(Stored(note, one.known)) for note, one in zip(whole, fresh, strict=True)}
    return [done[path] for path in paths]


class _Opened(NamedTuple):
    path: str
    data: bytes
    known: Known


def _open(vault: Vault, path: str, signature: Signature, now_ns: int) -> _Opened | None:
    full = f"{vault.root}{os.sep}{path}"
    try:
        data, digest = _head(full) if signature.size > _LARGE else _whole(full, str(vault.root))
    except (OSError, TjError):
        return None
    return _Opened(path, data, Known(signature, digest, is_settled(signature, now_ns)))


def _noted(note: Note, one: _Opened) -> Note:
    """Return the note with a word on it where only its beginning was read."""
    if one.known.signature.size <= _LARGE:
        return note
    from tj.words import vault as words

    message = words.note_too_large(_LARGE >> 20, _HEAD >> 20)
    return note._replace(problems=(*note.problems, Problem(one.path, 0, "warning", message)))


def _whole(path: str, root: str) -> tuple[bytes, str]:
    data = read_file(path, root=root)  # for a moment ago it was no link to elsewhere
    return data, blake2b(data, digest_size=16).hexdigest()


def _head(path: str) -> tuple[bytes, str]:
    """Return the beginning of a file that is too large to be held whole, and the digest of all of it."""
    import hashlib

    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as handle:
        data = handle.read(_HEAD + 1)
        handle.seek(0)
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    end = min(len(data), _HEAD)
    while 0 < end < len(data) and data[end] & 0xC0 == 0x80:  # not in the middle of a character
        end -= 1
    return data[:end], digest
