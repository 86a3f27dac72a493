"""Merging one note from two devices: nothing that was written is lost, and nothing hidden comes to light."""

import re
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz.strategies import NOTES
from tj.config import Settings
from tj.entry.merge import Merged, merge_notes
from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.entry.private import private_spans

PATH = "journal/2026/2026-05-11.md"
BASE = """---
date: 2026-05-11
mood: 5 # noon
emotions: [calm, tired]
goals:
  - walk   # every day
  - read
sleep: 7
---
# Monday

## Check-ins

- 08:00 (mood:: 5)

## Day

One.

Two.
"""


def merge(base: str | None, ours: str, theirs: str) -> tuple[str, int]:
    found = merge_notes(PATH, None if base is None else base.encode(), ours.encode(), theirs.encode(), Settings())
    assert found is not None
    return found.data.decode(), found.conflicts


def parse(text: str | bytes) -> Note:
    return parse_note(PATH, text.encode() if isinstance(text, str) else text, Settings())


def test_one_sides_change_is_taken_to_the_byte() -> None:
    other = BASE.replace("Two.", "Two, too.").replace("5 # noon", "6 # noon")
    assert merge(BASE, BASE, other) == (other, 0)
    assert merge(BASE, other, BASE) == (other, 0)
    assert merge(BASE, other, other) == (other, 0)


def test_changes_at_different_places_are_both_taken() -> None:
    ours = BASE.replace("mood: 5", "mood: 7").replace("One.", "One, at length.")
    theirs = BASE.replace("sleep: 7", "sleep: 6.5\nsteps: 4000").replace("Two.\n", "Two.\n\nThree.\n")
    both = ours.replace("sleep: 7", "sleep: 6.5\nsteps: 4000").replace("Two.\n", "Two.\n\nThree.\n")
    assert merge(BASE, ours, theirs) == (both, 0)
    assert merge(BASE, theirs, ours) == (both, 0)


def test_lists_are_merged_as_sets_and_keep_their_style() -> None:
    ours = BASE.replace("[calm, tired]", "[calm, 'glad']").replace("  - read\n", "  - read\n  - swim # new\n")
    theirs = BASE.replace("[calm, tired]", "[calm, tired, proud]").replace("  - walk   # every day\n", "  - cook\n")
    text, conflicts = merge(BASE, ours, theirs)
    assert conflicts == 0
    assert "emotions: [calm, 'glad', proud]\n" in text
    assert "goals:\n  - read\n  - swim # new\n  - cook\n" in text


def test_a_list_of_one_side_only_and_an_emptied_one() -> None:
    ours = BASE.replace("goals:\n  - walk   # every day\n  - read\n", "goals:\n").replace("sleep", "tags: [a]\nsleep")
    theirs = BASE.replace("  - read\n", "  - read\n  - swim\n").replace("sleep", "tags: [b]\nsleep")
    text, conflicts = merge(BASE, ours, theirs)
    assert conflicts == 0
    assert parse(text).entry.properties["goals"] == ["swim"]
    assert parse(text).entry.tags == ("a", "b")


def test_checkins_go_by_time_and_none_is_doubled() -> None:
    ours = BASE.replace("5)\n", "5)\n- 09:00 (mood:: 6) both\n- 18:00 (mood:: 4) mine\n  with a line below\n")
    theirs = BASE.replace("5)\n", "5)\n- 09:00 (mood:: 6) both\n- 12:30 (mood:: 7) theirs\n- 21:00 (mood:: 5) late\n")
    expected = BASE.replace(
        "5)\n",
        "5)\n- 09:00 (mood:: 6) both\n- 12:30 (mood:: 7) theirs\n- 18:00 (mood:: 4) mine\n  with a line below\n"
        "- 21:00 (mood:: 5) late\n",
    )
    assert merge(BASE, ours, theirs) == (expected, 0)
    assert merge(BASE, theirs, ours) == (expected, 0)


