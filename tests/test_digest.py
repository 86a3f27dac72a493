"""What is taken besides `hashlib` gives what `hashlib` gives: the index's name and its marks rest on it."""

import hashlib

import pytest

from tj.digest import blake2b, sha256


@pytest.mark.parametrize("data", [b"", b"a", "für mich".encode(), bytes(range(256)) * 99])
def test_the_digests_are_those_of_hashlib(data: bytes) -> None:
    assert sha256(data).hexdigest() == hashlib.sha256(data).hexdigest()
    assert blake2b(data, digest_size=16).digest() == hashlib.blake2b(data, digest_size=16).digest()
