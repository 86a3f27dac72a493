"""The options by which entries are chosen, the same for every command that looks back or shares."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from tj.errors import UsageProblem
from tj.index.query import Query, parse_mood_test, parse_where
from tj.when import parse_span, parse_when

__all__ = ["OPTIONS", "SELECTORS", "any_given", "build_query", "last_day", "selectors"]

Command = TypeVar("Command", bound=Callable[..., Any])

SELECTORS = ("since", "until", "last", "tag", "emotion", "mood", "where", "type", "entry")

# Name, what its value is called, whether it may be repeated, and what it chooses.
OPTIONS = (
    ("since", "WHEN", False, "From this day on."),
    ("until", "WHEN", False, "Up to this day."),
    ("last", "LENGTH", False, "The days up to today, such as 14d or 4w."),
    ("tag", "TAG", True, "With this tag; repeat for entries that have all."),
    ("emotion", "WORD", True, "With this emotion."),
    ("mood", "TEST", True, "With such a mood: '<4', '>=7', 5 or 3-5."),
    ("where", "KEY=VALUE", True, "With this front-matter value."),
    ("type", "TYPE", True, "Only notes of this type, such as session."),
)


def selectors(command: Command) -> Command:
    """Give a command the options that choose entries."""
    import click  # here, since the quick ways to a command (`tj.cli.quick`) have no need of it

    for name, metavar, multiple, meaning in reversed(OPTIONS):
        command = click.option(f"--{name}", metavar=metavar, multiple=multiple, help=meaning)(command)
    return command


def any_given(options: dict[str, Any]) -> bool:
    """Tell whether at least one selector was given."""
    return any(options.get(name) for name in SELECTORS if name != "type")


def build_query(
    options: dict[str, Any], now: datetime, *, text: str = "", types: tuple[str, ...] = ("entry",)
) -> Query:
    """Return the query that a command's options stand for.

    Arguments: `options`, by the names of the selectors; `now`, the local time; `text`, words to search for; `types`,
    what is meant where `--type` is not given. Raises `UsageProblem` where one cannot be read.
    """
    for word in (text, *(one for name in ("tag", "emotion", "where", "type") for one in options.get(name) or ())):
        _refuse_bytes(word)
    since = parse_when(options["since"], now).day if options.get("since") else None
    until = parse_when(options["until"], now).day if options.get("until") else None
    if options.get("last"):
        until = until or now.date()
        first = until - timedelta(days=min(parse_span(options["last"]), until.toordinal()) - 1)
        since = max(since, first) if since else first
    if since and until and since > until:
        from tj.words import looking  # here and below, since most calls say nothing

        raise UsageProblem(*looking.no_day_between(str(since), str(until)))
    return Query(
        since=since,
        until=until,
        tags=tuple(options.get("tag") or ()),
        emotions=tuple(options.get("emotion") or ()),
        moods=tuple(parse_mood_test(test) for test in options.get("mood") or ()),
        where=tuple(parse_where(test) for test in options.get("where") or ()),
        types=tuple(options.get("type") or types),
        paths=tuple(options.get("entry") or ()),
        text=text,
    )


def last_day(query: Query, newest: date | None, today: date) -> date:
    """Return the last day that is meant: the query's own, else the newest entry's, yet none before its first day."""
    until = query.until or newest or today
    return until if query.since is None or query.since <= until else max(query.since, today)


def _refuse_bytes(word: str) -> None:
    """Refuse a word with bytes that are no UTF-8, which no note can have: the index cannot even be asked for it."""
    try:
        word.encode()
    except UnicodeEncodeError:
        from tj.words import looking

        raise UsageProblem(*looking.not_utf8(word)) from None
