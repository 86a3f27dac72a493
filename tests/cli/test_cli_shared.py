"""What was shared is listed, what became of it is told, and a draft lies beside a bundle where one was asked for."""

import email
import json
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.share.crypto import new_identity, recipient_of
from tj.share.intent import Intent, begin

NOTES: dict[str, str | bytes] = {f"journal/2026-05-0{day}.md": f"day {day}\n" for day in range(1, 6)}
SHARE = ("share", "anneke", "--since", "2026-05-01", "--yes")


@pytest.fixture
def root(tj: Tj, make_vault: MakeVault) -> Path:
    for name in ("anneke", "bo"):
        tj("therapist", "add", name, recipient_of(new_identity()), "--verified", "in session")
    return make_vault(NOTES)


def set_address(tj: Tj, address: str) -> None:
    """Put an address into the book by hand, where no command looks at it first."""
    path = tj.home / "data/therapists.toml"
    path.write_text(path.read_text().replace('name = "anneke"\n', f'name = "anneke"\nemail = {json.dumps(address)}\n'))


def draft_of(tj: Tj) -> EmailMessage:
    (path,) = (tj.home / "outbox").glob("*.eml")
    assert path.stat().st_mode & 0o777 == 0o600
    return email.message_from_bytes(path.read_bytes(), policy=policy.default)


def test_what_was_shared_is_listed_by_name(tj: Tj, root: Path) -> None:
    assert "Nothing was shared yet." in tj("shared", vault=root).out
    assert "Nothing was shared yet." in tj("shared", "--diff", vault=root).out
    assert tj(*SHARE, vault=root).code == 0
    assert tj("share", "bo", "--entry", "journal/2026-05-02.md", "--yes", vault=root).code == 0
    lines = tj("shared", vault=root).out.splitlines()
    assert len(lines) == 2
    (line,) = tj("shared", "BO", vault=root).out.splitlines()
    assert line in lines
    assert "1 note, 2026-05-02 to 2026-05-02" in line
    (row,) = json.loads(tj("shared", "bo", "--json", vault=root).out)
    assert list(row["entries"]) == ["journal/2026-05-02.md"]
    assert {"when", "to", "entries", "keys", "bytes", "sha256"} <= set(row)
    assert json.loads(tj("shared", "nobody", "--json", vault=root).out) == []


def test_what_became_of_it_is_told(tj: Tj, root: Path) -> None:
    tj(*SHARE, vault=root)
    assert "as it was" in tj("shared", "--diff", vault=root).out
    assert json.loads(tj("shared", "--diff", "--json", vault=root).out) == []
    journal = root / "journal"
    (journal / "2026-05-01.md").write_text("day 1, and more\n")
    (journal / "2026-05-02.md").unlink()
    (journal / "2026-05-03.md").rename(journal / "2026-05-03-1000.md")
    (journal / "2026-05-04.md").write_text("---\nprivate: true\n---\nday 4\n")
    result = tj("shared", "anneke", "--diff", vault=root)
    assert [line.split("  (")[0].split(maxsplit=1) for line in result.out.splitlines()] == [
        ["changed", "journal/2026-05-01.md"],
        ["gone", "journal/2026-05-02.md"],
        ["moved", "journal/2026-05-03.md → journal/2026-05-03-1000.md"],
        ["now", "private  journal/2026-05-04.md"],
    ]
    rows = json.loads(tj("shared", "--diff", "--json", vault=root).out)
    assert [(row["path"][-4], row["change"], row["now"]) for row in rows] == [
        ("1", "changed", "journal/2026-05-01.md"),
        ("2", "gone", ""),
        ("3", "moved", "journal/2026-05-03-1000.md"),
        ("4", "private", "journal/2026-05-04.md"),
    ]
    assert {(row["to"], row["when"]) for row in rows} == {("anneke", "2026-05-11")}
    assert "day 1" not in result.out
    assert tj("shared", "bo", "--diff", vault=root).out.strip() == "Nothing was shared yet."


