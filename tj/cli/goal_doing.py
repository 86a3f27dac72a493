"""`tj goal done`: what was done towards a goal, in the `goals` of the day's entry."""

import math

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.checkin import day_entry
from tj.cli.goal_finding import known_goal
from tj.entry.compose import compose_note
from tj.entry.goal_marks import add_up, fold_goal, stated_marks
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.entry.splice import add_to_list
from tj.errors import UsageProblem
from tj.insight.goal_note import Goal, number_text, read_goal
from tj.vault.files import create_file, read_to_change, replace_file
from tj.when import parse_when
from tj.words import goals as words

__all__ = ["checked_amount", "done"]

# What an entry's `goals` can hold, as `tj.entry.parse` reads it.
_LARGEST, _PLACES = 1e9, 9


@click.command("done")
@click.argument("name")
@click.option("--amount", type=float, help="How much, in the goal's unit; amounts of one day add up.")
@click.option("--at", "when", metavar="WHEN", default="today", help="The day; default: today.")
@click.pass_obj
def done(app: App, name: str, amount: float | None, when: str) -> None:
    """Note in the day's entry that you worked on a goal.

    Only the entry's `goals` list changes; the entry is made if there is none.

    \b
    Example:  tj goal done read --amount 20
    """
    vault = app.vault()
    moment = parse_when(when, app.clock())
    if moment.day > app.clock().date():
        raise UsageProblem(*words.still_to_come(str(moment)))
    amount_text = "" if amount is None else checked_amount(amount)
    name, note = known_goal(app, vault, name)
    goal = read_goal(note) if note else Goal(name, name)
    item = f"{name}: {amount_text}" if amount_text else name
    with app.locked(vault):
        path = day_entry(app, vault, moment.day)
        full = vault.locate(path)
        if not full.exists():
            after = compose_note({"date": moment.day, "goals": [item]}).encode()
            create_file(full, after)
        else:
            before = read_to_change(full)
            said, total = _so_far(parse_note(path, before, vault.settings).entry, name)
            if not amount_text and said and (total is None or goal.amount is None or total >= goal.amount):
                say.say(say.shown(words.done_already(path, name)))
                return
            after = add_to_list(path, before, "goals", item, vault.settings)
            replace_file(full, before, after)
    _, total = _so_far(parse_note(path, after, vault.settings).entry, name)
    say.say(say.shown(words.done(path, item, str(moment), _of_the_day(goal, total))))
    if goal.start and moment.day < goal.start:
        say.say(say.shown(words.done_before_start(name, str(goal.start), goal.path)))


def checked_amount(amount: float) -> str:
    """Return an amount as an entry has it; raises `UsageProblem` for one that an entry cannot have."""
    text = f"{amount:.{_PLACES}f}".rstrip("0").rstrip(".") if math.isfinite(amount) else ""
    if not text or not 0 < float(text) < _LARGEST:
        raise UsageProblem(*words.NO_AMOUNT)
    return text


def _so_far(entry: Entry, name: str) -> tuple[bool, float | None]:
    """Return whether an entry names a goal, and how much that adds up to, None where it says so without an amount."""
    marks = [mark for mark in stated_marks(entry) if fold_goal(mark.name) == fold_goal(name)]
    days = add_up(("", mark.day, mark.amount) for mark in marks).get("", {})
    return bool(days), next(iter(days.values()), None)


def _of_the_day(goal: Goal, total: float | None) -> str:
    if total is None:
        return ""
    enough = "" if goal.amount is None or goal.rhythm.once else number_text(goal.amount)
    return words.so_far(number_text(total), enough, goal.unit)
