"""Replies as files: written by the therapist to the writer's key, and opened by the writer, who knows what was sent."""

import base64
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tj.errors import Refused, TjError
from tj.share import ledger
from tj.share.age_header import kind_of
from tj.share.bundle import Manifest
from tj.share.crypto import decrypt, encrypt
from tj.share.reply import MAX_BYTES, Parsed, Reply, parse, serialize
from tj.vault.files import create_file, read_file
from tj.vault.layout import Vault
from tj.words import receiving as words

__all__ = ["answered", "open_reply", "read_reply_file", "seal_reply"]

_OVERHEAD = 8 * 1024
_SECRET_KEYS = (b"AGE-SECRET-KEY-", b"PRIVATE KEY-----")
_ZIP = b"PK\x03\x04"


def seal_reply(reply: Reply, manifest: Manifest, path: Path) -> int:
    """Encrypt a reply to the writer of a bundle and write it, for its owner's eyes only; return its size in bytes.

    It is read back from the disk before it gets its name. Arguments: `manifest`, that of the bundle that it answers.
    Raises `Refused` where something of that name is there, `TjError` where it cannot be written.
    """
    sealed = encrypt(serialize(reply, base64.b64decode(manifest.reply_secret)), manifest.reply_to)

    def check(written: str) -> None:
        if read_file(written) != sealed:
            raise TjError(*words.holds_otherwise(path))

    create_file(path, sealed, mode=0o600, ready=check)
    return len(sealed)


def read_reply_file(path: Path) -> bytes:
    """Return the bytes of a file that is to be opened as a reply.

    Raises `Refused`, before it is read, where it is larger than any reply, `TjError` where it cannot be read.
    """
    with suppress(OSError):
        _check_size(path.stat().st_size)
    data = read_file(path)
    _check_size(len(data))
    return data


def open_reply(data: bytes, identities: Sequence[str]) -> Parsed:
    """Open a reply; whether it answers a bundle that was sent is for `answered` to tell.

    Arguments: `data`, the age file; `identities`, the writer's, to try.
    Raises `TjError` where none of them fits, `Refused` where it is damaged, or something else than a reply.
    """
    if any(mark in data.upper() for mark in _SECRET_KEYS):
        raise Refused(*words.KEY_FILE_NOT_REPLY)
    if kind_of(data) == "scrypt":
        raise Refused(*words.PASSPHRASE_NOT_REPLY)
    try:
        text = decrypt(data, identities)
    except Refused:
        raise
    except TjError:
        raise TjError(*words.NO_KEY_FITS_REPLY) from None
    if text.startswith(_ZIP):
        raise Refused(*words.SHARE_NOT_REPLY)
    return parse(text)


def answered(vault: Vault, data_folder: Path, parsed: Parsed) -> ledger.Record:
    """Return the record of the bundle that a reply answers.

    Raises `Refused` where it answers none that was sent from this vault, or was not made by who opened that one.
    """
    bundle = parsed.reply.bundle
    # One that is noted as not sent is answered all the same: only who opened it could.
    record = next((one for one in ledger.made(vault) if one.id == bundle), None)
    secrets = ledger.reply_secrets(data_folder, bundle)
    if not secrets and record is not None:
        raise Refused(*words.share_of_another_computer(record.when))
    if not secrets:
        raise Refused(*words.ANSWERS_NO_SHARE)
    if not any(parsed.fits(secret) for secret in secrets):
        raise Refused(*words.REPLY_NOT_FROM_WHO_OPENED)
    if ledger.was_taken_back(vault, bundle):
        raise Refused(*words.SHARE_WAS_TAKEN_BACK)
    if record is None:
        raise Refused(*words.SHARE_OF_ANOTHER_VAULT)
    return record


def _check_size(size: int) -> None:
    if size > MAX_BYTES + _OVERHEAD:
        raise Refused(*words.larger_than_replies(MAX_BYTES >> 10))
