"""`tj template`, `tj new --template` and `tj support --practice`, as a person meets them."""

import json

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.templating import shipped_templates


def test_templates_are_listed_with_what_they_are_for(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/templates/mine.md": "%% For me. %%\r\nHello\r\n", ".tj/templates/daily.md": "{{date}}"})
    out = tj("template", "list", vault=root).out
    assert "mine                    For me. (yours)" in out
    found = {one["name"]: one for one in json.loads(tj("template", "list", "--json", vault=root).out)}
    assert found["daily"] == {"name": "daily", "purpose": "", "own": True}
    assert found["thought-record"]["purpose"].startswith("For a thought")


def test_templates_are_listed_and_shown_without_a_vault(tj: Tj) -> None:
    assert "weekly-review" in tj("template", "list").out
    assert "## The coming week" in tj("template", "show", "weekly-review").out


def test_a_copy_is_the_writers_own_and_never_overwritten(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/templates/daily.md": "mine"})
    first = tj("template", "copy", "daily", "sleep-diary", vault=root)
    assert (first.code, first.err) == (0, "")
    assert first.out == ".tj/templates/sleep-diary.md is yours now.\n1 was there already and left as it is.\n"
    assert (root / ".tj/templates/daily.md").read_text() == "mine"
    (root / ".tj/templates/sleep-diary.md").write_text("---\ndate: {{date}}\n---\nshort\n")
    assert tj("new", "2026-05-09", "--template", "sleep-diary", "--no-edit", vault=root).code == 0
    assert (root / "journal/2026/2026-05-09.md").read_text() == "---\ndate: 2026-05-09\n---\nshort\n"


def test_all_are_copied_into_a_folder_of_obsidian(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(config='exclude = ["Templates"]\n')
    result = tj("template", "copy", "--to", "Templates", vault=root)
    assert (result.code, result.err) == (0, "")
    assert len(list((root / "Templates").glob("*.md"))) >= 11
    assert tj("check", vault=root).code == 0


def test_a_folder_that_is_read_as_notes_is_told(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("template", "copy", "daily", "--to", "Forms/mine", vault=make_vault())
    assert result.code == 0
    assert 'exclude = ["Forms/mine"]' in result.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["template", "copy", "nowhere"], 2, "no shipped template 'nowhere'"),
        (["template", "copy", "daily", "--to", "../out"], 2, "outside of the vault"),
        (["template", "show", "weekly"], 1, "weekly-review"),
        (["template", "show", "../config"], 2, "not the name of a template"),
        (["new", "--template", "sleep-diry", "--no-edit"], 1, "did you mean sleep-diary"),
        (["support", "--practice", "groundin'"], 2, "did you mean grounding"),
        (["support", "--practice", "g"], 2, "gentle-stretching or grounding"),
    ],
)
def test_what_is_not_there_is_told(tj: Tj, make_vault: MakeVault, arguments: list[str], code: int, words: str) -> None:
    root = make_vault()
    before = files_of(root.parent)
    result = tj(*arguments, vault=root)
    assert result.code == code
    assert words in result.err
    assert files_of(root.parent, ignore=[".cache"]) == before


def test_practices_are_listed_and_shown_without_a_vault(tj: Tj) -> None:
    listed = tj("support", "--practice")
    assert listed.code == 0
    assert "paced-breathing" in listed.out
    assert "(3 minutes)" in listed.out
    shown = tj("support", "--practice", "Paced")
    assert shown.out.startswith("# Paced breathing\n")
    assert "Perhaps not now" in shown.out
    assert "type: practice" not in shown.out


def test_own_practices_stand_beside_the_shipped_ones(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/practices/tea.md": "Put the \x1b[31mkettle on.\n", ".tj/practices/grounding.md": "Mine.\n"})
    before = files_of(root)
    assert tj("support", "--practice", "tea", vault=root).out == "Put the �[31mkettle on.\n"
    assert tj("support", "--practice", "grounding", vault=root).out == "Mine.\n"
    listed = json.loads(tj("support", "--practice", "--json", vault=root).out)
    assert {"name": "tea", "title": "tea", "about": "", "minutes": 0} in listed
    assert json.loads(tj("support", "--practice", "tea", "--json", vault=root).out)["text"].startswith("Put the")
    assert files_of(root) == before


def test_practices_are_shown_whatever_is_wrong_with_the_settings(tj: Tj, make_vault: MakeVault) -> None:
    assert tj("support", "--practice", "grounding", vault=make_vault(config="[scale\n")).code == 0


def test_a_template_is_shown_as_json_too(tj: Tj) -> None:
    shown = json.loads(tj("template", "show", "weekly-review.md", "--json").out)
    assert list(shown) == ["name", "purpose", "text"]
    assert shown["name"] == "weekly-review"
    assert shown["purpose"].startswith("For ")
    assert shown["text"] == shipped_templates()["weekly-review"]
