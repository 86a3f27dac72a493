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
from tj.words import therapists as words

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
        raise UsageProblem(*words.KEY_AND_NO_KEY)
    book = Book(app.places().data)
    text = None if key is None else _key_text(app, key)
    one = book.add(name, text, app.clock().date().isoformat(), verified, email, no_key=no_key)
    say.say(words.added(one.name))
    if not one.recipient:
        say.say(words.WITHOUT_KEY)
        return
    _show_words(one)
    if others := book.same_key(one):
        say.warn(words.same_key_as(others))
    if not one.verified:
        say.say(words.compare_next(one.name))


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
        state = one.compared if words_agree(one) else words.WORDS_OF_ANOTHER
        say.say(say.shown(words.in_list(one.name, one.recipient, state)))
        if one.email:
            say.say(words.address_in_list(one.email))
    if not found:
        say.say(words.BOOK_IS_EMPTY)


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
        write_card(app, svg, [Shown(words.card_of(one.name), _key_of(one), words_of(one))])
    if as_json:
        say.as_json(_row(one))
        return
    say.say(words.one_of_book(one.name, one.recipient))
    if one.recipient:
        _show_words(one)
        say.say(words.how_compared(say.shown(one.compared)))
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
    say.say(words.one_of_book(one.name, _key_of(one)))
    _show_words(one)
    if not how:
        if not say.is_interactive():
            raise UsageProblem(*words.HOW_WAS_IT_COMPARED)
        if not click.confirm(words.did_they_read(one.name), default=False):
            say.say(words.NOTHING_NOTED)
            return
        how = click.prompt(words.HOW_WAS_IT, default=words.WORDS_COMPARED)
    one = book.verify(name, how, app.clock().date().isoformat())
    say.say(words.counts_as_compared(one.name, one.compared))


@therapist_command.command("remove")
@click.argument("name")
@click.pass_obj
def remove(app: App, name: str) -> None:
    """Take someone out of your book. What was sent to them stays sent, and stays in the ledger.

    \b
    Example:  tj therapist remove anneke
    """
    gone = Book(app.places().data).remove(name)
    say.say(words.removed(gone.name))


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
        raise UsageProblem(*words.has_no_key(one.name))
    return one.recipient


def _show_words(one: Therapist) -> None:
    say.say(words.their_words(words_of(one)))


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
            raise TjError(*words.too_large_for_key(given))
        data = read_file(path)
    return data.decode("utf-8", "replace")
