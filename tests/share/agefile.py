"""Age files made by hand, to the format's text: by a passphrase with little work, so that a test can make many."""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

__all__ = ["scrypt_file", "scrypt_stanza", "seal_file"]

_CHUNK = 64 * 1024


def scrypt_file(data: bytes, passphrase: str, factor: int = 8) -> bytes:
    """Return an age file that a passphrase opens.

    Arguments: `factor`, the work factor: each step doubles the work.
    """
    file_key = os.urandom(16)
    return seal_file(data, file_key, scrypt_stanza(file_key, passphrase, factor))


def scrypt_stanza(file_key: bytes, passphrase: str, factor: int = 8) -> str:
    """Return the stanza that holds a file key for a passphrase."""
    salt = os.urandom(16)
    labelled = b"age-encryption.org/v1/scrypt" + salt
    key = hashlib.scrypt(passphrase.encode(), salt=labelled, n=1 << factor, r=8, p=1, dklen=32, maxmem=1 << 30)
    body = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
    return f"-> scrypt {_b64(salt)} {factor}\n{_b64(body)}\n"


def seal_file(data: bytes, file_key: bytes, *stanzas: str) -> bytes:
    """Return an age file with these stanzas."""
    header = f"age-encryption.org/v1\n{''.join(stanzas)}---".encode()
    mac = hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")
    nonce = os.urandom(16)
    cipher = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    chunks = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)] or [b""]
    last = len(chunks) - 1
    body = b"".join(
        cipher.encrypt(number.to_bytes(11, "big") + bytes([number == last]), chunk, None)
        for number, chunk in enumerate(chunks)
    )
    return header + f" {_b64(mac)}\n".encode() + nonce + body


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(key)


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")
