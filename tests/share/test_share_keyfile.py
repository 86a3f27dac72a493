"""Keys under a passphrase: whole in one form or the other at every moment, and opened by plain age as well."""

import stat
import subprocess
from pathlib import Path

import pytest

from tests.conftest import files_of
from tests.share.light import seal_lightly
from tj.errors import EXIT_REFUSED, EXIT_USAGE, Refused, TjError, UsageProblem
from tj.share.crypto import encrypt, new_identity, sign, verify
from tj.share.keyfile import WrongPassphrase, checked_passphrase, is_protected, protect, unprotect
from tj.share.keys import (
    change_passphrase,
    create_keys,
    exposed_keys,
    has_keys,
    has_passphrase,
    load_keys,
    new_keys,
    note_exported,
    public_keys,
    was_exported,
)
from tj.vault.files import create_file, replace_file

SECRET, OTHER = "four quiet words here", "quite another one now"
MARKS = (b"AGE-SECRET-KEY", b"PRIVATE KEY", SECRET.encode())


@pytest.fixture
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.share.keyfile.encrypt_with_passphrase", seal_lightly)


def bare(folder: Path) -> list[str]:
    """Return the files of a folder in which a secret lies open."""
    return [name for name, data in files_of(folder).items() if any(mark in data for mark in MARKS)]


def test_keys_are_sealed_and_opened_by_the_real_thing() -> None:
    keys = new_keys()
    data = protect(keys, SECRET)
    assert is_protected(data)
    again = unprotect(data, SECRET)
    assert (again.identity, again.recipient, again.signer) == (keys.identity, keys.recipient, keys.signer)
    assert verify(keys.signer, sign(again.signing, b"x"), b"x")
    with pytest.raises(WrongPassphrase, match="does not open") as caught:
        unprotect(data, OTHER)
    assert OTHER not in caught.value.message + caught.value.hint


def test_what_is_in_it_is_an_identity_file_for_age(
    tmp_path: Path, age_program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tj.share.keyfile.encrypt_with_passphrase", lambda data, _: data)
    keys = new_keys()
    (tmp_path / "keys.txt").write_bytes(protect(keys, SECRET))
    (tmp_path / "bundle.age").write_bytes(encrypt(b"good morning", keys.recipient))
    done = subprocess.run(
        [age_program, "-d", "-i", str(tmp_path / "keys.txt"), str(tmp_path / "bundle.age")],
        capture_output=True,
        check=True,
    )
    assert done.stdout == b"good morning"


def test_keys_made_under_a_passphrase_never_lie_open(tmp_path: Path, light: None) -> None:
    folder = tmp_path / "tj"
    made = create_keys(folder, passphrase=SECRET)
    assert set(files_of(folder)) == {"keys.age", "public.txt"}
    assert stat.S_IMODE((folder / "keys.age").stat().st_mode) == 0o600
    assert bare(folder) == []
    assert has_keys(folder)
    assert has_passphrase(folder)
    assert public_keys(folder) == (made.recipient, made.signer)
    assert load_keys(folder, lambda: SECRET).identity == made.identity
    with pytest.raises(Refused, match="never overwritten"):
        create_keys(folder)
    with pytest.raises(TjError, match="under a passphrase"):
        load_keys(folder)
    with pytest.raises(WrongPassphrase):
        load_keys(folder, lambda: OTHER)
    (folder / "keys.age").chmod(0o644)
    assert exposed_keys(folder) == ("keys.age",)


def test_nobody_is_asked_where_there_is_no_passphrase(tmp_path: Path) -> None:
    create_keys(tmp_path / "tj")
    assert not has_passphrase(tmp_path / "tj")
    assert load_keys(tmp_path / "tj", lambda: pytest.fail("asked")).recipient == public_keys(tmp_path / "tj").recipient


def test_a_passphrase_is_set_changed_and_removed(tmp_path: Path, light: None) -> None:
    made = create_keys(tmp_path)
    before = files_of(tmp_path)
    change_passphrase(tmp_path, made, SECRET)
    assert set(files_of(tmp_path)) == {"keys.age", "public.txt"}
    assert bare(tmp_path) == []
    change_passphrase(tmp_path, load_keys(tmp_path, lambda: SECRET), OTHER)
    with pytest.raises(WrongPassphrase):
        load_keys(tmp_path, lambda: SECRET)
    change_passphrase(tmp_path, load_keys(tmp_path, lambda: OTHER), "")
    assert files_of(tmp_path) == before
    change_passphrase(tmp_path, made, "")
    assert files_of(tmp_path) == before


class _Killed(BaseException):
    """The end of a program at an arbitrary place."""


def _steps(folder: Path, monkeypatch: pytest.MonkeyPatch, stop: int) -> list[str]:
    """Let every writing and removing of key files count, and end the program before the one of number `stop`."""
    done: list[str] = []

    def step(name: str) -> None:
        if len(done) == stop:
            raise _Killed
        done.append(name)

    real_unlink = Path.unlink

    def create(path: Path, data: bytes, mode: int = 0o666) -> None:
        step(f"create {path.name}")
        create_file(path, data, mode)

    def replace(path: Path, before: bytes, after: bytes) -> None:
        step(f"replace {path.name}")
        replace_file(path, before, after)

    def unlink(path: Path, missing_ok: bool = False) -> None:
        if path.parent == folder:
            step(f"unlink {path.name}")
        real_unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr("tj.share.keys.create_file", create)
    monkeypatch.setattr("tj.share.keys.replace_file", replace)
    monkeypatch.setattr(Path, "unlink", unlink)
    return done


@pytest.mark.parametrize(("first", "then"), [("", SECRET), (SECRET, OTHER), (SECRET, "")])
def test_a_change_cut_short_at_any_place_loses_no_key(
    tmp_path: Path, light: None, monkeypatch: pytest.MonkeyPatch, first: str, then: str
) -> None:
    for stop in range(20):
        folder = tmp_path / str(stop)
        made = create_keys(folder, passphrase=first)
        with monkeypatch.context() as patch:
            done = _steps(folder, patch, stop)
            try:
                change_passphrase(folder, made, then)
                cut = False
            except _Killed:
                cut = True
        found = []
        for one in (first, then):
            try:
                found.append(load_keys(folder, [one].pop).signer)
            except WrongPassphrase:
                continue
        assert found
        assert set(found) == {made.signer}, done
        assert public_keys(folder).recipient == made.recipient
        change_passphrase(folder, made, then)
        assert has_passphrase(folder) == bool(then)
        assert bool(bare(folder)) != bool(then)
        if not cut:
            assert stop > 1
            return
    pytest.fail("it never came to an end")


def test_open_copies_that_were_left_go_when_the_keys_are_used(tmp_path: Path, light: None) -> None:
    made = create_keys(tmp_path)
    left = files_of(tmp_path)
    change_passphrase(tmp_path, made, SECRET)
    for name, data in left.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "identity.txt").write_text("something of their own\n")
    load_keys(tmp_path, lambda: SECRET)
    assert set(files_of(tmp_path)) == {"keys.age", "public.txt", "identity.txt"}


