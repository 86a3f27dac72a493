"""`tj shared`: what was shared, when and with whom, and what became of it since."""

from dataclasses import asdict

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.settling import settle
from tj.share import ledger
from tj.share.changes import Change, changes

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
            say.say("Nothing was shared yet.")
    for problem in problems:
        say.warn(f"{problem.path}:{problem.line}: {problem.message}")


def _line(record: ledger.Record) -> str:
    entries = "1 note" if len(record.entries) == 1 else f"{len(record.entries)} notes"
    span = f", {record.since} to {record.until}" if record.since else ""
    return f"{record.when}  {record.to:20} {entries}{span}  {record.file} ({record.bytes:,} bytes)"


def _show_changes(found: list[Change], *, shared: bool) -> None:
    words = {"changed": "changed", "gone": "gone", "moved": "moved", "private": "now private"}
    for one in found:
        moved = f" → {one.now}" if one.now not in ("", one.path) else ""
        say.say(say.shown(f"{words[one.change]:12} {one.path}{moved}  (shared with {one.to} on {one.when})"))
    if not found:
        say.say("Everything that was shared is as it was." if shared else "Nothing was shared yet.")
