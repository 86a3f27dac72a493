"""Text added below a heading: what was there stays to the byte, and what cannot be done safely is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.strategies import NOTES
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.entry.section import add_below
from tj.errors import Refused

SETTINGS = Settings()
TASKS = ["- [ ] breathe", "- [ ] write"]


def add(text: str, *block: str, heading: str = "Homework") -> str:
    return add_below("sessions/a.md", text.encode(), heading, block or TASKS, SETTINGS).decode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "## Homework\n\n- [ ] breathe\n- [ ] write\n"),
        ("\ufeff", "\ufeff## Homework\n\n- [ ] breathe\n- [ ] write\n"),
        ("## Homework\na - b\n", "## Homework\na - b\n\n- [ ] breathe\n- [ ] write\n"),
        ("X\n", "X\n\n## Homework\n\n- [ ] breathe\n- [ ] write\n"),
        ("talked", "talked\n\n## Homework\n\n- [ ] breathe\n- [ ] write\n"),
        ("# S\n\n## Homework\n", "# S\n\n## Homework\n\n- [ ] breathe\n- [ ] write\n"),
        ("## homework ##\n\n- [x] old\n\n## Notes\n",
         "## homework ##\n\n- [x] old\n- [ ] breathe\n- [ ] write\n\n## Notes\n"),
        ("## Homework\nwords\n# Next\n", "## Homework\nwords\n\n- [ ] breathe\n- [ ] write\n\n# Next\n"),
        ("# Homework\n## Deeper\n* [ ] a\n", "# Homework\n## Deeper\n* [ ] a\n- [ ] breathe\n- [ ] write\n"),
        ("\ufeff---\r\ntype: session\r\n---\r\n## Homework\r\n\r\n\r\n## N\r\n",
         "\ufeff---\r\ntype: session\r\n---\r\n## Homework\r\n\r\n- [ ] breathe\r\n- [ ] write\r\n\r\n\r\n## N\r\n"),
        ("```\n## Homework\n```\n", "```\n## Homework\n```\n\n## Homework\n\n- [ ] breathe\n- [ ] write\n"),
        ("%%\n## Homework\n%%\n", "%%\n## Homework\n%%\n\n## Homework\n\n- [ ] breathe\n- [ ] write\n"),
    ],
)  # fmt: skip
def test_lines_go_to_the_end_of_their_section(before: str, after: str) -> None:
    assert add(before) == after


def test_words_stand_apart_from_the_list_above_them() -> None:
    assert add("## Homework\n- a\n", "words", "- b") == "## Homework\n- a\n\nwords\n- b\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\nbroken: [\n---\n",  # cannot be read
        "words %%\nnever closed\n",  # the end of the note is hidden
        "```\nnever closed\n",  # or is code
    ],
)
def test_what_would_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        add(text)


def test_a_text_that_hides_what_follows_is_refused() -> None:
    note = "## Notes\n\n## Homework\n\n- [ ] breathe\n"
    with pytest.raises(Refused):
        add(note, "an open %% comment", heading="Notes")
    with pytest.raises(Refused):
        add(note, "```", heading="Notes")
    assert "words %% mine %%" in add(note, "words %% mine %%", heading="Notes")


@given(NOTES, st.sampled_from(["Notes", "Homework", "a"]))
def test_whatever_the_note_its_bytes_stay_and_the_task_is_there(data: bytes, heading: str) -> None:
    try:
        after = add_below("sessions/a.md", data, heading, ["- [ ] a new one"], SETTINGS)
    except Refused:
        return
    remaining = iter(after)
    assert all(byte in remaining for byte in data)
    old, new = (parse_note("sessions/a.md", one, SETTINGS).entry for one in (data, after))
    assert len(new.tasks) == len(old.tasks) + 1
    assert "a new one" in [task.text for task in new.tasks]
    assert new.private == old.private
