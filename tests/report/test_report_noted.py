"""Assessments and sessions on the pages of their time, with numbers, thresholds and sources, and no judgement."""

from datetime import date

from tests.report.pages import FORMS, summaries
from tests.report.test_report_summary import SETTINGS, entry, section
from tj.entry.model import Entry, Task, Value
from tj.insight.scores import scored
from tj.report.noted import noted_of

FIRST, SECOND = date(2026, 2, 20), date(2026, 3, 5)


def assessment(day: date, score: int, name: str = "phq-9", most: int = 27, **facts: Value) -> Entry:
    properties: dict[str, Value] = {"name": name, "score": score, "max": most, **facts}
    return Entry(f"assessments/{day}-{name}.md", "assessment", day, properties=properties)


def test_a_page_tells_of_the_assessments_of_its_time() -> None:
    notes = [entry(), entry(FIRST), assessment(FIRST, 17), assessment(SECOND, 11, band="moderate")]
    texts = summaries(notes, SETTINGS)
    second = (
        "- [2026-03-05](../assessments/2026-03-05-phq-9.md): PHQ-9, 11 of 27, moderate; 6 points lower than on"
        " 2026-02-20 (17); a change counts from 5 points on (Löwe et al. 2004, Medical Care 42:1194–1201): reached"
    )
    first = "- [2026-02-20](../assessments/2026-02-20-phq-9.md): PHQ-9, 17 of 27"
    assert section(texts["2026-03.md"], "Assessments") == section(texts["2026-W10.md"], "Assessments") == second
    assert section(texts["2026-02.md"], "Assessments") == first
    assert section(texts["index.md"], "Assessments") == section(texts["2026.md"], "Assessments") == f"{first}\n{second}"
    assert section(texts["2026-W08.md"], "Assessments") == first


def lines(*notes: Entry) -> list[str]:
    return [line.partition("): ")[2] for _, line in noted_of(scored(notes, FORMS), notes).assessments]


def test_each_threshold_is_said_with_whether_it_is_reached() -> None:
    found = lines(assessment(FIRST, 10, "gad-7", 21), assessment(SECOND, 15, "gad-7", 21))
    assert found[1] == (
        "GAD-7, 15 of 21; 5 points higher than on 2026-02-20 (10); a change counts from 4 points on (Toussaint et al."
        " 2020, Journal of Affective Disorders 265:395–401): reached; a change counts from 6 points on (Bischoff et al."
        " 2020, Psychology, Community \\& Health 8:176–187): not reached"
    )
    assert lines(assessment(FIRST, 9), assessment(SECOND, 9))[1].endswith(
        "PHQ-9, 9 of 27; the same as on 2026-02-20 (9)"
    )
    own = lines(assessment(FIRST, 9, "wellbeing-check", 28), assessment(SECOND, 10, "wellbeing-check", 28))
    assert own[1].endswith("1 point higher than on 2026-02-20 (9); no threshold for a change is known")


def test_an_unknown_form_is_shown_by_its_name_without_a_comparison() -> None:
    found = lines(assessment(FIRST, 3, "my [own] *form*", 8), assessment(SECOND, 1, "my [own] *form*", 8, band="a|b"))
    assert found == ["my \\[own\\] \\*form\\*, 3 of 8", "my \\[own\\] \\*form\\*, 1 of 8, a\\|b"]


def test_a_page_tells_of_the_sessions_of_its_time() -> None:
    tasks = (Task("breathe", done=True), Task("write", done=False), Task("", done=False))
    held = Entry(
        f"sessions/{SECOND}.md", "session", SECOND, "16:00", tasks=tasks, properties={"therapist": "Dr. *A*\nB"}
    )
    bare = Entry(f"sessions/{FIRST}.md", "session", FIRST, properties={"therapist": 5})
    texts = summaries([entry(), held, bare], SETTINGS)
    said = "- [2026-03-05 16:00](../sessions/2026-03-05.md): with Dr. \\*A\\* B; homework: 1 of 2 done"
    assert section(texts["2026-W10.md"], "Sessions") == said
    assert section(texts["2026.md"], "Sessions") == f"- [2026-02-20](../sessions/2026-02-20.md)\n{said}"


def test_open_tasks_of_guidance_stand_with_those_of_the_last_session() -> None:
    held = Entry(f"sessions/{FIRST}.md", "session", FIRST, tasks=(Task("breathe", done=True),))
    guidance = Entry("guidance/a.md", "guidance", SECOND, tasks=(Task("rest", done=False), Task("why? #prompt", False)))
    text = summaries([entry(), held, guidance], SETTINGS)["index.md"]
    assert section(text, "From the last session") == "- done: breathe\n- open: rest"
