"""`tj git`: a vault in git, with merges that know what an entry is, and a hook that keeps secrets out of commits."""

import os
import shutil
import sys
from pathlib import Path

import click

from tj import templating
from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.config import Settings, parse_settings
from tj.errors import EXIT_FAILED, TjError, UsageProblem
from tj.interop.git_setup import Hook, add_lines, install_hook, set_drivers
from tj.interop.repository import find_repository, history, make_repository
from tj.vault.files import read_file, replace_file
from tj.words import git as words

__all__ = ["git_command", "own_command", "set_up"]


@click.group("git", cls=Family)
def git_command() -> None:
    """Keep a vault in git, with merges that know what an entry is.

    \b
    Example:  tj git setup
    """


@git_command.command("setup")
@click.pass_obj
def setup(app: App) -> None:
    """Set this clone up for a journal.

    What git ignores, how entries are merged, and a hook before each commit. Lines are added to .gitignore and
    .gitattributes, and the drivers are set in this clone's own settings, so do it in every clone. A hook that is
    there is left as it is. A second run changes nothing.

    \b
    Example:  tj git setup
    """
    set_up(app.vault().root)


@git_command.command("log")
@click.argument("entry")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def log(app: App, entry: str, as_json: bool) -> None:
    """Show the commits that changed a note, newest first.

    Those under earlier names are included. ENTRY is a path within the vault, as `tj list` shows it, or a day.

    \b
    Example:  tj git log yesterday
    """
    vault = app.vault()
    if find_repository(vault.root) is None:
        raise TjError(*words.NO_REPOSITORY)
    path = entry
    if not vault.locate(entry).exists() and not entry.endswith(".md"):
        from tj.when import parse_when

        path = vault.entry_path(parse_when(entry, app.clock()).day)
    commits = history(vault.root, path)
    if as_json:
        say.as_json(
            [
                {
                    "commit": c.id,
                    "date": c.day,
                    "subject": c.subject,
                    "added": c.added,
                    "removed": c.removed,
                    "path": c.path,
                }
                for c in commits
            ]
        )
        return
    for c in commits:
        say.say(say.shown(f"{c.day}  {c.id}  +{c.added} -{c.removed}  {c.subject}"))
    if not commits:
        say.say(say.shown(words.no_commit_yet(path)))


@git_command.command("merge-entry")
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("ours", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.argument("path", default="entry.md")
@click.pass_obj
def merge_entry(app: App, base: Path, ours: Path, theirs: Path, path: str) -> int:
    """Merge two versions of an entry; git calls this.

    The result is written to the file OURS. git does so by itself once `tj git setup` was run. Exit code 1 where a
    conflict is left in the body for you to settle; front matter can always be read.

    \b
    Example:  tj git merge-entry %O %A %B %P
    """
    from tj.entry.merge import merge_notes

    before = read_file(ours)
    merged = merge_notes(path, read_file(base) or None, before, read_file(theirs), _settings(app, path))
    if merged is None:
        say.warn(say.shown(words.no_text(path)))
        return EXIT_FAILED
    if merged.data != before:
        replace_file(ours, before, merged.data)
    if merged.conflicts:
        say.warn(say.shown(words.conflicts_left(path, merged.conflicts)))
    return EXIT_FAILED if merged.conflicts else 0


def set_up(root: Path, *, make: bool = False) -> None:
    """Set a vault's clone up, and say what was done.

    Arguments: `make`, whether to make it a repository where it lies in none.
    Raises `UsageProblem` where it lies in none and shall not be made one.
    """
    repository = find_repository(root)
    if repository is None and make:
        make_repository(root)
        say.say(words.is_repository(root))
        repository = find_repository(root)
    if repository is None:
        raise UsageProblem(*words.NO_REPOSITORY)
    changed = add_lines(root)
    changed += [".git/config"] if set_drivers(repository, own_command()) else []
    hook = install_hook(repository, templating.shipped("git/pre-commit"))
    for name in changed:
        say.say(words.file_written(name))
    if not changed:
        say.say(words.RIGHT_ALREADY)
    _say_hook(hook)
    say.say(words.SUMMARIES_KEPT)


def _say_hook(hook: Hook) -> None:
    if hook.runs:
        say.say(words.HOOK_RUNS)
        return
    say.say(words.hook_not_run(hook.path, hook.where, hook.line))


def own_command() -> list[str]:
    """Return the words by which this tj is run again, from wherever git runs it."""
    beside = Path(sys.executable).with_name("tj.exe" if os.name == "nt" else "tj")
    return [str(beside) if beside.exists() else shutil.which("tj") or "tj"]


def _settings(app: App, path: str) -> Settings:
    """Return the settings of the vault that a path of the repository lies in; those that are given where none is."""
    start = app.start() / path
    for folder in start.parents:
        config = folder / ".tj" / "config.toml"
        if config.is_file():
            try:
                return parse_settings(config.read_text("utf-8-sig"), str(config))
            except (TjError, OSError, ValueError):
                break
    return Settings()
