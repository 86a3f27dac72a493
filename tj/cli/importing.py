"""`tj import`: journals of other programs become notes, all of an import or none of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.cli.progress import Progress
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.interop.importing.compose import IMPORTED
from tj.interop.importing.model import Moods, Source
from tj.interop.importing.write import Plan, plan, write
from tj.vault.layout import Vault
from tj.words import importing as words

__all__ = ["import_command"]

_FILE = click.argument("file", type=click.Path(path_type=Path))
_DRY = click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing.")
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_MAP = click.option(
    "--map", "levels", metavar="WORD=VALUE", multiple=True, help="The level of a mood word; may be repeated."
)


@click.group("import", cls=Family)
def import_command() -> None:
    """Take over a journal from another program.

    Each entry becomes a note of its own. Nothing is overwritten, a second run adds nothing, and where something fails
    nothing is left behind.

    \b
    Example:  tj import dayone Export.zip --dry-run
    """


@import_command.command("jrnl")
@_FILE
@click.option("--timeformat", default="", help="How its dates are written, as in jrnl's settings; else what fits.")
@click.option("--tagsymbols", default="@", help="What its tags begin with; default: @.")
@_DRY
@_JSON
@click.pass_obj
def from_jrnl(app: App, file: Path, timeformat: str, tagsymbols: str, dry_run: bool, as_json: bool) -> None:
    """Import a journal of jrnl's.

    FILE is its text file, its folder, or what `jrnl --format json` wrote.

    \b
    Example:  tj import jrnl journal.txt
    """
    from tj.interop.importing.jrnl import read_jrnl

    _run(app, file, lambda path, _: read_jrnl(path, timeformat=timeformat, symbols=tagsymbols), dry_run, as_json)


@import_command.command("dayone")
@_FILE
@_DRY
@_JSON
@click.pass_obj
def from_dayone(app: App, file: Path, dry_run: bool, as_json: bool) -> None:
    """Import the zip of Day One's JSON export, with its photos.

    \b
    Example:  tj import dayone Export.zip
    """
    from tj.interop.importing.dayone import read_dayone

    _run(app, file, lambda path, _: read_dayone(path), dry_run, as_json)


@import_command.command("daylio")
@_FILE
@_MAP
@_DRY
@_JSON
@click.pass_obj
def from_daylio(app: App, file: Path, levels: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Import Daylio's CSV, or its backup with photos.

    Its five first moods are spread over your scale. Moods of your own need --map.

    \b
    Example:  tj import daylio daylio_export.csv --map super=10 --map so-so=5
    """
    from tj.interop.importing.daylio import read_daylio

    _run(app, file, lambda path, vault: read_daylio(path, _moods(vault, levels)), dry_run, as_json)


@import_command.command("folder")
@_FILE
@_DRY
@_JSON
@click.pass_obj
def from_folder(app: App, file: Path, dry_run: bool, as_json: bool) -> None:
    """Import a folder, or a zip, of Markdown or text files.

    Their dates stand in their names or their front matter. Pictures that they show come along. A day and month that
    could be either way round are not guessed.

    \b
    Example:  tj import folder ~/old-notes
    """
    from tj.interop.importing.folder import read_folder

    _run(app, file, lambda path, vault: read_folder(path, vault.settings), dry_run, as_json)


@import_command.command("json")
@_FILE
@_DRY
@_JSON
@click.pass_obj
def from_json(app: App, file: Path, dry_run: bool, as_json: bool) -> None:
    """Import what `tj export --format json` wrote, every note as it was.

    \b
    Example:  tj import json journal.json
    """
    from tj.interop.importing.export import read_export

    _run(app, file, lambda path, _: read_export(path), dry_run, as_json)


