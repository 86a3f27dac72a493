"""`tj stats`: its JSON, its text at a terminal and in a pipe, and awkward vaults."""

import json
import os
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj
from tj.report.columns import columns

FIELDS = ["since", "until", "entries", "mood", "days", "emotions", "tags", "trackers", "goals"]
FURTHER = ["previous", "variability", "inertia", "weekdays", "weekday_chance", "times", "contrasts", "correlations"]


def test_stats_give_the_fields_that_stay(tj: Tj, example: Path) -> None:
    found = json.loads(tj("stats", "--json", vault=example).out)
    assert list(found) == [*FIELDS, *FURTHER]
    assert (found["since"], found["until"], found["entries"]) == ("2026-04-11", "2026-05-10", 31)
    assert list(found["mood"]) == ["mean", "median", "min", "max", "n", "previous_mean"]
    moods = [day["mood"] for day in found["days"] if day["mood"] is not None]
    assert found["mood"]["n"] == len(moods) == 29
    assert abs(found["mood"]["mean"] - sum(moods) / len(moods)) < 0.01


def test_stats_tell_the_period_before_with_its_days(tj: Tj, example: Path) -> None:
    found = json.loads(tj("stats", "--json", vault=example).out)
    before = json.loads(tj("stats", "--since", "2026-03-12", "--until", "2026-04-10", "--json", vault=example).out)
    assert (found["previous"]["since"], found["previous"]["until"]) == (before["since"], before["until"])
    assert found["previous"]["entries"] == before["entries"]
    assert found["mood"]["previous_mean"] == found["previous"]["mood"]["mean"] == before["mood"]["mean"]
    assert found["previous"]["mood"]["n"] == before["mood"]["n"]
    assert found["previous"]["trackers"] == before["trackers"]


def test_the_text_has_all_its_parts(tj: Tj, example: Path) -> None:
    text = tj("stats", vault=example).out
    for part in ("Mood", "From day to day", "By day of the week", "By time of day",
                 "What goes with better and worse days", "Trackers", "Emotions", "Tags", "Goals, in days"):  # fmt: skip
        assert f"\n{part}\n" in text
    assert "What these figures are" not in text
    assert "Benjamini and Hochberg 1995" in tj("stats", "--explain", vault=example).out
    assert "·" in tj("stats", "--since", "2026-02-01", "--until", "2026-02-14", vault=example).out


