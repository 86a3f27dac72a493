"""Sharing and opening as two people do it, with real keys and real files."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import identity_file

NOTES: dict[str, str | bytes] = {
    "journal/2026/2026-05-01.md": "---\nmood: 5\nsecret_key: unlistedvalue123\n---\n"
    "The first of May #win\n\n%%hiddenhidden1%%\n",
    "journal/2026/2026-05-02.md": "---\nmood: 6\nprivate: true\n---\nnobodysbusiness\n",
    "journal/2026/2026-05-03.md": "---\nmood: 7\nmood: 8\n---\nunreadablewords\n",
    "journal/2026/2026-05-04.md": "---\nmood: 8\n---\nSee [[2026-05-02]] and [[2026-05-01|Friday]] #session\n",
}


@pytest.fixture
def therapist(tj: Tj, tmp_path: Path) -> Path:
    """Make a therapist's key file, and put its public part into the writer's book."""
    identity = new_identity()
    path = tmp_path / "therapist.txt"
    path.write_bytes(identity_file(identity))
    assert tj("therapist", "add", "anneke", recipient_of(identity), "--verified", "in session").code == 0
    return path


def _share(tj: Tj, root: Path, *more: str) -> dict[str, object]:
    result = tj("share", "anneke", "--since", "2026-05-01", "--yes", "--json", *more, vault=root)
    assert result.code == 0, result.err
    document: dict[str, object] = json.loads(result.out)
    return document


def test_a_share_is_opened_by_age_and_unzip_alone(
    tj: Tj, make_vault: MakeVault, therapist: Path, tmp_path: Path, age_program: str, unzip_program: str
) -> None:
    root = make_vault(NOTES)
    bundle = str(_share(tj, root)["output"])
    packed = tmp_path / "b.zip"
    subprocess.run([age_program, "-d", "-i", str(therapist), "-o", str(packed), bundle], check=True)
    subprocess.run([unzip_program, "-q", str(packed), "-d", str(tmp_path / "out")], check=True)
    names = set(files_of(tmp_path / "out"))
    assert names == {"entries/0001.md", "entries/0002.md", "manifest.json", "manifest.sig", "pad", "report.html"}
    everything = b"".join(files_of(tmp_path / "out").values())
    for hidden in (b"hiddenhidden1", b"nobodysbusiness", b"unreadablewords", b"unlistedvalue123", b"2026-05-02"):
        assert hidden not in everything
    assert b"The first of May" in everything
    assert b"another entry and Friday" in everything


def test_the_document_and_the_ledger_tell_what_left(tj: Tj, make_vault: MakeVault, therapist: Path) -> None:
    root = make_vault(NOTES)
    before = files_of(root)
    found = _share(tj, root)
    assert list(found) == ["output", "bytes", "sha256", "entries", "withheld", "stripped"]
    assert found["entries"] == 2
    assert found["withheld"] == [
        {"path": "journal/2026/2026-05-02.md", "reason": "private"},
        {"path": "journal/2026/2026-05-03.md", "reason": "unreadable"},
    ]
    path = Path(str(found["output"]))
    assert path.parent == tj.home / "outbox"
    assert path.stat().st_mode & 0o777 == 0o600
    after = files_of(root)
    ledger = after.pop(".tj/shared.jsonl").decode()
    assert after == before
    assert "first of May" not in ledger
    (record,) = json.loads(tj("shared", "--json", vault=root).out)
    assert (record["to"], record["serial"], record["sha256"]) == ("anneke", 1, found["sha256"])
    assert "anneke" in tj("shared", "anneke", vault=root).out


def test_a_preview_shows_and_writes_nothing(tj: Tj, make_vault: MakeVault, therapist: Path) -> None:
    root = make_vault(NOTES)
    result = tj("share", "anneke", "--since", "2026-05-01", "--preview", vault=root)
    assert result.code == 0
    assert "The first of May" in result.out
    assert "2026-05-02.md (private)" in result.out
    assert "hiddenhidden1" not in result.out
    assert not list((tj.home / "outbox").iterdir())
    assert not (root / ".tj/shared.jsonl").exists()
    assert set(files_of(tj.home / "data")) == {"therapists.toml"} | {
        name for name in files_of(tj.home / "data") if name.endswith(".lock")
    }
    signed = json.loads(tj("share", "anneke", "--since", "2026-05-01", "--yes", "--json", vault=root).out)
    opened = json.loads(tj("open", str(signed["output"]), "--identity", therapist, "--json").out)
    assert opened["signer"] == json.loads(tj("key", "show", "--json").out)["signer"]


def test_opening_says_who_signed_and_writes_only_where_told(
    tj: Tj, make_vault: MakeVault, therapist: Path, tmp_path: Path
) -> None:
    root = make_vault(NOTES)
    bundle = str(_share(tj, root)["output"])
    first = tj("open", bundle, "--identity", therapist, "--json")
    found = json.loads(first.out)
    assert first.code == 0
    assert list(found) == ["signer", "verified", "created", "entries", "problems"]
    assert (found["verified"], found["entries"]) == (False, ["entries/0001.md", "entries/0002.md"])
    trusted = tj("open", bundle, "--identity", therapist, "--trust", "the writer", "--to", tmp_path / "saved")
    assert trusted.code == 0
    assert "Signed by the writer" in trusted.out
    assert {"report.html", "entries/0001.md"} <= set(files_of(tmp_path / "saved"))
    assert tj("open", bundle, "--identity", therapist, "--to", tmp_path / "saved").code == 4
    assert "first of May" in tj("open", bundle, "--identity", therapist).out


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("share Dr. Osei --last 60d", "tj share 'Dr. Osei'"),
        ("share --last 60d Dr. Ama Osei", "tj share 'Dr. Ama Osei'"),
        ("shared Dr. Osei", "tj shared 'Dr. Osei'"),
    ],
)
def test_a_name_without_quotes_is_told_how_it_is_written(tj: Tj, make_vault: MakeVault, line: str, hint: str) -> None:
    result = tj(*line.split(), vault=make_vault(NOTES))
    assert (result.code, result.out) == (2, "")
    assert f"hint: a name with a space needs quotes, as in: {hint}\n" in result.err


def test_all_attachments_are_asked_for_in_one_word(tj: Tj, make_vault: MakeVault, therapist: Path) -> None:
    root = make_vault(NOTES)
    result = tj("share", "anneke", "--since", "2026-05-01", "--attachments", "all", "--preview", vault=root)
    assert (result.code, result.out) == (2, "")
    assert "hint: write it as --attachments=all\n" in result.err
    for given in ("--attachments", "--attachments=all"):
        assert tj("share", "anneke", "--since", "2026-05-01", given, "--preview", vault=root).code == 0


def test_since_last_takes_what_is_new(tj: Tj, make_vault: MakeVault, therapist: Path) -> None:
    root = make_vault(NOTES)
    assert tj("share", "anneke", "--since-last", "--yes", vault=root).code == 2
    _share(tj, root)
    assert tj("share", "anneke", "--since-last", "--yes", vault=root).code == 1
    (root / "journal/2026/2026-05-06.md").write_text("new\n")
    (root / "journal/2026/2026-04-06.md").write_text("late\n")
    found = json.loads(tj("share", "anneke", "--since-last", "--yes", "--json", vault=root).out)
    assert found["entries"] == 1
    reasons = {row["path"]: row["reason"] for row in found["withheld"]}
    assert "late" in reasons["journal/2026/2026-04-06.md"]


def test_only_a_summary_sends_no_other_text(tj: Tj, make_vault: MakeVault, therapist: Path, tmp_path: Path) -> None:
    root = make_vault({**NOTES, "journal/2026/2026-05-05.md": "---\nmood: 5\n---\nproseprose stays\n"})
    bundle = str(_share(tj, root, "--summary-only")["output"])
    assert tj("open", bundle, "--identity", therapist, "--to", tmp_path / "saved").code == 0
    saved = files_of(tmp_path / "saved")
    assert set(saved) == {"report.html"}
    assert b"proseprose" not in saved["report.html"]
    assert b"The first of May" in saved["report.html"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--yes"], 2),
        (["--last", "30d"], 2),
        (["--since", "2030-01-01", "--yes"], 1),
        (["--entry", "summaries/index.md", "--yes"], 4),
        (["--entry", "journal/2026/2026-05-02.md", "--yes"], 1),
        (["--last", "30d", "--yes", "--keys", "private"], 4),
        (["--last", "30d", "--yes", "--with", "secrets"], 2),
        (["--last", "30d", "--yes", "--output", "inside.age"], 4),
        (["--last", "30d", "--yes", "--output", "/proc/none/x.age"], 1),
    ],
)
def test_a_share_that_cannot_be_leaves_nothing(
    tj: Tj, make_vault: MakeVault, therapist: Path, words: list[str], code: int
) -> None:
    root = make_vault(NOTES)
    before = files_of(root)
    result = tj("share", "anneke", *words, vault=root)
    assert result.code == code, result.err
    assert "error: " in result.err
    assert files_of(root) == before
    assert not list((tj.home / "outbox").iterdir())


def test_a_wrong_key_and_a_damaged_bundle_are_told_apart(
    tj: Tj, make_vault: MakeVault, therapist: Path, tmp_path: Path
) -> None:
    root = make_vault(NOTES)
    bundle = Path(str(_share(tj, root)["output"]))
    other = tmp_path / "other.txt"
    other.write_bytes(identity_file(new_identity()))
    assert tj("open", bundle, "--identity", other).code == 1
    whole = bundle.read_bytes()
    for damaged in (whole[:-40], whole[:100], b"", whole[:400] + b"x" + whole[401:], b"hello"):
        bundle.write_bytes(damaged)
        result = tj("open", bundle, "--identity", therapist, "--to", tmp_path / "never")
        assert result.code == 4, result.err
        assert not (tmp_path / "never").exists()


def test_keys_are_made_once_and_only_public_parts_are_shown(tj: Tj) -> None:
    assert tj("key", "show").code == 1
    made = tj("key", "new")
    assert made.code == 0
    assert "SECRET" not in made.out + made.err
    assert tj("key", "new").code == 4
    found = json.loads(tj("key", "show", "--json").out)
    assert len(found["signer_words"]) == len(found["recipient_words"]) == 6
    assert (tj.home / "data/identity.txt").stat().st_mode & 0o777 == 0o600


def test_the_address_book(tj: Tj, tmp_path: Path) -> None:
    key, other = (recipient_of(new_identity()) for _ in range(2))
    (tmp_path / "key.pub").write_text(f"# a comment\n{key}\n")
    assert tj("therapist", "add", "Anneke", tmp_path / "key.pub").code == 0
    assert tj("therapist", "add", "anneke", other).code == 4
    assert tj("therapist", "verify", "anneke").code == 2
    assert tj("therapist", "verify", "anneke", "--how", "read aloud").code == 0
    assert json.loads(tj("therapist", "list", "--json").out)[0]["verified"] == "read aloud"
    assert tj("therapist", "remove", "ANNEKE").code == 0
    assert "empty" in tj("therapist", "list").out
    secret = new_identity()
    result = tj("therapist", "add", "x", secret)
    assert result.code == 4
    assert secret not in result.out + result.err


def test_the_demo_runs_twice_and_leaves_the_users_own_folders_alone(tj: Tj, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    for _ in range(2):
        result = tj("demo", root)
        assert result.code == 0, result.err
        assert len(result.out.splitlines()) == 5
    assert set(files_of(tj.home)) == set()
    assert len(list((root / "summaries").iterdir())) == 36
    reports = sorted((root / ".demo/opened").glob("*/report.html"))
    assert len(reports) == 2
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("mine")
    assert tj("demo", tmp_path / "full").code == 4
