"""Sharing with someone who has no key, as the two do it: the words are shown once, told, and typed."""

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pyrage
import pytest

from tests.conftest import MakeVault, Outcome, Tj, files_of
from tests.share.agefile import scrypt_file
from tj.cli import say
from tj.share.age_header import work_factor
from tj.share.crypto import new_identity, recipient_of

NOTES = {
    "journal/2026/2026-05-01.md": "---\nmood: 5\n---\nThe first of May\n",
    "journal/2026/2026-05-02.md": "---\nmood: 6\n---\nThe second of May\n",
}
SHOWN = re.compile(r"^ {4}([a-z]+(?:-[a-z]+){6})$", re.MULTILINE)


@pytest.fixture
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Encrypt by passphrases with little work, so that a test need not wait; the files are such as age reads."""
    monkeypatch.setattr(pyrage.passphrase, "encrypt", scrypt_file)


def share(tj: Tj, root: Path, name: str = "anneke", *more: str) -> Outcome:
    return tj("share", name, "--passphrase", "--since", "2026-05-01", "--yes", *more, vault=root)


def the_words(text: str) -> str:
    (found,) = SHOWN.findall(text)
    return str(found)


def bundle_of(tj: Tj) -> Path:
    (path,) = tj.places.outbox.glob("*.age")
    return path


def test_a_bundle_with_all_the_work_is_opened_by_its_words(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    result = share(tj, make_vault(NOTES))
    assert result.code == 0, result.err
    bundle = bundle_of(tj)
    assert 10 < work_factor(bundle.read_bytes()) <= 20
    (tmp_path / "words").write_text(the_words(result.out).upper().replace("-", "  ") + "\n")
    opened = tj("open", bundle, "--passphrase-file", tmp_path / "words", "--to", tmp_path / "saved")
    assert opened.code == 0, opened.err
    assert "Encrypted by a passphrase" in opened.out
    assert b"The second of May" in files_of(tmp_path / "saved")["entries/0002.md"]


def test_the_words_are_shown_once_and_kept_nowhere(tj: Tj, make_vault: MakeVault, little_work: None) -> None:
    root = make_vault(NOTES)
    result = share(tj, root)
    shown = the_words(result.out)
    assert shown not in result.err
    assert "in session or by telephone, never in the mail" in result.out
    for folder in (tj.home, root):
        for path, data in files_of(folder).items():
            assert shown.encode() not in data, path
    second = share(tj, root)
    assert the_words(second.out) != shown


def test_a_document_never_holds_the_words(tj: Tj, make_vault: MakeVault, little_work: None) -> None:
    result = share(tj, make_vault(NOTES), "anneke", "--json")
    shown = the_words(result.err)
    document = json.loads(result.out)
    assert shown not in result.out
    assert list(document) == ["output", "bytes", "sha256", "entries", "withheld", "stripped"]


def test_a_preview_and_a_no_make_no_words(
    tj: Tj, make_vault: MakeVault, little_work: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    import click

    root = make_vault(NOTES)
    preview = tj("share", "anneke", "--passphrase", "--since", "2026-05-01", "--preview", vault=root)
    assert preview.code == 0
    assert "Encrypted by a passphrase, which is made now and shown once" in preview.out
    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "confirm", lambda *_args, **_options: False)
    refused = tj("share", "anneke", "--passphrase", "--since", "2026-05-01", vault=root)
    assert "Nothing was written." in refused.out
    assert not SHOWN.search(preview.out + preview.err + refused.out + refused.err)
    assert not list(tj.places.outbox.iterdir())


def ledger_of(root: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (root / ".tj/shared.jsonl").read_text().splitlines()]


def test_bundles_without_a_key_are_counted_by_name(tj: Tj, make_vault: MakeVault, little_work: None) -> None:
    root = make_vault(NOTES)
    tj("therapist", "add", "Bo", recipient_of(new_identity()))
    for name in ("anneke", "ANNEKE", "Bo", "clara", " anneke "):
        assert share(tj, root, name).code == 0
    rows = ledger_of(root)
    assert {row["recipient"] for row in rows} == {"passphrase"}
    assert [(str(row["to"]).casefold(), row["serial"]) for row in rows] == [
        ("anneke", 1), ("anneke", 2), ("bo", 1), ("clara", 1), ("anneke", 3),
    ]  # fmt: skip
    # A bundle to Bo's key has a count of its own.
    assert tj("share", "Bo", "--since", "2026-05-01", "--yes", "--unverified", vault=root).code == 0
    assert ledger_of(root)[-1]["serial"] == 1
    assert "Bo" in tj("shared", "bo", vault=root).out


def test_since_the_last_bundle_goes_by_name_too(tj: Tj, make_vault: MakeVault, little_work: None) -> None:
    root = make_vault(NOTES)
    assert share(tj, root).code == 0
    (root / "journal/2026/2026-05-06.md").write_text("new\n")
    other = tj("share", "clara", "--passphrase", "--since-last", "--yes", vault=root)
    assert (other.code, "nothing was shared with clara yet" in other.err) == (2, True)
    same = tj("share", "Anneke", "--passphrase", "--since-last", "--yes", "--json", vault=root)
    assert json.loads(same.out)["entries"] == 1


def test_who_is_not_in_the_book_or_has_a_key_is_said(tj: Tj, make_vault: MakeVault, little_work: None) -> None:
    root = make_vault(NOTES)
    tj("therapist", "add", "Bo", recipient_of(new_identity()))
    assert "anneke is not in your book" in share(tj, root).err
    assert "Bo has a key in your book" in share(tj, root, "bo").err


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x1b[2J", "\u202eevil"])
def test_what_cannot_be_a_name_is_refused(tj: Tj, make_vault: MakeVault, name: str) -> None:
    result = share(tj, make_vault(NOTES), name)
    assert result.code == 2
    assert "cannot be a name" in result.err
    assert not list(tj.places.outbox.iterdir())


@pytest.fixture
def sealed(tj: Tj, make_vault: MakeVault, little_work: None) -> tuple[Path, str]:
    """A bundle, and its words."""
    result = share(tj, make_vault(NOTES))
    return bundle_of(tj), the_words(result.out)


def test_the_words_are_asked_for_at_a_terminal_and_not_shown(
    tj: Tj, sealed: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import click

    asked: list[dict[str, object]] = []

    def prompt(_question: str, **options: object) -> str:
        asked.append(options)
        return sealed[1].replace("-", " ")

    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    opened = tj("open", sealed[0])
    assert opened.code == 0, opened.err
    assert "The first of May" in opened.out
    assert [options["hide_input"] for options in asked] == [True]
    assert sealed[1] not in opened.out + opened.err


def test_the_words_come_from_a_file_or_a_pipe(
    tj: Tj, sealed: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(sealed[1].encode() + b"\r\n")))
    assert json.loads(tj("open", sealed[0], "--passphrase-file", "-", "--json").out)["entries"] == [
        "entries/0001.md", "entries/0002.md",
    ]  # fmt: skip
    (tmp_path / "words.txt").write_text(sealed[1])
    tj.start = tmp_path
    assert tj("open", sealed[0], "--passphrase-file", "words.txt").code == 0
    missing = tj("open", sealed[0], "--passphrase-file", "none.txt")
    assert (missing.code, "none.txt" in missing.err) == (1, True)


def test_where_nobody_can_be_asked_it_is_said_how(tj: Tj, sealed: tuple[Path, str]) -> None:
    result = tj("open", sealed[0])
    assert result.code == 2
    assert "--passphrase-file" in result.err


@pytest.mark.parametrize(
    ("slip", "hint"),
    [
        (lambda words: words.replace("-", "-x", 1), "look at word 2: not in the list"),
        (lambda words: "-".join(f"{word}x" for word in words.split("-")), "look at words 1, 2, 3, 4, 5, 6, 7"),
        (lambda words: "-".join(reversed(words.split("-"))), "compare it word by word"),
        (lambda _: "   ", "it is seven words"),
    ],
)
def test_a_slip_is_said_without_repeating_what_was_typed(
    tj: Tj, sealed: tuple[Path, str], tmp_path: Path, slip: Callable[[str], str], hint: str
) -> None:
    typed = slip(sealed[1])
    (tmp_path / "words").write_text(typed)
    result = tj("open", sealed[0], "--passphrase-file", tmp_path / "words")
    assert result.code == 1
    assert hint in result.err
    assert not typed.strip() or not any(word in result.err for word in typed.split("-") if len(word) > 6)


def test_what_is_damaged_behind_the_words_is_refused(tj: Tj, sealed: tuple[Path, str], tmp_path: Path) -> None:
    (tmp_path / "words").write_text(sealed[1])
    sealed[0].write_bytes(sealed[0].read_bytes()[:-1])
    result = tj("open", sealed[0], "--passphrase-file", tmp_path / "words", "--to", tmp_path / "saved")
    assert result.code == 4
    assert not (tmp_path / "saved").exists()


def test_a_bundle_to_a_key_asks_for_no_words(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault(NOTES)
    tj("key", "new")
    mine = json.loads(tj("key", "show", "--json").out)["recipient"]
    tj("therapist", "add", "me", mine)
    assert tj("share", "me", "--since", "2026-05-01", "--yes", "--unverified", vault=root).code == 0
    assert tj("open", bundle_of(tj), "--passphrase-file", tmp_path / "none").code == 0
