"""`tj key`: passphrases are asked for and never shown, exports open again, and nothing secret is printed."""

import io
import json
import stat
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tests.share.light import seal_lightly
from tj.cli import say
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import load_keys

SECRET, OTHER = "four quiet words here", "quite another one now"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.share.keyfile.encrypt_with_passphrase", seal_lightly)


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Type passphrases from a list, as a person at a terminal would; what is typed is hidden, and new ones repeated."""
    import click

    answers: list[str] = []

    def prompt(question: str, *, hide_input: bool, err: bool, confirmation_prompt: str = "") -> str:
        assert hide_input
        assert err
        assert bool(confirmation_prompt) == ("New" in question or "for the exported" in question)
        return answers.pop(0)

    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    return answers


@pytest.fixture
def secret_file(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(f"{SECRET}\n")
    return path


def test_keys_are_made_under_a_passphrase_that_is_typed(tj: Tj, typed: list[str]) -> None:
    typed.append(SECRET)
    made = tj("key", "new", "--passphrase")
    assert made.code == 0, made.err
    assert SECRET not in made.out + made.err
    assert set(files_of(tj.home / "data")) == {"keys.age", "public.txt"}
    assert "SECRET-KEY" not in made.out + made.err
    assert tj("key", "new", "--passphrase").code == 4
    assert json.loads(tj("key", "show", "--json").out)["recipient"].startswith("age1")


def test_a_share_asks_for_the_passphrase_and_is_signed(
    tj: Tj, make_vault: MakeVault, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    typed.append(SECRET)
    tj("key", "new", "--passphrase")
    own = json.loads(tj("key", "show", "--json").out)
    tj("therapist", "add", "me", own["recipient"], "--verified", "in session")
    typed += [OTHER, OTHER, SECRET]
    shared = tj("share", "me", "--since", "2026-05-01", "--yes", "--json", vault=root)
    assert shared.code == 0, shared.err
    assert shared.err.count("That was not it") == 2
    typed.append(SECRET)
    opened = tj("open", json.loads(shared.out)["output"], "--json")
    assert opened.code == 0, opened.err
    assert json.loads(opened.out)["signer"] == own["signer"]
    typed += [OTHER, OTHER, OTHER]
    before = files_of(tj.home)
    refused = tj("share", "me", "--since", "2026-05-01", "--yes", vault=root)
    assert refused.code == 1
    assert "does not open your keys" in refused.err
    assert files_of(tj.home) == before
    assert typed == []


def test_where_nobody_can_be_asked_a_file_is_named(tj: Tj, make_vault: MakeVault, secret_file: Path) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    refused = tj("key", "new", "--passphrase")
    assert refused.code == 2
    assert "--passphrase-file" in refused.err
    assert not (tj.home / "data").exists()
    assert tj("key", "new", "--passphrase-file", secret_file).code == 0
    own = json.loads(tj("key", "show", "--json").out)["recipient"]
    tj("therapist", "add", "me", own, "--verified", "in session")
    words = ("share", "me", "--since", "2026-05-01", "--yes", "--json")
    assert tj(*words, vault=root).code == 2
    assert not list((tj.home / "outbox").iterdir())
    shared = tj(*words, "--key-passphrase-file", secret_file, vault=root)
    assert shared.code == 0, shared.err
    bundle = json.loads(shared.out)["output"]
    assert tj("open", bundle).code == 2
    assert tj("open", bundle, "--key-passphrase-file", secret_file).code == 0
    secret_file.write_text(OTHER)
    assert tj("open", bundle, "--key-passphrase-file", secret_file).code == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (SECRET.encode(), 0),
        (f"{SECRET}\r\n".encode(), 0),
        (f"{SECRET}\n\n".encode(), 0),
        (b"", 2),
        (b"\n", 2),
        (b"one\ntwo of them\n", 2),
        (b"short", 2),
    ],
)
def test_a_passphrase_comes_by_standard_input(tj: Tj, monkeypatch: pytest.MonkeyPatch, data: bytes, code: int) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert tj("key", "new", "--passphrase-file", "-").code == code
    if code == 0:
        assert load_keys(tj.home / "data", lambda: SECRET).recipient
    assert tj("key", "show").code == (0 if code == 0 else 1)


def test_a_passphrase_file_that_is_not_there_is_said(tj: Tj, tmp_path: Path) -> None:
    result = tj("key", "new", "--passphrase-file", tmp_path / "none")
    assert result.code == 1
    assert "no such file" in result.err


def test_the_passphrase_is_set_changed_and_removed(tj: Tj, typed: list[str]) -> None:
    tj("key", "new")
    shown = tj("key", "show").out
    assert "no passphrase" in tj("key", "passphrase", "--remove").out
    typed.append(SECRET)
    assert "kept under your passphrase" in tj("key", "passphrase").out
    assert "identity.txt" not in files_of(tj.home / "data")
    typed += [SECRET, OTHER]
    assert "is changed" in tj("key", "passphrase").out
    typed.append(OTHER)
    assert "without a passphrase now" in tj("key", "passphrase", "--remove").out
    assert set(files_of(tj.home / "data")) == {"identity.txt", "signing.key"}
    assert tj("key", "show").out == shown
    typed.append("short")
    assert tj("key", "passphrase").code == 2
    assert set(files_of(tj.home / "data")) == {"identity.txt", "signing.key"}


def test_an_export_is_read_back_on_another_computer(
    tj: Tj, typed: list[str], tmp_path: Path, make_vault: MakeVault
) -> None:
    assert tj("key", "export", tmp_path / "keys.age").code == 1
    tj("key", "new")
    shown = tj("key", "show").out
    typed.append(SECRET)
    made = tj("key", "export", tmp_path / "keys.age")
    assert made.code == 0, made.err
    data = (tmp_path / "keys.age").read_bytes()
    assert stat.S_IMODE((tmp_path / "keys.age").stat().st_mode) == 0o600
    assert b"SECRET-KEY" not in data
    again = tj("key", "export", tmp_path / "keys.age")
    assert again.code == 4
    assert "is there already" in again.err
    assert (tmp_path / "keys.age").read_bytes() == data
    typed.append(SECRET)
    assert "very keys already" in tj("key", "import", tmp_path / "keys.age").out
    other = Tj(tmp_path / "elsewhere", tj.capture)
    typed.append(OTHER)
    wrong = other("key", "import", tmp_path / "keys.age")
    assert wrong.code == 1
    assert not (other.home / "data").exists()
    typed.append(SECRET)
    taken = other("key", "import", tmp_path / "keys.age")
    assert taken.code == 0, taken.err
    assert other("key", "show").out == shown
    assert (other.home / "data/exported.txt").exists()
    third = Tj(tmp_path / "third", tj.capture)
    third("key", "new")
    before = files_of(third.home)
    typed.append(SECRET)
    assert third("key", "import", tmp_path / "keys.age").code == 4
    assert files_of(third.home) == before
    fourth = Tj(tmp_path / "fourth", tj.capture)
    typed.append(SECRET)
    assert fourth("key", "import", tmp_path / "keys.age", "--passphrase").code == 0
    assert set(files_of(fourth.home / "data")) == {"keys.age", "public.txt", "exported.txt"}
    root = make_vault()
    inside = tj("key", "export", root / "attachments" / "keys.age")
    assert inside.code == 4
    assert "inside the vault" in inside.err
    assert not (root / "attachments").exists()


def test_an_export_that_does_not_open_again_is_removed(
    tj: Tj, typed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tj("key", "new")
    monkeypatch.setattr("tj.share.keyfile.encrypt_with_passphrase", lambda data, _: seal_lightly(data, OTHER))
    typed.append(SECRET)
    assert tj("key", "export", tmp_path / "keys.age").code == 1
    assert not (tmp_path / "keys.age").exists()
    assert not (tj.home / "data/exported.txt").exists()


def test_a_plain_key_file_is_not_taken_for_an_export(tj: Tj, typed: list[str], tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text(new_identity())
    typed.append(SECRET)
    assert tj("key", "import", tmp_path / "plain.txt").code == 4
    assert not (tj.home / "data").exists()


def test_a_card_holds_words_and_codes_of_both_keys(tj: Tj, tmp_path: Path) -> None:
    tj("key", "new")
    shown = json.loads(tj("key", "show", "--json", "--svg", tmp_path / "card.svg").out)
    text = (tmp_path / "card.svg").read_text()
    root = ET.fromstring(text)  # noqa: S314 - of our own making
    words = [" ".join(shown[name]) for name in ("recipient_words", "signer_words")]
    assert [node.text for node in root.iter() if node.text in words] == words
    assert len([node for node in root if node.tag.endswith("svg")]) == 2
    assert shown["recipient"] in text
    assert shown["signer"] in text
    assert "SECRET" not in text
    assert "script" not in text
    assert tj("key", "show", "--svg", tmp_path / "card.svg").code == 4
    assert (tmp_path / "card.svg").read_text() == text


def _drawn(text: str) -> list[list[bool]]:
    """Return the rows of a code drawn in blocks: True is dark."""
    upper, lower = {"█": "11", "▀": "10", "▄": "01", " ": "00"}, []
    lines = [line for line in text.splitlines() if line and set(line) <= set(upper)]
    for line in lines:
        for half in (0, 1):
            lower.append([upper[sign][half] == "0" for sign in line])
    return lower


def test_the_code_in_the_terminal_is_that_of_the_key(tj: Tj, monkeypatch: pytest.MonkeyPatch) -> None:
    import segno

    key = recipient_of(new_identity())
    tj("therapist", "add", "anneke", key)
    plain = tj("therapist", "show", "anneke", "--qr").out
    code = segno.make(key, micro=False, error="m")
    expected = [[bool(bit) for bit in row] for row in code.matrix_iter(border=4)]
    found = [row[: len(expected)] for row in _drawn(plain)][: len(expected)]
    assert found == expected
    monkeypatch.setattr(say, "takes_colour", lambda: True)
    coloured = tj("therapist", "show", "anneke", "--qr").out
    lines = [line for line in coloured.splitlines() if "\x1b" in line]
    assert len(lines) == (len(expected) + 1) // 2
    # White blocks on black, by fixed colours and not by the terminal's own.
    assert all(line.startswith("\x1b[38;5;231;48;5;16m") and line.endswith("\x1b[0m") for line in lines)


def test_keys_without_a_passphrase_are_said_to_lie_unlocked(tj: Tj, secret_file: Path) -> None:
    made = tj("key", "new")
    assert made.code == 0
    assert [line for line in made.out.splitlines() if "unlocked" in line and "`tj key passphrase`" in line]
    for path in (tj.home / "data").iterdir():
        path.unlink()
    protected = tj("key", "new", "--passphrase-file", secret_file)
    assert (protected.code, "unlocked" in protected.out) == (0, False)
