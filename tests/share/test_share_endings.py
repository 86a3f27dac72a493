"""The endings by which files may go along with a share."""

import pytest

from tj.share.endings import FILES, PICTURES, ending_of
from tj.share.packing import pack, unpack


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
    ("name", "ending"),
    [("a.PDF", "pdf"), ("a.b.jpg#page=2", "jpg"), ("a/b.md ", "md"), ("a#b.pdf", "a"), (".png", "png"), ("", "")],
)
def test_an_ending_is_told_in_small_letters(name: str, ending: str) -> None:
    assert ending_of(name) == ending
