"""The frame of a drawing: safe words, short numbers, a key and a table."""

import pytest

from tests.report.drawings import parsed, places, table
from tj.report.charts import Table, figure
from tj.report.charts.figure import clip, key, number, rounded, text
from tj.report.charts.shapes import dots, line, path


def test_words_are_safe_in_html_and_xml() -> None:
    assert text('<b a="1">&') == "&lt;b a=&quot;1&quot;&gt;&amp;"
    assert text("a\x00\x1b\ud800\ufffe\u202e\u2066b") == "a      b"
    assert text("日本 é 👩‍🎨") == "日本 é 👩‍🎨"


@pytest.mark.parametrize(
    ("words", "columns", "expected"),
    [
        ("calm", 4, "calm"),
        ("calmer", 4, "cal…"),
        ("so so", 4, "so…"),
        ("落ち着く", 8, "落ち着く"),
        ("落ち着く", 5, "落ち…"),
        (" a\n b ", 5, "a b"),
        ("", 3, ""),
    ],
)
def test_words_are_cut_to_columns(words: str, columns: int, expected: str) -> None:
    assert clip(words, columns) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [(6.0, "6"), (6.254, "6.25"), (-0.001, "-0.001"), (0.0, "0"), (-0.0, "0"), (1e300, "1e+300"), (12345.5, "12345.5"),
     (None, "–")],
)  # fmt: skip
def test_numbers_are_short(value: float | None, expected: str) -> None:
    assert number(value) == expected


def test_means_have_as_many_digits_as_they_are_good_for() -> None:
    assert [rounded(value) for value in (6.25, 99.94, 8065.12, 1e9, None)] == ["6.2", "99.9", "8065", "1e+09", "–"]
    assert [rounded(value) for value in (0.0, -0.0, 0.456, -0.00041)] == ["0", "0", "0.46", "-0.00041"]


def test_a_figure_has_its_table_behind_a_disclosure() -> None:
    found = parsed(figure("Mood", "March.", "<p>drawn</p>", Table(("day", "mood"), (("2026-03-05", "6"),))))
    [made] = found
    assert [part.tag for part in made] == ["figcaption", "p", "details"]
    assert found.findtext(".//summary") == "Mood as a table"
    assert table(found) == [["day", "mood"], ["2026-03-05", "6"]]


def test_a_figure_without_rows_has_no_table() -> None:
    assert "<details>" not in figure("Mood", "March.", "", Table(("day",), ()))


def test_a_key_says_what_each_mark_is() -> None:
    assert key([]) == ""
    found = parsed(key([("line", "a <mean>"), ("bare", "none")]))
    assert ["".join(item.itertext()) for item in found.iter("li")] == ["a <mean>", "none"]
    assert {svg.get("aria-hidden") for svg in found.iter("svg")} == {"true"}


def test_paths_go_through_the_places_given() -> None:
    assert line([(10, 5), (12, 5), (12, 5), (14, 2)]) == "M10 5l2 0 2-3"
    assert line([(10, 5), (10, 5)]) == "M10 5h0"
    assert dots([(4, 4), (1, 2), (4, 4)]) == "M1 2h0m3 2h0"
    assert places(line([(10, 5), (0, 0), (7, 100)])) == [(10, 5), (0, 0), (7, 100)]
    assert path("line", []) == path("line", [""]) == ""
    assert path("line", ["M1 1h2", "M1 1h2"]) == '<path class="line" d="M1 1h2"/>'
