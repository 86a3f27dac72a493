"""New notes are read back as they were meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.config import Settings
from tj.entry.compose import compose_note
from tj.entry.insert import checkin_line
from tj.entry.parse import parse_note
from tj.errors import UsageProblem

SETTINGS = Settings()


@given(st.text(), st.lists(st.text(min_size=1), max_size=4))
def test_any_text_comes_back_from_front_matter(text: str, items: list[str]) -> None:
    data = compose_note({"note": text, "items": items, "mood": 6.5, "date": date(2026, 3, 5)}).encode(
        "utf-8", "replace"
    )
    entry = parse_note("a.md", data, SETTINGS).entry
    read = {"note": text.encode("utf-8", "replace").decode()} if text else {}
    if items:
        read["items"] = [item.encode("utf-8", "replace").decode() for item in items]  # type: ignore[assignment]  # a list now
    assert entry.properties == {**read, "mood": 6.5, "date": date(2026, 3, 5)}


def test_a_note_ends_with_its_body_if_it_has_any() -> None:
    head = "---\nmood: 5\n---\n"
    assert compose_note({"mood": 5, "said": "", "words": []}, " \n") == head
    assert (
        compose_note({"mood": 5.5, "kept": True, "left": False}, "") == "---\nmood: 5.5\nkept: true\nleft: false\n---\n"
    )
    assert compose_note({"mood": 5}, "\na\n\nb \n\n") == f"{head}\na\n\nb\n"


def test_a_checkin_comes_back() -> None:
    line = checkin_line("14:30", "good", ["tense", "tired"], "before\nthe meeting #win")
    entry = parse_note("a.md", line.encode(), SETTINGS).entry
    (found,) = entry.checkins
    assert (found.time, found.mood, found.emotions, found.text) == (
        "14:30",
        7.0,
        ("tense", "tired"),
        "before the meeting",
    )
    assert [win.text for win in entry.wins] == ["before the meeting"]


@pytest.mark.parametrize("emotion", ["", " ", "a,b", "a)", "[a", "a:b", "a\nb"])
def test_an_emotion_that_could_not_be_read_back_is_refused(emotion: str) -> None:
    with pytest.raises(UsageProblem):
        checkin_line("14:30", "6", [emotion])


@pytest.mark.parametrize("mood", ["a (b)", "[a", "a\nb"])
def test_a_mood_word_that_could_not_be_read_back_is_refused(mood: str) -> None:
    with pytest.raises(UsageProblem):
        checkin_line("14:30", mood)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(UsageProblem, match="UTF-8"):
        checkin_line("14:30", "6", [], "caf\udce9")
