"""From chosen notes to a sealed file: what is previewed here is, to the byte, what is encrypted."""

import base64
import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tj.errors import Refused, TjError
from tj.share.age_header import kind_of
from tj.share.bundle import BY_PASSPHRASE, Manifest, build, parse
from tj.share.collect import Content
from tj.share.crypto import encrypt, encrypt_with_passphrase
from tj.share.keys import Keys
from tj.vault.files import create_file, read_file
from tj.words import sharing as words

__all__ = ["Draft", "Sealed", "draft", "new_id", "output_path", "seal"]

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
        id=new_id(),
        serial=serial,
        created=created,
        recipient=recipient,
        signer=keys.signer,
        reply_to=keys.recipient,
        reply_secret=base64.b64encode(secrets.token_bytes(32)).decode("ascii"),
        stripped=content.stripped,
    )
    return Draft(build(manifest, content.members, keys.signing), manifest)


def new_id() -> str:
    """Return a new id of a bundle or a reply: 16 letters and digits of chance."""
    return _random(16)


def output_path(
    given: Path | None, outbox: Path, vault_root: Path | None, *, inside: bool, kind: str = "share"
) -> Path:
    """Return where a file will be written: where it was told, else under a random name in the outbox.

    Arguments: `vault_root`, the vault that it comes from, if from one; `kind`, what a name of chance begins with.
    Raises `Refused` for a place inside the vault, where sync and git would take it along, unless `inside` is set, and
    for a file that is there.
    """
    path = (given or outbox / f"{kind}-{_random(8)}.age").absolute()
    if path.is_dir():
        path = path / f"{kind}-{_random(8)}.age"
    if vault_root and path.resolve().is_relative_to(vault_root) and not inside:
        raise Refused(*words.PLACE_IS_IN_VAULT)
    if os.path.lexists(path):
        raise Refused(*words.file_is_there(path))
    return path


def seal(
    made: Draft,
    path: Path,
    passphrase: str = "",
    *,
    temporary: str = "",
    ready: Callable[[Sealed], object] | None = None,
) -> Sealed:
    """Encrypt a bundle to its recipient and write it, for its owner's eyes only, and read it back before it has a name.

    Arguments: `passphrase`, by which it is encrypted where its manifest says so, and only there; `temporary`, the name
    under which it is written first, by default one of chance; `ready`, called once it is whole on the disk and was read
    back, before it stands under `path`: what it raises stops the rest.
    Raises `TjError` where it cannot be written; nothing is left then.
    """
    parse(made.data)  # a bundle that tj itself would refuse must not leave
    if (made.manifest.recipient == BY_PASSPHRASE) != bool(passphrase):
        raise ValueError("a bundle has either a key or a passphrase")
    if passphrase:
        sealed = encrypt_with_passphrase(made.data, passphrase)
    else:
        sealed = encrypt(made.data, made.manifest.recipient)
    done = Sealed(path, len(sealed), hashlib.sha256(sealed).hexdigest())

    def check(written: str) -> None:
        found = read_file(Path(written))
        kind_of(found)
        if found != sealed:
            raise TjError(*words.holds_otherwise(path))
        if ready is not None:
            ready(done)

    create_file(path, sealed, mode=0o600, temporary=temporary, ready=check)
    return done


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
