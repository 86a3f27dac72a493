"""The age community's test vectors: what a bundle's reader opens, and what it refuses for which reason."""

import hashlib
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest

from tests.conftest import Tj
from tj.errors import EXIT_FAILED, EXIT_REFUSED, Refused, TjError
from tj.share.crypto import decrypt, decrypt_with_passphrase

ARCHIVE = Path(__file__).parent / "vectors" / "cctv-age-0.2.0.zip"
SHA256 = "f12c237389b6fe32d314ff591b155582e3a04195498bd439317ba5b7697c7ab2"

# Vectors that should open, by the format's text, and that tj refuses: the sentence, and the reason.
ARMORED = "written as text"
SEVERAL = "by more than one key"
ANOTHER = "not encrypted in the way"
EXCEPTIONS = {
    # A bundle is binary. Armor would be a second form of the same file, and hides the header until it is decoded.
    "armor_crlf": ARMORED,
    "armor_full_last_line": ARMORED,
    "armor_no_eol": ARMORED,
    "armor_scrypt": ARMORED,
    "armor_whitespace_outside": ARMORED,
    "armor_x25519": ARMORED,
    # A bundle has one reader. Further stanzas may be keys of others, of whatever kind; only `…-grease` is surely none.
    "stanza_empty_body": SEVERAL,
    "stanza_empty_last_line": SEVERAL,
    "stanza_valid_characters": SEVERAL,
    "x25519_grease": SEVERAL,
    "x25519_multiple_recipients": SEVERAL,
    # Post-quantum keys, which neither tj nor the library under it reads, and one of them in armor.
    "armor_hybrid": ARMORED,
    "hybrid": ANOTHER,
    "hybrid_and_x25519": SEVERAL,
    "hybrid_grease": SEVERAL,
    "hybrid_multiple_recipients": SEVERAL,
}
# Of these, the ones that the library itself does not open, so that refusing them is no choice of tj's.
NOT_BY_THE_LIBRARY = {
    "armor_whitespace_outside", "armor_hybrid", "hybrid", "hybrid_and_x25519", "hybrid_grease",
    "hybrid_multiple_recipients",
}  # fmt: skip
# Vectors for which no key fits, by the format's text, and that tj refuses outright for what their header already shows.
REFUSED_UNMATCHED = {
    "armor_no_match": ARMORED,
    "hybrid_bad_tag": ANOTHER,
    "hybrid_currupted_enc_mlkem": ANOTHER,
    "hybrid_currupted_enc_x25519": ANOTHER,
    "hybrid_no_match": ANOTHER,
    "hybrid_uppercase": ANOTHER,
    "scrypt_uppercase": ANOTHER,
    "x25519_lowercase": ANOTHER,
}


@dataclass(frozen=True)
class Vector:
    """One vector: what is expected, the file, and what it is to be opened with."""

    name: str
    expect: str
    payload: str
    file: bytes
    identities: tuple[str, ...]
    passphrases: tuple[str, ...]

    def attempts(self) -> list[Callable[[], bytes]]:
        """Return each way of opening it that a person with these keys has."""
        keys = [key for key in self.identities if key.startswith("AGE-SECRET-KEY-1")]  # all that tj takes for one
        by_words = [lambda words=words: decrypt_with_passphrase(self.file, words) for words in self.passphrases]
        by_key = [] if by_words and not self.identities else [lambda: decrypt(self.file, keys)]
        return [*by_key, *by_words]


def _load() -> dict[str, Vector]:
    found = {}
    with zipfile.ZipFile(ARCHIVE) as packed:
        for name in packed.namelist():
            head, body = packed.read(name).split(b"\n\n", 1)
            rows = [line.split(": ", 1) for line in head.decode().split("\n")]
            known = dict(rows)
            found[name] = Vector(
                name,
                known["expect"],
                known.get("payload", ""),
                zlib.decompress(body) if known.get("compressed") == "zlib" else body,
                tuple(value for key, value in rows if key == "identity"),
                tuple(value for key, value in rows if key == "passphrase"),
            )
    return found


VECTORS = _load()
SUCCESS = [one for one in VECTORS.values() if one.expect == "success"]
FAILURE = [one for one in VECTORS.values() if one.expect != "success"]


