"""What is inside a bundle, `tj-bundle/1`: a zip without compression that has exactly one valid form.

    att/0001.jpg  entries/0001.md  manifest.json  manifest.sig  report.html  pad

Members are sorted, `pad` is last; times are 1980-01-01. `pad` is zeros, up to the next PADME size of the whole and at
least 64 KiB. `manifest.json` is JSON with sorted keys, no spaces and ASCII only; it lists each member but itself, its
signature and `pad` with size and SHA-256. `manifest.sig` is the Ed25519 signature over `tj-bundle/1`, a NUL and the
manifest's bytes.

A reader builds the zip again from what it found and compares: whatever is not in the one form is refused.
"""

import base64
import binascii
import hashlib
import io
import json
import re
import struct
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tj.errors import Refused
from tj.share.crypto import RECIPIENT, SIGNER, sign, verify
from tj.share.endings import FILES, PICTURES

__all__ = ["FORMAT", "MAX_BYTES", "Manifest", "Parsed", "build", "padded_size", "parse"]

FORMAT = "tj-bundle/1"
MAX_MEMBERS = 5_000
MAX_BYTES = 64 * 1024 * 1024
LEAST_BYTES = 64 * 1024

_MANIFEST, _SIGNATURE, _PAD = "manifest.json", "manifest.sig", "pad"
_NAME = re.compile(rf"report\.html|entries/[0-9]{{4}}\.md|att/[0-9]{{4}}\.(?:{'|'.join((*PICTURES, *FILES))})")
_TIME = (1980, 1, 1, 0, 0, 0)
_TEXTS = ("format", "id", "created", "recipient", "signer", "reply_to", "reply_secret")
_KEYS = {*_TEXTS, "serial", "members", "stripped"}
_ID = re.compile(r"[a-z2-7]{16}")
_CLASS = re.compile(r"[a-z][a-z -]{0,39}")
_SECRET_BYTES = 32
# The end of a zip without a comment: signature, two disks, two counts, the directory's size and place, no comment.
_END = struct.Struct("<4s4H2LH")
_ZIP_MARK, _END_MARK, _LONG_END_MARK = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_LONG_END_BYTES = 20
_MOST_PER_MEMBER = 46 + 32


