"""Emotions as bars: longest first, their numbers beside them, all of them in the table."""

from tests.report.drawings import described, parsed, table, words
from tj.report.charts import emotions_figure


def test_bars_are_as_long_as_their_counts() -> None:
    drawing = parsed(emotions_figure({"calm": 2, "anxious": 8, "angry": 2}))
    assert words(drawing) == ["anxious", "8", "angry", "2", "calm", "2"]
    assert [bar.get("width") for bar in drawing.iter("rect")] == ["86.0%", "21.5%", "21.5%"]
    assert described(drawing) == [("Emotions", "anxious 8, angry 2, calm 2.")]


def test_the_twelve_most_noted_are_drawn_and_the_table_has_all() -> None:
    drawing = parsed(emotions_figure({f"feeling {n:02}": 40 - n for n in range(20)}))
    assert len(list(drawing.iter("rect"))) == 12
    assert len(table(drawing)) == 21
    assert "These are the 12 most noted of 20." in "".join(drawing.itertext())


def test_a_long_word_is_shortened_in_the_drawing_alone() -> None:
    word = "overwhelmed by everything"
    drawing = parsed(emotions_figure({word: 1}))
    assert words(drawing)[0] == "overwhelmed b…"
    assert table(drawing)[1] == [word, "1"]


def test_markup_is_only_words() -> None:
    drawing = parsed(emotions_figure({'<script>"&': 3, "a\x00\ud800\u202eb": 1}))
    assert words(drawing)[0] == '<script>"&'
    assert table(drawing)[2] == ["a   b", "1"]


def test_nothing_noted_is_no_figure() -> None:
    assert emotions_figure({}) == ""
    assert emotions_figure({"calm": 0}) == ""
