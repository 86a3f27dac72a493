"""What a reply becomes: a note that says the therapist's words and nothing else, and prompts that are read."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.share.replies import BUNDLE, ID, REPLY, SECRET
from tests.share.test_share_tame import ANY, HOSTILE, RAW, letters
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.entry.private import private_spans
from tj.errors import Refused, UsageProblem
from tj.insight.prompt_text import read_prompts
from tj.share import guidance
from tj.share.guidance import (
    day_of,
    guidance_note,
    has_prompts,
    is_note_of,
    name_in_paths,
    prompt_lines,
    with_prompts,
)  # fmt: skip
from tj.share.reply import Reply, compose, parse, serialize
from tj.share.tame import tame_line

PATH, PROMPTS = "guidance/2026-05-11-anneke.md", ".tj/prompts/from-anneke.md"
DAY = date(2026, 5, 11)
LINE = ANY.map(lambda text: " ".join(text.split())[:500] or "x")


def note_of(reply: Reply, name: str = "Anneke") -> bytes:
    return guidance_note(PATH, reply, name, DAY, Settings())


def test_the_note_is_readable_markdown() -> None:
    assert note_of(REPLY, "Dr. Anneke Roos").decode() == (
        "---\n"
        "type: guidance\n"
        "date: 2026-05-11\n"
        'from: "Dr. Anneke Roos"\n'
        f'reply: "{ID}"\n'
        f"bundle: {BUNDLE}\n"
        "---\n"
        "\n"
        "Dear Mara,\n\n### Small\n\n- go *small*\n"
        "\n"
        "## Homework\n\n- [ ] ten minutes outside\n"
        "\n"
        "## Prompts to try\n\n- Where are you?\n"
    )


def test_parts_that_are_not_there_have_no_heading() -> None:
    assert note_of(Reply(BUNDLE, ID, "2026-05-11", "Only words.")).decode().endswith("---\n\nOnly words.\n")
    only = note_of(Reply(BUNDLE, ID, "2026-05-11", "", ("walk", " "), ())).decode()
    assert only.endswith("---\n\n## Homework\n\n- [ ] walk\n")


@given(ANY, st.lists(LINE, max_size=3), st.lists(LINE, max_size=3), HOSTILE)
def test_whatever_it_says_it_is_guidance_with_its_homework_and_nothing_more(
    text: str, homework: list[str], prompts: list[str], name: str
) -> None:
    reply = Reply(BUNDLE, ID, "2026-05-11", text, tuple(homework), tuple(prompts))
    data = note_of(reply, name.replace("\n", " ") or "Anneke")
    note = parse_note(PATH, data, Settings())
    entry = note.entry
    assert (entry.type, entry.date, entry.private, entry.readable, note.problems) == ("guidance", DAY, False, True, ())
    assert (entry.checkins, entry.agenda, entry.wins, entry.tags, entry.goals) == ((), (), (), (), ())
    assert private_spans(note.body) == []
    assert [task.done for task in entry.tasks] == [False] * len(entry.tasks)
    assert len(entry.tasks) == note.body.count("\n- [ ] ")
    assert set(entry.properties) - {"from"} == {"type", "date", "reply", "bundle"}
    assert not RAW.search(data.decode().partition("\n---\n")[0])
    assert entry.properties["reply"] == ID
    assert is_note_of(data, ID)
    assert not is_note_of(data, BUNDLE)


@given(ANY, st.lists(LINE, max_size=2), st.lists(LINE, max_size=2))
def test_no_word_is_lost_on_the_way(text: str, homework: list[str], prompts: list[str]) -> None:
    try:
        sent = compose(BUNDLE, ID, "2026-05-11", text, homework, prompts)
    except UsageProblem:
        return
    got = parse(serialize(sent, SECRET)).reply
    body = parse_note(PATH, note_of(got), Settings()).body
    meant = [text, *("Homework",) * any(map(tame_line, homework)), *homework]
    meant += [*("Prompts to try",) * bool(prompt_lines(got)), *prompts]
    assert letters(body.replace("&lt;", "<")) == letters("".join(meant).replace("&lt;", "<"))


def test_what_the_taming_missed_is_written_without_any_markdown(monkeypatch: pytest.MonkeyPatch) -> None:
    reply = Reply(BUNDLE, ID, "2026-05-11", "# Sleep\n\n%% hidden %%", ("- [x] walk #win",), ("`why`?",))
    monkeypatch.setattr(guidance, "tame", lambda text: text)
    body = note_of(reply).decode().partition("---\n\n")[2]
    assert body.startswith("\\# Sleep\n\n\\%\\% hidden \\%\\%\n\n## Homework\n\n- [ ] \\- \\[x\\] walk \\#win\n")
    monkeypatch.setattr(guidance, "tame_strictly", lambda text: text)
    with pytest.raises(Refused, match="nothing but say its words") as caught:
        note_of(reply)
    assert "hidden" not in caught.value.message


def test_a_tracker_named_like_a_key_of_the_note_stops_nothing() -> None:
    settings = Settings(trackers={"from": "", "reply": ""})
    assert guidance_note(PATH, REPLY, "Anneke", DAY, settings) == note_of(REPLY)


@given(st.lists(LINE, min_size=1, max_size=4))
@example(["-->"])
@example(["🌱"])
def test_each_prompt_is_read_as_one(prompts: list[str]) -> None:
    reply = Reply(BUNDLE, ID, "2026-05-11", "", (), tuple(prompts))
    wanted = prompt_lines(reply)
    if not wanted:
        return
    data = with_prompts(PROMPTS, b"", reply, "Anneke", DAY)
    assert data is not None
    assert data.startswith(b"---\ntype: prompts\n")
    found = read_prompts(PROMPTS, data.decode())
    assert found.problems == ()
    assert [prompt.id for prompt in found.prompts] == [f"{ID}-{number}" for number in range(1, len(wanted) + 1)]
    assert all(prompt.tones == ("middling", "good") for prompt in found.prompts)
    assert {prompt.day for prompt in found.prompts} == {DAY}
    assert found.theme is not None
    assert (found.theme.title, found.theme.about) == ("From Anneke", "what Anneke asked")
    assert has_prompts(data, ID)
    assert not has_prompts(data, BUNDLE)


def test_a_prompt_that_its_marks_would_make_too_long_keeps_its_words() -> None:
    reply = Reply(BUNDLE, ID, "2026-05-11", "", (), ("[" * 240 + "why?" + "`" * 256,))
    assert prompt_lines(reply) == ["why?"]


@pytest.mark.parametrize(
    "before",
    [
        b"- mine (tone:: low) ^mine-1\n",
        b"- mine ^mine-1",
        b"\xef\xbb\xbf---\r\ntitle: Of Anneke\r\n---\r\n- mine ^mine-1\r\n",
        b"- broken (tone:: odd) ^a-1\n- mine ^mine-1\n- (tone:: never) ^rest-2\n",
        b"some words\n\n```\ncode\n```\n",
    ],
)
def test_prompts_go_behind_those_that_are_there(before: bytes) -> None:
    after = with_prompts(PROMPTS, before, REPLY, "Anneke", DAY)
    assert after is not None
    assert after.startswith(before)
    old, new = (read_prompts(PROMPTS, data.decode("utf-8-sig").replace("\r\n", "\n")) for data in (before, after))
    assert [prompt.id for prompt in new.prompts] == [*(prompt.id for prompt in old.prompts), f"{ID}-1"]
    assert (new.off, len(new.problems)) == (old.off, len(old.problems))
    assert b"\r\n" not in before or after.count(b"\r\n") == after.count(b"\n")


@pytest.mark.parametrize(
    "before",
    [b"%% open\n", b"```\nopen\n", b"<!--\n", b"## Private\n- mine\n", b"---\ntitle: [\n---\n", b"\xff\n",
     f"- mine ^{ID}-1\n".encode()],
)  # fmt: skip
def test_a_file_in_which_they_would_not_be_read_is_left_alone(before: bytes) -> None:
    assert with_prompts(PROMPTS, before, REPLY, "Anneke", DAY) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Anneke", "anneke"),
        ("Dr. Anneke Roos", "dr-anneke-roos"),
        ("../../etc/passwd", "etc-passwd"),
        ("Åsa Öberg", "åsa-öberg"),
        ("李医生", "李医生"),
        ("2230", "therapist-2230"),
        ("…", "therapist"),
        ("a_b\x1b[2J", "a-b-2j"),
        (".sync-conflict-x", "sync-conflict-x"),
        ("x" * 60, "x" * 30),
        ("x" * 29 + " y", "x" * 29),
    ],
)
def test_a_name_in_a_path_is_letters_digits_and_hyphens(name: str, expected: str) -> None:
    assert name_in_paths(name) == expected


@pytest.mark.parametrize(
    ("created", "day"),
    [("2026-05-08", 8), ("2026-05-11", 11), ("2026-05-01", 1), ("2026-04-30", 11), ("1970-01-01", 11),
     ("2026-05-12", 11), ("9999-12-31", 11)],
)  # fmt: skip
def test_a_day_that_cannot_be_gives_way_to_today(created: str, day: int) -> None:
    assert day_of(Reply(BUNDLE, ID, created, "x"), "2026-05-01", DAY) == date(2026, 5, day)
