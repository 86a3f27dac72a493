"""The names and sizes that a bundle's zip may have."""

import pytest

from tj.errors import Refused
from tj.share.packing import LEAST_BYTES, MAX_BYTES, pack, padded_size, unpack


@pytest.mark.parametrize(
    "name", ["att/0001.exe", "att/0001.md", "att/0001.jpg.js", "att/1.jpg", "entries/0001.html", "x"]
)
def test_no_other_name_is_read(name: str) -> None:
    with pytest.raises(Refused, match="not one that tj gives"):
        unpack(pack({name: b""}))


@pytest.mark.parametrize(
    ("size", "padded"),
    [(0, LEAST_BYTES), (LEAST_BYTES, LEAST_BYTES), (LEAST_BYTES + 1, 67_584), (100_000, 100_352),
     (1_000_000, 1_015_808), (MAX_BYTES, MAX_BYTES)],
)  # fmt: skip
def test_a_size_is_that_of_padme(size: int, padded: int) -> None:
    assert padded_size(size) == padded
    assert padded_size(padded) == padded


def test_a_bundle_is_as_large_as_its_padded_size() -> None:
    packed = pack({"report.html": bytes(200_000)})
    assert len(packed) == padded_size(len(packed)) > 200_000
    assert len(pack({})) == LEAST_BYTES
