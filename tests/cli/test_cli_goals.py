"""`tj goal` as a person uses it, from the first goal to one that is taken up again."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of

READ = "---\ntype: goal\ntarget: 3/week\namount: 20 # or so\nunit: pages\nstart: 2026-05-01\n---\nmine\n"


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    return make_vault({"goals/read.md": READ, "journal/2026/2026-05-10.md": "---\ngoals: [read]\n---\nwords\n"})


def read_note(root: Path) -> str:
    return (root / "goals/read.md").read_text()


def listed(tj: Tj, root: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(tj("goal", "list", "--json", vault=root).out)
    return found


def test_a_goal_with_all_that_it_can_have(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    done = tj(
        "goal", "add", "read", "--target", "3/week", "--amount", "20", "--unit", "pages", "--area", "rest",
        "--start", "2026-05-04", "--due", "2026-06-30", "--why", "quiet: evenings",
        "--if", "the kettle is on", "--then", "I read a page.", "--if", "it is late", "--then", "half of one",
        vault=root,
    )  # fmt: skip
    assert (done.code, done.out) == (0, "goals/read.md is your goal now, due Tuesday 2026-06-30.\n")
    assert read_note(root) == (
        '---\ntype: goal\ntitle: read\narea: rest\ntarget: "3/week"\namount: 20\nunit: pages\nstart: 2026-05-04\n'
        'due: 2026-06-30\nstatus: active\nwhy: "quiet: evenings"\n'
        'plans: ["If the kettle is on, then I read a page.", "If it is late, then half of one."]\n---\n'
    )
    [found] = listed(tj, root)
    assert found["plans"] == ["If the kettle is on, then I read a page.", "If it is late, then half of one."]
    assert [found[key] for key in ("name", "status", "target", "done", "planned")] == ["read", "active", "3/week", 0, 3]
    assert "quiet: evenings\n  If the kettle is on" in tj("goal", "list", "--plans", vault=root).out


@pytest.mark.parametrize("name", ["पढ़ना", "écrire un peu", "читать", "読む", "don't smoke", "7 minutes", "yes", "2026"])
def test_names_of_any_script(tj: Tj, make_vault: MakeVault, name: str) -> None:
    root = make_vault()
    assert tj("goal", "add", name, "--target", "daily", vault=root).code == 0
    assert tj("goal", "done", name.upper(), vault=root).code == 0
    [found] = listed(tj, root)
    assert (found["name"], found["done"]) == (name, 1)
    assert tj("goal", "pause", name, vault=root).code == 0
    assert listed(tj, root)[0]["status"] == "paused"


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["add", ""], 2, "cannot be the name"),
        (["add", ".hidden"], 2, "cannot be the name"),
        (["add", "a/b"], 2, "cannot be the name"),
        (["add", "a\nb"], 2, "cannot be the name"),
        (["add", "a: 5"], 2, "cannot be the name"),
        (["add", "x" * 81], 2, "cannot be the name"),
        (["add", "読" * 70], 2, "too long"),
        (["add", "Con"], 2, "Windows can have no file named 'Con'"),
        (["add", "READ"], 4, "goals/read.md is there already"),
        (["add", "x", "--if", "y"], 2, "two halves"),
        (["add", "x", "--if", " ", "--then", "z"], 2, "two halves"),
        (["add", "x", "--amount", "nan"], 2, "above 0"),
        (["add", "x", "--amount", "0"], 2, "above 0"),
        (["add", "x", "--due", "2026-05-10"], 2, "before the goal begins"),
        (["add", "x", "--start", "soon"], 2, "is not a date"),
        (["done", "read", "--amount", "-1"], 2, "above 0"),
        (["done", "read", "--amount", "1e-12"], 2, "above 0"),
        (["done", "read", "--amount", "1e9"], 2, "above 0"),
        (["done", "read", "--at", "tomorrow"], 2, "still to come"),
        (["done", " "], 2, "needs a name"),
        (["pause", "raed"], 1, "there is no goal named 'raed'"),
        (["pause", "read", "--until", "yesterday"], 2, "is over already"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    tj: Tj, root: Path, words: list[str], code: int, said: str
) -> None:
    before = files_of(root)
    result = tj("goal", *words, vault=root)
    assert (result.code, result.out) == (code, "")
    assert said in result.err
    assert result.err.count("\n") == 2  # an error and a hint
    assert files_of(root) == before


def test_amounts_of_a_day_add_up(tj: Tj, root: Path) -> None:
    day = root / "journal/2026/2026-05-11.md"
    first = tj("goal", "done", "read", "--amount", "12", vault=root).out
    assert first == "journal/2026/2026-05-11.md has read: 12 for Monday 2026-05-11, 12 of 20 pages that day.\n"
    assert [listed(tj, root)[0][key] for key in ("done", "partly")] == [1, 1]
    assert "20.5 of 20 pages" in tj("goal", "done", "read", "--amount", "8.5", vault=root).out
    assert day.read_text() == '---\ndate: 2026-05-11\ngoals: ["read: 12", "read: 8.5"]\n---\n'
    assert [listed(tj, root)[0][key] for key in ("done", "partly")] == [2, 0]
    assert "nothing was changed" in tj("goal", "done", "read", vault=root).out


def test_what_was_done_before_a_goal_began_is_noted_and_told_not_to_count(tj: Tj, root: Path) -> None:
    assert "not counted" not in tj("goal", "done", "read", "--at", "2026-05-01", vault=root).out
    done = tj("goal", "done", "read", "--at", "2026-04-30", vault=root)
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[1] == (
        "That is before read begins, on 2026-05-01, so it is not counted; `start` in goals/read.md is yours to change."
    )


def test_a_goal_cannot_be_due_before_it_begins(tj: Tj, root: Path) -> None:
    before = files_of(root)
    done = tj("goal", "add", "old", "--target", "once by 2026-01-01", vault=root)
    assert (done.code, done.err) == (
        2,
        "error: Thursday 2026-01-01 is before the goal begins\nhint: give a later day, as in 'once by DATE'\n",
    )
    assert files_of(root) == before
    assert tj("goal", "add", "old", "--target", "once by 2026-05-11", vault=root).code == 0


def test_a_day_in_part_can_be_called_done(tj: Tj, root: Path) -> None:
    tj("goal", "done", "read", "--amount", "3", vault=root)
    assert tj("goal", "done", "read", vault=root).out == "journal/2026/2026-05-11.md has read for Monday 2026-05-11.\n"
    assert [listed(tj, root)[0][key] for key in ("done", "partly")] == [2, 0]


def test_a_ticked_task_counts(tj: Tj, root: Path) -> None:
    with (root / "journal/2026/2026-05-10.md").open("a") as file:
        file.write("- [x] a chapter [[read]] ✅ 2026-05-06\n- [x] rang [[Anna]]\n- [x] out #goal/walk\n")
    found = {str(goal["name"]): goal for goal in listed(tj, root)}
    assert {name: goal["done"] for name, goal in found.items()} == {"read": 2, "walk": 1}
    assert "Anna" not in tj("goal", "list", vault=root).out
    (root / "goals/Anna.md").write_text("---\ntype: goal\n---\n")
    assert {goal["name"]: goal["done"] for goal in listed(tj, root)} == {"read": 2, "walk": 1, "Anna": 1}


def test_a_pause_and_its_end_are_kept_in_the_note(tj: Tj, root: Path) -> None:
    assert "rests now; `tj goal resume read`" in tj("goal", "pause", "read", vault=root).out
    paused = READ.replace("\n---\nmine", '\npaused:\n  - "2026-05-11/"\nstatus: paused\n---\nmine')
    assert read_note(root) == paused
    assert tj("goal", "pause", "READ", vault=root).out == "read is paused already; nothing was changed.\n"
    assert read_note(root) == paused
    tj.now = datetime(2026, 5, 20, 8)
    assert "active again" in tj("goal", "resume", "read", vault=root).out
    assert read_note(root) == paused.replace("05-11/", "05-11/2026-05-19").replace("status: paused", "status: active")
    assert tj("goal", "resume", "read", vault=root).out == "read is active; nothing was changed.\n"
    assert (
        "until Friday 2026-05-22, that day included" in tj("goal", "pause", "read", "--until", "friday", vault=root).out
    )
    assert '  - "2026-05-11/2026-05-19"\n  - "2026-05-20/2026-05-22"\n' in read_note(root)


def test_a_pause_can_be_taken_back_and_given_another_end(tj: Tj, root: Path) -> None:
    tj("goal", "pause", "read", "--until", "2026-05-20", vault=root)
    tj("goal", "pause", "read", "--until", "2026-05-25", vault=root)
    assert listed(tj, root)[0]["paused"] == ["2026-05-11/2026-05-25"]
    tj("goal", "resume", "read", vault=root)  # on the day on which it began
    assert [listed(tj, root)[0][key] for key in ("status", "paused")] == ["active", []]


def test_nothing_is_left_of_a_pause_that_never_held(tj: Tj, root: Path) -> None:
    for way in ("resume", "drop"):
        (root / "goals/read.md").write_text(READ)
        tj("goal", "pause", "read", vault=root)
        assert tj("goal", way, "read", vault=root).code == 0
        assert "paused" not in read_note(root)
    earlier = READ.replace("\n---\nmine", '\npaused: ["2026-04-01/2026-04-03"]\n---\nmine')
    (root / "goals/read.md").write_text(earlier)
    tj("goal", "pause", "read", vault=root)
    tj("goal", "resume", "read", vault=root)
    assert read_note(root) == earlier.replace("\n---\nmine", "\nstatus: active\n---\nmine")
    # A comment is the writer's: it stays, and the pause then says that there was none.
    (root / "goals/read.md").write_text(READ.replace("\n---\nmine", "\npaused: 2026-05-11/ # ill\n---\nmine"))
    assert tj("goal", "resume", "read", vault=root).code == 0
    assert "# ill" in read_note(root)
    assert [listed(tj, root)[0][key] for key in ("status", "paused")] == ["active", []]


def test_a_goal_that_is_done_or_dropped_keeps_its_history_and_can_go_on(tj: Tj, root: Path) -> None:
    assert tj("goal", "finish", "read", vault=root).out == "read is done.\n"
    assert "\nstatus: done\nended: 2026-05-11\n---\nmine\n" in read_note(root)
    assert "done already" in tj("goal", "finish", "read", vault=root).out
    assert tj("goal", "pause", "read", vault=root).code == 1
    assert tj("goal", "list", vault=root).out == "1 is done or dropped: `tj goal list --all`\n"
    assert "done on 2026-05-11" in tj("goal", "list", "--all", vault=root).out
    tj.now = datetime(2026, 5, 20, 8)
    tj("goal", "resume", "read", vault=root)
    assert [listed(tj, root)[0][key] for key in ("status", "paused", "done")] == [
        "active",
        ["2026-05-12/2026-05-19"],
        1,
    ]
    tj("goal", "pause", "read", vault=root)
    assert "is let go" in tj("goal", "drop", "read", vault=root).out
    assert [listed(tj, root)[0][key] for key in ("status", "ended")] == ["dropped", "2026-05-20"]


def test_a_status_by_hand_rests_since_the_last_day(tj: Tj, root: Path) -> None:
    (root / "goals/read.md").write_text(READ.replace("start:", "status: paused\nstart:"))
    tj.now = datetime(2026, 5, 20, 8)
    tj("goal", "resume", "read", vault=root)
    assert listed(tj, root)[0]["paused"] == ["2026-05-11/2026-05-19"]


@pytest.mark.parametrize(
    "note",
    [
        "---\ntype: goal\npaused: yes\n---\n",
        "---\ntype: goal\nstatus: [a]\n---\n",
        "---\ntype: goal\nstatus: |\n  active\n---\n",
    ],
)
def test_a_note_that_cannot_be_changed_safely_is_left_alone(tj: Tj, root: Path, note: str) -> None:
    (root / "goals/read.md").write_text(note)
    result = tj("goal", "pause", "read", vault=root)
    assert result.code == 4
    assert "error: " in result.err
    assert read_note(root) == note


def test_a_goal_that_only_entries_name_has_no_note_to_change(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026/2026-05-10.md": "---\ngoals: [Swim]\n---\n"})
    result = tj("goal", "pause", "swim", vault=root)
    assert (result.code, "Swim is only named in entries" in result.err) == (1, True)
    assert "only named in entries" in tj("goal", "list", "--hints", vault=root).out
    assert tj("goal", "done", "SWIM", vault=root).code == 0
    assert (listed(tj, root)[0]["name"], listed(tj, root)[0]["done"]) == ("Swim", 2)


@pytest.mark.parametrize("note", ["---\ntype: goal\ntarget: [x\n---\n", "no goal at all\n"])
@pytest.mark.parametrize("entry", ["goals: [swim]", "mood: 5"])
def test_a_note_that_is_no_goal_is_named(tj: Tj, make_vault: MakeVault, note: str, entry: str) -> None:
    root = make_vault({"goals/swim.md": note, "journal/2026/2026-05-10.md": f"---\n{entry}\n---\n"})
    result = tj("goal", "pause", "swim", vault=root)
    assert (result.code, "goals/swim.md is no goal that tj can read" in result.err) == (1, True)
    assert tj("goal", "add", "swim", vault=root).code == 4
    assert (root / "goals/swim.md").read_text() == note


def test_two_notes_of_one_name_are_told_of(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"a/walk.md": "---\ntype: goal\n---\n", "b/Walk.md": "---\ntype: goal\n---\n"})
    result = tj("goal", "drop", "walk", vault=root)
    assert (result.code, "a/walk.md and b/Walk.md" in result.err) == (1, True)
    (root / "goals").mkdir()
    (root / "goals/walk.md").write_text("---\ntype: goal\n---\n")
    assert tj("goal", "drop", "walk", vault=root).code == 0
    assert "status: dropped" in (root / "goals/walk.md").read_text()


def test_the_list_has_a_grid_and_a_line_of_words(tj: Tj, root: Path) -> None:
    tj("goal", "done", "read", "--amount", "5", vault=root)
    assert tj("goal", "list", vault=root).out == (
        "The four weeks up to Monday 2026-05-11: ● done, ◐ in part, · open\n\n"
        "read  3/week, 20 pages\n"
        f"{' ' * 14}··· ······● ◐        1 of 4, 1 in part\n"
        "  0 of 3 this week; last on Monday\n"
    )


def test_an_output_of_few_characters_has_plain_signs(tj: Tj, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    written = io.BytesIO()
    stream = io.TextIOWrapper(written, "ascii")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", stream)
        assert tj("goal", "list", vault=root).code == 0
    stream.flush()
    assert b"x done, / in part, . open" in written.getvalue()
    assert b"......x" in written.getvalue()


def test_hints_are_offered_and_never_in_the_way(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/prompts/sea.md": "- What did the sea look like?\n"})
    vague = tj("goal", "add", "be kinder", vault=root)
    assert (vague.code, vague.err) == (0, "")
    assert "If you like: a rhythm says" in vague.out
    assert "`target: 3/week`" in tj("goal", "list", "--hints", vault=root).out
    assert "`target:" not in tj("goal", "list", vault=root).out
    own = tj("goal", "add", "swim", "--area", "water", vault=root)
    assert (own.code, "water is an area of your own" in own.out) == (0, True)
    known = tj("goal", "add", "float", "--area", "Sea", "--target", "daily", vault=root)
    assert "of your own" not in known.out


def test_no_goals_yet(tj: Tj, make_vault: MakeVault) -> None:
    assert "`tj goal add NAME` sets one" in tj("goal", "list", vault=make_vault()).out
