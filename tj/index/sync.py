"""Brings the index up to date with the files: scan, compare, read what differs, and store it in one transaction."""

import hashlib
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from tj.entry.model import Problem
from tj.entry.parse import PARSER, parse_note
from tj.errors import TjError
from tj.index.diff import Diff, Known, diff, is_settled
from tj.index.rows import Stored
from tj.index.schema import VERSION
from tj.index.store import IndexDamaged, Store
from tj.places import Places
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.vault.scan import Oddity, Scan, Signature, scan

__all__ = ["Refreshed", "fingerprint", "index_path", "refresh"]

_LARGE = 8 * 1024 * 1024
_HEAD = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What a refresh did: how many notes there are, which paths differed, and every problem of the vault."""

    entries: int
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...]


def index_path(vault: Vault, places: Places) -> Path:
    """Return where the vault's index lies: in the user's cache, never in the vault."""
    return places.cache / f"{vault.cache_name}.sqlite"


def fingerprint(vault: Vault) -> str:
    """Return what an index must agree on to be this vault's: its place, its settings, and how tj reads and stores."""
    # Words are folded by Unicode's tables, so an index of other tables' folding could not be taken back.
    parts = (str(vault.root), repr(vault.settings), str(PARSER), str(VERSION), unicodedata.unidata_version)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def refresh(
    vault: Vault, store: Store, *, now_ns: int, progress: Callable[[int, int], None] | None = None
) -> Refreshed:
    """Bring the index up to date.

    Arguments: `now_ns`, the time in nanoseconds since 1970; `progress`, called with the files read so far and in all.
    Raises `TjError` where the index cannot be written. A file that cannot be read is a problem and stops nothing.
    """
    try:
        return _refresh(vault, store, now_ns, progress)
    except IndexDamaged:  # it is empty now, so all is read again
        return _refresh(vault, store, now_ns, progress)


def _refresh(vault: Vault, store: Store, now_ns: int, progress: Callable[[int, int], None] | None) -> Refreshed:
    version = store.version()
    seen = scan(vault)
    known = store.known()
    done = _Done()
    found = diff(known, seen.found)
    if found.fresh or found.doubtful or found.gone or seen.oddities != store.oddities():
        with store.changing():
            if store.version() != version:
                # Another process was at work: look once more, now that nothing else can write.
                seen = scan(vault)
                known = store.known()
                found = diff(known, seen.found)
            done = _apply(vault, store, seen, found, known, now_ns, progress)
    entries = len(known) + len(done.added) - len(done.removed)
    unchanged = entries - len(done.added) - len(done.changed)
    removed = tuple(sorted(done.removed))
    return Refreshed(entries, tuple(done.added), tuple(done.changed), removed, unchanged, tuple(store.problems()))


@dataclass(slots=True)
class _Done:
    """The paths that differed, as they are met."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def _apply(
    vault: Vault,
    store: Store,
    seen: Scan,
    found: Diff,
    known: dict[str, Known],
    now_ns: int,
    progress: Callable[[int, int], None] | None,
) -> _Done:
    done = _Done(removed=list(found.gone))
    unread: list[Oddity] = []
    store.drop(found.gone)
    paths = sorted([*found.fresh, *found.doubtful])
    for count, path in enumerate(paths, start=1):
        one = _read(vault, path, seen.found[path], known.get(path), now_ns)
        if one is None:
            unread.append(Oddity(path, "this note cannot be read; see that it may be"))
            if path in known:
                store.drop([path])
                done.removed.append(path)
        elif isinstance(one, Known):
            store.touch({path: one})
        else:
            store.put([one])
            (done.changed if path in known else done.added).append(path)
        if progress is not None:
            progress(count, len(paths))
    # What could not be read stands among the oddities, so that the next scan differs from them and tries again.
    store.set_oddities([*seen.oddities, *unread])
    store.tidy(len(done.added) + len(done.changed) + len(done.removed))
    return done


def _read(vault: Vault, path: str, signature: Signature, known: Known | None, now_ns: int) -> Stored | Known | None:
    """Read one file: a `Known` where its content is as it was, None where it cannot be read."""
    large = signature.size > _LARGE
    try:
        data, digest = _head(vault.root / path) if large else _whole(vault.root / path)
    except (OSError, TjError):
        return None
    seen = Known(signature, digest, is_settled(signature, now_ns))
    if known is not None and known.digest == digest:
        return seen
    note = parse_note(path, data, vault.settings)
    if large:
        message = f"this note is larger than {_LARGE >> 20} MiB; only its first {_HEAD >> 20} MiB is in the index"
        note = replace(note, problems=(*note.problems, Problem(path, 0, "warning", message)))
    return Stored(note, seen)


def _whole(path: Path) -> tuple[bytes, str]:
    data = read_file(path)
    return data, hashlib.sha256(data).hexdigest()


def _head(path: Path) -> tuple[bytes, str]:
    """Return the beginning of a file that is too large to be held whole, and the digest of all of it."""
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as handle:
        data = handle.read(_HEAD + 1)
        handle.seek(0)
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    end = min(len(data), _HEAD)
    while 0 < end < len(data) and data[end] & 0xC0 == 0x80:  # not in the middle of a character
        end -= 1
    return data[:end], digest