@import_command.command("csv")
@_FILE
@click.option("--column", "columns", metavar="KEY=NAME", multiple=True, help="Which column holds what; repeatable.")
@click.option("--date-format", default="", help="How its dates are written, as in %d.%m.%Y; default: ISO.")
@_MAP
@_DRY
@_JSON
@click.pass_obj
def from_csv(
    app: App, file: Path, columns: tuple[str, ...], date_format: str, levels: tuple[str, ...], dry_run: bool,
    as_json: bool,
) -> None:  # fmt: skip
    """Import any CSV, each row as an entry.

    KEY is date, time, mood, title, text, tags, emotions, or a key of your own. Columns that are not named are kept
    as front matter under their own names.

    \b
    Example:  tj import csv moods.csv --column date=Day --column mood=Feeling --column sleep=Hours
    """
    from tj.interop.importing.table import read_table

    mapping = dict(_pairs(columns, "--column"))
    _run(app, file, lambda path, vault: read_table(path, mapping, _moods(vault, levels), date_format), dry_run, as_json)


def _run(app: App, file: Path, read: Callable[[Path, Vault], Source], dry_run: bool, as_json: bool) -> None:
    vault = app.vault()
    path = app.start() / file.expanduser()
    if not path.exists():
        raise TjError(*words.no_such_file(str(file)))
    try:
        source = read(path, vault)
        known, days = _there(app, vault)
        with app.locked(vault), Progress(words.IMPORTING) as progress:
            made = plan(source, vault, known, days)
            if not dry_run:
                write(vault, made, progress)
    except OSError as error:
        raise TjError(*words.not_read(str(file), error.strerror or str(error))) from None
    _tell(source, made, dry_run, as_json)


def _there(app: App, vault: Vault) -> tuple[set[str], dict[date, list[str]]]:
    """Return the ids of what was imported before, and the paths of the notes of each day."""
    entries = app.ask(vault, lambda store: store.entries(Query(), properties=True))
    known = {str(entry.properties[IMPORTED]) for entry in entries if IMPORTED in entry.properties}
    days: dict[date, list[str]] = {}
    for entry in entries:
        if entry.date is not None:
            days.setdefault(entry.date, []).append(entry.path)
    return known, days


def _tell(source: Source, made: Plan, dry_run: bool, as_json: bool) -> None:
    if as_json:
        say.as_json(
            {
                "items": len(source.items),
                "imported": len(made.new),
                "known": made.known,
                "merged": len(made.merged),
                "skipped": [{"where": where, "reason": reason} for where, reason in made.skipped],
                "attachments": len(made.attachments),
                "problems": source.problems,
                "files": [file.path for file in made.new],
                "dry_run": dry_run,
            }
        )
        return
    counts = (len(source.items), len(made.new), made.known, len(made.merged), len(made.skipped))
    say.say(words.found(*counts, dry_run=dry_run))
    if made.attachments:
        say.say(words.attached(len(made.attachments), dry_run=dry_run))
    for where, reason in made.skipped:
        say.warn(say.shown(words.skipped(where, reason)))
    for problem in source.problems:
        say.warn(say.shown(problem))
    if dry_run:
        say.say(words.NOTHING_WRITTEN)
    elif made.new:
        say.say(words.WHAT_NEXT)


def _moods(vault: Vault, levels: tuple[str, ...]) -> Moods:
    scale = vault.settings.scale
    known = {word.casefold(): float(level) for word, level in scale.words.items()}
    for word, level in _pairs(levels, "--map"):
        value = scale.read(_number(level))
        if value is None:
            raise UsageProblem(*words.no_level(level, word, scale.describe()))
        known[word.strip().casefold()] = value
    return Moods(scale.lowest, scale.highest, known)


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _pairs(given: tuple[str, ...], option: str) -> list[tuple[str, str]]:
    pairs = [(name.strip(" '\""), value.strip()) for name, _, value in (each.partition("=") for each in given)]
    wrong = next((each for each, (name, value) in zip(given, pairs, strict=True) if not name or not value), None)
    if wrong is not None:
        raise UsageProblem(*words.not_understood(wrong, option))
    return pairs
