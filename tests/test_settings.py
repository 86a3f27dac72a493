"""Settings that are plainly written are read as the TOML parser reads them."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT, MakeVault
from tj.cli.start import settings_text
from tj.errors import TjError
from tj.interop.obsidian import Adoption
from tj.settings import read_number, read_settings, read_table

PIECES = st.sampled_from(
    [
        'journal_dir = "journal"\n',
        'entry_name = "YYYY/YYYY-MM-DD"   # as in Obsidian\n',
        "journal_dir = 'literal'\n",
        'exclude = ["templates", "a b"] # c\n',
        "exclude = []\n",
        'exclude = ["a",]\n',
        'exclude = ["a, b"]\n',
        'exclude = ["a]"]\n',
        'exclude = [["a"]]\n',
        "[mood]\n",
        "[mood]  # a scale\n",
        "[mood.words]\n",
        "[[mood]]\n",
        "[ mood ]\n",
        "[words]\n",
        "[a.b.c]\n",
        "[]\n",
        "lowest = 1\n",
        "lowest = 1.5\n",
        "lowest = -2\n",
        "lowest = +2\n",
        "lowest = 01\n",
        "lowest = 1_0\n",
        "lowest = 1.\n",
        "lowest = .5\n",
        "lowest = 1e3\n",
        "highest = 10#\n",
        "words = 3\n",
        "b = 3\n",
        "mood = 3\n",
        "mood.lowest = 3\n",
        "words = { a = 1 }\n",
        "on = true\n",
        "day = 2026-01-01\n",
        "größe = 3\n",
        '"quoted" = 3\n',
        'x = "a\\"b"\n',
        'x = """a"""\n',
        'x = "größer # 日記"\n',
        'x = "a" "b"\n',
        "x = \n",
        "= 3\n",
        "x\n",
        "# words\n",
        "  \t y \t=\t4 \n",
        "\n",
        "\r\n",
        "\r",
        "\x00",
        "\ufeff",
        "\u2028",
    ]
)


@given(st.lists(st.one_of(PIECES, PIECES, st.text(max_size=8)), max_size=8).map("".join))
def test_what_is_read_plainly_is_what_the_parser_reads(text: str) -> None:
    table = read_table(text)
    if table is not None:
        found = tomllib.loads(text)
        assert table == found
        assert repr(table) == repr(found)  # and of the same types


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing but words\n",
        (ROOT / "examples" / "vault" / ".tj" / "config.toml").read_text(),
        settings_text(Adoption()),
        settings_text(Adoption("Daily notes", "YYYY-MM/DD ddd", ("Tpl", "Archiv für alles"))),
        "[mood]\r\nlowest = 0\r\n",
    ],
)
def test_ordinary_settings_are_read_plainly(text: str) -> None:
    assert read_table(text) == tomllib.loads(text)


CONTACTS = '[[support.contacts]]\nname = "Sam"\nchecked = 2026-01-31\n\n[[support.contacts]]\nhow = 112\n'


@given(st.lists(st.one_of(PIECES, st.sampled_from(["[trackers]\n", 'sleep = "h"\n'])), max_size=8).map("".join))
def test_contacts_at_the_end_change_no_setting(text: str) -> None:
    try:
        tomllib.loads(f"{text}\n{CONTACTS}")
        alone = read_settings(text, "x")
    except (ValueError, TjError):
        return
    assert read_settings(f"{text}\n{CONTACTS}", "x") == alone


def test_contacts_at_the_end_load_no_parser(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault(config=f"{settings_text(Adoption('journal', 'YYYY-MM-DD', ()))}\n{CONTACTS}")
    code = (
        "import sys; from tj.cli.main import run; code = run(sys.argv[1:]);"
        "print(code, 'tomllib' in sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "--vault", str(root), "mood", "6"],
        env={**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "0 False\n"


def test_what_follows_contacts_is_still_read() -> None:
    assert read_settings(f'{CONTACTS}\n[trackers]\nsteps = "a day"\n', "x")[4] == {"steps": "a day"}
    assert read_settings(f'x = 1\n{CONTACTS}\n [trackers]\nsteps = "a day"\n', "x")[4] == {"steps": "a day"}


@pytest.mark.parametrize(
    "text", ["x = 'y'\n", "x = 1_0\n", "x = 1\nx = 2\n", "[a]\n[a]\n", 'x = "\\t"\n', "x\n", "x = 1\r", "x = 1 2"]
)
def test_all_else_is_left_to_the_parser(text: str) -> None:
    assert read_table(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("6", 6.0), (" 6.5 ", 6.5), ("-3", -3.0), ("+3", 3.0), ("06", 6.0), ("1e0", "1e0"), ("5.", "5."), ("1_0", "1_0"),
     ("", ""), ("-", "-"), (".5", ".5"), ("٣", "٣"), ("1234567890", "1234567890"), ("good", "good"), ("nan", "nan")],
)  # fmt: skip
def test_a_number_is_what_a_check_in_can_hold(text: str, number: float | str) -> None:
    assert read_number(text) == number