def outcomes(vector: Vector) -> tuple[list[bytes], list[TjError]]:
    opened, refused = [], []
    for attempt in vector.attempts():
        try:
            opened.append(attempt())
        except TjError as error:
            refused.append(error)
    return opened, refused


def test_all_vectors_are_there() -> None:
    assert hashlib.sha256(ARCHIVE.read_bytes()).hexdigest() == SHA256
    assert (len(VECTORS), len(SUCCESS)) == (143, 26)
    assert set(EXCEPTIONS) <= {one.name for one in SUCCESS}
    assert set(REFUSED_UNMATCHED) <= {one.name for one in FAILURE if one.expect == "no match"}


@pytest.mark.parametrize("vector", [one for one in SUCCESS if one.name not in EXCEPTIONS], ids=lambda one: one.name)
def test_what_should_open_opens(vector: Vector) -> None:
    opened, _ = outcomes(vector)
    assert [hashlib.sha256(text).hexdigest() for text in opened] == [vector.payload]


@pytest.mark.parametrize("vector", [one for one in SUCCESS if one.name in EXCEPTIONS], ids=lambda one: one.name)
def test_each_exception_is_refused_for_its_reason(vector: Vector) -> None:
    opened, refused = outcomes(vector)
    assert opened == []
    assert any(EXCEPTIONS[vector.name] in error.message for error in refused)
    assert {error.exit_code for error in refused} == {EXIT_REFUSED}


@pytest.mark.parametrize("vector", [one for one in SUCCESS if one.name in EXCEPTIONS], ids=lambda one: one.name)
def test_the_library_opens_the_exceptions_that_are_a_choice(vector: Vector) -> None:
    keys = [pyrage.x25519.Identity.from_str(key) for key in vector.identities if key.startswith("AGE-SECRET-KEY-1")]
    try:
        if vector.passphrases:
            text = pyrage.passphrase.decrypt(vector.file, vector.passphrases[0])
        else:
            text = pyrage.decrypt(vector.file, keys)
    except pyrage.DecryptError:
        assert vector.name in NOT_BY_THE_LIBRARY
    else:
        assert vector.name not in NOT_BY_THE_LIBRARY
        assert hashlib.sha256(text).hexdigest() == vector.payload


@pytest.mark.parametrize("vector", FAILURE, ids=lambda one: one.name)
def test_what_should_not_open_does_not(vector: Vector) -> None:
    opened, refused = outcomes(vector)
    assert opened == []
    if vector.expect != "no match":
        # Damage is never mistaken for a wrong key or passphrase.
        assert all(isinstance(error, Refused) for error in refused), refused
    elif vector.name in REFUSED_UNMATCHED:
        assert REFUSED_UNMATCHED[vector.name] in refused[0].message
    else:
        assert EXIT_FAILED in {error.exit_code for error in refused}


@pytest.mark.parametrize("vector", VECTORS.values(), ids=lambda one: one.name)
def test_tj_open_takes_none_for_a_bundle(tj: Tj, tmp_path: Path, vector: Vector) -> None:
    (tmp_path / "vector.age").write_bytes(vector.file)
    (tmp_path / "key").write_text("\n".join(vector.identities) or "AGE-SECRET-KEY-1" + "Q" * 58)
    (tmp_path / "words").write_text("\n".join(vector.passphrases[:1]))
    given: list[str | Path] = ["--passphrase-file", tmp_path / "words"]
    if any(key.startswith("AGE-SECRET-KEY-1") for key in vector.identities):
        given += ["--identity", tmp_path / "key"]
    result = tj("open", tmp_path / "vector.age", *given, "--to", tmp_path / "saved")
    opens = vector.expect == "success" and vector.name not in EXCEPTIONS
    assert result.code == (EXIT_REFUSED if opens or is_refused(vector) else EXIT_FAILED), result.err
    # What opens is refused for what it holds alone, which is no bundle.
    assert ("this bundle is refused: what it holds is no zip file" in result.err) == opens
    assert result.out == ""
    assert not (tmp_path / "saved").exists()


def is_refused(vector: Vector) -> bool:
    return vector.expect != "no match" or vector.name in {*EXCEPTIONS, *REFUSED_UNMATCHED}
