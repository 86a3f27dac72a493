"""`tj reply`: the therapist's side, which needs no vault and leaves their words nowhere but in the sealed file."""

import io
import json
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyrage
import pytest

from tests.conftest import MakeVault, Outcome, Tj, files_of
from tests.share.agefile import scrypt_file
from tj.cli import say
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import identity_file, load_keys
from tj.share.replies import open_reply
from tj.share.reply import Parsed

WORDS = "Dear Mara,\n\nthat took courage: small steps.\n"


@dataclass(frozen=True)
class Therapist:
    """Someone with a key and data of their own, who was sent a bundle."""

    tj: Tj
    writer: Tj
    bundle: Path
    key: Path

    def reply(self, *words: str | Path) -> Outcome:
        return self.tj("reply", self.bundle, "--identity", self.key, *words)

    def written(self) -> list[Parsed]:
        """Return what was written, as the writer opens it."""
        keys = load_keys(self.writer.places.data)
        files = sorted(self.tj.places.outbox.glob("reply-*.age"))
        return [open_reply(path.read_bytes(), [keys.identity]) for path in files]


@pytest.fixture
def therapist(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> Therapist:
    identity = new_identity()
    (tmp_path / "key.txt").write_bytes(identity_file(identity))
    tj("therapist", "add", "anneke", recipient_of(identity), "--verified", "in session")
    root = make_vault({"journal/2026/2026-05-01.md": "The first of May\n"})
    result = tj("share", "anneke", "--since", "2026-05-01", "--yes", "--json", vault=root)
    (tmp_path / "theirs" / "outbox").mkdir(parents=True)
    own = Tj(tmp_path / "theirs", tj.capture)
    return Therapist(own, tj, Path(json.loads(result.out)["output"]), tmp_path / "key.txt")


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | bytes], None]:
    def give(text: str | bytes) -> None:
        data = text.encode() if isinstance(text, str) else text
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))

    return give


def test_a_reply_is_sealed_to_the_writer(therapist: Therapist, stdin: Callable[[str], None]) -> None:
    stdin(WORDS)
    result = therapist.reply(
        "--guidance", "-", "--homework", "one walk", "--homework", "one call", "--prompt", "Where?"
    )
    assert result.code == 0, result.err
    assert WORDS.strip() in result.out
    assert "Homework:\n  - one walk\n  - one call\n\nPrompts to try:\n  - Where?" in result.out
    assert "Signed, but not verified" in result.out
    assert "yours to send" in result.out
    (found,) = therapist.written()
    assert (found.reply.guidance, found.reply.created) == (WORDS.strip(), "2026-05-11")
    assert (found.reply.homework, found.reply.prompts) == (("one walk", "one call"), ("Where?",))
    (path,) = therapist.tj.places.outbox.glob("*")
    assert re.fullmatch(r"reply-[a-z2-7]{8}\.age", path.name)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert f"Written: {path} (" in result.out
    for name, data in files_of(therapist.tj.home).items():
        assert b"courage" not in data, name


def test_it_is_told_as_one_document(therapist: Therapist, tmp_path: Path) -> None:
    (tmp_path / "words.md").write_text(WORDS)
    path = tmp_path / "answer.age"
    result = therapist.reply("--guidance-file", tmp_path / "words.md", "--json", "--output", path)
    assert result.code == 0, result.err
    document = json.loads(result.out)
    reply = open_reply(path.read_bytes(), [load_keys(therapist.writer.places.data).identity]).reply
    assert document == {
        "output": str(path), "bytes": path.stat().st_size, "id": reply.id, "bundle": reply.bundle, "verified": False,
        "homework": 0, "prompts": 0,
    }  # fmt: skip
    assert "courage" in result.err
    again = therapist.reply("--guidance", "x", "--output", path)
    assert (again.code, "is there already" in again.err) == (4, True)


def test_a_known_signer_is_named(therapist: Therapist) -> None:
    therapist.tj("open", therapist.bundle, "--identity", therapist.key, "--trust", "Mara", "--how", "read by telephone")
    result = therapist.reply("--homework", "walk", "--json")
    assert json.loads(result.out)["verified"] is True
    assert "Signed by Mara. Verified: read by telephone" in result.err
    assert "not known" not in result.err


def test_each_reply_has_an_id_of_its_own(therapist: Therapist) -> None:
    for _ in range(2):
        assert therapist.reply("--homework", "walk").code == 0
    one, two = therapist.written()
    assert one.reply.id != two.reply.id
    assert one.reply.bundle == two.reply.bundle


@pytest.fixture
def at_a_terminal(
    monkeypatch: pytest.MonkeyPatch, stdin: Callable[[str], None]
) -> Callable[[str, bool], list[tuple[str, dict[str, object]]]]:
    """Type lines, and answer the question at the end; return the list of questions that will have been asked."""
    import click

    def prepare(typed: str, answer: bool) -> list[tuple[str, dict[str, object]]]:
        asked: list[tuple[str, dict[str, object]]] = []

        def confirm(question: str, **options: object) -> bool:
            asked.append((question, options))
            return answer

        stdin(typed)
        monkeypatch.setattr(say, "is_interactive", lambda: True)
        monkeypatch.setattr(click, "confirm", confirm)
        return asked

    return prepare


