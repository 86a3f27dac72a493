"""What may be seen of a note, told from the note itself, is neither what is hidden in it nor what was taken out."""

import pytest

from tj.config import Settings
from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.share.visible import hidden_texts, visible_text

ALLOWED = frozenset({"date", "mood", "said"})


def note(text: str) -> Note:
    return parse_note("a.md", text.encode(), Settings())


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("nothing to hide", []),
        ("a %% b %% c\n## Private\nd", ["%% b %%", "## Private\nd"]),
        ("%% a %% [[a note of mine]]", ["%% a %%", "a note of mine"]),
        ("a\n```tasks\nb\n```\nc", ["```tasks\nb\n```"]),
        ("[[a note of mine]] [[short]] [[#a heading of mine]]", ["a note of mine"]),
        ("[[a note of mine|words]]", ["a note of mine"]),
        ("`[[another of mine]]`", []),
        ("`a` [[a note of mine]] `b`", ["a note of mine"]),
        ("(weight:: eighty kilograms) (mood:: as it has to be)", [" eighty kilograms"]),
        ("`(weight:: eighty kilograms)` (w::a)", []),
        ("\n---\nmood: 3\nmine: one\n---\nsaid", ["---\nmood: 3\nmine: one\n---\n"]),
        ("---\nsaid: two\n---\n---\nmine: one\n---\n", ["---\nmine: one\n---\n"]),
        ("---\nmood: 3\n---\n# T\n---\nmine: one\n---\n", []),
        ("---\nmine: one\nsaid: two\nmore: [three, {four: five}]\n---\n", ["one", "three", "four", "five"]),
    ],
)
def test_what_is_hidden(text: str, hidden: list[str]) -> None:
    assert hidden_texts(note(text), ALLOWED) == hidden


@pytest.mark.parametrize(
    ("text", "removed", "seen"),
    [
        ("a b", [], "a b"),
        ("a %% b %% c", [], "a  c"),
        ("---\nmine: one\nsaid: two\n---\nthree", [], "three\n\ntwo"),
        ("a long line of words, a long line of words", ["a long line of words"], ", a long line of words"),
        ("a long line of words, a long line of words", ["a long line of words"] * 2, ", "),
        ("a long line of words", ["a long line of words"] * 9, ""),
        ("short, short", ["short"], "short, short"),
        ("one line of them\nand another one\nc", ["  one line of them\nand another one  "], "\n\nc"),
        ("%% a long line of words %% a long line of words", ["a long line of words"], " a long line of words"),
        ("%% aaaaaaaaaaaa %% bbbbbbbbbbbb", ["%% bbbbbbbbbbbb"], ""),
        ("bbbbbbbbbbbb %% aaaaaaaaaaaa %%", ["bbbbbbbbbbbb %%"], ""),
        ("%% all of it %%", [], ""),
    ],
)
def test_what_may_be_seen(text: str, removed: list[str], seen: str) -> None:
    assert visible_text(note(text), removed, ALLOWED) == seen
