"""The commands that look back, on the example vault and on awkward notes."""

import json
from pathlib import Path

from tests.conftest import MakeVault, Tj


def test_list_gives_the_fields_that_stay(tj: Tj, example: Path) -> None:
    found = json.loads(tj("list", "--json", vault=example).out)
    assert len(found) == 151
    fields = ["path", "date", "time", "title", "mood", "emotions", "goals", "tags", "words", "private"]
    assert list(found[0]) == fields
    assert found[0]["path"] == "journal/2026/2026-05-10.md"
    assert [row["date"] for row in found] == sorted((row["date"] for row in found), reverse=True)
    assert sum(row["private"] for row in found) == 5


def test_selectors_narrow_a_list(tj: Tj, example: Path) -> None:
    low = json.loads(tj("list", "--mood", "<3", "--json", vault=example).out)
    assert low
    assert all(row["mood"] < 3 for row in low)
    week = json.loads(tj("list", "--last", "7d", "--json", vault=example).out)
    assert {row["date"] for row in week} <= {f"2026-05-{day:02}" for day in range(5, 12)}
    work = json.loads(tj("list", "--tag", "work", "--emotion", "proud", "--json", vault=example).out)
    assert work
    assert all("work" in row["tags"] and "proud" in row["emotions"] for row in work)
    sessions = json.loads(tj("list", "--type", "session", "--json", vault=example).out)
    assert len(sessions) == 12
    rain = json.loads(tj("list", "--where", "weather=rain", "--json", vault=example).out)
    assert rain
    assert "No entry matches." in tj("list", "--where", "weather=frogs", vault=example).out


def test_search_shows_words_in_their_place(tj: Tj, example: Path) -> None:
    found = json.loads(tj("search", "allotment", "--json", vault=example).out)
    assert found
    assert all("allotment" in row["snippet"].casefold() for row in found)
    assert "\x02" not in tj("search", "allotment", vault=example).out
    assert "Nothing in the journal matches." in tj("search", "zzzz", vault=example).out
    assert tj("search", " ", vault=example).code == 2


def test_show_takes_a_path_a_day_or_nothing(tj: Tj, example: Path) -> None:
    text = (example / "journal/2026/2026-05-10.md").read_text()
    assert text in tj("show", vault=example).out
    assert text in tj("show", "2026-05-10", vault=example).out
    assert text in tj("show", "journal/2026/2026-05-10.md", vault=example).out
    assert json.loads(tj("show", "2026-05-10", "--json", vault=example).out)[0]["text"] == text
    assert len(json.loads(tj("show", "--mood", ">8", "--json", vault=example).out)) > 0
    assert tj("show", "journal/none.md", vault=example).code == 1
    assert tj("show", "../outside.md", vault=example).code == 4
    assert "No entry matches." in tj("show", "2020-01-01", vault=example).out


def test_an_empty_vault_is_no_error(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    assert json.loads(tj("list", "--json", vault=root).out) == []
    assert tj("show", vault=root).code == 0
    assert json.loads(tj("stats", "--json", vault=root).out)["mood"]["n"] == 0
    assert tj("goal", "list", vault=root).code == 0
    assert tj("shared", vault=root).code == 0


def test_a_note_cannot_play_tricks_on_the_terminal(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026-05-01.md": "---\ntags: [x]\n---\n# \x1b[2J title\n\x1b]0;x\x07 text\n"})
    for words in (["list"], ["show"], ["search", "text"], ["stats"], ["check"]):
        assert "\x1b" not in tj(*words, vault=root).out


def test_search_shows_the_newest_twenty_and_says_how_many_more(tj: Tj, example: Path) -> None:
    every = json.loads(tj("search", "the", "--json", vault=example).out)
    assert len(every) > 20
    shown = tj("search", "the", vault=example).out.splitlines()
    assert len(shown) == 2 * 20 + 1
    assert shown[-1].startswith(f"{len(every) - 20} more;")
    assert len(tj("search", "the", "--limit", "0", vault=example).out.splitlines()) == 2 * len(every)
    few = json.loads(tj("search", "the", "--limit", "3", "--json", vault=example).out)
    assert few == every[:3]
    assert tj("search", "the", "--limit", "-1", vault=example).code == 2
