"""Passphrases: how many there are, what a person may type for one, and that the work they ask for stays bearable."""

import math
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.share.age_header import MAX_WORK_FACTOR, kind_of, work_factor
from tj.share.crypto import decrypt_with_passphrase, encrypt, encrypt_with_passphrase, new_identity, recipient_of
from tj.share.passphrase import PASSPHRASE_WORDS, new_passphrase, normalised, strange_words
from tj.share.wordlist import english

TEXT = b"a plain page of text\n" * 40
PASSPHRASE = "abandon-zoo-legal-winner-thank-year-wave"


def test_a_new_passphrase_has_at_least_77_bits() -> None:
    assert len(english()) == len(set(english())) == 2048
    made = {new_passphrase() for _ in range(200)}
    assert len(made) == 200
    for one in made:
        words = one.split("-")
        assert len(words) == PASSPHRASE_WORDS
        assert set(words) <= set(english())
        assert normalised(one) == one
        assert strange_words(one) == ()
    assert PASSPHRASE_WORDS * math.log2(len(english())) >= 77
    # 1,400 fair draws show about a thousand of them.
    assert len({word for one in made for word in one.split("-")}) > 700


@pytest.mark.parametrize(
    "typed",
    [
        "abandon zoo legal winner thank year wave",
        "  Abandon  ZOO legal\twinner thank year\r\nwave \n",
        "ABANDON-ZOO-LEGAL-WINNER-THANK-YEAR-WAVE",
        "abandon\u2013zoo\u2014legal\u2010winner\u2011thank\u2212year-wave",
        "abandon, zoo, legal, winner, thank, year, wave.",
        "ａｂａｎｄｏｎ　ｚｏｏ legal winner thank year wave",
        "\ufeffaban\u00addon zoo\u00a0legal\u200b winner thank year wave",
        "- abandon - zoo - legal - winner - thank - year - wave -",
    ],
)
def test_what_a_person_types_is_understood(typed: str) -> None:
    assert normalised(typed) == PASSPHRASE


def test_two_unicode_forms_of_one_passphrase_are_one() -> None:
    assert normalised("cafe\u0301 olé") == normalised("CAFÉ-ole\u0301") == "café-olé"


@given(st.text())
def test_normalising_twice_is_normalising_once(text: str) -> None:
    once = normalised(text)
    assert normalised(once) == once
    assert once == once.strip("-")


def test_a_slip_is_pointed_at_by_its_place() -> None:
    assert strange_words("abandon zoo leagl winner thnak year wave") == (3, 5)
    assert strange_words("") == (1,)


def test_what_a_passphrase_seals_it_opens_here_and_elsewhere() -> None:
    sealed = encrypt_with_passphrase(TEXT, PASSPHRASE)
    assert kind_of(sealed) == "scrypt"
    assert 10 < work_factor(sealed) <= MAX_WORK_FACTOR
    assert decrypt_with_passphrase(sealed, PASSPHRASE) == TEXT
    assert PASSPHRASE.encode() not in sealed
    with pytest.raises(TjError, match="does not open") as caught:
        decrypt_with_passphrase(sealed, PASSPHRASE.replace("zoo", "zone"))
    assert caught.value.exit_code == EXIT_FAILED
    assert "zone" not in str(caught.value) + caught.value.hint
    for damaged in (sealed[:-1], sealed + b"\0", sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(Refused, match="damaged") as refused:
            decrypt_with_passphrase(damaged, PASSPHRASE)
        assert refused.value.exit_code == EXIT_REFUSED


def test_the_form_of_letters_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    def encrypted(_data: bytes, passphrase: str) -> bytes:
        used.append(passphrase)
        return b"age-encryption.org/v1\n-> scrypt c2FsdA 18\nAAAA\n--- AAAA\n"

    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypted)
    encrypt_with_passphrase(TEXT, "cafe\u0301")
    encrypt_with_passphrase(TEXT, "café")
    assert used == ["café", "café"]


def test_an_empty_passphrase_seals_and_opens_nothing() -> None:
    with pytest.raises(TjError, match="empty"):
        encrypt_with_passphrase(TEXT, "")
    with pytest.raises(TjError, match="empty"):
        decrypt_with_passphrase(b"age-encryption.org/v1\n-> scrypt c2FsdA 10\nAAAA\n--- AAAA\n", "")


def _asking(factors: list[int], monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the library choose these work factors one after the other; return those that it has not chosen yet."""
    left = list(factors)

    def encrypted(_data: bytes, _passphrase: str) -> bytes:
        return f"age-encryption.org/v1\n-> scrypt c2FsdA {left.pop(0)}\nAAAA\n--- AAAA\n".encode()

    monkeypatch.setattr(pyrage.passphrase, "encrypt", encrypted)
    return left


def test_what_asks_for_too_much_work_is_sealed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    left = _asking([22, 21, 20, 18], monkeypatch)
    assert work_factor(encrypt_with_passphrase(TEXT, PASSPHRASE)) == 20
    assert left == [18]


def test_what_always_asks_for_too_much_work_is_not_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    _asking([21] * 10, monkeypatch)
    with pytest.raises(TjError, match="nothing was encrypted"):
        encrypt_with_passphrase(TEXT, PASSPHRASE)


def test_a_hostile_amount_of_work_is_refused_from_the_header(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda *_: pytest.fail("the work was begun"))
    for factor in (21, 24, 31, 99):
        hostile = f"age-encryption.org/v1\n-> scrypt c2FsdA {factor}\nAAAA\n--- AAAA\n".encode()
        with pytest.raises(Refused, match="busy for minutes"):
            decrypt_with_passphrase(hostile, PASSPHRASE)


def test_too_much_work_for_this_computer_alone_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def excessive(*_: object) -> bytes:
        raise pyrage.DecryptError("Excessive work parameter for passphrase.")

    monkeypatch.setattr(pyrage.passphrase, "decrypt", excessive)
    with pytest.raises(TjError, match="this computer busy") as caught:
        decrypt_with_passphrase(b"age-encryption.org/v1\n-> scrypt c2FsdA 20\nAAAA\n--- AAAA\n", PASSPHRASE)
    assert caught.value.exit_code == EXIT_FAILED


def test_a_file_for_a_key_takes_no_passphrase() -> None:
    sealed = encrypt(TEXT, recipient_of(new_identity()))
    with pytest.raises(TjError, match="not encrypted by a passphrase"):
        decrypt_with_passphrase(sealed, PASSPHRASE)


def test_the_age_program_opens_it_with_the_very_words(age_program: str, tmp_path: Path) -> None:
    (tmp_path / "page.age").write_bytes(encrypt_with_passphrase(TEXT, PASSPHRASE))
    # age asks at a terminal alone, so it is given one.
    script = (
        "import os, pty, sys, time\n"
        "pid, terminal = pty.fork()\n"
        "if not pid: os.execv(sys.argv[1], ['age', '-d', '-o', 'page', 'page.age'])\n"
        "seen = b''\n"
        "while b'passphrase' not in seen: seen += os.read(terminal, 1024)\n"
        "os.write(terminal, sys.argv[2].encode() + b'\\n')\n"
        "try:\n"
        "    while os.read(terminal, 1024): pass\n"
        "except OSError: pass\n"
        "sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n"
    )
    subprocess.run([sys.executable, "-c", script, age_program, PASSPHRASE], cwd=tmp_path, check=True)
    assert (tmp_path / "page").read_bytes() == TEXT
