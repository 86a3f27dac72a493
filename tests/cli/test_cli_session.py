"""`tj session`: what to bring is found and ordered, notes and homework are kept, and nothing is overwritten."""

import io
import json
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of

HELD = """\
---
type: session
date: 2026-05-04
therapist: "Dr. Roos"
---
Talked.

## Homework

- [x] breathe
- [ ] write 📅 2026-05-10
"""
ENTRIES = {
    "journal/2026-05-03.md": "---\nmood: 3\nsleep: 5\n---\n- before it #session\n",
    "journal/2026-05-05.md": "---\nmood: 4\nsleep: 6\ngoals: [walk]\n---\n- first #session\n- [x] ticked #session\n",
    "journal/2026-05-06.md": "---\nmood: 6\nprivate: true\n---\n- ! second #session\n- [ ] third 🔺 #session\n",
    "sessions/2026-05-04.md": HELD,
    "goals/walk.md": "---\ntype: goal\ntarget: daily\n---\n",
    "guidance/2026-05-05-therapist.md": "---\ntype: guidance\ndate: 2026-05-05\n---\n## Homework\n\n- [ ] rest\n",
    "assessments/a.md": "---\ntype: assessment\ndate: 2026-05-01\nname: phq-9\nscore: 14\nmax: 27\n---\n",
    "assessments/b.md": "---\ntype: assessment\ndate: 2026-05-06\nname: phq-9\nscore: 9\nmax: 27\nband: mild\n---\n",
}


