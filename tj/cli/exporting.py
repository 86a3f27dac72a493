"""`tj export`: the journal, or a part of it, in a format that other programs read."""

import sys
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.progress import Progress
from tj.cli.selectors import build_query, selectors
from tj.entry.model import Entry
from tj.entry.parse import parse_note
from tj.errors import Refused, UsageProblem
from tj.interop.embeds import EMBED, TEXTS, by_name, find_file
from tj.interop.exporting.formats import FORMATS
from tj.interop.exporting.model import Exported, exported
from tj.vault.files import create_file, read_file
from tj.vault.layout import Vault
from tj.words import exporting as words

__all__ = ["export_command"]


@click.command("export")
@click.option("--format", "kind", type=click.Choice(tuple(FORMATS)), required=True, help="What to write.")
@click.option("--output", "output", metavar="FILE", required=True, help="Where; `-` for standard output.")
@click.option("--private", "private", is_flag=True, help="With private notes and private parts.")
@selectors
@click.pass_obj
def export_command(app: App, /, kind: str, output: str, private: bool, **options: Any) -> None:
    """Write your entries in a format that other programs read.

    Without selectors all entries go. Private notes and parts stay out unless you say --private; a note that cannot be
    read counts as private. A file that is there is never overwritten. `csv` and `parquet` have a row for each day;
    `dayone` takes pictures along; `json`, `jrnl` and `dayone` can be imported again.

    \b
    Example:  tj export --format json --output ~/journal.json
    """
    vault = app.vault()
    target = _target(app, vault, output)
    query = build_query(options, app.clock())
    entries = app.ask(vault, lambda store: store.entries(query))[::-1]
    left_out = [entry for entry in entries if entry.private and not private]
    chosen = [entry for entry in entries if private or not entry.private]
    with Progress(words.EXPORTING) as progress:
        data = FORMATS[kind](_notes(vault, chosen, progress, private=private))
    if target is None:
        sys.stdout.buffer.write(data)
    else:
        create_file(target, data, 0o600)
    told = words.written_to(len(chosen), target) if target else words.written(len(chosen))
    say.say(told, to_stderr=target is None)
    if left_out:
        say.warn(words.private_left_out(len(left_out)))


def _target(app: App, vault: Vault, output: str) -> Path | None:
    if output == "-":
        return None
    if not output:
        raise UsageProblem(*words.NO_OUTPUT)
    target = (app.start() / Path(output).expanduser()).resolve()
    if target.is_relative_to(vault.root):
        raise Refused(*words.OUTPUT_IN_VAULT)
    if target.exists():
        raise Refused(*words.file_is_there(target))
    return target


def _notes(vault: Vault, entries: list[Entry], progress: Progress, *, private: bool) -> list[Exported]:
    held: dict[str, list[str]] | None = None
    files: set[str] = set()
    notes: list[Exported] = []
    for number, entry in enumerate(entries):
        progress(number, len(entries))
        data = read_file(vault.locate(entry.path))
        note = parse_note(entry.path, data, vault.settings)
        if note.entry.private and not private:  # it was made private since it was listed
            continue
        one = exported(note, data, private=private)
        if EMBED.search(one.body):
            if held is None:
                files = set(_files(vault))
                held = by_name(files)
            one = _with_files(vault, one, files, held)
        notes.append(one)
    return notes


def _with_files(vault: Vault, one: Exported, files: set[str], held: dict[str, list[str]]) -> Exported:
    found = {}
    for match in EMBED.finditer(one.body):
        target = match[2] or match[3]
        path = find_file(target, one.note.entry.path, files, held)
        if path is not None:
            found[target] = (PurePosixPath(path).name, partial(read_file, vault.locate(path)))
    return Exported(one.note, one.front_matter, one.body, found)


def _files(vault: Vault) -> list[str]:
    """Return the paths of all files of a vault that are no notes, as Obsidian sees them."""
    paths = [path.relative_to(vault.root) for path in vault.root.rglob("*") if path.is_file() and not path.is_symlink()]
    return sorted(
        path.as_posix()
        for path in paths
        if not any(part.startswith(".") for part in path.parts) and path.suffix.casefold() not in TEXTS
    )
