"""Of a goal's note what it plans is shared, as far as it is of its kind, and nothing else of its front matter."""

from dataclasses import replace

from tj.config import Settings
from tj.entry.parse import parse_note
from tj.share.redact import Rules, redact
from tj.share.select import DEFAULT_KEYS

RULES = Rules(DEFAULT_KEYS)
PLAN = "---\ntype: goal\ntitle: A secret title\ntarget: {}\nstatus: {}\nstart: {}\nwhy: A secret reason\n---\nWords.\n"


def _goal(target: str, status: str = "active", start: str = "2026-03-01", rules: Rules = RULES) -> str:
    note = parse_note("goals/walk.md", PLAN.format(target, status, start).encode(), Settings())
    return redact(note, rules).text.partition("---\n\n")[0]


def test_of_a_goal_goes_what_it_plans_and_no_other_word() -> None:
    assert _goal("3/week") == '---\ntype: goal\ntarget: "3/week"\nstatus: active\nstart: 2026-03-01\n'
    marked = replace(RULES, marked=frozenset({"walk"}))
    assert _goal("daily", rules=marked).startswith("---\ntype: goal\nname: walk\ntarget: daily\n")


def test_what_is_no_plan_of_a_goal_stays_out() -> None:
    assert _goal("as often as [[Anna]] asks", "secretly", "soon") == "---\ntype: goal\n"
    assert _goal("daily", rules=Rules(("date", "mood"))) == "---\ntype: goal\n"
    text = PLAN.replace("type: goal\n", "").format("daily", "active", "x")
    entry = parse_note("journal/2026-03-01.md", text.encode(), Settings())
    assert "daily" not in redact(entry, RULES).text
