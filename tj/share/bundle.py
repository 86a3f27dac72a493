"""What is inside a bundle, `tj-bundle/1`: a signed list of members, and these, in the one form of `packing`.

    att/0001.jpg  entries/0001.md  manifest.json  manifest.sig  report.html  pad

`manifest.json` is JSON with sorted keys, no spaces and ASCII only; it lists each member but itself, its signature and
`pad` with size and SHA-256. `manifest.sig` is the Ed25519 signature over `tj-bundle/1`, a NUL and the manifest's bytes.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tj.share.crypto import RECIPIENT, SIGNER, sign, verify
from tj.share.packing import pack, refused, unpack
from tj.words import bundles as words

__all__ = ["BY_PASSPHRASE", "FORMAT", "Manifest", "Parsed", "build", "parse"]

FORMAT = "tj-bundle/1"
# What stands for the recipient of a bundle that is opened by a passphrase.
BY_PASSPHRASE = "passphrase"  # noqa: S105 - a word that everyone may know

_MANIFEST, _SIGNATURE = "manifest.json", "manifest.sig"
_TEXTS = ("format", "id", "created", "recipient", "signer", "reply_to", "reply_secret")
_KEYS = {*_TEXTS, "serial", "members", "stripped"}
_ID = re.compile(r"[a-z2-7]{16}")
_CLASS = re.compile(r"[a-z][a-z -]{0,39}")
_SECRET_BYTES = 32
# Numbers from here on are not the same to every reader of JSON.
_LARGEST = 2**53


@dataclass(frozen=True, slots=True, repr=False)
class Manifest:
    """What a bundle says of itself: for whom (`recipient`), by whom (`signer`), its number to them (`serial`), its day.

    `recipient` is an age recipient, or the one word `passphrase`; `reply_to` is the writer's own recipient,
    `reply_secret` base64 of 32 bytes, `stripped` counts by class what was taken out. It names no paths, no titles, and
    no one else.
    """

    id: str
    serial: int
    created: str
    recipient: str
    signer: str
    reply_to: str
    reply_secret: str
    stripped: Mapping[str, int]


@dataclass(frozen=True, slots=True, repr=False)
class Parsed:
    """A bundle that was read: its manifest, whose signature was verified, and its members by name."""

    manifest: Manifest
    members: Mapping[str, bytes]


def build(manifest: Manifest, members: Mapping[str, bytes], signing_key: bytes) -> bytes:
    """Return the zip of a bundle, signed and padded.

    Arguments: `members`, by name, the manifest and `pad` not among them; `signing_key`, in PEM.
    Raises `Refused` where it would be larger than a reader accepts.
    """
    text = _write_manifest(manifest, members)
    return pack({**members, _MANIFEST: text, _SIGNATURE: sign(signing_key, _signed(text))})


def parse(data: bytes) -> Parsed:
    """Read the zip of a bundle.

    Raises `Refused` with its own sentence for each way in which it is not as `build` makes it.
    """
    found = unpack(data)
    text, signature = found.pop(_MANIFEST, b""), found.pop(_SIGNATURE, b"")
    table = _read_manifest(text)
    _check_members(table["members"], found)
    if not verify(table["signer"], signature, _signed(text)):
        raise refused(words.SIGNATURE_NOT_VALID)
    values = {key: table[key] for key in _KEYS - {"format", "members"}}
    return Parsed(Manifest(**values), found)


def _signed(manifest: bytes) -> bytes:
    return FORMAT.encode() + b"\0" + manifest


def _write_manifest(manifest: Manifest, members: Mapping[str, bytes]) -> bytes:
    table = {
        "format": FORMAT,
        **{key: getattr(manifest, key) for key in _KEYS - {"format", "members", "stripped"}},
        "stripped": dict(manifest.stripped),
        "members": [
            {"name": name, "size": len(members[name]), "sha256": hashlib.sha256(members[name]).hexdigest()}
            for name in sorted(members)
        ],
    }
    return _canonical(table)


def _canonical(table: object) -> bytes:
    return json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode("ascii")


def _read_manifest(text: bytes) -> dict[str, Any]:
    try:
        table: Any = json.loads(text)
        canonical = _canonical(table) == text
    except (ValueError, RecursionError):
        table, canonical = None, False
    if not isinstance(table, dict) or not canonical:
        raise refused(words.MANIFEST_UNREADABLE)
    if table.get("format") != FORMAT:
        raise refused(words.FORMAT_UNKNOWN)
    if set(table) != _KEYS or not all(isinstance(table[key], str) for key in _TEXTS) or not _is_sound(table):
        raise refused(words.MANIFEST_INCOMPLETE)
    return table


def _is_sound(table: Mapping[str, Any]) -> bool:
    """Tell whether each value of a manifest is of the one kind that it may be; its texts are known to be texts."""
    stripped = table["stripped"]
    return bool(
        _ID.fullmatch(table["id"])
        and type(table["serial"]) is int
        and 0 < table["serial"] < _LARGEST
        and _is_day(table["created"])
        and (table["recipient"] == BY_PASSPHRASE or RECIPIENT.fullmatch(table["recipient"]))
        and RECIPIENT.fullmatch(table["reply_to"])
        and SIGNER.fullmatch(table["signer"])
        and _is_secret(table["reply_secret"])
        and isinstance(stripped, dict)
        and all(
            _CLASS.fullmatch(name) and type(count) is int and 0 < count < _LARGEST for name, count in stripped.items()
        )
    )


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_secret(text: str) -> bool:
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    return len(raw) == _SECRET_BYTES and base64.b64encode(raw).decode("ascii") == text


def _check_members(listed: object, found: Mapping[str, bytes]) -> None:
    actual = [
        {"name": name, "size": len(found[name]), "sha256": hashlib.sha256(found[name]).hexdigest()}
        for name in sorted(found)
    ]
    if listed == actual:
        return
    rows = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if [row.get("name") for row in rows] != sorted(found):
        raise refused(words.MEMBERS_NOT_LISTED)
    if any(row.get("size") != len(found[name]) for row, name in zip(rows, sorted(found), strict=True)):
        raise refused(words.SIZE_NOT_LISTED)
    raise refused(words.MEMBER_NOT_AS_LISTED)
