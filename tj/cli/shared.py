"""`tj shared`: what was shared, when and with whom, and what became of it since."""

from dataclasses import asdict

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.settling import settle
from tj.share import ledger
from tj.share.changes import Change, changes
from tj.words import shared as words

__all__ = ["shared_command"]


@click.command("shared")
@click.argument("name", required=False)
@click.option("--diff", is_flag=True, help="List the shared entries that are not as they were: changed, gone, moved.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def shared_command(app: App, name: str | None, diff: bool, as_json: bool) -> None:
    """List what was shared, when and with whom.

    With --diff, the entries are compared with what was sent last of each, by their hashes: no old text is kept.

    \b
    Example:  tj shared anneke --diff
    """
    vault = app.vault()
    settle(app, vault)
    records, problems = ledger.read(vault)
    found = [record for record in records if name is None or record.to.casefold() == name.casefold()]
    if diff:
        paths = app.ask(vault, lambda store: list(store.known()))
        since = changes(vault, found, paths)
        say.as_json([asdict(change) for change in since]) if as_json else _show_changes(since, shared=bool(found))
    elif as_json:
        say.as_json([asdict(record) for record in found])
    else:
        for record in found:
            say.say(say.shown(_line(record)))
        if not found:
            say.say(words.NOTHING_SHARED)
    for problem in problems:
        say.warn(words.problem_of_ledger(problem.path, problem.line, problem.message))


def _line(record: ledger.Record) -> str:
    return words.shared_then(
        record.when, record.to, len(record.entries), record.since, record.until, record.file, record.bytes
    )


def _show_changes(found: list[Change], *, shared: bool) -> None:
    for one in found:
        now = one.now if one.now != one.path else ""
        say.say(say.shown(words.changed_since(one.change, one.path, now, one.to, one.when)))
    if not found:
        say.say(words.ALL_AS_IT_WAS if shared else words.NOTHING_SHARED)
