"""A vault is found from anywhere inside, and no path leads out of it."""

import os
from datetime import date
from pathlib import Path

import pytest

from tj.config import Settings
from tj.errors import EXIT_FAILED, EXIT_REFUSED, EXIT_USAGE, Refused, TjError, UsageProblem
from tj.vault.layout import Vault, find_vault, open_vault


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    root = (tmp_path / "vault").resolve()
    (root / ".tj").mkdir(parents=True)
    (root / "journal").mkdir()
    (root / "journal" / "a.md").write_text("a")
    (tmp_path / "outside.md").write_text("b")
    return open_vault(root)


def test_a_vault_is_found_upward(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_vault(vault.root) == find_vault(vault.root / "journal" / "not there") == vault
    monkeypatch.chdir(vault.root / "journal")
    assert find_vault(Path()) == vault


def test_the_nearest_vault_counts(vault: Vault) -> None:
    (vault.root / "journal" / ".tj").mkdir()
    assert find_vault(vault.root / "journal").root == vault.root / "journal"


def test_a_file_is_no_mark(vault: Vault) -> None:
    (vault.root / "journal" / ".tj").write_text("")
    assert find_vault(vault.root / "journal") == vault


def test_where_there_is_no_vault_is_a_usage_problem(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as caught:
        find_vault(tmp_path)
    assert caught.value.exit_code == EXIT_USAGE
    assert "tj init" in caught.value.hint
    with pytest.raises(UsageProblem) as caught:
        open_vault(tmp_path / "missing")
    assert caught.value.exit_code == EXIT_USAGE


def test_settings_are_read_with_or_without_a_byte_order_mark(vault: Vault) -> None:
    (vault.root / ".tj" / "config.toml").write_bytes(b'\xef\xbb\xbfjournal_dir = "diary"')
    assert open_vault(vault.root).settings.journal_dir == "diary"
    (vault.root / ".tj" / "config.toml").unlink()
    assert open_vault(vault.root).settings == Settings()


def test_settings_that_cannot_be_read_are_told(vault: Vault) -> None:
    config = vault.root / ".tj" / "config.toml"
    for data, said in ((b"journal_dir = 1", "journal_dir"), (b"a = '\xff'", "UTF-8"), (b"a\n", "line 1")):
        config.write_bytes(data)
        with pytest.raises(TjError, match=said) as caught:
            open_vault(vault.root)
        assert (caught.value.exit_code, ".tj/config.toml" in caught.value.message) == (EXIT_FAILED, True)
        assert caught.value.hint
    config.unlink()
    config.mkdir()
    with pytest.raises(TjError, match="cannot be read"):
        open_vault(vault.root)


def test_a_vault_behind_a_link_is_the_same_vault(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(vault.root)
    assert open_vault(tmp_path / "link") == vault
    assert open_vault(tmp_path / "link").cache_name == vault.cache_name
    (tmp_path / "other" / ".tj").mkdir(parents=True)
    assert open_vault(tmp_path / "other").cache_name != vault.cache_name
    assert len(vault.cache_name) == 24


@pytest.mark.parametrize(
    ("settings", "time", "path"),
    [
        (Settings(), "", "journal/2026/2026-03-05.md"),
        (Settings(), "22:30", "journal/2026/2026-03-05-2230.md"),
        (Settings(journal_dir=""), "", "2026/2026-03-05.md"),
        (Settings(journal_dir="a/b", entry_name="dddd Do"), "", "a/b/Thursday 5th.md"),
        (Settings(entry_name="GGGG/[W]WW/YYYY-MM-DD"), "", "journal/2026/W10/2026-03-05.md"),
    ],
)
def test_an_entry_has_its_place(settings: Settings, time: str, path: str) -> None:
    assert Vault(Path("/v"), settings).entry_path(date(2026, 3, 5), time) == path


def test_a_pattern_cannot_lead_out_of_the_vault(vault: Vault) -> None:
    hostile = Vault(vault.root, Settings(journal_dir="", entry_name="[..]/YYYY"))
    with pytest.raises(Refused):
        hostile.locate(hostile.entry_path(date(2026, 3, 5)))


def test_a_path_within_is_located(vault: Vault) -> None:
    assert vault.locate("journal/a.md") == vault.root / "journal" / "a.md"
    assert vault.locate("new/b.md") == vault.root / "new" / "b.md"


@pytest.mark.parametrize(
    "path", ["/etc/hosts", "../outside.md", "journal/../../outside.md", "journal/..", "out/x.md", "loop/x.md"]
)
def test_a_path_that_leads_out_is_refused(vault: Vault, tmp_path: Path, path: str) -> None:
    (vault.root / "out").symlink_to(tmp_path)
    (vault.root / "loop").symlink_to("loop")
    with pytest.raises(Refused) as caught:
        vault.locate(path)
    assert caught.value.exit_code == EXIT_REFUSED


def test_what_a_person_gives_is_relative_to_the_vault_to_where_they_are_or_absolute(vault: Vault) -> None:
    journal = vault.root / "journal"
    assert vault.relative("journal/a.md", journal) == "journal/a.md"
    assert vault.relative("./journal/a.md", journal) == "journal/a.md"
    assert vault.relative("a.md", journal) == "journal/a.md"
    assert vault.relative("../journal/a.md", journal) == "journal/a.md"
    assert vault.relative(str(journal / "a.md"), Path("/")) == "journal/a.md"
    assert vault.relative("new.md", journal) == "journal/new.md"


@pytest.mark.parametrize(
    ("given", "start"),
    [("../outside.md", ""), ("../../outside.md", "journal"), ("/etc/hosts", ""), ("out.md", ""), ("out.md", "journal"),
     ("x" * 5_000, ""), ("loop/a.md", "journal")],
)  # fmt: skip
def test_what_lies_outside_is_refused(vault: Vault, tmp_path: Path, given: str, start: str) -> None:
    (vault.root / "out.md").symlink_to(tmp_path / "outside.md")
    (vault.root / "journal" / "loop").symlink_to("loop")
    with pytest.raises(Refused) as caught:
        vault.relative(given, vault.root / start)
    assert caught.value.exit_code == EXIT_REFUSED


@pytest.mark.parametrize("kind", ["fifo", "folder"])
def test_settings_that_are_no_file_are_told_and_not_waited_for(tmp_path: Path, kind: str) -> None:
    (tmp_path / ".tj").mkdir()
    path = tmp_path / ".tj/config.toml"
    path.mkdir() if kind == "folder" else os.mkfifo(path)
    with pytest.raises(TjError, match=r"\.tj/config\.toml cannot be read"):
        open_vault(tmp_path)
