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
from tj.report.words import level
from tj.vault.layout import Vault
from tj.words import looking as words

__all__ = ["show_today"]


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
    say.say(say.shown(words.prompt_today(prompt.text)))
    if not entries and not _is_begun(vault, today):
        say.say(words.NOTHING_YET_TODAY)


def _mood(entries: list[Entry], now: datetime) -> str:
    days = daily(entries)
    points = days[0].points if days else ()
    if not points:
        return words.mood_not_noted(f"{now:%H:%M}")
    return words.mood_so_far([words.mood_noted(level(felt), time) for time, felt in points])


def _goals(notes: list[Entry], done: GoalDays, today: date) -> Iterator[str]:
    found = [goal for goal in goals(notes, done, today) if goal.status == "active" and goal.path and not goal.pause]
    waiting = [goal for goal in found if not _is_done(goal, done, today)]
    if waiting:
        yield words.goals_waiting([words.goal_waiting(one.name, one.lately, one.asked) for one in waiting])
    elif found:
        yield words.GOALS_DONE


def _is_done(goal: GoalProgress, done: Mapping[str, Mapping[date, float | None]], today: date) -> bool:
    """Tell whether nothing of a goal waits: today has it, or its week, or its month, has as much as it asks for."""
    if goal.goal.start is not None and goal.goal.start > today:
        return True
    if goal.goal.rhythm.once:
        return bool(goal.done)
    return today in done.get(goal.name, {}) or bool(goal.asked and goal.lately >= goal.asked)


def _sessions(notes: list[Entry], asked: list[Entry], today: date) -> Iterator[str]:
    coming = min((n.date for n in notes if n.type == "session" and n.date and n.date > today), default=None)
    last = last_session(notes, today)
    lines = agenda(asked, last.date, last.time) if last else agenda(asked)
    tasks = open_homework(notes, today)
    if coming or lines or tasks:
        yield words.session_next(f"{coming:%A} {coming}" if coming else "", len(lines), len(tasks))


def _is_begun(vault: Vault, today: date) -> bool:
    return vault.locate(vault.entry_path(today)).exists()
