"""`tj backup` and `tj restore` as a person uses them: nothing is called a backup before it was opened again."""

import json
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, MakeVault, Tj, files_of, program
from tests.share.light import seal_lightly
from tj.errors import TjError
from tj.interop.archive import Member, Packing
from tj.share.crypto import new_identity
from tj.share.keys import identity_file

SECRET = "four quiet words here"
WORDS = re.compile(r"^    ((?:[a-z]+-){6}[a-z]+)$", re.MULTILINE)
NOTES: dict[str, str | bytes] = {
    "journal/2026/2026-05-01.md": "---\nmood: 5\n---\nplainmarker01 in the morning\n",
    "attachments/a.bin": bytes(range(256)) * 300,
    ".tj/shared.jsonl": "{}\n",
}


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tj.cli.backup.encrypt_with_passphrase", seal_lightly)
    monkeypatch.setattr("tj.share.keyfile.encrypt_with_passphrase", seal_lightly)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def backed_up(tj: Tj, root: Path, file: Path) -> str:
    """Make a backup and return its passphrase."""
    result = tj("backup", "--to", file, vault=root)
    assert result.code == 0, result.err
    (words,) = WORDS.findall(result.out)
    return str(words)


def test_a_vault_comes_back_by_the_words_that_were_shown(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path
) -> None:
    root = make_vault(NOTES)
    before = files_of(root)
    words = backed_up(tj, root, stick / "mine.age")
    assert files_of(root) == before
    assert [path.name for path in stick.iterdir()] == ["mine.age"]
    assert stat.S_IMODE((stick / "mine.age").stat().st_mode) == 0o600
    sealed = (stick / "mine.age").read_bytes()
    assert b"plainmarker01" not in sealed
    assert not [data for data in files_of(tj.home).values() if words.encode() in data]
    (tmp_path / "words").write_text(f"  {words.replace('-', ' ').upper()}\n")
    restored = tj("restore", stick / "mine.age", tmp_path / "new", "--passphrase-file", tmp_path / "words")
    assert restored.code == 0, restored.err
    assert "4 files are back" in restored.out
    assert files_of(tmp_path / "new") == before
    assert "plainmarker01" in tj("search", "plainmarker01", vault=tmp_path / "new").out
    assert backed_up(tj, root, stick / "second.age") != words


def test_what_was_done_is_told_as_json_and_the_words_elsewhere(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path
) -> None:
    root = make_vault(NOTES)
    (root / "out").symlink_to(tmp_path)
    made = tj("backup", "--to", stick / "mine.age", "--json", vault=root)
    told = json.loads(made.out)
    assert told == {
        "output": str(stick / "mine.age"), "bytes": (stick / "mine.age").stat().st_size, "files": 4, "history": False,
        "left_out": [{"path": "out", "reason": "a link that leads out of the vault, or in a circle"}],
    }  # fmt: skip
    (words,) = WORDS.findall(made.err)
    given = tmp_path / "words"
    given.write_text(words)
    back = tj("restore", stick / "mine.age", tmp_path / "back", "--passphrase-file", given, "--json")
    assert json.loads(back.out) == {"output": str(tmp_path / "back"), "files": 4, "history": False}


def test_plain_age_and_tar_open_it(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path, age_program: str
) -> None:
    root = make_vault(NOTES)
    identity = new_identity()
    (tmp_path / "key.txt").write_bytes(identity_file(identity))
    tj("key", "new")
    (tmp_path / "words").write_text(SECRET)
    tj("key", "export", tmp_path / "keys.age", "--passphrase-file", tmp_path / "words")
    assert tj("backup", "--to", stick, "--own-key", vault=root).code == 0
    (made,) = stick.iterdir()
    assert made.name == "tj-backup-2026-05-11.age"
    data = tj.home / "data/identity.txt"
    packed = subprocess.run([age_program, "-d", "-i", str(data), str(made)], capture_output=True, check=True).stdout
    (tmp_path / "by-hand").mkdir()
    subprocess.run(["tar", "x", "-C", str(tmp_path / "by-hand")], input=packed, check=True)
    assert files_of(tmp_path / "by-hand/files") == files_of(root)


