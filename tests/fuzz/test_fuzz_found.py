"""What a fuzzer or a property test found, or reached in an odd way: each file in `found/` is tried again.

- `bom-then-not-utf8`: raised an error, since the line of the fault was sought in the wrong bytes
- `bom-above-private`: a check-in was put before the byte-order mark
- `open-fence-behind-spaces`: a check-in made a list item of what was code
- the others broke nothing, and are kept since they reach what nothing else does
"""

from pathlib import Path

import pytest

from tests.fuzz.checks import PATH, SETTINGS, check_everything, with_lf
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.entry.splice import add_checkin

# Of each file: whether it can be read and is private, the lines of its problems, and the kinds of its private parts.
FOUND: dict[str, tuple[bool, bool, list[int], list[str]]] = {
    "bom-then-not-utf8": (False, True, [2], []),
    "bom-above-private": (True, False, [], ["section"]),
    "callout-above-a-fence": (True, False, [], ["callout", "html-comment"]),
    "comment-in-code-left-open": (True, False, [1], ["html-comment"]),
    "mixed-line-ends-in-a-block-scalar": (True, False, [4], []),
    "not-utf8-behind-a-fence": (False, True, [1], ["comment"]),
    "open-fence-behind-spaces": (True, False, [], []),
    "private-misspelt": (True, True, [2, 5], ["html-comment"]),
    "private-without-a-space": (True, True, [2, 8], ["section", "html-comment"]),
}
FOLDER = Path(__file__).parent / "found"


def test_every_file_is_known_and_there() -> None:
    assert sorted(path.stem for path in FOLDER.iterdir()) == sorted(FOUND)


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_once_is_read_right(name: str) -> None:
    data = (FOLDER / f"{name}.bin").read_bytes()
    check_everything(data)
    note = parse_note(PATH, data, SETTINGS)
    lines = [one.line for one in note.problems]
    kinds = [span.kind for span in private_spans(with_lf(data))]
    assert (note.entry.readable, note.entry.private, lines, kinds) == FOUND[name]


@pytest.mark.parametrize(
    "body",
    ["%%\n" + "\\`" * 20_000, "%%\n" + "\\``" * 15_000, "- #a " + "\\`" * 20_000, "%%\n" * 15_000 + "`" * 5_000],
)
def test_a_long_run_of_ticks_is_read_at_once(body: str) -> None:
    """Each tick was compared with every later one, which took minutes."""
    note = parse_note(PATH, body.encode(), SETTINGS)
    assert note.body == body
    assert note.entry.readable
    added = "\n- 14:30 (mood:: 4)"
    if "%%" not in body:
        assert add_checkin(PATH, body.encode(), added.strip(), SETTINGS) == (body + added).encode()


def test_a_long_run_of_opened_comments_is_read_at_once() -> None:
    """Each was followed to the end of its line, which took minutes."""
    note = parse_note(PATH, b"- #session --> " + b"<!--" * 40_000 + b" ask %% aside %%", SETTINGS)
    assert [one.text.replace("<!--", "").split() for one in note.entry.agenda] == [["-->", "ask"]]
