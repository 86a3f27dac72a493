"""`tj show --on-this-day`: which entries there are of this day in other years, and of a week and a month ago.

They are listed and not shown: with their moods beside them, the writer chooses which to open, or none.
"""

from typing import TYPE_CHECKING, Any

from tj.cli import say
from tj.cli.app import App
from tj.cli.finding import entry_line, row
from tj.cli.selectors import build_query
from tj.errors import UsageProblem
from tj.insight.on_this_day import Earlier, earlier_days
from tj.when import parse_when
from tj.words import looking as words

if TYPE_CHECKING:
    from tj.entry.model import Entry
    from tj.index.store import Store

__all__ = ["show_on_this_day"]


def show_on_this_day(app: App, when: str, options: dict[str, Any], *, as_json: bool) -> None:
    """Print the entries of earlier days that a day may call to mind, the latest first.

    Arguments: `when`, the day, today where it is empty; `options`, by the names of the selectors.
    Raises `UsageProblem` where `when` is no day, or the selectors choose a time.
    """
    if any(options.get(name) for name in ("since", "until", "last")):
        raise UsageProblem(*words.DAYS_ARE_CHOSEN)
    vault, moment = app.vault(), parse_when(when or "today", app.clock())
    query = build_query(options, app.clock())

    def look(store: "Store") -> "list[tuple[Earlier, list[Entry]]]":
        days = earlier_days(moment.day, store.dates())
        return [(one, store.entries(query._replace(since=one.day, until=one.day))[::-1]) for one in days]

    found = [(one, entries) for one, entries in app.ask(vault, look) if entries]
    if as_json:
        say.as_json([{**row(entry), "ago": _ago(one)} for one, entries in found for entry in entries])
        return
    if not found:
        say.say(words.none_on_this_day(f"{moment.day.day} {moment.day:%B}"))
        return
    for one, entries in found:
        say.say(say.bold(f"{_ago(one)}:"))
        for entry in entries:
            say.say(f"  {entry_line(entry)}  {say.shown(entry.path)}")
    say.say()
    say.say(words.HOW_TO_READ_ONE)


def _ago(one: Earlier) -> str:
    return words.ago(one.number, one.unit)
