"""`tj report`: the writer's own brief, where it may be written, and what of it may be handed over."""

import json
import os
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Outcome, Tj, files_of

NOTES: dict[str, str | bytes] = {
    "journal/2026/2026-05-08.md": "---\nmood: 5\nemotions: [tired]\ngoals: [walk]\nsleep: 6\ntags: [work]\n---\n"
    "An open day, as on [[2026-05-09]]. %%hiddenhalf%%\n\n- ask about *June* #session\n- went out #win\n"
    "- %%secretly%% also this #session\n",
    "journal/2026/2026-05-09.md": "---\nmood: 8\nprivate: true\n---\nnobodysbusiness\n- privatewin #win\n",
    "journal/2026/2026-05-10.md": "---\nmood: 7\n---\nThe newest.\n",
    "journal/2026/2026-05-07.md": "---\nmood: [\n---\nunreadablewords\n",
    "journal/2026/2026-04-01.md": "---\nmood: 3\n---\nThe time before.\n",
    "goals/walk.md": "---\ntype: goal\ntarget: daily\nstart: 2026-05-04\n---\nWhy not.\n",
    "sessions/2026-05-05.md": "---\ntype: session\ndate: 2026-05-05\n---\n- [x] breathe\n- [ ] write\n",
    "sessions/2026-03-05.md": "---\ntype: session\ndate: 2026-03-05\n---\n- [ ] long ago\n",
    "assessments/2026-03-01-phq-9.md": "---\ntype: assessment\ndate: 2026-03-01\nname: phq-9\nscore: 14\nmax: 27\n---",
    "assessments/2026-05-06-phq-9.md": "---\ntype: assessment\ndate: 2026-05-06\nname: phq-9\nscore: 8\nmax: 27\n---\n",
}
HIDDEN = ("hiddenhalf", "secretly", "nobodysbusiness", "privatewin", "unreadablewords")


@pytest.fixture
def root(make_vault: MakeVault) -> Path:
    return make_vault(NOTES, config='writer = "Hedda & Co"\n')


def test_a_terminal_gets_it_as_markdown(tj: Tj, root: Path) -> None:
    before = files_of(root)
    done = tj("report", vault=root)
    assert done.code == 0, done.err
    assert done.out.startswith(
        "# Journal of Hedda \\& Co, 11 Apr to 10 May 2026\n\n2 entries on 2 of 30 days. 1 private note was left out and"
        " 1 note could not be read (tj check says where).\n\n"
        "## For the session\n\n- ask about *June* (Fri 8 May)\n- also this (Fri 8 May)\n\n## Mood\n\n"
        "Mean 6.0, range 5 to 7 on a scale of 1 to 10; 2 of 30 days have a mood. 28 days have no entry; nothing is"
        " drawn for them. The 30 days before: mean 3.0, from 1 day.\n"
    )
    for words in (
        "- walk: done on 1 day, 7 planned (daily)",
        "## Homework, since the session on Tue 5 May\n\n- [x] breathe\n- [ ] write\n",
        "- PHQ-9: 8 of 27, mild, on Wed 6 May 2026.",
        "Changed by −6 points since Sun 1 Mar 2026 (14). That is at least the 5 points from which a change counts",
        "- went out (Fri 8 May)",
        "- Friday 2026-05-08, mood 5",
        "Not monitored, and not for emergencies.",
    ):
        assert words in done.out, words
    assert not [word for word in HIDDEN if word in done.out + done.err]
    assert files_of(root) == before


def test_what_is_private_is_in_it_on_wish(tj: Tj, root: Path) -> None:
    done = tj("report", "--private", vault=root)
    assert "3 entries on 3 of 30 days. 1 note could not be read" in done.out
    assert "- privatewin (Sat 9 May)" in done.out
    assert "unreadablewords" not in done.out


