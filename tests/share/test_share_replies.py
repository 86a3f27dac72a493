"""Replies as files: sealed to the writer, opened by the writer, and accepted for a bundle that was sent alone."""

import base64
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.share.agefile import scrypt_file
from tests.share.replies import BUNDLE, REPLY, SECRET, signed
from tests.share.test_share_ledger import ONE
from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.share import ledger
from tj.share.bundle import Manifest, build
from tj.share.crypto import encrypt, new_identity, new_signing_key, recipient_of, signer_of
from tj.share.keys import identity_file
from tj.share.replies import answered, open_reply, read_reply_file, seal_reply
from tj.share.reply import parse, serialize
from tj.vault.layout import Vault, open_vault

MINE, OTHER = new_identity(), new_identity()
KEY = new_signing_key()
MANIFEST = Manifest(
    BUNDLE, 1, "2026-05-10", recipient_of(OTHER), signer_of(KEY), recipient_of(MINE),
    base64.b64encode(SECRET).decode(), {},
)  # fmt: skip
RECORD = replace(ONE, id=BUNDLE, when="2026-05-10")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "vault" / ".tj").mkdir(parents=True)
    return open_vault(tmp_path / "vault")


def test_what_was_sealed_is_opened_and_belongs_to_its_bundle(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "reply.age"
    size = seal_reply(REPLY, MANIFEST, path)
    assert size == path.stat().st_size
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    ledger.append(vault, RECORD)
    ledger.remember_reply(tmp_path / "data", BUNDLE, MANIFEST.reply_secret)
    found = open_reply(read_reply_file(path), [OTHER, MINE])
    assert found.reply == REPLY
    assert answered(vault, tmp_path / "data", found) == RECORD


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "reply.age").write_text("mine")
    with pytest.raises(Refused, match="there already"):
        seal_reply(REPLY, MANIFEST, tmp_path / "reply.age")
    assert (tmp_path / "reply.age").read_text() == "mine"


def test_a_disk_that_gives_back_other_bytes_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.share.replies.read_file", lambda _: b"other")
    with pytest.raises(TjError, match="does not hold what was written"):
        seal_reply(REPLY, MANIFEST, tmp_path / "reply.age")
    assert list(tmp_path.iterdir()) == []


def test_another_key_opens_nothing(tmp_path: Path) -> None:
    seal_reply(REPLY, MANIFEST, tmp_path / "reply.age")
    with pytest.raises(TjError, match="none of your keys") as caught:
        open_reply((tmp_path / "reply.age").read_bytes(), [OTHER])
    assert caught.value.exit_code == EXIT_FAILED
    assert "--identity" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "not an age file"),
        (b"\x89PNG\r\n\x1a\n", "not an age file"),
        (identity_file(MINE), "a key file, not a reply"),
        (b"-----BEGIN PRIVATE KEY-----\n", "a key file, not a reply"),
        (scrypt_file(b"x", "words"), "opened by a passphrase"),
        (encrypt(build(MANIFEST, {"report.html": b"x"}, KEY), recipient_of(MINE)), "a share, not a reply"),
        (encrypt(b"a letter", recipient_of(MINE)), "not a reply"),
        (encrypt(signed("{}", start=b"tj-reply/2"), recipient_of(MINE)), "made by a newer tj"),
        (encrypt(serialize(REPLY, SECRET), recipient_of(MINE))[:-1], "damaged"),
    ],
)
def test_what_is_no_reply_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Refused, match=said) as caught:
        open_reply(data, [MINE])
    assert caught.value.exit_code == EXIT_REFUSED


def test_each_changed_byte_is_refused_or_no_key_fits() -> None:
    data = encrypt(serialize(REPLY, SECRET), recipient_of(MINE))
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(TjError):
            open_reply(changed, [MINE])


def test_a_file_larger_than_any_reply_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "large.age").open("wb") as handle:
        handle.truncate(300 * 1024)
    monkeypatch.setattr("tj.share.replies.read_file", lambda _: pytest.fail("it was read"))
    with pytest.raises(Refused, match="larger than any reply"):
        read_reply_file(tmp_path / "large.age")


def test_a_file_that_grows_before_it_is_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "small.age").write_bytes(b"small")
    assert read_reply_file(tmp_path / "small.age") == b"small"
    monkeypatch.setattr("tj.share.replies.read_file", lambda _: bytes(300 * 1024))
    with pytest.raises(Refused, match="larger than any reply"):
        read_reply_file(tmp_path / "small.age")


def _sent(vault: Vault, data: Path) -> None:
    ledger.append(vault, RECORD)
    ledger.remember_reply(data, BUNDLE, MANIFEST.reply_secret)


def _elsewhere(vault: Vault, data: Path) -> None:
    ledger.append(vault, RECORD)
    ledger.remember_reply(data, "b" * 16, MANIFEST.reply_secret)


def _taken_back(vault: Vault, data: Path) -> None:
    _sent(vault, data)
    ledger.take_back(vault, BUNDLE)


def _other_vault(vault: Vault, data: Path) -> None:
    ledger.append(vault, ONE)
    ledger.remember_reply(data, BUNDLE, MANIFEST.reply_secret)


def _nothing(vault: Vault, data: Path) -> None:
    ledger.append(vault, ONE)


def test_a_reply_to_what_was_noted_as_not_sent_is_taken_in(vault: Vault, tmp_path: Path) -> None:
    _sent(vault, tmp_path / "data")
    ledger.not_sent(vault, BUNDLE)
    assert answered(vault, tmp_path / "data", parse(serialize(REPLY, SECRET))).id == BUNDLE


@pytest.mark.parametrize(
    ("before", "secret", "said"),
    [
        (_sent, b"x" * 32, "not made by someone who opened the share"),
        (_elsewhere, SECRET, "share of 2026-05-10 that this answers was made on another computer"),
        (_taken_back, SECRET, "taken back"),
        (_taken_back, b"x" * 32, "not made by someone"),
        (_other_vault, SECRET, "from another vault"),
        (_nothing, SECRET, "answers no share of yours"),
    ],
)
def test_a_reply_that_fits_no_bundle_is_refused(
    vault: Vault, tmp_path: Path, before: Callable[[Vault, Path], None], secret: bytes, said: str
) -> None:
    before(vault, tmp_path / "data")
    with pytest.raises(Refused, match=said) as caught:
        answered(vault, tmp_path / "data", parse(serialize(REPLY, secret)))
    assert caught.value.exit_code == EXIT_REFUSED
