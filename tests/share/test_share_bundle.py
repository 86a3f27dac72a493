"""A bundle has one form: what `build` makes is read, and everything else is refused with its own sentence."""

import base64
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tj.errors import EXIT_REFUSED, Refused
from tj.share import packing
from tj.share.bundle import BY_PASSPHRASE, FORMAT, Manifest, build, parse
from tj.share.crypto import new_identity, new_signing_key, recipient_of, sign, signer_of
from tj.share.packing import padded_size

KEY = new_signing_key()
MANIFEST = Manifest(
    id="abcdefgh234567ab",
    serial=3,
    created="2026-05-11",
    recipient=recipient_of(new_identity()),
    signer=signer_of(KEY),
    reply_to=recipient_of(new_identity()),
    reply_secret=base64.b64encode(bytes(range(32))).decode(),
    stripped={"private part": 2},
)
MEMBERS = {"report.html": b"<p>a report", "entries/0001.md": "eén dag".encode(), "att/0001.jpg": b"\xff\xd8"}
BUILT = build(MANIFEST, MEMBERS, KEY)


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return {info.filename: packed.read(info) for info in packed.infolist()}


def signed(change: Callable[[dict[str, Any]], object], members: Mapping[str, bytes] = MEMBERS) -> bytes:
    """Return a bundle whose manifest was changed before it was signed and packed."""
    table = json.loads(unzip(BUILT)["manifest.json"])
    change(table)
    text = json.dumps(table, sort_keys=True, separators=(",", ":")).encode()
    return packed_with(text, members)


def packed_with(text: bytes, members: Mapping[str, bytes] = MEMBERS) -> bytes:
    signature = sign(KEY, FORMAT.encode() + b"\0" + text)
    return packing.pack({**members, "manifest.json": text, "manifest.sig": signature})


def unchanged(_: dict[str, Any]) -> None:
    pass


def refused(data: bytes) -> str:
    with pytest.raises(Refused) as caught:
        parse(data)
    assert caught.value.exit_code == EXIT_REFUSED
    assert caught.value.hint
    return caught.value.message


def test_what_is_built_is_read() -> None:
    found = parse(BUILT)
    assert found.members == MEMBERS
    assert all(getattr(found.manifest, name) == getattr(MANIFEST, name) for name in Manifest.__slots__)


def test_the_same_content_gives_the_same_bytes() -> None:
    assert build(MANIFEST, dict(reversed(MEMBERS.items())), KEY) == BUILT


def test_the_form_is_the_one_that_is_described() -> None:
    with zipfile.ZipFile(io.BytesIO(BUILT)) as packed:
        infos = packed.infolist()
        assert packed.testzip() is None
    assert [info.filename for info in infos] == [
        "att/0001.jpg", "entries/0001.md", "manifest.json", "manifest.sig", "report.html", "pad",
    ]  # fmt: skip
    for info in infos:
        assert info.compress_type == zipfile.ZIP_STORED
        assert info.date_time == (1980, 1, 1, 0, 0, 0)
        assert info.external_attr >> 16 == 0o100600
        assert info.extra == info.comment == b""
    table = json.loads(unzip(BUILT)["manifest.json"])
    assert set(table) == {
        "format", "id", "serial", "created", "recipient", "signer", "reply_to", "reply_secret", "members", "stripped",
    }  # fmt: skip
    assert [set(row) for row in table["members"]] == [{"name", "size", "sha256"}] * 3
    assert len(unzip(BUILT)["manifest.sig"]) == 64


def test_size_is_padded_and_at_least_64_kib() -> None:
    assert len(BUILT) == 64 * 1024
    grown = build(MANIFEST, {"report.html": bytes(100_000)}, KEY)
    assert len(grown) == padded_size(len(grown))
    assert 0 <= len(grown) - 100_000 < 12_000


