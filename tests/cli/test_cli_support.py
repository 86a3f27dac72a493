"""`tj support`: what a person sees on a hard day, whatever else is broken, and how they set it on a calm one."""

import json
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.cli import say

SAM = '[[support.contacts]]\nname = "Sam"\nhow = "06 1234"\nchecked = 2026-03-01\n'
SAFE = "call your local emergency number"


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> list[str]:
    """Answer questions at a terminal, Enter from then on; return the questions as they are asked."""
    import click

    waiting = list(given)
    asked: list[str] = []

    def prompt(question: str, **_options: object) -> str:
        asked.append(question)
        if waiting and waiting[0] == "^C":
            raise click.Abort
        return waiting.pop(0) if waiting else ""

    monkeypatch.setattr(say, "is_interactive", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    return asked


def test_with_nothing_set_it_still_says_what_helps(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    before = files_of(root)
    result = tj("support", vault=root)
    assert (result.code, result.err) == (0, "")
    assert SAFE in result.out
    assert "findahelpline.com" in result.out
    assert "not monitored" in result.out
    assert files_of(root) == before


def test_plan_and_people_are_shown_first(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"coping-plan.md": "---\ntype: coping-plan\nprivate: true\n---\n# Mine\n- tea\n"}, config=SAM)
    out = tj("support", vault=root).out
    assert out.index("Mine") < out.index("Sam · 06 1234") < out.index(SAFE) < out.index("not monitored")
    assert "private: true" not in out
    found = json.loads(tj("support", "--json", vault=root).out)
    assert found == {
        "plan": {"path": "coping-plan.md", "text": "# Mine\n- tea"},
        "contacts": [{"name": "Sam", "how": "06 1234", "note": "", "checked": "2026-03-01"}],
        "monitored": False,
        "problems": [],
    }


def test_the_newest_note_of_its_type_is_the_plan(tj: Tj, make_vault: MakeVault) -> None:
    kind = "---\ntype: coping-plan\n---\n"
    root = make_vault(
        {
            "plans/2026-01-01 old.md": f"{kind}old\n",
            "plans/2026-04-01 new.md": f"{kind}new\n",
            "plans/a.md": f"{kind}some\n",
        }
    )
    assert "Your coping plan (plans/2026-04-01 new.md)\n\n  new\n" in tj("support", vault=root).out
    (root / "coping-plan.md").write_text("mine\n")
    assert "Your coping plan (coping-plan.md)\n\n  mine\n" in tj("support", vault=root).out


@pytest.mark.parametrize(
    ("files", "config", "shown"),
    [
        ({"coping-plan.md": "---\ntype: coping-plan\nnever: closed\nbreathe\n"}, SAM, ["breathe", "06 1234"]),
        ({"coping-plan.md": "---\na: 1\na: 2\n---\nbreathe\n"}, SAM, ["breathe", "06 1234"]),
        ({"coping-plan.md": b"breathe \xff\x00 \x1b[2J\n"}, SAM, ["breathe", "06 1234"]),
        ({"coping-plan.md": "breathe\n"}, "[mood\n" + SAM, ["breathe", "06 1234", "a slip"]),
        ({"coping-plan.md": "breathe\n"}, "[mood]\nlowest = 9\nhighest = 1\n" + SAM, ["breathe", "06 1234"]),
        ({"coping-plan.md/x.md": "a folder\n"}, SAM, ["06 1234", "could not be read"]),
    ],
)
def test_what_is_broken_hides_nothing_else(
    tj: Tj, make_vault: MakeVault, files: dict[str, str | bytes], config: str, shown: list[str]
) -> None:
    result = tj("support", vault=make_vault(files, config=config))
    assert result.code == 0
    for text in (*shown, SAFE):
        assert text in result.out + result.err
    assert "\x1b" not in result.out


def test_a_cache_that_cannot_be_used_hides_nothing_else(tj: Tj, make_vault: MakeVault) -> None:
    (tj.home / "cache").write_text("in the way")
    result = tj("support", vault=make_vault(config=SAM))
    assert result.code == 0
    assert "06 1234" in result.out
    assert "your coping plan could not be read" in result.err


def test_a_plan_outside_of_the_vault_is_not_followed(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("not from here")
    root = make_vault(config=SAM)
    (root / "coping-plan.md").symlink_to(tmp_path / "other.md")
    result = tj("support", vault=root)
    assert result.code == 0
    assert "not from here" not in result.out
    assert "06 1234" in result.out


def test_settings_that_cannot_be_read_are_told(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"coping-plan.md": "breathe\n"})
    (root / ".tj/config.toml").write_bytes(b"\xff\xfe")
    result = tj("support", vault=root)
    assert result.code == 0
    assert "breathe" in result.out
    assert "not UTF-8" in result.err


def test_without_a_vault_it_still_says_what_helps(tj: Tj) -> None:
    result = tj("support")
    assert result.code == 0
    assert SAFE in result.out
    assert "no vault here" in result.err


def test_a_plan_is_begun_once(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert "is begun" in tj("support", "--plan", vault=root).out
    text = (root / "coping-plan.md").read_text()
    assert "type: coping-plan\nprivate: true\n" in text
    (root / "coping-plan.md").write_text(text + "tea\n")
    assert "is your coping plan" in tj("support", "--plan", vault=root).out
    assert (root / "coping-plan.md").read_text() == text + "tea\n"
    assert tj("check", vault=root).out == "Nothing needs a look.\n"
    assert json.loads(tj("list", "--json", vault=root).out) == []
    assert "tea" in tj("support", vault=root).out


def test_the_plan_opens_in_the_editor(
    tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "tea\\n" >> "$1"\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setattr(say, "is_interactive", lambda: True)
    root = make_vault()
    assert tj("support", "--plan", vault=root).code == 0
    assert (root / "coping-plan.md").read_text().endswith("tea\n")


def test_someone_is_added_at_a_terminal(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(config="# mine\n[mood]\nlowest = 1\n\n\n")
    asked = answers(monkeypatch, "Sam", "06 1234", "evenings", "Crisis team", "", "")
    assert tj("support", "--add", vault=root).code == 0
    assert len(asked) == 7
    config = (root / ".tj/config.toml").read_text()
    assert config == (
        '# mine\n[mood]\nlowest = 1\n\n[[support.contacts]]\nname = "Sam"\nhow = "06 1234"\nnote = "evenings"\n'
        'checked = 2026-05-11\n\n[[support.contacts]]\nname = "Crisis team"\nhow = ""\n'
    )
    out = tj("support", vault=root).out
    assert "Sam · 06 1234 · evenings · last checked on 2026-05-11" in out
    assert tj("mood", "6", vault=root).code == 0


def test_adding_nobody_changes_nothing(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault(config=SAM)
    before = files_of(root)
    answers(monkeypatch, "")
    assert "Nothing was changed." in tj("support", "--add", vault=root).out
    answers(monkeypatch, "Ann", "^C")
    assert tj("support", "--add", vault=root).code == 1
    assert files_of(root) == before


def test_adding_needs_a_terminal(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("support", "--add", vault=make_vault())
    assert result.code == 2
    assert "[[support.contacts]]" in result.err


def test_settings_that_cannot_take_a_contact_are_left_alone(
    tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault(config='[support]\ncontacts = [{name = "Ann"}]\n')
    before = files_of(root)
    answers(monkeypatch, "Sam")
    result = tj("support", "--add", vault=root)
    assert result.code == 1
    assert "nothing was added" in result.err
    assert files_of(root) == before


def test_a_first_init_offers_to_set_contacts(tj: Tj, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    root = tmp_path / "new"
    asked = answers(monkeypatch, "112", "Sam", "06 1234")
    assert tj("init", root).code == 0
    assert asked[0] == "Your local emergency number"
    out = tj("support", vault=root).out
    assert "Local emergency number · 112 · last checked on 2026-05-11" in out
    assert "Sam · 06 1234" in out
    assert tj("list", vault=root).code == 0
    before, count = files_of(root), len(asked)
    assert tj("init", root).code == 0
    assert len(asked) == count
    assert files_of(root) == before


@pytest.mark.parametrize("given", [(), ("^C",)])
def test_an_init_whose_questions_are_passed_by_is_as_any_other(
    tj: Tj, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, given: tuple[str, ...]
) -> None:
    assert tj("init", tmp_path / "plain").code == 0
    answers(monkeypatch, *given)
    assert tj("init", tmp_path / "asked").code == 0
    assert files_of(tmp_path / "asked") == files_of(tmp_path / "plain")


@pytest.mark.parametrize("stop", ["no", "N", "", "^C"])
@pytest.mark.parametrize("command", ["init", "support --add"])
def test_who_was_named_is_kept_however_the_questions_end(
    tj: Tj, monkeypatch: pytest.MonkeyPatch, make_vault: MakeVault, tmp_path: Path, stop: str, command: str
) -> None:
    begun = command == "init"
    root = tmp_path / "v" if begun else make_vault()
    answers(monkeypatch, *(["112"] if begun else []), "Sam", "06 1234", "any evening", stop)
    assert (tj("init", root) if begun else tj("support", "--add", vault=root)).code == 0
    found = json.loads(tj("support", "--json", vault=root).out)["contacts"]
    assert found[-1] == {"name": "Sam", "how": "06 1234", "note": "any evening", "checked": "2026-05-11"}
    assert len(found) == 1 + begun


def test_what_was_answered_before_a_stop_is_kept(tj: Tj, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answers(monkeypatch, "112", "^C")
    assert tj("init", tmp_path / "v").code == 0
    assert "· 112 ·" in tj("support", vault=tmp_path / "v").out