def test_a_pipe_gets_eighty_columns_and_no_colour(tj: Tj, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = tj("stats", vault=example).out
    monkeypatch.setenv("COLUMNS", "40")
    assert tj("stats", vault=example).out == plain
    assert "\x1b" not in plain
    assert 70 < max(map(columns, plain.splitlines())) <= 80


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_terminal_is_filled_and_not_overrun(
    tj: Tj, example: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    bold = tj("stats", vault=example).out
    assert "\x1b[1mMood\x1b[0m" in bold
    monkeypatch.setenv("NO_COLOR", "1")
    plain = tj("stats", vault=example).out
    assert plain == bold.replace("\x1b[1m", "").replace("\x1b[0m", "")
    assert max(map(columns, plain.splitlines())) <= min(width, 100)


def test_an_unknown_width_is_taken_for_eighty(tj: Tj, example: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((0, 0)))
    assert max(map(columns, tj("stats", vault=example).out.splitlines())) <= 80


def test_a_tracker_by_yes_or_no_goes_from_the_note_to_the_figures(tj: Tj, make_vault: MakeVault) -> None:
    days = [date(2026, 3, 1) + timedelta(days=n) for n in range(30)]
    notes = {
        f"journal/{day}.md": f"---\nmood: {3 + day.day % 5}\nmedication: {str(day.day % 5 > 2).lower()}\n---\n"
        for day in days
    }
    root = make_vault(notes, config='[trackers]\nmedication = "yes/no"\n')
    found = json.loads(tj("stats", "--json", vault=root).out)
    assert found["trackers"]["medication"] == {"mean": 0.4, "median": 0.0, "min": 0.0, "max": 1.0, "n": 30}
    [one] = found["contrasts"]
    assert (one["kind"], one["name"], one["difference"]) == ("tracker", "medication", 2.5)
    assert (one["days_with"], one["days_without"], found["correlations"]) == (12, 18, [])
    assert "medication: yes 12 of 30 times noted" in tj("stats", vault=root).out
    (root / "journal/2026-03-31.md").write_text("---\nmood: 5\nmedication: yes\n---\n")
    checked = tj("check", vault=root)
    assert checked.code == 3
    assert "`medication` is text, where tj expects `true` or `false`" in checked.out


def test_a_scale_and_words_of_ones_own(tj: Tj, make_vault: MakeVault) -> None:
    config = '[mood]\nlowest = -2\nhighest = 2\n[mood.words]\n"気分" = 1\nmeh = -1\nflat = -1\n'
    root = make_vault({"journal/2026-05-01.md": "---\nmood: flat\n---\n"}, config=config)
    assert tj("mood", "気分", "--at", "2026-05-02 08:00", vault=root).code == 0
    assert tj("mood", "MEH", "--at", "2026-05-02 20:00", vault=root).code == 0
    found = json.loads(tj("stats", "--json", vault=root).out)
    assert [day["mood"] for day in found["days"]] == [-1.0, 0.0]
    assert "on a scale of -2 to 2" in tj("stats", vault=root).out


def test_an_empty_vault_has_no_figures_and_says_so(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault()
    found = json.loads(tj("stats", "--json", vault=root).out)
    assert found["mood"]["n"] == 0
    assert (found["contrasts"], found["inertia"]) == ([], {"pairs": 0, "lag1": None})
    assert "No mood was noted" in tj("stats", vault=root).out


@pytest.mark.parametrize(("since", "until"), [("0001-01-01", "9999-12-31"), ("0001-01-01", "0001-01-03")])
def test_the_ends_of_the_calendar_are_figures_too(tj: Tj, example: Path, since: str, until: str) -> None:
    assert tj("stats", "--since", since, "--until", until, vault=example).code == 0
    found = json.loads(tj("stats", "--since", since, "--until", until, "--json", vault=example).out)
    assert found["previous"] is None


def test_a_time_that_is_still_ahead_is_said_to_be(tj: Tj, make_vault: MakeVault) -> None:
    root = make_vault({"journal/2026-05-01.md": "---\nmood: 6\n---\n"})
    ahead = tj("stats", "--since", "2026-06-01", vault=root)
    assert (ahead.code, ahead.out) == (0, "2026-06-01 is still ahead, and nothing is noted from then on.\n")
    found = json.loads(tj("stats", "--since", "2026-06-01", "--json", vault=root).out)
    assert (found["since"], found["until"], found["entries"], found["days"]) == ("2026-06-01", "2026-06-01", 0, [])
    # Behind the newest entry, but not behind today: the days up to today are meant.
    found = json.loads(tj("stats", "--since", "2026-05-05", "--json", vault=root).out)
    assert (found["since"], found["until"], found["entries"]) == ("2026-05-05", "2026-05-11", 0)
    (root / "journal/2026-06-02.md").write_text("---\nmood: 7\n---\n")
    assert "7" in tj("stats", "--since", "2026-06-01", vault=root).out


@pytest.mark.parametrize(("since", "until"), [("2026-06-01", "1 Jun 2026"), ("2026-05-05", "5 May to 11 May 2026")])
def test_no_time_ends_before_it_begins(tj: Tj, make_vault: MakeVault, since: str, until: str) -> None:
    root = make_vault({"journal/2026-05-01.md": "---\nmood: 6\n---\n- a walk #win\n"})
    report = tj("report", "--since", since, vault=root)
    assert report.out.startswith(f"# Journal, {until}\n\n0 entries on 0 of ")
    assert "-" not in report.out.splitlines()[2]
    last = "2026-06-01" if since == "2026-06-01" else "2026-05-11"
    assert f"From {since} to {last} none is noted." in tj("wins", "--since", since, vault=root).out
