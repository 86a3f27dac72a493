"""`tj report`: the brief for the writer, in the terminal, as a file, or as a page in the browser."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.brief import brief_page, known_forms, writer_name
from tj.cli.progress import Progress
from tj.cli.report_file import check_target, write_target
from tj.cli.selectors import build_query, last_day, selectors
from tj.entry.model import Entry, Note
from tj.entry.parse import parse_note
from tj.errors import UsageProblem
from tj.index.query import Query
from tj.insight.instruments import Instrument
from tj.report.brief.findings import Brief, brief_of
from tj.share.redact import Rules, redact
from tj.share.select import DEFAULT_KEYS
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.words import figures as words

if TYPE_CHECKING:
    from tj.index.store import Store

__all__ = ["report_command"]

_DAYS = 30
_BESIDE = ("session", "guidance", "assessment")
# What a brief tells of a note's front matter; it is not read for anything else, so nothing else is let through.
_KEYS = (*DEFAULT_KEYS, "tags", "title", "name", "score", "max")


@dataclass(frozen=True, slots=True)
class _Found:
    """What a brief is made from: `notes`, all of them; `shown`, those whose text is shown; what was left out."""

    notes: tuple[Note, ...]
    shown: tuple[Note, ...]
    since: date | None
    until: date | None
    private: int
    unreadable: int


@click.command("report")
@selectors
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it: FILE.html or FILE.md.")
@click.option("--open", "in_browser", is_flag=True, help="Show it as a page in the browser; it is not left anywhere.")
@click.option("--private", "with_private", is_flag=True, help="Also tell of what is marked private.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def report_command(app: App, /, output: Path | None, **options: Any) -> None:
    """Show the brief: what to bring up, how the days were, goals and wins.

    Homework and questionnaires are in it as well. Default: the 30 days up to the newest entry. Without --output and
    --open it is printed as Markdown. A page holds the entries too. What is private stays out, since a brief may be
    handed over, and it is said how much that is. tj overwrites a file only if it made it and nobody changed it since.

    \b
    Example:  tj report --last 4w --output brief.html
    """
    vault, as_json = app.vault(), options["as_json"]
    if options["in_browser"] and not say.is_interactive():
        raise UsageProblem(*words.NOBODY_TO_PRESS_ENTER)
    target = app.start() / output.expanduser() if output is not None else None
    before = check_target(vault, target) if target is not None else None
    found = _find(app, vault, build_query(options, app.clock()), with_private=options["with_private"])
    forms = known_forms(vault)
    brief = brief_of(found.notes, forms, found.since, found.until)
    if as_json:
        say.as_json(_document(brief, found))
    elif target is None and not options["in_browser"]:
        say.say(say.shown(_markdown(vault, brief, found)))
    if target is not None:
        text = _markdown(vault, brief, found) if target.suffix == ".md" else _page(vault, found, forms)
        write_target(target, before, text)
        told = words.brief_written(str(target), _left_out(found), with_private=options["with_private"])
        say.say(say.shown(told), to_stderr=as_json)
    if options["in_browser"]:
        from tj.cli.preview import show_in_browser

        show_in_browser(app, _page(vault, found, forms).encode("utf-8"), to_stderr=as_json)


def _find(app: App, vault: Vault, query: Query, *, with_private: bool) -> _Found:
    def look(store: "Store") -> tuple[date | None, date | None, Sequence[Entry], Sequence[Entry]]:
        newest = store.newest_date()
        if query.until is None and newest is None:
            return None, None, [], []
        until = last_day(query, newest, app.clock().date())
        since = query.since or until - timedelta(days=min(_DAYS, until.toordinal()) - 1)
        days = min((until - since).days + 1, since.toordinal() - 1)
        # The time before comes along, for the comparison.
        entries = store.entries(query._replace(since=since - timedelta(days=days), until=until))
        beside = [*store.entries(Query(types=("goal",))), *store.entries(Query(types=_BESIDE, until=query.until))]
        return since, until, entries[::-1], beside

    since, until, entries, beside = app.ask(vault, look)
    chosen = [entry for entry in entries if since is not None and entry.date is not None and entry.date >= since]
    left_out = [entry for entry in {e.path: e for e in [*chosen, *beside]}.values() if entry.private]
    unreadable = sum(not entry.readable for entry in left_out)
    rules = _rules(vault, entries)
    read: dict[str, Note] = {}
    wanted = [*entries, *beside]
    with Progress(words.READING) as progress:
        for number, entry in enumerate(wanted):
            progress(number, len(wanted))
            note = _read(vault, entry, rules, with_private=with_private)
            if note is not None:
                read[entry.path] = note
    shown = tuple(read[entry.path] for entry in chosen if entry.path in read)
    private = 0 if with_private else len(left_out) - unreadable
    return _Found(tuple(read.values()), shown, since, until, private, unreadable)


def _rules(vault: Vault, entries: Sequence[Entry]) -> Rules:
    # A link to another entry is called by its day, as in a share.
    days = {entry.path: str(entry.date) for entry in entries if not entry.private}
    return Rules(_KEYS, tuple(vault.settings.trackers), shared=days)


def _read(vault: Vault, entry: Entry, rules: Rules, *, with_private: bool) -> Note | None:
    """Read a note as the brief may tell of it; None where it may not be told of at all."""
    note = parse_note(entry.path, read_file(vault.locate(entry.path)), vault.settings)
    if not note.entry.readable:
        return None
    if with_private:
        return note
    if note.entry.private:
        return None
    return parse_note(entry.path, redact(note, rules).text.encode("utf-8"), vault.settings)


def _page(vault: Vault, found: _Found, forms: Sequence[Instrument]) -> str:
    from tj.report.html import build_report

    page = replace(brief_page(vault, found.since, found.until, _left_out(found)), whole=words.WHOLE_ENTRIES)
    return build_report(found.notes, {}, vault.settings, page, instruments=forms, shown=found.shown)


def _markdown(vault: Vault, brief: Brief, found: _Found) -> str:
    from tj.report.brief.plain import brief_markdown

    return brief_markdown(brief, vault.settings, writer_name(vault), _left_out(found))


def _left_out(found: _Found) -> str:
    return words.notes_left_out(found.private, found.unreadable)


def _document(brief: Brief, found: _Found) -> dict[str, object]:
    from tj.report.brief.document import brief_document

    return {**brief_document(brief, [note.entry for note in found.notes]), "withheld": found.private + found.unreadable}
