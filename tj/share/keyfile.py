"""Both of the writer's keys in one file under a passphrase: how they are kept if so wished, and how they are exported.

An age file encrypted by a passphrase, which every age tool takes as an identity file; in it

    # tj-keys/1
    # public key: age1…
    AGE-SECRET-KEY-1…
    # -----BEGIN PRIVATE KEY-----      the signing key, in comments that age passes over
    # …
    # -----END PRIVATE KEY-----
"""

from dataclasses import dataclass

from tj.errors import Refused, TjError, UsageProblem
from tj.share.crypto import decrypt_with_passphrase, encrypt_with_passphrase, recipient_of, signer_of
from tj.words import keys as words

__all__ = ["Keys", "WrongPassphrase", "checked_passphrase", "is_protected", "keys_of", "protect", "unprotect"]

_FORMAT = "tj-keys/1"
_BEGIN, _END = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"
_SHORTEST = 10


class WrongPassphrase(TjError):
    """A passphrase does not open what it should."""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The writer's keys: secrets (`identity`, `signing`) and their public parts (`recipient`, `signer`)."""

    identity: str
    signing: bytes
    recipient: str
    signer: str


def keys_of(identity: str, signing: bytes) -> Keys:
    """Return a pair of keys with its public parts.

    Raises `TjError` where one of them is no key.
    """
    return Keys(identity, signing, recipient_of(identity), signer_of(signing))


def checked_passphrase(text: str) -> str:
    """Return a passphrase that a person chose, as it is.

    Raises `UsageProblem` where it protects too little, or cannot be typed again everywhere.
    """
    if len(text) < _SHORTEST or len(set(text)) < _SHORTEST // 2:
        raise UsageProblem(*words.passphrase_too_weak(_SHORTEST))
    if not text.isprintable() or text != text.strip():
        raise UsageProblem(*words.PASSPHRASE_UNSEEN_CHARACTERS)
    return text


def protect(keys: Keys, passphrase: str) -> bytes:
    """Return both keys as a file under a passphrase, which takes seconds."""
    pem = keys.signing.decode("ascii").strip().splitlines()
    lines = [f"# {_FORMAT}", f"# public key: {keys.recipient}", keys.identity, *(f"# {line.strip()}" for line in pem)]
    return encrypt_with_passphrase("".join(f"{line}\n" for line in lines).encode("ascii"), passphrase)


def is_protected(data: bytes) -> bool:
    """Tell whether this is an age file, and so no key that lies open."""
    return data.startswith((b"age-encryption.org/", b"-----BEGIN AGE"))


def unprotect(data: bytes, passphrase: str) -> Keys:
    """Return the keys of a file that `protect` made.

    Raises `WrongPassphrase`; `Refused` where the file is damaged, `TjError` where it holds something else.
    """
    try:
        text = decrypt_with_passphrase(data, passphrase).decode("utf-8", "replace")
    except Refused:
        raise
    except TjError as problem:
        raise WrongPassphrase(words.WRONG_PASSPHRASE, problem.hint) from None
    lines = [line.strip() for line in text.splitlines()]
    identity = [line for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    bare = [line.removeprefix("#").strip() for line in lines]
    if f"# {_FORMAT}" not in lines or len(identity) != 1 or _BEGIN not in bare or _END not in bare:
        raise TjError(*words.NO_EXPORTED_KEYS)
    pem = bare[bare.index(_BEGIN) : bare.index(_END) + 1]
    return keys_of(identity[0], "".join(f"{line}\n" for line in pem).encode("ascii", "replace"))
