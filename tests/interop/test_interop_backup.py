"""A vault there and back: every file, folder and link, uncommitted ones and all of the history, whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault, files_of, program
from tj.errors import EXIT_REFUSED, Refused, TjError
from tj.interop.archive import Archive, Member, Packing
from tj.interop.backup import check, pack, restore, survey
from tj.interop.git import History, check_bundle, history_of


@pytest.fixture(autouse=True)
def git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program("git")
    (tmp_path / "gitconfig").write_text(
        "[user]\nname = Mara\nemail = mara@example.org\n[init]\ndefaultBranch = trunk\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def run(root: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, text=True, check=True)
    return done.stdout


def archive_of(root: Path, history: History | None = None) -> Archive:
    history = history or history_of(root)
    looked = survey(root)
    data, digests = pack(root, looked, history)
    check(data, digests, history)
    again, _ = pack(root, survey(root), history)
    assert again == data
    return Archive(data)


def everything(root: Path) -> dict[str, tuple[object, ...]]:
    """Return what lies below `root`, but for git's own: kind and rights, and content or target."""
    found: dict[str, tuple[object, ...]] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.split("/")[0] == ".git":
            continue
        if path.is_symlink():
            found[name] = ("link", path.readlink())
        elif path.is_dir():
            found[name] = ("folder", path.stat().st_mode)
        else:
            found[name] = ("file", path.stat().st_mode, path.read_bytes())
    return found


def test_every_file_folder_and_link_comes_back(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n", ".obsidian/app.json": "{}", "summaries/index.md": "x",
                       "attachments/a.jpg": bytes(range(256)) * 500, ".tj/shared.jsonl": "{}\n", ".trash/old.md": "y",
                       "journal/.2026-05-01.md.swp": "words not saved yet", "a\nb.md": "z"})  # fmt: skip
    (root / "empty" / "deep").mkdir(parents=True)
    (root / os.fsdecode(b"od\xff.md")).write_bytes(b"latin")
    (root / "journal/link.md").symlink_to("2026-05-01.md")
    (root / "later").symlink_to("not there yet")
    (root / "here").symlink_to(".")
    (root / "journal/2026-05-01.md").chmod(0o600)
    (root / "run.sh").write_text("#!/bin/sh\n")
    (root / "run.sh").chmod(0o755)
    before = everything(root)
    restore(archive_of(root), tmp_path / "new" / "place")
    assert everything(tmp_path / "new" / "place") == before == everything(root)
    assert len(before) > 15
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["place"]


def test_a_link_by_its_full_path_still_leads_there(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"goals/walk.md": "x", "journal/a.md": "y"})
    (root / "journal/full").symlink_to(root / "goals")
    (root / "journal/round").symlink_to("../../vault/goals/walk.md")
    restore(archive_of(root), tmp_path / "new")
    assert (tmp_path / "new/journal/full").readlink() == Path("../goals")
    assert (tmp_path / "new/journal/round").resolve() == tmp_path / "new/goals/walk.md"


def test_what_is_left_out_is_told(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"a.md": "x"})
    (root / "out").symlink_to("/etc/passwd")
    (root / "up").symlink_to("..")
    (root / "circle").symlink_to("circle")
    os.mkfifo(root / "pipe")
    run(root, "init", "--quiet", "nested")
    (root / "nested/b.md").write_text("kept")
    looked = survey(root)
    assert [path for path, _ in looked.left_out] == ["circle", "nested/.git", "out", "pipe", "up"]
    assert all(reason for _, reason in looked.left_out)
    restore(archive_of(root), tmp_path / "new")
    assert set(files_of(tmp_path / "new")) == {".tj/config.toml", "a.md", "nested/b.md"}


