"""`tj share` and `tj shared`: choose, show exactly what would leave, and seal it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.cli.selectors import any_given, build_query, selectors
from tj.errors import Refused, TjError, UsageProblem
from tj.index.query import Query
from tj.share import ledger
from tj.share.book import Book, Therapist
from tj.share.collect import Content, Images, collect
from tj.share.keys import Keys, create_keys, exposed_keys, has_keys, load_keys, new_keys, words
from tj.share.redact import Rules
from tj.share.seal import Draft, Sealed, draft, output_path, seal
from tj.share.select import Choice, checked_keys, choose, types_with
from tj.vault.layout import SUMMARIES, Vault

__all__ = ["Wish", "make_share", "prepare", "share_command", "shared_command"]

_LARGE_MAIL = 17 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Wish:
    """What a share is to hold: `query` or the new ones since the last, and how much of each note."""

    query: Query
    keys: tuple[str, ...]
    since_last: bool = False
    attachments: bool = False
    summary_only: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """A share before it is sealed: the very bytes, and what they were made from."""

    therapist: Therapist
    choice: Choice
    content: Content
    made: Draft
    wish: Wish
    keys: Keys

    @property
    def withheld(self) -> list[tuple[str, str]]:
        return sorted([*self.choice.withheld, *self.content.withheld])


@click.command("share")
@click.argument("name")
@selectors
@click.option("--entry", metavar="PATH", multiple=True, help="This note; may be repeated.")
@click.option("--since-last", is_flag=True, help="What is new since the last bundle to this therapist.")
@click.option("--keys", metavar="K,…", multiple=True, help="Front-matter keys to send in place of the usual ones.")
@click.option("--with", "along", metavar="WHAT,…", multiple=True, help="Also goals, assessments, sessions or guidance.")
@click.option("--attachments", is_flag=True, help="Send pictures along, made anew from their pixels.")
@click.option("--summary-only", is_flag=True, help="Send figures and the #session and #win lines, no other text.")
@click.option("--preview", is_flag=True, help="Show what would be sent, and write nothing.")
@click.option("--output", type=click.Path(path_type=Path), help="Where to write it; default: your Downloads folder.")
@click.option("--inside-vault", is_flag=True, help="Allow a place inside the vault.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def share_command(app: App, /, name: str, output: Path | None, **options: Any) -> None:
    """Encrypt chosen entries for a therapist.

    Nothing is chosen by itself: say which entries with the selectors. Private notes, private parts and unreadable notes
    never go, whatever is selected. The bundle is a file that you send yourself. What is shown is made from the very
    bytes that are encrypted.

    \b
    Example:  tj share anneke --last 14d --preview
    """
    as_json, preview = options["as_json"], options["preview"]
    vault = app.vault()
    therapist = Book(app.places().data).get(name)
    wish = _wish(app, vault, options)
    path = None
    if not preview:
        if not options["yes"] and not say.is_interactive():
            raise UsageProblem("nobody can be asked here whether to write this", "look with --preview, then say --yes")
        inside = bool(options["inside_vault"])
        path = output_path(_absolute(app, output), app.places().outbox, vault.root, inside=inside)
    prepared = prepare(app, vault, therapist, wish)
    if not as_json or preview:
        _show(prepared, texts=preview or not options["yes"], to_stderr=as_json)
    if path is None:
        if as_json:
            say.as_json(_document(prepared, None))
        return
    if not options["yes"] and not click.confirm("Encrypt this?", default=False):
        say.say("Nothing was written.")
        return
    _keep(app, prepared.keys, quiet=as_json)
    sealed = make_share(app, vault, prepared, path)
    if as_json:
        say.as_json(_document(prepared, sealed))
    else:
        say.say(f"Written for {therapist.name}: {sealed.path} ({sealed.size:,} bytes).")
        say.say("Send it as you like. The mailbox may not be read for days: it is not for emergencies.")
    if sealed.size > _LARGE_MAIL:
        say.warn("this is larger than 17 MB, which some mail services refuse.")


@click.command("shared")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def shared_command(app: App, name: str | None, as_json: bool) -> None:
    """List what was shared, when and with whom.

    \b
    Example:  tj shared anneke
    """
    records, problems = ledger.read(app.vault())
    found = [record for record in records if name is None or record.to.casefold() == name.casefold()]
    if as_json:
        from dataclasses import asdict

        say.as_json([asdict(record) for record in found])
    else:
        for r in found:
            entries = "1 note" if len(r.entries) == 1 else f"{len(r.entries)} notes"
            say.say(say.shown(f"{r.when}  {r.to:20} {entries}, {r.since} to {r.until}  {r.file}"))
        if not found:
            say.say("Nothing was shared yet.")
    for problem in problems:
        say.warn(f"{problem.path}:{problem.line}: {problem.message}")


def prepare(app: App, vault: Vault, therapist: Therapist, wish: Wish) -> Prepared:
    """Choose, redact and build a share; nothing is written."""
    records, _ = ledger.read(vault)
    query, sent, after = _since_last(records, therapist, wish)
    matched = app.ask(vault, lambda store: store.entries(query))
    choice = choose(matched, sent=sent, after=after)
    rules = Rules(wish.keys, tuple(vault.settings.trackers))
    content = collect(
        vault,
        choice.chosen,
        rules,
        _report(vault, wish),
        attachments=wish.attachments,
        summary_only=wish.summary_only,
        unsent=[path for path, _ in choice.withheld],
    )
    if not content.hashes:
        raise TjError(*_nothing(choice, content))
    serial = ledger.next_serial(records, therapist.recipient)
    keys = _keys(app)
    made = draft(content, keys, therapist.recipient, serial, app.clock().date().isoformat())
    return Prepared(therapist, choice, content, made, wish, keys)


def make_share(app: App, vault: Vault, prepared: Prepared, path: Path) -> Sealed:
    """Seal a prepared share and write it into the ledger."""
    manifest = prepared.made.manifest
    with app.locked(vault):
        sealed = seal(prepared.made, path)
        dates = [entry.date for entry in prepared.choice.chosen if entry.date]
        record = ledger.Record(
            when=manifest.created,
            to=prepared.therapist.name,
            recipient=manifest.recipient,
            id=manifest.id,
            serial=manifest.serial,
            file=sealed.path.name,
            bytes=sealed.size,
            sha256=sealed.sha256,
            since=min(dates).isoformat() if dates else "",
            until=max(dates).isoformat() if dates else "",
            keys=prepared.wish.keys,
            entries=prepared.content.hashes,
            withheld=len(prepared.withheld),
        )
        try:
            ledger.remember_reply(app.places().data, manifest.id, manifest.reply_secret)
            ledger.append(vault, record)
        except TjError:
            sealed.path.unlink(missing_ok=True)  # a bundle that the ledger does not know must not leave
            raise
    return sealed


def _keys(app: App) -> Keys:
    """Return the writer's keys; where there are none yet, new ones that are kept once something is sealed with them."""
    folder = app.places().data
    if not has_keys(folder):
        return new_keys()
    for name in exposed_keys(folder):
        say.warn(f"{folder / name} can be read by others on this computer; `chmod 600` closes it.")
    return load_keys(folder)


