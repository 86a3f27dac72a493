"""Opening a bundle: decrypt, read strictly, and say plainly by whom it was signed. Needs no vault."""

import hashlib
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tj.errors import Refused, TjError
from tj.share.book import Book
from tj.share.bundle import Parsed, parse
from tj.share.crypto import decrypt, recipient_of
from tj.share.packing import MAX_BYTES
from tj.vault.files import create_file

__all__ = ["Opened", "open_bundle", "write_out"]

_OVERHEAD = 1024 * 1024


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An opened bundle: `name` is the signer's, empty where unknown; `notices` are sentences that must be said."""

    parsed: Parsed
    name: str
    digest: str
    notices: tuple[str, ...]

    @property
    def verified(self) -> bool:
        """Whether the signer is known. The signature itself is always valid: else nothing is opened."""
        return bool(self.name)

    @property
    def entries(self) -> list[str]:
        """The names of the entries in the bundle."""
        return [name for name in self.parsed.members if name.startswith("entries/")]


def open_bundle(data: bytes, identities: Sequence[str], book: Book) -> Opened:
    """Open a bundle.

    Arguments: `data`, the age file; `identities`, those to try; `book`, which knows signers and what was opened before.
    Raises `TjError` where no identity fits, `Refused` where the bundle is damaged, forged, or was made for another.
    """
    if len(data) > MAX_BYTES + _OVERHEAD:
        raise Refused(f"this file is larger than any bundle may be ({MAX_BYTES >> 20} MiB)", "it was not opened")
    parsed = parse(decrypt(data, identities))
    manifest = parsed.manifest
    if manifest.recipient not in {recipient_of(identity) for identity in identities}:
        raise Refused(
            "this bundle was made for someone else and encrypted to you by another hand",
            "do not rely on it; ask its writer",
        )
    digest = hashlib.sha256(data).hexdigest()
    known = next((one.name for one in book.signers() if one.signer == manifest.signer), "")
    notices: list[str] = []
    if not known:
        notices.append("the signer is not known here; compare the six words with the writer, then use --trust NAME")
    seen = book.opened(manifest.signer)
    if seen.get(manifest.serial, digest) != digest:
        notices.append("another bundle with this number was opened before; ask the writer which one is right")
    elif manifest.serial not in seen and seen and manifest.serial < max(seen):
        notices.append("a later bundle of this writer was opened before; this one may be old")
    return Opened(parsed, known, digest, tuple(notices))


def write_out(opened: Opened, folder: Path) -> None:
    """Write the members of a bundle into a folder, for its owner's eyes only.

    Their names are checked ones of the format, never a path of the bundle's choice. The folder appears whole or not at
    all.
    Raises `Refused` where it is there and not empty, `TjError` where it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(f"{folder} is there and not empty", "name a new folder")
    folder = folder.absolute()
    half = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
    try:
        half.mkdir(mode=0o700, parents=True)
        for name, data in opened.parsed.members.items():
            create_file(half / name, data, mode=0o600)
        if folder.exists():
            folder.rmdir()
        half.rename(folder)
    except OSError as error:
        raise TjError(f"{folder} cannot be written: {(error.strerror or '').lower()}", "name another folder") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)
