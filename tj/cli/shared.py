"""`tj shared`: what was shared, when and with whom, and what became of it since."""

from dataclasses import asdict
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.one_name import OneName
from tj.cli.settling import settle
from tj.errors import TjError, UsageProblem
from tj.share import ledger
from tj.share.changes import Change, changes
from tj.vault.layout import Vault
from tj.words import shared as words

__all__ = ["shared_command"]


@click.command("shared", cls=OneName)
@click.argument("name", required=False)
@click.option("--diff", is_flag=True, help="List the shared entries that are not as they were: changed, gone, moved.")
@click.option("--not-sent", metavar="FILE", help="Note that you did not send this bundle, so that it counts no more.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def shared_command(app: App, name: str | None, diff: bool, not_sent: str | None, as_json: bool) -> None:
    """List what was shared, when and with whom.

    With --diff, the entries are compared with what was sent last of each, by their hashes: no old text is kept. With
    --not-sent, a bundle that you made and did not send is listed no more, and its entries count as not sent.

    \b
    Example:  tj shared anneke --diff
    """
    vault = app.vault()
    settle(app, vault)
    if not_sent is not None:
        if diff:
            raise UsageProblem(*words.DIFF_OR_NOT_SENT)
        _note_not_sent(app, vault, name, not_sent, as_json=as_json)
        return
    records, problems = ledger.read(vault)
    found = _of(records, name)
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


def _of(records: list[ledger.Record], name: str | None) -> list[ledger.Record]:
    return [record for record in records if name is None or record.to.casefold() == name.casefold()]


def _note_not_sent(app: App, vault: Vault, name: str | None, bundle: str, *, as_json: bool) -> None:
    """Note that a bundle was not sent, named by its file as it is listed, with or without folders, or by its id."""
    with app.locked(vault):
        found = [one for one in _of(ledger.read(vault)[0], name) if bundle == one.id or Path(bundle).name == one.file]
        if not found:
            raise TjError(*words.no_such_share(bundle))
        if len(found) > 1:
            raise UsageProblem(*words.several_such_shares(bundle, [one.id for one in found]))
        ledger.not_sent(vault, found[0].id)
    if as_json:
        say.as_json(asdict(found[0]))
    say.say(say.shown(words.noted_as_not_sent(found[0].file, found[0].to)), to_stderr=as_json)


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
