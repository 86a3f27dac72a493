"""`tj` alone: how today stands, in a few lines, each with the command that goes on from there."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from tj.cli import say
from tj.cli.app import App
from tj.entry.goal_marks import GoalDays
from tj.entry.model import Entry
from tj.index.query import Query
from tj.insight.agenda import agenda, last_session, open_homework
from tj.insight.goals import GoalProgress, goals
from tj.insight.mood import daily
from tj.report.words import level, some
from tj.vault.layout import Vault

__all__ = ["show_today"]

_PROMPT = "Prompt"


def show_today(app: App) -> None:
    """Print how today stands.

    Raises `UsageProblem` where there is no vault around.
    """
    from tj.cli.prompting import find_prompt

    vault, now = app.vault(), app.clock()
    today = now.date()
    entries, notes, done, asked = app.ask(
        vault,
        lambda store: (
            store.entries(Query(since=today, until=today)),
            store.others("goal", "session", "guidance"),
            store.goal_days(),
            store.entries_with_agenda(None),
        ),
    )
    say.say(say.bold(f"{now:%A} {today.day} {now:%B %Y}"))
    for line in (_mood(entries, now), *_goals(notes, done, today), *_sessions(notes, asked, today)):
        say.say(say.shown(line))
    prompt, _ = find_prompt(app, vault, "")
    say.say(say.shown(f"{_PROMPT}: {prompt.text} (`tj new --prompt`)"))
    if not entries and not _is_begun(vault, today):
        say.say("Nothing is written yet today. That is fine; `tj new` begins when you like.")


def _mood(entries: list[Entry], now: datetime) -> str:
    days = daily(entries)
    points = days[0].points if days else ()
    if not points:
        return f"Mood: not noted yet today; `tj mood 6` notes it for {now:%H:%M}."
    told = ", ".join(f"{level(felt)} at {time}" if time else f"{level(felt)} for the day" for time, felt in points)
    return f"Mood so far: {told}."


def _goals(notes: list[Entry], done: GoalDays, today: date) -> Iterator[str]:
    found = [goal for goal in goals(notes, done, today) if goal.status == "active" and goal.path and not goal.pause]
    waiting = [goal for goal in found if not _is_done(goal, done, today)]
    if waiting:
        yield f"Goals: {', '.join(map(_goal, waiting))} (`tj goal done NAME`)"
    elif found:
        yield "Goals: what you set yourself for today is done."


def _is_done(goal: GoalProgress, done: Mapping[str, Mapping[date, float | None]], today: date) -> bool:
    """Tell whether nothing of a goal waits: today has it, or its week, or its month, has as much as it asks for."""
    if goal.goal.start is not None and goal.goal.start > today:
        return True
    if goal.goal.rhythm.once:
        return bool(goal.done)
    return today in done.get(goal.name, {}) or bool(goal.asked and goal.lately >= goal.asked)


def _goal(goal: GoalProgress) -> str:
    return f"{goal.name} ({goal.lately} of {goal.asked})" if goal.lately else goal.name


def _sessions(notes: list[Entry], asked: list[Entry], today: date) -> Iterator[str]:
    coming = min((n.date for n in notes if n.type == "session" and n.date and n.date > today), default=None)
    last = last_session(notes, today)
    lines = agenda(asked, last.date, last.time) if last else agenda(asked)
    tasks = open_homework(notes, today)
    said = [f"next on {coming:%A} {coming}"] if coming else []
    said += [f"{some(len(lines), 'line')} for the agenda"] if lines else []
    said += [f"{some(len(tasks), 'task')} open from last time"] if tasks else []
    if said:
        yield f"Session: {', '.join(said)} (`tj session prep`)"


def _is_begun(vault: Vault, today: date) -> bool:
    return vault.locate(vault.entry_path(today)).exists()
