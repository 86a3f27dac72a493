"""Someone's words in generated Markdown, and whose a file in `summaries/` is."""

from datetime import date, time
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.report.render import is_untouched, link, plain, status, table, wrap

OURS = wrap("# Week\n\nwords").decode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("bring #session up", r"bring \#session up"),
        ("- [ ] a task", r"\- \[ \] a task"),
        ("1. first", r"1\. first"),
        ("2026-03-05 was good", "2026-03-05 was good"),
        ("(mood:: 4)", "(mood:\u200b: 4)"),
        (":::", ":\u200b:\u200b:\u200b"),
        ("a | b", r"a \| b"),
        ("[x](http://y) <b> &amp;", r"\[x\](http://y) \<b\> \&amp;"),
        ("![[note]] %%hidden%% ==m== $x$", r"\!\[\[note\]\] \%\%hidden\%\% \=\=m\=\= \$x\$"),
        ("two\nlines\r\n\tand  more", "two lines and more"),
        ("end\x1b[31m \u202etxt \udcff", r"end\[31m txt "),
    ],
)
def test_words_are_shown_as_they_are(text: str, shown: str) -> None:
    assert plain(text) == shown


@given(
    st.lists(
        st.sampled_from(["word", "2026-03-05", "08:30", "été", "語", "5", "Ⅷ²", "-", ".", " ", ":", "a_b"]), max_size=5
    )
)
def test_what_is_taken_for_harmless_is_so(parts: list[str]) -> None:
    for text in ("".join(parts), " ".join(parts)):
        # A sign behind it that nobody sees, and that is taken out, has all of it looked at.
        assert plain(text) == plain(f"{text.strip()}\x01"), text


@given(st.dates(), st.times())
def test_day_and_hour_are_shown_as_they_are(day: date, hour: time) -> None:
    # By which a link to an entry need not look at them together.
    assert plain(f"{day} {hour:%H:%M}") == f"{day} {plain(f'{hour:%H:%M}')}" == f"{day} {hour:%H:%M}"


def test_a_link_is_escaped_for_its_place() -> None:
    found = link("a] (b", "journal/Überblick (2) [x] #1.md")
    assert found.startswith(r"[a\] (b](../journal/%C3%9Cberblick%20%282%29%20%5Bx%5D%20%231.md")
    assert unquote(found.partition("](../")[2][:-1]) == "journal/Überblick (2) [x] #1.md"


def test_a_link_to_a_name_that_is_no_utf8() -> None:
    assert link("x", "a\udcff.md") == "[x](../a%FF.md)"


def test_a_table() -> None:
    assert table(["day", "mood"], [["a", "1"]]) == "| day | mood |\n|:--|--:|\n| a | 1 |"


def test_a_file_of_tj_is_ours_whatever_its_line_ends() -> None:
    assert OURS.startswith("---\ntype: summary\ngenerated_by: tj\nchecksum: ")
    assert OURS.endswith("---\n\n# Week\n\nwords\n")
    assert status(OURS) == status(OURS.replace("\n", "\r\n")) == status("\ufeff" + OURS) == "ours"


@pytest.mark.parametrize(
    "text", [OURS + "more\n", OURS.replace("words", "word"), OURS.replace("checksum: ", "checksum: 0"), OURS[:-1]]
)
def test_an_edited_file_is_known(text: str) -> None:
    assert status(text) == "edited"


def test_a_file_whose_checksum_was_taken_out_counts_as_edited() -> None:
    assert status("---\ntype: summary\ngenerated_by: tj\n---\nmine\n") == "edited"


@pytest.mark.parametrize(
    "text", ["", "# Mine\n", "---\ntype: summary\n---\ngenerated_by: tj\n", "<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n"]
)
def test_what_does_not_say_it_is_tjs_is_foreign(text: str) -> None:
    assert status(text) == "foreign"


def test_a_merge_conflict_is_known() -> None:
    conflicted = OURS.replace("words\n", "<<<<<<< HEAD\nwords\n=======\nothers\n>>>>>>> branch\n")
    assert status(conflicted) == status(conflicted.replace("\n", "\r\n")) == "conflict"


def test_what_is_to_the_byte_as_it_was_written_is_told_by_its_bytes() -> None:
    data = OURS.encode()
    assert is_untouched(data)
    assert not is_untouched(b"")
    for number in range(len(data)):
        assert not is_untouched(data[:number] + bytes([data[number] ^ 1]) + data[number + 1 :]), number
        assert not is_untouched(data[:number]), number
    assert not is_untouched(data.replace(b"\n", b"\r\n"))  # which `status` looks at more closely
