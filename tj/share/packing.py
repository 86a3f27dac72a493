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
from tj.words import bundles as words

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
        raise Refused(*words.would_be_too_large(MAX_BYTES >> 20))
    return packed


def unpack(data: bytes) -> dict[str, bytes]:
    """Return the members of a zip that `pack` made, all but its `pad`.

    Raises `Refused` with its own sentence for each way in which it is another.
    """
    if len(data) > MAX_BYTES:
        raise refused(words.too_large(MAX_BYTES >> 20))
    _check_end(data)
    infos = _directory(data)
    _check_names([info.orig_filename for info in infos])
    _check_kinds(infos)
    members = _members(data, infos)
    if list(members) != sorted(members, key=_place) or [info.filename for info in infos] != list(members):
        raise refused(words.MEMBERS_OUT_OF_ORDER)
    found = _without_pad(members, len(data))
    if pack(found) != data:
        raise refused(words.PACKED_OTHERWISE)
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
    return Refused(*words.bundle_refused(reason))


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
            raise refused(words.SOMETHING_BEFORE)
        raise refused(words.NO_ZIP)
    if _END_MARK not in data or len(data) < _END.size + _LONG_END_BYTES:
        raise refused(words.CUT_OFF)
    mark, *_, size, _, comment = _END.unpack(data[-_END.size :])
    if mark != _END_MARK or comment:
        raise refused(words.SOMETHING_BEHIND)
    if data[-_END.size - _LONG_END_BYTES :].startswith(_LONG_END_MARK):
        raise refused(words.PACKED_AS_HUGE)
    if size > (MAX_MEMBERS + len(OWN_MEMBERS)) * _MOST_PER_MEMBER:
        raise refused(words.too_many_members(MAX_MEMBERS))


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            infos = packed.infolist()
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, RuntimeError, OverflowError, struct.error):
        raise refused(words.LIST_UNREADABLE) from None
    if len(infos) > MAX_MEMBERS + len(OWN_MEMBERS):
        raise refused(words.too_many_members(MAX_MEMBERS))
    return infos


def _check_names(names: Sequence[str]) -> None:
    if any(_LEADS_OUT.match(name) for name in names):
        raise refused(words.NAME_LEADS_OUT)
    if len(set(names)) != len(names):
        raise refused(words.ONE_NAME_TWICE)
    if len({unicodedata.normalize("NFC", name).casefold() for name in names}) != len(names):
        raise refused(words.NAMES_ALIKE)
    if not all(name in OWN_MEMBERS or _NAME.fullmatch(name) for name in names):
        raise refused(words.NAME_NOT_OURS)


def _check_kinds(infos: Sequence[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise refused(words.ENCRYPTED_ONCE_MORE)
    if any(info.compress_type != zipfile.ZIP_STORED for info in infos):
        raise refused(words.COMPRESSED)
    if any(info.file_size != info.compress_size for info in infos):
        raise refused(words.TWO_SIZES)
    if sum(info.file_size for info in infos) > MAX_BYTES:
        raise refused(words.members_too_large(MAX_BYTES >> 20))
    if any(info.external_attr != _MODE or info.create_system != 3 for info in infos):
        raise refused(words.NO_PLAIN_FILE)
    if any(info.date_time != _TIME or info.extra or info.comment for info in infos):
        raise refused(words.MORE_THAN_CONTENT)


def _members(data: bytes, infos: Sequence[zipfile.ZipInfo]) -> dict[str, bytes]:
    """Return each member's bytes from where the zip has them, one behind the other without a gap."""
    members: dict[str, bytes] = {}
    at = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        start = at + _LOCAL.size + len(info.filename)
        head = data[at : at + _LOCAL.size]
        if info.header_offset != at or len(head) < _LOCAL.size or start + info.file_size > len(data):
            raise refused(words.MEMBERS_OVERLAP)
        mark, *_, crc, size, other, length, extra = _LOCAL.unpack(head)
        named = data[at + _LOCAL.size : start] == info.filename.encode("ascii") and length == len(info.filename)
        if (
            mark != _LOCAL_MARK
            or not named
            or extra
            or (crc, size, other) != (info.CRC, info.file_size, info.file_size)
        ):
            raise refused(words.DESCRIBED_IN_TWO_WAYS)
        members[info.filename] = data[start : start + info.file_size]
        at = start + info.file_size
        if zlib.crc32(members[info.filename]) != info.CRC:
            raise refused(words.DAMAGED_MEMBER)
    if at != _END.unpack(data[-_END.size :])[_PLACE]:
        raise refused(words.MEMBERS_OVERLAP)
    return members


def _without_pad(members: Mapping[str, bytes], size: int) -> dict[str, bytes]:
    if _PAD not in members:
        raise refused(words.PADDING_MISSING)
    pad = members[_PAD]
    if any(pad):
        raise refused(words.PADDING_HOLDS_SOMETHING)
    if size != padded_size(size - len(pad)):
        raise refused(words.PADDING_OF_OTHER_SIZE)
    return {name: held for name, held in members.items() if name != _PAD}


def _place(name: str) -> tuple[bool, str]:
    return name == _PAD, name