def test_programs_get_the_fields_of_stats_and_more(tj: Tj, root: Path) -> None:
    done = tj("report", "--json", vault=root)
    found = json.loads(done.out)
    stats = json.loads(tj("stats", "--json", vault=root).out)
    assert set(stats) <= set(found)
    assert found["mood"]["previous_mean"] == 3.0
    assert (found["since"], found["until"], found["entries"], found["withheld"]) == ("2026-04-11", "2026-05-10", 2, 2)
    assert found["goals"] == [{"name": "walk", "status": "active", "target": "daily", "done": 1, "planned": 7}]
    assert [task["text"] for task in found["homework"]] == ["breathe", "write"]
    assert [line["text"] for line in found["agenda"]] == ["ask about *June*", "also this"]
    assert found["wins"] == [{"date": "2026-05-08", "text": "went out", "path": "journal/2026/2026-05-08.md"}]
    [score] = found["assessments"]
    assert (score["name"], score["score"], score["band"], score["change"]["points"]) == ("phq-9", 8, "mild", -6)
    assert score["change"]["reached"][0]["points"] == 5
    assert not [word for word in HIDDEN if word in done.out]


def test_a_page_is_written_whole_and_for_its_owner_only(tj: Tj, root: Path, tmp_path: Path) -> None:
    target = tmp_path / "brief.html"
    done = tj("report", "--output", target, vault=root)
    assert done.code == 0
    assert f"Written: {target}. It is not encrypted; 1 private note was left out and" in done.out
    text = target.read_text()
    assert target.stat().st_mode & 0o777 == 0o600
    assert "<h1>Journal of Hedda &amp; Co</h1>" in text
    assert "An open day, as on another entry." in text
    assert "<strong>walk</strong> daily: 1 of 7 days" in text
    assert "In the period before, from 12 Mar 2026 on, the mean of 1 day was 3." in text
    assert "The time before." not in text
    assert not [word for word in HIDDEN if word in text]
    # Once more is no conflict, and the same notes give the same bytes.
    assert tj("report", "--output", target, vault=root).code == 0
    assert target.read_text() == text
    (root / "journal/2026/2026-05-10.md").write_text("---\nmood: 9\n---\nThe newest.\n")
    assert tj("report", "--output", target, vault=root).code == 0
    assert target.read_text() != text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["brief.html", "home", "vault"]


def test_markdown_is_written_as_well(tj: Tj, root: Path, tmp_path: Path) -> None:
    target = root / "brief.md"
    assert tj("report", "--output", "brief.md", vault=root).code == 0
    assert target.read_text().startswith("---\ntype: summary\ngenerated_by: tj\nchecksum: ")
    assert tj("report", "--output", target, vault=root).code == 0
    listed = [entry["path"] for entry in json.loads(tj("list", "--json", vault=root).out)]
    assert "brief.md" not in listed


