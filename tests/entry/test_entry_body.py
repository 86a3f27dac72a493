"""What a body says in tj's conventions is found on its line, and nowhere in code."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tj.config import MoodScale
from tj.entry import body as reading
from tj.entry.body import Body, is_checkin, read_body, read_time
from tj.entry.model import Checkin, Line, Task

SCALE = MoodScale()


@pytest.mark.parametrize(
    ("line", "checkin"),
    [
        ("- 14:30 (mood:: 4) (emotions:: tense, tired) before the meeting",
         Checkin("14:30", 4.0, ("tense", "tired"), "before the meeting", 1)),
        ("* 7:05 [mood:: 4.5] up", Checkin("07:05", 4.5, (), "up", 1)),
        ("1. (mood:: good)", Checkin("", 7.0, (), "", 1)),
        ("  + later (Mood::GREAT) on", Checkin("", 9.0, (), "later on", 1)),
        ("> - 08:00 (mood:: 3)", Checkin("08:00", 3.0, (), "", 1)),
        ("- 08:00 (mood:: 3) (emotions:: a, a,, b) [emotions:: c]", Checkin("08:00", 3.0, ("a", "b", "c"), "", 1)),
        ("- 08:00 (mood:: 3) `(mood:: 9)` x", Checkin("08:00", 3.0, (), "` ` x", 1)),
        ("- [x] 08:00 (mood:: 3) done", Checkin("08:00", 3.0, (), "done", 1)),
        ("- 08:00(mood:: 3) %% hidden %% seen ^id1", Checkin("08:00", 3.0, (), "seen", 1)),
        ("- 08:00 (mood:: 3) (sleep:: 4) x", Checkin("08:00", 3.0, (), "x", 1)),
        ("- 8h (mood:: 3)", Checkin("", 3.0, (), "8h", 1)),
    ],
)  # fmt: skip
def test_a_checkin_is_a_list_item_with_a_mood(line: str, checkin: Checkin) -> None:
    body = read_body(line, SCALE)
    assert body.checkins == (checkin,)
    assert body.problems == ()
    assert is_checkin(line)


@pytest.mark.parametrize(
    "line",
    [
        "14:30 (mood:: 4)",
        "- (mood: 4)",
        "- mood:: 4 and more",
        "- (mood::)",
        "- `(mood:: 4)`",
        "-(mood:: 4)",
        "- (moods:: 4)",
    ],
)
def test_what_only_looks_like_a_checkin_is_none(line: str) -> None:
    assert read_body(line, SCALE).checkins == ()


@pytest.mark.parametrize(
    ("line", "message", "kept"),
    [
        ("- 08:00 (mood:: 11)", "mood is not on the scale: 1 to 10", Checkin("08:00", None, (), "", 7)),
        ("- 08:00 (mood:: splendid)", "mood is not on the scale", Checkin("08:00", None, (), "", 7)),
        ("- 24:00 (mood:: 4)", "time", Checkin("", 4.0, (), "", 7)),
        ("- 08:60 (mood:: 1e1) x", "time", Checkin("", None, (), "x", 7)),
    ],
)
def test_a_checkin_that_is_wrong_is_kept_without_the_wrong_part(line: str, message: str, kept: Checkin) -> None:
    body = read_body(f"\n{line}", SCALE, first_line=6)
    assert body.checkins == (kept,)
    assert body.problems[0][0] == 7
    assert message in body.problems[0][1]


def test_code_says_nothing() -> None:
    said = "- 08:00 (mood:: 3) #session #win #tag\n- [ ] task\n# Title"
    body = read_body(f"```\n{said}\n```\nwords", SCALE)
    assert (body.checkins, body.tasks, body.agenda, body.wins, body.tags, body.heading) == ((), (), (), (), (), "")
    never_closed = read_body(f"~~~\n{said}", SCALE)
    assert (never_closed.checkins, never_closed.tasks, never_closed.heading) == ((), (), "")
    assert len(read_body(f"- `x`\n{said}", SCALE).checkins) == 1


@pytest.mark.parametrize(
    ("line", "task"),
    [
        ("- [ ] call", Task("call", False, None, None, 1)),
        ("- [x] call ✅ 2026-03-05", Task("call", True, None, date(2026, 3, 5), 1)),
        ("- [X] call [completion:: 2026-03-05]", Task("call", True, None, date(2026, 3, 5), 1)),
        ("- [ ] call 📅 2026-03-05 🔁 every day ⏫ 🆔 abc", Task("call", False, date(2026, 3, 5), None, 1)),
        ("* [ ] call (due:: 2026-03-05)", Task("call", False, date(2026, 3, 5), None, 1)),
        ("- [ ] call ➕ 2026-01-01 ⏳ 2026-01-02 🛫 2026-01-03 ⛔ a,b", Task("call", False, None, None, 1)),
        ("- [/] begun", Task("begun", False, None, None, 1)),
        ("- [ ] call 📅 2026-02-30", Task("call", False, None, None, 1)),
        ("- [ ] call (due:: soon)", Task("call", False, None, None, 1)),
        ("- [ ] `(due:: 2026-03-05)` call", Task("` ` call", False, None, None, 1)),
        ("  1. [ ] nested ^id", Task("nested", False, None, None, 1)),
        ("- [ ]", Task("", False, None, None, 1)),
        ("- [ ] a %%x%% b %%y%% c <!--z--> d", Task("a b c d", False, None, None, 1)),
        ("- [ ] a %%x b <!--y--> c", Task("a %%x b c", False, None, None, 1)),
    ],
)
def test_a_task_is_read_in_both_forms(line: str, task: Task) -> None:
    assert read_body(line, SCALE).tasks == (task,)


@pytest.mark.parametrize("line", ["[ ] no list", "- []", "- [ ]no space", "- [-] cancelled", "text"])
def test_what_is_no_task_to_do_is_none(line: str) -> None:
    assert read_body(line, SCALE).tasks == ()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ask about sleep #session", Line("ask about sleep", False, 1)),
        ("- [ ] ask #session 📅 2026-03-05", Line("ask", False, 1)),
        ("- [x] asked #Session", Line("asked", True, 1)),
        ("- [-] not now #session", Line("not now", True, 1)),
        ("X-ray #session X", Line("X-ray X", False, 1)),
        ("> #session quoted", Line("quoted", False, 1)),
        ("- 08:00 (mood:: 3) #session low again", Line("low again", False, 1)),
        ("%% #session ask %%", Line("ask", False, 1)),
    ],
)
def test_a_line_with_session_is_on_the_agenda(line: str, said: Line) -> None:
    assert read_body(line, SCALE).agenda == (said,)
    assert read_body(line.replace("#session", "#win").replace("#Session", "#WIN"), SCALE).wins == (said,)


@pytest.mark.parametrize(
    ("line", "priority"),
    [
        ("🔺 a #session", 3), ("⏫ a #session", 2), ("- [ ] a 🔼 #session", 1), ("a 🔽 #session", -1),
        ("a ⏬ #session", -2), ("a (priority:: high) #session", 2), ("a [Priority:: LOWEST ] #session", -2),
        ("a (priority:: soon) #session", 0), ("! a #session", 2), ("- [ ] !! a #session", 3),
        ("!!! a #session", 3), ("a! #session", 0), ("a ! b #session", 0), ("![a](b) #session", 0),
        ("- ![[a]] #session", 0), ("`⏫` a #session", 0), ("a #session", 0), ("é #session", 0),
        ("(priority:: low) a 🔺 #session", 3), ("! a (priority:: low) #session", -1),
        ("⏬ a 🔺 #session", -2), ("a (priority:: medium) (priority:: high) #session", 1),
        ("a (urgency:: high) #session", 0),
    ],
)  # fmt: skip
def test_how_much_a_line_is_marked(line: str, priority: int) -> None:
    assert [one.priority for one in read_body(line, SCALE).agenda] == [priority]


def test_a_mark_is_a_whole_word_and_no_tag() -> None:
    body = read_body("a #sessions b#session `#session` #session/x\n#win #session both #tag", SCALE)
    assert body.agenda == body.wins == (Line("both #tag", False, 2),)
    assert body.tags == ("sessions", "session/x", "tag")


def test_inline_tags_have_a_letter_and_stand_alone() -> None:
    text = "#work #work/boss x#no #2026 #y2026 #work `#code` (#no) ##no #größe #a-b_c #- # no\n## heading #in-heading"
    assert read_body(text, SCALE).tags == ("work", "work/boss", "y2026", "größe", "a-b_c", "in-heading")


@pytest.mark.parametrize(
    ("body", "heading"),
    [
        ("# One\n# Two", "One"),
        ("# MaX \t", "MaX"),
        ("text\n\n# One #", "One"),
        ("## Two", ""),
        ("#Tag", ""),
        ("#   Much   space  ", "Much space"),
        ("# \n# One", "One"),
        ("# One %% x %% #session", "One"),
    ],
)
def test_the_heading_is_the_first_of_its_level(body: str, heading: str) -> None:
    assert read_body(body, SCALE).heading == heading


def test_words_are_counted() -> None:
    assert read_body("It's a well-known thing: größe 12.\n\n- one", SCALE).words == 7
    assert read_body("", SCALE).words == 0


@given(st.text(alphabet="ab-#>*+1.\t \n", max_size=30))
@example("  a  b ")
def test_a_word_is_what_stands_between_spaces_but_for_the_marks_of_lines(text: str) -> None:
    lines = [line.replace("\t", " ").split() for line in text.split("\n")]
    marks = [parts[0] for parts in lines if parts and not parts[0].strip("-#>*+")]
    assert read_body(text, SCALE).words == sum(map(len, lines)) - len(marks)


@pytest.mark.parametrize(
    ("text", "time"),
    [("7:05", "07:05"), ("22:30", "22:30"), ("22:30:15", "22:30"), ("22:30:15.5", "22:30"), (" 00:00 ", "00:00"),
     ("23:59", "23:59"), ("23:59:59", "23:59"),
     ("24:00", None), ("12:60", None), ("12:00:60", None), ("12", None), ("1230", None), ("", None), ("٢٢:٣٠", None)],
)  # fmt: skip
def test_a_time_of_day(text: str, time: str | None) -> None:
    assert read_time(text) == time


def test_long_runs_of_spaces_are_read_at_once() -> None:
    gap = " " * 20_000
    body = read_body(f"# a{gap}x\n- (mood:: 3) (a::{gap}x\n- [ ] b{gap}c #session", SCALE)
    assert (body.heading, body.tasks[0].text, body.agenda[0].text) == ("a x", "b c", "b c")


@given(st.lists(st.sampled_from([*"-[]()#:`*>%^ \n0x", "mood", "::", "session", "win", "- [ ] ", "📅", "2026-03-05"])))
def test_any_body_is_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    body = read_body(text, SCALE, first_line=3)
    numbers = range(3, 4 + text.count("\n"))
    lines = [found.line for found in body.checkins] + [found.line for found in body.tasks]
    lines += [found.line for found in body.agenda + body.wins]
    assert set(lines) | {line for line, _ in body.problems} <= set(numbers)


@pytest.mark.parametrize(
    ("line", "mood", "emotions"),
    [
        ("mood:: 4", 4.0, ()),
        ("- mood:: good", 7.0, ()),
        ("  **Mood**:: 4.5  ", 4.5, ()),
        ("> mood::4", 4.0, ()),
        ("emotions:: calm, tired, calm", None, ("calm", "tired")),
    ],
)
def test_a_field_of_dataviews_alone_on_a_line_is_read(line: str, mood: float | None, emotions: tuple[str, ...]) -> None:
    body = read_body(f"before\n{line}\nafter\n", SCALE)
    assert body.checkins == (Checkin("", mood, emotions, "", 2),)
    assert body.problems == ()


@pytest.mark.parametrize(
    "line",
    ["mood:: 40", "mood:: fine, I think", "my mood:: 4", "15:00 mood:: 4", "mood::", "`mood:: 4`", "mood: 4",
     "- [ ] mood:: 4", "emotions:: ,", "mood :: : 4", "::: mood:: 4"],
)  # fmt: skip
def test_what_is_no_field_of_its_own_is_text_and_no_problem(line: str) -> None:
    body = read_body(line, SCALE)
    assert (body.checkins, body.problems) == ((), ())


def test_numbers_of_inline_fields_are_kept_the_first_of_each() -> None:
    body = read_body(
        "sleep:: 7.5\n- 08:00 [Energy:: 3] (mood:: 5) up\nsleep:: 6\nweight:: much\n[due:: 2026-05-01] (x:: -1)\n"
        "```\nhidden:: 1\n```\n",
        SCALE,
    )
    assert body.numbers == {"sleep": 7.5, "energy": 3.0, "mood": 5.0, "x": -1.0}


@pytest.mark.parametrize("sign", ["📅", "📆", "🗓", "🗓️"])
def test_all_signs_of_a_due_date_are_read(sign: str) -> None:
    (task,) = read_body(f"- [ ] call Sam 🔁 every week {sign} 2026-05-03 #session\n", SCALE).tasks
    assert (task.text, task.due) == ("call Sam", date(2026, 5, 3))


def words_one_by_one(body: str) -> int:
    """Count words as slowly as one would by hand."""
    lines = [[part for part in re.split("[ \t]", line) if part] for line in body.split("\n")]
    return sum(len(parts) - (not parts[0].strip("-*+>#")) for parts in lines if parts)


@given(st.text(alphabet="ab \t\n-*+>#é今😀\xa0\v\u2028", max_size=40))
def test_words_are_counted_as_one_by_one(body: str) -> None:
    assert read_body(body, SCALE).words == words_one_by_one(body)
    assert read_body(body, SCALE, encoded=body.encode()).words == words_one_by_one(body)


# As they are written down where nothing must be quick.
TAG = re.compile(r"(?<![^\s])#([\w/-]*[^\W\d][\w/-]*)")
MARK = re.compile(r"(?<![^\s])#(session|win)(?![\w/-])", re.IGNORECASE)


@given(
    st.lists(
        st.sampled_from(
            [
                "#",
                " ",
                "- ",
                "session",
                "WIN",
                "win",
                "se\xdfion",
                "\u017fe\u017fsion",
                "w\u0131n",
                "/",
                "-",
                "1",
                "é",
                "(",
            ]
        )
    ).map("".join)
)
def test_tags_and_marks_are_all_found(line: str) -> None:
    body = read_body(line, SCALE)
    tags = [tag for tag in TAG.findall(line) if tag.casefold() not in ("session", "win")]
    assert body.tags == tuple(dict.fromkeys(tags))
    marks = {mark.casefold() for mark in MARK.findall(line)}
    assert (bool(body.agenda), bool(body.wins)) == ("session" in marks, "win" in marks)


@given(
    st.lists(
        st.sampled_from(
            ["- ", "> ", "[ ] ", "[(] ", "[[] ", "[`] ", "(", "[", "mood", ":: ", "::", "4", ")", "]", "`", " "]
        )
    ).map("".join)
)
def test_a_line_that_is_a_checkin_is_read_as_one(line: str) -> None:
    if "`" not in line:  # code is looked at before
        assert not is_checkin(line) or len(read_body(line, SCALE).checkins) == 1


def without_short_cuts(text: str) -> Body:
    """Read a body as it is read where no line is plain, by which nothing may change."""
    part = reading._part
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_part", lambda bare: (part(bare)[0], "::"))
        patch.setattr(reading, "_is_mere_heading", lambda _: False)
        patch.setattr(reading, "_may_have_sign", lambda _: True)
        return read_body(text, SCALE)


PARTS = [
    *"-#()[]:`% \n!é今^",
    *("- [ ] ", "- [x] ", "- ", "## ", "# ", "> ", "09:30", "(mood:: 4)", "[Mood:: 5 ]", "(EMOTIONS:: a, ,b)"),
    *("(due:: 2026-03-05)", "(a (b:: 1) :: 2)", "::", "#session", "#WIN", "#tag", "%%", "<!--", "-->", "word", " 4"),
    *("📅 2026-03-05", "✅2026-03-06", "⏫", "🔽", "🔁 every day ", "🆔 a1", "⛔ b2", "➕", "🛫", "❌", "⏳", "^id"),
]


@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
@example("- 09:30(mood:: 4)#session")
@example("- (mood:: 4) (a (b:: 1) :: 2) x")
@example("- 1(mood:: 4) 9:30 %% a (b:: 1) %% c")
@example("##\t#tag ::")
def test_what_is_plain_is_read_as_all_else(text: str) -> None:
    assert read_body(text, SCALE) == without_short_cuts(text)


def test_each_sign_is_looked_for() -> None:
    assert all(reading._may_have_sign(sign) for sign in reading._SIGN.strip("[]"))
    assert not reading._may_have_sign("„müde“ …今")
