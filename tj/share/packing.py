"""The zip of a bundle: without compression, and with exactly one valid form for given members.

Members are sorted, `pad` is last; times are 1980-01-01, the mode is 0600, there are no comments and no extra fields.
`pad` is zeros, up to the next PADME size of the whole and at least 64 KiB. `unpack` says in its own sentence what is
wrong with a zip, as far as it knows; in the end it packs again what it found, and refuses what differs in any byte.
"""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from tj.errors import Refused
from tj.share.endings import FILES, PICTURES

__all__ = ["MAX_BYTES", "MAX_MEMBERS", "pack", "padded_size", "refused", "unpack"]

MAX_MEMBERS = 5_000
MAX_BYTES = 64 * 1024 * 1024
LEAST_BYTES = 64 * 1024
# Members that are not counted: manifest, signature, pad.
OWN_MEMBERS = ("manifest.json", "manifest.sig", "pad")

_PAD = "pad"
_NAME = re.compile(rf"report\.html|entries/[0-9]{{4}}\.md|att/[0-9]{{4}}\.(?:{'|'.join((*PICTURES, *FILES))})")
_LEADS_OUT = re.compile(r"[/\\]|[A-Za-z]:|(?:.*[/\\])?\.\.(?:[/\\]|\Z)|.*\\", re.DOTALL)
_TIME = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100600 << 16
# The end of a zip without a comment: signature, two disks, two counts, the directory's size and place, no comment.
_END = struct.Struct("<4s4H2LH")
_PLACE = 6
# What stands before each member: signature, version, flags, method, time, day, CRC, two sizes, two lengths.
_LOCAL = struct.Struct("<4s5H3L2H")
_LOCAL_MARK, _END_MARK, _LONG_END_MARK = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_LONG_END_BYTES = 20
_MOST_PER_MEMBER = 46 + 32


