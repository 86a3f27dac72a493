"""The address book: a changed key is a hard stop, and what it keeps is read back or said to be unreadable."""

import json
import stat
import threading
from pathlib import Path

import pytest

from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError, UsageProblem
from tj.share.book import Book, Therapist
from tj.share.crypto import new_identity, new_signing_key, recipient_of, signer_of

ANNEKE, OTHER = recipient_of(new_identity()), recipient_of(new_identity())
SIGNER, SECOND = signer_of(new_signing_key()), signer_of(new_signing_key())


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path / "data")


def test_whom_was_added_is_there(book: Book, tmp_path: Path) -> None:
    assert book.therapists() == []
    added = book.add(" Anneke ", f" {ANNEKE.upper()}\n", "2026-05-11")
    assert added == Therapist("Anneke", ANNEKE, "", "2026-05-11")
    book.add("bo", OTHER, "2026-05-12", "in session")
    assert Book(tmp_path / "data").therapists() == [added, Therapist("bo", OTHER, "in session", "2026-05-12")]
    assert book.get("ANNEKE") == added


def test_the_book_is_for_its_owner_alone(book: Book, tmp_path: Path) -> None:
    book.add("Anneke", ANNEKE, "2026-05-11")
    book.trust("Mara", SIGNER)
    book.remember_opened(SIGNER, 1, "ab")
    book.verify("Anneke", "words")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    for name in ("therapists.toml", "signers.json", "opened.json"):
        assert stat.S_IMODE((tmp_path / "data" / name).stat().st_mode) == 0o600


def test_the_same_again_changes_nothing(book: Book, tmp_path: Path) -> None:
    first = book.add("Anneke", ANNEKE, "2026-05-11", "words read")
    before = (tmp_path / "data" / "therapists.toml").read_bytes()
    assert book.add("anneke", ANNEKE, "2027-01-01") == first
    assert (tmp_path / "data" / "therapists.toml").read_bytes() == before
    assert book.add("anneke", ANNEKE, "2027-01-01", "by telephone").verified == "by telephone"
    assert [one.name for one in book.therapists()] == ["Anneke"]


@pytest.mark.parametrize("name", ["Anneke", "anneke", " ANNEKE "])
def test_a_changed_key_is_a_hard_stop(book: Book, tmp_path: Path, name: str) -> None:
    book.add("Anneke", ANNEKE, "2026-05-11")
    before = (tmp_path / "data" / "therapists.toml").read_bytes()
    with pytest.raises(Refused, match="with another key") as caught:
        book.add(name, OTHER, "2026-06-01", "trust me")
    assert caught.value.exit_code == EXIT_REFUSED
    assert (tmp_path / "data" / "therapists.toml").read_bytes() == before


def test_one_name_in_two_unicode_forms_is_one_name(book: Book) -> None:
    book.add("José", ANNEKE, "2026-05-11")
    assert book.get("Jose\u0301").recipient == ANNEKE
    with pytest.raises(Refused):
        book.add("Jose\u0301", OTHER, "2026-05-11")


def test_after_removal_a_new_key_may_come(book: Book) -> None:
    book.add("Anneke", ANNEKE, "2026-05-11")
    assert book.remove("ANNEKE").recipient == ANNEKE
    assert book.therapists() == []
    assert book.add("Anneke", OTHER, "2026-06-01").recipient == OTHER


def test_verifying_keeps_the_rest(book: Book) -> None:
    book.add("Anneke", ANNEKE, "2026-05-11")
    assert book.verify("anneke", "words in session") == Therapist("Anneke", ANNEKE, "words in session", "2026-05-11")
    assert book.get("Anneke").verified == "words in session"


def test_an_unknown_name_brings_near_ones(book: Book) -> None:
    with pytest.raises(TjError, match="no therapist named 'Anneke'") as none:
        book.get("Anneke")
    assert "tj therapist add" in none.value.hint
    book.add("Anneke", ANNEKE, "2026-05-11")
    with pytest.raises(TjError) as caught:
        book.get("anekke")
    assert caught.value.exit_code == EXIT_FAILED
    assert caught.value.hint == "did you mean Anneke?"
    for change in (book.remove, lambda name: book.verify(name, "x")):
        with pytest.raises(TjError, match="no therapist named"):
            change("nobody")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[31m", "\u202eevil", "x" * 61])
def test_what_cannot_be_a_name_is_said(book: Book, name: str) -> None:
    with pytest.raises(UsageProblem, match="cannot be a name"):
        book.add(name, ANNEKE, "2026-05-11")
    with pytest.raises(UsageProblem, match="cannot be a name"):
        book.trust(name, SIGNER)


def test_a_signer_is_known_once_trusted(book: Book) -> None:
    assert book.signers() == []
    book.trust("Mara", SIGNER)
    book.trust("mara", SIGNER)
    book.trust("Noor", SECOND)
    assert [(one.name, one.signer) for one in book.signers()] == [("Mara", SIGNER), ("Noor", SECOND)]


def test_a_changed_signer_is_a_hard_stop(book: Book) -> None:
    book.trust("Mara", SIGNER)
    with pytest.raises(Refused, match="with another signing key"):
        book.trust("MARA", SECOND)
    with pytest.raises(Refused, match="that of Mara"):
        book.trust("Someone", SIGNER)
    assert [one.signer for one in book.signers()] == [SIGNER]


def test_the_first_bundle_of_a_number_is_the_one_remembered(book: Book) -> None:
    assert book.opened(SIGNER) == {}
    book.remember_opened(SIGNER, 1, "aa")
    book.remember_opened(SIGNER, 1, "bb")
    book.remember_opened(SIGNER, 2, "cc")
    book.remember_opened(SECOND, 1, "dd")
    assert book.opened(SIGNER) == {1: "aa", 2: "cc"}
    assert book.opened(SECOND) == {1: "dd"}


@pytest.mark.parametrize(
    "text",
    ["", "{", "{}", "[1]", '[{"name": "x"}]', "[" * 5000, '[{"name": 1, "recipient": "", "verified": "", "added": ""}]',
     '[{"name": "x", "recipient": "a", "verified": null, "added": ""}]', "\udcff"],
)  # fmt: skip
def test_a_book_that_cannot_be_read_is_left_alone(book: Book, tmp_path: Path, text: str) -> None:
    path = tmp_path / "data" / "therapists.toml"
    path.parent.mkdir()
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    before = path.read_bytes()
    for action in (book.therapists, lambda: book.add("Anneke", ANNEKE, "2026-05-11")):
        with pytest.raises(TjError, match="cannot be read"):
            action()
    assert path.read_bytes() == before


def test_two_who_write_at_once_both_land(book: Book, tmp_path: Path) -> None:
    keys = [recipient_of(new_identity()) for _ in range(12)]
    threads = [
        threading.Thread(target=Book(tmp_path / "data").add, args=(f"one {number}", key, "2026-05-11"))
        for number, key in enumerate(keys)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.recipient for one in book.therapists()} == set(keys)
    assert len(json.loads((tmp_path / "data" / "therapists.toml").read_text())) == len(keys)
