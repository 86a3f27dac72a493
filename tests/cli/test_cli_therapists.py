"""`tj therapist`: the book by its commands, and every kind of wrong key refused by its own sentence and code."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.cli import say
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import six_words

IDENTITY = new_identity()
KEY, OTHER = recipient_of(IDENTITY), recipient_of(new_identity())


def book_of(tj: Tj) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(tj("therapist", "list", "--json").out)
    return found


def test_what_is_known_of_someone_is_kept_and_shown(tj: Tj) -> None:
    added = tj("therapist", "add", "Anneke", KEY, "--email", "anneke@example.org")
    assert added.code == 0
    assert " ".join(six_words("recipient", KEY)) in added.out
    assert "Not compared yet" in added.out
    assert book_of(tj) == [
        {
            "name": "Anneke", "recipient": KEY, "words": list(six_words("recipient", KEY)), "verified": "",
            "verified_on": "", "email": "anneke@example.org", "added": "2026-05-11",
        }
    ]  # fmt: skip
    assert tj("therapist", "verify", "ANNEKE", "--how", "words read in session").code == 0
    (one,) = book_of(tj)
    assert (one["verified"], one["verified_on"]) == ("words read in session", "2026-05-11")
    listed = tj("therapist", "list").out
    assert "words read in session on 2026-05-11" in listed
    assert "anneke@example.org" in listed
    shown = tj("therapist", "show", "anneke").out
    assert KEY in shown
    assert " ".join(six_words("recipient", KEY)) in shown
    assert set(files_of(tj.home / "data")) == {"book.lock", "therapists.toml"}


def test_a_changed_key_is_refused_with_the_way_on(tj: Tj) -> None:
    tj("therapist", "add", "Anneke", KEY, "--verified", "in session")
    before = files_of(tj.home / "data")
    result = tj("therapist", "add", "anneke", OTHER, "--verified", "they said so")
    assert result.code == 4
    assert "tj therapist remove 'Anneke'" in result.err
    assert "compare its words anew" in result.err
    assert files_of(tj.home / "data") == before
    assert tj("therapist", "remove", "anneke").code == 0
    assert tj("therapist", "add", "anneke", OTHER).code == 0
    assert book_of(tj)[0]["verified"] == ""


def test_an_address_is_noted_for_who_is_there(tj: Tj) -> None:
    assert tj("therapist", "add", "anneke", "--email", "a@example.org").code == 2
    tj("therapist", "add", "anneke", KEY)
    assert tj("therapist", "add", "anneke", "--email", "a@example.org").code == 0
    assert book_of(tj)[0]["email"] == "a@example.org"
    for bad in ("a@example.org\nBcc: x@example.org", "Anneke <a@example.org>", "a@example.org, b@example.org"):
        result = tj("therapist", "add", "anneke", "--email", bad)
        assert result.code == 2
        assert "e-mail" in result.err
    assert book_of(tj)[0]["email"] == "a@example.org"


def test_someone_without_a_key(tj: Tj) -> None:
    added = tj("therapist", "add", "bo", "--no-key")
    assert added.code == 0
    assert "passphrase" in added.out
    assert book_of(tj)[0]["recipient"] == ""
    assert "no key" in tj("therapist", "list").out
    assert tj("therapist", "verify", "bo", "--how", "x").code == 2
    assert tj("therapist", "show", "bo", "--qr").code == 2
    assert tj("therapist", "add", "bo", KEY, "--no-key").code == 2
    assert tj("therapist", "add", "bo", KEY).code == 0
    assert tj("therapist", "add", "bo", "--no-key").code == 4


@pytest.mark.parametrize(
    "text",
    [KEY, f"# made today\n{KEY}\n", f"> {KEY[:33]}\r\n> {KEY[33:]}\r\n", f"Hi!\n\nmy key: {KEY}\n\nAnneke\n"],
)
def test_a_key_comes_by_file_or_standard_input_as_the_mail_brought_it(
    tj: Tj, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / "key.txt").write_bytes(text.encode())
    assert tj("therapist", "add", "anneke", tmp_path / "key.txt").code == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    second = tj("therapist", "add", "second", "-")
    assert second.code == 0
    assert "as that of anneke" in second.err
    assert {one["recipient"] for one in book_of(tj)} == {KEY}


@pytest.mark.parametrize("how", ["argument", "file", "standard input"])
def test_a_secret_key_is_said_to_be_exposed_and_kept_nowhere(
    tj: Tj, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    (tmp_path / "key.txt").write_text(f"# public key: {KEY}\n{IDENTITY}\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(IDENTITY.encode())))
    given = {"argument": IDENTITY, "file": str(tmp_path / "key.txt"), "standard input": "-"}[how]
    result = tj("therapist", "add", "anneke", given)
    assert result.code == 4
    assert "now exposed" in result.err
    assert IDENTITY[16:40] not in result.out + result.err
    assert not (tj.home / "data").exists()


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("age1pq1" + "q" * 1900, "post-quantum"),
        ("age1yubikey1" + "q" * 58, "hardware token"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA", "ssh key"),
        ("ed25519:" + "A" * 43 + "=", "signing key"),
        (KEY[:-4], "not an age key"),
        ("/no/such/file", "not an age key"),
    ],
)
def test_other_keys_are_refused_each_by_its_sentence(tj: Tj, key: str, said: str) -> None:
    result = tj("therapist", "add", "anneke", key)
    assert result.code == 2
    assert said in result.err
    assert "hint: " in result.err
    assert not (tj.home / "data").exists()


def test_a_large_file_is_not_read_as_a_key(tj: Tj, tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(bytes(70_000))
    result = tj("therapist", "add", "anneke", tmp_path / "large")
    assert result.code == 1
    assert "too large" in result.err


def test_a_book_damaged_by_hand_is_one_clear_line_and_nothing_is_lost(tj: Tj) -> None:
    tj("therapist", "add", "anneke", KEY)
    path = tj.home / "data/therapists.toml"
    damaged = path.read_bytes().replace(b'name = "anneke"', b"name = anneke")
    path.write_bytes(damaged)
    for arguments in (("list",), ("add", "bo", OTHER), ("remove", "anneke"), ("verify", "anneke", "--how", "x")):
        result = tj("therapist", *arguments)
        assert result.code == 1
        assert len(result.err.splitlines()) == 2
        assert "therapists.toml:4: this is not TOML" in result.err
        assert path.read_bytes() == damaged


def test_what_was_asked_at_a_terminal_is_noted_with_its_day(tj: Tj, monkeypatch: pytest.MonkeyPatch) -> None:
    import click

    tj("therapist", "add", "anneke", KEY)
    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "confirm", lambda *_args, **_options: True)
    monkeypatch.setattr(click, "prompt", lambda *_args, **_options: "by\ntelephone")
    assert tj("therapist", "verify", "anneke", "--qr").code == 2
    monkeypatch.setattr(click, "prompt", lambda *_args, **_options: "by telephone")
    asked = tj("therapist", "verify", "anneke")
    assert " ".join(six_words("recipient", KEY)) in asked.out
    assert "by telephone on 2026-05-11" in asked.out


def test_a_card_of_someones_key(tj: Tj, tmp_path: Path) -> None:
    tj("therapist", "add", "An <b> & co", KEY)
    assert tj("therapist", "show", "an <b> & co", "--svg", tmp_path / "a.svg").code == 0
    text = (tmp_path / "a.svg").read_text()
    assert "An &lt;b&gt; &amp; co" in text
    assert KEY in text


def test_a_key_changed_by_hand_is_seen_in_the_list_and_stops_a_share(tj: Tj, make_vault: MakeVault) -> None:
    tj("therapist", "add", "anneke", KEY, "--verified", "in session")
    path = tj.home / "data/therapists.toml"
    path.write_text(path.read_text().replace(KEY, OTHER))
    assert "not to be relied on" in tj("therapist", "list").out
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    result = tj("share", "anneke", "--since", "2026-05-01", "--yes", vault=root)
    assert result.code == 4
    assert "tj therapist verify 'anneke'" in result.err
    assert list((tj.home / "outbox").iterdir()) == []
    assert tj("therapist", "verify", "anneke", "--how", "in session, again").code == 0
    assert "not to be relied on" not in tj("therapist", "list").out