AtATerminal = Callable[[str, bool], list[tuple[str, dict[str, object]]]]


def test_at_a_terminal_all_three_are_asked_for(therapist: Therapist, at_a_terminal: AtATerminal) -> None:
    asked = at_a_terminal("Dear Mara,\n\ngo on.\n.\none walk\none call\n\nWhere?\n\n", True)
    result = therapist.reply()
    assert result.code == 0, result.err
    (found,) = therapist.written()
    assert found.reply.guidance == "Dear Mara,\n\ngo on."
    assert (found.reply.homework, found.reply.prompts) == (("one walk", "one call"), ("Where?",))
    assert len(asked) == 1
    assert "whose key is not known here" in asked[0][0]


def test_the_end_of_input_ends_each_part(therapist: Therapist, at_a_terminal: AtATerminal) -> None:
    at_a_terminal("only words", True)
    assert therapist.reply().code == 0
    (found,) = therapist.written()
    assert (found.reply.guidance, found.reply.homework, found.reply.prompts) == ("only words", (), ())


def test_a_no_writes_nothing(therapist: Therapist, at_a_terminal: AtATerminal) -> None:
    at_a_terminal("", False)
    result = therapist.reply("--homework", "walk")
    assert (result.code, "Nothing was written." in result.out) == (0, True)
    assert list(therapist.tj.places.outbox.iterdir()) == []


def test_yes_asks_nothing(therapist: Therapist, at_a_terminal: AtATerminal) -> None:
    asked = at_a_terminal("", False)
    assert therapist.reply("--homework", "walk", "--yes").code == 0
    assert asked == []
    assert len(therapist.written()) == 1


def test_controls_are_shown_as_what_they_are(therapist: Therapist) -> None:
    result = therapist.reply("--guidance", "a\u202eb")
    assert result.code == 0
    assert "a�b" in result.out
    assert "\u202e" not in result.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "nobody can be asked"),
        (("--guidance", ""), 2, "nothing in it"),
        (("--guidance", "a\x1b[2J"), 2, "control characters"),
        (("--homework", "a\nb"), 2, "not one line"),
        (("--prompt", "x" * 501), 2, "more than 500"),
        (("--homework", "x", *("--homework", "y") * 50), 2, "more than 50"),
        (("--guidance", "x", "--guidance-file", "y"), 2, "given twice"),
        (("--guidance", "-", "--passphrase-file", "-"), 2, "one thing only"),
        (("--guidance-file", "none.md"), 1, "no such file"),
        (("--homework", "x", "--output", "none/\0/x.age"), 1, ""),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_written(
    therapist: Therapist, words: tuple[str, ...], code: int, said: str
) -> None:
    result = therapist.reply(*words)
    assert (result.code, said in result.err) == (code, True), result.err
    assert result.err.count("error: ") == 1
    assert list(therapist.tj.places.outbox.iterdir()) == []


@pytest.mark.parametrize(("data", "said"), [(b"\xff\xfe", "not UTF-8"), (b"x" * (257 * 1024), "larger than any")])
def test_a_file_that_holds_no_guidance_is_said(therapist: Therapist, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "words").write_bytes(data)
    result = therapist.reply("--guidance-file", tmp_path / "words")
    assert (result.code, said in result.err) == (1, True)


def test_standard_input_that_is_not_text_is_said(therapist: Therapist, stdin: Callable[[bytes], None]) -> None:
    stdin(b"\xff")
    result = therapist.reply("--guidance", "-")
    assert (result.code, "not UTF-8" in result.err) == (1, True)


def test_a_bundle_that_is_not_whole_is_not_answered(therapist: Therapist, tmp_path: Path) -> None:
    data = therapist.bundle.read_bytes()
    (tmp_path / "cut.age").write_bytes(data[:-20])
    result = therapist.tj("reply", tmp_path / "cut.age", "--identity", therapist.key, "--homework", "x")
    assert result.code == 4
    assert list(therapist.tj.places.outbox.iterdir()) == []
    (tmp_path / "other.txt").write_bytes(identity_file(new_identity()))
    other = therapist.tj("reply", therapist.bundle, "--identity", tmp_path / "other.txt", "--homework", "x")
    assert (other.code, "none of your keys" in other.err) == (1, True)


def test_a_bundle_by_passphrase_is_answered_too(
    tj: Tj, make_vault: MakeVault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyrage.passphrase, "encrypt", scrypt_file)
    root = make_vault({"journal/2026/2026-05-01.md": "The first of May\n"})
    shared = tj("share", "bo", "--passphrase", "--since", "2026-05-01", "--yes", "--json", vault=root)
    (words,) = re.findall(r"^ {4}([a-z]+(?:-[a-z]+){6})$", shared.err, re.MULTILINE)
    (tmp_path / "words").write_text(words)
    bundle, path = json.loads(shared.out)["output"], tmp_path / "r.age"
    result = tj("reply", bundle, "--passphrase-file", tmp_path / "words", "--homework", "walk", "--output", path)
    assert result.code == 0, result.err
    received = tj("receive", path, "--yes", vault=root)
    assert received.code == 0, received.err
    assert (root / "guidance/2026-05-11-bo.md").read_text().endswith("- [ ] walk\n")
