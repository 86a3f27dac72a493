"""Where front matter ends is found to the line, and what might be one is never passed over."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tj.entry import frontmatter
from tj.entry.frontmatter import find_block, read_header


@pytest.mark.parametrize(
    ("text", "keys", "body", "body_line"),
    [
        ("---\na: 1\n---\nbody\n", {"a": 1}, "body\n", 4),
        ("---\na: 1\n---", {"a": 1}, "", 4),
        ("---  \na: 1\n---\t \nbody", {"a": 1}, "body", 4),
        ("---\n---\nbody", {}, "body", 3),
        ("---\n# note\n\n---\n\nbody", {}, "\nbody", 5),
        ("---\na: |\n  ---\n  x\n---\nbody\n---\n", {"a": "---\nx\n"}, "body\n---\n", 6),
        ("body\n---\na: 1\n---\n", {}, "body\n---\na: 1\n---\n", 1),
        ("---x\na: 1\n---\n", {}, "---x\na: 1\n---\n", 1),
        ("", {}, "", 1),
        (
            "---\ncontent: 1\nhandler: 2\non: 3\n2026: 4\n---\nx",
            {"content": 1, "handler": 2, "on": 3, "2026": 4},
            "x",
            7,
        ),
    ],
)
def test_the_block_and_the_body_are_parted(text: str, keys: dict[str, object], body: str, body_line: int) -> None:
    header = read_header(text)
    assert header.error == ""
    assert {key: found.value for key, found in header.values.items()} == keys
    assert (header.body, header.body_line) == (body, body_line)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nprose between two rules\n\n---\nmore",
        "---\nSome words.\nAnd more (of them).\n---\nmore",
        "---\nToday I met Ann: she is well\n---\nmore".replace(":", ","),
        "---\n> a quote\n---\n",
        "---\n@home `today`\n---\n",
    ],
)
def test_prose_between_two_rules_is_body_and_kept_whole(text: str) -> None:
    header = read_header(text)
    assert (header.error, header.body, header.body_line, header.near_miss) == ("", text, 1, 0)


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("---", "never closed", 1),
        ("---\na: 1\n", "never closed", 1),
        ("---\na: 1\n----\nbody", "never closed", 1),
        ("---\na: 1\n ---\nbody", "never closed", 1),
        ("---\n- a\n- b\n---\n", "list of keys", 2),
        ("---\n[a, b]\n---\n", "list of keys", 2),
        ("---\n- a\nb: [\n---\n", "valid", 3),
        ("---\na: 1\nwhat: I said: this\n---\n", "valid", 3),
        ("---\nwords\nkey: 1\n---\n", "valid", 3),
        ("---\n!!map {private: true}\n---\n", "tag", 2),
        ("---\n&x private: true\n---\n", "anchor", 2),
        ("---\n*x\n---\n", "anchor", 2),
        ("---\na: 1\na: 2\n---\n", "twice", 3),
        ("---\na: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n---\n", "conflict", 3),
        ('---\na: "x\n<<<<<<< HEAD\ny\n=======\nz\n>>>>>>> x"\n---\n', "conflict", 3),
        ("---\n<<<<<<< HEAD\nwords\n=======\n>>>>>>> x\n---\n", "conflict", 2),
        ("<<<<<<< HEAD\n---\nprivate: true\n---\n=======\n---\n---\n>>>>>>> x\n", "conflict", 1),
        ("\n\n<<<<<<< HEAD\n", "conflict", 3),
    ],
)
def test_what_cannot_be_read_is_an_error_with_its_line(text: str, reason: str, line: int) -> None:
    header = read_header(text)
    assert reason in header.error
    assert header.error_line == line
    assert header.values == {}


def test_the_body_of_an_unreadable_note_begins_behind_its_block() -> None:
    header = read_header("---\na: [\n---\nbody")
    assert (header.body, header.body_line) == ("body", 4)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n---\nprivate: true\n---\n", 3),
        ("\n\n \n---\na: 1\nPRIVATE: no\n---\n", 6),
        ("----\nprivate: true\n----\n", 2),
        (" ---\nprivate: true\n---\n", 2),
        ("--\nprivate: true\n", 2),
        ("—\nprivate: yes\n", 2),
        ("+++\nprivate = true\n+++\n", 2),
        (';;;\n"private": true\n;;;\n', 2),
        ("***\nprivate: true\n", 2),
        ("\ufeff---\nprivate: true\n---\n", 2),
        ("\u200b---\nprivate: true\n---\n", 2),
        ("private: true\n---\nbody", 1),
        ("date: 2026-03-05\nprivate: true\n---\nbody", 2),
        ("# Title\n\n---\nprivate: true\n---\n", 4),
        ("---\nprivate:true\n---\nbody", 2),
        ("---\nprivate： true\n---\nbody", 2),
        ("---\n---\nprivate: true\n---\nbody", 3),
        ("---\n---\n---\nprivate: true\n---\nbody", 4),
        ("---\na: 1\n---\n\n---\nprivate: true\n---\nbody", 6),
    ],
)
def test_a_private_in_what_was_perhaps_meant_as_front_matter_is_found(text: str, line: int) -> None:
    header = read_header(text)
    assert header.error == ""
    assert header.near_miss == line


@pytest.mark.parametrize(
    "text",
    [
        "---\na: 1\n---\nprivate: words of the body",
        "Words: and more\n\nprivate: thing",
        "***\nwords\n***\nprivate: x",
        "words\n---\nprivate: x",
        "# only a title",
        "",
        "\n \n",
        "\n" * 70 + "---\nprivate: true",
        "----\n" + "words\n" * 70 + "private: true",
    ],
)
def test_a_private_elsewhere_is_text(text: str) -> None:
    assert read_header(text).near_miss == 0


def test_a_long_line_without_a_colon_is_read_at_once() -> None:
    assert read_header("---\na" + " " * 60_000 + "\n---\n").body_line == 1


def test_the_block_is_found_by_offset() -> None:
    block = find_block("---\na\n---\nb")
    assert block is not None
    assert (block.text, block.body_line, block.body_start) == ("a\n", 4, 10)
    assert find_block("a") is None
    assert find_block("---\na") is None


@given(
    st.lists(
        st.sampled_from(
            [
                "",
                " ",
                "\u200b",
                "\x1c",
                "a",
                "# t",
                "#t",
                "# " + "t" * 96,
                "\u2003",
                "+",
                "- a",
                "> a",
                "---",
                "—",
                "private: true",
                "Private = x",
                "é",
                "_",
                "___",
                "x" * 99,
            ]
        ),
        max_size=6,
    ).map("\n".join)
)
@example("x" * 98 + "\n---\nprivate: true")
@example("# " + "t" * 96 + "\n---\nprivate: true")
@example("# t\n\u2003---\nprivate: true")
def test_text_below_front_matter_settles_that_no_second_is_missed(body: str) -> None:
    near_miss = frontmatter._find_near_miss(body, ruled=True)
    assert read_header(f"---\na: 1\n---\n{body}").near_miss == (near_miss and near_miss + 3)


@given(st.lists(st.sampled_from(["---", "--- ", "---\t", "----", " ---", "a: 1", "", "b"]), max_size=7).map("\n".join))
def test_a_block_ends_at_the_first_rule(text: str) -> None:
    lines = text.split("\n")
    rules = [number for number, line in enumerate(lines) if line.rstrip(" \t") == "---"]
    block = find_block(text)
    if len(rules) < 2 or rules[0]:
        assert block is None
    else:
        assert block is not None
        assert block.text == "".join(line + "\n" for line in lines[1 : rules[1]])
        assert (block.body_line, text[block.body_start :]) == (rules[1] + 2, "\n".join(lines[rules[1] + 1 :]))
