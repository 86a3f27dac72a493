"""`tj receive`: what the therapist wrote back, shown, and on yes taken into the vault."""

import hashlib
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.replying import tell_reply
from tj.cli.secret import key_passphrase_option, own_keys
from tj.errors import Refused
from tj.share import ledger
from tj.share.keys import read_identities
from tj.share.replies import answered, open_reply, read_reply_file
from tj.share.reply import Reply
from tj.share.taken import Taken, find_earlier, find_note, find_prompts, take
from tj.vault.layout import Vault
from tj.words import receiving as words

__all__ = ["receive_command"]


@click.command("receive")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--identity", type=click.Path(path_type=Path), help="Your key file, if it is an older key of yours.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document; without --yes it only shows.")
@key_passphrase_option
@click.pass_obj
def receive_command(app: App, file: Path, identity: Path | None, yes: bool, as_json: bool) -> None:
    """Take in what your therapist wrote back.

    The whole reply is shown first, and you are asked. Then guidance and homework become a note in guidance/, and
    prompts go to your own in .tj/prompts/. Nothing is overwritten, and the same reply twice changes nothing. Of another
    reply to the same share, homework and prompts that you have already, word for word, are left out. A reply that was
    not made by someone who opened a share of yours is refused.

    \b
    Example:  tj receive reply-….age
    """
    vault = app.vault()
    data = read_reply_file(app.start() / file.expanduser())
    _check_is_no_share(vault, data)
    identities = read_identities(app.start() / identity.expanduser()) if identity else (own_keys(app).identity,)
    parsed = open_reply(data, identities)
    record = answered(vault, app.places().data, parsed)
    reply = parsed.reply
    before = _taken_before(app, vault, reply)
    earlier = [] if before else _earlier(app, vault, reply)
    if not as_json:
        say.say(say.shown(words.reply_is_from(record.to, reply.created, record.when)))
        tell_reply(reply, to_stderr=False)
    if earlier:
        say.say(say.shown(words.second_reply(record.when, earlier)), to_stderr=as_json)
    taken = before
    if before is None and (yes or (not as_json and _agrees())):
        with app.locked(vault):
            taken = take(vault, reply, record, app.clock().date(), earlier)
    if as_json:
        say.as_json(_document(reply, record, taken, before))
        return
    for line in _outcome(reply, taken, before):
        say.say(say.shown(line))


def _agrees() -> bool:
    return say.is_interactive() and bool(click.confirm(words.TAKE_THIS_IN, default=False))


def _outcome(reply: Reply, taken: Taken | None, before: Taken | None) -> list[str]:
    if before is not None:
        return [words.taken_before(before.note)]
    if taken is None:
        return [words.NOTHING_WRITTEN if say.is_interactive() else words.NOTHING_TAKEN]
    lines = [words.note_has_it(taken.note, homework=len(reply.homework) > taken.homework_left)]
    if taken.prompts:
        lines.append(words.prompts_are_in(taken.prompts))
    if taken.homework_left or taken.prompts_left:
        lines.append(words.left_out(taken.homework_left, taken.prompts_left))
    return lines


def _document(reply: Reply, record: ledger.Record, taken: Taken | None, before: Taken | None) -> dict[str, object]:
    return {
        "id": reply.id,
        "bundle": reply.bundle,
        "from": record.to,
        "created": reply.created,
        "guidance": reply.guidance,
        "homework": list(reply.homework),
        "prompts": list(reply.prompts),
        "note": taken.note if taken else None,
        "prompts_file": (taken.prompts or None) if taken else None,
        "received_before": before is not None,
    }


def _check_is_no_share(vault: Vault, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    for record in ledger.read(vault)[0]:
        if record.sha256 == digest:
            raise Refused(*words.own_share_given(record.when, record.to))


def _taken_before(app: App, vault: Vault, reply: Reply) -> Taken | None:
    """Return where a reply lies since it was taken in; None where it was not, or not to the end."""
    note = find_note(vault, reply)
    if not note:
        # It may have been moved, and the index knows all notes.
        moved = app.ask(vault, lambda store: [n.path for n in store.others() if n.properties.get("reply") == reply.id])
        note = moved[0] if moved else ""
    return Taken(note, find_prompts(vault, reply)) if note else None


def _earlier(app: App, vault: Vault, reply: Reply) -> list[str]:
    """Return the notes of other replies to the same share, in the folder for guidance or wherever they were moved."""
    moved = app.ask(vault, lambda store: [n.path for n in store.others() if n.properties.get("bundle") == reply.bundle])
    return sorted({*moved, *find_earlier(vault, reply)})
