"""`tj prompt` and `tj new --prompt`, run as a person runs them."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import NOW, MakeVault, Tj, files_of
from tj.templating import shipped_prompts

ENTRY = "journal/2026/2026-05-11.md"


def shown(tj: Tj, vault: Path, *words: str) -> dict[str, Any]:
    result = tj("prompt", "--json", *words, vault=vault)
    assert (result.code, result.err) == (0, "")
    found: dict[str, Any] = json.loads(result.out)
    return found


def test_a_prompt_is_shown_with_its_reason_and_how_to_answer_it(tj: Tj, example: Path) -> None:
    before = files_of(example)
    found = shown(tj, example)
    assert list(found) == ["id", "theme", "text", "length", "gentle", "why"]
    lines = tj("prompt", vault=example).out.splitlines()
    assert lines[0] == found["text"]
    assert found["why"] in lines
    assert f"`tj new --prompt {found['id']}`" in lines[-1]
    assert files_of(example) == before


def test_the_same_day_gives_the_same_prompt_on_another_machine(tj: Tj, example: Path, tmp_path: Path) -> None:
    found = shown(tj, example)
    elsewhere = Tj(tmp_path / "elsewhere", tj.capture, tj.now + timedelta(hours=9))
    assert shown(elsewhere, example.rename(tmp_path / "moved")) == found


def test_another_goes_down_the_days_order_and_comes_round(tj: Tj, example: Path) -> None:
    first, second, third = (shown(tj, example, *words)["id"] for words in ([], ["--another"], ["-aa"]))
    assert len({first, second, third}) == 3
    assert "`tj prompt -aa` shows another" in tj("prompt", "-a", vault=example).out
    resting = {shown(tj, example, "--theme", "rest", *(["-" + "a" * n] if n else []))["id"] for n in range(12)}
    assert len(resting) > 5


def test_today_is_taken_into_account_at_once(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert tj("mood", "1", "--emotion", "ashamed", vault=root).code == 0
    found = shown(tj, root)
    assert found["gentle"] is True
    assert found["theme"] in ("self-compassion", "support")
    assert found["why"].startswith("You noted a low mood today and “ashamed”, so something gentle about ")


def test_the_list_has_the_fields_that_stay(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/prompts/shed.md": "---\ntitle: The shed\n---\n- What hangs where? ^shed-1\n"})
    found = json.loads(tj("prompt", "--list", "--json", vault=root).out)
    assert len(found) >= 131
    assert all(list(row) == ["id", "theme", "text"] for row in found)
    assert found[-1] == {"id": "shed-1", "theme": "shed", "text": "What hangs where?"}
    rest = json.loads(tj("prompt", "--list", "--theme", "Rest", "--json", vault=root).out)
    assert rest == [row for row in found if row["theme"] == "rest"]
    text = tj("prompt", "--list", vault=root).out
    assert "The shed  (shed)\n  shed-1             What hangs where?\n" in text
    assert text.count("(rest)") == 1


def test_a_theme_is_found_by_its_title_and_an_unknown_one_is_told(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/prompts/shed.md": "- What hangs where?\n"})
    assert shown(tj, root, "--theme", "Other resources")["theme"] == "resources"
    for words in (
        ["prompt", "--theme", "weather"],
        ["prompt", "--list", "--theme", ""],
        ["new", "--prompt", "weather"],
    ):
        result = tj(*words, vault=root)
        assert result.code == 2
        assert result.out == ""
        first, second = result.err.splitlines()
        assert first.startswith("error: ")
        assert all(theme in second for theme in ("body", "after-session", "shed", "guidance"))
    assert not (root / "journal").exists()


def test_a_date_behind_prompt_is_told_where_it_belongs(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("new", "--prompt", "yesterday", vault=make_vault())
    assert result.code == 2
    assert "a date comes before `--prompt`" in result.err


def test_an_entry_begins_with_the_prompt_and_says_which_one_it_answers(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    found = shown(tj, root)
    result = tj("new", "--prompt", "--no-edit", vault=root)
    assert result.code == 0
    assert result.out.splitlines()[:2] == [found["text"], found["why"]]
    assert (root / ENTRY).read_text() == (f"---\ndate: 2026-05-11\nprompt: {found['id']}\n---\n\n> {found['text']}\n")
    assert json.loads(tj("list", "--where", f"prompt={found['id']}", "--json", vault=root).out)
    assert shown(tj, root)["id"] != found["id"]
    assert tj("check", vault=root).code == 0


def test_a_second_entry_that_day_lies_beside_the_first(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({ENTRY: "mine\n"})
    assert tj("new", "--prompt", "rest", "--text", "On the bench.", vault=root).code == 0
    assert (root / ENTRY).read_text() == "mine\n"
    text = (root / "journal/2026/2026-05-11-0930.md").read_text()
    assert text.startswith('---\ndate: 2026-05-11\ntime: "09:30"\nprompt: rest-')
    assert text.endswith("\n\nOn the bench.\n")


def test_the_prompt_that_was_shown_can_be_answered_by_its_id(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    other = shown(tj, root, "-aaa")
    assert tj("new", "yesterday", "--prompt", other["id"], "--no-edit", vault=root).code == 0
    text = (root / "journal/2026/2026-05-10.md").read_text()
    assert f"prompt: {other['id']}\n" in text
    assert f"> {other['text']}\n" in text


def test_a_template_keeps_its_own_and_gets_the_prompt(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/templates/evening.md": "---\ndate: {{date}} # day\nmood:\n---\n# Evening\n"})
    assert tj("new", "--template", "evening", "--prompt", "body-2", "--no-edit", vault=root).code == 0
    text = (root / ENTRY).read_text()
    assert text.startswith("---\ndate: 2026-05-11 # day\nmood:\nprompt: body-2\n---\n# Evening\n\n> ")


def test_new_without_prompt_is_as_it_was(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert tj("new", "--text", "words", vault=root).code == 0
    assert (root / ENTRY).read_text() == "---\ndate: 2026-05-11\n---\n\nwords\n"


def test_what_the_therapist_asked_comes_first(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(
        {
            "guidance/2026-05-08-therapist.md": "---\ntype: guidance\ndate: 2026-05-08\n---\nDear H,\n\n"
            "- [ ] What came after the silence? %% sh %% #prompt #session\n- [x] Old one #prompt\n"
        }
    )
    found = shown(tj, root)
    assert (found["theme"], found["text"]) == ("guidance", "What came after the silence?")
    assert found["why"] == "Your therapist left this one for you on Friday."
    listed = json.loads(tj("prompt", "--list", "--json", vault=root).out)
    assert listed[0] == {key: found[key] for key in ("id", "theme", "text")}
    assert tj("new", "--prompt", "--text", "Nothing came.", vault=root).code == 0
    assert f'prompt: "{found["id"]}"\n' in (root / ENTRY).read_text()
    assert shown(tj, root)["theme"] != "guidance"
    result = tj("prompt", "--theme", "guidance", vault=root)
    assert result.code == 0
    assert "There is no prompt to show" in result.out
    assert tj("prompt", "--theme", "guidance", "--json", vault=root).out == "null\n"
    assert tj("new", "--prompt", "guidance", vault=root).code == 1


def test_an_answer_from_long_ago_still_counts_for_what_the_therapist_asked(tj: Tj, make_vault: MakeVault) -> None:
    note = "---\ntype: guidance\ndate: 2024-01-02\n---\n- [ ] What now? #prompt\n"
    root = make_vault({"guidance/a.md": note})
    prompt = shown(tj, root)["id"]
    old = f"---\ndate: 2024-01-05\nprompt: {prompt}\n---\nIt went on, and then it was evening.\n"
    (root / "journal").mkdir()
    (root / "journal/2024-01-05.md").write_text(old)
    assert shown(tj, root)["theme"] != "guidance"


def test_a_prompt_of_ones_own_that_a_therapist_gave_comes_first_until_it_is_answered(
    tj: Tj, make_vault: MakeVault
) -> None:
    given = (
        "- Older? (given:: 2024-01-02) ^a-1\n- Newer? (given:: 2026-05-01) ^a-2\n- To come? (given:: 2027-01-01) ^a-3\n"
    )
    root = make_vault({".tj/prompts/from-anneke.md": f"---\ntitle: From Anneke\n---\n{given}- Mine? (given:: soon)\n"})
    found = shown(tj, root)
    assert (found["id"], found["why"]) == ("a-2", "Your therapist left this one for you on 1 May.")
    assert shown(tj, root, "-a")["id"] == "a-1"
    rows = json.loads(tj("prompt", "--list", "--json", vault=root).out)
    assert len([row for row in rows if row["theme"] == "from-anneke"]) == 4
    (root / "journal").mkdir()
    for day, id_ in (("2024-01-05", "a-1"), ("2026-05-02", "a-2")):
        text = f"---\ndate: {day}\nprompt: {id_}\n---\nIt went on, and then it was evening.\n"
        (root / f"journal/{day}.md").write_text(text)
    assert shown(tj, root)["id"] not in ("a-1", "a-2", "a-3")


def test_own_prompts_that_are_malformed_are_told_and_stop_nothing(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(
        {
            ".tj/prompts/a.md": "- Fine? ^a-1\n- Secret thing (tone:: sad)\n",
            ".tj/prompts/b.md": b"- \xff\xfe\n",
            ".tj/prompts/c.md": b"- x\n" * 100_000,
            ".tj/prompts/d.md": "---\nprivate: true\ntitle: [x\n---\n- Lost?\n",
            ".tj/prompts/e.txt": "- not a note\n",
            ".tj/prompts/.f.md": "- hidden (tone:: sad)\n",
        }
    )
    os.mkfifo(root / ".tj/prompts/fifo.md")
    (root / ".tj/prompts/out.md").symlink_to("/etc/hostname")
    (root / ".tj/prompts/folder.md").mkdir()
    result = tj("prompt", vault=root)
    assert result.code == 0
    assert "Secret" not in result.err
    told = [line.split(": ")[1] for line in result.err.splitlines()]
    names = ("a.md:2", "b.md", "c.md", "d.md:4", "fifo.md", "folder.md", "out.md")
    assert told == [f".tj/prompts/{name}" for name in names]
    found = json.loads(tj("check", "--json", vault=root).out)
    assert [f"{row['path']}:{row['line']}".removesuffix(":0") for row in found] == told
    assert {row["severity"] for row in found} == {"warning"}
    assert json.loads(tj("prompt", "--list", "--theme", "a", "--json", vault=root).out) == [
        {"id": "a-1", "theme": "a", "text": "Fine?"}
    ]


def test_a_folder_of_prompts_that_leads_out_of_the_vault_is_not_followed(
    tj: Tj, make_vault: MakeVault, tmp_path: Path
) -> None:
    root = make_vault()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "x.md").write_text("- From outside?\n")
    (root / ".tj/prompts").symlink_to(tmp_path / "outside")
    result = tj("prompt", "--list", vault=root)
    assert result.code == 0
    assert "From outside?" not in result.out
    assert ".tj/prompts: " in result.err


@pytest.mark.parametrize("words", [["prompt"], ["prompt", "--list"], ["new", "--prompt", "--no-edit"]])
def test_a_prompt_cannot_play_tricks_on_the_terminal(tj: Tj, make_vault: MakeVault, words: list[str]) -> None:
    root = make_vault(
        {
            "guidance/2026-05-08.md": "---\ntype: guidance\n---\n- [ ] \x1b[2J Hello \x1b]0;x\x07 #prompt\n",
            ".tj/prompts/z.md": '---\ntitle: "\\e[31m"\n---\n- \x1b[2J Own?\n',
        }
    )
    result = tj(*words, vault=root)
    assert result.code == 0
    assert "\x1b" not in result.out + result.err


def test_the_shipped_files_themselves_can_be_taken_for_own_ones(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({f".tj/{path}": text for path, text in shipped_prompts().items()})
    result = tj("prompt", "--list", "--json", vault=root)
    assert result.err == ""
    assert result.out == tj("prompt", "--list", "--json", vault=make_vault(name="plain")).out


def test_a_month_of_answers_has_no_prompt_twice(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    given = []
    for day in range(30):
        tj.now = NOW + timedelta(days=day)
        given.append(shown(tj, root)["id"])
        if day % 3:
            assert tj("new", "--prompt", "--text", "Some words of mine, and more of them here.", vault=root).code == 0
    assert len(set(given)) == 30
