"""A hostile bundle: what was changed, forged, re-addressed or packed in another way is refused before it is used."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.share import packing
from tj.share.bundle import Manifest, build, parse
from tj.share.crypto import encrypt, new_identity, new_signing_key, recipient_of, signer_of
from tj.share.known import Known
from tj.share.open import open_bundle

IDENTITY, OTHER = new_identity(), new_identity()
KEY = new_signing_key()
MANIFEST = Manifest(
    id="abcdefgh234567ab",
    serial=1,
    created="2026-05-11",
    recipient=recipient_of(IDENTITY),
    signer=signer_of(KEY),
    reply_to=recipient_of(new_identity()),
    reply_secret="AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    stripped={},
)
MEMBERS = {"report.html": b"<p>a report", "entries/0001.md": b"a day\n"}
INNER = build(MANIFEST, MEMBERS, KEY)
SEALED = encrypt(INNER, recipient_of(IDENTITY))
PARTS = {
    info.filename: zipfile.ZipFile(io.BytesIO(INNER)).read(info)
    for info in zipfile.ZipFile(io.BytesIO(INNER)).infolist()
}


@pytest.fixture
def known(tmp_path: Path) -> Known:
    return Known(tmp_path / "data")


def refused(inner: bytes) -> str:
    with pytest.raises(Refused) as caught:
        parse(inner)
    assert caught.value.exit_code == EXIT_REFUSED
    assert "a day" not in caught.value.message + caught.value.hint
    return caught.value.message


def pack(
    members: list[tuple[str, bytes]], *, compress: int = zipfile.ZIP_STORED, comment: bytes = b"", extra: bytes = b"",
    time: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0),
) -> bytes:  # fmt: skip
    target = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of names that are there twice
        with zipfile.ZipFile(target, "w", compress) as packed:
            for name, data in members:
                info = zipfile.ZipInfo(name, time)
                info.create_system, info.external_attr, info.compress_type = 3, 0o100600 << 16, compress
                info.extra = extra
                packed.writestr(info, data)
            packed.comment = comment
    return target.getvalue()


IN_ORDER = [*sorted((name, data) for name, data in PARTS.items() if name != "pad"), ("pad", PARTS["pad"])]


def test_the_tests_pack_as_a_bundle_is_packed() -> None:
    assert pack(IN_ORDER) == INNER
    assert parse(INNER).members == MEMBERS


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, bytes]:
    """A bundle that is not padded to 64 KiB, so that each place in it can be tried: decrypted, and encrypted."""
    monkeypatch.setattr(packing, "LEAST_BYTES", 0)
    inner = build(MANIFEST, MEMBERS, KEY)
    assert 500 < len(inner) < 4000
    return inner, encrypt(inner, MANIFEST.recipient)


def test_every_changed_byte_of_a_small_zip_is_refused(small: tuple[bytes, bytes]) -> None:
    inner, _ = small
    assert parse(inner).members == MEMBERS
    for position in range(len(inner)):
        for mask in (0x01, 0x02, 0x20, 0x80, 0xFF):
            changed = bytearray(inner)
            changed[position] ^= mask
            with pytest.raises(Refused):
                parse(bytes(changed))


def test_every_cut_and_every_longer_small_zip_is_refused(small: tuple[bytes, bytes]) -> None:
    inner, _ = small
    for position in range(len(inner)):
        for other in (
            inner[:position],
            inner[position + 1 :],
            inner[:position] + inner[position + 1 :],
            inner[:position] + b"\0" + inner[position:],
        ):
            with pytest.raises(Refused):
                parse(other)


def test_every_changed_cut_or_added_byte_of_a_small_file_is_refused(small: tuple[bytes, bytes], known: Known) -> None:
    _, sealed = small
    assert open_bundle(sealed, [IDENTITY], known).parsed.members == MEMBERS
    body = sealed.index(b"\n--- ") + 1
    for position in range(len(sealed)):
        flipped = bytearray(sealed)
        flipped[position] ^= 1 << position % 8
        longer = sealed[: position + 1] + b"\0" + sealed[position + 1 :]
        for other in (bytes(flipped), sealed[:position] + sealed[position + 1 :], longer, sealed[:position]):
            with pytest.raises(TjError) as caught:
                open_bundle(other, [IDENTITY], known)
            # Up to the MAC, whom the file is for cannot be told from damage to that very part of it.
            assert caught.value.exit_code in ((EXIT_FAILED, EXIT_REFUSED) if position < body else (EXIT_REFUSED,))


@given(st.data())
@settings(max_examples=300)
def test_a_bundle_that_was_changed_in_any_way_is_refused(data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(SEALED)))
    gone = data.draw(st.integers(0, 200))
    put = data.draw(st.binary(max_size=200))
    changed = SEALED[:start] + put + SEALED[start + gone :]
    assume(changed != SEALED)
    with pytest.raises(TjError):
        open_bundle(changed, [IDENTITY], Known(Path("nowhere")))


@given(st.integers(0, len(INNER)), st.integers(0, 200), st.binary(max_size=200))
@settings(max_examples=300)
def test_a_zip_that_was_changed_in_any_way_is_refused(start: int, gone: int, put: bytes) -> None:
    changed = INNER[:start] + put + INNER[start + gone :]
    assume(changed != INNER)
    with pytest.raises(Refused):
        parse(changed)


def test_places_all_over_a_whole_zip_are_refused_when_changed(known: Known) -> None:
    start = INNER.index(PARTS["pad"], INNER.index(b"pad"))
    end = start + len(PARTS["pad"])
    positions = [*range(0, start, 7), *range(start, end, 1499), *range(end, len(INNER), 7)]
    assert len(positions) > 150
    for position in positions:
        changed = bytearray(INNER)
        changed[position] ^= 0x80
        with pytest.raises(Refused):
            open_bundle(encrypt(bytes(changed), MANIFEST.recipient), [IDENTITY], known)


def test_every_cut_and_longer_inner_zip_is_refused() -> None:
    for length in [*range(0, 200), *range(200, len(INNER), 2003), *range(len(INNER) - 200, len(INNER))]:
        refused(INNER[:length])
    for more in (b"\0", b"x", bytes(22), INNER):
        refused(INNER + more)
        refused(more + INNER)


def central(inner: bytes, field: int, form: str, value: int, *, member: int = 0) -> bytes:
    """Return a zip with one field changed in what its directory says of a member."""
    changed, at = bytearray(inner), 0
    for _ in range(member + 1):
        at = changed.index(b"PK\x01\x02", at + 1)
    struct.pack_into(form, changed, at + field, value)
    return bytes(changed)


def local(inner: bytes, field: int, form: str, value: int) -> bytes:
    """Return a zip with one field changed in what stands before its first member."""
    changed = bytearray(inner)
    struct.pack_into(form, changed, field, value)
    return bytes(changed)


def with_gap(inner: bytes) -> bytes:
    """Return a zip with a byte between its members and its directory that its end knows of."""
    at = inner.index(b"PK\x01\x02")
    end = struct.unpack("<L", inner[-6:-2])[0] + 1
    return inner[:at] + b"?" + inner[at:-6] + struct.pack("<LH", end, 0)


def linked(inner: bytes) -> bytes:
    return central(inner, 38, "<L", 0o120777 << 16)


FIRST = IN_ORDER[0][0].encode()
BEHIND_END = INNER[:-22] + b"PK\x06\x07" + bytes(16) + INNER[-22:]


@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        (b"", "holds is no zip file"),
        (b"hello" * 100, "holds is no zip file"),
        (b"PK\x03\x04", "cut off before its end"),
        (b"PK\x03\x04PK\x05\x06", "cut off before its end"),
        (INNER[: len(INNER) // 2], "cut off before its end"),
        (INNER[:-1], "its end is cut off"),
        (INNER + b"x", "something stands behind"),
        (pack(IN_ORDER, comment=b"hidden"), "something stands behind"),
        (b"#!/bin/sh\n" + INNER, "something stands before"),
        (BEHIND_END, "only huge files"),
        (INNER[:-10] + struct.pack("<L", 7) + INNER[-6:], "list of members in its zip cannot be read"),
        (pack([IN_ORDER[0], *IN_ORDER]), "two members of one name"),
        (pack([("ENTRIES/0001.md", b""), *IN_ORDER]), "whose names many computers take for one"),
        (pack([("Manifest.json", b""), *IN_ORDER]), "whose names many computers take for one"),
        (pack([("e\u0301.md", b""), ("\u00e9.md", b""), *IN_ORDER]), "whose names many computers take for one"),
        (pack([("stra\u00dfe", b""), ("STRASSE", b""), *IN_ORDER]), "whose names many computers take for one"),
        (central(INNER, 8, "<H", 1), "encrypted once more"),
        (pack(IN_ORDER, compress=zipfile.ZIP_DEFLATED), "it is compressed"),
        (central(INNER, 24, "<L", 5), "a member of two sizes"),
        (linked(INNER), "no plain file"),
        (central(INNER, 38, "<L", 0o100644 << 16), "no plain file"),
        (central(INNER, 38, "<L", 0x10 | 0o040700 << 16), "no plain file"),
        (pack(IN_ORDER, time=(2026, 5, 11, 9, 30, 0)), "more to it than name and content"),
        (pack(IN_ORDER, extra=struct.pack("<HH4s", 0x7075, 4, b"HIDE")), "more to it than name and content"),
        (central(INNER, 42, "<L", 1), "overlap, or something stands between"),
        (central(INNER, 42, "<L", 0, member=1), "overlap, or something stands between"),
        (with_gap(INNER), "overlap, or something stands between"),
        (INNER.replace(FIRST, b"x" * len(FIRST), 1), "described in two ways"),
        (local(INNER, 14, "<L", 7), "described in two ways"),
        (local(INNER, 22, "<L", 7), "described in two ways"),
        (INNER.replace(b"a day", b"a DAY", 1), "its check sum is another"),
        (pack([IN_ORDER[-1], *IN_ORDER[:-1]]), "not in their order"),
        (pack([*reversed(IN_ORDER[:-1]), IN_ORDER[-1]]), "not in their order"),
        (pack(IN_ORDER[:-1]), "its padding is missing"),
        (pack([*IN_ORDER[:-1], ("pad", b"\0" * (len(PARTS["pad"]) - 1) + b"x")]), "its padding holds something"),
        (pack([*IN_ORDER[:-1], ("pad", b"")]), "its padding is not of the size"),
        (pack([*IN_ORDER[:-1], ("pad", PARTS["pad"] + b"\0")]), "its padding is not of the size"),
        (local(INNER, 4, "<H", 10), "not packed in the one form"),
        (central(INNER, 36, "<H", 1), "not packed in the one form"),
    ],
)  # fmt: skip
def test_another_way_of_packing_is_refused(inner: bytes, sentence: str) -> None:
    assert sentence in refused(inner)


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "entries/../x", "..",
     "entries/..", "entries\\0001.md", "..\\x", "\\\\host\\x", "C:x", "c:/x",
     "entries/../../../../home/x/.bashrc", "att/0001.jpg/../../x"],
)  # fmt: skip
def test_a_name_that_leads_out_of_the_folder_is_refused(name: str) -> None:
    message = refused(pack([*IN_ORDER[:-1], (name, b"x"), IN_ORDER[-1]]))
    assert "leads out of the folder" in message
    assert len(name) < 4 or name not in message


@pytest.mark.parametrize(
    "name",
    ["entries/0001.MD2", "a\x1b[2J", "entries/0001.md/",
     "entries/", "e\u0301.md", "\u202egpj.exe", "con", "", "report.html ",
     "entries/1.md", "att/0001.exe", "att/0001.html", "x" * 300, "pad2", "entries/٠٠٠١.md", "entries/0001.md\n", "..."],
)  # fmt: skip
def test_a_name_of_its_own_choice_is_refused(name: str) -> None:
    message = refused(pack([*IN_ORDER[:-1], (name, b"x"), IN_ORDER[-1]]))
    assert "whose name is not one" in message
    assert len(name) < 4 or name not in message


def test_a_deep_path_is_refused() -> None:
    assert refused(pack([*IN_ORDER[:-1], ("a/" * 2000, b""), IN_ORDER[-1]]))


def test_too_many_members_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_MEMBERS", 20)
    many = [(f"entries/{number:04}.md", b"") for number in range(30)]
    assert "more than 20 members" in refused(pack([*many, *IN_ORDER]))


def test_many_short_names_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_MEMBERS", 20)
    assert "more than 20 members" in refused(pack([(chr(ord("A") + number), b"") for number in range(26)]))


def test_a_directory_that_claims_millions_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the directory was read")

    monkeypatch.setattr(zipfile, "ZipFile", never)
    claimed = INNER[:-22] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 5_000_000, 0, 0)
    assert "more than 5,000 members" in refused(claimed)


def test_a_bomb_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pack([("report.html", bytes(30_000_000))], compress=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    monkeypatch.setattr(packing, "_members", lambda *_: pytest.fail("a member was read"))
    assert "it is compressed" in refused(bomb)


def test_members_that_claim_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_BYTES", len(INNER))
    assert "larger than" in refused(INNER + b"\0")
    overlapping = bytearray(pack([("report.html", b"x" * 40_000), ("pad", b"")]))
    monkeypatch.setattr(packing, "MAX_BYTES", len(overlapping))
    at = overlapping.rindex(b"PK\x01\x02", 0, overlapping.rindex(b"PK\x01\x02"))
    for field in (20, 24):
        overlapping[at + field : at + field + 4] = struct.pack("<L", 2**31)
    assert "larger than" in refused(bytes(overlapping))


def test_a_file_larger_than_any_bundle_is_not_decrypted(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.share.open.MAX_BYTES", 0)
    monkeypatch.setattr("tj.share.open._OVERHEAD", len(SEALED) - 1)
    with pytest.raises(Refused, match="larger than any bundle"):
        open_bundle(SEALED, [IDENTITY], known)


def test_a_cut_or_longer_file_is_said_to_be_one(known: Known) -> None:
    body = SEALED.index(b"\n--- ") + 49
    for other in (
        *(SEALED[:length] for length in (body, body + 1, body + 16, body + 33, len(SEALED) // 2)),
        *(SEALED[: len(SEALED) - less] for less in (1, 16, 17, 1000)),
        *(SEALED + more for more in (b"\0", b"\r\n", SEALED)),
    ):
        with pytest.raises(Refused, match="was cut off on its way, or something was added"):
            open_bundle(other, [IDENTITY], known)
    for length in (0, 1, 21, 22, 100):
        with pytest.raises(Refused, match=r"not an age file|first lines have no end"):
            open_bundle(SEALED[:length], [IDENTITY], known)
    with pytest.raises(Refused, match="damaged or was changed"):
        open_bundle(SEALED[:-1] + b"?", [IDENTITY], known)
    # Cut off in the zip, before it was encrypted: by someone who could open it.
    with pytest.raises(Refused, match="its end is cut off"):
        open_bundle(encrypt(INNER[:-1], MANIFEST.recipient), [IDENTITY], known)


def test_a_bundle_passed_on_to_another_is_refused(known: Known) -> None:
    passed_on = encrypt(INNER, recipient_of(OTHER))
    with pytest.raises(Refused, match="made for someone else") as caught:
        open_bundle(passed_on, [OTHER], known)
    assert caught.value.exit_code == EXIT_REFUSED
    # One who has both keys is whom it was made for.
    assert open_bundle(passed_on, [OTHER, IDENTITY], known).parsed.members == MEMBERS


def test_the_wrong_identity_fails_without_a_verdict(known: Known) -> None:
    with pytest.raises(TjError, match="none of your keys") as caught:
        open_bundle(SEALED, [OTHER], known)
    assert caught.value.exit_code == EXIT_FAILED


@pytest.mark.parametrize(
    "forge",
    [
        lambda: build(replace(MANIFEST, signer=signer_of(new_signing_key())), MEMBERS, KEY),
        lambda: build(MANIFEST, MEMBERS, new_signing_key()),
        lambda: packing.pack({**{k: v for k, v in PARTS.items() if k != "pad"}, "entries/0001.md": b"forged\n"}),
        lambda: packing.pack({k: v for k, v in PARTS.items() if k not in ("pad", "manifest.sig")}),
    ],
)
def test_a_forged_bundle_is_refused(known: Known, forge: Callable[[], bytes]) -> None:
    known.trust("Mara", MANIFEST.signer)
    with pytest.raises(Refused) as caught:
        open_bundle(encrypt(forge(), MANIFEST.recipient), [IDENTITY], known)
    assert caught.value.exit_code == EXIT_REFUSED
