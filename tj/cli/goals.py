"""`tj goal`: goals as Markdown notes in goals/, and what was done towards them in the day's entry."""

import re
from datetime import date
from difflib import get_close_matches

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.checkin import day_entry
from tj.entry.compose import compose_note
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.entry.splice import add_to_list
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.vault.files import create_file, read_to_change, replace_file
from tj.vault.layout import Vault
from tj.when import parse_when

__all__ = ["goal_command"]

_FOLDER = "goals"
_NAME = re.compile(r"\w[\w -]{0,79}")


@click.group("goal")
def goal_command() -> None:
    """Set goals, see them, and note what was done.

    \b
    Example:  tj goal add walk-daily --target daily
    """


@goal_command.command("add")
@click.argument("name")
@click.option("--target", metavar="RHYTHM", default="", help="daily, 3/week, or 'once by 2026-05-01'.")
@click.option("--area", metavar="AREA", default="", help="Such as movement, rest or relationships.")
@click.option("--due", metavar="WHEN", help="By when; a weekday is the next one.")
@click.option("--why", metavar="TEXT", default="", help="Why it matters to you.")
@click.pass_obj
def add(app: App, name: str, target: str, area: str, due: str | None, why: str) -> None:
    """Set a goal: a note in goals/ that is yours to write in.

    \b
    Example:  tj goal add read --target 3/week --area rest
    """
    from tj.insight.goals import parse_target

    vault, today = app.vault(), app.clock().date()
    name = _checked_name(name)
    if target and parse_target(target) is None:
        raise UsageProblem(f"{target!r} is not a rhythm that tj understands", "write daily, 3/week or 'once by DATE'")
    until = parse_when(due, app.clock(), ahead=True) if due else None
    properties: dict[str, date | str] = {"type": "goal", "title": name, "area": area, "target": target, "start": today}
    if until:
        properties["due"] = until.day
    path = f"{_FOLDER}/{name}.md"
    create_file(vault.locate(path), compose_note({**properties, "status": "active", "why": why}).encode())
    say.say(f"{path} is your goal now" + (f", due {until}." if until else "."))


@goal_command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def list_goals(app: App, as_json: bool) -> None:
    """List goals with what was done in the four weeks up to the newest entry.

    \b
    Example:  tj goal list
    """
    from tj.insight.goals import goals

    vault = app.vault()
    notes, done, newest = app.ask(
        vault,
        lambda store: (store.entries(Query(types=("goal",)), properties=True), store.goal_days(), store.newest_date()),
    )
    today = newest or app.clock().date()
    found = goals(notes, done, today)
    if as_json:
        say.as_json(
            [
                {"name": g.name, "status": g.status, "target": g.target, "done": g.done, "planned": g.planned}
                for g in found
            ]
        )
        return
    for g in found:
        count = f"{g.done} of {g.planned}" if g.planned else f"{g.done}"
        say.say(say.shown(f"{g.name:24} {g.status:8} {g.target or '–':18} {count}"))
    if not found:
        say.say("No goals yet; `tj goal add NAME` sets one.")
    from tj.cli.session import say_homework

    say_homework(app, vault)


@goal_command.command("done")
@click.argument("name")
@click.option("--amount", type=float, help="How much, in the goal's unit.")
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
    name = _known_name(app, vault, name.strip())
    item = f"{name}: {amount:g}" if amount is not None else name
    with app.locked(vault):
        path = day_entry(app, vault, moment.day)
        full = vault.locate(path)
        if not full.exists():
            create_file(full, compose_note({"date": moment.day, "goals": [item]}).encode())
        else:
            before = read_to_change(full)
            if _has(parse_note(path, before, vault.settings).entry, name):
                say.say(f"{path} has {name} already; nothing was changed.")
                return
            replace_file(full, before, add_to_list(path, before, "goals", item, vault.settings))
    say.say(f"{path} has {item} for {moment}.")


def _has(entry: Entry, name: str) -> bool:
    return any(mark.name == name for mark in entry.goals)


def _checked_name(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise UsageProblem(
            f"{name!r} cannot be the name of a goal",
            "use up to 80 letters, digits, hyphens and spaces, as in walk-daily",
        )
    return name


def _known_name(app: App, vault: Vault, name: str) -> str:
    if not name:
        raise UsageProblem("a goal needs a name", "`tj goal list` shows yours")
    goals, marked = app.ask(vault, lambda store: (store.entries(Query(types=("goal",))), list(store.goal_days())))
    names = dict.fromkeys([*(goal.path.rpartition("/")[2].removesuffix(".md") for goal in goals), *marked])
    for known in names:
        if known.casefold() == name.casefold():
            return known
    near = get_close_matches(name, names, n=2, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`tj goal add NAME` sets a new one"
    raise TjError(f"there is no goal named {name!r}", hint)
