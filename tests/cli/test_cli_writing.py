"""The commands that write into a vault, run as a person runs them."""

from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of


def test_a_new_vault_has_settings_and_no_entry(tj: Tj, tmp_path: Path) -> None:
    root = tmp_path / "new"
    assert tj("init", root).code == 0
    assert set(files_of(root)) == {".tj/config.toml"}
    again = tj("init", root)
    assert again.code == 0
    assert "nothing was changed" in again.out


def test_init_with_git_makes_a_repository(tj: Tj, tmp_path: Path) -> None:
    assert tj("init", tmp_path / "v", "--git").code == 0
    assert (tmp_path / "v" / ".git").is_dir()
    assert (tmp_path / "v" / ".gitignore").is_file()


def test_init_on_a_file_is_refused(tj: Tj, tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    result = tj("init", tmp_path / "f")
    assert result.code == 1
    assert (tmp_path / "f").read_text() == "x"


def test_mood_makes_the_day_and_adds_to_it(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert tj("mood", "6", "--emotion", "hopeful", "--note", "slept well", vault=root).code == 0
    assert tj("mood", "good", "--at", "14:30", vault=root).code == 0
    text = (root / "journal/2026/2026-05-11.md").read_text()
    assert text == (
        "---\ndate: 2026-05-11\n---\n\n- 09:30 (mood:: 6) (emotions:: hopeful) slept well\n- 14:30 (mood:: good)\n"
    )


def test_mood_finds_the_entry_of_a_day_that_the_index_knows(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"notes/day.md": "---\ndate: 2026-05-10\n---\nhello\n"})
    assert tj("list", vault=root).code == 0
    assert tj("mood", "4", "--at", "yesterday 20:00", vault=root).code == 0
    assert (root / "notes/day.md").read_text().endswith("hello\n\n- 20:00 (mood:: 4)\n")
    assert not (root / "journal").exists()


def test_mood_reads_its_note_from_standard_input(
    tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    root = make_vault()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("für mich\n".encode())))
    assert tj("mood", "5", "--note", "-", vault=root).code == 0
    assert "für mich" in (root / "journal/2026/2026-05-11.md").read_text()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["mood", "11"], 2),
        (["mood", "splendid"], 2),
        (["mood", "-3"], 2),
        (["mood", "1e0"], 2),
        (["mood", "5."], 2),
        (["mood", "6", "--at", "next week"], 2),
        (["mood", "6", "--at", "tomorrow"], 2),
        (["mood", "6", "--emotion", "a,b"], 2),
        (["new", "never"], 2),
        (["new", "--template", "../secret", "--no-edit"], 2),
        (["new", "--template", "nowhere", "--no-edit"], 1),
        (["goal", "add", "../x"], 2),
        (["goal", "add", "x", "--target", "sometimes"], 2),
        (["goal", "done", "nothing"], 1),
        (["lst"], 2),
        (["list", "--since", "2026-05-02", "--until", "2026-05-01"], 2),
        (["list", "--mood", "<<4"], 2),
        (["list", "--where", "x"], 2),
        (["share"], 2),
    ],
)
def test_what_is_not_understood_says_so_in_two_lines_and_changes_nothing(
    tj: Tj, make_vault: MakeVault, words: list[str], code: int
) -> None:
    root = make_vault({"journal/2026/2026-05-11.md": "mine\n"})
    before = files_of(root)
    result = tj(*words, vault=root)
    assert result.code == code
    assert files_of(root) == before
    lines = result.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    assert lines[1].startswith("hint: ")


