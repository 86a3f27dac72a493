"""`tj receive`: what came back is shown, taken in on yes, and refused where it answers no share of the writer's."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Outcome, Tj, files_of
from tj.cli import say
from tj.share.bundle import Manifest
from tj.share.crypto import new_identity, recipient_of
from tj.share.keys import identity_file
from tj.share.known import Known
from tj.share.open import open_bundle
from tj.share.replies import seal_reply
from tj.share.reply import Reply, compose
from tj.vault.layout import LEDGER

NOTE, PROMPTS = "guidance/2026-05-11-dr-anneke-roos.md", ".tj/prompts/from-dr-anneke-roos.md"
FIRST = "2bcdefgh234567ab"


@dataclass(frozen=True)
class Circle:
    """A writer who has shared, and what the therapist knows of it once the bundle is opened."""

    tj: Tj
    root: Path
    folder: Path
    bundle: Path
    manifest: Manifest

    def reply(
        self, guidance: str = "Go on.", homework: tuple[str, ...] = (), prompts: tuple[str, ...] = (), id_: str = FIRST
    ) -> Path:
        """Return a reply as a file."""
        path = self.folder / f"{id_}.age"
        seal_reply(compose(self.manifest.id, id_, "2026-05-11", guidance, homework, prompts), self.manifest, path)
        return path

    def receive(self, *words: str | Path) -> Outcome:
        return self.tj("receive", *words, vault=self.root)

    def files(self) -> dict[str, bytes]:
        return files_of(self.root)


@pytest.fixture
def circle(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> Circle:
    identity = new_identity()
    tj("therapist", "add", "Dr. Anneke Roos", recipient_of(identity), "--verified", "in session")
    root = make_vault({"journal/2026/2026-05-10.md": "---\nmood: 5\n---\nThe tenth\n"})
    result = tj("share", "Dr. Anneke Roos", "--since", "2026-05-01", "--yes", "--json", vault=root)
    bundle = Path(json.loads(result.out)["output"])
    (tmp_path / "mail").mkdir()
    (tmp_path / "therapist.txt").write_bytes(identity_file(identity))
    opened = open_bundle(bundle.read_bytes(), [identity], Known(tmp_path / "book"))
    return Circle(tj, root, tmp_path / "mail", bundle, opened.parsed.manifest)


def test_all_of_it_is_shown_and_taken_in(circle: Circle) -> None:
    before = circle.files()
    path = circle.reply("# Sleep\n\nGo *slowly*.", ("one walk", "a call #win"), ("Where are you?",))
    result = circle.receive(path, "--yes")
    assert result.code == 0, result.err
    assert "From Dr. Anneke Roos, written on 2026-05-11, to your share of 2026-05-11:" in result.out
    assert "# Sleep\n\nGo *slowly*.\n\nHomework:\n  - one walk\n  - a call #win\n\nPrompts to try:\n" in result.out
    assert f"{NOTE} has it. The homework in it is open tasks." in result.out
    after = circle.files()
    assert {path: after[path] for path in before} == before
    assert set(after) - set(before) == {NOTE, PROMPTS}
    note = after[NOTE].decode()
    assert "### Sleep\n\nGo *slowly*.\n\n## Homework\n\n- [ ] one walk\n- [ ] a call \\#win\n" in note
    assert circle.manifest.id in note
    assert circle.tj("check", vault=circle.root).code == 0


def test_its_prompts_come_first_until_they_are_answered(circle: Circle) -> None:
    circle.receive(circle.reply(prompts=("Where are you?", "And now?")), "--yes")
    prompt = json.loads(circle.tj("prompt", "--json", vault=circle.root).out)
    assert (prompt["text"], prompt["why"]) == ("Where are you?", "Your therapist left this one for you on Monday.")
    second = json.loads(circle.tj("prompt", "-a", "--json", vault=circle.root).out)
    assert second["text"] == "And now?"
    assert circle.tj("prompt", "--theme", "guidance", vault=circle.root).out.startswith("Where are you?")
    circle.tj("new", "--prompt", prompt["id"], "--text", "Here, by the window, with tea.", vault=circle.root)
    assert json.loads(circle.tj("prompt", "--json", vault=circle.root).out)["text"] == "And now?"
    listed = json.loads(circle.tj("prompt", "--list", "--json", vault=circle.root).out)
    assert [row["text"] for row in listed if row["theme"] == "from-dr-anneke-roos"] == ["Where are you?", "And now?"]


def test_on_a_very_low_day_its_prompts_wait(circle: Circle) -> None:
    circle.receive(circle.reply(prompts=("What do you owe whom?",)), "--yes")
    circle.tj("mood", "1", vault=circle.root)
    assert json.loads(circle.tj("prompt", "--json", vault=circle.root).out)["gentle"] is True


def test_the_same_reply_twice_is_noticed(circle: Circle) -> None:
    path = circle.reply("Go on.", ("walk",), ("Where?",))
    circle.receive(path, "--yes")
    before = circle.files()
    again = circle.receive(path, "--yes")
    assert (again.code, again.err) == (0, "")
    assert f"You took this in before: {NOTE}. Nothing was changed." in again.out
    assert circle.files() == before


def test_a_corrected_reply_brings_only_what_is_new(circle: Circle) -> None:
    circle.receive(circle.reply("Go on.", ("a walk", "call #mum 📅 2026-05-20"), ("Where?", "Who?")), "--yes")
    first = circle.files()
    note = circle.root / NOTE
    note.write_text(note.read_text().replace("- [ ] a walk", "- [x] a walk"))
    done = note.read_bytes()
    homework = ("a walk", "a walk by the river", "call #mum 📅 2026-05-20")
    path = circle.reply("Go on slowly.", homework, ("Who?", "When?"), "3bcdefgh234567ab")
    shown = circle.receive(path)
    assert f"This is another reply to the same share, that of 2026-05-11; what came before is in {NOTE}." in shown.out
    result = circle.receive(path, "--yes")
    assert result.code == 0, result.err
    assert "Left out, since it is there already, word for word: 2 lines of homework and 1 prompt." in result.out
    second = (circle.root / NOTE.replace(".md", "-2.md")).read_text()
    assert second.count("- [ ]") == 1
    assert "\nGo on slowly.\n\n## Homework\n\n- [ ] a walk by the river\n" in second
    assert second.endswith("## Prompts to try\n\n- When?\n")
    prompts = (circle.root / PROMPTS).read_bytes()
    assert prompts.startswith(first[PROMPTS])
    assert prompts.count(b"Who?") == prompts.count(b"When?") == 1
    assert note.read_bytes() == done
    assert circle.tj("check", vault=circle.root).code == 0


def test_a_second_reply_with_nothing_new_is_kept_without_tasks(circle: Circle) -> None:
    circle.receive(circle.reply("Go on.", ("a walk",), ("Where?",)), "--yes")
    (circle.root / "archive").mkdir()
    (circle.root / NOTE).rename(circle.root / "archive/old.md")
    again = circle.reply("", ("a walk",), ("Where?",), "3bcdefgh234567ab")
    result = circle.receive(again, "--yes")
    assert "what came before is in archive/old.md." in result.out
    assert "Left out, since it is there already, word for word: 1 line of homework and 1 prompt." in result.out
    assert "open tasks" not in result.out
    assert "- [ ]" not in (circle.root / NOTE).read_text()
    assert "You took this in before" in circle.receive(again, "--yes").out


def test_with_json_a_second_reply_is_said_beside_the_document(circle: Circle) -> None:
    circle.receive(circle.reply(), "--yes")
    result = circle.receive(circle.reply("More.", id_="3bcdefgh234567ab"), "--json")
    assert json.loads(result.out)["note"] is None
    assert "another reply to the same share" in result.err


def test_a_note_that_was_moved_is_found_again(circle: Circle) -> None:
    path = circle.reply()
    circle.receive(path, "--yes")
    (circle.root / "archive").mkdir()
    (circle.root / NOTE).rename(circle.root / "archive/old.md")
    again = circle.receive(path, "--yes")
    assert "You took this in before: archive/old.md." in again.out
    assert not (circle.root / NOTE).exists()


def test_without_yes_it_is_only_shown(circle: Circle) -> None:
    path = circle.reply("Go on.", ("walk",), ("Where?",))
    before = circle.files()
    result = circle.receive(path)
    assert (result.code, "Go on." in result.out) == (0, True)
    assert "Nothing was written; --yes takes it in." in result.out
    told = circle.receive(path, "--json")
    assert json.loads(told.out) == {
        "id": FIRST, "bundle": circle.manifest.id, "from": "Dr. Anneke Roos", "created": "2026-05-11",
        "guidance": "Go on.", "homework": ["walk"], "prompts": ["Where?"], "note": None, "prompts_file": None,
        "received_before": False,
    }  # fmt: skip
    assert circle.files() == before


def test_it_is_told_as_one_document(circle: Circle) -> None:
    path = circle.reply("Go on.", (), ("Where?",))
    first = json.loads(circle.receive(path, "--json", "--yes").out)
    assert (first["note"], first["prompts_file"], first["received_before"]) == (NOTE, PROMPTS, False)
    again = json.loads(circle.receive(path, "--json").out)
    assert (again["note"], again["prompts_file"], again["received_before"]) == (NOTE, PROMPTS, True)
    only = json.loads(circle.receive(circle.reply("More.", id_="3bcdefgh234567ab"), "--json", "--yes").out)
    assert (only["note"], only["prompts_file"]) == (NOTE.replace(".md", "-2.md"), None)


@pytest.mark.parametrize("answer", [True, False])
def test_at_a_terminal_it_is_asked(circle: Circle, monkeypatch: pytest.MonkeyPatch, answer: bool) -> None:
    import click

    path = circle.reply()
    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "confirm", lambda *_args, **_options: answer)
    result = circle.receive(path)
    assert result.code == 0
    assert ("Nothing was written." in result.out, (circle.root / NOTE).exists()) == (not answer, answer)


def test_what_is_shown_cannot_play_tricks(circle: Circle) -> None:
    # What `compose` would refuse is refused on reading too; what turns text around is text.
    result = circle.receive(circle.reply("a\u202eb", ("c\u2066d",)), "--yes")
    assert "a�b" in result.out
    assert "c�d" in result.out
    assert "\u202e" not in (circle.root / NOTE).read_text() + result.out


def test_a_share_is_no_reply_to_itself(circle: Circle) -> None:
    result = circle.receive(circle.bundle, "--yes")
    assert result.code == 4
    assert "the share of 2026-05-11 that you made for Dr. Anneke Roos, not a reply" in result.err


def test_a_reply_is_no_share(circle: Circle) -> None:
    for words in (("open",), ("reply", "--homework", "walk")):
        result = circle.tj(words[0], circle.reply(id_=f"{words[0]}aaaaaaaaaaaaaaaa"[:16]), *words[1:])
        assert (result.code, "this is a reply, not a share" in result.err) == (4, True)
        assert "tj receive" in result.err


def test_a_reply_by_someone_who_did_not_open_the_share(circle: Circle, tmp_path: Path) -> None:
    import base64
    from dataclasses import replace

    forged = replace(circle.manifest, reply_secret=base64.b64encode(b"x" * 32).decode())
    reply = Reply(circle.manifest.id, FIRST, "2026-05-11", "send me your keys")
    seal_reply(reply, forged, tmp_path / "forged.age")
    before = circle.files()
    result = circle.receive(tmp_path / "forged.age", "--yes")
    assert (result.code, "someone who opened the share" in result.err) == (4, True)
    assert "send me" not in result.out + result.err
    assert circle.files() == before


def test_what_the_ledger_took_back_is_answered_by_nobody(circle: Circle) -> None:
    path = circle.reply()
    with (circle.root / LEDGER).open("a") as ledger:
        ledger.write(json.dumps({"taken_back": circle.manifest.id}) + "\n")
    result = circle.receive(path, "--yes")
    assert (result.code, "taken back" in result.err) == (4, True)
    assert not (circle.root / "guidance").exists()


def test_on_another_computer_it_is_said_plainly(circle: Circle) -> None:
    path = circle.reply()
    (circle.tj.places.data / "replies.jsonl").unlink()
    result = circle.receive(path, "--yes")
    assert (result.code, "made on another computer" in result.err) == (4, True)


def test_in_another_vault_it_is_said(circle: Circle, make_vault: MakeVault) -> None:
    result = circle.tj("receive", circle.reply(), "--yes", vault=make_vault(name="second"))
    assert (result.code, "from another vault" in result.err) == (4, True)


def test_an_older_key_opens_what_was_made_for_it(circle: Circle, tmp_path: Path) -> None:
    path = circle.reply()
    old = tmp_path / "old"
    old.mkdir()
    for name in ("identity.txt", "signing.key"):
        (circle.tj.places.data / name).rename(old / name)
    circle.tj("key", "new")
    closed = circle.receive(path, "--yes")
    assert (closed.code, "none of your keys" in closed.err, "--identity" in closed.err) == (1, True, True)
    opened = circle.receive(path, "--yes", "--identity", old / "identity.txt")
    assert opened.code == 0, opened.err
    assert (circle.root / NOTE).exists()


def test_without_any_key_it_is_said(circle: Circle) -> None:
    path = circle.reply()
    for name in ("identity.txt", "signing.key"):
        (circle.tj.places.data / name).unlink()
    result = circle.receive(path)
    assert (result.code, "no keys yet" in result.err) == (1, True)


@pytest.mark.parametrize(
    ("data", "code"), [(b"", 4), (b"hello", 4), (b"x" * 300_000, 4), (b"AGE-SECRET-KEY-1ABC", 4), (None, 1)]
)
def test_other_files_are_refused_in_one_line(circle: Circle, tmp_path: Path, data: bytes | None, code: int) -> None:
    path = tmp_path / "thing.age"
    if data is not None:
        path.write_bytes(data)
    result = circle.receive(path, "--yes")
    assert (result.code, result.err.count("error: "), result.err.count("hint: ")) == (code, 1, 1)
    assert not (circle.root / "guidance").exists()


def test_the_whole_circle_by_files_alone(circle: Circle, tmp_path: Path) -> None:
    """What one person shares another answers, each with folders of their own and nothing in common but two files."""
    (tmp_path / "theirs" / "outbox").mkdir(parents=True)
    therapist = Tj(tmp_path / "theirs", circle.tj.capture, start=tmp_path)
    (tmp_path / "words.md").write_text("Dear Hedda,\n\n- [rest](https://example.org)\n\n%% not hidden %%\n")
    answer = therapist(
        "reply", circle.bundle, "--identity", tmp_path / "therapist.txt", "--guidance-file", "words.md",
        "--homework", "ten minutes outside", "--prompt", "What was soft today?", "--json",
    )  # fmt: skip
    assert answer.code == 0, answer.err
    result = circle.receive(json.loads(answer.out)["output"], "--yes")
    assert result.code == 0, result.err
    note = (circle.root / NOTE).read_text()
    assert "Dear Hedda,\n\n- [rest](https://example.org)\n\n%\\% not hidden %\\%\n" in note
    assert note.count("- [ ] ten minutes outside\n") == 1
    assert json.loads(circle.tj("prompt", "--json", vault=circle.root).out)["text"] == "What was soft today?"
    # It can go back with a share like any note of theirs, and nothing in it counts as private.
    again = circle.tj("share", "Dr. Anneke Roos", "--since-last", "--with", "guidance", "--preview", vault=circle.root)
    assert (again.code, "private" in again.out) == (0, False), again.err
    assert "ten minutes outside" in again.out
