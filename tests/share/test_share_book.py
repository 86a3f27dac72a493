"""The address book: a changed key is a hard stop, and what it keeps is read back or said to be unreadable."""

import stat
import threading
import tomllib
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
    bo = Therapist("bo", OTHER, "in session", "2026-05-12", verified_on="2026-05-12")
    assert Book(tmp_path / "data").therapists() == [added, bo]
    assert book.get("ANNEKE") == added


def test_the_book_is_for_its_owner_alone(book: Book, tmp_path: Path) -> None:
    book.add("Anneke", ANNEKE, "2026-05-11")
    book.verify("Anneke", "words", "2026-05-12")
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "data" / "therapists.toml").stat().st_mode) == 0o600


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
    book.add("anneke", None, "2026-05-12", email="anneke@example.org")
    verified = book.verify("anneke", "words in session", "2026-06-01")
    assert verified == Therapist("Anneke", ANNEKE, "words in session", "2026-05-11", "anneke@example.org", "2026-06-01")
    assert book.get("Anneke") == verified
    assert verified.compared == "words in session on 2026-06-01"


def test_an_unknown_name_brings_near_ones(book: Book) -> None:
    with pytest.raises(TjError, match="no therapist named 'Anneke'") as none:
        book.get("Anneke")
    assert "tj therapist add" in none.value.hint
    book.add("Anneke", ANNEKE, "2026-05-11")
    with pytest.raises(TjError) as caught:
        book.get("anekke")
    assert caught.value.exit_code == EXIT_FAILED
    assert caught.value.hint == "did you mean Anneke?"
    for change in (book.remove, lambda name: book.verify(name, "x", "2026-05-11")):
        with pytest.raises(TjError, match="no therapist named"):
            change("nobody")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "\x1b[31m", "\u202eevil", "x" * 61])
def test_what_cannot_be_a_name_is_said(book: Book, name: str) -> None:
    with pytest.raises(UsageProblem, match="cannot be a name"):
        book.add(name, ANNEKE, "2026-05-11")


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
    table = tomllib.loads((tmp_path / "data" / "therapists.toml").read_text())
    assert len(table["therapist"]) == len(keys)


def test_someone_without_a_key_may_get_one_later_but_never_the_other_way(book: Book) -> None:
    assert book.add("Bo", None, "2026-05-11", no_key=True) == Therapist("Bo", added="2026-05-11")
    assert book.get("bo").recipient == ""
    with pytest.raises(UsageProblem, match="no key"):
        book.verify("bo", "words", "2026-05-11")
    with pytest.raises(UsageProblem, match="no key that could be compared"):
        book.add("bo", None, "2026-05-11", "words")
    assert book.add("bo", OTHER, "2026-05-12") == Therapist("Bo", OTHER, added="2026-05-11")
    with pytest.raises(Refused, match="with another key") as caught:
        book.add("bo", None, "2026-05-13", no_key=True)
    assert "remove" in caught.value.hint
    assert "compare its words anew" in caught.value.hint
    assert book.get("bo").recipient == OTHER


def test_a_name_alone_adds_nobody_but_completes_who_is_there(book: Book) -> None:
    with pytest.raises(UsageProblem, match="not in your book yet") as caught:
        book.add("Anneke", None, "2026-05-11")
    assert "--no-key" in caught.value.hint
    book.add("Anneke", ANNEKE, "2026-05-11", "by telephone")
    assert book.add("anneke", None, "2026-06-01", email="a@example.org").email == "a@example.org"
    assert book.get("anneke") == Therapist(
        "Anneke", ANNEKE, "by telephone", "2026-05-11", "a@example.org", "2026-05-11"
    )
    assert book.add("anneke", None, "2026-06-01", email="").email == ""


def test_a_key_that_two_people_have_is_known_to_be(book: Book) -> None:
    first = book.add("Anneke", ANNEKE, "2026-05-11")
    second = book.add("Practice", ANNEKE, "2026-05-11")
    third = book.add("Bo", None, "2026-05-11", no_key=True)
    assert book.same_key(first) == ["Practice"]
    assert book.same_key(second) == ["Anneke"]
    assert book.same_key(third) == []


def test_words_that_do_not_go_with_the_key_stop_a_share(book: Book, tmp_path: Path) -> None:
    book.add("Anneke", ANNEKE, "2026-05-11", "words read")
    path = tmp_path / "data" / "therapists.toml"
    path.write_text(path.read_text().replace(ANNEKE, OTHER))
    with pytest.raises(Refused, match="six words noted for Anneke") as caught:
        book.get("anneke")
    assert caught.value.exit_code == EXIT_REFUSED
    assert "tj therapist verify" in caught.value.hint
    book.verify("anneke", "words read again", "2026-06-01")
    assert book.get("anneke").recipient == OTHER


@pytest.mark.parametrize("how", ["words\nread", "\x1b[2J", "\u202e"])
def test_how_a_key_was_compared_is_one_line(book: Book, how: str) -> None:
    with pytest.raises(UsageProblem, match="should be one line"):
        book.add("Anneke", ANNEKE, "2026-05-11", how)
    assert book.therapists() == []
    known = book.add("Anneke", ANNEKE, "2026-05-11")
    with pytest.raises(UsageProblem, match="should be one line"):
        book.verify("Anneke", how, "2026-05-11")
    assert book.therapists() == [known]
