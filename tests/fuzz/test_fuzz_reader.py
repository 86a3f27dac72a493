"""The reader takes any bytes: it never raises, points into the file, and keeps private what it cannot read."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.checks import PATH, SETTINGS, check_body, check_reader
from tests.fuzz.strategies import BODIES, BYTES, MUTATED, NOTES, TEXTS, encoded
from tj.entry.frontmatter import read_header
from tj.entry.parse import parse_note
from tj.entry.private import private_spans


@given(BYTES)
def test_any_bytes_are_read(data: bytes) -> None:
    check_reader(data)


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    check_reader(text.encode("utf-8", "surrogatepass"))
    check_body(text)


@settings(max_examples=300)
@given(NOTES)
def test_whatever_people_write_is_read(data: bytes) -> None:
    check_reader(data)


@settings(max_examples=300)
@given(MUTATED)
def test_a_damaged_note_is_read(data: bytes) -> None:
    check_reader(data)


@settings(max_examples=300)
@given(BODIES)
def test_lines_code_and_private_parts_of_any_body_are_in_order(body: str) -> None:
    check_body(body)


@settings(max_examples=200)
@given(TEXTS, st.booleans())
def test_line_ends_and_a_byte_order_mark_change_nothing(text: str, mark: bool) -> None:
    text = text.lstrip("\ufeff")  # which would be one
    expected = parse_note(PATH, encoded(text, "\n", mark=False), SETTINGS)
    for newline in ("\n", "\r\n", "\r"):
        found = parse_note(PATH, encoded(text, newline, mark=mark), SETTINGS)
        assert found.encoded in (None, found.body.encode())
        # By `repr`, since NaN is not itself.
        assert repr(found._replace(encoded=None)) == repr(expected._replace(encoded=None))


@settings(max_examples=300)
@given(TEXTS)
def test_a_private_key_in_a_closed_block_is_never_lost(text: str) -> None:
    """Whatever stands beside it: either the note is read, or it cannot be, and both times it is private."""
    assert parse_note(PATH, f"---\nprivate: true\n{text.replace('---', '+')}\n---\n".encode(), SETTINGS).entry.private
    assert parse_note(PATH, f"---\nprivate: true\n{text}".encode(), SETTINGS).entry.private


@settings(max_examples=300)
@given(BODIES, st.sampled_from(["## Private\n\n{}\n", "> [!private]\n> {}\n", "<!-- {} -->\n", "<!--\n{}"]), BODIES)
def test_a_marked_part_is_private_whatever_stands_around_it(above: str, part: str, below: str) -> None:
    """Nothing below closes a fence, so what stands above it cannot make the part surely code."""
    unfenced = below.replace("```", "").replace("~~~", "")
    text = f"{above}\n\n{part.format('hidden-word')}\n{unfenced}"
    at = text.index("hidden-word")
    assert any(span.start <= at < span.end for span in private_spans(text))


@settings(max_examples=300)
@given(TEXTS)
def test_no_word_falls_between_front_matter_and_body(text: str) -> None:
    header = read_header(text)
    assert text.endswith(header.body)
    if header.body != text:
        head = text.removesuffix(header.body)
        assert head.startswith("---")
        assert head.rstrip("\n").rstrip(" \t").endswith("---")
