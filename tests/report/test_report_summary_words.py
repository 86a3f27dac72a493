"""Someone's words in a summary: shown as they are, and read by Markdown as nothing but words."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import frontmatter
import mistune
import pytest

from tests.report.pages import summaries
from tj.config import Settings
from tj.entry.model import Entry, GoalMark, Line, Task
from tj.report.render import status

DAY = date(2026, 3, 5)
READ = mistune.create_markdown(
    renderer=None,
    plugins=["table", "strikethrough", "task_lists", "mark", "footnotes", "math", "superscript", "subscript", "insert"],
)
Tokens = list[dict[str, object]]

HOSTILE = [
    "a | b | c",
    "a \\| b",
    "ends with \\",
    "]",
    "](https://elsewhere.test/x)",
    "[x](y)",
    "[[x]]",
    "![[x.png]]",
    "![x](y.png)",
    "[^1]",
    "`code`",
    "```",
    "```\nmermaid",
    "~~~",
    "#session",
    "bring this #session and that #win",
    "---",
    "--- ---",
    "***",
    "===",
    "# heading",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "1) item",
    "[ ] task",
    "- [x] task ✅ 2026-03-05",
    "> quote",
    "> [!private] hidden",
    "two\nlines",
    "two\r\n\r\nparagraphs",
    "\ttab",
    "%%comment%%",
    "<!-- comment -->",
    "<script>alert(1)</script>",
    "<https://elsewhere.test>",
    "&lt;b&gt; &amp; &#35;",
    "*em* _em_ **strong** __strong__",
    "~~gone~~ ==mark== ^^in^^",
    "$x$ $$y$$",
    "H~2~O x^2^",
    "^block-id",
    "{.class}",
    "'single' \"double\"",
    "<<<<<<< HEAD",
    "---\ntype: summary\ngenerated_by: tj\n---",
]  # fmt: skip


def notes(words: str) -> list[Entry]:
    """Return a vault in which `words` stand wherever someone's words can stand."""
    days = [DAY + timedelta(days=n) for n in range(11)]
    found = [
        Entry(
            f"journal/{day}.md",
            date=day,
            title=f"T {words}",
            stated_mood=8.0 if n < 5 else 4.0,
            emotions=(words,) if n < 5 else (),
            tags=(words,) if n >= 5 else (),
            goals=(GoalMark(words),) if n < 5 else (),
            trackers={words: 7.0},
            wins=(Line(words),),
            agenda=(Line(words),),
        )
        for n, day in enumerate(days)
    ]
    session = Entry("sessions/a.md", type="session", date=DAY, tasks=(Task(words, False), Task(words, True)))
    goal = Entry(
        "goals/a.md",
        type="goal",
        title=words,
        properties={"target": words, "status": "done", "amount": 20, "unit": words},
    )
    return [*found, session, goal]


@cache
def written(words: str) -> dict[str, str]:
    """Return the body of each summary but the longer ones, which are made of the same parts."""
    found = summaries(notes(words), Settings(trackers={words: words}))
    assert all(status(text) == "ours" for text in found.values())
    return {name: found[name] for name in ("2026-W10.md", "goals.md", "index.md")}


@cache
def read(words: str, name: str) -> Tokens:
    header, body = frontmatter.parse(written(words)[name])
    assert sorted(header) == ["checksum", "generated_by", "type"]
    tokens = READ(body)
    assert isinstance(tokens, list)
    return tokens


def shape(tokens: Tokens) -> list[object]:
    """Return the kinds of blocks and of what is in them, texts that follow each other as one."""
    kinds: list[object] = []
    for token in tokens:
        children = token.get("children")
        kind: object = (token["type"], shape(children)) if isinstance(children, list) else token["type"]
        if kind != "text" or not kinds or kinds[-1] != "text":
            kinds.append(kind)
    return kinds


def texts(tokens: Tokens) -> Iterator[str]:
    """Yield the text of each block that holds words, as a reader sees it."""
    for token in tokens:
        children = token.get("children")
        if token["type"] in ("block_text", "paragraph", "table_cell", "heading") and isinstance(children, list):
            yield "".join(inline(children))
        elif isinstance(children, list):
            yield from texts(children)


def inline(tokens: Tokens) -> Iterator[str]:
    for token in tokens:
        children = token.get("children")
        yield from inline(children) if isinstance(children, list) else (str(token.get("raw", "")),)


def shown(words: str) -> str:
    return " ".join(words.split())


@pytest.mark.parametrize("words", HOSTILE)
def test_words_change_no_structure_chart_or_link(words: str) -> None:
    for name in written(words):
        tokens, expected = read(words, name), read("words", name)
        assert shape(tokens) == shape(expected)
        assert charts(tokens) == charts(expected)
        assert list(addresses(tokens)) == list(addresses(expected))
    assert len(charts(read(words, "index.md"))) == 1


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_shown_as_they_were_written(words: str) -> None:
    expected = " ".join(words.split())
    seen = [text.replace("\u200b", "") for text in texts(read(words, "index.md"))]
    assert seen.count(f"2026-03-15: {expected}") == 2  # a win, and a line for the session
    assert f"{expected}: 5 entries" in seen
    assert f"{expected}: 6 entries" in seen
    assert f"{expected}: 5 days" in seen
    assert f"{expected} (emotion): 4.0 higher; 5 days with, 6 without" in seen
    assert f"open: {expected}" in seen
    assert seen.count(expected) == 2  # a tracker and its unit
    assert f"2026-03-15 T {expected}, mood 4.0" in seen


@pytest.mark.parametrize("words", HOSTILE)
def test_words_stay_in_their_cell_of_the_goals(words: str) -> None:
    cells = list(texts(read(words, "goals.md")))
    assert cells[2:9] == ["goal", "status", "target", "days", "by week", "in a row", "last"]
    expected = " ".join(words.split())
    named, noted = cells[9:16], cells[16:]
    assert named == [expected, "active", "–", "5", "0 0 4 1", "–", "2026-03-09"]
    assert noted == [expected, "done", f"{expected}, 20 {expected}", "0", "0 0 0 0", "–", "–"]


def charts(tokens: Tokens) -> list[object]:
    return [token["raw"] for token in tokens if token["type"] == "block_code"]


def addresses(tokens: Tokens) -> Iterator[str]:
    for token in tokens:
        attributes, children = token.get("attrs"), token.get("children")
        if isinstance(attributes, dict) and "url" in attributes:
            yield str(attributes["url"])
        if isinstance(children, list):
            yield from addresses(children)
