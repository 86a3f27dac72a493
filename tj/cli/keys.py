"""`tj key` and `tj therapist`: the writer's own keys, and the keys of those they share with."""

from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.errors import UsageProblem

__all__ = ["key_command", "therapist_command"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group("key")
def key_command() -> None:
    """Make and show your own keys.

    \b
    Example:  tj key new
    """


@key_command.command("new")
@click.pass_obj
def new(app: App) -> None:
    """Make your keys: one to be written to, one to sign with. Keys that are there are never overwritten.

    \b
    Example:  tj key new
    """
    from tj.share.keys import create_keys

    create_keys(app.places().data)
    say.say("Your keys are made. These are their public parts:")
    _show_keys(app)


@key_command.command("show")
@_JSON
@click.pass_obj
def show(app: App, as_json: bool) -> None:
    """Show the public parts of your keys, each with its six words.

    \b
    Example:  tj key show
    """
    from tj.share.keys import load_keys, words

    if not as_json:
        _show_keys(app)
        return
    keys = load_keys(app.places().data)
    say.as_json(
        {
            "recipient": keys.recipient,
            "recipient_words": words("recipient", keys.recipient),
            "signer": keys.signer,
            "signer_words": words("signer", keys.signer),
        }
    )


@click.group("therapist")
def therapist_command() -> None:
    """Keep the keys of those you share with.

    \b
    Example:  tj therapist add anneke age1…
    """


@therapist_command.command("add")
@click.argument("name")
@click.argument("key")
@click.option(
    "--verified", metavar="HOW", default="", help="How you compared the key, such as 'words read in session'."
)
@click.pass_obj
def add(app: App, name: str, key: str, verified: str) -> None:
    """Add someone by their public key, which begins with age1.

    KEY may also be a file that holds the key. The same name with another key is refused: a changed key must be seen.

    \b
    Example:  tj therapist add anneke age1…
    """
    from tj.share.book import Book

    one = Book(app.places().data).add(name, _key_text(app, key), app.clock().date().isoformat(), verified)
    say.say(f"{one.name} is in your book.")
    _show_words(one.recipient)
    if not one.verified:
        say.say(f"Not compared yet: read the words to each other, then `tj therapist verify {one.name!r}`.")


@therapist_command.command("list")
@_JSON
@click.pass_obj
def list_therapists(app: App, as_json: bool) -> None:
    """List everyone in your book.

    \b
    Example:  tj therapist list
    """
    from tj.share.book import Book

    found = Book(app.places().data).therapists()
    if as_json:
        rows = [
            {"name": one.name, "recipient": one.recipient, "verified": one.verified, "added": one.added}
            for one in found
        ]
        say.as_json(rows)
        return
    for one in found:
        say.say(say.shown(f"{one.name:20} {one.recipient}  {one.verified or 'not compared yet'}"))
    if not found:
        say.say("Your book is empty; `tj therapist add NAME KEY` adds someone.")


@therapist_command.command("verify")
@click.argument("name")
@click.option("--how", metavar="HOW", default="", help="How you compared the key; default: words compared, and today.")
@click.pass_obj
def verify(app: App, name: str, how: str) -> None:
    """Note that you compared the six words of someone's key with them.

    \b
    Example:  tj therapist verify anneke --how "words read in session"
    """
    from tj.share.book import Book

    book = Book(app.places().data)
    one = book.get(name)
    _show_words(one.recipient)
    if not how:
        if not say.is_interactive():
            raise UsageProblem("it must be said how the key was compared", "add --how 'words read in session'")
        if not click.confirm(f"Did {one.name} read these words to you?", default=False):
            say.say("Nothing was noted.")
            return
    book.verify(name, how or f"words compared on {app.clock().date()}")
    say.say(f"{one.name}'s key counts as compared now.")


@therapist_command.command("remove")
@click.argument("name")
@click.pass_obj
def remove(app: App, name: str) -> None:
    """Take someone out of your book. What was sent to them stays sent, and stays in the ledger.

    \b
    Example:  tj therapist remove anneke
    """
    from tj.share.book import Book

    gone = Book(app.places().data).remove(name)
    say.say(f"{gone.name} is no longer in your book. What was sent before cannot be taken back.")


def _show_keys(app: App) -> None:
    from tj.share.keys import load_keys, words

    keys = load_keys(app.places().data)
    say.say(f"others encrypt to you with  {keys.recipient}")
    say.say(f"  six words                 {' '.join(words('recipient', keys.recipient))}")
    say.say(f"what you send is signed by  {keys.signer}")
    say.say(f"  six words                 {' '.join(words('signer', keys.signer))}")


def _show_words(recipient: str) -> None:
    from tj.share.keys import words

    say.say(f"The six words of that key:  {' '.join(words('recipient', recipient))}")


def _key_text(app: App, given: str) -> str:
    from tj.errors import TjError
    from tj.vault.files import read_file

    path = app.start() / Path(given).expanduser()
    try:
        is_file = len(given) < 500 and path.is_file()
    except (OSError, ValueError):
        is_file = False
    if not is_file:
        return given
    lines = [line.strip() for line in read_file(path).decode("utf-8", "replace").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1:
        raise TjError(f"{given} does not hold one key", "it should have one line, which begins with age1")
    return keys[0]
