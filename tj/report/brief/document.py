"""The brief for programs: the fields of `tj stats`, and beside them what only a brief has."""

from collections.abc import Sequence

from tj.entry.model import Entry
from tj.insight.assessments import Since
from tj.insight.goals import GoalProgress
from tj.insight.stats import stats
from tj.insight.wins import Said
from tj.report.brief.findings import Brief
from tj.report.brief.scores import Scores

__all__ = ["brief_document"]


def brief_document(brief: Brief, entries: Sequence[Entry]) -> dict[str, object]:
    """Return a brief as the JSON object of `tj report --json`.

    Arguments: `entries`, those that the brief was made from, of the time before as well.
    """
    figures: dict[str, object] = {"since": None, "until": None, "entries": brief.count}
    if brief.since and brief.until:
        figures = stats(entries, brief.since, brief.until).as_json()
    return {
        **figures,
        "agenda": [_said(line) for line in brief.agenda],
        "goals": [_goal(goal) for goal in brief.goals],
        "homework": [
            {"text": task.text, "done": task.done, "due": task.due, "session": brief.session_day}
            for task in brief.homework
        ],
        "assessments": [_scores(scores) for scores in brief.scores],
        "wins": [_said(line) for line in brief.wins],
    }


def _said(line: Said) -> dict[str, object]:
    return {"date": line.day, "text": line.text, "path": line.path}


def _goal(goal: GoalProgress) -> dict[str, object]:
    return {
        "name": goal.name, "status": goal.status, "target": goal.target, "done": goal.done, "planned": goal.planned,
    }  # fmt: skip


def _scores(scores: Scores) -> dict[str, object]:
    last = scores.results[-1]
    return {
        "name": scores.instrument.name if scores.instrument else scores.title,
        "date": last.day,
        "score": last.points,
        "max": last.highest,
        "band": last.band or None,
        "change": _change(scores.since) if scores.since else None,
        "results": [{"date": one.day, "score": one.points, "band": one.band or None} for one in scores.results],
    }


def _change(since: Since) -> dict[str, object]:
    def thresholds(pairs: tuple[tuple[int, str], ...]) -> list[dict[str, object]]:
        return [{"points": points, "source": source} for points, source in pairs]

    return {
        "since": since.day,
        "score": since.score,
        "points": since.points,
        "reached": thresholds(since.reached),
        "below": thresholds(since.missed),
    }
