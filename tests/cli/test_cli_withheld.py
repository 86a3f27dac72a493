"""What is not sent is counted where it was to be expected, and named where it may need a look."""

from tj.cli.withheld import lines
from tj.words import sharing as words


def of(reason: str, count: int, letter: str) -> list[tuple[str, str]]:
    return [(f"{letter}{number:02}.md", reason) for number in range(1, count + 1)]


def test_what_was_to_be_expected_is_counted() -> None:
    assert list(lines([*of(words.SENT, 58, "s"), *of(words.OLD, 1, "o")])) == [
        "not sent: 1 note (late: dated before all that was sent to them)",
        "not sent: 58 notes (sent before)",
    ]


def test_the_latest_of_others_are_named_and_the_rest_counted() -> None:
    told = list(lines(reversed(of(words.LATE, 10, "l"))))
    assert [line[10:16] for line in told[:-1]] == [f"l{number:02}.md" for number in range(3, 11)]
    assert told[-1] == f"not sent: … and 2 more ({words.LATE}); --preview --json names all"
    assert [line[10:16] for line in lines(of(words.LATE, 8, "l"))] == [f"l{number:02}.md" for number in range(1, 9)]


def test_what_may_surprise_comes_last() -> None:
    reasons = [words.CHANGED, words.UNREADABLE, words.PRIVATE, words.SENT]
    told = list(lines([("x.md", reason) for reason in reasons]))
    assert [line.partition("(")[2].partition(":")[0].strip(")") for line in told] == reasons[::-1]


def test_every_note_that_is_sent_cut_short_is_named() -> None:
    cut = of(words.IN_PART, 12, "c")
    told = list(lines([*cut, ("u.md", words.UNREADABLE)], {path for path, _ in cut}))
    assert [line for line in told if line.startswith("cut short: ")] == [words.cut_short(*one) for one in cut]
    assert words.not_sent("u.md", words.UNREADABLE) in told
    assert len(told) == 13
