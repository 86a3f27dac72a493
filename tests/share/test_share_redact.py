"""What a note reads like after redaction, to the character, and what is counted as taken out."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.config import Settings, parse_settings
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.errors import EXIT_REFUSED, Refused
from tj.share import redact as module
from tj.share.redact import Redacted, Rules, redact
from tj.share.select import DEFAULT_KEYS

SETTINGS = parse_settings('[trackers]\nsleep = "hours"\nsteps = ""\n')
RULES = Rules(DEFAULT_KEYS, ("sleep", "steps"))
HEAD = "---\ndate: 2026-03-05\n---\n"


def redacted(text: str, rules: Rules = RULES, path: str = "journal/2026-03-05.md") -> Redacted:
    return redact(parse_note(path, text.encode(), SETTINGS), rules)


def body(text: str, rules: Rules = RULES) -> str:
    found = redacted(HEAD + text, rules).text
    assert found.startswith(HEAD + "\n")
    return found.removeprefix(HEAD + "\n").removesuffix("\n")


def counted(text: str) -> dict[str, int]:
    return dict(redacted(HEAD + text).stripped)


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, a 3/10 day and/or worse; he said: it's fine, 9 / 10, 24/7, w/o.",
        "5 < 6 and 7 > 3, a <3 b, a < b = c, a -> b <- c",
        "**bold** _it_ ==high== ~~no~~ $a^2 + b^2$ 10^3 50% of 100%",
        "- [ ] call mum 📅 2026-03-05 #session\n- [x] done ✅ 2026-03-05",
        "- 14:30 (mood:: 4) (emotions:: tense, tired) before the meeting",
        "- [ ] water the plants [due:: 2026-03-09]",
        "mood:: 6\nsleep:: 7",
        "1. one\n2. two\n\n> [!note] Title\n> text\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        "https://example.org/a_(b)?c=d#e and [a](https://example.org) or me@example.org",
        "```py\nx = '%% hi %%'\n[[a]] (b:: c) <b> /home/a/b\n```",
        "`[[a]]` and `<b>` and ``a ` /home/a/b``",
        "I felt (so so) [really] bad [see](not a link) and [1]",
        "Q: why? A: because :: so",
        "to me: hello/there // and this /s",
        "I use std::vector and Foo::bar, ::1, a while :: so to say it all",
        "[[1, 2], [3, 4]] and x<y and y>z, List<String>, (<?>), <! <<mon ami>>",
        "he said /yes/ and /no/ so, on 2026/03/05, B:/ D:\\ :/ ~5 ~/ ../ r/therapy",
        "[x](yes, so.) [y](at 5.30 or so) 🔐 the door\n\n- 🔐 again",
        "^_^ and a ^\n\n$a % b$, {x} {++y++} {>>z",
        "`== a` and `=> b` and `=~ c`",
    ],
)
def test_ordinary_words_stay_as_they_are(text: str) -> None:
    found = redacted(HEAD + text)
    assert found.text == f"{HEAD}\n{text}\n"
    assert found.stripped == Counter()
    assert found.removed == ()


@pytest.mark.parametrize(
    ("text", "left", "kinds"),
    [
        ("a %% b %% c", "a  c", {"private part": 1}),
        ("a %% b", "a", {"unclosed marker": 1}),
        ("a %<!-- b -->% c %% d", "a", {"private part": 1, "unclosed marker": 2}),
        ("a `= b` c", "a  c", {"query": 1}),
        ("a | `= b` c", "a |  c", {"query": 1}),
        ("a `button-x` `INPUT[x]` c", "a   c", {"query": 2}),
        ("a\n\n```tasks\nb\nc\n```\nd", "a\n\n\n\n\n\nd", {"query": 1}),
        ("a\n\n```base\nb", "a", {"query": 1}),
        ("a <% b %> c", "a  c", {"template": 1}),
        ("a 🔐 b 🔐 c", "a  c", {"ciphertext": 1}),
        ("a ^id\nb", "a\nb", {"block id": 1}),
        ("a\n\n^id\n\nb", "a\n\n\n\nb", {"block id": 1}),
        ("a (w:: b) c [x:: d]", "a  c", {"inline field": 2}),
        ("a\nw:: b\nc", "a\n\nc", {"inline field": 1}),
        ("(mood:: 4 [w:: b])", "(mood:: 4 )", {"inline field": 1}),
        ("a /home/me/b c.md d", "a a file d", {"path": 1}),
        ("at file:///x/y.", "at a file", {"path": 1}),
        ('see "/home/me/a b" now', "see a file now", {"path": 1}),
        ("see C:\\me\\a b\\c.md\nor \\\\srv\\d", "see a file\nor a file", {"path": 2}),
        ("in ../a/b and //srv/c", "in a file and a file", {"path": 2}),
        ("<b>a</b>", "a", {"html": 2}),
        ("[[x]] [[y|z]]", "another entry z", {"link": 2}),
        ("a {>>b<<} c", "a  c", {"comment": 1}),
        ("a\n\n$$\nx % b\n$$", "a\n\n$$\nx \n$$", {"comment": 1}),
        ("a\u200b\u200c\u200d\u2060b\U000e0041 c", "ab c", {"invisible": 2}),
        ("a /b.md c", "a a file c", {"path": 1}),
        ("w::b\n(w :: c) d", "d", {"inline field": 2}),
        ("- [ ] a [due:: b] [due:: 2026-03-05]", "- [ ] a  [due:: 2026-03-05]", {"inline field": 1}),
        ("a (w:: b[^1])\n\n[^1]: c", "a", {"inline field": 1, "footnote": 1}),
        ("x 🔐β a\n\nb", "x", {"ciphertext": 1}),
    ],
)
def test_what_goes_is_counted_and_held_for_the_tripwire(text: str, left: str, kinds: dict[str, int]) -> None:
    found = redacted(HEAD + text)
    assert found.text == f"{HEAD}\n{left}\n"
    assert dict(found.stripped) == kinds
    assert found.removed


def test_parts_that_come_together_are_looked_at_again() -> None:
    assert body("a %<b>% x %</b>% y") == "a  y"
    assert body("a <<b>span hidden>x</b></span> y") == "a x y"
    assert body("# a\n\n## <b>Private</b>\nx\n\n## b\nc").endswith("## b\nc")


def test_what_is_still_private_at_the_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    note = parse_note("journal/2026-03-05.md", (HEAD + "a %% rosebud %%").encode(), SETTINGS)

    def forgetful(body: str, stripped: Counter[str], removed: list[str]) -> str:
        return body

    monkeypatch.setattr(module, "_without_private", forgetful)
    with pytest.raises(Refused, match=r"journal/2026-03-05\.md") as caught:
        redact(note, RULES)
    assert caught.value.exit_code == EXIT_REFUSED
    assert "rosebud" not in f"{caught.value} {caught.value.hint}"


def test_only_keys_that_are_allowed_are_written_from_their_values() -> None:
    text = (
        '---\n# why\ndate: 2026-03-05T22:30\nmood: 6\nemotions: [calm, "a: b"]\ngoals: ["[[goals/walk]]", "read: 20"]\n'
        "sleep: 7.5\nsteps: 4000\nweather: {a: [rain, 2]}\nkept: [\nweight: 3\n---\nx\n"
    )
    text = text.replace("kept: [\n", "kept: true\n")
    found = redacted(text)
    assert found.text == (
        "---\ndate: 2026-03-05\ntime: \"22:30\"\nmood: 6\ngoals: [walk, 'read: 20']\n"
        "emotions: [calm, 'a: b']\nsleep: 7.5\nsteps: 4000\n---\n\nx\n"
    ).replace("'", '"')
    assert found.stripped == {"property": 3}
    assert {"a", "rain"} <= set(found.removed)
    assert redacted(text, Rules(("kept", "weather"))).text == "---\nkept: true\n---\n\nx\n"


def test_trackers_go_by_their_word_alone() -> None:
    assert Rules(("trackers",), ("sleep",)).allowed == {"trackers", "sleep"}
    assert Rules(("mood",), ("sleep",)).allowed == {"mood"}


@pytest.mark.parametrize(
    ("given", "sent"),
    [("goal", "goal"), ("session", "session"), ("guidance", "guidance"), ("my own word", "note"), ("entry", None)],
)
def test_a_type_is_named_only_where_it_is_one_of_tj(given: str, sent: str | None) -> None:
    found = redacted(f"---\ntype: {given}\ndate: 2026-03-05\n---\nx\n").text
    assert found == (f"---\ntype: {sent}\n" if sent else "---\n") + "date: 2026-03-05\n---\n\nx\n"


def test_links_within_the_share_and_goals_are_named() -> None:
    rules = Rules(DEFAULT_KEYS, shared={"journal/a.md": "2026-03-01", "journal/b.md": ""})
    text = (
        '---\ndate: 2026-03-05\ngoals: ["[[walk]]"]\n---\n[[a]] [[journal/a]] [[b]] [[walk]] [[goals/walk]] [[swim]]\n'
    )
    shown = redacted(text, rules).text.split("---\n\n")[1]
    assert shown == "2026-03-01 2026-03-01 another entry walk walk another entry\n"
    without = redacted(text, Rules(("date",))).text.split("---\n\n")[1]
    assert "walk" not in without


def test_pictures_are_wanted_by_what_is_visible_alone() -> None:
    text = "![a](x/1.png) ![[2.jpg]] %% ![[3.jpg]] %% <!-- ![b](4.png) --> `![[5.png]]` ![c](https://example.org/6.png)"
    found = redacted(HEAD + text)
    assert found.wanted == ("2.jpg", "x/1.png")
    kept = redacted(HEAD + text, Rules(DEFAULT_KEYS, images={"2.jpg": "../att/0001.jpg"})).text
    assert "a ![](../att/0001.jpg) " in kept
    assert "x/1.png" not in kept


def test_a_note_that_is_redacted_says_nothing_of_itself_when_printed() -> None:
    assert "rosebud" not in repr(redacted(HEAD + "rosebud"))
    assert redacted("x", path="journal/2026-03-05.md").text.startswith(f"---\ndate: {date(2026, 3, 5)}\n")


@pytest.mark.parametrize(
    "text",
    ["(mood:: " * 3000, "[mood:: 4 (w:: " * 1000, "(" + " " * 4000 + "x", "[a](" + " " * 4000 + "x", "`" * 6000,
     "a." * 4000, "/home/x" + " b" * 4000 + "/c", "<b " * 3000 + ">" * 3000, "<!" * 3000 + "<!---->" + "-- -->" * 3000,
     "[" * 3000 + "a" + "](b)" * 3000, "[[x\n" * 5000, "%<!-- -->" * 2000, "[^a]: x\n" + (" " * 4000 + "\n") * 2],
    ids=lambda text: text[:12].strip(),
)  # fmt: skip
def test_knots_that_nobody_writes_come_to_an_end(text: str) -> None:
    # Each of these took minutes, or all of Python's stack, where the work grew with the square of the text.
    found = redacted(HEAD + text + "\n\nend\n")
    assert private_spans(found.text.split("---\n", 2)[2]) == []
    assert len(found.text) <= len(HEAD + text) * 4 + 10


PIECES = ["%%", "<!--", "-->", "[[", "]]", "![", "](", ")", "[", "]", "\n", "\n\n", "> ", "[!private]", "# Private",
          "```", "`", "dataview", "<div hidden>", "</div>", "<b", ">", "a", " ", "::", "(", "^a", "🔐", "<%", "%>",
          "[^a]", ": ", "%", "\ue000", "0\ue001", "K", "/home/", "C:\\", '"', "- ", "\\", "|", "    "]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_whatever_is_written_no_private_part_and_no_held_place_is_left(text: str) -> None:
    note = parse_note("journal/2026-03-05.md", (HEAD + text).encode(), SETTINGS)
    if note.entry.private:
        return
    found = redact(note, RULES).text
    assert private_spans(found.split("---\n", 2)[2]) == []
    assert "\ue000" not in found


@pytest.mark.parametrize(
    ("written", "sent"), [("true", "pill: true\n"), ("false", "pill: false\n"), ("1", ""), ("yes", ""), ("[true]", "")]
)
def test_a_tracker_by_yes_or_no_is_sent_as_it_is_read(written: str, sent: str) -> None:
    settings = Settings(trackers={"pill": "yes/no"})
    note = parse_note("journal/a.md", f"---\npill: {written}\n---\nx\n".encode(), settings)
    found = redact(note, Rules(DEFAULT_KEYS, ("pill",)))
    assert found.text == f"---\n{sent}---\n\nx\n"
    read = parse_note("entries/0001.md", found.text.encode(), settings)
    assert (read.entry.trackers, read.problems) == (note.entry.trackers, ())


def test_what_went_is_held_line_by_line_and_a_type_is_no_property() -> None:
    found = redacted("---\ndate: 2026-03-05\ntype: session\nmine: a\n---\nb %% c\nd %% e")
    assert found.removed[:2] == ("%% c", "d %%")
    assert found.stripped == {"private part": 1, "property": 1}
    assert found.text.startswith("---\ntype: session\ndate: 2026-03-05\n---\n")


def test_a_mood_goes_as_a_number_and_signs_of_private_use_not_at_all() -> None:
    text = "---\ndate: 2026-03-05\nmood: {}\n---\na\ue000b\ue001\n"
    assert redacted(text.format("good")).text == "---\ndate: 2026-03-05\nmood: 7\n---\n\nab\n"
    assert redacted(text.format("splendid")).text == "---\ndate: 2026-03-05\n---\n\nab\n"


@pytest.mark.parametrize(
    ("text", "left", "count"),
    [
        ("\n---\nmood: 3\nphone: 0612\n---\nhello", "hello", {"property": 2}),
        ("# Day\n---\nmood: 3\nphone: 0612\n---\nhello", "# Day\nhello", {"property": 2}),
        ("----\nphone: 1\n----\n---\nphone: 2\n---\nhello", "hello", {"property": 2}),
        ("%% a %%\n\n---\nphone: 1\n---\nhello", "hello", {"property": 1, "private part": 1}),
        ("\n---\nphone: 1\nnote: %% a\n---\nhello %% there", "there", {"property": 2}),
        ("\n---\nwords between rules\n---\nhello", "---\nwords between rules\n---\nhello", {}),
    ],
)
def test_what_was_meant_as_front_matter_goes_as_such(text: str, left: str, count: dict[str, int]) -> None:
    found = redacted(text)
    assert found.text.removeprefix(HEAD).strip() == left
    assert found.stripped == count
    assert all(line in found.removed for line in text.split("\n") if line.startswith("phone"))


def test_a_second_block_of_front_matter_goes_too() -> None:
    assert body("\n---\nphone: 0612\n---\nhello") == "hello"
    assert counted("\n---\nphone: 0612\n---\nhello") == {"property": 1}


def test_a_stack_of_front_matter_goes_with_all_behind_it() -> None:
    block = "---\nphone: 1\n---\n"
    assert body(block * 19 + "hello") == "hello"
    assert redacted(HEAD + block * 2000 + "hello").text == HEAD
