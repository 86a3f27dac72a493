"""Opening a bundle: decrypt, read strictly, and say plainly by whom it was signed. Needs no vault."""

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tj.errors import Refused
from tj.share.age_header import kind_of, plaintext_size
from tj.share.bundle import BY_PASSPHRASE, Parsed, parse
from tj.share.crypto import decrypt, decrypt_with_passphrase, recipient_of
from tj.share.known import Known, Signer
from tj.share.packing import MAX_BYTES, padded_size
from tj.vault.files import read_file
from tj.words import receiving as words

__all__ = ["Opened", "may_be_a_key", "needs_passphrase", "open_bundle", "read_bundle"]

_OVERHEAD = 1024 * 1024
_REPLY = b"tj-reply/"
_SECRET_KEY = b"AGE-SECRET-KEY-1"


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    """An opened bundle: `signed_by` is None where the signer is not known; `notices` are what must be said."""

    parsed: Parsed
    signed_by: Signer | None
    digest: str
    notices: tuple[str, ...]

    @property
    def verified(self) -> bool:
        """Whether the signer is known. The signature itself is always valid: else nothing is opened."""
        return self.signed_by is not None

    @property
    def entries(self) -> list[str]:
        """The names of the entries in the bundle."""
        return [name for name in self.parsed.members if name.startswith("entries/")]

    def again(self, known: Known) -> "Opened":
        """Return the same, judged by what is known now."""
        return _judged(self.parsed, self.digest, known)


def read_bundle(path: Path) -> bytes:
    """Return the bytes of a file that is to be opened.

    Raises `Refused`, before it is read, where it is larger than any bundle, `TjError` where it cannot be read.
    """
    with suppress(OSError):
        _check_size(path.stat().st_size)
    return read_file(path)


def needs_passphrase(data: bytes) -> bool:
    """Tell whether a bundle is opened by a passphrase, and not by a key.

    Raises `Refused` where it is no bundle, as its size and its header tell, before any work is done for it.
    """
    _check_size(len(data))
    _check_is_no_key(data)
    return kind_of(data) == "scrypt"


def may_be_a_key(data: bytes) -> bool:
    """Tell whether a file that a passphrase opens is too small for a bundle, as key files are."""
    return needs_passphrase(data) and len(data) < padded_size(0)


def open_bundle(data: bytes, identities: Sequence[str], known: Known, *, passphrase: str = "") -> Opened:
    """Open a bundle.

    Arguments: `data`, the age file; `identities`, those to try; `known`, which knows signers and what was opened
    before; `passphrase`, in the form that `tj.share.passphrase` gives it, for a bundle that needs one.
    Raises `TjError` where no identity fits, or the passphrase does not; `Refused` where the bundle is damaged, forged,
    or was made for another.
    """
    mine = {BY_PASSPHRASE} if needs_passphrase(data) else {recipient_of(identity) for identity in identities}
    text = _decrypted(data, identities, passphrase)
    _check_is_no_key(text)
    if text.startswith(_REPLY):
        raise Refused(*words.REPLY_NOT_SHARE)
    parsed = parse(text)
    if parsed.manifest.recipient not in mine:
        raise _passed_on(parsed.manifest.recipient)
    return _judged(parsed, hashlib.sha256(data).hexdigest(), known)


def _check_size(size: int) -> None:
    if size > MAX_BYTES + _OVERHEAD:
        raise Refused(*words.larger_than_bundles(MAX_BYTES >> 20))


def _check_is_no_key(data: bytes) -> None:
    if len(data) < padded_size(0) and _SECRET_KEY in data:
        raise Refused(*words.KEY_FILE_NOT_SHARE)


def _decrypted(data: bytes, identities: Sequence[str], passphrase: str) -> bytes:
    try:
        return decrypt_with_passphrase(data, passphrase) if needs_passphrase(data) else decrypt(data, identities)
    except Refused:
        size = plaintext_size(data)
        if size == padded_size(size):
            raise
        raise Refused(*words.NO_LENGTH_OF_BUNDLES) from None


def _passed_on(recipient: str) -> Refused:
    if recipient == BY_PASSPHRASE:
        return Refused(*words.PASSED_ON_BY_PASSPHRASE)
    return Refused(*words.PASSED_ON)


def _judged(parsed: Parsed, digest: str, known: Known) -> Opened:
    manifest = parsed.manifest
    signed_by = known.who(manifest.signer)
    notices: list[str] = []
    if signed_by is None:
        notices.append(words.SIGNER_UNKNOWN)
    seen = known.opened(manifest.signer, manifest.recipient)
    if seen.get(manifest.serial, digest) != digest:
        notices.append(words.NUMBER_USED_BEFORE)
    elif manifest.serial not in seen and seen and manifest.serial < max(seen):
        notices.append(words.LATER_ONE_OPENED)
    return Opened(parsed, signed_by, digest, tuple(notices))
