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

__all__ = ["MAX_WORK_FACTOR", "damaged", "kind_of", "work_factor"]

# Each step doubles the work: 20 takes some seconds and 1 GiB, 24 minutes and 16 GiB.
MAX_WORK_FACTOR = 20

_INTRO = b"age-encryption.org/v1\n"
_ARMOR = b"-----BEGIN AGE ENCRYPTED FILE-----"
_HEADER_LIMIT = 64 * 1024


def kind_of(data: bytes) -> Literal["X25519", "scrypt"]:
    """Return how an age file is opened: by a key (`X25519`) or by a passphrase (`scrypt`).

    Raises `Refused` where it is none, is damaged, is for more than one reader, asks for a work factor above 20, or is
    opened in yet another way.
    """
    kind = _only_stanza(data)[0]
    if kind not in ("X25519", "scrypt"):
        raise Refused("this file is not encrypted in the way of tj's bundles", "ask its writer how it was made")
    return "scrypt" if kind == "scrypt" else "X25519"


def work_factor(data: bytes) -> int:
    """Return the work factor that an age file asks for, 0 where it is opened by a key."""
    return _work_factor(_stanzas(data))


def damaged() -> Refused:
    """Return the refusal of a file that is not as it was made."""
    return Refused("this file is damaged or was changed on its way", "do not rely on it; ask for it to be sent again")


def _only_stanza(data: bytes) -> list[str]:
    """Return the arguments of the one stanza that an age header has."""
    stanzas = _stanzas(data)
    if len(stanzas) > 1 and any(stanza[0] == "scrypt" for stanza in stanzas):
        raise damaged()
    if _work_factor(stanzas) > MAX_WORK_FACTOR:
        raise Refused("this file would keep the computer busy for minutes before it opens", "it was not opened")
    if len(stanzas) > 1:
        raise Refused("this file can be opened by more than one key, as no bundle of tj can", "do not rely on it")
    return stanzas[0]


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