def test_an_own_key_is_taken_only_once_it_was_exported(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path
) -> None:
    root = make_vault(NOTES)
    assert tj("backup", "--to", stick / "mine.age", "--own-key", vault=root).code == 1
    tj("key", "new")
    refused = tj("backup", "--to", stick / "mine.age", "--own-key", vault=root)
    assert refused.code == 4
    assert "was not exported" in refused.err
    assert "tj key export" in refused.err
    assert list(stick.iterdir()) == []
    (tmp_path / "words").write_text(SECRET)
    assert tj("key", "export", tmp_path / "keys.age", "--passphrase-file", tmp_path / "words").code == 0
    made = tj("backup", "--to", stick / "mine.age", "--own-key", vault=root)
    assert made.code == 0, made.err
    assert not WORDS.search(made.out)
    # The disk is lost; the exported keys and the backup are what is left.
    other = Tj(tmp_path / "elsewhere", tj.capture)
    assert other("restore", stick / "mine.age", tmp_path / "new").code == 1
    assert other("key", "import", tmp_path / "keys.age", "--passphrase-file", tmp_path / "words").code == 0
    assert other("restore", stick / "mine.age", tmp_path / "new").code == 0
    assert files_of(tmp_path / "new") == files_of(root)
    for name in ("identity.txt", "signing.key"):
        (tj.home / "data" / name).unlink()
    tj("key", "new")
    assert tj("backup", "--to", stick / "other.age", "--own-key", vault=root).code == 4


def test_protected_keys_are_asked_for(tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path) -> None:
    root = make_vault(NOTES)
    (tmp_path / "words").write_text(SECRET)
    tj("key", "new", "--passphrase-file", tmp_path / "words")
    given = ("--key-passphrase-file", tmp_path / "words")
    assert tj("key", "export", tmp_path / "k.age", *given, "--passphrase-file", tmp_path / "words").code == 0
    assert tj("backup", "--to", stick / "mine.age", "--own-key", vault=root).code == 2
    assert list(stick.iterdir()) == []
    assert tj("backup", "--to", stick / "mine.age", "--own-key", *given, vault=root).code == 0
    assert tj("restore", stick / "mine.age", tmp_path / "new").code == 2
    assert not (tmp_path / "new").exists()
    assert tj("restore", stick / "mine.age", tmp_path / "new", *given).code == 0


