"""`tj init`: makes a vault, or adopts the Obsidian vault that is there without touching its notes."""

import json
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.errors import TjError
from tj.interop.obsidian import Adoption, read_settings
from tj.vault.files import create_file
from tj.vault.layout import CONFIG

__all__ = ["init_command", "settings_text"]

_CONFIG_TEXT = """\
# Settings of this vault. Every line is optional.
journal_dir = {journal_dir}
entry_name = {entry_name}   # in the tokens of Obsidian's daily notes
exclude = {exclude}   # folders whose notes are not entries

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
@click.pass_obj
def init_command(app: App, folder: Path | None, with_git: bool) -> None:
    """Make a vault here, or adopt the Obsidian vault that is.

    In an Obsidian vault the folder and names of its daily notes are taken over. No note is moved or changed.

    \b
    Example:  tj init ~/journal
    """
    root = (app.start() / (folder or app.vault_dir or Path()).expanduser()).resolve()
    if root.exists() and not root.is_dir():
        raise TjError(f"{root} is a file", "name a folder")
    if (root / CONFIG).exists():
        say.say(f"{root} is a vault already; nothing was changed.")
    else:
        adoption = _adopt(root)
        create_file(root / CONFIG, settings_text(adoption).encode())
        (root / adoption.journal_dir).mkdir(parents=True, exist_ok=True)
        say.say(f"{root} is a vault now. Its settings are in {CONFIG}.")
        entries = f"{adoption.journal_dir or '.'}/{adoption.entry_name}.md"
        say.say(f"Entries are {entries}; write one with `tj new`, or a check-in with `tj mood 6`.")
        if say.is_interactive():
            from tj.cli.support import offer_contacts

            offer_contacts(root, app.clock().date())
    if with_git:
        from tj.cli.git import set_up

        set_up(root, make=True)


def _adopt(root: Path) -> Adoption:
    settings = root / ".obsidian"
    if not settings.is_dir():
        return Adoption("journal", "YYYY/YYYY-MM-DD", ("templates",))
    texts = [
        path.read_text("utf-8", "replace") if path.is_file() else ""
        for path in (settings / "daily-notes.json", settings / "templates.json")
    ]
    say.say("This is an Obsidian vault; its daily notes' folder and names are taken over.")
    return read_settings(*texts)


def settings_text(adoption: Adoption) -> str:
    """Return the settings that a new vault begins with."""
    # A JSON string or list of strings is a TOML one as well.
    return _CONFIG_TEXT.format(
        journal_dir=json.dumps(adoption.journal_dir, ensure_ascii=False),
        entry_name=json.dumps(adoption.entry_name, ensure_ascii=False),
        exclude=json.dumps(adoption.exclude, ensure_ascii=False),
    )