@dataclass(frozen=True, slots=True, repr=False)
class Manifest:
    """What a bundle says of itself: for whom (`recipient`), by whom (`signer`), its number to them (`serial`), its day.

    `reply_to` is the writer's own recipient, `reply_secret` base64 of 32 bytes, `stripped` counts by class what was
    taken out. It names no paths, no titles, and no one else.
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
    return _pack({**members, _MANIFEST: text, _SIGNATURE: sign(signing_key, _signed(text))})


def parse(data: bytes) -> Parsed:
    """Read the zip of a bundle.

    Raises `Refused` with its own sentence for each way in which it is not as `build` makes it.
    """
    if len(data) > MAX_BYTES:
        raise _refused(f"it is larger than {MAX_BYTES >> 20} MiB")
    found = _unpack(data)
    pad = found.pop(_PAD, None)
    if pad is None or any(pad):
        raise _refused("its padding is missing or holds something")
    if _pack(found) != data:
        raise _refused("it is not packed in the one form that tj makes; something may be hidden in it")
    text, signature = found.pop(_MANIFEST, b""), found.pop(_SIGNATURE, b"")
    table = _read_manifest(text)
    _check_members(table["members"], found)
    if not verify(table["signer"], signature, _signed(text)):
        raise _refused("its signature is not valid; it may be forged")
    values = {key: table[key] for key in _KEYS - {"format", "members"}}
    return Parsed(Manifest(**values), found)


def padded_size(size: int) -> int:
    """Return the PADME size for `size` bytes: it grows by at most 12 % and tells little of the true one.

    Source: Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs, PETS 2019.
    """
    exponent = max(size, 2).bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return max((size + mask) & ~mask, LEAST_BYTES)


def _signed(manifest: bytes) -> bytes:
    return FORMAT.encode() + b"\0" + manifest


def _refused(reason: str) -> Refused:
    return Refused(f"this bundle is refused: {reason}", "do not rely on it; ask for it to be sent again")


def _pack(members: Mapping[str, bytes]) -> bytes:
    bare = _zip({**members, _PAD: b""})
    packed = _zip({**members, _PAD: bytes(padded_size(len(bare)) - len(bare))})
    if len(packed) > MAX_BYTES or len(members) > MAX_MEMBERS:
        raise Refused(
            f"this would be larger than {MAX_BYTES >> 20} MiB, which no reader accepts",
            "choose fewer entries or pictures",
        )
    return packed


def _zip(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(members, key=lambda name: (name == _PAD, name)):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3
            info.external_attr = 0o100600 << 16
            packed.writestr(info, members[name])
    return target.getvalue()


def _check_end(data: bytes) -> None:
    """Look at the end of a zip before anything is read for each of its members, of which it could claim millions."""
    if len(data) < _END.size + _LONG_END_BYTES or data[: len(_ZIP_MARK)] != _ZIP_MARK:
        raise _refused("what it holds is no whole zip file")
    mark, *_, size, _, comment = _END.unpack(data[-_END.size :])
    if mark != _END_MARK or comment or data[-_END.size - _LONG_END_BYTES :].startswith(_LONG_END_MARK):
        raise _refused("something stands before or behind the zip in it, or it is cut off")
    if size > (MAX_MEMBERS + 3) * _MOST_PER_MEMBER:
        raise _refused(f"it has more than {MAX_MEMBERS:,} members")


def _unpack(data: bytes) -> dict[str, bytes]:
    _check_end(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
            if len(infos) > MAX_MEMBERS + 3:
                raise _refused(f"it has more than {MAX_MEMBERS:,} members")
            names = [info.filename for info in infos]
            if len(set(names)) != len(names):
                raise _refused("it has two members of one name")
            odd = [name for name in names if name not in (_MANIFEST, _SIGNATURE, _PAD) and not _NAME.fullmatch(name)]
            if odd:
                raise _refused("it has a member whose name is not one that tj gives")
            if any(info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size for info in infos):
                raise _refused("it is compressed, and could grow while it is opened")
            if sum(info.file_size for info in infos) > MAX_BYTES:
                raise _refused(f"its members are larger than {MAX_BYTES >> 20} MiB")
            return {info.filename: packed.read(info) for info in infos}
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, NotImplementedError, OverflowError):
        raise _refused("what it holds is no whole zip file") from None


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
        raise _refused("its manifest is missing or cannot be read")
    if table.get("format") != FORMAT:
        raise _refused("it is of a format that this version of tj does not know")
    if set(table) != _KEYS or not all(isinstance(table[key], str) for key in _TEXTS) or not _is_sound(table):
        raise _refused("its manifest does not say what it must")
    return table


def _is_sound(table: Mapping[str, Any]) -> bool:
    """Tell whether each value of a manifest is of the one kind that it may be; its texts are known to be texts."""
    stripped = table["stripped"]
    return bool(
        _ID.fullmatch(table["id"])
        and type(table["serial"]) is int
        and table["serial"] > 0
        and _is_day(table["created"])
        and RECIPIENT.fullmatch(table["recipient"])
        and RECIPIENT.fullmatch(table["reply_to"])
        and SIGNER.fullmatch(table["signer"])
        and _is_secret(table["reply_secret"])
        and isinstance(stripped, dict)
        and all(_CLASS.fullmatch(name) and type(count) is int and count > 0 for name, count in stripped.items())
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
    names = [one.get("name") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    if names != sorted(found):
        raise _refused("its members are not those that its manifest lists")
    raise _refused("a member is not as its manifest says")