def pack(members: Mapping[str, bytes]) -> bytes:
    """Return the zip of these members and a `pad`.

    Raises `Refused` where it would be larger than a reader accepts.
    """
    bare = _zip({**members, _PAD: b""})
    packed = _zip({**members, _PAD: bytes(padded_size(len(bare)) - len(bare))})
    if len(packed) > MAX_BYTES or len(members) > MAX_MEMBERS:
        raise Refused(
            f"this would be larger than {MAX_BYTES >> 20} MiB, which no reader accepts",
            "choose fewer entries or pictures",
        )
    return packed


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip that `pack` made, all but its `pad`.

    Raises `Refused` with its own sentence for each way in which it is another.
    """
    if len(data) > MAX_BYTES:
        raise refused(f"it is larger than {MAX_BYTES >> 20} MiB")
    _check_end(data)
    infos = _directory(data)
    _check_names([info.orig_filename for info in infos])
    _check_kinds(infos)
    members = _members(data, infos)
    if list(members) != sorted(members, key=_place) or [info.filename for info in infos] != list(members):
        raise refused("its members are not in their order")
    found = _without_pad(members, len(data))
    if pack(found) != data:
        raise refused("it is not packed in the one form that tj makes; something may be hidden in it")
    return found


def padded_size(size: int) -> int:
    """Return the PADME size for `size` bytes: it grows by at most 12 % and tells little of the true one.

    Source: Nikitin et al., Reducing Metadata Leakage from Encrypted Files and Communication with PURBs, PETS 2019.
    """
    exponent = max(size, 2).bit_length() - 1
    mask = (1 << (exponent - exponent.bit_length())) - 1
    return max((size + mask) & ~mask, LEAST_BYTES)


def refused(reason: str) -> Refused:
    """Return the refusal of a bundle for a reason, a sentence about `it`."""
    return Refused(f"this bundle is refused: {reason}", "do not rely on it; ask for it to be sent again")


def _zip(members: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for name in sorted(members, key=_place):
            info = zipfile.ZipInfo(name, _TIME)
            info.create_system = 3
            info.external_attr = _MODE
            packed.writestr(info, members[name])
    return target.getvalue()


def _check_end(data: bytes) -> None:
    """Look at the end of a zip before anything is read for each of its members, of which it could claim millions."""
    if not data.startswith(_LOCAL_MARK):
        if _LOCAL_MARK in data and _END_MARK in data:
            raise refused("something stands before the zip in it")
        raise refused("what it holds is no zip file")
    if _END_MARK not in data or len(data) < _END.size + _LONG_END_BYTES:
        raise refused("what it holds is cut off before its end")
    mark, *_, size, _, comment = _END.unpack(data[-_END.size :])
    if mark != _END_MARK or comment:
        raise refused("something stands behind the zip in it, or its end is cut off")
    if data[-_END.size - _LONG_END_BYTES :].startswith(_LONG_END_MARK):
        raise refused("it is packed as only huge files are")
    if size > (MAX_MEMBERS + len(OWN_MEMBERS)) * _MOST_PER_MEMBER:
        raise refused(f"it has more than {MAX_MEMBERS:,} members")


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, OverflowError, struct.error):
        raise refused("the list of members in its zip cannot be read") from None
    if len(infos) > MAX_MEMBERS + len(OWN_MEMBERS):
        raise refused(f"it has more than {MAX_MEMBERS:,} members")
    return infos


def _check_names(names: Sequence[str]) -> None:
    if any(_LEADS_OUT.match(name) for name in names):
        raise refused("it has a member whose name leads out of the folder that it is saved in")
    if len(set(names)) != len(names):
        raise refused("it has two members of one name")
    if len({unicodedata.normalize("NFC", name).casefold() for name in names}) != len(names):
        raise refused("it has two members whose names many computers take for one")
    if not all(name in OWN_MEMBERS or _NAME.fullmatch(name) for name in names):
        raise refused("it has a member whose name is not one that tj gives")


def _check_kinds(infos: Sequence[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise refused("it has a member that is encrypted once more")
    if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise refused("it is compressed, and could grow while it is opened")
    if any(info.file_size != info.compress_size for info in infos):
        raise refused("it has a member of two sizes")
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise refused(f"its members are larger than {MAX_BYTES >> 20} MiB")
    if any(info.external_attr != _MODE or info.create_system != 3 for info in infos):
        raise refused("it has a member that is no plain file for its reader alone")
    if any(info.date_time != _TIME or info.extra or info.comment for info in infos):
        raise refused("it has a member with more to it than name and content, in which something may be hidden")


def _members(data: bytes, infos: Sequence[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Return each member's bytes from where the zip has them, one behind the other without a gap."""
    members: dict[str, bytes] = {}
    at = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        start = at + _LOCAL.size + len(info.filename)
        head = data[at : at + _LOCAL.size]
        if info.header_offset != at or len(head) < _LOCAL.size or start + info.file_size > len(data):
            raise refused("its members overlap, or something stands between them")
        mark, *_, crc, size, other, length, extra = _LOCAL.unpack(head)
        named = data[at + _LOCAL.size : start] == info.filename.encode("ascii") and length == len(info.filename)
        if (
            mark != _LOCAL_MARK
            or not named
            or extra
            or (crc, size, other) != (info.CRC, info.file_size, info.file_size)
        ):
            raise refused("it has a member that is described in two ways")
        members[info.filename] = data[start : start + info.file_size]
        at = start + info.file_size
        if zlib.crc32(members[info.filename]) != info.CRC:
            raise refused("it has a member that is damaged: its check sum is another")
    if at != _END.unpack(data[-_END.size :])[_PLACE]:
        raise refused("its members overlap, or something stands between them")
    return members


def _without_pad(members: Mapping[str, bytes], size: int) -> dict[str, bytes]:
    if _PAD not in members:
        raise refused("its padding is missing")
    pad = members[_PAD]
    if any(pad):
        raise refused("its padding holds something")
    if size != padded_size(size - len(pad)):
        raise refused("its padding is not of the size that it must have")
    return {name: held for name, held in members.items() if name != _PAD}


def _place(name: str) -> tuple[bool, str]:
    return name == _PAD, name
