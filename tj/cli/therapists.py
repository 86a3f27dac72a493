"""`tj therapist`: the keys of those the writer shares with."""

import sys
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.cli.keys import show_code, write_card
from tj.errors import TjError, UsageProblem
from tj.share.book import Book, Therapist
from tj.share.contacts import words_agree, words_of

__all__ = ["therapist_command"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_LONGEST = 64 * 1024


@click.group("therapist", cls=Family)
def therapist_command() -> None:
    """Keep the keys of those you share with.

    \b
    Example:  tj therapist add anneke age1…
    """


@therapist_command.command("add")
@click.argument("name")
@click.argument("key", required=False)
@click.option("--no-key", is_flag=True, help="They have none: what you share is encrypted by a passphrase each time.")
@click.option("--email", metavar="ADDRESS", help="Their address, for `tj share --email`.")
@click.option(
    "--verified", metavar="HOW", default="", help="How you compared the key, such as 'words read in session'."
)
@click.pass_obj
def add(app: App, name: str, key: str | None, no_key: bool, email: str | None, verified: str) -> None:
    """Add someone by their public key, which begins with age1.

    KEY may also be a file that holds the key, or - to paste it as it came in a mail, with line ends and > in it. For a
    name that is known, KEY may be left out to note an address. The same name with another key is refused: a changed key
    must be seen.

    \b
    Example:  tj therapist add anneke age1… --email anneke@example.org
    """
    if key is not None and no_key:
        raise UsageProblem("there is a key, and --no-key says that there is none", "leave one of the two out")
    book = Book(app.places().data)
    text = None if key is None else _key_text(app, key)
    one = book.add(name, text, app.clock().date().isoformat(), verified, email, no_key=no_key)
    say.say(f"{one.name} is in your book.")
    if not one.recipient:
        say.say("They have no key, so each share gets a passphrase that you tell them by telephone or in the session.")
        return
    _show_words(one)
    if others := book.same_key(one):
        say.warn(f"this key is in your book as that of {', '.join(others)} as well.")
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
    found = Book(app.places().data).therapists()
    if as_json:
        say.as_json([_row(one) for one in found])
        return
    for one in found:
        state = one.compared or "not compared yet"
        if not words_agree(one):
            state = "not to be relied on: the words noted beside this key are those of another"
        say.say(say.shown(f"{one.name:20} {one.recipient or 'no key'}  {state if one.recipient else ''}".rstrip()))
        if one.email:
            say.say(f"{'':20} {one.email}")
    if not found:
        say.say("Your book is empty; `tj therapist add NAME KEY` adds someone.")


@therapist_command.command("show")
@click.argument("name")
@click.option("--qr", is_flag=True, help="Also show the key as a QR code in the terminal.")
@click.option("--svg", metavar="FILE", help="Also write a card with QR code and words.")
@_JSON
@click.pass_obj
def show(app: App, name: str, qr: bool, svg: str | None, as_json: bool) -> None:
    """Show someone's key with its six words, and as a QR code.

    \b
    Example:  tj therapist show anneke --qr
    """
    from tj.cli.qr import Shown

    one = Book(app.places().data).get(name)
    if svg is not None:
        write_card(app, svg, [Shown(f"The key of {one.name}", _key_of(one), words_of(one))])
    if as_json:
        say.as_json(_row(one))
        return
    say.say(f"{one.name}: {one.recipient or 'no key'}")
    if one.recipient:
        _show_words(one)
        say.say(f"Compared: {say.shown(one.compared) or 'not yet'}.")
    if qr:
        show_code(_key_of(one))


@therapist_command.command("verify")
@click.argument("name")
@click.option("--how", metavar="HOW", default="", help="How you compared the key; by default it is asked.")
@click.option("--qr", is_flag=True, help="Show the key as a QR code as well, to compare it by a camera.")
@click.pass_obj
def verify(app: App, name: str, how: str, qr: bool) -> None:
    """Note that you compared the six words of someone's key with them.

    The words are shown to be compared with those that they see, in the session or by telephone: not by the same mail
    that the key came by.

    \b
    Example:  tj therapist verify anneke --how "words read in session"
    """
    book = Book(app.places().data)
    one = book.find(name)
    if qr:
        show_code(_key_of(one))
    say.say(f"{one.name}: {_key_of(one)}")
    _show_words(one)
    if not how:
        if not say.is_interactive():
            raise UsageProblem("it must be said how the key was compared", "add --how 'words read in session'")
        if not click.confirm(f"Did {one.name} read these words to you?", default=False):
            say.say("Nothing was noted.")
            return
        how = click.prompt("How was it?", default="words compared")
    one = book.verify(name, how, app.clock().date().isoformat())
    say.say(f"{one.name}'s key counts as compared now: {one.compared}.")


@therapist_command.command("remove")
@click.argument("name")
@click.pass_obj
def remove(app: App, name: str) -> None:
    """Take someone out of your book. What was sent to them stays sent, and stays in the ledger.

    \b
    Example:  tj therapist remove anneke
    """
    gone = Book(app.places().data).remove(name)
    say.say(f"{gone.name} is no longer in your book. What was sent before cannot be taken back.")


def _row(one: Therapist) -> dict[str, object]:
    return {
        "name": one.name,
        "recipient": one.recipient,
        "words": words_of(one).split(),
        "verified": one.verified,
        "verified_on": one.verified_on,
        "email": one.email,
        "added": one.added,
    }


def _key_of(one: Therapist) -> str:
    if not one.recipient:
        raise UsageProblem(f"{one.name} has no key", "`tj therapist add NAME KEY` adds one")
    return one.recipient


def _show_words(one: Therapist) -> None:
    say.say(f"The six words of that key:  {words_of(one)}")


def _key_text(app: App, given: str) -> str:
    """Return what was given as a key: itself, or what is in the file of that name, or comes by standard input."""
    from tj.vault.files import read_file

    if given == "-":
        data = sys.stdin.buffer.read(_LONGEST)
    else:
        path = app.start() / Path(given).expanduser()
        try:
            is_file = len(given) < 500 and path.is_file()
        except (OSError, ValueError, RuntimeError):
            is_file = False
        if not is_file:
            return given
        if path.stat().st_size > _LONGEST:
            raise TjError(f"{given} is too large to hold a key", "it should have one line, which begins with age1")
        data = read_file(path)
    return data.decode("utf-8", "replace")