def test_what_both_add_at_the_end_stays_in_two_paragraphs() -> None:
    text, conflicts = merge(BASE, BASE + "\nFrom the telephone.\n", BASE + "\nFrom the desk.\n")
    assert (text, conflicts) == (BASE + "\nFrom the telephone.\n\nFrom the desk.\n", 0)


def test_a_note_that_both_began_is_merged_without_doubled_headings() -> None:
    ours = BASE.replace("One.", "From here.").replace("mood: 5 # noon\n", "")
    theirs = BASE.replace("One.", "From there.").replace("08:00", "07:00")
    text, conflicts = merge(None, ours, theirs)
    assert conflicts == 0
    assert text.count("## Day") == 1
    assert "- 07:00 (mood:: 5)\n- 08:00 (mood:: 5)\n" in text
    assert "From here." in text
    assert "From there." in text
    assert parse(text).entry.stated_mood == 5


def test_the_same_line_changed_twice_is_a_conflict_in_the_body() -> None:
    text, conflicts = merge(BASE, BASE.replace("One.", "Won."), BASE.replace("One.", "Own."))
    assert conflicts == 1
    assert "<<<<<<< ours\nWon.\n=======\nOwn.\n>>>>>>> theirs\n" in text
    assert parse(text).problems == ()


def test_two_values_of_one_key_stand_hidden_in_the_body() -> None:
    text, conflicts = merge(BASE, BASE.replace("mood: 5", "mood: 3"), BASE.replace("mood: 5", "mood: 8"))
    note = parse(text)
    assert conflicts == 1
    assert note.entry.stated_mood == 3
    assert note.body.startswith("%%\n<<<<<<< ours\nmood: 3 # noon\n=======\nmood: 8 # noon\n>>>>>>> theirs\n%%\n\n# M")
    span = private_spans(note.body)[0]
    assert note.body[span.start : span.end].count("mood") == 2


def test_a_key_that_one_took_away_and_the_other_changed_stays() -> None:
    text, conflicts = merge(BASE, BASE.replace("sleep: 7\n", ""), BASE.replace("sleep: 7", "sleep: 8"))
    assert conflicts == 0
    assert "sleep: 8\n" in text


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (BASE.replace("date:", "private: true\ndate:"), BASE.replace("Two", "2")),
        (BASE.replace("date:", "private: false\ndate:"), BASE.replace("date:", "Private: yes\ndate:")),
        (BASE.replace("date:", "private:\ndate:"), BASE.replace("date:", "private: false\ndate:")),
        (BASE.replace("sleep: 7", "sleep: 8\nmood: 2"), BASE.replace("Two", "2")),  # a key twice: unreadable
        (BASE.replace("sleep: 7\n---\n", "sleep: 8\n"), BASE.replace("Two", "2")),  # never closed
        ("Just text, no header.\n", "---\nprivate: true\n---\nOther text.\n"),
        ("", "---\nprivate: true\n---\nOther text.\n"),
    ],
)
def test_private_on_either_side_stays_private(ours: str, theirs: str, *, swap: bool) -> None:
    text, _ = merge(BASE, theirs, ours) if swap else merge(BASE, ours, theirs)
    assert parse(text).entry.private
    lines = Counter(text.split("\n"))
    for line in {*ours.split("\n"), *theirs.split("\n")} - {*BASE.split("\n")}:
        assert lines[line] or "private" in line.casefold(), line