@pytest.mark.parametrize(
    ("place", "code"),
    [("vault/inside.age", 4), ("vault/attachments/x.age", 4), ("vault", 4), ("link/x.age", 4), ("stick/there.age", 4),
     ("none/x.age", 1), ("stick/dangling.age", 4)],
)  # fmt: skip
def test_a_place_that_will_not_do_is_refused_first(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path, place: str, code: int
) -> None:
    root = make_vault(NOTES)
    (stick / "there.age").write_text("mine")
    (stick / "dangling.age").symlink_to("nowhere")
    (tmp_path / "link").symlink_to(root / "attachments")
    before = files_of(tmp_path)
    result = tj("backup", "--to", tmp_path / place, vault=root)
    assert result.code == code, result.err
    assert "hint: " in result.err
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("what", ["changed", "cut", "another"])
def test_a_backup_that_does_not_read_back_is_none(
    tj: Tj, make_vault: MakeVault, stick: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    from tj.vault.files import create_file

    def failing(path: Path, data: bytes, mode: int = 0o666) -> None:
        bad = {"changed": data[:-9] + b"x" + data[-8:], "cut": data[:-9], "another": seal_lightly(b"", SECRET)}[what]
        create_file(path, bad, mode)

    monkeypatch.setattr("tj.cli.backup.create_file", failing)
    result = tj("backup", "--to", stick / "mine.age", vault=make_vault(NOTES))
    assert result.code in (1, 4)
    assert not WORDS.search(result.out + result.err)
    assert list(stick.iterdir()) == []


def test_an_archive_that_lost_a_file_is_found_by_the_trial(
    tj: Tj, make_vault: MakeVault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault(NOTES)
    real = Packing.add

    def losing(packing: Packing, member: Member) -> None:
        if member.path != "attachments/a.bin":
            real(packing, member)

    monkeypatch.setattr(Packing, "add", losing)
    result = tj("backup", "--to", stick / "mine.age", vault=root)
    assert result.code == 1
    assert "does not hold what was packed" in result.err
    assert list(stick.iterdir()) == []


def test_a_full_disk_leaves_nothing(
    tj: Tj, make_vault: MakeVault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes, mode: int = 0o666) -> None:
        raise TjError(f"{path} cannot be written: no space left on device", "make room")

    monkeypatch.setattr("tj.cli.backup.create_file", full)
    result = tj("backup", "--to", stick / "mine.age", vault=make_vault(NOTES))
    assert result.code == 1
    assert not WORDS.search(result.out)
    assert list(stick.iterdir()) == []


def test_a_wrong_word_is_pointed_at_and_nothing_is_written(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path
) -> None:
    root = make_vault(NOTES)
    words = backed_up(tj, root, stick / "mine.age")
    (tmp_path / "words").write_text(words.rpartition("-")[0] + "-zzzz")
    wrong = tj("restore", stick / "mine.age", tmp_path / "new", "--passphrase-file", tmp_path / "words")
    assert wrong.code == 1
    assert "word 7" in wrong.err
    assert "zzzz" not in wrong.err
    assert tj("restore", stick / "mine.age", tmp_path / "new").code == 2
    damaged = (stick / "mine.age").read_bytes()[:-1]
    (stick / "cut.age").write_bytes(damaged)
    (tmp_path / "words").write_text(words)
    assert tj("restore", stick / "cut.age", tmp_path / "new", "--passphrase-file", tmp_path / "words").code == 4
    (stick / "no.age").write_text("hello")
    assert tj("restore", stick / "no.age", tmp_path / "new").code == 4
    (stick / "other.age").write_bytes(seal_lightly(b"something else", words))
    assert tj("restore", stick / "other.age", tmp_path / "new", "--passphrase-file", tmp_path / "words").code == 4
    assert not (tmp_path / "new").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine").write_text("mine")
    full = tj("restore", stick / "mine.age", tmp_path / "full", "--passphrase-file", tmp_path / "words")
    assert full.code == 4
    assert files_of(tmp_path / "full") == {"mine": b"mine"}


def test_a_backup_is_no_bundle_and_a_bundle_no_backup(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path
) -> None:
    root = make_vault(NOTES)
    (tmp_path / "words").write_text(SECRET)
    tj("key", "new")
    tj("key", "export", tmp_path / "k.age", "--passphrase-file", tmp_path / "words")
    tj("backup", "--to", stick / "mine.age", "--own-key", vault=root)
    assert tj("open", stick / "mine.age").code == 4


def test_a_git_vault_comes_back_with_what_was_not_committed(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path
) -> None:
    git = [program("git"), "-c", "user.name=M", "-c", "user.email=m@example.org"]
    root = make_vault(NOTES)
    for words in (["init", "--quiet"], ["add", "-A"], ["commit", "--quiet", "-m", "one"]):
        subprocess.run([*git, "-C", str(root), *words], check=True)
    (root / "journal/2026/2026-05-02.md").write_text("not committed\n")
    (tmp_path / "words").write_text(backed_up(tj, root, stick / "mine.age"))
    given = ("--passphrase-file", tmp_path / "words")
    assert "git history" in tj("restore", stick / "mine.age", tmp_path / "new", *given).out
    assert files_of(tmp_path / "new", [".git"]) == files_of(root, [".git"])
    log = [*git, "-C", str(tmp_path / "new"), "log", "--format=%s"]
    assert subprocess.run(log, capture_output=True, text=True, check=True).stdout == "one\n"
    assert tj("restore", stick / "mine.age", tmp_path / "plain", "--no-history", *given).code == 0
    assert not (tmp_path / "plain/.git").exists()
    without = tj("backup", "--to", stick / "b.age", "--no-history", vault=root)
    assert without.code == 0
    assert "git history" not in without.out


def test_a_vault_too_large_for_this_computer_is_said_before_any_work(
    tj: Tj, make_vault: MakeVault, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault(NOTES)
    with (root / "attachments/film.mp4").open("wb") as handle:
        handle.truncate(5 * 1024**3)  # a hole: no byte of it is on the disk, and none is read
    result = tj("backup", "--to", stick / "mine.age", vault=root)
    assert result.code == 1
    assert "larger than a backup may be" in result.err
    os.truncate(root / "attachments/film.mp4", 2 * 1024**3)
    monkeypatch.setattr("os.sysconf", lambda name: 1024 if name == "SC_PAGE_SIZE" else 1024**2)
    result = tj("backup", "--to", stick / "mine.age", vault=root)
    assert result.code == 1
    assert "needs 7,168 MiB of memory" in result.err
    assert list(stick.iterdir()) == []


_WATCHED = """
import os, sys
written = []
def watch(event, arguments):
    if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        written.append(os.fsdecode(arguments[0]) if not isinstance(arguments[0], int) else "a descriptor")
sys.addaudithook(watch)
from tj.cli.main import run
code = run(sys.argv[1:])
print(*sorted(set(written)), sep="\\n", file=sys.stderr)
sys.exit(code)
"""


def test_the_only_file_that_is_written_is_the_encrypted_one(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path
) -> None:
    program("git")
    root = make_vault(NOTES)
    for words in (["init", "--quiet"], ["add", "-A"]):
        subprocess.run(["git", "-C", str(root), *words], check=True)
    subprocess.run(
        ["git", "-C", str(root), "-c", "user.name=M", "-c", "user.email=m@x.org", "commit", "-qm", "one"], check=True
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    places = {"HOME": str(tmp_path / "h"), "XDG_DATA_HOME": str(tmp_path / "d"), "XDG_CACHE_HOME": str(tmp_path / "c")}
    places["XDG_RUNTIME_DIR"] = str(tmp_path)  # else Python looks for a place for temporary files by writing one
    done = subprocess.run(
        [sys.executable, "-B", "-c", _WATCHED, "--vault", str(root), "backup", "--to", str(stick / "mine.age")],
        env={**os.environ, **places, "TMPDIR": str(scratch)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    touched = [path for path in done.stderr.splitlines() if path.startswith("/") and path != "/dev/null"]
    own = [path for path in touched if not path.startswith(str(stick))]
    assert [Path(path).parent for path in touched if path not in own] == [stick]
    assert all(
        path.startswith((str(tmp_path / "c"), str(root / ".tj"))) and path.endswith((".lock", ".tj")) for path in own
    )
    assert list(scratch.iterdir()) == []
    (words,) = WORDS.findall(done.stdout)
    assert words not in done.stderr
    for place in (tmp_path / "c", tmp_path / "d", stick):
        for data in files_of(place).values() if place.exists() else ():
            assert b"plainmarker01" not in data
    (tmp_path / "words").write_text(words)
    assert tj("restore", stick / "mine.age", tmp_path / "new", "--passphrase-file", tmp_path / "words").code == 0
    assert files_of(tmp_path / "new", [".git"]) == files_of(root, [".git"])


_KILLED = """
import os, signal, sys
import tj.cli.backup as backup, tj.interop.backup as inner
from tests.share.light import seal_lightly
backup.encrypt_with_passphrase = seal_lightly
moment = sys.argv.pop(1)
def kill(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)
if moment == "before its name":
    inner.os.link = kill
elif moment == "while it is tried":
    backup.check = kill
else:
    backup.Path.unlink = kill
from tj.cli.main import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.mark.parametrize("moment", ["before its name", "while it is tried", "once it is whole"])
def test_a_kill_leaves_no_backup_or_a_whole_one(
    tj: Tj, make_vault: MakeVault, stick: Path, tmp_path: Path, moment: str
) -> None:
    root = make_vault(NOTES)
    places = {"HOME": str(tmp_path / "h"), "XDG_DATA_HOME": str(tmp_path / "d"), "XDG_CACHE_HOME": str(tmp_path / "c")}
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, moment, "--vault", str(root), "backup", "--to", str(stick / "mine.age")],
        env={**os.environ, **places, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == -signal.SIGKILL
    (left,) = [path for path in stick.iterdir() if path.name.startswith(".tj-")]
    assert (stick / "mine.age").exists() == (moment == "once it is whole")
    if moment == "once it is whole":
        assert (stick / "mine.age").read_bytes() == left.read_bytes()
    os.utime(left, (1, 1))
    backed_up(tj, root, stick / "second.age")
    assert not [path for path in stick.iterdir() if path.name.startswith(".tj-")]