@pytest.mark.parametrize("data", [b" ", b"age1abc\n", b"\xff\n", b"a\nb\nc\n"])
def test_public_parts_that_cannot_be_read_are_said(tmp_path: Path, light: None, data: bytes) -> None:
    made = create_keys(tmp_path, passphrase=SECRET)
    (tmp_path / "public.txt").write_bytes(data)
    with pytest.raises(TjError, match="public parts"):
        public_keys(tmp_path)
    change_passphrase(tmp_path, load_keys(tmp_path, lambda: SECRET), SECRET)
    assert public_keys(tmp_path).signer == made.signer


def test_an_export_is_remembered_for_these_keys_alone(tmp_path: Path) -> None:
    made = create_keys(tmp_path)
    assert not was_exported(tmp_path)
    note_exported(tmp_path, made)
    assert (tmp_path / "exported.txt").read_text() == f"{made.recipient}\n{made.signer}\n"
    assert was_exported(tmp_path)
    for name in ("identity.txt", "signing.key"):
        (tmp_path / name).unlink()
    create_keys(tmp_path)
    assert not was_exported(tmp_path)


@pytest.mark.parametrize(
    "text", ["", "# tj-keys/1\n", new_identity(), f"# tj-keys/1\n{new_identity()}\n", "# tj-keys/2\nAGE-SECRET-KEY-1\n"]
)
def test_a_file_of_something_else_is_said_to_be_one(text: str) -> None:
    with pytest.raises(TjError, match="does not hold the keys") as caught:
        unprotect(seal_lightly(text.encode(), SECRET), SECRET)
    assert "tj key export" in caught.value.hint


def test_every_changed_byte_of_a_file_of_keys_is_refused() -> None:
    keys = new_keys()
    identity = f"# tj-keys/1\n{keys.identity}\n" + "".join(f"# {line}\n" for line in keys.signing.decode().splitlines())
    data = seal_lightly(identity.encode(), SECRET)
    assert unprotect(data, SECRET).signer == keys.signer
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
        with pytest.raises(TjError) as caught:
            unprotect(changed, SECRET)
        assert isinstance(caught.value, WrongPassphrase) or caught.value.exit_code == EXIT_REFUSED, at


@pytest.mark.parametrize(
    "text", ["", "short", "aaaaaaaaaaaaaa", "abababababab", " four quiet words", "four quiet\twords"]
)
def test_a_passphrase_that_protects_too_little_is_refused(text: str) -> None:
    with pytest.raises(UsageProblem) as caught:
        checked_passphrase(text)
    assert caught.value.exit_code == EXIT_USAGE
    assert caught.value.hint


def test_a_passphrase_stays_as_it_was_chosen() -> None:
    assert checked_passphrase("Vier  leise Wörter!") == "Vier  leise Wörter!"


def test_a_disk_that_gives_back_something_else_is_told(
    tmp_path: Path, light: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tj.share.keys.read_file", lambda path: path.name.encode())
    with pytest.raises(TjError, match=r"keys\.age does not hold what was written"):
        create_keys(tmp_path / "one", passphrase=SECRET)
    other = new_keys()
    monkeypatch.setattr("tj.share.keys._read_open", lambda _: other)
    with pytest.raises(TjError, match="do not read back"):
        create_keys(tmp_path / "two")
