"""The age community's test vectors: the page opens what tj opens, and refuses the rest for the same reason."""

import base64
import hashlib
from typing import Any

from tests.page.core import Answer, ask, b64
from tests.share.test_share_vectors import VECTORS, Vector
from tj.errors import Refused, TjError
from tj.share.age_header import kind_of

# How tj's sentences read, by the page's codes.
SENTENCES = {
    "none of your keys": "wrong-key",
    "that passphrase does not open": "wrong-passphrase",
    "not encrypted to a key but by a passphrase": "needs-passphrase",
    "not encrypted by a passphrase but to a key": "needs-key",
    "written as text": "armored",
    "by more than one key": "several-readers",
    "not encrypted in the way": "other-encryption",
    "not an age file": "not-age",
    "first lines have no end": "damaged",
    "damaged or was changed": "damaged",
    "busy for minutes": "too-much-work",
}


def questions(vector: Vector) -> list[dict[str, Any]]:
    keys = [key for key in vector.identities if key.startswith("AGE-SECRET-KEY-1")]
    file = b64(vector.file)
    by_words: list[dict[str, Any]] = [
        {"do": "decryptByWords", "file": file, "passphrase": words} for words in vector.passphrases
    ]
    by_key: dict[str, Any] = {"do": "decrypt", "file": file, "identities": keys}
    return [*([] if by_words and not vector.identities else [by_key]), *by_words]


def tj_says(vector: Vector) -> list[str]:
    """Return what comes of each way of opening a vector with tj: the hash of what it holds, or the page's code."""
    found = []
    for attempt in vector.attempts():
        try:
            found.append(hashlib.sha256(attempt()).hexdigest())
        except TjError as error:
            found.append(next(code for sentence, code in SENTENCES.items() if sentence in error.message))
    return found


def page_says(answer: Answer) -> str:
    return answer.code or hashlib.sha256(base64.b64decode(answer.value)).hexdigest()


def test_each_vector_has_the_verdict_that_tj_has() -> None:
    asked = [(vector, question) for vector in VECTORS.values() for question in questions(vector)]
    answers = ask([question for _, question in asked])
    page: dict[str, list[str]] = {name: [] for name in VECTORS}
    for (vector, _), answer in zip(asked, answers, strict=True):
        page[vector.name].append(page_says(answer))
    ours = {name: tj_says(vector) for name, vector in VECTORS.items()}
    assert len(page) == 143
    assert {name: (ours[name], page[name]) for name in ours if ours[name] != page[name]} == {}


def header(*lines: str) -> bytes:
    return "\n".join(["age-encryption.org/v1", *lines, "--- " + "A" * 43, ""]).encode() + bytes(100)


HEADERS = [
    b"", b"hello", b"PK\x03\x04", b"age-encryption.org/v2\n-> X25519 a\n\n--- ", b"age-encryption.org/v1\n",
    b" \n\v-----BEGIN AGE ENCRYPTED FILE-----\n", header(), header("-> "), header("->  x"),
    header("-> a-grease b", "c"),
    header("-> X25519 a", "b"), header("-> X25519 a", "b", "-> a-grease b", "c"), header("-> X25519 \xe9", "b"),
    header("-> X25519 a", "b", "-> X25519 a", "b"), header("-> X25519 a", "b", "-> scrypt a 10", "b"),
    header("-> ssh-ed25519 a b", "c"), header("-> scrypt a 10", "b"), header("-> scrypt a", "b"),
    header("-> scrypt a 10 11", "b"), *(header(f"-> scrypt a {factor}", "b") for factor in
    ("0", "01", "1", "20", "21", "24", "99", "999", "1000", "-1", "+1", "1e1", " 1", "٣", "")),
    b"age-encryption.org/v1\n" + b"x" * 70_000 + b"\n--- ",
]  # fmt: skip


def test_headers_are_read_alike() -> None:
    ours = []
    for data in HEADERS:
        try:
            ours.append(str(kind_of(data)))
        except Refused as error:
            ours.append(next(code for sentence, code in SENTENCES.items() if sentence in error.message))
    answers = ask([{"do": "kindOf", "file": b64(data)} for data in HEADERS])
    assert [answer.code or answer.value for answer in answers] == ours
    assert {"X25519", "scrypt", "too-much-work", "damaged", "not-age", "armored"} <= set(ours)
