"""The writer's own keys, and the six words by which two people compare a key aloud.

    identity.txt   an age identity file, as age-keygen writes it
    signing.key    an Ed25519 key in PEM

Both lie in the user's data folder, readable by that user alone, and are never overwritten.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tj.errors import Refused, TjError
from tj.share.crypto import new_identity, new_signing_key, recipient_of, signer_of
from tj.share.folder import make_private, too_open
from tj.share.wordlist import BITS, english
from tj.vault.files import create_file, read_file

__all__ = [
    "Keys", "create_keys", "exposed_keys", "has_keys", "identity_file", "load_keys", "new_keys", "read_identities",
    "words",
]  # fmt: skip

_WORDS = 6
_IDENTITY, _SIGNING = "identity.txt", "signing.key"


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The writer's keys: secrets (`identity`, `signing`) and their public parts (`recipient`, `signer`)."""

    identity: str
    signing: bytes
    recipient: str
    signer: str


def words(kind: Literal["recipient", "signer"], text: str) -> tuple[str, ...]:
    """Return the six words of a public key: the first 66 bits of SHA-256 over kind, a NUL and the key's text.

    Arguments: `kind`, what the key is for; `text`, its canonical form, `age1…` or `ed25519:…`. The words are those of
    the English list of BIP-39.
    """
    listed = english()
    number = int.from_bytes(hashlib.sha256(f"{kind}\0{text}".encode()).digest(), "big") >> (256 - _WORDS * BITS)
    return tuple(listed[number >> (BITS * place) & 0x7FF] for place in reversed(range(_WORDS)))


def has_keys(folder: Path) -> bool:
    """Tell whether there are keys in the data folder."""
    return (folder / _IDENTITY).exists() or (folder / _SIGNING).exists()


def new_keys() -> Keys:
    """Return a new pair of keys, which lie nowhere yet."""
    identity, signing = new_identity(), new_signing_key()
    return Keys(identity, signing, recipient_of(identity), signer_of(signing))


def create_keys(folder: Path, keys: Keys | None = None) -> Keys:
    """Put keys into the data folder: those given, else new ones.

    Raises `Refused` where there are any already, `TjError` where the folder cannot be written.
    """
    if has_keys(folder):
        raise Refused("you have keys already, and they are never overwritten", "`tj key show` shows their public parts")
    keys = keys or new_keys()
    make_private(folder)
    create_file(folder / _SIGNING, keys.signing, mode=0o600)
    try:
        create_file(folder / _IDENTITY, identity_file(keys.identity), mode=0o600)
    except TjError:
        (folder / _SIGNING).unlink(missing_ok=True)  # half a pair would bar the way to a whole one
        raise
    return load_keys(folder)


def identity_file(identity: str) -> bytes:
    """Return an age identity as a file that every age tool reads."""
    return f"# public key: {recipient_of(identity)}\n{identity}\n".encode()


def load_keys(folder: Path) -> Keys:
    """Return the keys of the data folder.

    Raises `TjError` where there are none, or they cannot be read.
    """
    if not has_keys(folder):
        raise TjError("you have no keys yet", "`tj key new` makes them")
    (identity, *_) = read_identities(folder / _IDENTITY)
    signing = read_file(folder / _SIGNING)
    return Keys(identity, signing, recipient_of(identity), signer_of(signing))


def exposed_keys(folder: Path) -> tuple[str, ...]:
    """Return the names of key files that others on this machine may read, to warn of."""
    return tuple(name for name in (_IDENTITY, _SIGNING) if (folder / name).exists() and too_open(folder / name))


def read_identities(path: Path) -> tuple[str, ...]:
    """Return the identities of an age identity file, at least one.

    Raises `TjError` where there is none in it.
    """
    data = read_file(path)
    if data.startswith((b"age-encryption.org/", b"-----BEGIN AGE")):
        raise TjError(f"{path} is protected by a passphrase", "decrypt it first: age -d -o key.txt FILE")
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    found = tuple(line for line in lines if line.startswith("AGE-SECRET-KEY-1"))
    if not found:
        raise TjError(f"{path} holds no age identity", "it has a line that begins with AGE-SECRET-KEY-1")
    for identity in found:
        recipient_of(identity)
    return found
