"""A splice into any note changes just its place, or is refused and changes nothing."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.checks import PATH, SETTINGS, check_splices
from tests.fuzz.strategies import BODIES, GOOD_HEADERS, MUTATED, NOTES, encoded
from tj.entry.parse import parse_note
from tj.entry.splice import add_to_list, set_text
from tj.errors import Refused

ITEMS = st.one_of(
    st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=20),
    st.sampled_from(["walk", "read: 20", "[[walk]]", "no", "22:30", "#a", "- a", "a\nb", '"', "\\", "\u2028", "\x85"]),
)


@settings(max_examples=200)
@given(NOTES)
def test_any_note_is_changed_in_just_one_place_or_not_at_all(data: bytes) -> None:
    check_splices(data)


@settings(max_examples=150)
@given(MUTATED)
def test_a_damaged_note_is_changed_in_just_one_place_or_not_at_all(data: bytes) -> None:
    check_splices(data)


@settings(max_examples=250)
@given(GOOD_HEADERS, BODIES, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_a_header_that_is_read_is_changed_in_just_one_place(header: str, body: str, newline: str, mark: bool) -> None:
    check_splices(encoded(header + body, newline, mark=mark))


@settings(max_examples=150)
@given(GOOD_HEADERS, ITEMS, ITEMS)
def test_any_words_are_written_so_that_they_are_read_back(header: str, item: str, value: str) -> None:
    data = header.encode("utf-8", "surrogatepass")
    try:
        data = add_to_list(PATH, data, "goals", item, SETTINGS)
        data = set_text(PATH, data, "status", value, SETTINGS)
    except Refused:
        return
    properties = parse_note(PATH, data, SETTINGS).entry.properties
    goals = properties["goals"]
    assert isinstance(goals, list)
    assert goals[-1] == item
    assert properties["status"] == value


def test_most_headers_that_people_write_can_be_changed() -> None:
    """Refusing is safe, so what is asserted above would hold for a splice that refuses everything."""
    written = [
        "---\ngoals: [walk]\nstatus: active # c\n---\ntext\n",
        "---\n# c\ngoals:\n- walk # c\n\nstatus: 'active'\n---\n",
        "---\nstatus: |\n  a\ngoals:\n  - walk: 20\n---\n",
        "text\n",
    ]
    made = [check_splices(encoded(text, end, mark=mark)) for text in written for end in ("\n", "\r\n", "\r")
            for mark in (False, True)]  # fmt: skip
    assert made == [*[5] * 12, *[3] * 6, *[5] * 6]
