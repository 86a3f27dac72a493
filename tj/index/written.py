"""What is written in a note's file: read for the index, and once more for the words around a hit."""

import os
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from tj.digest import blake2b
from tj.errors import TjError
from tj.vault.files import open_file, read_file
from tj.vault.layout import Vault
from tj.vault.place import is_within

__all__ = ["HEAD", "LARGE", "BodyOf", "Written", "body_from", "body_reader", "read_written"]

# Of a file of more bytes than `LARGE` only the first `HEAD` are looked at.
LARGE = 8 * 1024 * 1024
HEAD = 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"

# Given a note's path and the line that its text begins at, what is written from there on in its file, as it is now.
BodyOf: TypeAlias = Callable[[str, int], str]


class Written(NamedTuple):
    """The bytes of a file, or the first of a large one, and the digest of all of them."""

    data: bytes
    digest: str


def read_written(path: str, root: str, size: int) -> Written:
    """Read a note's file for the index.

    Arguments: `path`, the file; `root`, the vault's resolved folder; `size`, that of the file as a look found it.
    Raises `OSError` or `TjError` where it cannot be read, or is a link that by now leads elsewhere.
    """
    if size > LARGE:
        return _read_head(path, root)
    data = read_file(path, root=root)  # for a moment ago it was no link to elsewhere
    return Written(data, blake2b(data, digest_size=16).hexdigest())


def body_reader(vault: Vault) -> BodyOf:
    """Return what reads notes' texts for the words around hits.

    A file that changed since it was looked at gives what is there by now; one that is gone, cannot be read, or lies
    outside of the vault by now, gives an empty text.
    """
    root = str(vault.root)
    inside: dict[str, bool] = {}  # whether a folder lies in the vault: the newest hits lie in the same one or two

    def body_of(path: str, line: int) -> str:
        full = f"{root}{os.sep}{path}"
        folder = os.path.dirname(full)  # noqa: PTH120 - a text, for speed
        if folder not in inside:
            inside[folder] = is_within(root, folder)
        try:
            return body_from(_read_again(full, root), line) if inside[folder] else ""
        except (OSError, TjError, ValueError):  # the last for what a spoiled index may take for a path
            return ""

    return body_of


def body_from(data: bytes, line: int) -> str:
    """Return what `tj.entry.parse` calls the body of a file that has these bytes, without all that it does to find it.

    Argument: `line`, where that note's text begins, from 1.
    """
    data = data.removeprefix(_BYTE_ORDER_MARK)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    lines = data.split(b"\n", line - 1)
    return lines[-1].decode("utf-8", "replace") if len(lines) == line else ""


def _read_again(path: str, root: str) -> bytes:
    with os.fdopen(open_file(path, root=root), "rb", buffering=0) as handle:
        if os.fstat(handle.fileno()).st_size <= LARGE:
            return handle.read()
        return _whole_characters(handle.read(HEAD + 1))


def _read_head(path: str, root: str) -> Written:
    """Return the beginning of a file that is too large to be held whole, and the digest of all of it."""
    import hashlib

    with os.fdopen(open_file(path, root=root), "rb") as handle:
        data = handle.read(HEAD + 1)
        handle.seek(0)
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
    return Written(_whole_characters(data), digest)


def _whole_characters(data: bytes) -> bytes:
    """Return the first `HEAD` bytes, or a few less, so that they do not end in the middle of a character."""
    end = min(len(data), HEAD)
    while 0 < end < len(data) and data[end] & 0xC0 == 0x80:
        end -= 1
    return data[:end]