@given(st.integers(1, 2**40))
@settings(max_examples=300)
def test_padding_grows_little_and_leaves_few_sizes(size: int) -> None:
    padded = padded_size(size)
    assert padded >= size
    assert padded == 64 * 1024 or padded - size <= 0.12 * size
    assert padded_size(padded) == padded
    assert padded_size(size + 1) >= padded


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.pop("id"),
        lambda table: table.update(extra=1),
        lambda table: table.update(id="../../etc/passwd"),
        lambda table: table.update(id=None),
        lambda table: table.update(serial=0),
        lambda table: table.update(serial=True),
        lambda table: table.update(serial="3"),
        lambda table: table.update(serial=2**53),
        lambda table: table.update(created="\x1b[2J"),
        lambda table: table.update(created="20260511"),
        lambda table: table.update(created="2026-02-30"),
        lambda table: table.update(recipient=""),
        lambda table: table.update(recipient="age1evil"),
        lambda table: table.update(recipient="Passphrase"),
        lambda table: table.update(reply_to="passphrase"),
        lambda table: table.update(reply_to="ssh-ed25519 AAAA"),
        lambda table: table.update(signer="nobody"),
        lambda table: table.update(reply_secret="c2hvcnQ="),
        lambda table: table.update(reply_secret="?" * 44),
        lambda table: table.update(reply_secret="é"),
        lambda table: table.update(stripped=[]),
        lambda table: table.update(stripped={"private part": "2"}),
        lambda table: table.update(stripped={"private part": -1}),
        lambda table: table.update(stripped={"a\nname": 1}),
    ],
)
def test_a_manifest_that_is_not_sound_is_refused(change: Callable[[dict[str, Any]], object]) -> None:
    assert "does not say what it must" in refused(signed(change))


def test_a_bundle_may_be_for_whoever_has_a_passphrase() -> None:
    made = build(replace(MANIFEST, recipient=BY_PASSPHRASE), MEMBERS, KEY)
    assert parse(made).manifest.recipient == "passphrase"


def test_a_later_format_is_said_to_be_one() -> None:
    assert "format that this version" in refused(signed(lambda table: table.update(format="tj-bundle/2")))


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 5000])
def test_a_manifest_that_is_none_is_refused(text: bytes) -> None:
    assert "manifest is missing or cannot be read" in refused(packed_with(text))


def test_only_one_way_of_writing_a_manifest_is_read() -> None:
    text = unzip(BUILT)["manifest.json"]
    twice = text.replace(b'"serial":3', b'"serial":2,"serial":3')
    for other in (text + b"\n", json.dumps(json.loads(text)).encode(), twice):
        assert "manifest is missing or cannot be read" in refused(packed_with(other))


def test_a_member_more_or_less_is_refused() -> None:
    less = {name: data for name, data in MEMBERS.items() if name != "att/0001.jpg"}
    more = {**MEMBERS, "entries/0002.md": b""}
    for members in (less, more):
        assert "not those that its manifest lists" in refused(signed(unchanged, members))
    assert "not those" in refused(signed(lambda table: table["members"].reverse()))
    assert "not those" in refused(signed(lambda table: table.update(members={})))
    assert "not those" in refused(signed(lambda table: table.update(members=[1])))


def test_a_changed_member_is_refused() -> None:
    changed = {**MEMBERS, "entries/0001.md": b"another"}
    assert "of another size" in refused(signed(unchanged, changed))
    assert "of another size" in refused(signed(lambda table: table["members"][0].update(size=9)))
    same_size = {**MEMBERS, "entries/0001.md": "eén DAG".encode()}
    assert "not as its manifest says" in refused(signed(unchanged, same_size))
    assert "not as its manifest says" in refused(signed(lambda table: table["members"][0].update(more=1)))


def test_a_signature_by_another_hand_is_refused() -> None:
    assert "may be forged" in refused(build(replace(MANIFEST, signer=signer_of(new_signing_key())), MEMBERS, KEY))
    parts = {name: data for name, data in unzip(BUILT).items() if name != "pad"}
    for signature in (b"", bytes(64), sign(KEY, parts["manifest.json"])):
        assert "may be forged" in refused(packing.pack({**parts, "manifest.sig": signature}))


def test_what_no_reader_would_take_is_not_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MAX_BYTES", 100_000)
    with pytest.raises(Refused, match="no reader accepts") as caught:
        build(MANIFEST, {"report.html": bytes(110_000)}, KEY)
    assert "fewer" in caught.value.hint
    assert "larger than" in refused(BUILT + bytes(100_000))
