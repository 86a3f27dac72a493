"""Which keys are encrypted to, which files are opened, and what each refusal says."""

import base64
import hashlib
import subprocess
from pathlib import Path

import pyrage
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from tj.errors import EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE, Refused, TjError, UsageProblem
from tj.share.age_header import kind_of, plaintext_size
from tj.share.crypto import (
    checked_recipient,
    decrypt,
    encrypt,
    new_identity,
    new_signing_key,
    recipient_of,
    sign,
    signer_of,
    verify,
)

MINE = new_identity()
TO_ME = recipient_of(MINE)
TEXT = b"a plain page of text\n" * 40
SEALED = encrypt(TEXT, TO_ME)
SIGNING = new_signing_key()
HEADER = SEALED.index(b"\n--- ") + len(b"\n--- ") + 43 + 1


def test_a_recipient_is_taken_in_its_one_form() -> None:
    assert checked_recipient(f"  {TO_ME}\n") == TO_ME
    assert checked_recipient(TO_ME.upper()) == TO_ME


def test_a_key_that_begins_like_another_kind_by_chance_is_taken() -> None:
    key = "age1pqhkwtv00up3fhzqzln4cfvsdvcqvwgp3z77lqsw09fgkdzjz92swvg4ax"
    assert checked_recipient(key) == key


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("", "not an age key"),
        ("hello", "not an age key"),
        (TO_ME[:-1], "not an age key"),
        (TO_ME + "q", "not an age key"),
        (TO_ME[:10].upper() + TO_ME[10:], "not an age key"),
        (TO_ME[:30] + " " + TO_ME[31:], "not an age key"),
        (TO_ME.replace("age1", "age2"), "not an age key"),
        (f"{TO_ME}\n{TO_ME}", "not an age key"),
        (TO_ME[:-1] + ("q" if TO_ME[-1] != "q" else "p"), "a letter wrong"),
        ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDtest me@host", "an ssh key"),
        ("ssh-rsa AAAAB3NzaC1yc2E me@host", "an ssh key"),
        ("ecdsa-sha2-nistp256 AAAAE2VjZHNh me@host", "an ssh key"),
        ("sk-ssh-ed25519@openssh.com AAAA me@host", "an ssh key"),
        ("age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", "that tj does not encrypt to"),
        ("age1tpm1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t", "that tj does not encrypt to"),
        ("age1pq1" + "q" * 1900, "that tj does not encrypt to"),
    ],
)
def test_other_keys_are_not_encrypted_to(key: str, sentence: str) -> None:
    with pytest.raises(UsageProblem, match=sentence) as caught:
        checked_recipient(key)
    assert caught.value.exit_code == EXIT_USAGE
    assert caught.value.hint
    with pytest.raises(UsageProblem, match=sentence):
        encrypt(TEXT, key)


@pytest.mark.parametrize("key", ["AGE-PLUGIN-YUBIKEY-1QQQ", " age-plugin-x-1qqq", "AGE-SECRET-KEY-PQ-1QQQ"])
def test_the_secret_of_another_kind_of_key_is_called_exposed_too(key: str) -> None:
    with pytest.raises(Refused, match="secret key"):
        checked_recipient(key)


@pytest.mark.parametrize("form", ["{}", "  {}\n", "# created: today\n{}", "{}x", "key: {}"])
@pytest.mark.parametrize("upper", [True, False])
def test_a_pasted_secret_key_is_called_exposed_and_never_repeated(form: str, upper: bool) -> None:
    pasted = form.format(MINE if upper else MINE.lower())
    with pytest.raises(Refused, match="secret key") as caught:
        checked_recipient(pasted)
    assert caught.value.exit_code == EXIT_REFUSED
    said = f"{caught.value.message} {caught.value.hint} {caught.value!r}".casefold()
    assert "seen by others" in said
    assert MINE.casefold() not in said
    assert MINE.removeprefix("AGE-SECRET-KEY-1")[:12].casefold() not in said


def test_what_is_encrypted_opens_again_and_never_looks_the_same() -> None:
    assert decrypt(SEALED, [MINE]) == TEXT
    assert decrypt(SEALED, [new_identity(), MINE]) == TEXT
    assert encrypt(TEXT, TO_ME) != SEALED
    assert decrypt(encrypt(b"", TO_ME), [MINE]) == b""


def test_a_wrong_identity_is_no_damage() -> None:
    with pytest.raises(TjError, match="none of your keys") as caught:
        decrypt(SEALED, [new_identity()])
    assert caught.value.exit_code == EXIT_FAILED
    with pytest.raises(TjError, match="none of your keys"):
        decrypt(SEALED, [])


@pytest.mark.parametrize("wrong", ["", "nothing", MINE[:-1], TO_ME, MINE + "Q"])
def test_what_is_no_identity_is_said_without_it(wrong: str) -> None:
    with pytest.raises(TjError, match="no age identity") as caught:
        recipient_of(wrong)
    assert caught.value.exit_code == EXIT_FAILED
    assert not wrong or wrong not in str(caught.value)
    with pytest.raises(TjError, match="no age identity"):
        decrypt(SEALED, [wrong])


