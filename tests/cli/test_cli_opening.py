"""What `tj open` says of a signer: by whom, and how that is known, or that it is not."""

import json
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.share.light import seal_lightly
from tj.cli import say
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import identity_file, six_words


@pytest.fixture
def bundle(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> tuple[Path, Path]:
    """A bundle, and the key file that opens it."""
    identity = new_identity()
    (tmp_path / "key.txt").write_bytes(identity_file(identity))
    tj("therapist", "add", "anneke", recipient_of(identity), "--verified", "in session")
    root = make_vault({"journal/2026/2026-05-01.md": "The first of May\n"})
    result = tj("share", "anneke", "--since", "2026-05-01", "--yes", "--json", vault=root)
    return Path(json.loads(result.out)["output"]), tmp_path / "key.txt"


def test_an_unknown_signer_is_said_to_be_one(tj: Tj, bundle: tuple[Path, Path]) -> None:
    result = tj("open", bundle[0], "--identity", bundle[1])
    assert result.code == 0
    said = " ".join(six_words("signer", json.loads(tj("key", "show", "--json").out)["signer"]))
    assert f"not verified: the key is not known here. Its six words: {said}" in result.out
    assert "Signed by" not in result.out
    assert "the signer is not known here" in result.err


def test_how_a_signer_was_verified_is_said(tj: Tj, bundle: tuple[Path, Path]) -> None:
    tj("open", bundle[0], "--identity", bundle[1], "--trust", "Mara", "--how", "words read by telephone")
    result = tj("open", bundle[0], "--identity", bundle[1])
    assert "Signed by Mara. Verified: words read by telephone, on 2026-05-11." in result.out
    assert result.err == ""


def test_where_it_was_not_noted_how_that_is_said(tj: Tj, bundle: tuple[Path, Path]) -> None:
    result = tj("open", bundle[0], "--identity", bundle[1], "--trust", "Mara")
    assert "Signed by Mara, whose key you know, noted on 2026-05-11. It is not written down how" in result.out
    (tj.places.data / "signers.json").write_text(
        json.dumps([{"name": "Mara", "signer": json.loads(tj("key", "show", "--json").out)["signer"]}])
    )
    assert "Signed by Mara, whose key you know. It is not" in tj("open", bundle[0], "--identity", bundle[1]).out


def test_at_a_terminal_trust_is_given_to_words_that_were_read(
    tj: Tj, bundle: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    import click

    answers = [False, True]
    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "confirm", lambda *_args, **_options: answers.pop(0))
    refused = tj("open", bundle[0], "--identity", bundle[1], "--trust", "Mara")
    assert refused.code == 0
    assert "not verified" in refused.out
    assert not (tj.places.data / "signers.json").exists()
    agreed = tj("open", bundle[0], "--identity", bundle[1], "--trust", "Mara")
    signer = json.loads(tj("key", "show", "--json").out)["signer"]
    assert f"The six words of the signer:  {' '.join(six_words('signer', signer))}" in agreed.out
    assert "Signed by Mara" in agreed.out
    assert answers == []


def test_how_without_trust_is_a_slip(tj: Tj, bundle: tuple[Path, Path]) -> None:
    result = tj("open", bundle[0], "--identity", bundle[1], "--how", "by telephone")
    assert result.code == 2
    assert "--trust" in result.err


def test_trusting_a_changed_key_opens_nothing_new(tj: Tj, bundle: tuple[Path, Path], tmp_path: Path) -> None:
    tj("open", bundle[0], "--identity", bundle[1], "--trust", "Mara")
    before = files_of(tj.places.data)
    result = tj("open", bundle[0], "--identity", bundle[1], "--trust", "Someone", "--to", tmp_path / "saved")
    assert result.code == 4
    assert "known as that of Mara" in result.err
    assert not (tmp_path / "saved").exists()
    assert files_of(tj.places.data) == before


def test_a_file_larger_than_any_bundle_is_not_even_read(
    tj: Tj, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (tmp_path / "large.age").open("wb") as handle:
        handle.truncate(66 << 20)
    monkeypatch.setattr("tj.share.open.read_file", lambda _: pytest.fail("it was read"))
    result = tj("open", tmp_path / "large.age")
    assert result.code == 4
    assert "larger than any bundle" in result.err


@pytest.mark.parametrize(("name", "sentence"), [("none.age", "no such file"), ("folder", "is not a file")])
def test_what_is_no_file_is_said(tj: Tj, tmp_path: Path, name: str, sentence: str) -> None:
    (tmp_path / "folder").mkdir()
    result = tj("open", tmp_path / name)
    assert result.code == 1
    assert sentence in result.err


def test_a_key_in_place_of_the_bundle_is_called_a_key(tj: Tj, bundle: tuple[Path, Path], tmp_path: Path) -> None:
    locked, words_file = tmp_path / "key.age", tmp_path / "words"
    locked.write_bytes(seal_lightly(bundle[1].read_bytes(), "a-quiet-hill"))
    words_file.write_text("a quiet hill\n")
    for file in (bundle[1], locked):
        result = tj("open", file, "--passphrase-file", words_file)
        assert (result.code, result.out) == (4, "")
        assert "this is a key file, not a share" in result.err
    # A passphrase of a key's own is not typed as seven words are, and may not even fit.
    words_file.write_text("another hill\n")
    result = tj("open", locked, "--passphrase-file", words_file)
    assert result.code == 1
    assert "smaller than any share; if it is your key, name it by --identity" in result.err


def test_a_bundle_by_passphrase_is_not_taken_for_a_key(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("a quiet hill\n")
    (tmp_path / "share.age").write_bytes(seal_lightly(bytes(64 * 1024), "a-quiet-hill"))
    result = tj("open", tmp_path / "share.age", "--passphrase-file", tmp_path / "words")
    assert result.code == 4
    assert "key" not in result.err


def test_a_key_file_under_a_passphrase_is_asked_for_it(tj: Tj, bundle: tuple[Path, Path], tmp_path: Path) -> None:
    locked, words_file = tmp_path / "key.age", tmp_path / "words"
    locked.write_bytes(seal_lightly(bundle[1].read_bytes(), "a quiet hill"))
    words_file.write_text("a quiet hill\n")
    opened = tj("open", bundle[0], "--identity", locked, "--key-passphrase-file", words_file)
    assert opened.code == 0
    assert "The first of May" in opened.out
    asked = tj("open", bundle[0], "--identity", locked)
    assert asked.code == 2
    assert "passphrase of that key file" in asked.err
    words_file.write_text("a quiet hall\n")
    wrong = tj("open", bundle[0], "--identity", locked, "--key-passphrase-file", words_file)
    assert wrong.code == 1
    assert f"that passphrase does not open {locked}" in wrong.err
    assert "quiet" not in wrong.err + wrong.out
    bundle_for_key = tj("open", bundle[0], "--identity", bundle[0], "--key-passphrase-file", words_file)
    assert bundle_for_key.code == 1
    assert "is no key file" in bundle_for_key.err


def _no_large_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))


def test_a_disk_that_takes_no_more_is_left_as_it_was(bundle: tuple[Path, Path], tmp_path: Path) -> None:
    from tests.durability.running import run_child

    words = ("open", str(bundle[0]), "--identity", str(bundle[1]), "--to", str(tmp_path / "deep" / "saved"))
    failed = run_child(tmp_path, tmp_path / "vault", *words, prepare=_no_large_files)
    assert failed.code == 1
    assert "report.html cannot be written: file too large" in failed.err
    assert not (tmp_path / "deep").exists()
    done = run_child(tmp_path, tmp_path / "vault", *words)
    assert (done.code, set(files_of(tmp_path / "deep/saved"))) == (0, {"report.html", "entries/0001.md"})
