"""`tj open`: verify a bundle and show it. It needs no vault."""

from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.secret import identities_of, key_passphrase_option, own_keys, read_passphrase
from tj.errors import TjError, UsageProblem
from tj.share.bundle import BY_PASSPHRASE
from tj.share.keys import six_words
from tj.share.known import Known
from tj.share.open import Opened, may_be_a_key, needs_passphrase, open_bundle, read_bundle
from tj.share.passphrase import normalised, strange_words
from tj.share.unpacked import write_out
from tj.words import receiving as words

__all__ = ["open_bundle_file", "open_command", "signature"]


@click.command("open")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--identity", type=click.Path(path_type=Path), help="Your key file; default: the key that `tj key new` made."
)
@click.option("--passphrase-file", metavar="FILE", help="Read the passphrase from FILE, - for standard input.")
@click.option("--to", "folder", type=click.Path(path_type=Path), help="Save report and entries in this new folder.")
@click.option("--trust", metavar="NAME", help="Remember the signer by this name, once you compared the six words.")
@click.option("--how", metavar="HOW", default="", help="With --trust: how you compared them, as 'read by telephone'.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@key_passphrase_option
@click.pass_obj
def open_command(
    app: App,
    file: Path,
    identity: Path | None,
    passphrase_file: str | None,
    folder: Path | None,
    trust: str | None,
    how: str,
    as_json: bool,
) -> None:
    """Open a bundle, check who signed it, and show it.

    Nothing is written anywhere unless you say so by --to. A bundle without a key asks for its seven words.

    \b
    Example:  tj open share-….age --to ./from-mara
    """
    if how and not trust:
        raise UsageProblem(*words.HOW_WITHOUT_TRUST)
    known = Known(app.places().data)
    opened = open_bundle_file(app, file, known, identity, passphrase_file)
    manifest = opened.parsed.manifest
    if trust and _compared(opened, trust, how):
        known.trust(trust, manifest.signer, how, app.clock().date().isoformat())
        opened = opened.again(known)
    if folder is not None:
        write_out(opened.parsed.members, app.start() / folder.expanduser())
    known.remember_opened(manifest.signer, manifest.recipient, manifest.serial, opened.digest)
    if as_json:
        say.as_json(
            {
                "signer": manifest.signer,
                "verified": opened.verified,
                "created": manifest.created,
                "entries": opened.entries,
                "problems": list(opened.notices),
            }
        )
    else:
        _show(opened, folder)
    for notice in opened.notices:
        say.warn(notice)


def open_bundle_file(app: App, file: Path, known: Known, identity: Path | None, passphrase_file: str | None) -> Opened:
    """Open a bundle with the key or the passphrase that was named, else with the own key or after asking.

    Raises as `tj.share.open.open_bundle`, and where the file cannot be read.
    """
    content = read_bundle(app.start() / file.expanduser())
    if not needs_passphrase(content):
        if identity is not None:
            return open_bundle(content, identities_of(app, identity), known)
        return open_bundle(content, (own_keys(app).identity,), known)
    if may_be_a_key(content):
        say.warn(words.MAY_BE_A_KEY)
    typed = read_passphrase(app, passphrase_file, words.SEVEN_WORDS)
    try:
        return open_bundle(content, (), known, passphrase=normalised(typed))
    except TjError as problem:
        strange = strange_words(typed)
        if problem.exit_code != TjError.exit_code or not strange:
            raise
        raise TjError(problem.message, words.words_not_listed([str(place) for place in strange])) from None


def _compared(opened: Opened, name: str, how: str) -> bool:
    """Tell whether the words of the signer were compared: at a terminal they are shown, and it is asked."""
    if how or opened.verified or not say.is_interactive():
        return True
    say.say(words.signer_words(" ".join(six_words("signer", opened.parsed.manifest.signer))))
    return bool(click.confirm(say.shown(words.did_they_read(name)), default=False))


def _show(opened: Opened, folder: Path | None) -> None:
    manifest = opened.parsed.manifest
    if folder is None:
        for name in opened.entries:
            say.say(say.bold(name))
            say.say(say.shown(opened.parsed.members[name].decode("utf-8", "replace")).rstrip("\n") + "\n")
    say.say(words.made_on(say.shown(manifest.created), manifest.serial, len(opened.entries)))
    if manifest.recipient == BY_PASSPHRASE:
        say.say(words.OPENS_BY_PASSPHRASE)
    say.say(say.shown(signature(opened)))
    if folder is not None:
        say.say(words.saved_in(folder))
    else:
        say.say(words.CAN_BE_SAVED)
    say.say(words.NOT_WATCHED)


def signature(opened: Opened) -> str:
    """Say by whom a bundle was signed and how that is known, or that it is not."""
    signer = opened.signed_by
    if signer is None:
        return words.signer_not_known(" ".join(six_words("signer", opened.parsed.manifest.signer)))
    if signer.how:
        return words.signer_verified(signer.name, signer.how, signer.day)
    return words.signer_known(signer.name, signer.day)
