"""`tj open`: verify a bundle and show it. It needs no vault."""

from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.secret import key_passphrase_option, own_keys
from tj.share.book import Book
from tj.share.keys import read_identities, words
from tj.share.open import Opened, open_bundle, write_out
from tj.vault.files import read_file

__all__ = ["open_command"]


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path), help="Your key file; default: the key that `tj key` made.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Save report and entries in this new folder.")
@click.option("--trust", metavar="NAME", help="Remember the signer by this name, once you compared the six words.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@key_passphrase_option
@click.pass_obj
def open_command(
    app: App, file: Path, identity: Path | None, folder: Path | None, trust: str | None, as_json: bool
) -> None:
    """Open a bundle, check who signed it, and show it.

    Nothing is written anywhere unless you say so by --to.

    \b
    Example:  tj open share-….age --to ./from-mara
    """
    data = app.places().data
    identities = read_identities(app.start() / identity.expanduser()) if identity else (own_keys(app).identity,)
    content = read_file(app.start() / file.expanduser())
    book = Book(data)
    opened = open_bundle(content, identities, book)
    signer = opened.parsed.manifest.signer
    if trust:
        book.trust(trust, signer)
        opened = open_bundle(content, identities, book)
    if folder is not None:
        write_out(opened, app.start() / folder.expanduser())
    book.remember_opened(signer, opened.parsed.manifest.serial, opened.digest)
    if as_json:
        say.as_json(
            {
                "signer": signer,
                "verified": opened.verified,
                "created": opened.parsed.manifest.created,
                "entries": opened.entries,
                "problems": list(opened.notices),
            }
        )
    else:
        _show(opened, folder)
    for notice in opened.notices:
        say.warn(notice)


def _show(opened: Opened, folder: Path | None) -> None:
    manifest = opened.parsed.manifest
    if folder is None:
        for name in opened.entries:
            say.say(say.bold(name))
            say.say(say.shown(opened.parsed.members[name].decode("utf-8", "replace")).rstrip("\n") + "\n")
    held = "1 entry" if len(opened.entries) == 1 else f"{len(opened.entries)} entries"
    say.say(f"Made on {say.shown(manifest.created)}, number {manifest.serial}, {held}.")
    if opened.verified:
        say.say(say.shown(f"Signed by {opened.name}, whose key you know."))
    else:
        say.say(f"Signed by a key that is not known here: {' '.join(words('signer', manifest.signer))}")
    if folder is not None:
        say.say(f"Saved in {folder}; report.html there is the page to read.")
    else:
        say.say("With --to FOLDER it is saved, with a page to read in a browser.")
    say.say("Nobody watches over bundles: they are not for emergencies.")