def test_mood_refuses_a_note_that_cannot_be_read(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026/2026-05-11.md": "---\nmood: 5\nmood: 6\n---\n"})
    before = files_of(root)
    result = tj("mood", "6", vault=root)
    assert result.code == 4
    assert files_of(root) == before


def test_new_never_overwrites(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert tj("new", "--text", "first", vault=root).code == 0
    assert tj("new", "--text", "second", vault=root).code == 0
    third = tj("new", "--text", "third", vault=root)
    assert third.code == 4
    names = sorted(path.name for path in (root / "journal/2026").iterdir())
    assert names == ["2026-05-11-0930.md", "2026-05-11.md"]
    assert "first" in (root / "journal/2026/2026-05-11.md").read_text()


def test_a_third_entry_of_one_minute_is_refused_with_a_way_on(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert [tj("new", "--no-edit", vault=root).code for _ in range(2)] == [0, 0]
    before = files_of(root)
    result = tj("new", "--no-edit", vault=root)
    assert (result.code, "give a time behind `new`: `tj new 09:31`" in result.err) == (4, True)
    assert files_of(root) == before
    assert tj("new", "09:31", "--prompt", "--no-edit", vault=root).code == 0
    assert "`tj new 09:32`" in tj("new", "--template", "daily", "--no-edit", vault=root).err
    assert tj("new", "yesterday", "--text", "x", vault=root).code == 0
    assert [tj("new", "yesterday 23:59", "--text", "x", vault=root).code for _ in range(2)] == [0, 4]
    assert "`tj new 2026-05-10 00:00`" in tj("new", "yesterday 23:59", "--text", "x", vault=root).err
    assert tj("new", "2026-05-10 00:00", "--no-edit", vault=root).code == 0


def test_new_uses_the_own_template_first(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/templates/daily.md": "---\ndate: {{date}}\n---\nmine {{time}}\n"})
    assert tj("new", "yesterday 22:30", "--no-edit", vault=root).code == 0
    assert (root / "journal/2026/2026-05-10.md").read_text() == "---\ndate: 2026-05-10\n---\nmine 22:30\n"


def test_the_shipped_template_reads_without_a_warning(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert tj("new", vault=root).code == 0
    assert tj("check", vault=root).out == "Nothing needs a look.\n"


def test_goals_are_set_done_and_listed(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026/2026-05-11.md": "---\nmood: 5 # tired\n---\nhi"})
    assert tj("goal", "add", "read", "--target", "3/week", "--due", "friday", "--why", "quiet: evenings").code == 2
    assert (
        tj("goal", "add", "read", "--target", "3/week", "--due", "friday", "--why", "quiet: evenings", vault=root).code
        == 0
    )
    assert "due: 2026-05-15" in (root / "goals/read.md").read_text()
    assert tj("goal", "done", "READ", "--amount", "20", vault=root).code == 0
    assert (root / "journal/2026/2026-05-11.md").read_text() == '---\nmood: 5 # tired\ngoals:\n  - "read: 20"\n---\nhi'
    assert "nothing was changed" in tj("goal", "done", "read", vault=root).out
    assert tj("goal", "done", "read", "--at", "yesterday", vault=root).code == 0
    assert (root / "journal/2026/2026-05-10.md").is_file()
    assert "read" in tj("goal", "list", vault=root).out


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (["-2"], "- 09:30 (mood:: -2)"),
        (["-2.5", "--note", "rain"], "- 09:30 (mood:: -2.5) rain"),
        (["--note", "-1", "-3"], "- 09:30 (mood:: -3) -1"),
        (["--emotion", "calm", "--", "-1"], "- 09:30 (mood:: -1) (emotions:: calm)"),
    ],
)
def test_a_mood_below_zero_is_no_option(tj: Tj, make_vault: MakeVault, said: list[str], line: str) -> None:
    root = make_vault(config="[mood]\nlowest = -3\nhighest = 3\n")
    done = tj("mood", *said, vault=root)
    assert (done.code, done.err) == (0, "")
    assert (root / "journal/2026/2026-05-11.md").read_text().endswith(f"\n{line}\n")
    before = files_of(root)
    for wrong in (["-4"], ["-2", "-1"], ["-2", "--nope"], ["--note", "-2"]):
        assert tj("mood", *wrong, vault=root).code == 2
    assert files_of(root) == before
