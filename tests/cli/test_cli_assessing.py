"""`tj assess`: a questionnaire given whole or asked at a terminal, kept as a note, compared, and never told on."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of
from tj.share.crypto import new_identity, recipient_of

EIGHT = "1,1,1,1,1,1,1,1,0"
DARK = "1,1,1,1,1,1,1,1,1"
NOTE = """\
---
type: assessment
date: 2026-05-11
time: "09:30"
name: phq-9
score: 8
max: 27
band: mild
answers: [1, 1, 1, 1, 1, 1, 1, 1, 0]
---

# PHQ-9

8 of 27, mild.
"""
FORM = {
    "resourceType": "Questionnaire",
    "title": "Clinic form",
    "item": [
        {
            "linkId": f"q{number}",
            "type": "choice",
            "text": f"Clinic's question {number}",
            "answerOption": [
                {
                    "valueCoding": {"display": word},
                    "extension": [
                        {"url": "http://hl7.org/fhir/StructureDefinition/ordinalValue", "valueDecimal": score}
                    ],
                }
                for score, word in enumerate(["never", "at times"])
            ],
        }
        for number in (1, 2)
    ],
}


def test_answers_are_scored_and_kept(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    result = tj("assess", "PHQ-9", "--answers", EIGHT, vault=root)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "PHQ-9: 8 of 27, mild.",
        "Higher numbers mean more of what it asks about.",
        "It is the first one here, so there is nothing to compare it with yet.",
        "It is kept in assessments/2026-05-11-phq-9.md.",
    ]
    assert (root / "assessments/2026-05-11-phq-9.md").read_text() == NOTE
    assert tj("check", vault=root).out == "Nothing needs a look.\n"
    assert json.loads(tj("list", "--json", vault=root).out) == []
    for where in ("name=phq-9", "score=8", "band=mild"):
        found = json.loads(tj("list", "--type", "assessment", "--where", where, "--json", vault=root).out)
        assert [entry["path"] for entry in found] == ["assessments/2026-05-11-phq-9.md"]


def test_json_has_what_programs_rely_on(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    first = json.loads(tj("assess", "gad-7", "--answers", "2 2 2 2 2 0 0", "--json", vault=root).out)
    assert first == {
        "name": "gad-7", "score": 10, "max": 21, "band": "moderate", "flagged": False, "date": "2026-05-11",
        "path": "assessments/2026-05-11-gad-7.md", "subscales": {}, "change": None,
    }  # fmt: skip
    second = json.loads(tj("assess", "gad-7", "--answers", "2 2 2 2 2 2 2", "--json", vault=root).out)["change"]
    assert (second["since"], second["score"], second["points"]) == ("2026-05-11", 10, 4)
    assert [one["points"] for one in second["reached"]] == [4]
    assert [one["points"] for one in second["below"]] == [6]
    assert "Toussaint" in second["reached"][0]["source"]
    own = json.loads(tj("assess", "sleep-check", "--answers", "1 1 1 1 1 1", "--json", vault=root).out)
    assert own["band"] is None


def test_nothing_is_ever_overwritten(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"assessments/2026-05-11-phq-9.md": "mine\n"})
    for _ in range(3):
        assert tj("assess", "phq-9", "--answers", EIGHT, vault=root).code == 0
    names = sorted(path.name for path in (root / "assessments").iterdir())
    assert names == [
        "2026-05-11-phq-9-0930-2.md", "2026-05-11-phq-9-0930-3.md", "2026-05-11-phq-9-0930.md", "2026-05-11-phq-9.md"
    ]  # fmt: skip
    assert (root / "assessments/2026-05-11-phq-9.md").read_text() == "mine\n"


def test_the_example_s_results_are_compared_with(tj: Tj, example: Path) -> None:
    out = tj("assess", "phq-9", "--answers", "1,1,0,0,0,0,0,0,0", vault=example).out
    assert "That is 5 points lower than the last one, on 2026-05-02 (7)." in out
    assert "A change counts from 5 points on (Löwe et al. 2004" in out
    earlier = tj("assess", "phq-9", "--answers", "3,3,3,0,0,0,0,0,0", "--at", "2026-04-01 20:15", vault=example).out
    assert "That is 2 points lower than the last one, on 2026-03-14 (11)." in earlier
    assert "A change this small is common by chance." in earlier
    assert 'date: 2026-04-01\ntime: "20:15"\n' in (example / "assessments/2026-04-01-phq-9.md").read_text()


def test_answers_come_on_standard_input_too(tj: Tj, make_vault: MakeVault, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_vault()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"1\n1\n1\n1\n1\n1\n1\n1\n0\n")))
    assert tj("assess", "phq-9", "--answers", "-", vault=root).code == 0
    assert (root / "assessments/2026-05-11-phq-9.md").read_text() == NOTE
    said = " ".join(tj("assess", "--help").out.split())
    assert "can be seen by other programs and stays in your shell's history" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["assess"], 2, "which questionnaire"),
        (["assess", "phq"], 2, "no questionnaire named 'phq'"),
        (["assess", "../phq-9"], 2, "no questionnaire named"),
        (["assess", "phq-9"], 2, "at a terminal only"),
        (["assess", "phq-9", "--answers", ""], 2, "needs all 9 answers, and none came"),
        (["assess", "phq-9", "--answers", "1,1,1,1,1,1,1,1"], 2, "needs all 9 answers, and 8 of them came"),
        (["assess", "phq-9", "--answers", "1,1,1,1,1,1,1,1,,"], 2, "needs all 9 answers, and 8 of them came"),
        (["assess", "phq-9", "--answers", f"{EIGHT},1"], 2, "needs all 9 answers, and 10 of them came"),
        (["assess", "phq-9", "--answers", "1,1,1,4,1,1,1,1,1"], 2, "answer 4 is not one"),
        (["assess", "phq-9", "--answers", "1,1,1,x,1,1,1,1,1"], 2, "answer 4 is not one"),
        (["assess", "phq-9", "--answers", EIGHT, "--at", "tomorrow"], 2, "still to come"),
        (["assess", "phq-9", "--answers", EIGHT, "--at", "soon"], 2, "not a date"),
        (["assess", "--import", "none.json"], 1, "none.json is not there"),
        (["assess", "--import", "42.json"], 2, "cannot be the name"),
        (["assess", "x", "--import", "."], 1, "is not a file"),
        (["assess", "A B", "--import", "none.json"], 2, "cannot be the name"),
    ],
)
def test_what_cannot_be_is_told_in_two_lines_and_keeps_nothing(
    tj: Tj, make_vault: MakeVault, words: list[str], code: int, said: str
) -> None:
    root = make_vault()
    before = files_of(root)
    result = tj(*words, vault=root)
    assert (result.code, result.out) == (code, "")
    lines = result.err.splitlines()
    assert len(lines) == 2
    assert lines[0].startswith("error: ")
    assert said in lines[0]
    assert lines[1].startswith("hint: ")
    assert files_of(root) == before


def test_a_flagged_answer_brings_up_support_first(tj: Tj, make_vault: MakeVault) -> None:
    config = '[[support.contacts]]\nname = "Sam"\nhow = "06 1234"\n'
    root = make_vault({"coping-plan.md": "make tea\n"}, config=config)
    result = tj("assess", "phq-9", "--answers", DARK, vault=root)
    assert (result.code, result.err) == (0, "")
    order = [
        "You do not have to carry it alone",
        "make tea",
        "Sam · 06 1234",
        "emergency number",
        "no one was told",
        "PHQ-9: 9",
    ]
    assert sorted(order, key=result.out.index) == order
    assert set(files_of(root)) == {".tj/config.toml", "coping-plan.md", "assessments/2026-05-11-phq-9.md"}
    assert "alone" not in tj("assess", "phq-9", "--answers", EIGHT, vault=root).out


def test_with_json_support_goes_to_standard_error(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"coping-plan.md": "make tea\n"})
    result = tj("assess", "phq-9", "--answers", DARK, "--json", vault=root)
    assert json.loads(result.out)["flagged"] is True
    assert "make tea" in result.err
    assert "no one was told" in result.err


def test_support_is_shown_even_where_nothing_can_be_kept(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"coping-plan.md": "make tea\n"})
    (root / "assessments").write_text("a file in the way\n")
    result = tj("assess", "phq-9", "--answers", DARK, vault=root)
    assert result.code == 1
    assert "make tea" in result.out
    assert "error: " in result.err


def test_a_folder_that_leads_elsewhere_is_refused(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault()
    (tmp_path / "elsewhere").mkdir()
    (root / "assessments").symlink_to(tmp_path / "elsewhere")
    assert tj("assess", "phq-9", "--answers", EIGHT, vault=root).code == 4
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_result_is_kept_where_the_index_fails(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    (tj.home / "cache").write_text("in the way")
    result = tj("assess", "phq-9", "--answers", EIGHT, vault=root)
    assert result.code == 0
    assert "PHQ-9: 8 of 27" in result.out
    assert "could not be compared" in result.err
    assert "first one here" not in result.out
    assert (root / "assessments/2026-05-11-phq-9.md").read_text() == NOTE


def test_questionnaires_are_listed(tj: Tj, make_vault: MakeVault) -> None:
    own = 'title = "Mine"\nlowest = 0\nhighest = 1\n[[items]]\ntopic = "a"\n'
    root = make_vault(
        {".tj/instruments/mine.toml": own, ".tj/instruments/broken.toml": "x", ".tj/instruments/UP.toml": ""}
    )
    result = tj("assess", "--list", vault=root)
    assert result.code == 0
    assert [line.split()[0] for line in result.out.splitlines()] == [
        "gad-7", "mine", "phq-9", "sleep-check", "wellbeing-check"
    ]  # fmt: skip
    assert result.out.count("(not a validated instrument)") == 2
    assert result.err.startswith("note: .tj/instruments/broken.toml cannot be read")
    found = {one["name"]: one for one in json.loads(tj("assess", "--list", "--json", vault=root).out)}
    assert found["phq-9"] == {"name": "phq-9", "title": "PHQ-9", "items": 9, "max": 27, "validated": True}
    assert (found["mine"]["validated"], found["sleep-check"]["validated"]) == (None, False)
    assert tj("assess", "broken", "--answers", "1", vault=root).code == 1
    assert "Mine: 1 of 1." in tj("assess", "mine", "--answers", "1", vault=root).out


def test_an_own_questionnaire_takes_a_shipped_one_s_place(tj: Tj, make_vault: MakeVault) -> None:
    own = 'title = "Ours"\nlowest = 0\nhighest = 1\n[[items]]\ntopic = "a"\n'
    root = make_vault({".tj/instruments/phq-9.toml": own})
    assert "Ours: 1 of 1." in tj("assess", "phq-9", "--answers", "1", vault=root).out


def test_a_questionnaire_that_is_too_large_is_not_read(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({".tj/instruments/big.toml": "# " + "x" * 300_000})
    assert "larger than" in tj("assess", "big", "--answers", "1", vault=root).err


def test_a_clinic_s_form_is_taken_in_and_filled_in(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    (tj.home / "Our Form.json").write_text(json.dumps(FORM))
    tj.start = tj.home
    result = tj("assess", "--import", "Our Form.json", vault=root)
    assert (result.code, result.err) == (0, "")
    assert "`tj assess our-form`" in result.out
    assert "`flagged_from = 1`" in result.out
    path = root / ".tj/instruments/our-form.toml"
    assert "Clinic's question 2" in path.read_text()
    assert "Clinic form: 1 of 2." in tj("assess", "our-form", "--answers", "0,1", vault=root).out
    assert "answer 1 is not one" in tj("assess", "our-form", "--answers", "2,1", vault=root).err
    path.write_text(path.read_text() + "# mine\n")
    again = tj("assess", "--import", "Our Form.json", vault=root)
    assert again.code == 4
    assert path.read_text().endswith("# mine\n")
    assert tj("assess", "--import", "Our Form.json", "--replace", vault=root).code == 0
    assert not path.read_text().endswith("# mine\n")
    assert tj("assess", "named", "--import", "Our Form.json", "--without", "q1", vault=root).code == 0
    assert "Clinic form: 1 of 1." in tj("assess", "named", "--answers", "1", vault=root).out


def test_a_form_that_cannot_be_scored_leaves_nothing_behind(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    tj.start = tj.home
    (tj.home / "form.json").write_text(json.dumps({**FORM, "item": [{"linkId": "t1", "type": "text"}]}))
    result = tj("assess", "--import", "form.json", vault=root)
    assert result.code == 1
    assert "form.json: the item t1 takes an answer that has no score" in result.err
    (tj.home / "form.json").write_bytes(b"\xff")
    assert "not UTF-8" in tj("assess", "--import", "form.json", vault=root).err
    (tj.home / "form.json").write_text(" " * 1_100_000)
    assert "larger than 1,024 KiB" in tj("assess", "--import", "form.json", vault=root).err
    assert set(files_of(root)) == {".tj/config.toml"}


def test_a_share_has_no_single_answers(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    tj("assess", "phq-9", "--answers", "0,0,0,0,0,0,0,0,3", vault=root)
    tj("therapist", "add", "anneke", recipient_of(new_identity()))
    words = ("share", "anneke", "--since", "2026-05-01", "--preview")
    assert "PHQ-9" not in tj(*words, vault=root).out
    out = tj(*words, "--with", "assessments", vault=root).out
    assert "3 of 27, minimal." in out
    assert "answers" not in out
    assert "score" not in out


def at_a_terminal(root: Path, home: Path, typed: str, *words: str, stderr: int | None = None) -> tuple[int, str]:
    """Run `tj` as a process whose terminal has `typed` waiting in it; return its exit code and what it showed."""
    import pty

    ours, theirs = pty.openpty()
    code = "import sys; from tj.cli.main import run; sys.exit(run(sys.argv[1:]))"
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "c"), "XDG_DATA_HOME": str(home / "d"), "TERM": "dumb"}
    process = subprocess.Popen(
        [sys.executable, "-c", code, "--vault", str(root), *words],
        stdin=theirs, stdout=theirs, stderr=theirs if stderr is None else stderr,
        env={**os.environ, **places}, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    os.write(ours, typed.encode())
    shown = b""
    try:
        while piece := os.read(ours, 4096):
            shown += piece
    except OSError:
        pass  # how Linux tells that the other side is closed
    os.close(ours)
    return process.wait(), shown.decode().replace("\r\n", "\n")


def test_at_a_terminal_it_asks_one_question_after_the_other(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault()
    code, shown = at_a_terminal(root, tmp_path, "1\n2\nb\n1\n7\n\n1\n1\n1\n1\n1\n1\n0\n", "assess", "phq-9")
    assert code == 0
    assert "official form: have it in front of you" in shown
    assert "It is about the last two weeks." in shown
    assert "1 of 9 · interest and pleasure (0 to 3): " in shown
    assert "9 of 9 · dark thoughts: death or self-harm (0 to 3): " in shown
    assert shown.count("2 of 9 · low mood") == 2
    assert shown.count("It takes 0 to 3, or b to go back.") == 2
    assert "PHQ-9: 8 of 27, mild." in shown
    note = next((root / "assessments").iterdir()).read_text()
    assert "answers: [1, 1, 1, 1, 1, 1, 1, 1, 0]" in note


def test_at_a_terminal_the_words_of_the_numbers_are_shown_once(make_vault: MakeVault, tmp_path: Path) -> None:
    code, shown = at_a_terminal(make_vault(), tmp_path, "b\n4\n4\n4\n4\n4\n4\n0\n", "assess", "wellbeing-check")
    assert code == 0
    assert shown.count("0 never · 1 once · 2 now and then · 3 on most days · 4 every day") == 1
    assert "Not a validated instrument" in shown
    assert "Well-being check-in: 28 of 28." in shown


def test_stopping_keeps_nothing(make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault()
    code, shown = at_a_terminal(root, tmp_path, "1\n1\n\x04", "assess", "phq-9")
    assert code == 1
    assert "stopped before the end" in shown
    assert "alone" not in shown
    assert set(files_of(root)) == {".tj/config.toml"}


def test_stopping_after_a_flagged_answer_still_shows_support(make_vault: MakeVault, tmp_path: Path) -> None:
    own = (
        'title = "X"\nlowest = 0\nhighest = 3\n[[items]]\nheading = "Part one"\ntopic = "a"\nflagged_from = 1\n'
        '[[items]]\ntopic = "b"\n'
    )
    root = make_vault({".tj/instruments/own.toml": own, "coping-plan.md": "make tea\n"})
    code, shown = at_a_terminal(root, tmp_path, "2\n\x04", "assess", "own")
    assert code == 1
    assert "Part one" in shown
    assert "make tea" in shown
    assert set(files_of(root)) == {".tj/config.toml", ".tj/instruments/own.toml", "coping-plan.md"}


def test_with_json_the_questions_leave_standard_output_to_the_document(make_vault: MakeVault, tmp_path: Path) -> None:
    with (tmp_path / "err").open("wb") as err:
        code, shown = at_a_terminal(
            make_vault(), tmp_path, "1\n1\n1\n1\n1\n1\n1\n", "assess", "gad-7", "--json", stderr=err.fileno()
        )
    assert code == 0
    assert json.loads(shown[shown.index("{") :])["score"] == 7
    assert "of 7" not in shown
    assert "1 of 7 · nerves" in (tmp_path / "err").read_text()


def test_a_first_init_asks_at_a_terminal_and_enter_skips(tmp_path: Path) -> None:
    code, shown = at_a_terminal(tmp_path / "v", tmp_path, "\n\n", "init")
    assert code == 0
    assert "Your local emergency number" in shown
    assert "[[support.contacts]]\nname" not in (tmp_path / "v/.tj/config.toml").read_text()
    code, shown = at_a_terminal(tmp_path / "w", tmp_path, "112\nSam\n06 1234\n\n\n", "init")
    assert code == 0
    assert 'name = "Sam"\nhow = "06 1234"\n' in (tmp_path / "w/.tj/config.toml").read_text()
