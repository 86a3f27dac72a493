"""From chosen notes to a sealed file: what is previewed here is, to the byte, what is encrypted."""

import base64
import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from tj.errors import Refused, TjError
from tj.share.age_header import kind_of
from tj.share.bundle import Manifest, build, parse
from tj.share.collect import Content
from tj.share.crypto import encrypt
from tj.share.keys import Keys
from tj.vault.files import create_file, read_file

__all__ = ["Draft", "Sealed", "draft", "output_path", "seal"]

_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, slots=True, repr=False)
class Draft:
    """A finished bundle before encryption: its bytes, and the manifest in them."""

    data: bytes
    manifest: Manifest


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bundle on disk: where, how many bytes, and its SHA-256."""

    path: Path
    size: int
    sha256: str


def draft(content: Content, keys: Keys, recipient: str, serial: int, created: str) -> Draft:
    """Build a bundle, with an id and a reply secret of its own.

    Arguments: `content`, redacted; `keys`, the writer's; `serial`, its number to this recipient, from 1; `created`, the
    day as YYYY-MM-DD.
    """
    manifest = Manifest(
        id=_random(16),
        serial=serial,
        created=created,
        recipient=recipient,
        signer=keys.signer,
        reply_to=keys.recipient,
        reply_secret=base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
        stripped=content.stripped,
    )
    return Draft(build(manifest, content.members, keys.signing), manifest)


def output_path(given: Path | None, outbox: Path, vault_root: Path, *, inside: bool) -> Path:
    """Return where the bundle will be written: where it was told, else under a random name in the outbox.

    Raises `Refused` for a place inside the vault, where sync and git would take it along, unless `inside` is set, and
    for a file that is there.
    """
    path = (given or outbox / f"share-{_random(8)}.age").absolute()
    if path.is_dir():
        path = path / f"share-{_random(8)}.age"
    if path.resolve().is_relative_to(vault_root) and not inside:
        raise Refused("that place is inside the vault", "name one outside of it, or say --inside-vault if you mean it")
    if os.path.lexists(path):
        raise Refused(f"{path} is there already", "name another file; tj does not overwrite it")
    return path


def seal(made: Draft, path: Path) -> Sealed:
    """Encrypt a bundle to its recipient and write it, for its owner's eyes only, then read it back.

    Raises `TjError` where it cannot be written; nothing is left then.
    """
    parse(made.data)  # a bundle that tj itself would refuse must not leave
    sealed = encrypt(made.data, made.manifest.recipient)
    create_file(path, sealed, mode=0o600)
    try:
        found = read_file(path)
        kind_of(found)
        if found != sealed:
            raise TjError(f"{path} does not hold what was written", "the disk may be failing; it was removed")
    except TjError:
        path.unlink(missing_ok=True)
        raise
    return Sealed(path, len(sealed), hashlib.sha256(sealed).hexdigest())


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