HEADERS = {
    "a block list keeps its remarks": (
        "goals:\n  - walk # daily\n  - read\n", "goals:\n  - walk # daily\n  - read\n  - swim\n",
        "goals:\n  - walk # daily\n", "goals:\n  - walk # daily\n  - swim\n", 0),
    "an emptied list": ("goals:\n- walk\n# or not\n# or so\n- read\n", "goals:\n# or not\n# or so\n- read\n",
                        "goals:\n- walk\n# or not\n# or so\n", "goals: []\n# or not\n# or so\n", 0),
    "one item for another": ("goals:\n- walk\n- read\n", "goals:\n- walk\n", "goals:\n- walk\n- read\n- swim\n",
                             "goals:\n- walk\n- swim\n", 0),
    "a list that ours only names": (None, "goals:\n", "goals:\n- walk\n- read\n", "goals:\n  - walk\n  - read\n", 0),
    "theirs stand where they stood": ("a: 1\nb: 2\n", "a: 1\nb: 3\n", "a: 1\nc: 3\nd: 4\nb: 2\n",
                                      "a: 1\nc: 3\nd: 4\nb: 3\n", 0),
    "theirs stand first": ("b: 2\n", "b: 3\n", "c: 3\nb: 2\n", "b: 3\nc: 3\n", 0),
    "remarks of both": ("mood: 5\nsleep: 7\n", "mood: 6\n# better\n# both\nsleep: 7\n",
                        "mood: 5\n# noon\n# both\n# sun\nsleep: 8\n",
                        "mood: 6\n# better\n# both\n# noon\n# sun\nsleep: 8\n", 0),
    "remarks before the keys": ("# one\na: 1\n", "# one\n# mine\na: 2\n", "# one\n# theirs\na: 1\nb: 1\n",
                                "# one\n# mine\n# theirs\na: 2\nb: 1\n", 0),
    "nothing but a remark": (None, "# one\n", "mood: 5\n", "# one\nmood: 5\n", 0),
    "another way to write it gives way": ("a: x\n", "a: 'x'\n", "a: y\n", "a: y\n", 0),
    "two words for private": (None, "private: true\n", "private: yes\n", "private: true\n", 0),
    "private, written anew": ("private: true\n", "private: true # now\n", "private: false\n",
                              "private: true # now\n", 0),
    "another kind is another value": ("a: 1\n", "a: '1'\n", "a: 2\n", "a: '1'\n", 1),
    "a list and a word": ("a: [x]\n", "a: [x, y]\n", "a: z\n", "a: [x, y]\n", 1),
}  # fmt: skip


@pytest.mark.parametrize(("base", "ours", "theirs", "merged", "conflicts"), HEADERS.values(), ids=HEADERS)
def test_front_matter_is_merged_key_by_key(
    base: str | None, ours: str, theirs: str, merged: str, conflicts: int
) -> None:
    whole = None if base is None else f"---\n{base}---\nSame.\n"
    text, found = merge(whole, f"---\n{ours}---\nSame.\n", f"---\n{theirs}---\nSame.\n")
    assert text.startswith(f"---\n{merged}---\n")
    assert (found, text.endswith(f"---\n{merged}---\nSame.\n")) == (conflicts, not conflicts)


def test_front_matter_of_both_sides_where_there_was_none() -> None:
    assert merge("x\n", "---\nmood: 5\n---\nx\n", "---\nsleep: 7\n---\nx\n") == ("---\nmood: 5\nsleep: 7\n---\nx\n", 0)


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x0c"])
def test_a_header_with_line_ends_of_another_kind_is_merged_line_by_line(sign: str) -> None:
    base = f"---\na: 'b{sign}c'\nd: 1\n\ne: 1\n---\nx\n"
    assert merge(base, base.replace("d: 1", "d: 2"), base.replace("e: 1", "e: 3")) == (
        base.replace("d: 1", "d: 2").replace("e: 1", "e: 3"),
        0,
    )


def test_a_conflict_at_the_top_of_a_note_leaves_it_readable() -> None:
    text, conflicts = merge("\nfirst\nrest\n", "\nmine\nrest\n", "\nother\nrest\n")
    assert conflicts == 1
    assert text == "---\n---\n\n<<<<<<< ours\nmine\n=======\nother\n>>>>>>> theirs\nrest\n"
    assert parse(text).entry.readable


def test_what_cannot_be_parted_stands_one_below_the_other() -> None:
    broken = "---\nmood: [\n---\nx\n"
    ours, theirs = broken.replace("[", "[1").replace("x", "y"), broken.replace("[", "[2").replace("x", "z")
    expected = f"{ours}<<<<<<< ours\n=======\n{theirs}\n>>>>>>> theirs\n"
    assert merge(broken, ours, theirs) == (expected, 1)
    assert merge(broken, ours.removesuffix("\n"), theirs) == (expected, 1)


