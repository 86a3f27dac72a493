"""What a share is about to write, noted before any of it is on the disk, so that a kill leaves nothing untold.

A share goes in this order, each step durable before the next:

1. the intent: `sharing/<id>.json` in the user's data folder
2. the sealed bytes under a temporary name, read back and checked
3. the line in the ledger
4. the bundle's own name
5. the mark: the intent's ending becomes `.made`
6. the e-mail draft, where one is wanted
7. the intent goes

So a bundle that stands under its own name is always in the ledger. Killed between the third and the fourth step, the
ledger tells of a bundle that is nowhere: `settle` finds the intent, takes that line back by another, and removes what
was left under temporary names.
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tj.errors import TjError
from tj.share import ledger
from tj.share.folder import make_private
from tj.vault.files import create_file, read_file, remove_leftovers
from tj.vault.layout import Vault

__all__ = ["Intent", "Settled", "begin", "mark_made", "settle"]

_FOLDER = "sharing"
_BEGUN, _MADE = ".json", ".made"


@dataclass(frozen=True, slots=True)
class Intent:
    """One share that is being written: its bundle's `id`, the `vault` it is of, and its files.

    `bundle` and `draft` are paths, the latter empty where there is no e-mail draft; `temporary` is the name that both
    are written under first, in the folder of each.
    """

    id: str
    vault: str
    bundle: str
    draft: str
    temporary: str


@dataclass(frozen=True, slots=True)
class Settled:
    """A share that was stopped: its bundle's path, and whether that was made all the same."""

    path: Path
    made: bool


def begin(data_folder: Path, intent: Intent) -> None:
    """Note durably what is about to be written."""
    make_private(data_folder)
    make_private(data_folder / _FOLDER)
    create_file(_file(data_folder, intent.id, _BEGUN), json.dumps(asdict(intent)).encode(), mode=0o600)


def mark_made(data_folder: Path, bundle: str) -> None:
    """Note that a bundle stands under its name: wherever it is moved from now on, the ledger rightly tells of it."""
    _file(data_folder, bundle, _BEGUN).rename(_file(data_folder, bundle, _MADE))


def settle(data_folder: Path, vault: Vault) -> list[Settled]:
    """Bring to an end whatever share of a vault is still noted; the vault's lock must be held, so none is at work.

    Returns what was found. Raises `TjError` where the ledger cannot be written.
    """
    folder = data_folder / _FOLDER
    if not folder.is_dir():
        return []
    found: list[Settled] = []
    for path in sorted(folder.glob("*.*")):
        intent = _read(path)
        if intent is None or intent.vault != str(vault.root):
            continue
        made = path.suffix == _MADE or _is_whole(vault, intent)
        if not made:
            ledger.take_back(vault, intent.id)
        for name in (intent.bundle, intent.draft):
            if name:
                _clear(Path(name), intent.temporary)
        path.unlink(missing_ok=True)
        found.append(Settled(Path(intent.bundle), made))
    remove_leftovers([str(folder), str(data_folder)])
    return found


def _file(data_folder: Path, bundle: str, ending: str) -> Path:
    return data_folder / _FOLDER / f"{bundle}{ending}"


def _read(path: Path) -> Intent | None:
    if path.suffix not in (_BEGUN, _MADE):
        return None
    try:
        return Intent(**json.loads(read_file(path)))
    except (TjError, ValueError, TypeError):
        return None


def _is_whole(vault: Vault, intent: Intent) -> bool:
    """Tell whether the bundle stands under its name, with the very bytes that the ledger tells of."""
    record = next((one for one in ledger.read(vault)[0] if one.id == intent.id), None)
    if record is None:
        return False
    try:
        return hashlib.sha256(read_file(intent.bundle)).hexdigest() == record.sha256
    except TjError:
        return False


def _clear(path: Path, temporary: str) -> None:
    """Remove what was written under a temporary name, and what was half written from it under its own.

    The latter is only where a file system has no hard links, so that the file had to be written a second time.
    """
    aside = path.with_name(temporary)
    try:
        whole = read_file(aside)
        part = read_file(path) if path.is_file() else whole
    except TjError:
        return
    if len(part) < len(whole) and whole.startswith(part):
        path.unlink(missing_ok=True)
    aside.unlink(missing_ok=True)