@pytest.mark.parametrize("name", ["brief.html", "brief.md"])
def test_what_a_person_made_or_changed_is_never_overwritten(tj: Tj, root: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert tj("report", "--output", target, vault=root).code == 0
    for text in (target.read_text() + "mine\n", target.read_text().replace("Hedda", "Greta"), "mine\n", ""):
        target.write_text(text)
        done = tj("report", "--output", target, "--json", vault=root)
        assert done.code == 4
        assert "tj did not make it or it was changed since" in done.err
        assert "--output" in done.err
        assert done.out == ""
        assert target.read_text() == text


@pytest.mark.parametrize(
    ("output", "code", "said"),
    [
        ("summaries/brief.md", 4, "summaries/ is tj's own"),
        ("summaries/deep/brief.html", 4, "summaries/ is tj's own"),
        (".tj/brief.html", 4, ".tj/ is tj's own"),
        ("brief.pdf", 2, "neither a page nor Markdown"),
        ("brief", 2, "neither a page nor Markdown"),
        ("folder.html", 1, "is not a file"),
        ("nowhere.html", 4, "is a link that leads nowhere"),
        ("into.html", 4, "summaries/ is tj's own"),
    ],
)
def test_places_where_no_brief_goes(tj: Tj, root: Path, output: str, code: int, said: str) -> None:
    (root / "folder.html").mkdir()
    (root / "nowhere.html").symlink_to(root / "none.html")
    (root / "summaries").mkdir()
    (root / "into.html").symlink_to(root / "summaries/x.html")
    before = files_of(root)
    done = tj("report", "--output", root / output, vault=root)
    assert done.code == code, done.err
    assert said in done.err
    assert "hint: " in done.err
    assert files_of(root) == before


def test_a_file_that_cannot_be_written_leaves_nothing(tj: Tj, root: Path) -> None:
    done = tj("report", "--output", "/proc/none/brief.html", vault=root)
    assert done.code == 1
    assert "error: " in done.err


def test_the_selectors_choose(tj: Tj, root: Path) -> None:
    done = tj("report", "--tag", "work", vault=root)
    assert "1 entry on 1 of 30 days." in done.out
    earlier = tj("report", "--until", "2026-04-05", "--since", "2026-03-01", vault=root)
    assert "# Journal of Hedda \\& Co, 1 Mar to 5 Apr 2026" in earlier.out
    assert "- [ ] long ago" in earlier.out
    assert "14 of 27, moderate, on Sun 1 Mar 2026." in earlier.out
    assert "breathe" not in earlier.out


def test_a_vault_without_entries_has_a_brief_without_figures(tj: Tj, make_vault: MakeVault, tmp_path: Path) -> None:
    root = make_vault()
    done = tj("report", vault=root)
    assert (done.code, done.out) == (0, "# Journal\n\n0 entries.\n\nNot monitored, and not for emergencies.\n")
    found = json.loads(tj("report", "--json", vault=root).out)
    assert (found["entries"], found["agenda"], found["withheld"]) == (0, [], 0)
    assert tj("report", "--output", tmp_path / "x.html", vault=root).code == 0


def test_nothing_depends_on_the_clock(tj: Tj, root: Path) -> None:
    before = tj("report", vault=root).out
    tj.now = tj.now.replace(year=2031)
    assert tj("report", vault=root).out == before


def test_it_is_shown_from_memory_only(tj: Tj, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[bytes] = []
    shown: list[Path] = []

    def look(address: str) -> bool:
        path = Path(address.removeprefix("file://"))
        assert path.stat().st_mode & 0o777 == 0o600
        pages.append(path.read_bytes())
        shown.append(path)
        return True

    monkeypatch.setattr("tj.cli.say.is_interactive", lambda: True)
    monkeypatch.setattr("webbrowser.open", look)
    done = _with_enter(tj, root, monkeypatch)
    assert done.code == 0, done.err
    assert b"<h1>Journal of Hedda &amp; Co</h1>" in pages[0]
    assert "The page is removed again." in done.out
    assert "## Mood" not in done.out
    assert not shown[0].exists()


def test_where_nobody_can_press_enter_it_is_not_shown(tj: Tj, root: Path) -> None:
    done = tj("report", "--open", vault=root)
    assert done.code == 2
    assert "nobody can here" in done.err


def _with_enter(tj: Tj, root: Path, monkeypatch: pytest.MonkeyPatch) -> Outcome:
    reading, writing = os.pipe()
    os.write(writing, b"\n")
    os.close(writing)
    with os.fdopen(reading) as enter:
        monkeypatch.setattr("sys.stdin", enter)
        return tj("report", "--open", vault=root)


@pytest.mark.parametrize(("options", "said"), [((), True), (("--private",), False)])
def test_private_parts_are_spoken_of_where_no_whole_note_stays_out(
    tj: Tj, root: Path, tmp_path: Path, options: tuple[str, ...], said: bool
) -> None:
    target = tmp_path / "brief.html"
    done = tj("report", "--since", "2026-05-08", "--until", "2026-05-08", "--output", target, *options, vault=root)
    assert "It is not encrypted; no note was left out." in done.out
    assert ("Private parts of notes stay out." in done.out) is said
    assert ("hiddenhalf" in target.read_text()) is not said