def test_once_it_was_private_a_merge_does_not_open_it() -> None:
    base = BASE.replace("date:", "private: true\ndate:")
    text, conflicts = merge(base, BASE, base.replace("Two.", "Two, believed to be private."))
    assert (parse(text).entry.private, conflicts) == (True, 0)
    assert text.count("private: true") == 1


def test_a_line_written_under_a_heading_that_the_other_opened_makes_the_note_private() -> None:
    base = BASE + "\n## Private\n\nA secret.\n\n\n\nA further one.\n"
    ours = base.replace("## Private", "## Open now")
    theirs = base.replace("A further one.", "A further one.\n\nWritten below, believed to be hidden.")
    text, _ = merge(base, ours, theirs)
    assert parse(text).entry.private
    assert text.startswith(BASE.partition("---\n# Monday")[0] + "private: true\n---\n# Monday")


def test_marks_line_ends_and_a_missing_last_one_are_ours() -> None:
    ours = "\ufeff" + BASE.replace("Two.\n", "Two.").replace("mood: 5", "mood: 7").replace("\n", "\r\n")
    theirs = BASE.replace("One.", "One, changed.")
    text, conflicts = merge(BASE, ours, theirs)
    assert conflicts == 0
    assert text == ours.replace("One.", "One, changed.")


def test_the_last_line_of_a_part_is_hidden_like_the_others() -> None:
    base = "---\nmood: 5\n---\n## Private\n\n\n## Next\nopen\n"
    text, _ = merge(
        base, base.replace("## Private", "## Open now"), base.replace("\n\n## Next", "\ntold here\n## Next")
    )
    assert "told here" in text
    assert parse(text).entry.private


def test_a_header_that_cannot_be_parted_by_keys_is_merged_all_the_same() -> None:
    base, braces, more = (f"---\n{header}\n---\nx\n" for header in ("a: 1", "{a: 2}", "a: 1\nb: 2"))
    for ours, theirs in ((braces, more), (more, braces)):
        text, _ = merge(base, ours, theirs)
        assert all(line in text for line in ("{a: 2}", "b: 2"))


def test_a_byte_order_mark_keeps_no_key_from_being_merged() -> None:
    ours = "\ufeff" + BASE.replace("mood: 5", "mood: 7")
    theirs = BASE.replace("[calm, tired]", "[calm]")
    assert merge(BASE, ours, theirs) == (ours.replace("[calm, tired]", "[calm]"), 0)
    assert merge(BASE, theirs, ours) == (ours.replace("[calm, tired]", "[calm]").removeprefix("\ufeff"), 0)


def test_what_is_no_text_is_left_to_the_writer() -> None:
    assert merge_notes(PATH, b"a", b"\xff\xfe", b"b", Settings()) is None
    assert merge_notes(PATH, b"a", b"a\0", b"b", Settings()) is None
    assert merge_notes(PATH, None, b"a", b"a", Settings()) == Merged(b"a")


def test_notes_of_many_lines_are_merged() -> None:
    base = "".join(f"line {number}\n\n" for number in range(4000))
    text, conflicts = merge(base, base.replace("line 7\n", "line seven\n"), base + "more\n")
    assert (text, conflicts) == (base.replace("line 7\n", "line seven\n") + "more\n", 0)


EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from(["add", "change", "drop"]), st.sampled_from(
        ["A sentence.", "- 14:30 (mood:: 4) then", "- 07:15 (mood:: 6)", "", "## Private", "%% aside %%", "%%", "```",
         "- [ ] a task #session", "> [!private]", "> quoted", "  indented", "---", "mood: 3", "tags: [x]", "a: b",
         "private: true", "<!--", "-->", "=======", "\u2028", "emotions: [proud]", "  - item"]
    )), max_size=6,
)  # fmt: skip


