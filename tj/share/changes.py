"""What became of entries since they were shared, told by their hashes: no old text is kept for it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from tj.entry.parse import parse_note
from tj.errors import TjError
from tj.share.ledger import Record
from tj.vault.files import read_file
from tj.vault.layout import Vault

__all__ = ["Change", "Kind", "changed_paths", "changes"]

Kind = Literal["changed", "gone", "moved", "private"]


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that is not as it was shared: `path` as it was then, with whom and when it was shared last.

    `now` is where it lies by now, empty where it is gone.
    """

    path: str
    to: str
    when: str
    file: str
    change: Kind
    now: str


def changes(vault: Vault, records: Sequence[Record], paths: Iterable[str]) -> list[Change]:
    """Return what became of the entries in these records, by path and recipient; those as they were are left out.

    Arguments: `records`, the earliest first; `paths`, all notes that the vault has now.
    """
    last = {(record.recipient, path): record for record in records for path in record.entries}
    known = {path: _read(vault, path) for path in {path for _, path in last}}
    homes = _homes(vault, paths) if not all(known.values()) else {}
    found: list[Change] = []
    for (_, path), record in sorted(last.items(), key=lambda item: (item[0][1], item[1].to)):
        state = _state(known[path], record.entries[path], path, homes)
        if state is not None:
            found.append(Change(path, record.to, record.when, record.file, *state))
    return found


def changed_paths(vault: Vault, sent: Mapping[str, str]) -> frozenset[str]:
    """Return which notes are there, but not as they were sent; `sent` are the hashes of what was, by path."""
    return frozenset(path for path, digest in sent.items() if _digest(vault, path) not in ("", digest))


def _state(
    found: tuple[str, bool] | None, shared: str, path: str, homes: Mapping[str, tuple[str, bool]]
) -> tuple[Kind, str] | None:
    if found is None:
        home = homes.get(shared)
        if home is None:
            return "gone", ""
        return ("private" if home[1] else "moved"), home[0]
    digest, private = found
    if private:
        return "private", path
    return ("changed", path) if digest != shared else None


def _digest(vault: Vault, path: str) -> str:
    """Return a note's hash, empty where it is no longer there."""
    try:
        return hashlib.sha256(read_file(vault.locate(path))).hexdigest()
    except TjError:
        return ""


def _read(vault: Vault, path: str) -> tuple[str, bool] | None:
    """Return a note's hash and whether it is private by now, or None where it is no longer there."""
    try:
        data = read_file(vault.locate(path))
    except TjError:
        return None
    entry = parse_note(path, data, vault.settings).entry
    return hashlib.sha256(data).hexdigest(), entry.private or not entry.readable


def _homes(vault: Vault, paths: Iterable[str]) -> dict[str, tuple[str, bool]]:
    """Return by hash where each note lies, and whether it is private."""
    homes: dict[str, tuple[str, bool]] = {}
    for path in sorted(paths, reverse=True):
        if found := _read(vault, path):
            homes[found[0]] = (path, found[1])
    return homes