def test_folders_set_apart_are_not_taken_along(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": "x", "own/data/identity.txt": "secret", "own/b.md": "y"})
    found = [one.path for one in survey(root, [root / "own/data", root / "nowhere"]).found]
    assert "own/b.md" in found
    assert not [path for path in found if "data" in path]


def test_a_file_that_cannot_be_read_stops_the_backup(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({"a.md": "x", "b.md": "y"})
    looked = survey(root)

    def unreadable(path: Path, *, root: str | None = None) -> bytes:
        raise TjError(f"{path} cannot be read: permission denied", "see that it may be read")

    with monkeypatch.context() as patch:
        patch.setattr("tj.interop.backup.read_file", unreadable)
        with pytest.raises(TjError, match="would not be whole"):
            pack(root, looked, History())
    (root / "b.md").unlink()
    data, digests = pack(root, looked, History())
    assert "b.md" not in digests
    check(data, digests, History())


def test_a_difference_of_any_kind_is_found(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": "x", "b.md": "y"})
    data, digests = pack(root, survey(root), History())
    check(data, digests, History())
    others = [
        {**digests, "a.md": ("file", 0o644, "0" * 64)},
        {path: one for path, one in digests.items() if path != "a.md"},
        {**digests, "c.md": digests["a.md"]},
    ]
    for other in others:
        assert other != digests
        with pytest.raises(TjError, match="does not hold what was packed"):
            check(data, other, History())
    with pytest.raises(TjError, match="does not hold what was packed"):
        check(data, digests, History(b"x", "refs/heads/main"))


def test_uncommitted_days_and_the_whole_history_come_back(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"journal/a.md": "first\n", "journal/gone.md": "once\n", ".gitignore": "ignored.md\n"})
    run(root, "init", "--quiet")
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "one")
    run(root, "switch", "--quiet", "-c", "side/ways")
    run(root, "rm", "--quiet", "journal/gone.md")
    run(root, "commit", "--quiet", "-m", "two")
    run(root, "tag", "-a", "v1", "-m", "a tag")
    run(root, "switch", "--quiet", "trunk")
    (root / "journal/a.md").write_text("stashed\n")
    run(root, "stash", "--quiet")
    (root / "journal/a.md").write_text("changed, not committed\n")
    (root / "untracked.md").write_text("new\n")
    (root / "ignored.md").write_text("ignored\n")
    (root / "journal/gone.md").unlink()
    before, git_before = everything(root), files_of(root / ".git")
    archive = archive_of(root)
    assert files_of(root / ".git") == git_before
    restore(archive, tmp_path / "new")
    new = tmp_path / "new"
    assert everything(new) == before
    for words in (
        ("status", "--porcelain"),
        ("for-each-ref",),
        ("symbolic-ref", "HEAD"),
        ("log", "--all", "--format=%H %s"),
        ("diff",),
        ("stash", "show", "-p", "stash"),
    ):
        assert run(new, *words) == run(root, *words) or words[0] == "stash"
    assert run(new, "show", "refs/stash:journal/a.md") == "stashed\n"
    assert run(new, "show", "side/ways~1:journal/gone.md") == "once\n"
    run(new, "fsck", "--strict")
    assert not [name for name in files_of(new / ".git") if "hook" in name or name.endswith(".bundle") or "logs" in name]
    assert str(tmp_path) not in (new / ".git/config").read_text()
    assert archive_of(new).digests() == archive.digests()


def test_a_detached_head_comes_back(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"a.md": "x"})
    run(root, "init", "--quiet")
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "one")
    commit = run(root, "rev-parse", "HEAD").strip()
    run(root, "switch", "--quiet", "--detach")
    (root / "b.md").write_text("y")
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "two")
    restore(archive_of(root), tmp_path / "new")
    assert run(tmp_path / "new", "rev-parse", "HEAD") == run(root, "rev-parse", "HEAD")
    assert run(tmp_path / "new", "rev-parse", "trunk").strip() == commit
    assert run(tmp_path / "new", "status", "--porcelain", "--branch").startswith("## HEAD (no branch)")


def test_a_repository_of_the_newer_kind_comes_back(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"a.md": "x"})
    run(root, "init", "--quiet", "--object-format=sha256")
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "one")
    restore(archive_of(root), tmp_path / "new")
    assert run(tmp_path / "new", "log", "--format=%H") == run(root, "log", "--format=%H")


def test_what_is_missing_of_a_history_is_told(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault({"a.md": "x"})
    assert history_of(root) == History()
    run(tmp_path, "init", "--quiet")
    assert "folder above" in history_of(root).missing
    run(root, "init", "--quiet")
    assert "nothing was committed" in history_of(root).missing
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "one")
    assert history_of(root).missing == ""
    for text in ("one", "two"):
        (root / "a.md").write_text(text)
        run(root, "stash", "--quiet")
    assert "stashes" in history_of(root).missing
    run(tmp_path, "clone", "--quiet", "--depth=1", f"file://{root}", "shallow")
    assert "shallow" in history_of(tmp_path / "shallow").missing
    assert not history_of(tmp_path / "shallow").bundle


def test_a_damaged_repository_is_said(make_vault: MakeVault) -> None:
    root = make_vault({"a.md": "x"})
    run(root, "init", "--quiet")
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "one")
    blob = run(root, "rev-parse", "HEAD:a.md").strip()
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(TjError, match="git could not do its part") as caught:
        history_of(root)
    assert "--no-history" in caught.value.hint