def test_what_to_bring_stands_on_one_page(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault(ENTRIES)
    before = files_of(root)
    result = tj("session", "prep", vault=root)
    assert (result.code, result.err) == (0, "")
    page, question, asked = result.out.partition("\n## A question to begin with\n\n")
    assert page == (
        "# For the next session\n\n"
        "Since the session of 2026-05-04 with Dr. Roos, up to 2026-05-06.\n\n"
        "## To bring up\n\n- third (2026-05-06)\n- ! second (2026-05-06)\n- first (2026-05-05)\n\n"
        "## Homework that is still open\n\n- write (by 2026-05-10)\n- rest\n\n"
        "## How it has been since\n\n"
        "- Mood: mean 5.0 over 2 days; before that 3.0 over 1 day, too few to say that it changed.\n"
        "- Sleep: mean 6.0 hours over 1 entry; before that 5.0 over 1 entry, too few to say that it changed.\n"
        "- PHQ-9 on 2026-05-06: 9 of 27, mild; 5 points lower than on 2026-05-01 (14); a change counts from 5 points on"
        " (Löwe et al. 2004, Medical Care 42:1194–1201): reached.\n"
        "- walk: 1 of 2 days.\n"
        "- Homework: 1 of 3 done.\n\n"
        "“Before that” is from 2026-04-21 to 2026-05-04.\n"
    )
    assert question
    assert asked.strip().endswith(("?", "."))
    assert tj("session", "prep", vault=root).out == result.out
    assert files_of(root) == before


def test_the_page_as_json(tj: Tj, make_vault: MakeVault) -> None:
    found = json.loads(tj("session", "prep", "--json", vault=make_vault(ENTRIES)).out)
    assert found["session"] == {
        "path": "sessions/2026-05-04.md", "date": "2026-05-04", "time": None, "therapist": "Dr. Roos",
        "homework": [{"text": "breathe", "done": True}, {"text": "write", "done": False}],
    }  # fmt: skip
    assert (found["since"], found["until"]) == ("2026-05-05", "2026-05-06")
    assert [one["text"] for one in found["agenda"]] == ["third", "! second", "first"]
    assert found["homework"][-1] == {
        "text": "rest", "done": False, "due": None, "path": "guidance/2026-05-05-therapist.md"
    }  # fmt: skip
    assert found["changes"][0].startswith("Mood: mean 5.0")
    assert found["question"]


def test_an_empty_vault_has_a_kind_word(tj: Tj, make_vault: MakeVault) -> None:
    result = tj("session", "prep", vault=make_vault())
    assert result.code == 0
    assert "no session is noted yet" in result.out
    assert "A line with #session in an entry would stand here." in result.out
    assert tj("session", "list", vault=make_vault(name="other")).out == (
        "No session is noted yet; `tj session note` keeps one.\n"
    )


def test_nothing_is_compared_where_nothing_was_before(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026-05-05.md": "---\nmood: 4\n---\n"})
    assert "- Mood: mean 4.0 over 1 day.\n" in tj("session", "prep", vault=root).out


def test_the_page_goes_to_a_new_file_only(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault(ENTRIES)
    page = tj("session", "prep", vault=root).out
    target = tmp_path / "page.md"
    assert tj("session", "prep", "--output", target, vault=root).code == 0
    assert target.read_text() == page
    assert target.stat().st_mode & 0o777 == 0o600
    again = tj("session", "prep", "--output", target, vault=root)
    assert again.code == 4
    assert again.err.startswith("error: ")
    inside = tj("session", "prep", "--output", root / "next.md", vault=root)
    assert inside.code == 0
    assert (root / "next.md").read_text() == f"---\ntype: session-prep\n---\n\n{page}"
    assert len(json.loads(tj("list", "--json", vault=root).out)) == 3
    assert tj("session", "prep", "--output", root / "summaries/a.md", vault=root).code == 4
    assert tj("session", "prep", "--output", root / "journal", vault=root).code == 2
    assert not (root / "summaries").exists()


def test_a_note_is_begun_with_what_was_given(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    result = tj(
        "session", "note", "yesterday", "16:00", "--therapist", "Dr. Roos", "--homework", "ring  my\nbrother",
        "--text", "talked\n\nabout bread\n", vault=root,
    )  # fmt: skip
    assert (result.code, result.err) == (0, "")
    assert result.out == "sessions/2026-05-10.md is begun, for Sunday 2026-05-10 16:00, with 1 task of homework.\n"
    text = (root / "sessions/2026-05-10.md").read_text()
    assert text.startswith('---\ntype: session\ndate: 2026-05-10\ntime: "16:00"\ntherapist: "Dr. Roos"\n---\n')
    assert text.endswith("\n## Notes\n\ntalked\n\nabout bread\n\n## Homework\n\n- [ ] ring my brother\n")
    assert json.loads(tj("check", "--json", vault=root).out) == []


def test_a_second_time_adds_and_overwrites_nothing(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"sessions/2026-05-04.md": HELD.replace("\n", "\r\n")})
    result = tj("session", "note", "2026-05-04", "--homework", "breathe", "--homework", "walk", "--no-edit", vault=root)
    assert result.out == "sessions/2026-05-04.md has 1 task of homework now; all else in it is as it was.\n"
    assert (root / "sessions/2026-05-04.md").read_bytes() == (HELD + "- [ ] walk\n").replace("\n", "\r\n").encode()
    same = tj("session", "note", "2026-05-04", "--homework", "walk", vault=root)
    assert same.out == "sessions/2026-05-04.md has that already; nothing was changed.\n"
    opened = tj("session", "note", "2026-05-04", vault=root)
    assert opened.out == "sessions/2026-05-04.md is there already.\n"


def test_a_session_that_lies_elsewhere_is_found(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"therapy/fourth of may.md": HELD})
    assert tj("session", "note", "2026-05-04", "--homework", "walk", vault=root).code == 0
    assert "- [ ] walk" in (root / "therapy/fourth of may.md").read_text()
    assert not (root / "sessions").exists()


def test_homework_comes_on_standard_input_a_line_each(
    tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_vault()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("rest\n\nring Zoë\n".encode())))
    assert tj("session", "note", "--homework", "-", vault=root).code == 0
    assert "- [ ] rest\n- [ ] ring Zoë\n" in (root / "sessions/2026-05-11.md").read_text()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (["--homework", "  "], 2),
        (["--homework", "%% %%"], 2),
        (["--homework", "-", "--text", "-"], 2),
        (["some day"], 2),
        (["--text", "a\udcff"], 2),
        (["--homework", "a\udcff"], 2),
        (["--therapist", "a\udcff"], 2),
        (["--homework", "an open %% comment"], 0),
        (["--homework", "an open %% comment", "--homework", "more"], 4),
        (["--text", "```", "--homework", "more"], 4),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_begun(
    tj: Tj, make_vault: MakeVault, given: list[str], code: int
) -> None:
    root = make_vault()
    result = tj("session", "note", *given, vault=root)
    assert result.code == code
    assert (root / "sessions").exists() is (code == 0)
    assert result.err.count("\n") == (2 if code else 0)


def test_a_note_that_is_no_session_or_cannot_be_read_stays(tj: Tj, make_vault: MakeVault) -> None:
    files = {"sessions/2026-05-10.md": "---\nmood: 4\n---\n", "sessions/2026-05-11.md": "---\nbroken: [\n---\n"}
    root = make_vault(files)
    assert tj("session", "note", "yesterday", "--homework", "x", vault=root).code == 4
    assert tj("session", "note", "--homework", "x", vault=root).code == 4
    assert {path: data.decode() for path, data in files_of(root, [".tj"]).items()} == files


def test_an_own_template_is_used_whatever_it_lacks(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/templates/session.md": "My own {{title}}\n"})
    assert tj("session", "note", "--homework", "x", vault=root).code == 0
    text = (root / "sessions/2026-05-11.md").read_text()
    assert text == "---\ntype: session\n---\nMy own 2026-05-11\n\n## Homework\n\n- [ ] x\n"
    (root / ".tj/templates/session.md").write_bytes(b"\xff\xfe")
    bad = tj("session", "note", "tomorrow", vault=root)
    assert (bad.code, bad.err.splitlines()[0]) == (1, "error: .tj/templates/session.md is not UTF-8 text")


def test_sessions_are_listed_newest_first(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"sessions/2026-05-04.md": HELD, "sessions/2026-04-20.md": "---\ntype: session\n---\n"})
    assert tj("session", "list", vault=root).out.splitlines() == [
        "2026-05-04        with Dr. Roos; homework: 1 of 2 done",
        "2026-04-20        sessions/2026-04-20.md",
    ]
    assert [one["date"] for one in json.loads(tj("session", "list", "--json", vault=root).out)] == [
        "2026-05-04", "2026-04-20"
    ]  # fmt: skip


def test_open_homework_stands_below_the_goals(tj: Tj, make_vault: MakeVault) -> None:
    out = tj("goal", "list", vault=make_vault(ENTRIES)).out
    assert out.endswith("\nFrom the last session and guidance since:\n  - write (by 2026-05-10)\n  - rest\n")
    assert "From the last session" not in tj("goal", "list", vault=make_vault({}, name="other")).out


def test_the_heading_of_homework_says_who_gave_it(tj: Tj, make_vault: MakeVault) -> None:
    guidance = {"guidance/2026-05-08-a.md": "---\ntype: guidance\ndate: 2026-05-08\n---\n- [ ] sit outside\n"}
    alone = tj("goal", "list", vault=make_vault(guidance)).out
    assert alone.endswith("\nFrom guidance:\n  - sit outside\n")
    held = tj("goal", "list", vault=make_vault({"sessions/2026-05-04.md": HELD}, name="other")).out
    assert held.endswith("\nFrom the last session:\n  - write (by 2026-05-10)\n")
