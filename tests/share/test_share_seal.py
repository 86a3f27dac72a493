"""What is sealed is what was drafted, whole or not at all, and it opens with tj and with plain tools."""

import base64
import hashlib
import stat
import subprocess
from pathlib import Path

import pytest

from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.share.bundle import BY_PASSPHRASE, parse
from tj.share.collect import Content
from tj.share.crypto import encrypt, new_identity, recipient_of
from tj.share.keys import Keys, create_keys, identity_file
from tj.share.known import Known, Signer
from tj.share.open import open_bundle
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
def known(tmp_path: Path) -> Known:
    return Known(tmp_path / "data")


def test_opening_gives_back_what_was_sealed(made: Draft, keys: Keys, known: Known, tmp_path: Path) -> None:
    sealed = seal(made, tmp_path / "out" / "share-a.age")
    data = sealed.path.read_bytes()
    assert (sealed.size, sealed.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert stat.S_IMODE(sealed.path.stat().st_mode) == 0o600
    assert [path.name for path in sealed.path.parent.iterdir()] == ["share-a.age"]
    opened = open_bundle(data, [new_identity(), IDENTITY], known)
    assert opened.parsed.members == MEMBERS
    assert opened.entries == ["entries/0001.md", "entries/0002.md"]
    manifest = opened.parsed.manifest
    assert (manifest.recipient, manifest.signer, manifest.reply_to) == (THERAPIST, keys.signer, keys.recipient)
    assert (manifest.serial, manifest.created, manifest.stripped) == (4, "2026-05-11", {"link": 2})


def test_a_reply_is_no_share(known: Known) -> None:
    with pytest.raises(Refused, match="a reply, not a share") as caught:
        open_bundle(encrypt(b"tj-reply/1 and so on", THERAPIST), [IDENTITY], known)
    assert "tj receive" in caught.value.hint


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


def test_a_bundle_is_sealed_in_the_one_way_that_its_manifest_says(made: Draft, keys: Keys, tmp_path: Path) -> None:
    for_words = draft(CONTENT, keys, BY_PASSPHRASE, 1, "2026-05-11")
    for one, words in ((made, "abandon-zoo"), (for_words, "")):
        with pytest.raises(ValueError, match="either a key or a passphrase"):
            seal(one, tmp_path / "a.age", words)
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


def test_a_file_that_age_would_not_open_leaves_nothing(
    made: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tj.share.seal.encrypt", lambda *_: b"not an age file")
    with pytest.raises(Refused, match="not an age file"):
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


def test_an_unknown_signer_is_said_and_a_known_one_named(made: Draft, known: Known, tmp_path: Path) -> None:
    data = seal(made, tmp_path / "a.age").path.read_bytes()
    opened = open_bundle(data, [IDENTITY], known)
    assert (opened.verified, opened.signed_by) == (False, None)
    assert "signer is not known" in opened.notices[0]
    known.trust("Mara", made.manifest.signer, "read by telephone", "2026-05-11")
    for again in (open_bundle(data, [IDENTITY], known), opened.again(known)):
        assert (again.verified, again.notices) == (True, ())
        assert again.signed_by == Signer("Mara", made.manifest.signer, "read by telephone", "2026-05-11")


def test_a_number_used_again_or_passed_is_said(keys: Keys, known: Known, tmp_path: Path) -> None:
    known.trust("Mara", keys.signer)

    def opened(serial: int, name: str) -> tuple[bytes, tuple[str, ...]]:
        path = tmp_path / name
        if not path.exists():
            seal(draft(CONTENT, keys, THERAPIST, serial, "2026-05-11"), path)
        found = open_bundle(path.read_bytes(), [IDENTITY], known)
        known.remember_opened(keys.signer, THERAPIST, serial, found.digest)
        return path.read_bytes(), found.notices

    assert opened(2, "a")[1] == ()
    assert opened(2, "a")[1] == ()  # the same bundle again is normal
    assert opened(3, "b")[1] == ()
    assert opened(2, "a")[1] == ()
    assert "another bundle with this number" in opened(2, "c")[1][0]
    assert "a later bundle" in opened(1, "d")[1][0]
    assert opened(4, "e")[1] == ()


def test_the_numbers_of_another_key_of_mine_are_its_own(keys: Keys, known: Known, tmp_path: Path) -> None:
    second = new_identity()
    known.trust("Mara", keys.signer)
    for recipient, name in ((THERAPIST, "a"), (recipient_of(second), "b")):
        seal(draft(CONTENT, keys, recipient, 1, "2026-05-11"), tmp_path / name)
        found = open_bundle((tmp_path / name).read_bytes(), [IDENTITY, second], known)
        known.remember_opened(keys.signer, recipient, 1, found.digest)
        assert found.notices == ()
