"""The paths of files and addresses for programs of this computer go; words, dates, fractions and web links stay."""

from collections import Counter

import pytest

from tj.share.paths import strip_paths

ROOTS = """home Users Volumes Library Applications System private root mnt media srv var tmp etc opt usr run data
    storage sdcard nas net export cygdrive Documents Desktop Downloads"""
ENDINGS = "md txt pdf png jpg jpeg webp gif svg heic doc docx odt xls xlsx csv mp3 m4a mp4 mov zip canvas base"


@pytest.mark.parametrize("root", ROOTS.split())
def test_a_folder_that_all_computers_have_begins_a_path(root: str) -> None:
    assert strip_paths(f"see /{root}/me, so", Counter(), []) == "see a file, so"
    assert strip_paths(f"see /{root}/my own/notes of/mum, so", Counter(), []) == "see a file, so"


@pytest.mark.parametrize("ending", ENDINGS.split())
def test_a_file_is_known_by_its_ending(ending: str) -> None:
    assert strip_paths(f"see /a.{ending} b", Counter(), []) == "see a file b"
    assert strip_paths(f"see /home/me/b c d.{ending} e", Counter(), []) == "see a file e"


@pytest.mark.parametrize(
    "scheme", ["obsidian", "vscode", "zotero", "message", "onenote", "evernote", "things", "bear", "x-a"]
)
def test_an_address_for_a_program_goes(scheme: str) -> None:
    for address in (f"{scheme}:/a?b", f"{scheme.upper()}://a", f"{scheme}:%3Ca%3E", f"{scheme}:https://a.org"):
        assert strip_paths(f"see {address} b", Counter(), []) == "see a file b"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a file:///x/y z", "a a file z"),
        ("(FILE:/x)", "(a file)"),
        ("ftp://a.org/b and ssh://c", "a file and a file"),
        ('in "~/my notes/a b" so', "in a file so"),
        ('in "/srv/my notes/a b" so', "in a file so"),
        ("~/a, $HOME/b, ${HOME}/c, %APPDATA%\\d", "a file, a file, a file, a file"),
        ("~\\a /srv/b /srv\\c", "a file a file a file"),
        ("./a ../b/c", "a file a file"),
        ("/home/Xa/bX cX/X dX.md, e", "a file, e"),
        ("/Xo/Xa, ~/X, ./X\nC:\\X X\\X\n//X/X\n\\\\X\\X", "a file, a file, a file\na file\na file\na file"),
        (
            "![x](../att/0001.png) [y](../att/0002.pdf 'z') [z](../att/1.png)",
            "![x](../att/0001.png) [y](../att/0002.pdf 'z') [z](a file)",
        ),
        ("../att/0001.png", "a file"),
        ("C:\\a\\b c\\d.txt e", "a file e"),
        ("d:/a", "a file"),
        ("\\\\server\\share\\a b\\c d", "a file d"),
        ("//server/share", "a file"),
        ("<//server/share>", "<a file>"),
    ],
)
def test_a_path_goes(text: str, left: str) -> None:
    counts: Counter[str] = Counter()
    removed: list[str] = []
    assert strip_paths(text, counts, removed) == left
    assert counts["path"] == len(removed) > 0


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/home/me/a.pdf and http://a.org",
        "me@example.org/home, and/or, 24/7, 2026/03/05, n/a, 1/2, he/she/they",
        "/yes/ /no/ /s // a / b ~ ~5 \\ .. . ./ ../",
        "a:b x:y Re:/ note: /",
        "a.md b.pdf",
        "\\\\(a\\\\)",
        "/homes /b",
    ],
)
def test_words_stay(text: str) -> None:
    counts: Counter[str] = Counter()
    assert strip_paths(text, counts, []) == text
    assert counts == {}
