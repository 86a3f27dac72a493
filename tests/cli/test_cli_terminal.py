"""What happens at a terminal: questions, the editor, and a watch that is told to end."""

import threading
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tj.cli import say
from tj.share.crypto import new_identity, recipient_of


@pytest.fixture
def at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Answer questions from a list, as a person at a terminal would."""
    import click

    answers: list[bool] = []
    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "confirm", lambda *_args, **_options: answers.pop(0))
    monkeypatch.setattr(click, "prompt", lambda *_args, **options: options["default"])
    return answers


def test_a_share_asks_before_it_writes(tj: Tj, make_vault: MakeVault, at_a_terminal: list[bool]) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    tj("therapist", "add", "anneke", recipient_of(new_identity()), "--verified", "in session")
    at_a_terminal.append(False)
    refused = tj("share", "anneke", "--since", "2026-05-01", vault=root)
    assert refused.code == 0
    assert "Nothing was written." in refused.out
    assert not list((tj.home / "outbox").iterdir())
    at_a_terminal.append(True)
    agreed = tj("share", "anneke", "--since", "2026-05-01", vault=root)
    assert agreed.code == 0
    assert "Written for anneke" in agreed.out
    assert len(list((tj.home / "outbox").iterdir())) == 1


def test_words_are_compared_at_a_terminal(tj: Tj, at_a_terminal: list[bool]) -> None:
    tj("therapist", "add", "anneke", recipient_of(new_identity()))
    at_a_terminal.append(False)
    assert "Nothing was noted." in tj("therapist", "verify", "anneke").out
    assert "not compared yet" in tj("therapist", "list").out
    at_a_terminal.append(True)
    assert tj("therapist", "verify", "anneke").code == 0
    assert "words compared on 2026-05-11" in tj("therapist", "list").out


def test_keys_that_others_may_read_are_warned_of(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026-05-01.md": "mine\n"})
    tj("key", "new")
    tj("therapist", "add", "anneke", recipient_of(new_identity()))
    (tj.home / "data/signing.key").chmod(0o644)
    result = tj("share", "anneke", "--since", "2026-05-01", "--preview", vault=root)
    assert result.code == 0
    assert "signing.key can be read by others" in result.err


def test_new_opens_the_editor_on_the_entry_itself(
    tj: Tj, make_vault: MakeVault, at_a_terminal: list[bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = make_vault()
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "written in it\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    assert tj("new", vault=root).code == 0
    assert (root / "journal/2026/2026-05-11.md").read_text().endswith("written in it\n")
    monkeypatch.setenv("VISUAL", "false")
    assert "ended with an error" in tj("new", "2026-05-10", vault=root).err
    monkeypatch.setenv("VISUAL", str(tmp_path / "none"))
    missing = tj("new", "2026-05-09", vault=root)
    assert (missing.code, f"the editor '{tmp_path}/none' could not be started" in missing.err) == (1, True)
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR")
    assert "Set VISUAL or EDITOR" in tj("new", "2026-05-08", vault=root).out


def test_new_goes_on_with_the_entry_there_is(
    tj: Tj, make_vault: MakeVault, at_a_terminal: list[bool], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = make_vault()
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "written in it\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(editor))
    day = root / "journal/2026/2026-05-11.md"
    further = root / "journal/2026/2026-05-11-0930.md"
    assert tj("mood", "6", vault=root).code == 0
    at_a_terminal.append(True)
    assert tj("new", vault=root).code == 0
    assert day.read_text().endswith("- 09:30 (mood:: 6)\nwritten in it\n")
    assert not further.exists()
    at_a_terminal.append(False)
    assert tj("new", vault=root).code == 0
    assert further.read_text().endswith("written in it\n")
    # What cannot mean the entry there is asks nothing.
    further.unlink()
    for words in (["--another"], ["10:00"], ["11:00", "--prompt"], ["12:00", "--template", "daily"], ["--text", "x"]):
        assert tj("new", *words, vault=root).code == 0
        further.unlink(missing_ok=True)
    assert day.read_text().count("written in it") == 1


def test_watch_tells_each_batch_in_a_line(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    import signal
    from collections.abc import Callable

    import tj.vault.watch as watching
    from tj.vault.watch import Changed

    root = make_vault({"journal/2026-05-01.md": "mine\n"})

    def batches(
        _vault: object, on_quiet: Callable[[Changed], None], *, stop: threading.Event, **_options: object
    ) -> None:
        on_quiet(Changed(frozenset(), everything=True))
        (root / "journal/2026-05-02.md").write_text("---\nmood: 5\n---\n")
        on_quiet(Changed(frozenset({"journal/2026-05-02.md"}), everything=False))
        on_quiet(Changed(frozenset(), everything=True))
        assert not stop.is_set()

    monkeypatch.setattr(watching, "watch", batches)
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    result = tj("watch", vault=root)
    assert result.code == 0
    assert result.out.count("09:30:00") == 2
    assert "1 new, 1 as before" in result.out
    assert result.out.splitlines()[-1].startswith("Stopped")
