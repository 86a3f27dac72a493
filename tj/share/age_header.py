"""The header of an age file, read without any work being done for it.

    age-encryption.org/v1
    -> X25519 <share>            or    -> scrypt <salt> <work factor>
    <body>
    --- <MAC>

Of everything that age allows, a bundle has one stanza, of one of these two kinds, and is binary.
"""

import re
from collections.abc import Sequence
from typing import Literal

from tj.errors import Refused
from tj.words import bundles as words

__all__ = ["MAX_WORK_FACTOR", "damaged", "kind_of", "plaintext_size", "work_factor"]

# Each step doubles the work: 20 takes some seconds and 1 GiB, 24 minutes and 16 GiB.
MAX_WORK_FACTOR = 20

_INTRO = b"age-encryption.org/v1\n"
_FOOT = b"\n--- "
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_HEADER_LIMIT = 64 * 1024
# Behind the header: a nonce, then pieces of at most 64 KiB, each with a tag that vouches for it.
_NONCE_BYTES, _CHUNK_BYTES, _TAG_BYTES = 16, 64 * 1024, 16


def kind_of(data: bytes) -> Literal["X25519", "scrypt"]:
    """Return how an age file is opened: by a key (`X25519`) or by a passphrase (`scrypt`).

    Raises `Refused` where it is none, is damaged, is for more than one reader, asks for a work factor above 20, or is
    opened in yet another way.
    """
    kind = _only_stanza(data)[0]
    if kind not in ("X25519", "scrypt"):
        raise Refused(*words.OTHER_ENCRYPTION)
    return "scrypt" if kind == "scrypt" else "X25519"


def work_factor(data: bytes) -> int:
    """Return the work factor that an age file asks for, 0 where it is opened by a key."""
    return _work_factor(_stanzas(data))


def plaintext_size(data: bytes) -> int:
    """Return how many bytes an age file holds, as its length alone tells; below 0 where it is too short for any.

    Arguments: `data`, a file whose header was read.
    """
    end = data.find(b"\n", data.index(_FOOT) + 1)
    rest = len(data) - (end + 1 if end > 0 else len(data)) - _NONCE_BYTES
    return rest - -(-rest // (_CHUNK_BYTES + _TAG_BYTES)) * _TAG_BYTES


def damaged() -> Refused:
    """Return the refusal of a file that is not as it was made."""
    return Refused(*words.DAMAGED)


def _only_stanza(data: bytes) -> list[str]:
    """Return the arguments of the one stanza that an age header has."""
    stanzas = _stanzas(data)
    if len(stanzas) > 1 and any(stanza[0] == "scrypt" for stanza in stanzas):
        raise damaged()
    if _work_factor(stanzas) > MAX_WORK_FACTOR:
        raise Refused(*words.TOO_MUCH_WORK)
    if len(stanzas) > 1:
        raise Refused(*words.MORE_THAN_ONE_KEY)
    return stanzas[0]


def _stanzas(data: bytes) -> list[list[str]]:
    """Return the arguments of each recipient stanza of an age header, without reading further than the header.

    What ends in `-grease` stands there only to keep readers tolerant, and is passed over.
    """
    if data.lstrip().startswith(_ARMOR):
        raise Refused(*words.AGE_AS_TEXT)
    head = data[:_HEADER_LIMIT]
    end = head.find(_FOOT)
    if not head.startswith(_INTRO):
        raise Refused(*words.NO_AGE_FILE)
    if end < 0:
        raise Refused(*words.FIRST_LINES_HAVE_NO_END)
    try:
        lines = head[len(_INTRO) : end].decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise damaged() from None
    stanzas = [line.split(" ")[1:] for line in lines if line.startswith("-> ")]
    stanzas = [stanza for stanza in stanzas if not stanza[0].endswith("-grease")]
    if not stanzas or not all(stanza[0] for stanza in stanzas):
        raise damaged()
    return stanzas


def _work_factor(stanzas: Sequence[Sequence[str]]) -> int:
    for stanza in stanzas:
        if stanza[0] == "scrypt":
            factor = stanza[-1]
            if len(stanza) != 3 or not re.fullmatch(r"[1-9][0-9]{0,2}", factor):
                raise damaged()
            return int(factor)
    return 0
