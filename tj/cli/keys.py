"""`tj key`: the writer's own keys."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.cli.secret import ask_new, key_passphrase_option, own_keys, read_passphrase
from tj.errors import Refused, TjError
from tj.words import keys as words

if TYPE_CHECKING:
    from tj.cli.qr import Shown

__all__ = ["key_command", "show_code", "write_card"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_NEW_FILE = click.option(
    "--passphrase-file", metavar="FILE", help="Read the passphrase from FILE, - for standard input; else you are asked."
)


@click.group("key", cls=Family)
def key_command() -> None:
    """Make and show your own keys.

    \b
    Example:  tj key new
    """


@key_command.command("new")
@click.option("--passphrase", "protected", is_flag=True, help="Keep them under a passphrase, which is asked for twice.")
@_NEW_FILE
@click.pass_obj
def new(app: App, protected: bool, passphrase_file: str | None) -> None:
    """Make your keys: one to be written to, one to sign with. Keys that are there are never overwritten.

    They lie in a folder of your own, outside of every vault. With a passphrase, whoever gets at your files cannot use
    them; you are asked for it by share, open and restore. A passphrase that is lost cannot be had back.

    \b
    Example:  tj key new --passphrase
    """
    from tj.share.keys import create_keys, has_keys

    folder = app.places().data
    locked = protected or passphrase_file is not None
    if locked and not has_keys(folder):
        create_keys(folder, passphrase=ask_new(app, passphrase_file, words.NEW_PASSPHRASE))
    else:
        create_keys(folder)
    say.say(words.KEYS_MADE)
    _show_keys(app)
    if not locked:
        say.say(words.MADE_WITHOUT_PASSPHRASE)
    say.say(words.EXPORT_ADVISED)


@key_command.command("show")
@click.option("--qr", is_flag=True, help="Also show each as a QR code in the terminal.")
@click.option("--svg", metavar="FILE", help="Also write a card with QR codes and words, to print or to hand over.")
@_JSON
@click.pass_obj
def show(app: App, qr: bool, svg: str | None, as_json: bool) -> None:
    """Show the public parts of your keys, each with its six words.

    \b
    Example:  tj key show --svg my-keys.svg
    """
    from tj.cli.qr import Shown
    from tj.share.keys import public_keys, six_words

    keys = public_keys(app.places().data)
    cards = [
        Shown(words.CARD_OF_RECIPIENT, keys.recipient, " ".join(six_words("recipient", keys.recipient))),
        Shown(words.CARD_OF_SIGNER, keys.signer, " ".join(six_words("signer", keys.signer))),
    ]
    if svg is not None:
        write_card(app, svg, cards)
    if as_json:
        document: dict[str, object] = {
            "recipient": keys.recipient,
            "recipient_words": six_words("recipient", keys.recipient),
            "signer": keys.signer,
            "signer_words": six_words("signer", keys.signer),
        }
        say.as_json(document)
        return
    _show_keys(app)
    for shown in cards if qr else ():
        say.say(words.above_code(shown.title, shown.words))
        show_code(shown.key)


@key_command.command("passphrase")
@click.option("--remove", is_flag=True, help="Keep the keys without a passphrase from now on.")
@_NEW_FILE
@key_passphrase_option
@click.pass_obj
def passphrase(app: App, remove: bool, passphrase_file: str | None) -> None:
    """Set, change or remove the passphrase of your keys.

    Files that were exported keep the passphrase that they were made with.

    \b
    Example:  tj key passphrase
    """
    from tj.share.keys import change_passphrase, has_passphrase

    folder = app.places().data
    had = has_passphrase(folder)
    if remove and not had:
        say.say(words.NO_PASSPHRASE_SET)
        return
    keys = own_keys(app)
    change_passphrase(folder, keys, "" if remove else ask_new(app, passphrase_file, words.NEW_PASSPHRASE))
    if remove:
        say.say(words.PASSPHRASE_REMOVED)
    else:
        say.say(words.passphrase_set(had=had))
        say.say(words.PASSPHRASE_KEPT_BY_THEM)


@key_command.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@_NEW_FILE
@key_passphrase_option
@click.pass_obj
def export(app: App, file: Path, passphrase_file: str | None) -> None:
    """Write your keys into one file, to keep elsewhere.

    It is under a passphrase of its own, which is asked for twice. The file is an age file: `tj key import` takes it
    on another computer, and `age -d -i FILE` opens bundles with it. Keep it on another disk than your journal.

    \b
    Example:  tj key export /media/stick/tj-keys.age
    """
    from tj.share.folder import refuse_in_vault
    from tj.share.keyfile import protect, unprotect
    from tj.share.keys import note_exported
    from tj.vault.files import create_file, read_file

    path = (app.start() / file.expanduser()).absolute()
    refuse_in_vault(path, words.YOUR_KEYS)
    if path.exists() or path.is_symlink():
        raise Refused(*words.file_is_there(path))
    keys = own_keys(app)
    chosen = ask_new(app, passphrase_file, words.PASSPHRASE_OF_EXPORT)
    create_file(path, protect(keys, chosen), mode=0o600)
    try:
        if unprotect(read_file(path), chosen).signer != keys.signer:
            raise TjError(*words.export_does_not_open(path))
    except BaseException:
        path.unlink(missing_ok=True)  # a copy that does not open is worse than none
        raise
    note_exported(app.places().data, keys)
    say.say(words.exported(path))
    say.say(words.WHERE_TO_KEEP_EXPORT)


@key_command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--passphrase", "protected", is_flag=True, help="Keep them under the same passphrase here.")
@_NEW_FILE
@click.pass_obj
def import_keys(app: App, file: Path, protected: bool, passphrase_file: str | None) -> None:
    """Take your keys from a file that `tj key export` made. Keys that are there are never overwritten.

    \b
    Example:  tj key import /media/stick/tj-keys.age
    """
    from tj.share.keyfile import unprotect
    from tj.share.keys import create_keys, has_keys, note_exported, public_keys
    from tj.vault.files import read_file

    folder = app.places().data
    data = read_file(app.start() / file.expanduser())
    given = read_passphrase(app, passphrase_file, words.PASSPHRASE_OF_IMPORT)
    keys = unprotect(data, given)
    if has_keys(folder) and public_keys(folder) == (keys.recipient, keys.signer):
        note_exported(folder, keys)
        say.say(words.KEYS_ARE_THE_SAME)
        return
    create_keys(folder, keys, given if protected else "")
    note_exported(folder, keys)
    say.say(words.KEYS_TAKEN)
    _show_keys(app)
    if not protected:
        say.say(words.TAKEN_WITHOUT_PASSPHRASE)


def show_code(key: str) -> None:
    """Print the QR code of a key."""
    from tj.cli.qr import terminal

    say.say(terminal(key, colour=say.takes_colour()))


def write_card(app: App, file: str, cards: "Sequence[Shown]") -> None:
    """Write a card with the QR codes and words of keys, and say where it is.

    Raises `Refused` where there is a file of that name.
    """
    from tj.cli.qr import card
    from tj.vault.files import create_file

    path = (app.start() / Path(file).expanduser()).absolute()
    create_file(path, card(cards), mode=0o644)
    say.say(words.card_written(path), to_stderr=True)


def _show_keys(app: App) -> None:
    from tj.share.keys import public_keys, six_words

    keys = public_keys(app.places().data)
    said = (" ".join(six_words("recipient", keys.recipient)), " ".join(six_words("signer", keys.signer)))
    say.say(words.public_parts(keys.recipient, said[0], keys.signer, said[1]))
