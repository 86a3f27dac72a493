"""The quick way for a check-in gives what the full way gives, and answers for ordinary notes."""

from pathlib import Path

import pytest
from hypothesis import example as tried
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tj.config import Settings
from tj.entry.insert import add_plainly
from tj.entry.splice import add_checkin
from tj.errors import Refused

SETTINGS = Settings()
LINE = "- 14:30 (mood:: 4) (emotions:: tense) before the meeting"
EXAMPLE = sorted((ROOT / "examples" / "vault" / "journal").rglob("*.md"))


def full(data: bytes, line: str) -> bytes | None:
    try:
        return add_checkin("a.md", data, line, SETTINGS)
    except Refused:
        return None


@pytest.mark.parametrize("path", EXAMPLE, ids=lambda path: path.name)
def test_every_entry_of_the_example_gives_the_same_bytes(path: Path) -> None:
    data = path.read_bytes()
    for given_bytes in (data, data.rstrip(b"\n"), data.replace(b"\n", b"\r\n")):
        quick = add_plainly(given_bytes, LINE)
        assert quick is None or quick == full(given_bytes, LINE)


def test_it_answers_for_the_ordinary_entries_of_the_example() -> None:
    answered = [add_plainly(path.read_bytes(), LINE) is not None for path in EXAMPLE]
    assert len(answered) > 100
    assert sum(answered) > 0.8 * len(answered)


PIECES = st.sampled_from(
    [
        "- 08:00 (mood:: 3) up\n",
        "- 08:00 (mood:: 3) (emotions:: tense, tired) up\n",
        "- 08:00 [mood:: 3] up\n",
        "- 08:00 (Mood:: good)\n",
        "- 08:00 (mood:: )\n",
        "- 08:00 (mood:: (4))\n",
        "  - 08:00 (mood:: 3) within\n",
        "1. (mood:: 3)\n",
        "* (mood::3)\n",
        "> - (mood:: 3)\n",
        "mood:: 3\n",
        "(mood:: 3) no item\n",
        "- [ ] a task #session\n",
        "- (due:: 2026-01-01) moody\n",
        "words of the day\n",
        "# A day\n",
        "## Private\n",
        "## Pri-vate\n",
        "## Pri {x} vate\n",
        "- # prıvate\n",
        "PRIVATE: yes\n",
        "Private\n---\n",
        "P r i v a t e\n===\n",
        "> [!private]\n> hidden\n",
        "%%\n",
        "%% hidden %%\n",
        "<!-- hidden -->\n",
        "<div>\n",
        "```\n",
        "~~~\n",
        "`code`\n",
        "    indented\n",
        "\tindented\n",
        "***\n",
        "---\n",
        "-\n",
        "- \n",
        "1) one\n",
        "\u0661. one\n",
        "=======\n",
        "\n",
        " \n",
        "a\u2028b\x0bc\x0cd\x85e\n",
        "\x00\n",
        "\ufeff\n",
        "a\rb\n",
        "a\r\n",
        "no end",
    ]
)
HEADS = st.sampled_from(
    [
        "",
        "---\n---\n",
        "---\n---",
        "---\ndate: 2026-01-01\n---\n",
        "---\ndate: 2026-01-01\n---",
        "---\ndate: 2026-01-01\nmood: 6\ntags: [a, b]\n---\n",
        "---\ndate: 2026-01-01\n--- \n",
        "---\ndate: 2026-01-01\n----\n",
        "---\ndate: 2026-01-01\n--- \nx: 1\n---\n",
        "--- \ndate: 2026-01-01\n---\n",
        "---\nprivate: true\n---\n",
        "---\nmood: 5\nmood: 6\n---\n",
        "---\nmood: 5\n",
        "---\nprose\n---\n",
        "---\n- list\n---\n",
        "----\n",
        "\n---\n",
        "\ufeff---\ndate: 2026-01-01\n---\n",
        "<<<<<<< ours\n",
    ]
)
LINES = st.sampled_from(
    [
        LINE,
        "- 14:30 (mood:: 4)",
        "- 14:30 (mood:: good) #win said no",
        "- 14:30 (mood:: 4) with `a tick",
        "- 14:30 (mood:: 4) %% hidden",
        "- 14:30 (mood:: 4) <!-- hidden",
        "- 14:30 (mood:: 4) (mood:: 5)",
        "- 14:30 (mood:: 4) private",
        "- 14:30 (mood:: 4) # p-r-i-v-a-t-e",
        "- 14:30 (mood:: a (b))",
        "- 14:30 (mood:: 4] [x",
    ]
)


@st.composite
def notes(draw: st.DrawFn) -> bytes:
    parts = st.one_of(PIECES, PIECES, st.text(max_size=12))
    text = draw(HEADS) + "".join(draw(st.lists(parts, max_size=8)))
    text = text.replace("\n", "\r\n") if draw(st.integers(0, 4)) == 0 else text
    return text.encode("utf-8", "surrogatepass") + draw(st.sampled_from([b"", b"", b"", b"\n", b"\xff"]))


