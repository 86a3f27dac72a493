"""Results of questionnaires, read from a note's front matter or, where that is not shared, from its words."""

import pytest

from tj.config import Settings
from tj.entry.model import Note
from tj.entry.parse import parse_note
from tj.insight.instruments import parse_instrument
from tj.report.brief.scores import scores_of
from tj.report.brief.words import score_lines
from tj.templating import shipped

FORMS = [
    parse_instrument(name, shipped(f"instruments/{name}.toml"), name) for name in ("phq-9", "gad-7", "sleep-check")
]


def note(day: str, text: str, facts: str = "", number: int = 1, kind: str = "assessment") -> Note:
    written = f"---\ntype: {kind}\ndate: {day}\n{facts}---\n{text}\n"
    return parse_note(f"entries/{number:04}.md", written.encode(), Settings())


def facts(name: str, score: object, most: object) -> str:
    return f"name: {name}\nscore: {score}\nmax: {most}\n"


def test_front_matter_and_words_say_the_same() -> None:
    [one] = scores_of([note("2026-03-02", "x", facts("phq-9", 11, 27))], FORMS)
    [other] = scores_of([note("2026-03-02", "# PHQ-9\n\n11 of 27, moderate.\n\nMore words.")], FORMS)
    assert one == other
    assert (one.title, one.results[0].band, one.since) == ("PHQ-9", "moderate", None)


def test_a_change_is_told_with_each_threshold() -> None:
    found = [note("2026-04-02", "x", facts("gad-7", 4, 21)), note("2026-03-02", "x", facts("gad-7", 9, 21))]
    [scores] = scores_of(found, FORMS)
    assert [one.points for one in scores.results] == [9, 4]
    assert score_lines(scores)[0] == "4 of 21, minimal, on Thu 2 Apr 2026."
    assert score_lines(scores)[-3:] == [
        "Changed by −5 points since Mon 2 Mar 2026 (9).",
        "That is at least the 4 points from which a change counts (Toussaint et al. 2020, Journal of Affective"
        " Disorders 265:395–401).",
        "That is less than the 6 points from which a change counts (Bischoff et al. 2020, Psychology, Community"
        " & Health 8:176–187).",
    ]


@pytest.mark.parametrize(
    ("now", "said"),
    [(10, "Unchanged since Mon 2 Mar 2026 (10)."), (11, "Changed by +1 point since Mon 2 Mar 2026 (10).")],
)
def test_small_changes_are_numbers_too(now: int, said: str) -> None:
    found = [note("2026-03-02", "x", facts("phq-9", 10, 27)), note("2026-04-02", "x", facts("phq-9", now, 27))]
    [scores] = scores_of(found, FORMS)
    assert said in score_lines(scores)


def test_what_was_never_measured_is_said() -> None:
    found = [note(f"2026-0{month}-02", "x", facts("sleep-check", 10 + month, 24)) for month in (3, 4)]
    [scores] = scores_of(found, FORMS)
    assert score_lines(scores)[-1] == "How much of a change is more than chance has not been measured for it."


def test_an_unknown_form_is_numbers_only() -> None:
    found = [note("2026-03-02", "# Our form\n\n5 of 9."), note("2026-04-02", "x", facts("clinic", 7, 9))]
    by_title = {scores.title: scores for scores in scores_of(found, FORMS)}
    assert score_lines(by_title["Our form"]) == ["5 of 9, on Mon 2 Mar 2026."]
    assert score_lines(by_title["clinic"]) == ["7 of 9, on Thu 2 Apr 2026."]


@pytest.mark.parametrize(("score", "most"), [(11, 21), (40, 27), (-1, 27)])
def test_a_score_of_another_scale_is_compared_with_nothing(score: int, most: int) -> None:
    found = [note("2026-03-02", "x", facts("phq-9", 5, 27)), note("2026-04-02", "x", facts("phq-9", score, most))]
    [scores] = scores_of(found, FORMS)
    assert (scores.instrument, scores.since) == (None, None)
    assert score_lines(scores) == [f"{score} of {most}, on Thu 2 Apr 2026."]


@pytest.mark.parametrize(
    "odd",
    [
        note("2026-03-02", "nothing said"),
        note("2026-03-02", "x", facts("phq-9", "true", 27)),
        note("2026-03-02", "x", facts("phq-9", 4.5, 27)),
        note("2026-03-02", "x", facts("phq-9", 11, 27), kind="entry"),
        parse_note("a.md", b"---\ntype: assessment\nname: phq-9\nscore: 1\nmax: 27\n---\n", Settings()),
    ],
)
def test_what_is_no_result_is_passed_by(odd: Note) -> None:
    assert scores_of([odd], FORMS) == []


def test_no_word_judges() -> None:
    said: list[str] = []
    for name, most in (("phq-9", 27), ("gad-7", 21), ("sleep-check", 24)):
        for before in (0, 10, most):
            for now in range(most + 1):
                found = [
                    note("2026-03-02", "x", facts(name, before, most)),
                    note("2026-04-02", "x", facts(name, now, most)),
                ]
                said += score_lines(scores_of(found, FORMS)[0])
    text = " ".join(said).casefold()
    for word in ("improve", "better", "worse", "well done", "great", "bad", "fail", "must", "!", "normal", "recover"):
        assert word not in text, word
