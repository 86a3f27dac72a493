"""What became of shared entries is told from hashes alone."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.share.test_share_ledger import ONE
from tj.share.changes import changed_paths, changes
from tj.share.ledger import Record
from tj.vault.layout import Vault, open_vault

TEXT = "---\nmood: 5\n---\nas it was\n"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    (tmp_path / "vault" / ".tj").mkdir(parents=True)
    return open_vault(tmp_path / "vault")


def look(vault: Vault, files: dict[str, str], *records: Record) -> list[tuple[str, str, str]]:
    for path, text in files.items():
        (vault.root / path).parent.mkdir(exist_ok=True, parents=True)
        (vault.root / path).write_text(text)
    found = changes(vault, records or [replace(ONE, entries={"a.md": digest(TEXT)})], files)
    return [(one.path, one.change, one.now) for one in found]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.md": TEXT}, []),
        ({"a.md": TEXT + "more\n"}, [("a.md", "changed", "a.md")]),
        ({}, [("a.md", "gone", "")]),
        ({"b.md": TEXT + "more\n"}, [("a.md", "gone", "")]),
        ({"old/b.md": TEXT, "z.md": TEXT}, [("a.md", "moved", "old/b.md")]),
        ({"a.md": "---\nprivate: true\n---\nas it was\n"}, [("a.md", "private", "a.md")]),
        ({"a.md": "---\nmood: [\n---\nas it was\n"}, [("a.md", "private", "a.md")]),
        ({"a.md": TEXT + "more\n", "b.md": TEXT}, [("a.md", "changed", "a.md")]),
    ],
)
def test_each_kind_of_change(vault: Vault, files: dict[str, str], expected: list[tuple[str, str, str]]) -> None:
    assert look(vault, files) == expected


def test_what_counts_is_what_was_sent_last_to_each(vault: Vault) -> None:
    first = replace(ONE, entries={"a.md": digest("at first\n")})
    again = replace(ONE, when="2026-05-12", serial=2, entries={"a.md": digest(TEXT)})
    other = replace(ONE, to="Bo", recipient="age1bo", entries={"a.md": digest("at first\n")})
    assert look(vault, {"a.md": TEXT}, first, again) == []
    (path, change, _), *rest = look(vault, {"a.md": TEXT}, first, other, again)
    assert (path, change, rest) == ("a.md", "changed", [])
    (found,) = changes(vault, [first, other, again], ["a.md"])
    assert (found.to, found.when) == ("Bo", "2026-05-11")


def test_a_path_out_of_the_vault_is_only_gone(vault: Vault) -> None:
    assert look(vault, {}, replace(ONE, entries={"../../etc/passwd": "ab" * 32})) == [("../../etc/passwd", "gone", "")]


def test_of_what_was_sent_only_what_is_there_and_otherwise_has_changed(vault: Vault) -> None:
    (vault.root / "a.md").write_text(TEXT)
    (vault.root / "b.md").write_text(TEXT + "more\n")
    assert changed_paths(vault, dict.fromkeys(("a.md", "b.md", "gone.md"), digest(TEXT))) == {"b.md"}
    assert changed_paths(vault, {}) == frozenset()
