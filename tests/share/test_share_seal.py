"""What is sealed is what was drafted, whole or not at all, and it opens with tj and with plain tools."""

import base64
import hashlib
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.share.book import Book
from tj.share.bundle import parse
from tj.share.collect import Content
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import Keys, create_keys, identity_file
from tj.share.open import open_bundle, write_out
from tj.share.seal import Draft, draft, output_path, seal

IDENTITY = new_identity()
THERAPIST = recipient_of(IDENTITY)
MEMBERS = {
    "report.html": b"<!doctype html><p>a report",
    "entries/0001.md": "---\ndate: 2026-05-11\n---\n\neén dag\n".encode(),
    "entries/0002.md": b"another day\n",
    "att/0001.png": b"\x89PNG",
}
CONTENT = Content(MEMBERS, {"link": 2}, {"journal/a.md": "ab" * 32}, (), ())


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return create_keys(tmp_path_factory.mktemp("writer") / "tj")


@pytest.fixture
def made(keys: Keys) -> Draft:
    return draft(CONTENT, keys, THERAPIST, 4, "2026-05-11")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "data")


def test_opening_gives_back_what_was_sealed(made: Draft, keys: Keys, book: Book, tmp_path: Path) -> None:
    sealed = seal(made, tmp_path / "out" / "share-a.age")
    data = sealed.path.read_bytes()
    assert (sealed.size, sealed.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert stat.S_IMODE(sealed.path.stat().st_mode) == 0o600
    assert [path.name for path in sealed.path.parent.iterdir()] == ["share-a.age"]
    opened = open_bundle(data, [new_identity(), IDENTITY], book)
    assert opened.parsed.members == MEMBERS
    assert opened.entries == ["entries/0001.md", "entries/0002.md"]
    manifest = opened.parsed.manifest
    assert (manifest.recipient, manifest.signer, manifest.reply_to) == (THERAPIST, keys.signer, keys.recipient)
    assert (manifest.serial, manifest.created, manifest.stripped) == (4, "2026-05-11", {"link": 2})


def test_each_draft_has_an_id_and_a_reply_secret_of_its_own(keys: Keys, made: Draft) -> None:
    other = draft(CONTENT, keys, THERAPIST, 4, "2026-05-11")
    assert other.manifest.id != made.manifest.id
    assert other.manifest.reply_secret != made.manifest.reply_secret
    assert len(base64.b64decode(made.manifest.reply_secret)) == 32
    assert parse(made.data).manifest.id == made.manifest.id


def test_nothing_of_the_content_can_be_read_in_the_file(made: Draft, tmp_path: Path) -> None:
    data = seal(made, tmp_path / "a.age").path.read_bytes()
    for word in (b"report", b"another day", b"manifest", made.manifest.id.encode(), THERAPIST.encode(), b"entries"):
        assert word in made.data
        assert word not in data
    assert data.startswith(b"age-encryption.org/v1\n-> X25519 ")


def test_what_is_there_is_never_overwritten(made: Draft, tmp_path: Path) -> None:
    path = tmp_path / "a.age"
    path.write_bytes(b"mine")
    with pytest.raises(Refused, match="there already"):
        seal(made, path)
    with pytest.raises(Refused, match="there already"):
        output_path(path, tmp_path, tmp_path / "vault", inside=False)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused, match="there already"):
        output_path(tmp_path / "dangling", tmp_path, tmp_path / "vault", inside=False)
    assert path.read_bytes() == b"mine"


