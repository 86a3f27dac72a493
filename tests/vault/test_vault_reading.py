"""What is read is a file, never waited for, and never what a link leads to outside of the vault."""

import os
from pathlib import Path

import pytest

from tj.errors import EXIT_FAILED, Refused, TjError
from tj.vault.files import read_file


def test_a_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x\r\n\0")
    assert read_file(tmp_path / "a") == b"x\r\n\0"


def test_what_is_no_file_is_not_read_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fifo")
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    open_before = len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0
    for name in ("fifo", "folder", "missing", "loop", "missing/below"):
        with pytest.raises(TjError) as caught:
            read_file(tmp_path / name)
        assert caught.value.exit_code == EXIT_FAILED
        assert str(tmp_path / name) in caught.value.message
        assert caught.value.hint
    if open_before:
        assert len(list(Path("/proc/self/fd").iterdir())) == open_before


def test_a_link_is_followed_within_the_vault_only(tmp_path: Path) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    (tmp_path / "vault-secret").write_text("not of the vault")
    (root / "a").write_text("of the vault")
    for name, target in (("within", "a"), ("out", "../vault-secret"), ("chain", "out"), ("loop", "loop")):
        (root / name).symlink_to(target)
    assert [read_file(root / name, root=str(root)) for name in ("a", "within")] == [b"of the vault"] * 2
    for name in ("out", "chain", "loop", "missing"):
        with pytest.raises(TjError):
            read_file(root / name, root=str(root))
    assert read_file(root / "out") == b"not of the vault"


def test_a_link_that_leads_elsewhere_as_soon_as_it_was_followed_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "vault"
    root.mkdir()
    (tmp_path / "secret").write_text("not of the vault")
    (root / "a").write_text("of the vault")
    (root / "link").symlink_to("../secret")
    real = os.open

    def swapped(path: str | Path, flags: int, mode: int = 0o777) -> int:
        descriptor = real(path, flags, mode)
        (root / "link").unlink()
        (root / "link").symlink_to("a")
        return descriptor

    monkeypatch.setattr(os, "open", swapped)
    with pytest.raises(Refused):
        read_file(root / "link", root=str(root))


def test_without_a_way_to_see_links_while_opening_they_are_seen_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault/a").write_text("of the vault")
    (tmp_path / "vault/link").symlink_to("../secret")
    (tmp_path / "secret").write_text("not of the vault")
    monkeypatch.delattr(os, "O_NOFOLLOW")
    assert read_file(tmp_path / "vault/a", root=str(tmp_path / "vault")) == b"of the vault"
    with pytest.raises(Refused):
        read_file(tmp_path / "vault/link", root=str(tmp_path / "vault"))
