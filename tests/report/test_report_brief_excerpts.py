"""Excerpts: all of it where there is room, else the beginning of what is long, and how much more there is."""

from hypothesis import given
from hypothesis import strategies as st

from tj.report.brief.excerpts import excerpts

LONG = "\n\n".join(f"Paragraph {n} has some more words in it." for n in range(100))


def test_what_has_room_stays_whole() -> None:
    assert excerpts(["a\n\nb", "", LONG], 10_000) == [("a\n\nb", 0), ("", 0), (LONG, 0)]


def test_a_long_one_ends_with_a_paragraph() -> None:
    [(text, left)] = excerpts([LONG], 400)
    assert text == "\n\n".join(LONG.split("\n\n")[:8])
    assert left == 8 * 92


def test_short_ones_stay_whole_and_long_ones_share_what_is_left() -> None:
    found = excerpts(["short", LONG, LONG], 2300)
    assert found[0] == ("short", 0)
    assert found[1] == found[2]
    assert 900 < len(found[1][0]) < 1000


def test_a_paragraph_without_an_end_is_cut_at_a_word() -> None:
    [(text, left)] = excerpts(["word " * 500], 460)
    assert text.split() == ["word"] * (len(text) // 5 + 1)
    assert left == 500 - len(text.split())


@given(st.lists(st.text(max_size=600), max_size=12), st.integers(-1000, 5000))
def test_nothing_is_added_and_nothing_is_said_to_be_missing_that_is_there(bodies: list[str], room: int) -> None:
    found = excerpts(bodies, room)
    assert len(found) == len(bodies)
    for body, (text, left) in zip(bodies, found, strict=True):
        assert (left == 0) == (text == body) or left
        assert "".join(text.split()) in "".join(body.split())
    if sum(left for _, left in found):
        assert sum(len(text.encode()) for text, _ in found) <= max(room, 0) + 160 * len(bodies)
