"""The writer's own keys, and the six words by which two people compare a key aloud.

    identity.txt   an age identity file, as age-keygen writes it
    signing.key    an Ed25519 key in PEM
    keys.age       in place of both, where they have a passphrase: see `tj.share.keyfile`
    public.txt     beside it, their public parts, so that nobody is asked for a passphrase to see these
    exported.txt   the public parts of the keys that were exported, and so outlive this disk

All lie in the user's data folder, readable by that user alone. No key is ever overwritten by another. Where `keys.age`
is there it counts; what lies beside it is left from a change that was cut short, and goes with the next one.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Literal, NamedTuple

from tj.errors import Refused, TjError, UsageProblem
from tj.share.age_header import kind_of
from tj.share.crypto import RECIPIENT, SIGNER, decrypt_with_passphrase, new_identity, new_signing_key, recipient_of
from tj.share.folder import make_private, too_open
from tj.share.keyfile import Keys, WrongPassphrase, is_protected, keys_of, protect, unprotect
from tj.share.wordlist import BITS, english
from tj.vault.files import create_file, read_file, replace_file
from tj.words import keys as words

__all__ = [
    "Keys", "Public", "change_passphrase", "create_keys", "exposed_keys", "has_keys", "has_passphrase", "identity_file",
    "load_keys", "new_keys", "note_exported", "public_keys", "read_identities", "six_words", "was_exported",
]  # fmt: skip

_WORDS = 6
_IDENTITY, _SIGNING = "identity.txt", "signing.key"
_PROTECTED, _PUBLIC, _EXPORTED = "keys.age", "public.txt", "exported.txt"


class Public(NamedTuple):
    """The public parts of a pair of keys."""

    recipient: str
    signer: str


def six_words(kind: Literal["recipient", "signer"], text: str) -> tuple[str, ...]:
    """Return the six words of a public key: the first 66 bits of SHA-256 over kind, a NUL and the key's text.

    Arguments: `kind`, what the key is for; `text`, its canonical form, `age1…` or `ed25519:…`. The words are those of
    the English list of BIP-39.
    """
    listed = english()
    number = int.from_bytes(hashlib.sha256(f"{kind}\0{text}".encode()).digest(), "big") >> (256 - _WORDS * BITS)
    return tuple(listed[number >> (BITS * place) & 0x7FF] for place in reversed(range(_WORDS)))


def has_keys(folder: Path) -> bool:
    """Tell whether there are keys in the data folder."""
    return any((folder / name).exists() for name in (_IDENTITY, _SIGNING, _PROTECTED))


def has_passphrase(folder: Path) -> bool:
    """Tell whether the keys of the data folder are kept under a passphrase."""
    return (folder / _PROTECTED).exists()


def new_keys() -> Keys:
    """Return a new pair of keys, which lie nowhere yet."""
    return keys_of(new_identity(), new_signing_key())


def create_keys(folder: Path, keys: Keys | None = None, passphrase: str = "") -> Keys:
    """Put keys into the data folder: those given, else new ones.

    Arguments: `passphrase`, under which they are to be kept, if any.
    Raises `Refused` where there are any already, `TjError` where the folder cannot be written.
    """
    if has_keys(folder):
        raise Refused(*words.KEYS_ARE_THERE)
    keys = keys or new_keys()
    make_private(folder)
    if passphrase:
        _write_protected(folder, keys, passphrase)
    else:
        _write_open(folder, keys)
    return keys


def change_passphrase(folder: Path, keys: Keys, passphrase: str) -> None:
    """Keep the keys of the data folder under another passphrase, or under none where it is empty.

    At every moment they lie whole in one form or the other.
    Arguments: `keys`, those of the folder, as `load_keys` returned them.
    """
    if passphrase:
        _write_protected(folder, keys, passphrase)
        _remove(folder, _IDENTITY, _SIGNING)
    elif has_passphrase(folder):
        _remove(folder, _IDENTITY, _SIGNING)
        _write_open(folder, keys)
        _remove(folder, _PROTECTED, _PUBLIC)


def identity_file(identity: str) -> bytes:
    """Return an age identity as a file that every age tool reads."""
    return f"# public key: {recipient_of(identity)}\n{identity}\n".encode()


def load_keys(folder: Path, ask: Callable[[], str] | None = None) -> Keys:
    """Return the keys of the data folder.

    Arguments: `ask`, which returns the passphrase, called only where there is one.
    Raises `TjError` where there are none, or they cannot be read, `WrongPassphrase` where they stay closed.
    """
    if not has_keys(folder):
        raise TjError(*words.NO_KEYS)
    if has_passphrase(folder):
        if ask is None:
            raise TjError(*words.KEYS_ARE_PROTECTED)
        keys = unprotect(read_file(folder / _PROTECTED), ask())
        _remove_leftovers(folder, keys)
        return keys
    return _read_open(folder)


def public_keys(folder: Path) -> Public:
    """Return the public parts of the keys of the data folder, for which no passphrase is needed.

    Raises `TjError` where there are none, or they cannot be read.
    """
    if not has_passphrase(folder):
        keys = load_keys(folder)
        return Public(keys.recipient, keys.signer)
    found = _noted(folder / _PUBLIC)
    if found is None:
        raise TjError(*words.not_the_public_parts(folder / _PUBLIC))
    return found


def note_exported(folder: Path, keys: Keys) -> None:
    """Remember that these keys lie in a file elsewhere as well."""
    _put(folder / _EXPORTED, _public_text(keys))


def was_exported(folder: Path) -> bool:
    """Tell whether the keys of the data folder, and not others before them, were exported."""
    return _noted(folder / _EXPORTED) == public_keys(folder)


def exposed_keys(folder: Path) -> tuple[str, ...]:
    """Return the names of key files that others on this machine may read, to warn of."""
    names = (_IDENTITY, _SIGNING, _PROTECTED)
    return tuple(name for name in names if (folder / name).exists() and too_open(folder / name))


def read_identities(path: Path, ask: Callable[[], str] | None = None) -> tuple[str, ...]:
    """Return the identities of an age identity file, at least one.

    Arguments: `ask`, which returns the passphrase, called only where the file has one.
    Raises `TjError` where there is none in it, or it stays closed.
    """
    data = read_file(path)
    if is_protected(data):
        if ask is None:
            raise TjError(*words.key_file_is_protected(path))
        data = _unlocked(path, data, ask)
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    found = tuple(line for line in lines if line.startswith("AGE-SECRET-KEY-1"))
    if not found:
        raise TjError(*words.no_identity_in(path))
    for identity in found:
        recipient_of(identity)
    return found


def _unlocked(path: Path, data: bytes, ask: Callable[[], str]) -> bytes:
    if kind_of(data) != "scrypt":
        raise TjError(*words.no_key_file(path))
    try:
        return decrypt_with_passphrase(data, ask())
    except (Refused, UsageProblem):
        raise
    except TjError:
        raise WrongPassphrase(*words.key_file_stays_closed(path)) from None


def _read_open(folder: Path) -> Keys:
    (identity, *_) = read_identities(folder / _IDENTITY)
    return keys_of(identity, read_file(folder / _SIGNING))


def _write_open(folder: Path, keys: Keys) -> None:
    create_file(folder / _SIGNING, keys.signing, mode=0o600)
    try:
        create_file(folder / _IDENTITY, identity_file(keys.identity), mode=0o600)
    except TjError:
        _remove(folder, _SIGNING)  # half a pair would bar the way to a whole one
        raise
    if _public_text(_read_open(folder)) != _public_text(keys):
        raise TjError(*words.KEYS_READ_BACK_OTHERWISE)


def _write_protected(folder: Path, keys: Keys, passphrase: str) -> None:
    data = protect(keys, passphrase)
    if _public_text(unprotect(data, passphrase)) != _public_text(keys):
        raise TjError(*words.KEYS_WOULD_STAY_CLOSED)
    _put(folder / _PUBLIC, _public_text(keys))
    _put(folder / _PROTECTED, data)
    if read_file(folder / _PROTECTED) != data:
        raise TjError(*words.holds_otherwise(folder / _PROTECTED))


def _remove_leftovers(folder: Path, keys: Keys) -> None:
    """Remove open copies of keys that have a passphrase, which a change that was cut short has left."""
    for name, data in ((_IDENTITY, identity_file(keys.identity)), (_SIGNING, keys.signing)):
        if (folder / name).is_file() and read_file(folder / name) == data:
            _remove(folder, name)


def _public_text(keys: Keys) -> bytes:
    return f"{keys.recipient}\n{keys.signer}\n".encode("ascii")


def _noted(path: Path) -> Public | None:
    lines = read_file(path).decode("utf-8", "replace").splitlines() if path.exists() else []
    if len(lines) == 2 and RECIPIENT.fullmatch(lines[0]) and SIGNER.fullmatch(lines[1]):
        return Public(*lines)
    return None


def _put(path: Path, data: bytes) -> None:
    if path.exists():
        replace_file(path, read_file(path), data)
    else:
        create_file(path, data, mode=0o600)


def _remove(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).unlink(missing_ok=True)