@given(notes(), LINES)
@tried(b"- 08:00 (mood:: 3)\nend", LINE)
@tried(b"", LINE)
@tried(b"---\n---", LINE)
def test_wherever_it_answers_the_full_way_gives_the_same_bytes(data: bytes, line: str) -> None:
    quick = add_plainly(data, line)
    assert quick is None or quick == full(data, line)


PLAIN = st.lists(
    st.sampled_from(
        [
            "- 08:00 (mood:: 3) up\n",
            "* 9:00 (mood:: good) (emotions:: calm)\n",
            "- [ ] a task #session\n",
            "- item\n",
            "# A day\n",
            "words of the day\n",
            "größer, 日記 😀\n",
            "\n",
            "1. one\n",
            "***\n",
        ]
    ),
    max_size=8,
)


@given(PLAIN, st.sampled_from(["", "---\ndate: 2026-01-01\n---\n"]), st.booleans(), st.booleans())
def test_it_answers_for_every_plain_note(lines: list[str], head: str, ended: bool, windows: bool) -> None:
    text = head + "".join(lines)
    text = text if ended else text.rstrip("\n")
    data = (text.replace("\n", "\r\n") if windows else text).encode()
    quick = add_plainly(data, LINE)
    assert quick is not None
    assert quick == full(data, LINE)


@pytest.mark.parametrize(
    "data",
    [
        b"x" * (256 * 1024 + 1),
        b"\xff",
        b"a\r\nb\n",
        b"a\rb",
        b"see `code`\n",
        b"## Private\n",
        b"# Pri-vate\n",
        b"words\n\n    code\n",
        b"> quoted\n",
        b"~~~\ncode\n~~~\n",
        b"[!private]\n",
        b"a\tb\n",
        b"a <b>\n",
        b"%% a %%\n",
        "- # pr\u0131vate\n".encode(),
        b"Pri-vate\n===\n",
        b"P.r.i.v.a.t.e\n  --- \n",
        b"---\nprivate: false\n---\n",
        b"---\nmood: 5\n",
    ],
)
def test_it_leaves_what_is_not_plain_to_the_full_way(data: bytes) -> None:
    assert add_plainly(data, LINE) is None


@pytest.mark.parametrize(
    "line", ["- 14:30 (mood:: 4)\n# Day", "14:30 (mood:: 4)", "- 14:30", "- (mood:: )", "- 1 (mood:: [4)"]
)
def test_it_takes_only_one_plain_checkin(line: str) -> None:
    assert add_plainly(b"words\n", line) is None


@pytest.mark.parametrize(
    "data",
    [
        b"x" * 256 * 1024,
        b"moody, private matters aside\n".replace(b"private", b"other"),
        b"- 08:00 (mood:: 3) (emotions:: a, b) c\n\n- (due:: 2026-01-01) d\n",
        b"- 08:00 (Sleep:: 3)\nsteps:: 4000\n",
        b"# A day #session\n\n#p r i v a t\n#privat e\n",
        b"one\r\ntwo\r\n",
        b"# A page of the spring\n",
        b"a - b = c\n= d\n-- e\n",
    ],
)
def test_it_answers_for_what_only_looks_like_more(data: bytes) -> None:
    quick = add_plainly(data, LINE)
    assert quick is not None
    assert quick == full(data, LINE)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("words", "words\n\n{}"),
        ("words\n", "words\n\n{}\n"),
        ("- one\n  - within\n", "- one\n  - within\n{}\n"),
        ("1) one\n", "1) one\n{}\n"),
        ("+ 08:00 (mood:: 3)\n\n* 09:00 (mood:: 3)\nx\n", "+ 08:00 (mood:: 3)\n\n* 09:00 (mood:: 3)\n{}\nx\n"),
        ("+ 08:00 (mood:: 3)\nx\n", "+ 08:00 (mood:: 3)\n{}\nx\n"),
        ("10. one\n", "10. one\n{}\n"),
        ("X - one\n", "X - one\n\n{}\n"),
        ("-one\n", "-one\n\n{}\n"),
        ("a) one\n", "a) one\n\n{}\n"),
        ("- 08:00 (mood:: 3)\nwords\n", "- 08:00 (mood:: 3)\n{}\nwords\n"),
        ("---\ndate: 2026-01-01\n---\n", "---\ndate: 2026-01-01\n---\n{}\n"),
        ("---\ndate: 2026-01-01\n---", "---\ndate: 2026-01-01\n---\n{}"),
        ("", "{}\n"),
    ],
)
def test_a_line_stands_apart_from_what_is_no_list(before: str, after: str) -> None:
    assert add_plainly(before.encode(), LINE) == after.format(LINE).encode()
    assert full(before.encode(), LINE) == after.format(LINE).encode()
