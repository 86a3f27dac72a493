"""Mermaid for summaries."""

import json
from datetime import date, timedelta

from tests.report.mermaid_check import VERDICT, VERSIONS, charts, digest
from tj.config import MoodScale
from tj.report.mermaid import day_labels, mermaid_moods

SCALE = MoodScale()


def test_mermaid_holds_labels_and_values() -> None:
    text = mermaid_moods([("1 Mar", 5.0), ("2", 6.25), ("4", 10.0)], SCALE)
    assert text.startswith("```mermaid\nxychart-beta\n")
    assert text.endswith('    x-axis ["1 Mar", "2", "4"]\n    y-axis "mood" 1 --> 10\n    line [5, 6.25, 10]\n```')


def test_mermaid_needs_two_points() -> None:
    assert mermaid_moods([], SCALE) == mermaid_moods([("1 Mar", 5.0)], SCALE) == ""


def test_mermaid_writes_numbers_plainly() -> None:
    text = mermaid_moods([("a", -0.001), ("b", 1e6)], MoodScale(-5, 2_000_000))
    assert 'y-axis "mood" -5 --> 2000000\n    line [0, 1000000]' in text


def test_no_label_stands_twice() -> None:
    for month in range(1, 13):
        days = [date(2026, month, 10) + timedelta(days=n) for n in range(31)]
        assert len(set(day_labels(days))) == 31
    assert day_labels([date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 3)]) == [
        "27 Feb",
        "28",
        "1 Mar",
        "3",
    ]


def test_mermaid_itself_took_the_charts_of_today() -> None:
    """What it said was written down by `python -m tests.report.mermaid_check`, to be run anew where this fails."""
    said = json.loads(VERDICT.read_text("utf-8"))
    texts = charts()
    assert len(texts) > 500
    assert said["sha256"] == digest(texts)
    assert said["refused"] == {version: [] for version in VERSIONS}