def test_a_bundle_that_tj_would_refuse_is_not_sealed(made: Draft, tmp_path: Path) -> None:
    with pytest.raises(Refused):
        seal(Draft(made.data[:-1], made.manifest), tmp_path / "a.age")
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_keeps_something_else_leaves_nothing(
    made: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(path: Path) -> bytes:
        return path.read_bytes()[:-1] + b"?"

    def unreadable(path: Path) -> bytes:
        raise TjError(f"{path} cannot be read")

    for read in (damaged, unreadable):
        monkeypatch.setattr("tj.share.seal.read_file", read)
        with pytest.raises(TjError):
            seal(made, tmp_path / "a.age")
        assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_leaves_nothing(made: Draft, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TjError, match="cannot be written"):
        seal(made, tmp_path / "file" / "a.age")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_bundles_get_random_names_in_the_outbox(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    names = {output_path(None, tmp_path / "out", vault, inside=False) for _ in range(20)}
    assert len(names) == 20
    for path in names:
        assert path.parent == tmp_path / "out"
        assert len(path.stem) == len("share-") + 8
        assert set(path.stem.removeprefix("share-")) <= set("abcdefghijklmnopqrstuvwxyz234567")
        assert path.suffix == ".age"
    assert output_path(tmp_path, tmp_path / "out", vault, inside=False).parent == tmp_path
    assert output_path(tmp_path / "x.age", tmp_path / "out", vault, inside=False) == tmp_path / "x.age"


def test_a_place_inside_the_vault_is_refused_unless_told(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / "sub").mkdir(parents=True)
    (tmp_path / "link").symlink_to(vault / "sub")
    for place in (vault / "a.age", vault, vault / "sub" / "new" / "a.age", tmp_path / "link" / "a.age"):
        with pytest.raises(Refused, match="inside the vault") as caught:
            output_path(place, tmp_path, vault, inside=False)
        assert caught.value.exit_code == EXIT_REFUSED
        assert output_path(place, tmp_path, vault, inside=True).is_relative_to(place)
    with pytest.raises(Refused, match="inside the vault"):
        output_path(None, vault, vault, inside=False)
    beside = tmp_path / "vault2" / "a.age"
    assert output_path(beside, tmp_path, vault, inside=False) == beside


def test_age_and_unzip_alone_open_a_bundle(made: Draft, tmp_path: Path, age_program: str, unzip_program: str) -> None:
    sealed = seal(made, tmp_path / "b.age")
    (tmp_path / "key").write_bytes(identity_file(IDENTITY))
    run(age_program, "-d", "-i", tmp_path / "key", "-o", tmp_path / "b.zip", sealed.path)
    assert (tmp_path / "b.zip").read_bytes() == made.data
    run(unzip_program, "-q", tmp_path / "b.zip", "-d", tmp_path / "b")
    for name, data in MEMBERS.items():
        assert (tmp_path / "b" / name).read_bytes() == data
    assert not any((tmp_path / "b" / "pad").read_bytes())


def run(*words: str | Path) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


def test_an_unknown_signer_is_said_and_a_known_one_named(made: Draft, book: Book, tmp_path: Path) -> None:
    data = seal(made, tmp_path / "a.age").path.read_bytes()
    opened = open_bundle(data, [IDENTITY], book)
    assert (opened.verified, opened.name) == (False, "")
    assert "signer is not known" in opened.notices[0]
    book.trust("Mara", made.manifest.signer)
    opened = open_bundle(data, [IDENTITY], book)
    assert (opened.verified, opened.name, opened.notices) == (True, "Mara", ())


def test_a_number_used_again_or_passed_is_said(keys: Keys, book: Book, tmp_path: Path) -> None:
    book.trust("Mara", keys.signer)

    def opened(serial: int, name: str) -> tuple[bytes, tuple[str, ...]]:
        path = tmp_path / name
        if not path.exists():
            seal(draft(CONTENT, keys, THERAPIST, serial, "2026-05-11"), path)
        found = open_bundle(path.read_bytes(), [IDENTITY], book)
        book.remember_opened(keys.signer, serial, found.digest)
        return path.read_bytes(), found.notices

    assert opened(2, "a")[1] == ()
    assert opened(2, "a")[1] == ()  # the same bundle again is normal
    assert opened(3, "b")[1] == ()
    assert opened(2, "a")[1] == ()
    assert "another bundle with this number" in opened(2, "c")[1][0]
    assert "a later bundle" in opened(1, "d")[1][0]
    assert opened(4, "e")[1] == ()


def test_members_are_written_for_their_reader_alone(made: Draft, book: Book, tmp_path: Path) -> None:
    opened = open_bundle(seal(made, tmp_path / "a.age").path.read_bytes(), [IDENTITY], book)
    folder = tmp_path / "deep" / "from-mara"
    write_out(opened, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    assert {name: path.read_bytes() for name, path in files.items()} == MEMBERS
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    assert [path.name for path in folder.parent.iterdir()] == ["from-mara"]


def test_a_folder_that_holds_something_is_left_alone(made: Draft, book: Book, tmp_path: Path) -> None:
    opened = open_bundle(seal(made, tmp_path / "a.age").path.read_bytes(), [IDENTITY], book)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    for place in (tmp_path / "full", tmp_path / "a.age"):
        with pytest.raises(Refused, match="there and not empty"):
            write_out(opened, place)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine"]
    (tmp_path / "empty").mkdir()
    write_out(opened, tmp_path / "empty")
    assert (tmp_path / "empty" / "report.html").read_bytes() == MEMBERS["report.html"]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), TjError("no room")])
def test_writing_that_fails_leaves_nothing(
    made: Draft, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    opened = open_bundle(seal(made, tmp_path / "a.age").path.read_bytes(), [IDENTITY], book)
    written: list[Path] = []

    def failing(real: Callable[..., None]) -> Callable[..., None]:
        def create(path: Path, data: bytes, mode: int) -> None:
            if written:
                raise error
            written.append(path)
            real(path, data, mode)

        return create

    from tj.vault.files import create_file

    monkeypatch.setattr("tj.share.open.create_file", failing(create_file))
    with pytest.raises(TjError):
        write_out(opened, tmp_path / "new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.age"]
