"""`tj` alone: how today stands."""

from pathlib import Path

from tests.conftest import MakeVault, Tj, files_of

FILES = {
    "journal/2026/2026-05-11.md": (
        "---\nmood: 6\ngoals: [read]\n---\n- 08:15 (mood:: 4)\n- ask about May #session\n- [x] rest #session\n"
    ),
    "journal/2026/2026-05-01.md": "---\ngoals: [swim]\n---\n- old #session\n",
    "journal/2026/2026-05-10.md": "---\ngoals: [read]\n---\n",
    "goals/read.md": "---\ntype: goal\ntarget: daily\n---\n",
    "goals/walk.md": "---\ntype: goal\ntarget: 3/week\n---\n",
    "goals/paint.md": "---\ntype: goal\nstatus: paused\n---\n",
    "goals/later.md": "---\ntype: goal\ntarget: daily\nstart: 2026-06-01\n---\n",
    "sessions/2026-05-04.md": "---\ntype: session\ndate: 2026-05-04\n---\n- [ ] breathe\n- [x] done\n",
    "sessions/2026-05-14.md": "---\ntype: session\ndate: 2026-05-14\n---\n",
}


def test_the_day_in_a_few_lines(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(FILES)
    before = files_of(root)
    result = tj(vault=root)
    assert (result.code, result.err) == (0, "")
    day, mood, goals, session, prompt = result.out.splitlines()
    assert day == "Monday 11 May 2026"
    assert mood == "Mood so far: 6 for the day, 4 at 08:15."
    assert goals == "Goals: walk (`tj goal done NAME`)"
    assert session == (
        "Session: next on Thursday 2026-05-14, 1 line for the agenda, 1 task open from last time (`tj session prep`)"
    )
    assert prompt.startswith("Prompt: ")
    assert files_of(root) == before


def test_an_empty_vault_is_no_reproach(tj: Tj, make_vault: MakeVault) -> None:
    out = tj(vault=make_vault()).out
    assert "Mood: not noted yet today; `tj mood 6` notes it for 09:30." in out
    assert "That is fine" in out
    assert "Goals" not in out


def test_when_all_is_done_that_is_said(tj: Tj, make_vault: MakeVault) -> None:
    files = {name: text for name, text in FILES.items() if "walk" not in name}
    assert "what you set yourself for today is done" in tj(vault=make_vault(files)).out


def test_without_a_vault_there_is_the_help(tj: Tj, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    result = tj()
    assert result.code == 0
    assert "Usage: tj" in result.out
    assert tj(vault=tmp_path / "elsewhere").code == 2


def test_checkins_of_one_minute_stand_as_they_were_noted(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert [tj("mood", level, vault=root).code for level in ("7", "3", "5")] == [0, 0, 0]
    assert "Mood so far: 7 at 09:30, 3 at 09:30, 5 at 09:30." in tj(vault=root).out
