"""Names that Windows takes for something else are told from those of files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.vault.names import are_portable, is_portable, misfit

DEVICES = ("CON", "con", "aux.md", "NUL.tar.gz", "nul .md", "PRN", "com1", "COM9.md", "lpt0", "lpt³.md", "CONIN$")


@pytest.mark.parametrize(
    "name",
    [*DEVICES, "", ".", "..", "a.", "a ", "a:b.md", 'say "x".md', "a/b", "a\\b", "a|b", "a?b", "a*b", "<a>", "a\tb",
     "a" * 256, "😀" * 128],
)  # fmt: skip
def test_what_windows_cannot_have(name: str) -> None:
    assert not is_portable(name)


@pytest.mark.parametrize(
    "name",
    ["2026-03-05.md", "walk-daily.md", ".tj", ".tj-0123456789abcdef.tmp", "conference.md", "com10.md", "auxiliary.md",
     "my con.md", "Übung – täglich.md", "日記.md", "a" * 255, "😀" * 127, "con-1.md", "lpt.md", " a.md"],
)  # fmt: skip
def test_what_it_can_have(name: str) -> None:
    assert is_portable(name)


@pytest.mark.parametrize(
    ("path", "bad"),
    [
        ("C:\\Users\\mara\\journal\\2026-03-05.md", ""),
        ("C:/Users/mara/journal/2026-03-05.md", ""),
        ("\\\\server\\share\\journal\\a.md", ""),
        ("..\\journal\\.\\a.md", ""),
        ("", ""),
        ("C:\\journal\\aux.md", "aux.md"),
        ("C:\\journal\\nul\\a.md", "nul"),
        ("C:\\journal\\a:b.md", "a:b.md"),
        ("journal/a .md/b ", "b "),
    ],
)
def test_a_path_of_windows_is_looked_through(path: str, bad: str) -> None:
    assert misfit(path) == bad


def test_a_path_of_a_backup_is_judged_by_its_steps() -> None:
    assert are_portable("journal/2026/2026-03-05.md")
    assert are_portable("../attachments/./a.png")
    for path in ("journal\\..\\..\\evil.md", "C:/evil.md", "journal/nul.md", "a./b.md"):
        assert not are_portable(path)


@given(st.text())
def test_any_text_is_judged(name: str) -> None:
    if is_portable(name):
        assert misfit(f"C:\\journal\\{name}") == ""
        assert are_portable(f"journal/{name}")
