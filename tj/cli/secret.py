"""Asking for passphrases: at a prompt, or from a file or a descriptor, and never on the command line."""

import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tj.cli import say
from tj.cli.app import App
from tj.errors import TjError, UsageProblem
from tj.words import keys as words
from tj.words import system

if TYPE_CHECKING:
    from tj.share.keyfile import Keys

__all__ = ["ask_new", "identities_of", "key_passphrase_option", "own_keys", "read_passphrase"]

_TRIES = 3
_LONGEST = 4096
_META = "tj.key_passphrase_file"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _remember(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.find_root().meta[_META] = value


def key_passphrase_option(command: _Command) -> _Command:
    """Add the option that names a file with the passphrase of the writer's keys; `own_keys` finds it."""
    option = click.option(
        "--key-passphrase-file",
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help="Read the passphrase of your keys from FILE, - for standard input; otherwise you are asked.",
    )
    return option(command)


def own_keys(app: App) -> "Keys":
    """Return the writer's keys, after asking for their passphrase if they have one.

    Raises `UsageProblem` where there is one and nobody can be asked, and else as `tj.share.keys.load_keys`.
    """
    from tj.share.keyfile import WrongPassphrase
    from tj.share.keys import load_keys

    folder = app.places().data
    context = click.get_current_context(silent=True)
    given = context.find_root().meta.get(_META) if context else None
    for left in reversed(range(1 if given or not say.is_interactive() else _TRIES)):
        try:
            return load_keys(folder, lambda: read_passphrase(app, given, words.PASSPHRASE_OF_KEYS))
        except WrongPassphrase:
            if not left:
                raise WrongPassphrase(*words.PASSPHRASE_DOES_NOT_FIT) from None
            say.say(words.ONCE_MORE, to_stderr=True)
    raise AssertionError("unreachable")


def identities_of(app: App, file: Path) -> tuple[str, ...]:
    """Return the identities of a key file that was named, after asking for its passphrase if it has one.

    Raises `UsageProblem` where there is one and nobody can be asked, and else as `tj.share.keys.read_identities`.
    """
    from tj.share.keys import read_identities

    context = click.get_current_context(silent=True)
    given = context.find_root().meta.get(_META) if context else None
    path = app.start() / file.expanduser()
    return read_identities(path, lambda: read_passphrase(app, given, words.PASSPHRASE_OF_KEY_FILE))


def read_passphrase(app: App, file: str | None, question: str) -> str:
    """Return a passphrase from a file, `-` for standard input, or from a prompt.

    Raises `UsageProblem` where there is no file and nobody can be asked.
    """
    if file is not None:
        return _from_file(app, file)
    if not say.is_interactive():
        raise UsageProblem(*words.passphrase_needed(question.lower()))
    return _composed(click.prompt(question, hide_input=True, err=True))


def ask_new(app: App, file: str | None, question: str) -> str:
    """Return a new passphrase, which is asked for twice, or stands in a file.

    Raises `UsageProblem` where it protects too little, or nobody can be asked.
    """
    from tj.share.keyfile import checked_passphrase

    if file is not None or not say.is_interactive():
        return checked_passphrase(read_passphrase(app, file, question))
    asked = click.prompt(question, hide_input=True, confirmation_prompt=words.THE_SAME_AGAIN, err=True)
    return checked_passphrase(_composed(asked))


def _from_file(app: App, file: str) -> str:
    try:
        if file == "-":
            data = sys.stdin.buffer.readline(_LONGEST)
        else:
            # A pipe that a shell or a password manager hands over is waited for, as its user means it to be.
            with (app.start() / Path(file).expanduser()).open("rb") as handle:
                data = handle.read(_LONGEST)
    except OSError as error:
        reason = system.reason(error.strerror)
        raise TjError(*words.passphrase_file_unreadable(file, reason)) from None
    first, _, rest = data.decode("utf-8", "replace").replace("\r\n", "\n").partition("\n")
    if not first or rest.strip():
        raise UsageProblem(*words.PASSPHRASE_FILE_OF_MORE_LINES)
    return _composed(first)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)