def test_without_git_a_history_is_not_left_out_unsaid(make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault({"a.md": "x"})
    run(root, "init", "--quiet")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(TjError, match="git is not there") as caught:
        history_of(root)
    assert "--no-history" in caught.value.hint


def test_git_is_led_nowhere_by_the_environment(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, other = make_vault({"a.md": "x"}), make_vault({"b.md": "y"}, name="other")
    for one in (root, other):
        run(one, "init", "--quiet")
        run(one, "add", "-A")
        run(one, "commit", "--quiet", "-m", one.name)
    (root / ".git/hooks").mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-checkout", "post-index-change"):
        (root / ".git/hooks" / name).write_text(f"#!/bin/sh\ntouch {tmp_path / 'hook-ran'}\n")
        (root / ".git/hooks" / name).chmod(0o755)
    expected = run(root, "rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    archive = archive_of(root)
    restore(archive, tmp_path / "new")
    monkeypatch.delenv("GIT_DIR")
    assert run(tmp_path / "new", "rev-parse", "HEAD") == expected
    assert run(tmp_path / "new", "log", "--format=%s").strip() == "vault"
    assert not (tmp_path / "hook-ran").exists()


@pytest.mark.parametrize("at", [0, 10, 100, -1, -30])
def test_a_bundle_that_is_not_whole_is_refused(make_vault: MakeVault, at: int) -> None:
    root = make_vault({"a.md": "x"})
    run(root, "init", "--quiet")
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "one")
    bundle = history_of(root).bundle
    check_bundle(bundle)
    damaged = bytearray(bundle)
    damaged[at] ^= 1
    for data in (bytes(damaged) if at in (0, -1, -30) else bundle[:at], b"", bundle[:-1]):
        with pytest.raises(TjError, match="as a whole"):
            check_bundle(data)
    (root / "b.md").write_text("y")
    run(root, "add", "-A")
    run(root, "commit", "--quiet", "-m", "two")
    done = subprocess.run(
        ["git", "-C", str(root), "bundle", "create", "--quiet", "-", "HEAD~1..HEAD", "trunk"],
        capture_output=True, check=True,
    )  # fmt: skip
    with pytest.raises(TjError, match="as a whole"):
        check_bundle(done.stdout)


def test_nothing_is_left_where_a_restore_cannot_go_on(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault({"a.md": "x", "b.md": "y"})
    archive = archive_of(root)
    place = tmp_path / "place"
    place.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("os.sync", "os.fdopen"):
        with monkeypatch.context() as patch:
            patch.setattr(name, full)
            with pytest.raises(TjError, match="no space left"):
                restore(archive, place / "new")
        assert list(place.iterdir()) == []
    with monkeypatch.context() as patch:
        patch.setattr("os.sync", lambda: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            restore(archive, place / "new")
    assert list(place.iterdir()) == []
    (place / "new").mkdir()
    restore(archive, place / "new")
    assert [path.name for path in place.iterdir()] == ["new"]


def test_what_is_there_is_never_written_over(make_vault: MakeVault, tmp_path: Path) -> None:
    archive = archive_of(make_vault({"a.md": "x"}))
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")
    for name in ("full", "file", "link"):
        with pytest.raises(Refused, match="not empty") as caught:
            restore(archive, tmp_path / name)
        assert caught.value.exit_code == EXIT_REFUSED
    assert (tmp_path / "full/mine").read_text() == (tmp_path / "file").read_text() == "mine"
    assert list((tmp_path / "empty").iterdir()) == []


def test_links_that_lead_out_by_way_of_each_other_are_refused(tmp_path: Path) -> None:
    packing = Packing(b"", "")
    for member in (
        Member("", "folder", 0o755),
        Member("d", "folder", 0o755),
        Member("d/e", "folder", 0o755),
        Member("d/e/top", "link", 0o777, target="../.."),
        Member("z", "link", 0o777, target="d/e/top/../x"),
    ):
        packing.add(member)
    with pytest.raises(Refused, match="leads out of the vault"):
        restore(Archive(packing.finish()), tmp_path / "new")
    assert list(tmp_path.iterdir()) == [tmp_path / "gitconfig"]


def test_names_that_this_disk_cannot_tell_apart_are_refused_first(
    make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = archive_of(make_vault({"a.md": "one", "A.md": "two"}))
    monkeypatch.setattr("tj.interop.backup._tells_case_apart", lambda _: False)
    with pytest.raises(Refused, match="cannot tell apart"):
        restore(archive, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    monkeypatch.undo()
    restore(archive, tmp_path / "new")
    assert {"a.md", "A.md"} <= set(files_of(tmp_path / "new"))


@pytest.mark.parametrize(
    ("path", "target"),
    [("..\\..\\evil.md", ""), ("C:evil.md", ""), ("aux.md", ""), ("a.md:stream", ""), ("link", "..\\..\\elsewhere")],
)
def test_on_windows_a_name_that_means_something_else_is_refused_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, target: str
) -> None:
    packing = Packing(b"", "")
    packing.add(Member("", "folder", 0o755))
    packing.add(Member("b.md", "file", 0o644, data=b"words"))
    packing.add(Member(path, "link" if target else "file", 0o644, target))
    archive = Archive(packing.finish())
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(Refused, match="Windows can have no file or folder named"):
        restore(archive, tmp_path / "new")
    assert [each.name for each in tmp_path.iterdir()] == ["gitconfig"]
    monkeypatch.undo()
    restore(archive, tmp_path / "new")
    assert sorted(each.name for each in (tmp_path / "new").iterdir()) == sorted(["b.md", path])
