"""Passphrases without the seconds that they cost: age files as tj makes them, that ask for a thousandth of the work.

Written here from age's specification, so that a file by another hand than pyrage's is opened by tj. One test of each
matter still goes the whole way.
"""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["seal_lightly"]

_WORK = 8
_CHUNK = 64 * 1024


def seal_lightly(data: bytes, passphrase: str) -> bytes:
    """Return `data` as a binary age file under a passphrase, with a work factor of 8."""
    file_key, salt, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrapping = hashlib.scrypt(
        passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=1 << _WORK, r=8, p=1, dklen=32
    )
    body = _base64(ChaCha20Poly1305(wrapping).encrypt(bytes(12), file_key, None))
    header = f"age-encryption.org/v1\n-> scrypt {_base64(salt)} {_WORK}\n{body}\n---".encode()
    mac = _base64(hmac.digest(_derived(file_key, b"", b"header"), header, "sha256"))
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)] or [b""]
    sealed = [
        cipher.encrypt(number.to_bytes(11, "big") + bytes([number == len(chunks) - 1]), chunk, None)
        for number, chunk in enumerate(chunks)
    ]
    return header + f" {mac}\n".encode() + nonce + b"".join(sealed)


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt or None, info).derive(key)


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
