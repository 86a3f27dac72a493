"""`tj stats`: the figures of a time, as text for a terminal or as JSON."""

import sys
from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.selectors import build_query, last_day, selectors
from tj.entry.model import Entry
from tj.index.query import Query
from tj.words import looking as words

if TYPE_CHECKING:
    from tj.index.store import Store

__all__ = ["stats_command"]

_DAYS = 30
_WIDTH = 80
_WIDEST = 100


@click.command("stats")
@selectors
@click.option("--explain", is_flag=True, help="Say at length what the figures are.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def stats_command(app: App, /, as_json: bool, explain: bool, **options: Any) -> None:
    """Show mood, emotions and trackers over a time.

    How mood moves, how it goes with the day of the week and the time of day, and what goes with better and worse days:
    each with the number of days it rests on, and whether it may be chance. Without
    selectors: the 30 days up to the newest entry.

    \b
    Example:  tj stats --last 4w
    """
    from tj.insight.stats import stats

    vault = app.vault()
    query, today = build_query(options, app.clock()), app.clock().date()

    def look(store: "Store") -> tuple[date, date, Sequence[Entry]]:
        until = last_day(query, store.newest_date(), today)
        since = query.since or until - timedelta(days=min(_DAYS, until.toordinal()) - 1)
        return since, until, store.entries(_widened(query, since, until))

    since, until, entries = app.ask(vault, look)
    found = stats(entries, since, until, yes_no=vault.settings.yes_no)
    if as_json:
        say.as_json(found.as_json())
        return
    if since > today and not found.entries:
        say.say(words.still_ahead(str(since)))
        return
    from tj.report.terminal import stats_sections

    for number, part in enumerate(stats_sections(found, vault.settings, _width(), explain=explain)):
        if number:
            say.say()
        if part.title:
            say.say(say.bold(part.title))
        for line in part.lines:
            say.say(say.shown(line))


def _width() -> int:
    """Return the columns there are; where the text goes elsewhere than to a terminal, it is the same everywhere."""
    if not sys.stdout.isatty():
        return _WIDTH
    from shutil import get_terminal_size

    return min(get_terminal_size().columns, _WIDEST)


def _widened(query: Query, since: date, until: date) -> Query:
    """Return the query that also takes in the period before, of equal length, for the comparison."""
    days = (until - since).days + 1
    before = since - timedelta(days=min(days, since.toordinal() - 1))
    return query._replace(since=before, until=until)
