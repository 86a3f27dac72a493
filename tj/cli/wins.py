"""`tj wins`: what the writer marked as a win, and what the figures of their journal show."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.selectors import SELECTORS, build_query, last_day, selectors
from tj.entry.model import Problem
from tj.errors import TjError
from tj.index.query import Query
from tj.insight.wanted import Wanted, parse_wanted
from tj.settings import YES_NO
from tj.vault.layout import CONFIG, Vault
from tj.vault.place import read_config
from tj.words import figures as words

if TYPE_CHECKING:
    from tj.index.store import Store
    from tj.insight.highlights import Win

__all__ = ["wins_command", "wins_problems"]

_DAYS = 30
# Selectors that choose a time; all others choose entries, and figures are not of single entries.
_OF_TIME = ("since", "until", "last")


@click.command("wins")
@selectors
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def wins_command(app: App, /, as_json: bool, **options: Any) -> None:
    """Show your wins, newest first.

    These are your lines with #win, weeks in which a goal was met, runs, personal bests, coming back after a pause,
    a month with a higher mood, and an assessment that moved by its threshold. Which of them you want to see you
    choose in .tj/config.toml, under [wins]. Without selectors: those of the 30 days up to the newest entry.
    Selectors other than of time show the lines of those entries only.

    \b
    Example:  tj wins --last 12w
    """
    vault = app.vault()
    wanted, problems = _wanted(vault)
    for problem in problems:
        say.warn(say.shown(f"{CONFIG}: {problem}"))
    query = build_query(options, app.clock())
    if any(options.get(name) for name in (*SELECTORS, "type") if name not in _OF_TIME):
        wanted = wanted._replace(show=("lines",))
    found, query = app.ask(vault, lambda store: _look(app, vault, store, query, wanted))
    _show(vault, found, query, as_json=as_json)


def wins_problems(vault: Vault) -> list[Problem]:
    """Return what in the settings' table `[wins]` is not known; nothing where they are gone meanwhile."""
    try:
        problems = _wanted(vault)[1]
    except TjError:
        return []
    return [Problem(CONFIG, 0, "warning", problem) for problem in problems]


def _wanted(vault: Vault) -> tuple[Wanted, tuple[str, ...]]:
    # Of yes and no neither is more than the other.
    numbers = [key for key, unit in vault.settings.trackers.items() if unit != YES_NO]
    return parse_wanted(read_config(str(vault.root)), numbers)


def _look(app: App, vault: Vault, store: "Store", query: Query, wanted: Wanted) -> "tuple[list[Win], Query]":
    from tj.insight.highlights import Journal, highlights
    from tj.insight.scores import scored

    today = app.clock().date()
    newest = store.newest_date() or today
    until = last_day(query, newest, today)
    since = query.since or until - timedelta(days=min(_DAYS, until.toordinal()) - 1)
    asked = query._replace(since=since, until=until)
    if wanted.show == ("lines",):
        journal = Journal(store.entries(asked))
    else:
        notes = store.others("goal", "assessment")
        forms = {}
        if any(note.type == "assessment" for note in notes):
            from tj.cli.forms import all_forms

            forms = {form.name: form for form in all_forms(vault)[0]}
        journal = Journal(store.entries(Query(until=until)), notes, store.goal_days(), scored(notes, forms))
    return highlights(journal, wanted, since, until, newest), asked


def _show(vault: Vault, found: "list[Win]", query: Query, *, as_json: bool) -> None:
    from tj.report.glad import win_words

    lines = [(win, win_words(win, vault.settings.trackers)) for win in found]
    if as_json:
        say.as_json(
            [{"date": win.day, "kind": win.kind, "text": text, "path": win.path or None} for win, text in lines]
        )
        return
    if not lines:
        say.say(words.no_wins(str(query.since), str(query.until)))
        return
    say.say(words.wins_of(str(query.since), str(query.until)))
    say.say()
    for win, text in lines:
        say.say(say.shown(f"{win.day}  {text}"))
