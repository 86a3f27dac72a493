"""`tj list`, `search` and `show`: the commands that look back at what was written."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.finding import list_entries, row, search_entries
from tj.cli.selectors import any_given, build_query, selectors
from tj.entry.model import Entry
from tj.errors import TjError
from tj.index.query import Query
from tj.vault.files import read_file
from tj.vault.layout import SUMMARIES, Vault
from tj.when import parse_when
from tj.words import looking

if TYPE_CHECKING:
    from tj.index.store import Store

__all__ = ["list_command", "search_command", "show_command"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command("list")
@selectors
@_JSON
@click.pass_obj
def list_command(app: App, /, as_json: bool, **options: Any) -> None:
    """List entries, newest first.

    Sessions, goals and guidance are listed where `--type` asks for them.

    \b
    Example:  tj list --last 14d --mood '<4'
    """
    list_entries(app, options, as_json=as_json)


@click.command("search")
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    help="Show the newest so many; 0 shows all. Default: 20, and all with --json.",
)
@selectors
@_JSON
@click.pass_obj
def search_command(app: App, /, query: tuple[str, ...], limit: int | None, as_json: bool, **options: Any) -> None:
    """Find words in the journal, newest first.

    All words must occur; "two words" in quotes are a phrase, and walk* finds walks and walking. Sessions, goals and
    guidance are searched too.

    \b
    Example:  tj search allotment --since 2026-03-01
    """
    search_entries(app, query, limit, options, as_json=as_json)


@click.command("show")
@click.argument("which", nargs=-1)
@click.option("--on-this-day", is_flag=True, help="List what was written on this day, or the day WHICH, earlier on.")
@selectors
@_JSON
@click.pass_obj
def show_command(app: App, /, which: tuple[str, ...], on_this_day: bool, as_json: bool, **options: Any) -> None:
    """Show entries as they were written.

    WHICH is a note's path or a day; without it and without selectors the newest entry is shown. With `--on-this-day`
    the entries of that day in other years, and of a week and a month before, are listed with their moods and paths.

    \b
    Example:  tj show yesterday
              tj show --on-this-day
    """
    if on_this_day:
        from tj.cli.on_this_day import show_on_this_day

        show_on_this_day(app, " ".join(which), options, as_json=as_json)
        return
    vault = app.vault()

    def find(store: "Store") -> Sequence[Entry]:
        if which:
            return _named(app, vault, " ".join(which), store.entries)
        if any_given(options) or options.get("type"):
            return store.entries(build_query(options, app.clock()))[::-1]
        return store.newest(Query(), 1)

    found = app.ask(vault, find)
    texts = [read_file(vault.locate(entry.path)).decode("utf-8", "replace") for entry in found]
    if as_json:
        say.as_json([{**row(entry), "text": text} for entry, text in zip(found, texts, strict=True)])
        return
    for entry, text in zip(found, texts, strict=True):
        say.say(say.bold(entry.path))
        say.say(say.shown(text.replace("\r\n", "\n")).rstrip("\n") + "\n")
    if not found:
        say.say(looking.NO_ENTRY)


def _named(app: App, vault: Vault, which: str, entries: Any) -> Sequence[Entry]:
    path = vault.relative(which, app.start()) if which.endswith(".md") or (vault.root / which).is_file() else ""
    if path:
        found: Sequence[Entry] = entries(Query(types=(), paths=(path,)))
        if found:
            return found
        if path.startswith(f"{SUMMARIES}/") and vault.locate(path).is_file():
            return [Entry(path)]
        raise TjError(*looking.no_such_note(path))
    day = parse_when(which, app.clock()).day
    dated: Sequence[Entry] = entries(Query(since=day, until=day))
    return dated[::-1]