def test_a_torn_line_is_told_wherever_the_ledger_is_read(tj: Tj, root: Path) -> None:
    tj(*SHARE, vault=root)
    path = root / ".tj/shared.jsonl"
    path.write_bytes(path.read_bytes() + path.read_bytes()[:60])
    for command in (("shared",), ("shared", "--json"), ("shared", "--diff"), SHARE):
        result = tj(*command, vault=root)
        assert result.code == 0
        assert ".tj/shared.jsonl:2: this last line" in result.err
    rows = json.loads(tj("shared", "--json", vault=root).out)
    assert [row["serial"] for row in rows] == [1, 2]


def test_a_draft_lies_beside_the_bundle(tj: Tj, root: Path) -> None:
    set_address(tj, "a.bakker@praktijk.example")
    result = tj(*SHARE, "--email", vault=root)
    assert result.code == 0
    assert result.err == ""
    message = draft_of(tj)
    (bundle,) = (tj.home / "outbox").glob("*.age")
    assert str(bundle.with_suffix(".eml")) in result.out
    assert message["To"] == "a.bakker@praktijk.example"
    (attached,) = message.iter_attachments()
    assert attached.get_content() == bundle.read_bytes()
    assert attached.get_filename() == bundle.name


def test_without_an_address_the_writer_fills_it_in(tj: Tj, root: Path) -> None:
    result = tj(*SHARE, "--email", "--json", vault=root)
    assert result.code == 0
    assert json.loads(result.out)["entries"] == 5
    assert "no address of anneke is known" in result.err
    assert draft_of(tj)["To"] is None


def test_an_address_that_would_slip_something_in_stops_the_share(tj: Tj, root: Path) -> None:
    set_address(tj, "a@b.org\r\nBcc: c@d.org")
    before = files_of(root)
    assert tj(*SHARE, "--email", vault=root).code == 1
    assert files_of(root) == before
    assert list((tj.home / "outbox").iterdir()) == []


@pytest.mark.parametrize(
    ("output", "taken", "code"),
    [("out.age", "out.eml", 4), ("out.age", "out.age", 4), ("vault/out.age", "", 4), ("out.eml", "", 2)],
)
def test_a_draft_keeps_to_the_rules_of_a_bundle(
    tj: Tj, root: Path, tmp_path: Path, output: str, taken: str, code: int
) -> None:
    if taken:
        (tmp_path / taken).write_text("mine")
    before = files_of(tmp_path, ignore=("home",))
    result = tj(*SHARE, "--email", "--output", tmp_path / output, vault=root)
    assert result.code == code, result.err
    assert files_of(tmp_path, ignore=("home",)) == before


def test_a_draft_that_cannot_be_written_leaves_the_bundle_whole(
    tj: Tj, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tj.cli import sealing
    from tj.errors import TjError

    def full(path: Path, *_: object, **__: object) -> None:
        raise TjError(f"{path} cannot be written: no space left on device")

    monkeypatch.setattr(sealing, "create_file", full)
    result = tj(*SHARE, "--email", vault=root)
    assert result.code == 1
    (bundle,) = (tj.home / "outbox").iterdir()
    assert f"attach {bundle} to a message of your own" in result.err
    monkeypatch.undo()
    (row,) = json.loads(tj("shared", "--json", vault=root).out)
    assert row["file"] == bundle.name


def test_a_bundle_that_cannot_get_its_name_is_not_in_the_ledger(
    tj: Tj, root: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tj.vault.files import create_file as real

    def late(path: Path, data: bytes, mode: int, **more: object) -> None:
        def ready(written: str) -> None:
            more["ready"](written)  # type: ignore[operator]  # what `seal` gives it
            path.write_text("someone else's")

        real(path, data, mode, temporary=str(more["temporary"]), ready=ready)

    monkeypatch.setattr("tj.share.seal.create_file", late)
    result = tj(*SHARE, "--output", tmp_path / "out.age", vault=root)
    assert result.code == 4
    assert (tmp_path / "out.age").read_text() == "someone else's"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".tj-")] == []
    assert json.loads(tj("shared", "--json", vault=root).out) == []
    monkeypatch.undo()
    assert tj(*SHARE, vault=root).code == 0