def _keep(app: App, keys: Keys, *, quiet: bool) -> None:
    if has_keys(app.places().data):
        return
    create_keys(app.places().data, keys)
    say.say("Your keys are made, since there were none. You sign with", to_stderr=quiet)
    say.say(f"  {keys.signer}", to_stderr=quiet)
    say.say(f"  six words to read to your therapist: {' '.join(words('signer', keys.signer))}", to_stderr=quiet)


def _wish(app: App, vault: Vault, options: dict[str, Any]) -> Wish:
    if not any_given(options) and not options["since_last"]:
        raise UsageProblem("nothing was chosen", "say which entries: --last 14d, --since, --tag, --entry PATH, …")
    paths = [vault.relative(path, app.start()) for path in options["entry"]]
    for path in paths:
        if path.split("/")[0] == SUMMARIES or path.startswith("."):
            raise Refused(f"{path} is never shared", "a share makes its own figures from the entries that you choose")
    query = build_query({**options, "entry": paths}, app.clock(), types=("entry", *types_with(options["along"])))
    if paths and not options["type"]:
        query = query._replace(types=())
    return Wish(
        query, checked_keys(options["keys"]), options["since_last"], options["attachments"], options["summary_only"]
    )


def _since_last(
    records: Sequence[ledger.Record], therapist: Therapist, wish: Wish
) -> tuple[Query, frozenset[str], date | None]:
    if not wish.since_last:
        return wish.query, frozenset(), None
    mine = [record for record in records if record.recipient == therapist.recipient and record.until]
    if not mine:
        raise UsageProblem(f"nothing was shared with {therapist.name} yet", "choose with --since or --last this time")
    last = max(date.fromisoformat(record.until) for record in mine)
    return wish.query, frozenset(ledger.sent_paths(records, therapist.recipient)), last


def _report(vault: Vault, wish: Wish) -> Any:
    from tj.report.html import Page, build_report

    page = Page(templating.shipped("report.html"), templating.shipped("report.css"), wish.query.since, wish.query.until)

    def report(notes: Any, images: Images) -> str:
        return build_report(notes, images, vault.settings, page, summary_only=wish.summary_only)

    return report


def _nothing(choice: Choice, content: Content) -> tuple[str, str]:
    withheld = len(choice.withheld) + len(content.withheld)
    if withheld:
        return (
            f"nothing is left to share: all {withheld} matching notes are withheld",
            "`tj check` and --preview say why",
        )
    return "no entry matches, so there is nothing to share", "`tj list` with the same selectors shows what matches"


def _show(prepared: Prepared, *, texts: bool, to_stderr: bool) -> None:
    def tell(text: str) -> None:
        say.say(say.shown(text), to_stderr=to_stderr)

    manifest = prepared.made.manifest
    if texts and not prepared.wish.summary_only:
        for number, text in enumerate(prepared.content.texts, start=1):
            tell(f"──── {number} ────")
            tell(text.rstrip("\n"))
        tell("────")
    count = len(prepared.content.hashes)
    tell(
        f"{count} {'note' if count == 1 else 'notes'} for {prepared.therapist.name}, {len(prepared.made.data):,} bytes."
    )
    pictures = sum(name.startswith("att/") for name in prepared.content.members)
    if pictures:
        tell(f"{pictures} {'picture' if pictures == 1 else 'pictures'}, made anew from the pixels.")
    for path, reason in prepared.withheld:
        tell(f"not sent: {path} ({reason})")
    if manifest.stripped:
        tell("taken out: " + ", ".join(f"{kind} {count}" for kind, count in manifest.stripped.items()))
    compared = prepared.therapist.verified or "not compared yet: `tj therapist verify` shows its words"
    tell(f"Encrypted to {manifest.recipient} ({compared}).")


def _document(prepared: Prepared, sealed: Sealed | None) -> dict[str, object]:
    return {
        "output": str(sealed.path) if sealed else None,
        "bytes": sealed.size if sealed else len(prepared.made.data),
        "sha256": sealed.sha256 if sealed else None,
        "entries": len(prepared.content.hashes),
        "withheld": [{"path": path, "reason": reason} for path, reason in prepared.withheld],
        "stripped": dict(prepared.made.manifest.stripped),
    }


def _absolute(app: App, output: Path | None) -> Path | None:
    return app.start() / output.expanduser() if output is not None else None
