"""The vaults that are measured are the same on every machine, read without a problem, and not only English."""

import unicodedata
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.bench.vaults import entry_path, make_vault
from tests.conftest import Tj


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.md")}


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    make_vault(tmp_path / "one", 40)
    make_vault(tmp_path / "two", 40)
    make_vault(tmp_path / "other", 40, seed=2)
    assert files(tmp_path / "one") == files(tmp_path / "two") != files(tmp_path / "other")


def test_a_larger_vault_begins_with_the_entries_of_a_smaller_one(tmp_path: Path) -> None:
    make_vault(tmp_path / "small", 30, per_day=3)
    make_vault(tmp_path / "large", 50, per_day=3)
    small, large = files(tmp_path / "small"), files(tmp_path / "large")
    assert small.items() < large.items()
    assert {entry_path(number, 3) for number in range(30)} <= small.keys()
    assert len(large) == len(small) + 20


def test_words_come_from_several_scripts(tmp_path: Path) -> None:
    make_vault(tmp_path / "vault", 900)
    letters = set("".join(text.decode() for text in files(tmp_path / "vault").values()))
    scripts = {unicodedata.name(letter, "").split()[0] for letter in letters if letter.isalpha()}
    assert {"LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARABIC", "CJK", "HIRAGANA", "HANGUL", "DEVANAGARI"} <= scripts


def test_nothing_in_them_needs_a_look(tj: Tj, tmp_path: Path) -> None:
    make_vault(tmp_path / "vault", 60)
    years_later = replace(tj, now=tj.now + timedelta(days=1000))
    assert years_later("check", vault=tmp_path / "vault").out == "Nothing needs a look.\n"


@pytest.mark.parametrize(("entries", "per_day"), [(-1, 1.0), (1, 0.0), (1, 1441.0)])
def test_what_cannot_be_made_is_refused(tmp_path: Path, entries: int, per_day: float) -> None:
    with pytest.raises(ValueError, match="no fewer than 0"):
        make_vault(tmp_path / "vault", entries, per_day=per_day)