def test_a_share_that_is_interrupted_leaves_nothing(tj: Tj, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tj.share import ledger

    real = ledger.append

    def interrupted(*given: object) -> None:
        real(*given)  # type: ignore[arg-type]  # what it is given
        raise KeyboardInterrupt

    monkeypatch.setattr(ledger, "append", interrupted)
    assert tj(*SHARE, "--email", vault=root).code == 1
    monkeypatch.undo()
    assert list((tj.home / "outbox").iterdir()) == []
    assert json.loads(tj("shared", "--json", vault=root).out) == []
    assert list((tj.home / "data/sharing").iterdir()) == []


@pytest.mark.parametrize("command", [("index",), ("shared",), SHARE])
def test_what_a_killed_share_left_is_told_once(tj: Tj, root: Path, command: tuple[str, ...]) -> None:
    assert tj(*SHARE, vault=root).code == 0
    (bundle,) = (tj.home / "outbox").iterdir()
    (row,) = json.loads(tj("shared", "--json", vault=root).out)
    begin(tj.home / "data", Intent(row["id"], str(root.resolve()), str(bundle), "", ".tj-0123456789abcdef.tmp"))
    bundle.with_name(".tj-0123456789abcdef.tmp").write_bytes(bundle.read_bytes())
    bundle.unlink()
    result = tj(*command, vault=root)
    assert result.code == 0
    assert f"a share was stopped before its end: {bundle} was not made, and nothing of it is left." in result.err
    assert "stopped" not in tj(*command, vault=root).err
    assert row["id"] not in tj("shared", "--json", vault=root).out
    assert not [path for path in (tj.home / "outbox").iterdir() if path.name.startswith(".tj-")]


def test_a_bundle_that_was_not_sent_counts_no_more(tj: Tj, root: Path) -> None:
    assert tj("share", "anneke", "--since", "2026-05-01", "--until", "2026-05-02", "--yes", vault=root).code == 0
    assert tj("share", "anneke", "--since-last", "--yes", vault=root).code == 0
    first, second = json.loads(tj("shared", "--json", vault=root).out)
    before = (root / ".tj/shared.jsonl").read_bytes()
    result = tj("shared", "--not-sent", f"~/Downloads/{second['file']}", vault=root)
    assert result.code == 0
    assert f"Noted: {second['file']} was not sent to anneke." in result.out
    after = (root / ".tj/shared.jsonl").read_bytes()
    assert after.startswith(before)
    assert len(after.splitlines()) == len(before.splitlines()) + 1
    assert (tj.home / "outbox" / second["file"]).exists()
    assert json.loads(tj("shared", "--json", vault=root).out) == [first]
    assert json.loads(tj("share", "anneke", "--since-last", "--yes", "--json", vault=root).out)["entries"] == 3
    assert [row["serial"] for row in json.loads(tj("shared", "--json", vault=root).out)] == [1, 3]


def test_which_bundle_was_not_sent_is_told_by_name_and_by_id(tj: Tj, root: Path, tmp_path: Path) -> None:
    for name, folder in (("anneke", "one"), ("anneke", "two"), ("bo", "three")):
        (tmp_path / folder).mkdir()
        output = tmp_path / folder / "out.age"
        assert tj("share", name, "--since", "2026-05-01", "--yes", "--output", output, vault=root).code == 0
    rows = json.loads(tj("shared", "anneke", "--json", vault=root).out)
    before = files_of(root)
    several = tj("shared", "anneke", "--not-sent", "out.age", vault=root)
    assert several.code == 2
    assert all(row["id"] in several.err for row in rows)
    assert tj("shared", "--not-sent", "other.age", vault=root).code == 1
    assert tj("shared", "--not-sent", "out.age", "--diff", vault=root).code == 2
    assert files_of(root) == before
    noted = tj("shared", "--not-sent", rows[0]["id"], "--json", vault=root)
    assert (noted.code, json.loads(noted.out)) == (0, rows[0])
    assert tj("shared", "bo", "--not-sent", "out.age", vault=root).code == 0
    assert json.loads(tj("shared", "--json", vault=root).out) == rows[1:]
    assert "no share 'out.age' is noted as sent" in tj("shared", "bo", "--not-sent", "out.age", vault=root).err