def edited(text: str, edits: list[tuple[float, str, str]], mark: str) -> str:
    lines = text.split("\n")
    for number, (place, kind, line) in enumerate(edits):
        at = int(place * len(lines))
        said = f"{line} {mark}{number}" if line[:1].isalpha() and ":" not in line else line
        lines[at : at + (kind != "add")] = [] if kind == "drop" else [said]
    return "\n".join(lines)


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.just(BASE), NOTES.map(lambda data: data.decode("utf-8", "replace"))), EDITS, EDITS)
def test_no_line_is_lost_and_nothing_hidden_is_shown(
    base: str, mine: list[tuple[float, str, str]], others: list[tuple[float, str, str]]
) -> None:
    base = base.replace("\0", "").replace("\r", "").removeprefix("\ufeff")
    ours, theirs = edited(base, mine, "o"), edited(base, others, "t")
    for one, other in ((ours, theirs), (theirs, ours)):
        text, _ = merge(base, one, other)
        if base in (one, other):
            assert text in (one, other)
            continue
        note, sides = parse(text), [parse(one), parse(other)]
        written = Counter(re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))
        for side in sides:
            for line in side.body.split("\n"):
                if line.strip() and line not in base.split("\n") and "private" not in line.casefold():
                    assert written[re.sub(r"\s+", " ", line).strip()], (line, text)
        if all(side.entry.readable for side in sides):
            assert note.entry.readable
        if any(side.entry.private for side in sides):
            assert note.entry.private
        if not note.entry.private:
            shown = _shown(note)
            for line in {line for side in sides for line in _hidden(side)}:
                assert shown[line] <= max(_shown(side)[line] for side in sides)


KEYS = st.dictionaries(
    st.sampled_from(["mood", "sleep", "tags", "goals", "weather", "x y"]),
    st.sampled_from(["1", "2", "'3'", "[a]", "[a, b]", "[b, 'c d']", "\n  - a\n  - b", "\n- b # why\n- d", "", "{a: 1}",
                     "|\n  two\n  lines", "~"]),
    max_size=5,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(KEYS, KEYS, KEYS)
@example({"weather": "[a, b]"}, {"weather": ""}, {"weather": "[a]"})
def test_no_value_is_lost(base: dict[str, str], ours: dict[str, str], theirs: dict[str, str]) -> None:
    texts = ["---\n" + "".join(f"{key}: {value}\n" for key, value in side.items()) + "---\nSame.\n"
             for side in (base, ours, theirs)]  # fmt: skip
    text, conflicts = merge(*texts)
    result = parse(text)
    begun, mine, other = (parse(side).entry.properties for side in texts)
    assert result.entry.readable
    for key in {*mine, *other}:
        known = result.entry.properties.get(key)
        for side, opposite in ((mine, other), (other, mine)):
            value, before = side.get(key), begun.get(key)
            changed = key in side and (key not in begun or value != before)
            if not changed or known == value:
                continue
            # A key with nothing behind it is a list of nothing, from which the other side may have taken items too.
            if known is None and isinstance(value, list) and key in result.entry.properties and key in opposite:
                known = []
            if isinstance(value, list) and isinstance(known, list):
                kept = opposite.get(key)
                left = kept if isinstance(kept, list) else []
                gone = [item for item in before if item not in left] if isinstance(before, list) else []
                assert all(item in known or item in gone for item in value) or f"{key}:" in result.body
            else:
                assert conflicts or value is None or opposite.get(key) == known
                assert value is None or f"{key}:" in result.body


def _shown(note: Note) -> Counter[str]:
    return Counter(line for line, hidden in _lines(note) if not hidden)


def _hidden(note: Note) -> set[str]:
    return {line for line, hidden in _lines(note) if hidden}


def _lines(note: Note) -> list[tuple[str, bool]]:
    spans = private_spans(note.body)
    found = []
    start = 0
    for line in note.body.split("\n"):
        inside = any(span.start <= start and start + len(line) <= span.end for span in spans)
        found += [(line.strip(), inside)] if line.strip() else []
        start += len(line) + 1
    return found
