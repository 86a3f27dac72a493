"""Encryption by age and signatures by Ed25519: the only module that knows pyrage and cryptography.

Everything happens in memory. pyrage's file functions lose data silently on a failing writer and truncate their target
first, and its streaming decryption releases text before it is verified, so neither is used.
"""

import base64
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from tj.errors import Refused, TjError, UsageProblem

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = [
    "MAX_WORK_FACTOR", "RECIPIENT", "SIGNER", "check_header", "checked_recipient", "decrypt", "encrypt", "new_identity",
    "new_signing_key", "recipient_of", "sign", "signer_of", "verify",
]  # fmt: skip

MAX_WORK_FACTOR = 20
SIGNER_PREFIX = "ed25519:"
RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")
SIGNER = re.compile(r"ed25519:[A-Za-z0-9+/]{43}=")

_INTRO = b"age-encryption.org/v1\n"
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_HEADER_LIMIT = 64 * 1024
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
        raise Refused(
            "that is a secret key, and by being pasted here it may have been seen by others",
            "a new one should be made and this one not be used again; what is needed is its public part, age1…",
        )
    if lower.startswith(("ssh-", "ecdsa-", "sk-")):
        raise UsageProblem(
            "that is an ssh key", "bundles to ssh keys could be linked; ask for a key that begins with age1"
        )
    # Other kinds have a name and a further 1 behind it; a plain key may by chance begin with the same letters.
    if re.match(r"age1[a-z0-9-]{1,40}1", lower):
        raise UsageProblem("that is a kind of age key that tj does not encrypt to", "ask for one made by `age-keygen`")
    if key.isupper():
        key = lower
    if not RECIPIENT.fullmatch(key):
        raise UsageProblem("that is not an age key", "it begins with age1 and has 62 letters and digits; copy it whole")
    wrong = UsageProblem("that age key has a letter wrong", "copy it whole from where it was shown")
    return str(_guarded(lambda: pyrage.x25519.Recipient.from_str(key), wrong))


def encrypt(data: bytes, recipient: str) -> bytes:
    """Return `data` encrypted to one age recipient, as a binary age file."""
    import pyrage

    key = pyrage.x25519.Recipient.from_str(checked_recipient(recipient))
    return bytes(_guarded(lambda: pyrage.encrypt(data, [key]), TjError("the bundle could not be encrypted")))


def decrypt(data: bytes, identities: Sequence[str]) -> bytes:
    """Return the plaintext of an age file that was encrypted to one key.

    Raises `Refused` where it is damaged or no age file, `TjError` where none of the identities fits it.
    """
    import pyrage

    (kind,) = _kinds(data)
    if kind == "scrypt":
        raise TjError("this file is not encrypted to a key but by a passphrase", "ask its writer how it was made")
    if kind != "X25519":
        raise Refused("this file is not encrypted in the way of tj's bundles", "ask its writer how it was made")
    keys = [_guarded(partial(pyrage.x25519.Identity.from_str, text), _no_identity()) for text in identities]
    try:
        return bytes(pyrage.decrypt(data, keys))
    except Exception as error:  # noqa: BLE001 - pyrage's errors share no base class
        # pyrage tells a key that does not fit from damage by its words alone.
        if "No matching keys" in str(error):
            raise TjError(
                "none of your keys opens this bundle",
                "it was made for another key, or its first lines are damaged; `--identity FILE` names the key to use",
            ) from None
        raise _damaged() from None


def check_header(data: bytes) -> None:
    """Read the header of an age file before any work is done for it.

    Raises `Refused` where it is none, is damaged, is for more than one reader, or asks for a work factor above 20.
    """
    _kinds(data)


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

    wrong = TjError("the signing key cannot be read", "it lies in tj's data folder as signing.key")
    try:
        key = serialization.load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        raise wrong from None
    if not isinstance(key, Ed25519PrivateKey):
        raise wrong
    return key


def _kinds(data: bytes) -> list[str]:
    """Return the kind of the one stanza that an age header has; raises as `check_header` does."""
    stanzas = _stanzas(data)
    if len(stanzas) > 1 and any(stanza[0] == "scrypt" for stanza in stanzas):
        raise _damaged()
    if _work_factor(stanzas) > MAX_WORK_FACTOR:
        raise Refused("this file would keep the computer busy for minutes before it opens", "it was not opened")
    if len(stanzas) > 1:
        raise Refused("this file can be opened by more than one key, as no bundle of tj can", "do not rely on it")
    return [stanza[0] for stanza in stanzas]


def _stanzas(data: bytes) -> list[list[str]]:
    """Return the arguments of each recipient stanza of an age header, without reading further than the header.

    What ends in `-grease` stands there only to keep readers tolerant, and is passed over.
    """
    if data.lstrip().startswith(_ARMOR):
        raise Refused("this age file is written as text", "turn it into a binary one first; tj's bundles are binary")
    head = data[:_HEADER_LIMIT]
    end = head.find(b"\n--- ")
    if not head.startswith(_INTRO) or end < 0:
        raise Refused("this is not an age file, or it is damaged", "get the file again from where it came from")
    try:
        lines = head[len(_INTRO) : end].decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise _damaged() from None
    stanzas = [line.split(" ")[1:] for line in lines if line.startswith("-> ")]
    stanzas = [stanza for stanza in stanzas if not stanza[0].endswith("-grease")]
    if not stanzas or not all(stanza[0] for stanza in stanzas):
        raise _damaged()
    return stanzas


def _work_factor(stanzas: Sequence[Sequence[str]]) -> int:
    for stanza in stanzas:
        if stanza[0] == "scrypt":
            factor = stanza[-1]
            if len(stanza) != 3 or not re.fullmatch(r"[1-9][0-9]{0,2}", factor):
                raise _damaged()
            return int(factor)
    return 0


def _damaged() -> Refused:
    return Refused("this bundle is damaged or was changed on its way", "do not rely on it; ask for it to be sent again")


def _no_identity() -> TjError:
    return TjError("the key file holds no age identity", "it has a line that begins with AGE-SECRET-KEY-1")


def _guarded(action: Callable[[], _Result], otherwise: TjError) -> _Result:
    # pyrage's errors share no base class of their own.
    try:
        return action()
    except Exception:  # noqa: BLE001 - see above; what it says could hold the key
        raise otherwise from None