def test_every_changed_byte_is_refused() -> None:
    body = range(HEADER, len(SEALED), max((len(SEALED) - HEADER) // 60, 1))
    for position in [*range(HEADER), *body, len(SEALED) - 1]:
        for mask in (0x01, 0x20):
            changed = bytearray(SEALED)
            changed[position] ^= mask
            with pytest.raises(TjError) as caught:
                decrypt(bytes(changed), [MINE])
            assert caught.value.exit_code in (EXIT_FAILED, EXIT_REFUSED)


def test_every_shortened_or_longer_file_is_refused() -> None:
    for length in [*range(0, HEADER + 20), *range(HEADER + 20, len(SEALED), 37), len(SEALED) - 1]:
        with pytest.raises(TjError):
            decrypt(SEALED[:length], [MINE])
    for more in (b"\0", b"\n", b"x" * 20, SEALED):
        with pytest.raises(TjError):
            decrypt(SEALED + more, [MINE])


def test_what_is_no_age_file_is_refused() -> None:
    for data in (
        b"",
        b"hello",
        b"PK\x03\x04",
        b"age-encryption.org/v2\n-> X25519 a\n\n--- ",
    ):
        with pytest.raises(Refused, match="not an age file"):
            decrypt(data, [MINE])
    for length in (len(b"age-encryption.org/v1\n"), 60, HEADER - 49):
        with pytest.raises(Refused, match="its first lines have no end"):
            decrypt(SEALED[:length], [MINE])


def test_how_much_a_file_holds_is_told_from_its_length() -> None:
    for size in (0, 1, 65_535, 65_536, 65_537, 131_072, 200_000):
        assert plaintext_size(encrypt(bytes(size), TO_ME)) == size
    assert plaintext_size(SEALED[: HEADER - 3]) < 0


def test_an_armored_file_is_told_apart() -> None:
    for space in (b"", b"\n \t"):
        with pytest.raises(Refused, match="written as text"):
            decrypt(space + pyrage.encrypt(TEXT, [pyrage.x25519.Recipient.from_str(TO_ME)], armored=True), [MINE])


def header(*stanzas: str) -> bytes:
    return b"age-encryption.org/v1\n" + "".join(f"-> {one}\nAAAA\n" for one in stanzas).encode() + b"--- AAAA\n"


def test_a_file_for_a_passphrase_needs_another_key() -> None:
    with pytest.raises(TjError, match="not encrypted to a key"):
        decrypt(header("scrypt c2FsdA 18"), [MINE])


def test_a_file_that_asks_for_too_much_work_is_refused_from_its_header() -> None:
    kind_of(header("scrypt c2FsdA 20"))
    for factor in (21, 22, 31, 999):
        with pytest.raises(Refused, match="busy for minutes") as caught:
            kind_of(header(f"scrypt c2FsdA {factor}"))
        assert caught.value.exit_code == EXIT_REFUSED


@pytest.mark.parametrize(
    "data",
    [
        header("scrypt c2FsdA 0"),
        header("scrypt c2FsdA -1"),
        header("scrypt c2FsdA 018"),
        header("scrypt c2FsdA 1e9"),
        header("scrypt c2FsdA ١٨"),
        header("scrypt c2FsdA"),
        header("scrypt c2FsdA 18 18"),
        header("scrypt c2FsdA 99999999999999999999"),
        header("scrypt c2FsdA 10", "scrypt c2FsdA 10"),
        header("scrypt c2FsdA 10", "X25519 AAAA"),
        header("X25519 Ä"),
        header(),
        b"age-encryption.org/v1\n->\n--- AAAA\n",
    ],
)
def test_a_header_that_is_wrong_is_refused(data: bytes) -> None:
    with pytest.raises(Refused, match=r"damaged"):
        kind_of(data)


def test_a_signature_holds_for_its_signer_and_message_alone() -> None:
    signer = signer_of(SIGNING)
    made = sign(SIGNING, b"said")
    assert signer.startswith("ed25519:")
    assert len(base64.b64decode(signer.removeprefix("ed25519:"))) == 32
    assert len(made) == 64
    assert verify(signer, made, b"said")
    assert not verify(signer, made, b"Said")
    assert not verify(signer_of(new_signing_key()), made, b"said")
    assert not verify(signer, made[:-1], b"said")
    assert not verify(signer, b"", b"said")
    for position in range(64):
        assert not verify(signer, made[:position] + bytes([made[position] ^ 1]) + made[position + 1 :], b"said")


def test_what_is_no_signer_has_signed_nothing() -> None:
    signer, made = signer_of(SIGNING), sign(SIGNING, b"said")
    bare = signer.removeprefix("ed25519:")
    for wrong in ("", "ed25519:", bare, f"ed25519:{bare[:-4]}", f"ed25519: {bare}", f"ED25519:{bare}", "ed25519:é",
                  f"ed25519:{bare}\n", f"ed25519:ed25519:{bare}", f"ed25519:{bare.rstrip('=')}"):  # fmt: skip
        assert not verify(wrong, made, b"said")


def test_what_is_no_signing_key_cannot_sign() -> None:
    other = generate_private_key(SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    for wrong in (b"", b"hello", SIGNING[:60], other):
        with pytest.raises(TjError, match="signing key cannot be read"):
            sign(wrong, b"said")
        with pytest.raises(TjError, match="signing key cannot be read"):
            signer_of(wrong)


def test_the_age_program_reads_and_writes_the_same_files(age_program: str, tmp_path: Path) -> None:
    key, sealed = tmp_path / "key.txt", tmp_path / "page.age"
    key.write_text(MINE + "\n")
    sealed.write_bytes(SEALED)
    opened = subprocess.run([age_program, "-d", "-i", key, sealed], capture_output=True, check=True).stdout
    assert hashlib.sha256(opened).digest() == hashlib.sha256(TEXT).digest()
    theirs = subprocess.run([age_program, "-r", TO_ME], input=TEXT, capture_output=True, check=True).stdout
    assert decrypt(theirs, [MINE]) == TEXT
