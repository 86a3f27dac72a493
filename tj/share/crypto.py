"""Encryption by age and signatures by Ed25519: the only module that knows pyrage and cryptography.

Everything happens in memory. pyrage's file functions lose data silently on a failing writer and truncate their target
first, and its streaming decryption releases text before it is verified, so neither is used.
"""

import base64
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tj.errors import Refused, TjError, UsageProblem
from tj.share.age_header import MAX_WORK_FACTOR, damaged, kind_of, work_factor
from tj.words import keys as words

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = [
    "RECIPIENT", "SIGNER", "checked_recipient", "decrypt", "decrypt_with_passphrase", "encrypt",
    "encrypt_with_passphrase", "new_identity", "new_signing_key", "recipient_of", "sign", "signer_of", "verify",
]  # fmt: skip

SIGNER_PREFIX = "ed25519:"
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
SIGNER = re.compile(r"ed25519:[A-Za-z0-9+/]{43}=")

# Encryptions by a passphrase that are tried before giving up.
_TRIES = 4
_Result = TypeVar("_Result")


def new_identity() -> str:
    """Return a new age identity, `AGE-SECRET-KEY-1…`."""
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """Return the public part, `age1…`, of an age identity.

    Raises `TjError` where it is none.
    """
    import pyrage

    key = _guarded(lambda: pyrage.x25519.Identity.from_str(identity.strip()), _no_identity())
    return str(key.to_public())


def checked_recipient(text: str) -> str:
    """Return an age recipient in its one canonical form.

    Raises `Refused` for a secret key, `UsageProblem` for every kind of key that tj does not encrypt to.
    """
    import pyrage

    key = text.strip()
    lower = key.casefold()
    if "age-secret-key-" in lower or lower.startswith("age-plugin-"):
        raise Refused(*words.SECRET_KEY_GIVEN)
    if lower.startswith(("ssh-", "ecdsa-", "sk-")):
        raise UsageProblem(*words.SSH_KEY_GIVEN)
    # Other kinds have a name and a further 1 behind it; a plain key may by chance begin with the same letters.
    if re.match(r"age1[a-z0-9-]{1,40}1", lower):
        raise UsageProblem(*words.OTHER_AGE_KEY_GIVEN)
    if key.isupper():
        key = lower
    if not RECIPIENT.fullmatch(key):
        raise UsageProblem(*words.NO_AGE_KEY_GIVEN)
    wrong = UsageProblem(*words.KEY_HAS_WRONG_LETTER)
    return str(_guarded(lambda: pyrage.x25519.Recipient.from_str(key), wrong))


def encrypt(data: bytes, recipient: str) -> bytes:
    """Return `data` encrypted to one age recipient, as a binary age file."""
    import pyrage

    key = pyrage.x25519.Recipient.from_str(checked_recipient(recipient))
    return bytes(_guarded(lambda: pyrage.encrypt(data, [key]), TjError(*words.NOT_ENCRYPTED)))


def decrypt(data: bytes, identities: Sequence[str]) -> bytes:
    """Return the plaintext of an age file that was encrypted to one key.

    Raises `Refused` where it is damaged or no age file, `TjError` where none of the identities fits it.
    """
    import pyrage

    if kind_of(data) == "scrypt":
        raise TjError(*words.BY_PASSPHRASE_NOT_KEY)
    keys = [_guarded(partial(pyrage.x25519.Identity.from_str, text), _no_identity()) for text in identities]
    try:
        return bytes(pyrage.decrypt(data, keys))
    except Exception as error:  # noqa: BLE001 - pyrage's errors share no base class
        # pyrage tells a key that does not fit from damage by its words alone.
        if "No matching keys" in str(error):
            raise TjError(*words.NO_KEY_FITS) from None
        raise damaged() from None


def encrypt_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Return `data` encrypted by a passphrase, as a binary age file; takes seconds and up to 1 GiB.

    Arguments: `passphrase`, as `tj.share.passphrase` makes or normalises it; it counts in the Unicode form NFC.
    Raises `TjError` where no file comes out that other computers open in a bearable time.
    """
    import pyrage

    composed = _composed(passphrase)
    failed = TjError(*words.NOT_ENCRYPTED_BY_PASSPHRASE)
    for _ in range(_TRIES):
        sealed = bytes(_guarded(lambda: pyrage.passphrase.encrypt(data, composed), failed))
        # The library measures this computer, and at a lucky moment asks for more work than a reader takes on.
        if work_factor(sealed) <= MAX_WORK_FACTOR:
            return sealed
    raise TjError(*words.TOO_MUCH_WORK_FOR_READERS)


def decrypt_with_passphrase(data: bytes, passphrase: str) -> bytes:
    """Return the plaintext of an age file that was encrypted by a passphrase.

    Arguments: `passphrase`, as for `encrypt_with_passphrase`.
    Raises `Refused` where the file is damaged, no age file, or asks for too much work, which is known from its header;
    `TjError` where the passphrase does not open it.
    """
    import pyrage

    if kind_of(data) != "scrypt":
        raise TjError(*words.BY_KEY_NOT_PASSPHRASE)
    composed = _composed(passphrase)
    try:
        return bytes(pyrage.passphrase.decrypt(data, composed))
    except Exception as error:  # noqa: BLE001 - pyrage's errors share no base class
        # Here too they are told apart by their words alone.
        if "Decryption failed" in str(error):
            raise TjError(*words.PASSPHRASE_DOES_NOT_OPEN) from None
        if "Excessive work" in str(error):
            raise TjError(*words.TOO_MUCH_WORK_HERE) from None
        raise damaged() from None


def new_signing_key() -> bytes:
    """Return a new Ed25519 signing key in PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def signer_of(pem: bytes) -> str:
    """Return the public part of a signing key as `ed25519:` and base64 of its 32 bytes.

    Raises `TjError` where it is none.
    """
    from cryptography.hazmat.primitives import serialization

    public = _signing_key(pem).public_key()
    raw = public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return SIGNER_PREFIX + base64.b64encode(raw).decode("ascii")


def sign(pem: bytes, message: bytes) -> bytes:
    """Return the 64 bytes of the Ed25519 signature over `message`."""
    return _signing_key(pem).sign(message)


def verify(signer: str, signature: bytes, message: bytes) -> bool:
    """Tell whether `signature` over `message` was made by `signer`; False also where `signer` is no key."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if not SIGNER.fullmatch(signer):
        return False
    try:
        raw = base64.b64decode(signer.removeprefix(SIGNER_PREFIX), validate=True)
        if base64.b64encode(raw).decode() != signer.removeprefix(SIGNER_PREFIX):
            return False
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _signing_key(pem: bytes) -> "Ed25519PrivateKey":
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    wrong = TjError(*words.SIGNING_KEY_UNREADABLE)
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        raise wrong from None
    if not isinstance(key, Ed25519PrivateKey):
        raise wrong
    return key


def _no_identity() -> TjError:
    return TjError(*words.NO_IDENTITY)


def _composed(passphrase: str) -> str:
    text = unicodedata.normalize("NFC", passphrase)
    if not text:
        raise TjError(*words.PASSPHRASE_IS_EMPTY)
    return text


def _guarded(action: Callable[[], _Result], otherwise: TjError) -> _Result:
    # pyrage's errors share no base class of their own.
    try:
        return action()
    except Exception:  # noqa: BLE001 - see above; what it says could hold the key
        raise otherwise from None
