"""How results and hard days are spoken of: numbers with their sources, the writer's own things first, no judgement."""

from datetime import date

import pytest

from tj.insight.assessments import compare, score
from tj.insight.instruments import Instrument, parse_instrument
from tj.insight.support import Contact
from tj.report.care import care_lines
from tj.report.results import result_lines, result_note, since_lines
from tj.templating import shipped, shipped_names

DAY = date(2026, 3, 14)


def form(name: str) -> Instrument:
    return parse_instrument(name, shipped(f"instruments/{name}.toml"), name)


def test_a_result_is_told_with_its_band_and_its_meaning() -> None:
    phq = form("phq-9")
    assert result_lines(phq, score(phq, [1] * 8 + [0])) == [
        "PHQ-9: 8 of 27, mild.",
        "Higher numbers mean more of what it asks about.",
    ]
    assert result_lines(phq, score(phq, [2] * 5 + [0] * 4))[2] == (
        "From 10 on, talking it through with a professional is worth it; a number alone is no diagnosis "
        "(Kroenke et al. 2001)."
    )
    sleep = form("sleep-check")
    assert result_lines(sleep, score(sleep, [2] * 6))[0] == "Sleep check-in: 12 of 24."


@pytest.mark.parametrize(
    ("name", "now", "said"),
    [
        ("phq-9", 10, ["That is the same as the last one, on 2026-03-14 (10)."]),
        ("phq-9", 9, ["That is 1 point lower than the last one, on 2026-03-14 (10).",
                      "A change counts from 5 points on (Löwe et al. 2004, Medical Care 42:1194–1201): "
                      "this one does not.",
                      "A change this small is common by chance."]),
        ("phq-9", 15, ["That is 5 points higher than the last one, on 2026-03-14 (10).",
                       "A change counts from 5 points on (Löwe et al. 2004, Medical Care 42:1194–1201): "
                       "this one reaches that.",
                       "Where it comes from the number does not say; you may want to talk about it in your next "
                       "session."]),
        ("gad-7", 5, ["That is 5 points lower than the last one, on 2026-03-14 (10).",
                      "A change counts from 4 points on (Toussaint et al. 2020, Journal of Affective Disorders "
                      "265:395–401): this one reaches that.",
                      "A change counts from 6 points on (Bischoff et al. 2020, Psychology, Community & Health "
                      "8:176–187): this one does not.",
                      "So it may be a change, or chance; the next one will tell more."]),
        ("sleep-check", 20, ["That is 10 points higher than the last one, on 2026-03-14 (10).",
                             "How much of a change is more than chance has not been measured for it."]),
    ],
)  # fmt: skip
def test_a_change_is_told_with_each_threshold_and_its_source(name: str, now: int, said: list[str]) -> None:
    made = form(name)
    assert since_lines(made, compare(made, now, DAY, 10)) == said


def test_no_word_judges_the_writer() -> None:
    said: list[str] = []
    for file in shipped_names("instruments"):
        made = form(file.removesuffix(".toml"))
        for item_score in range(4):
            said += result_lines(made, score(made, [item_score] * len(made.items)))
        for now in range(21):
            said += since_lines(made, compare(made, now, DAY, 10))
        said += since_lines(made, None)
    text = " ".join(said).casefold()
    for word in ("improve", "better", "worse", "well done", "great", "bad", "fail", "should", "must", "!", "normal"):
        assert word not in text, word


def test_the_note_holds_the_total_and_no_single_answer() -> None:
    phq = form("phq-9")
    assert result_note(phq, score(phq, [0] * 8 + [3])) == "# PHQ-9\n\n3 of 27, minimal."
    made = parse_instrument(
        "x",
        'title = "X"\nlowest = 0\nhighest = 3\n[[items]]\ntopic = "a"\n[[items]]\ntopic = "b"\n'
        '[[subscales]]\nname = "one"\nitems = [1]\n[[subscales]]\nname = "two"\nitems = [2]\n',
        "x",
    )
    result = score(made, [1, 2])
    assert result_note(made, result) == "# X\n\n3 of 6.\n\n- one: 1 of 3\n- two: 2 of 3"
    assert result_lines(made, result) == ["X: 3 of 6.", "  one: 1 of 3", "  two: 2 of 3"]


def test_the_writer_s_own_plan_and_people_come_first() -> None:
    contacts = [Contact("Sam", "06 1234", "evenings", DAY), Contact("Line")]
    assert care_lines("# Plan\n\n- tea\n", "coping-plan.md", contacts, asked=True) == [
        "Your coping plan (coping-plan.md)",
        "",
        "  # Plan",
        "",
        "  - tea",
        "",
        "People and services you chose",
        "",
        "  Sam · 06 1234 · evenings · last checked on 2026-03-14",
        "  Line · not checked yet",
        "",
        "If you are in danger, or might hurt yourself, please call your local emergency number now.",
        "findahelpline.com lists helplines near you that you can call or write to.",
        "tj is only a notebook: it is not monitored, and no one was told.",
    ]


def plan_shown(plan: str) -> list[str]:
    lines = care_lines(plan, "p.md", [Contact("Sam")], asked=True)
    return (
        lines[2 : lines.index("People and services you chose") - 1] if lines[0].startswith("Your coping plan") else []
    )


def test_a_plan_that_is_not_filled_in_is_none() -> None:
    template = shipped("coping-plan.md").partition("---\n\n")[2]
    assert template.startswith("# My coping plan")
    assert plan_shown(template) == []
    assert plan_shown("# Plan\n\n## Tea\n\n- [ ] \n* \n1. \n") == []
    assert care_lines(template, "p.md", [], asked=True) == care_lines("", "", [], asked=True)


def test_of_a_plan_what_is_filled_in_is_shown() -> None:
    template = shipped("coping-plan.md").partition("---\n\n")[2]
    filled = template.replace("What I can do by myself\n\n-", "What I can do by myself\n\n- tea\n- walk")
    assert plan_shown(filled) == ["  # My coping plan", "", "  ## What I can do by myself", "", "  - tea", "  - walk"]
    assert plan_shown("call Ann\n\n\n\n## Empty\n\n# A\n## B\n### C\nx\n## D\n") == [
        "  call Ann", "", "  # A", "  ## B", "  ### C", "  x"
    ]  # fmt: skip
    assert plan_shown("#hashtag\n---\n-5 degrees\n") == ["  #hashtag", "  ---", "  -5 degrees"]


def test_with_nothing_set_it_says_how_and_does_not_push() -> None:
    lines = care_lines("", "", [], asked=True)
    assert lines[0].startswith("If you are in danger")
    assert any("`tj support --plan`" in line for line in lines)
    assert any("`tj support --add`" in line for line in lines)
    assert not any("--plan" in line for line in care_lines("x", "p.md", [], asked=True))
    assert not any("--add" in line for line in care_lines("", "", [Contact("Sam")], asked=True))
    assert care_lines("", "", [], asked=False) == [
        "One of your answers says that this is a hard time. You do not have to carry it alone.", "", *lines
    ]  # fmt: skip
    for word in ("!", "must", "should", "why"):
        assert word not in " ".join(lines)
