"""What is meant for programs goes: what Obsidian's extensions run, decrypt or keep private rather than show."""

from collections import Counter

import pytest

from tj.share.machines import inline_query, query_blocks, strip_for_programs, strip_invisible

RUN = [
    "tasks",
    "base",
    "bases",
    "query",
    "search",
    "encrypt",
    "meld-encrypt",
    "secret",
    "button",
    "tracker",
    "js-engine",
    "templater",
    "todoist",
    "leaflet",
    "juggl",
    "ad-private",
    "sqlseal",
    "folder-overview",
    "note-gallery",
    "img-gallery",
    "kanban",
    "tasks-calendar",
    "contributiongraph",
    "jsx",
    "jsx:component",
    "run",
    "quickadd",
    "dataview",
    "dataviewjs",
    "datacorejsx",
    "meta-bind-button",
]


@pytest.mark.parametrize("kind", RUN)
def test_what_is_run_rather_than_shown_is_a_query(kind: str) -> None:
    for fence in ("```", "~~~~"):
        assert list(query_blocks(["a", f"{fence}{kind.title()} x", "b", fence, "c"])) == [(1, 3)]
    assert list(query_blocks([f"``` {{{kind}}}", "b"])) == [(0, 1)]


@pytest.mark.parametrize("kind", ["", "python", "mermaid", "js", "ad-note", "tasks2", "my-tasks", "sh"])
def test_code_is_no_query(kind: str) -> None:
    assert list(query_blocks([f"```{kind}", "b", "```", "tasks"])) == []


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["```py", "```tasks", "a", "```", "b"], [(1, 2)]),  # the first may have been left open by mistake
        (["````py", "```tasks", "a", "```", "````"], []),
        (["```py", "a", "```", "~~~tasks", "b", "~~~"], [(3, 5)]),
        (["> ```tasks", "> a", "b"], [(0, 1)]),
        (["- ```tasks", "  a", "  ```", "```query", "b", "```"], [(0, 2), (3, 5)]),
        (["```py", "```tasks"], [(1, 1)]),
    ],
)
def test_where_a_query_is(lines: list[str], found: list[tuple[int, int]]) -> None:
    assert list(query_blocks(lines)) == found


@pytest.mark.parametrize(
    ("code", "query"),
    [("`= a`", True), ("`$= a`", True), ("`=a`", True), ("`button-x`", True), ("`INPUT[a]`", True), ("`VIEW[a]`", True),
     ("`BUTTON[a]`", True), ("`== a`", False), ("`=> a`", False), ("`=~ a`", False), ("`a = b`", False),
     ("`buttons`", False), ("`INPUT`", False)],
)  # fmt: skip
def test_inline_code_that_is_run_is_a_query(code: str, query: bool) -> None:
    assert inline_query(code) == query


@pytest.mark.parametrize(
    ("text", "left", "kinds"),
    [
        ("a <% b\nc %> d <% e", "a  d ", {"template": 2}),
        ("a {>> b <<} c {>> d", "a  c {>> d", {"comment": 1}),
        ("a \U0001f510 QUJDREVGRw== \U0001f510 b", "a  b", {"ciphertext": 1}),
        ("a \U0001f510 b", "a \U0001f510 b", {}),
        ("a \U0001f510\u03b1 b\nc", "a ", {"ciphertext": 1}),
        ("$$a % b\nc \\% d \\phantom{e} \\label {f}$$ % g", "$$a \nc \\% d  $$ % g", {"comment": 3}),
        ("a\n> $$b % c\n> $$", "a\n> $$b \n> $$", {"comment": 1}),
        ("cost $$5 % and", "cost $$5 % and", {}),
    ],
)
def test_templates_ciphertext_and_notes_of_editors_go(text: str, left: str, kinds: dict[str, int]) -> None:
    counts: Counter[str] = Counter()
    removed: list[str] = []
    assert strip_for_programs(text, counts, removed) == left
    assert counts == kinds
    assert len(removed) == sum(kinds.values())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\u200bb", "a\u200bb"),
        ("a\u200b\u200cb", "a\u200b\u200cb"),
        ("a\u200b\u200c\u200db", "ab"),
        ("a\U000e0041b", "ab"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
        ("plain", "plain"),
    ],
)
def test_letters_that_nobody_sees_go_where_they_can_carry_words(text: str, left: str) -> None:
    removed: list[str] = []
    counts: Counter[str] = Counter()
    assert strip_invisible(text, counts, removed) == left
    assert counts == ({"invisible": 1} if text != left else {})
