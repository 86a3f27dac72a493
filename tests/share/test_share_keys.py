"""Keys are made once, kept from others' eyes, and compared by six words that never change."""

import json
import os
import stat
import subprocess
from pathlib import Path
from typing import Literal

import pytest

from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.share.crypto import decrypt, encrypt, new_identity, recipient_of, sign, verify
from tj.share.keys import create_keys, has_keys, identity_file, load_keys, read_identities, words

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


def test_new_keys_fit_each_other_and_load_again(tmp_path: Path) -> None:
    assert not has_keys(tmp_path / "data")
    keys = create_keys(tmp_path / "data")
    assert has_keys(tmp_path / "data")
    assert load_keys(tmp_path / "data") == keys
    assert decrypt(encrypt(b"page", keys.recipient), [keys.identity]) == b"page"
    assert verify(keys.signer, sign(keys.signing, b"page"), b"page")
    assert create_keys(tmp_path / "other").identity != keys.identity


def test_keys_are_their_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        create_keys(tmp_path / "data")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "data").iterdir()}
    assert names == {"identity.txt": 0o600, "signing.key": 0o600}


@pytest.mark.parametrize("left", ["identity.txt", "signing.key"])
def test_keys_are_never_overwritten(tmp_path: Path, left: str) -> None:
    create_keys(tmp_path)
    kept = (tmp_path / left).read_bytes()
    for path in tmp_path.iterdir():
        if path.name != left:
            path.unlink()
    with pytest.raises(Refused, match="keys already") as caught:
        create_keys(tmp_path)
    assert caught.value.exit_code == EXIT_REFUSED
    assert [path.name for path in tmp_path.iterdir()] == [left]
    assert (tmp_path / left).read_bytes() == kept
    with pytest.raises(TjError, match="cannot be read"):
        load_keys(tmp_path)


def test_a_secret_is_in_no_printed_form(tmp_path: Path) -> None:
    keys = create_keys(tmp_path)
    assert keys.identity not in repr(keys)
    assert "PRIVATE" not in repr(keys)


def test_no_keys_is_said(tmp_path: Path) -> None:
    with pytest.raises(TjError, match="no keys yet"):
        load_keys(tmp_path)


def test_an_identity_file_is_read_as_age_writes_it(tmp_path: Path) -> None:
    one, other = new_identity(), new_identity()
    path = tmp_path / "key.txt"
    path.write_bytes(identity_file(one).replace(b"\n", b"\r\n") + b"# more\n\n  " + other.encode() + b"  \n\xff\n")
    assert read_identities(path) == (one, other)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "no age identity"),
        (b"# a comment\n", "no age identity"),
        (b"AGE-PLUGIN-YUBIKEY-1QQQ\n", "no age identity"),
        (b"AGE-SECRET-KEY-1QQQQ\n", "no age identity"),
        (b"age-encryption.org/v1\n-> scrypt a 18\n", "protected by a passphrase"),
        (b"-----BEGIN AGE ENCRYPTED FILE-----\n", "protected by a passphrase"),
    ],
)
def test_what_is_no_identity_file_is_said(tmp_path: Path, data: bytes, sentence: str) -> None:
    path = tmp_path / "key.txt"
    path.write_bytes(data)
    with pytest.raises(TjError, match=sentence):
        read_identities(path)


def test_the_age_programs_read_an_identity_file(tmp_path: Path, age_program: str) -> None:
    keys = create_keys(tmp_path)
    sealed = subprocess.run([age_program, "-r", keys.recipient], input=b"page", capture_output=True, check=True).stdout
    opened = subprocess.run(
        [age_program, "-d", "-i", tmp_path / "identity.txt"], input=sealed, capture_output=True, check=True
    ).stdout
    assert opened == b"page"


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 6
    assert {vector["kind"] for vector in VECTORS} == {"recipient", "signer"}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: f"{vector['kind']} {vector['text'][:14]}")
def test_six_words_are_those_of_the_vectors(vector: dict[str, str]) -> None:
    kind: Literal["recipient", "signer"] = "recipient" if vector["kind"] == "recipient" else "signer"
    found = words(kind, vector["text"])
    assert len(found) == 6
    assert " ".join(found) == vector["words"]


def test_words_tell_keys_and_their_kinds_apart() -> None:
    recipient = recipient_of(new_identity())
    assert words("recipient", recipient) != words("signer", recipient)
    assert words("recipient", recipient) != words("recipient", recipient_of(new_identity()))
