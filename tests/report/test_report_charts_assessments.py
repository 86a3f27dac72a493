"""Scores over time: dots on the bands of the form, and no line that claims to know what lay between."""

from datetime import date

from tests.report.drawings import described, parsed, steps, table, words
from tj.report.charts import assessment_figure
from tj.report.charts.assessments import assessment_table

BANDS = [("minimal", 0), ("mild", 5), ("moderate", 10), ("moderately severe", 15), ("severe", 20)]
RESULTS = [(date(2026, 3, 1), 17), (date(2026, 3, 15), 9), (date(2026, 4, 1), 4)]


def test_each_score_is_a_dot_on_a_stem() -> None:
    drawing = parsed(assessment_figure("PHQ-9", RESULTS, BANDS, 0, 27))
    dots = [line[0] for line in steps(drawing, "scores")]
    assert [y for _, y in dots] == [90, 149, 186]
    assert [x for x, _ in dots] == [30, 455, 970]
    assert [line[0] for line in steps(drawing, "stem")] == [(30, 216), (455, 216), (970, 216)]
    assert steps(drawing, "line") == []


def test_edges_and_names_of_the_bands_are_written() -> None:
    drawing = parsed(assessment_figure("PHQ-9", RESULTS, BANDS, 0, 27))
    said = words(drawing)
    for word in ("0", "5", "10", "15", "20", "27", "minimal", "mild", "moderate", "moderately", "severe"):
        assert word in said, word
    assert len([line for line in drawing.iter("line") if line.get("class") == "edge"]) == 6
    heights = {text.text: int(text.get("y") or "") for text in drawing.iter("text")}
    assert heights["27"] < heights["20"] < heights["15"] < heights["10"] < heights["5"] < heights["0"]


def test_scores_stand_above_their_dots_unless_they_would_touch() -> None:
    near = [(date(2026, 3, 1), 3), (date(2026, 3, 2), 7), (date(2026, 6, 1), 5)]
    drawing = parsed(assessment_figure("GAD-7", near, [], 0, 21))
    assert [text.text for text in drawing.iter("text") if "score" in (text.get("class") or "")] == ["7", "5"]
    assert [row[1] for row in table(drawing)] == ["score", "3", "7", "5"]


def test_one_result_has_no_figure() -> None:
    assert assessment_figure("PHQ-9", RESULTS[:1], BANDS, 0, 27) == ""
    assert assessment_figure("PHQ-9", [], BANDS, 0, 27) == ""


def test_the_table_names_the_band() -> None:
    assert assessment_table(reversed_of(RESULTS), BANDS).rows == (
        ("2026-03-01", "17", "moderately severe"),
        ("2026-03-15", "9", "mild"),
        ("2026-04-01", "4", "minimal"),
    )
    assert assessment_table(RESULTS, []).head == ("day", "score")
    assert assessment_table([(date(2026, 3, 1), -1)], [("some", 5)]).rows == (("2026-03-01", "-1", ""),)


def test_narrow_bands_have_no_name_beside_them() -> None:
    bands = [(f"band {n}", n) for n in range(60)]
    drawing = parsed(assessment_figure("fine", RESULTS, bands, 0, 60))
    assert not [word for word in words(drawing) if word.startswith("band")]
    assert table(drawing)[1][2] == "band 17"


def test_two_of_one_day_stand_on_each_other() -> None:
    drawing = parsed(assessment_figure("x", [(date(2026, 3, 1), 3), (date(2026, 3, 1), 7)], [], 0, 10))
    assert [line[0][0] for line in steps(drawing, "scores")] == [500, 500]
    assert described(drawing)[0][1] == "3 on 1 Mar 2026, 7 on 1 Mar 2026."


def test_the_scores_are_said_the_last_ones_where_they_are_many() -> None:
    many = [(date(2026, month, 1), month) for month in range(1, 13)]
    [(title, said)] = described(parsed(assessment_figure("x", many, [], 0, 20)))
    assert title == "x over time"
    assert said.startswith("1 on 1 Jan 2026, 2 on 1 Feb 2026, ")
    [(_, said)] = described(parsed(assessment_figure("x", [*many, (date(2027, 1, 1), 13)], [], 0, 20)))
    assert said.startswith("The last 12: 2 on 1 Feb 2026, ")
    assert said.endswith(", 13 on 1 Jan 2027.")


def reversed_of(results: list[tuple[date, int]]) -> list[tuple[date, int]]:
    return results[::-1]
