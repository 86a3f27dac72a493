"""Scores, bands and changes against tables from the papers, and rules that hold for every questionnaire."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tj.entry.model import Entry, Value
from tj.errors import UsageProblem
from tj.insight.assessments import compare, describe, is_flagged, parse_answers, previous, read_answer, score
from tj.insight.instruments import Band, Instrument, Item, parse_instrument
from tj.templating import shipped

DAY = date(2026, 5, 11)


def form(name: str) -> Instrument:
    return parse_instrument(name, shipped(f"instruments/{name}.toml"), name)


def answers_of(total: int, items: int, most: int = 3) -> list[int]:
    """Answers that add up to `total`, the last questions answered last."""
    return [max(0, min(most, total - most * number)) for number in range(items)]


# Kroenke, Spitzer and Williams 2001, J Gen Intern Med 16:606-613: thresholds of 5, 10, 15 and 20.
PHQ_9 = [
    (0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
    (15, "moderately severe"), (19, "moderately severe"), (20, "severe"), (27, "severe"),
]  # fmt: skip
# Spitzer, Kroenke, Williams and Löwe 2006, Arch Intern Med 166:1092-1097: cut points of 5, 10 and 15.
GAD_7 = [
    (0, "minimal"), (4, "minimal"), (5, "mild"), (9, "mild"), (10, "moderate"), (14, "moderate"),
    (15, "severe"), (21, "severe"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "items", "total", "band"),
    [*(("phq-9", 9, *row) for row in PHQ_9), *(("gad-7", 7, *row) for row in GAD_7)],
)
def test_bands_are_those_of_the_papers(name: str, items: int, total: int, band: str) -> None:
    result = score(form(name), answers_of(total, items))
    assert (result.score, result.highest, result.band) == (total, 3 * items, band)


@pytest.mark.parametrize(
    ("name", "points", "reached", "missed"),
    [
        # Löwe et al. 2004, Med Care 42:1194-1201: five points on the PHQ-9.
        ("phq-9", 4, [], [5]),
        ("phq-9", -4, [], [5]),
        ("phq-9", 5, [5], []),
        ("phq-9", -5, [5], []),
        # Toussaint et al. 2020, J Affect Disord 265:395-401: four points on the GAD-7.
        # Bischoff et al. 2020, Psychol Community Health 8:176-187: six points.
        ("gad-7", 3, [], [4, 6]),
        ("gad-7", -4, [4], [6]),
        ("gad-7", 5, [4], [6]),
        ("gad-7", -6, [4, 6], []),
    ],
)
def test_a_change_counts_from_the_papers_threshold_on(
    name: str, points: int, reached: list[int], missed: list[int]
) -> None:
    since = compare(form(name), 10 + points, DAY, 10)
    assert since.points == points
    assert [points for points, _ in since.reached] == reached
    assert [points for points, _ in since.missed] == missed


def test_each_threshold_names_its_paper() -> None:
    sources = {change.source.split(",")[0] for name in ("phq-9", "gad-7") for change in form(name).changes}
    assert sources == {"Löwe et al. 2004", "Toussaint et al. 2020", "Bischoff et al. 2020"}


@pytest.mark.parametrize("answer", range(4))
def test_the_ninth_question_of_the_phq_9_is_flagged_above_nought(answer: int) -> None:
    assert score(form("phq-9"), [0] * 8 + [answer]).flagged is (answer > 0)
    assert score(form("phq-9"), [3] * 8 + [answer]).flagged is (answer > 0)
    assert not score(form("gad-7"), [answer] * 7).flagged


def test_our_own_check_ins_turn_their_reversed_sentences() -> None:
    wellbeing, sleep = form("wellbeing-check"), form("sleep-check")
    assert score(wellbeing, [4, 4, 4, 4, 4, 4, 0]).score == 28 == wellbeing.highest
    assert score(wellbeing, [0, 0, 0, 0, 0, 0, 4]).score == 0
    assert score(sleep, [4, 4, 4, 0, 4, 0]).score == 24 == sleep.highest
    assert score(sleep, [4, 4, 4, 4, 4, 4]).score == 16
    assert (score(sleep, [2] * 6).band, wellbeing.validated, sleep.validated) == ("", False, False)


def test_subscales_are_summed_of_turned_answers() -> None:
    made = parse_instrument(
        "x",
        'title = "x"\nlowest = 1\nhighest = 5\n[[items]]\ntopic = "a"\n[[items]]\ntopic = "b"\nreverse = true\n'
        '[[items]]\ntopic = "c"\n[[subscales]]\nname = "first two"\nitems = [1, 2]\n'
        '[[subscales]]\nname = "last"\nitems = [3]',
        "x",
    )
    result = score(made, [5, 1, 2])
    assert (result.score, result.highest) == (12, 15)
    assert result.subscales == {"first two": (10, 10), "last": (2, 5)}


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    def item(number: int) -> Item:
        answers = draw(st.sets(st.integers(-20, 20), min_size=2, max_size=6))
        flagged = draw(st.none() | st.integers(min(answers), max(answers)))
        return Item(f"topic {number}", dict.fromkeys(sorted(answers), ""), draw(st.booleans()), flagged)

    items = tuple(item(number) for number in range(draw(st.integers(1, 8))))
    return Instrument("x", "X", items, bands=(Band(sum(item.lowest for item in items), "any"),))


@st.composite
def filled_in(draw: st.DrawFn) -> tuple[Instrument, list[int]]:
    made = draw(instruments())
    return made, [draw(st.sampled_from(sorted(item.answers))) for item in made.items]


@given(filled_in())
def test_a_score_is_within_the_range_and_has_a_band(case: tuple[Instrument, list[int]]) -> None:
    made, answers = case
    result = score(made, answers)
    assert made.lowest <= result.score <= made.highest == result.highest
    assert result.band == "any"
    flags = [is_flagged(item, answer) for item, answer in zip(made.items, answers, strict=True)]
    assert result.flagged is any(flags)


@given(filled_in())
def test_turning_every_scale_mirrors_the_score(case: tuple[Instrument, list[int]]) -> None:
    made, answers = case
    turned = [Item(item.topic, item.answers, not item.reverse) for item in made.items]
    mirrored = score(Instrument("x", "X", tuple(turned)), answers)
    assert score(made, answers).score + mirrored.score == made.lowest + made.highest


@given(filled_in(), st.data())
def test_what_is_missing_or_outside_has_no_score(case: tuple[Instrument, list[int]], data: st.DataObject) -> None:
    made, answers = case
    place = data.draw(st.integers(0, len(answers) - 1))
    other = data.draw(st.integers(-40, 40).filter(lambda answer: answer not in made.items[place].answers))
    for wrong in (
        [*answers[:place], *answers[place + 1 :]],
        [*answers, 0],
        [*answers[:place], other, *answers[place + 1 :]],
    ):
        with pytest.raises(ValueError):
            score(made, wrong)
        with pytest.raises(UsageProblem):
            parse_answers(made, ",".join(str(answer) for answer in wrong))


@given(filled_in(), st.sampled_from([",", ", ", " ", "\n", " ,\t"]))
def test_answers_are_read_as_they_are_written(case: tuple[Instrument, list[int]], between: str) -> None:
    made, answers = case
    assert parse_answers(made, between.join(str(answer) for answer in answers) + "\n") == tuple(answers)


@pytest.mark.parametrize("word", ["", " ", "4", "-1", "1.0", "one", "1e0", "²", "٣", "+1", "0x1", "11111111111"])
def test_what_is_no_answer_is_none(word: str) -> None:
    assert read_answer(form("phq-9").items[0], word) is None


def test_what_a_question_takes_is_told() -> None:
    assert describe(form("phq-9").items[0]) == "0 to 3"
    assert describe(Item("x", {0: "", 2: "", 5: ""})) == "0, 2 or 5"


def note(path: str, day: date | None, time: str = "", **properties: Value) -> Entry:
    return Entry(path, "assessment", day, time, properties={"name": "phq-9", "max": 27, **properties})


def test_the_last_comparable_note_before_this_one_is_found() -> None:
    notes = [
        note("a-phq-9.md", date(2026, 3, 1), score=20),
        note("b-phq-9.md", date(2026, 5, 10), score=14),
        note("c-phq-9.md", DAY, "09:00", score=12),
        note("this.md", DAY, "10:00", score=3),
        note("later.md", DAY, "11:00", score=1),
        note("other.md", DAY, "09:30", name="gad-7", score=2),
        note("words.md", DAY, "09:31", score="twelve"),
        note("truth.md", DAY, "09:32", score=True),
        note("range.md", DAY, "09:33", score=99),
        note("longer.md", DAY, "09:34", score=8, max=30),
        note("undated.md", None, score=5),
    ]
    phq = form("phq-9")
    assert previous(phq, notes, "this.md", DAY, "10:00") == (DAY, 12)
    assert previous(phq, notes, "new.md", DAY, "") == (date(2026, 5, 10), 14)
    assert previous(phq, notes, "new.md", date(2026, 2, 1), "") is None


def test_of_one_minute_the_one_that_was_kept_last_is_meant() -> None:
    names = ["d-phq-9.md", "d-phq-9-0930.md", "d-phq-9-0930-2.md", "d-phq-9-0930-10.md"]
    notes = [note(name, DAY, "09:30", score=number) for number, name in enumerate(names)]
    assert previous(form("phq-9"), notes, "this.md", DAY, "09:30") == (DAY, 3)


def test_without_a_threshold_none_is_reached_or_missed() -> None:
    since = compare(form("sleep-check"), 20, DAY, 1)
    assert (since.points, since.reached, since.missed) == (19, (), ())
