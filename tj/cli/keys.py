"""`tj key` and `tj therapist`: the writer's own keys, and the keys of those they share with."""

import click

from tj.cli import say
from tj.cli.app import App
from tj.errors import TjError

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
    say.say("Your keys are made. Only their public parts are shown:")
    _show(app)


@key_command.command("show")
@_JSON
@click.pass_obj
def show(app: App, as_json: bool) -> None:
    """Show the public parts of your keys, each with its six words.

    \b
    Example:  tj key show
    """
    if as_json:
        from tj.share.keys import load_keys, words

        keys = load_keys(app.places().data)
        say.as_json(
            {
                "recipient": keys.recipient,
                "recipient_words": words("recipient", keys.recipient),
                "signer": keys.signer,
                "signer_words": words("signer", keys.signer),
            }
        )
        return
    _show(app)


def _show(app: App) -> None:
    from tj.share.keys import load_keys, words

    keys = load_keys(app.places().data)
    say.say(f"Others encrypt to you with   {keys.recipient}")
    say.say(f"  its six words              {' '.join(words('recipient', keys.recipient))}")
    say.say(f"What you send is signed by   {keys.signer}")
    say.say(f"  its six words              {' '.join(words('signer', keys.signer))}")


@click.group("therapist")
def therapist_command() -> None:
    """Keep the keys of those you share with.

    \b
    Example:  tj therapist add anneke age1…
    """
