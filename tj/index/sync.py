"""Brings the index up to date with the files: scan, compare, read what differs, and store it in one transaction."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tj.entry.model import Problem
from tj.entry.parse import PARSER, parse_note
from tj.errors import TjError
from tj.index.diff import Diff, Known, diff, is_settled
from tj.index.schema import VERSION
from tj.index.store import Store, Stored
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
    parts = (str(vault.root), repr(vault.settings), str(PARSER), str(VERSION))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def refresh(
    vault: Vault, store: Store, *, now_ns: int, progress: Callable[[int, int], None] | None = None
) -> Refreshed:
    """Bring the index up to date.

    Arguments: `now_ns`, the time in nanoseconds since 1970; `progress`, called with the files read so far and in all.
    Raises `TjError` where the index cannot be written. A file that cannot be read is a problem and stops nothing.
    """
    seen = scan(vault)
    found = diff(store.known(), seen.found)
    added: list[str] = []
    changed: list[str] = []
    if found.fresh or found.doubtful or found.gone or seen.oddities != store.oddities():
        with store.changing():
            # Another process may have been at work: look once more, now that nothing else can write.
            seen = scan(vault)
            known = store.known()
            found = diff(known, seen.found)
            added, changed = _apply(vault, store, seen, found, known, now_ns, progress)
    unchanged = len(seen.found) - len(added) - len(changed)
    return Refreshed(len(seen.found), tuple(added), tuple(changed), found.gone, unchanged, tuple(store.problems()))


def _apply(
    vault: Vault,
    store: Store,
    seen: Scan,
    found: Diff,
    known: dict[str, Known],
    now_ns: int,
    progress: Callable[[int, int], None] | None,
) -> tuple[list[str], list[str]]:
    added: list[str] = []
    changed: list[str] = []
    unread: list[Oddity] = []
    store.drop(found.gone)
    paths = [*found.fresh, *found.doubtful]
    for count, path in enumerate(paths, start=1):
        one = _read(vault, path, seen.found[path], known.get(path), now_ns)
        if one is None:
            store.drop([path])
            unread.append(Oddity(path, "this note cannot be read; see that it may be"))
        elif isinstance(one, Known):
            store.touch({path: one})
        else:
            store.put([one])
            (changed if path in known else added).append(path)
        if progress is not None:
            progress(count, len(paths))
    # What could not be read stands among the oddities, so that the next scan differs from them and tries again.
    store.set_oddities([*seen.oddities, *unread])
    return added, changed


def _read(vault: Vault, path: str, signature: Signature, known: Known | None, now_ns: int) -> Stored | Known | None:
    """Read one file: a `Known` where its content is as it was, None where it cannot be read."""
    try:
        data = read_file(vault.root / path)
    except TjError:
        return None
    digest = hashlib.sha256(data).hexdigest()
    seen = Known(signature, digest, is_settled(signature, now_ns))
    if known is not None and known.digest == digest:
        return seen
    if len(data) <= _LARGE:
        return Stored(parse_note(path, data, vault.settings), seen)
    note = parse_note(path, data[:_HEAD], vault.settings)
    message = f"this note is larger than {_LARGE >> 20} MiB; only its first {_HEAD >> 20} MiB is in the index"
    return Stored(replace(note, problems=(*note.problems, Problem(path, 0, "warning", message))), seen)
