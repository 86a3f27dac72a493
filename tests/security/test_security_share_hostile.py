"""A hostile bundle: what was changed, forged, re-addressed or packed in another way is refused before it is used."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.share import bundle
from tj.share.book import Book
from tj.share.bundle import Manifest, build, parse
from tj.share.crypto import encrypt, new_identity, new_signing_key, recipient_of, signer_of
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
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "data")


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


def test_every_changed_byte_of_the_inner_zip_is_refused(book: Book) -> None:
    start = INNER.index(PARTS["pad"], INNER.index(b"pad")) if PARTS["pad"] else 0
    end = start + len(PARTS["pad"])
    positions = [*range(start), *range(start, end, 1499), *range(end, len(INNER))]
    assert len(positions) > 1000
    for position in positions:
        changed = bytearray(INNER)
        changed[position] ^= 0x01
        with pytest.raises(Refused):
            parse(bytes(changed))
    for position in positions[::97]:
        changed = bytearray(INNER)
        changed[position] ^= 0x80
        with pytest.raises(Refused):
            open_bundle(encrypt(bytes(changed), MANIFEST.recipient), [IDENTITY], book)


def test_every_cut_and_longer_inner_zip_is_refused() -> None:
    for length in [*range(0, 200), *range(200, len(INNER), 2003), *range(len(INNER) - 200, len(INNER))]:
        refused(INNER[:length])
    for more in (b"\0", b"x", bytes(22), INNER):
        refused(INNER + more)
        refused(more + INNER)


@pytest.mark.parametrize(
    ("inner", "sentence"),
    [
        (b"", "no whole zip"),
        (b"hello" * 100, "no whole zip"),
        (pack([*IN_ORDER[:-1], ("pad", b"")]), "not packed in the one form"),
        (pack(IN_ORDER[:-1]), "padding is missing"),
        (pack([*IN_ORDER[:-1], ("pad", b"\0" * (len(PARTS["pad"]) - 1) + b"x")]), "padding is missing or holds"),
        (pack([*IN_ORDER[:-1], ("pad", PARTS["pad"] + b"\0")]), "not packed in the one form"),
        (pack([IN_ORDER[-1], *IN_ORDER[:-1]]), "not packed in the one form"),
        (pack([*reversed(IN_ORDER[:-1]), IN_ORDER[-1]]), "not packed in the one form"),
        (pack([IN_ORDER[0], *IN_ORDER]), "two members of one name"),
        (pack(IN_ORDER, time=(2026, 5, 11, 9, 30, 0)), "not packed in the one form"),
        (pack(IN_ORDER, extra=struct.pack("<HH4s", 0x7075, 4, b"HIDE")), "not packed in the one form"),
        (pack(IN_ORDER, comment=b"hidden"), "before or behind"),
        (pack(IN_ORDER, compress=zipfile.ZIP_DEFLATED), "it is compressed"),
        (INNER[:-22] + b"PK\x06\x07" + bytes(16) + INNER[-22:], "before or behind"),
    ],
)  # fmt: skip
def test_another_way_of_packing_is_refused(inner: bytes, sentence: str) -> None:
    assert sentence in refused(inner)


@pytest.mark.parametrize(
    "name",
    ["../x", "/etc/passwd", "entries/../x", "entries/0001.MD", "ENTRIES/0001.md", "entries\\0001.md", "C:x", "a\x1b[2J",
     "entries/0001.md/", "entries/", "e\u0301.md", "\u202egpj.exe", "con", "", "report.html ", "entries/1.md",
     "att/0001.exe", "att/0001.html", "x" * 300, "pad2", "entries/٠٠٠١.md"],
)  # fmt: skip
def test_a_name_of_its_own_choice_is_refused(name: str) -> None:
    message = refused(pack([*IN_ORDER[:-1], (name, b"x"), IN_ORDER[-1]]))
    assert "whose name" in message or "no whole zip" in message or "two members" in message
    assert not name or len(name) < 4 or name not in message


def test_a_deep_path_is_refused() -> None:
    assert refused(pack([*IN_ORDER[:-1], ("a/" * 2000, b""), IN_ORDER[-1]]))


def test_too_many_members_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_MEMBERS", 20)
    many = [(f"entries/{number:04}.md", b"") for number in range(30)]
    assert "more than 20 members" in refused(pack([*many, *IN_ORDER]))


def test_a_directory_that_claims_millions_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the directory was read")

    monkeypatch.setattr(zipfile, "ZipFile", never)
    claimed = INNER[:-22] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 5_000_000, 0, 0)
    assert "more than 5,000 members" in refused(claimed)


def test_a_bomb_is_refused_unopened(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pack([("report.html", bytes(30_000_000))], compress=zipfile.ZIP_DEFLATED)
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("a member was read"))
    assert "it is compressed" in refused(bomb)


def test_members_that_claim_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MAX_BYTES", len(INNER))
    assert "larger than" in refused(INNER + b"\0")
    overlapping = bytearray(pack([("report.html", b"x" * 40_000), ("pad", b"")]))
    monkeypatch.setattr(bundle, "MAX_BYTES", len(overlapping))
    at = overlapping.rindex(b"PK\x01\x02", 0, overlapping.rindex(b"PK\x01\x02"))
    for field in (20, 24):
        overlapping[at + field : at + field + 4] = struct.pack("<L", 2**31)
    assert "larger than" in refused(bytes(overlapping))


def test_a_file_larger_than_any_bundle_is_not_decrypted(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.share.open.MAX_BYTES", 0)
    monkeypatch.setattr("tj.share.open._OVERHEAD", len(SEALED) - 1)
    with pytest.raises(Refused, match="larger than any bundle"):
        open_bundle(SEALED, [IDENTITY], book)


def test_every_changed_byte_of_the_file_is_refused(book: Book) -> None:
    header = SEALED.index(b"\n--- ") + 5 + 43 + 1
    for position in [*range(header), *range(header, len(SEALED), 2503), len(SEALED) - 1]:
        changed = bytearray(SEALED)
        changed[position] ^= 0x01
        with pytest.raises(TjError) as caught:
            open_bundle(bytes(changed), [IDENTITY], book)
        # Who the file is for cannot be told from damage to that very part of it.
        assert caught.value.exit_code in ((EXIT_FAILED, EXIT_REFUSED) if position < header else (EXIT_REFUSED,))


def test_every_cut_and_longer_file_is_refused(book: Book) -> None:
    for length in [0, 1, 21, 22, 100, 200, len(SEALED) // 2, len(SEALED) - 16, len(SEALED) - 1]:
        with pytest.raises(Refused):
            open_bundle(SEALED[:length], [IDENTITY], book)
    for more in (b"\0", SEALED):
        with pytest.raises(Refused):
            open_bundle(SEALED + more, [IDENTITY], book)


def test_a_bundle_passed_on_to_another_is_refused(book: Book) -> None:
    passed_on = encrypt(INNER, recipient_of(OTHER))
    with pytest.raises(Refused, match="made for someone else") as caught:
        open_bundle(passed_on, [OTHER], book)
    assert caught.value.exit_code == EXIT_REFUSED
    # One who has both keys is whom it was made for.
    assert open_bundle(passed_on, [OTHER, IDENTITY], book).parsed.members == MEMBERS


def test_the_wrong_identity_fails_without_a_verdict(book: Book) -> None:
    with pytest.raises(TjError, match="none of your keys") as caught:
        open_bundle(SEALED, [OTHER], book)
    assert caught.value.exit_code == EXIT_FAILED


@pytest.mark.parametrize(
    "forge",
    [
        lambda: build(replace(MANIFEST, signer=signer_of(new_signing_key())), MEMBERS, KEY),
        lambda: build(MANIFEST, MEMBERS, new_signing_key()),
        lambda: bundle._pack({**{k: v for k, v in PARTS.items() if k != "pad"}, "entries/0001.md": b"forged\n"}),
        lambda: bundle._pack({k: v for k, v in PARTS.items() if k not in ("pad", "manifest.sig")}),
    ],
)
def test_a_forged_bundle_is_refused(book: Book, forge: Callable[[], bytes]) -> None:
    book.trust("Mara", MANIFEST.signer)
    with pytest.raises(Refused) as caught:
        open_bundle(encrypt(forge(), MANIFEST.recipient), [IDENTITY], book)
    assert caught.value.exit_code == EXIT_REFUSED
