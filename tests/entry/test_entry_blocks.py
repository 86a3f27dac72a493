"""Fences in quotes and lists, held to CommonMark on some thousand bodies that are the same each time."""

import random

from tests.entry.test_entry_lines import COMMONMARK, bare, fenced, fenced_by_commonmark
from tj.entry.blocks import looks_like_fence

# Few of each, so that they meet often: quotes, items and what stands in them.
PLACES = (
    "",
    "",
    "",
    "  ",
    "   ",
    "    ",
    "> ",
    ">",
    "   > ",
    "- ",
    "-",
    "1. ",
    "> - ",
    "- > ",
    "\t",
    ">     ",
)
CONTENTS = ("```", "```", "~~~", "x", "X", "", "# h", "x # h", "x ---", "---", "2. y", "- y")
DOUBTFUL = ("<div>", "<!-- x", "-->", "[x]: y", "<pre>", "``` a", "````")


def many(contents: tuple[str, ...]) -> list[str]:
    """Return the same hundreds of bodies each time."""
    dice = random.Random(5)  # noqa: S311 - no secret
    return [
        "\n".join(dice.choice(PLACES) + dice.choice(contents) for _ in range(dice.randint(2, 7))) for _ in range(700)
    ]


def test_fences_in_quotes_and_lists_are_those_of_commonmark() -> None:
    compared = 0
    for body in many(CONTENTS):
        inside, known = fenced(body, openly=True), bare(body, fenced_by_commonmark(body))
        assert bare(body, fenced(body)) <= known, body
        if not any(looks_like_fence(text) for number, text in enumerate(body.split("\n")) if number not in inside):
            compared += 1
            assert bare(body, inside) == known, body
    assert compared > 400


def test_fences_in_plain_text_are_surely_code() -> None:
    dice = random.Random(6)  # noqa: S311 - no secret
    sure = 0
    for _ in range(700):
        kinds = ("", "", " ", "   "), ("```", "```", "~~~", "````", "x", "", "# h", "---", "> x", "- x")
        body = "\n".join("".join(map(dice.choice, kinds)) for _ in range(dice.randint(2, 9)))
        fences = [token.map for token in COMMONMARK.parse(body) if token.type == "fence" and token.map]
        if not any(mark in body for mark in (">", "- x")):
            closed = {number for first, last in fences[:-1] for number in range(first, last)}
            assert closed <= fenced(body), body
            sure += len(closed) > 0
    assert sure > 30


def test_in_doubt_no_fence_is_code_that_commonmark_shows_as_text() -> None:
    for body in many(CONTENTS + DOUBTFUL):
        assert bare(body, fenced(body)) <= bare(body, fenced_by_commonmark(body)), body
