"""`tj init`: makes a vault, or adopts the Obsidian vault that is there without touching its notes."""

import contextlib
import json
import os
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.errors import Refused, TjError
from tj.interop.obsidian import BASES, SETTINGS, Adoption, read_settings
from tj.templating import shipped
from tj.vault.files import create_file
from tj.vault.layout import CONFIG, vault_around
from tj.vault.place import entry_path
from tj.words import begin as words

__all__ = ["init_command", "settings_text"]

_CONFIG_TEXT = """\
# Settings of this vault. Every line is optional.
journal_dir = {journal_dir}
entry_name = {entry_name}   # in the tokens of Obsidian's daily notes
exclude = {exclude}   # folders and notes that are no entries
attachment_dir = {attachment_dir}   # where an import puts pictures

[mood]
lowest = 1
highest = 10

# Words that may be written in place of a number.
[mood.words]
awful = 1
low = 3
okay = 5
good = 7
great = 9

# Front-matter keys whose numbers are followed, each with its unit.
[trackers]
sleep = "hours"

# Whom `tj support` shows on a hard day: a block like this for each, without the # signs.
# [[support.contacts]]
# name = "Local emergency number"
# how = "fill it in"
# note = "any time"
# checked = 2026-01-31
"""


@click.command("init")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@click.option(
    "--git", "with_git", is_flag=True, help="Also make it a git repository, if it is in none, and do `tj git setup`."
)
@click.option(
    "--bases", is_flag=True, help="Also write mood.base and goals.base, tables for Obsidian, where they are not there."
)
@click.option("--anyway", is_flag=True, help="Make it inside another vault too, or of your whole home folder.")
@click.pass_obj
def init_command(app: App, folder: Path | None, with_git: bool, bases: bool, anyway: bool) -> None:
    """Make a vault here, or adopt the Obsidian vault that is.

    In an Obsidian vault the folder and names of its daily notes are taken over, and two tables are put beside your
    notes, mood.base and goals.base: yours from then on. No note is moved or changed, and nothing in .obsidian/.

    \b
    Example:  tj init ~/journal
    """
    root = (app.start() / (folder or app.vault_dir or Path()).expanduser()).resolve()
    if root.exists() and not root.is_dir():
        raise TjError(*words.is_a_file(str(root)))
    if (root / CONFIG).exists():
        say.say(words.vault_already(str(root), goes_on=bases or with_git))
    elif anyway or _is_meant(root):
        in_obsidian = (root / ".obsidian").is_dir()
        bases = bases or in_obsidian
        adoption = _adopt(root) if in_obsidian else Adoption("journal", "YYYY/YYYY-MM-DD", ("templates",))
        create_file(root / CONFIG, settings_text(adoption).encode())
        (root / adoption.journal_dir).mkdir(parents=True, exist_ok=True)
        say.say(words.vault_made(str(root), CONFIG))
        today = entry_path(adoption.journal_dir, adoption.entry_name, str(app.clock().date()))
        say.say(say.shown(words.how_to_begin(today)))
        if say.is_interactive():
            from tj.cli.support import offer_contacts

            offer_contacts(root, app.clock().date())
    else:
        say.say(words.NOTHING_MADE)
        return
    if bases:
        _write_bases(root)
    if with_git:
        from tj.cli.git import set_up

        set_up(root, make=True)


def _is_meant(root: Path) -> bool:
    """Tell whether a vault is to be made in a folder, and ask where that would hardly be meant.

    Raises `Refused` where it would, and nobody can be asked.
    """
    around = vault_around(root)
    home = _home()
    if around is not None:
        doubt = words.lies_in_vault(str(root), str(around))
    elif home is not None and home.is_relative_to(root):
        doubt = words.holds_your_files(str(root))
    else:
        return True
    if not say.is_interactive():
        raise Refused(*doubt)
    return click.confirm(say.shown(words.make_anyway(doubt[0])), default=False)


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (OSError, RuntimeError):  # there are accounts without one
        return None


def _adopt(root: Path) -> Adoption:
    settings = root / ".obsidian"
    texts: dict[str, str] = {}
    for name in SETTINGS:
        # What cannot be read counts as not set.
        with contextlib.suppress(OSError):
            if (settings / name).is_file():
                texts[name] = (settings / name).read_text("utf-8-sig", "replace")
    adoption = read_settings(texts)
    say.say(words.ADOPTED)
    if adoption.exclude:
        say.say(say.shown(words.not_read(adoption.exclude)))
    return adoption


def _write_bases(root: Path) -> None:
    """Write the tables that are not there."""
    written = [name for name in BASES if not os.path.lexists(root / name)]
    for name in written:
        create_file(root / name, shipped(f"obsidian/{name}").encode())
    if written:
        say.say(words.tables_made(written))


def settings_text(adoption: Adoption) -> str:
    """Return the settings that a new vault begins with."""
    # A JSON string or list of strings is a TOML one as well.
    return _CONFIG_TEXT.format(
        journal_dir=json.dumps(adoption.journal_dir, ensure_ascii=False),
        entry_name=json.dumps(adoption.entry_name, ensure_ascii=False),
        exclude=json.dumps(adoption.exclude, ensure_ascii=False),
        attachment_dir=json.dumps(adoption.attachment_dir, ensure_ascii=False),
    )
