"""Keys are made once, lie where only their owner may read them, and are compared by six words."""

import hashlib
import json
import stat
from pathlib import Path
from typing import Any, Literal

import pytest

from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.share.crypto import new_identity, recipient_of, sign, verify
from tj.share.folder import make_private, too_open
from tj.share.keys import create_keys, exposed_keys, has_keys, identity_file, load_keys, read_identities, six_words
from tj.vault.files import create_file

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "vectors.json").read_text())


def test_there_are_vectors() -> None:
    assert {one["kind"] for one in VECTORS} == {"recipient", "signer"}
    assert len({tuple(one["words"]) for one in VECTORS}) == len(VECTORS) > 5


@pytest.mark.parametrize("one", VECTORS)
def test_six_words_are_the_same_everywhere(one: dict[str, Any]) -> None:
    assert list(six_words(one["kind"], one["text"])) == one["words"]


@pytest.mark.parametrize("kind", ["recipient", "signer"])
def test_the_words_are_the_first_66_bits(kind: Literal["recipient", "signer"]) -> None:
    from mnemonic import Mnemonic

    listed = Mnemonic("english").wordlist
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(kind.encode() + b"\0age1abc").digest())
    assert six_words(kind, "age1abc") == tuple(listed[int(bits[at : at + 11], 2)] for at in range(0, 66, 11))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "share" / "tj"
    assert not has_keys(folder)
    made = create_keys(folder)
    assert (mode(folder), mode(folder / "identity.txt"), mode(folder / "signing.key")) == (0o700, 0o600, 0o600)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(before) == {"identity.txt", "signing.key"}
    assert before["identity.txt"] == f"# public key: {made.recipient}\n{made.identity}\n".encode()
    assert before["signing.key"].startswith(b"-----BEGIN PRIVATE KEY-----")
    with pytest.raises(Refused, match="never overwritten") as caught:
        create_keys(folder)
    assert caught.value.exit_code == EXIT_REFUSED
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_keys_that_were_made_are_the_keys_that_are_loaded(tmp_path: Path) -> None:
    made, found = create_keys(tmp_path / "tj"), load_keys(tmp_path / "tj")
    assert (found.identity, found.signing) == (made.identity, made.signing)
    assert found.recipient == recipient_of(found.identity)
    assert verify(found.signer, sign(found.signing, b"x"), b"x")


def test_keys_do_not_show_themselves(tmp_path: Path) -> None:
    made = create_keys(tmp_path / "tj")
    assert made.identity not in repr(made)
    assert made.identity not in str(made)
    assert "PRIVATE" not in repr(made)


@pytest.mark.parametrize("name", ["identity.txt", "signing.key"])
def test_one_key_alone_is_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine")
    with pytest.raises(Refused):
        create_keys(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]
    with pytest.raises(TjError):
        load_keys(tmp_path)


def test_half_a_pair_does_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(path: Path, data: bytes, mode: int = 0o666) -> None:
        if path.name == "identity.txt":
            raise TjError("no room")
        create_file(path, data, mode)

    monkeypatch.setattr("tj.share.keys.create_file", full_disk)
    with pytest.raises(TjError, match="no room"):
        create_keys(tmp_path / "tj")
    assert not has_keys(tmp_path / "tj")


def test_no_keys_is_said_with_a_way_on(tmp_path: Path) -> None:
    with pytest.raises(TjError, match="no keys yet") as caught:
        load_keys(tmp_path)
    assert caught.value.exit_code == EXIT_FAILED
    assert "tj key new" in caught.value.hint


def test_keys_that_others_may_read_are_named(tmp_path: Path) -> None:
    assert exposed_keys(tmp_path) == ()
    create_keys(tmp_path / "tj")
    assert exposed_keys(tmp_path / "tj") == ()
    (tmp_path / "tj" / "signing.key").chmod(0o640)
    assert exposed_keys(tmp_path / "tj") == ("signing.key",)
    (tmp_path / "tj" / "identity.txt").chmod(0o604)
    assert exposed_keys(tmp_path / "tj") == ("identity.txt", "signing.key")


def test_an_open_data_folder_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert too_open(tmp_path)
    make_private(tmp_path)
    assert mode(tmp_path) == 0o700


def test_a_data_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "tj"):
        with pytest.raises(TjError, match="cannot be used"):
            make_private(folder)


def test_identities_are_read_as_age_keygen_writes_them(tmp_path: Path) -> None:
    one, two = new_identity(), new_identity()
    path = tmp_path / "keys.txt"
    path.write_bytes(identity_file(one) + f"\r\n# other\r\n  {two}  \r\n\n".encode())
    assert read_identities(path) == (one, two)


@pytest.mark.parametrize("text", ["", "# public key: age1x\n", "age1abc\n", "ssh-ed25519 AAAA\n", "\xff\xfe"])
def test_a_file_without_an_identity_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "k").write_bytes(text.encode("latin-1"))
    with pytest.raises(TjError, match="no age identity"):
        read_identities(tmp_path / "k")


def test_a_damaged_identity_is_not_repeated(tmp_path: Path) -> None:
    damaged = new_identity()[:-3] + "QQQ"
    (tmp_path / "k").write_text(damaged)
    with pytest.raises(TjError, match="no age identity") as caught:
        read_identities(tmp_path / "k")
    assert damaged[16:30] not in f"{caught.value.message} {caught.value.hint}"


@pytest.mark.parametrize("start", [b"age-encryption.org/v1\n-> scrypt a 18\n", b"-----BEGIN AGE ENCRYPTED FILE-----\n"])
def test_a_protected_identity_is_said_to_be_one(tmp_path: Path, start: bytes) -> None:
    (tmp_path / "k").write_bytes(start)
    with pytest.raises(TjError, match="protected by a passphrase") as caught:
        read_identities(tmp_path / "k")
    assert "age -d" in caught.value.hint
