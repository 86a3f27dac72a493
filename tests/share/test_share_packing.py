"""The names and sizes that a bundle's zip may have."""

import pytest

from tj.errors import Refused
from tj.share.endings import FILES, PICTURES, ending_of
from tj.share.packing import LEAST_BYTES, MAX_BYTES, pack, padded_size, unpack


def test_files_go_along_that_no_program_would_run() -> None:
    assert sorted((*FILES, *PICTURES)) == [
        "3gp",
        "avif",
        "bmp",
        "csv",
        "doc",
        "docx",
        "epub",
        "flac",
        "heic",
        "heif",
        "jpg",
        "m4a",
        "mov",
        "mp3",
        "mp4",
        "odp",
        "ods",
        "odt",
        "ogg",
        "opus",
        "pdf",
        "png",
        "ppt",
        "pptx",
        "rtf",
        "svg",
        "tif",
        "tiff",
        "txt",
        "wav",
        "webm",
        "xls",
        "xlsx",
        "zip",
    ]
    members = {f"att/{number:04}.{ending}": b"" for number, ending in enumerate((*FILES, *PICTURES), start=1)}
    assert unpack(pack(members)) == members


@pytest.mark.parametrize(
    "name", ["att/0001.exe", "att/0001.md", "att/0001.jpg.js", "att/1.jpg", "entries/0001.html", "x"]
)
def test_no_other_name_is_read(name: str) -> None:
    with pytest.raises(Refused, match="not one that tj gives"):
        unpack(pack({name: b""}))


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.PDF", "pdf"), ("a.b.jpg#page=2", "jpg"), ("a/b.md ", "md"), ("a#b.pdf", "a"), (".png", "png"), ("", "")],
)
def test_an_ending_is_told_in_small_letters(name: str, ending: str) -> None:
    assert ending_of(name) == ending


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
