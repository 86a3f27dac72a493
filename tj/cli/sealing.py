"""From a wish to a sealed file: what `tj share` and `tj demo` do once it is known what is meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from shlex import quote

from tj.cli import say, withheld
from tj.cli.app import App
from tj.cli.brief import brief_page, known_forms, words_of
from tj.cli.by_passphrase import to_the_same
from tj.cli.choosing import Before, Wish, choice_of, sent_before
from tj.cli.progress import Progress
from tj.cli.secret import own_keys
from tj.cli.settling import settle_locked
from tj.entry.model import Note
from tj.errors import Refused, TjError
from tj.insight.instruments import Instrument
from tj.share import intent, ledger
from tj.share.book import Therapist
from tj.share.collect import Content, Images, Report, collect
from tj.share.keys import Keys, create_keys, exposed_keys, has_keys, new_keys, six_words
from tj.share.redact import Rules
from tj.share.seal import Draft, Sealed, draft, seal
from tj.share.select import Choice
from tj.vault.files import create_file, read_file, temporary_name
from tj.vault.layout import Vault
from tj.words import shared
from tj.words import sharing as words

__all__ = ["Prepared", "make_share", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A share before it is sealed: the very bytes, and what they were made from."""

    therapist: Therapist
    choice: Choice
    content: Content
    made: Draft
    wish: Wish
    keys: Keys

    @property
    def withheld(self) -> list[tuple[str, str]]:
        """The paths of notes that are not sent, or not whole, with the reason."""
        return sorted([*self.choice.withheld, *self.content.withheld, *self.content.in_part])


def prepare(app: App, vault: Vault, therapist: Therapist, wish: Wish) -> Prepared:
    """Choose, redact and build a share; nothing is written.

    Raises `TjError` where nothing is left to be sent, after saying why.
    """
    noted, problems = ledger.read(vault)
    for problem in problems:
        say.warn(shared.problem_of_ledger(problem.path, problem.line, problem.message))
    records = to_the_same(noted, therapist)
    before = sent_before(vault, records, therapist, wish)
    choice = app.ask(vault, lambda store: choice_of(store, wish, before))
    forms = known_forms(vault) if _has_assessments(choice) else []
    with Progress(words.PREPARING) as progress:
        content = collect(
            vault,
            choice.chosen,
            Rules(wish.keys, tuple(vault.settings.trackers)),
            _report(vault, wish, forms),
            attachments=wish.attachments,
            summary_only=wish.summary_only,
            unsent=[path for path, _ in choice.withheld],
            own_words=words_of(forms),
            progress=progress,
        )
    if not content.hashes:
        raise _nothing_left([*choice.withheld, *content.withheld], before)
    keys = _keys(app)
    serial = _next_serial(vault, therapist)
    made = draft(content, keys, therapist.recipient, serial, app.clock().date().isoformat())
    return Prepared(therapist, choice, content, made, wish, keys)


def _nothing_left(kept: Sequence[tuple[str, str]], before: Before) -> TjError:
    """Say which notes would have been of use, and return what to say where none is sent."""
    for line in withheld.lines(one for one in kept if one[1] not in withheld.EXPECTED):
        say.warn(say.shown(line))
    if not kept:
        return TjError(*words.NOTHING_MATCHES)
    if not before.on:
        return TjError(*words.all_withheld(len(kept)))
    changed = [quote(path) for path, reason in kept if reason == words.CHANGED]
    return TjError(*words.nothing_new(before.on, changed))


def make_share(
    app: App,
    vault: Vault,
    prepared: Prepared,
    path: Path,
    passphrase: str = "",
    *,
    email: tuple[Path, str] | None = None,
    quiet: bool = False,
) -> Sealed:
    """Seal a prepared share, with its line in the ledger; `tj.share.intent` tells the order, and what a kill leaves.

    Arguments: `passphrase`, by which it is encrypted, for someone without a key; `email`, where to write a draft with
    the bundle attached, and to which address; `quiet`, whether words go to stderr.
    Raises `TjError` where a note was changed since it was read, or something cannot be written.
    """
    manifest, data = prepared.made.manifest, app.places().data
    with app.locked(vault):
        settle_locked(app, vault)
        _check_unchanged(vault, prepared)
        _keep(app, prepared.keys, quiet=quiet)
        noted = intent.Intent(manifest.id, str(vault.root), str(path), str(email[0]) if email else "", temporary_name())
        intent.begin(data, noted)
        try:

            def write_down(sealed: Sealed) -> None:
                ledger.remember_reply(data, manifest.id, manifest.reply_secret)
                ledger.append(vault, _record(prepared, sealed))

            sealed = seal(prepared.made, path, passphrase, temporary=noted.temporary, ready=write_down)
            intent.mark_made(data, manifest.id)
            if email is not None:
                _write_email(sealed, *email, noted.temporary)
        finally:
            intent.settle(data, vault)
    return sealed


def _check_unchanged(vault: Vault, prepared: Prepared) -> None:
    """What was shown is what is sent, so a note that was changed or made private since then stops the share."""
    import hashlib

    for path, digest in prepared.content.hashes.items():
        try:
            found = hashlib.sha256(read_file(vault.locate(path))).hexdigest()
        except TjError:
            found = ""
        if found != digest:
            raise Refused(*words.changed_since_shown(path))
    if _next_serial(vault, prepared.therapist) != prepared.made.manifest.serial:
        raise TjError(*words.SHARED_MEANWHILE)


def _next_serial(vault: Vault, therapist: Therapist) -> int:
    return ledger.next_serial(to_the_same(ledger.made(vault), therapist), therapist.recipient)


def _record(prepared: Prepared, sealed: Sealed) -> ledger.Record:
    manifest = prepared.made.manifest
    sent = [entry for entry in prepared.choice.chosen if entry.path in prepared.content.hashes]
    dates = [entry.date.isoformat() for entry in sent if entry.date]
    return ledger.Record(
        when=manifest.created,
        to=prepared.therapist.name,
        recipient=manifest.recipient,
        id=manifest.id,
        serial=manifest.serial,
        file=sealed.path.name,
        bytes=sealed.size,
        sha256=sealed.sha256,
        since=min(dates, default=""),
        until=max(dates, default=""),
        keys=prepared.wish.keys,
        entries=prepared.content.hashes,
        withheld=len(prepared.withheld),
    )


def _write_email(sealed: Sealed, path: Path, address: str, temporary: str) -> None:
    from tj.share.email import email_draft

    try:
        create_file(path, email_draft(read_file(sealed.path), sealed.path.name, address), 0o600, temporary=temporary)
    except TjError as error:
        hint = words.bundle_is_whole(sealed.path)
        raise type(error)(error.message, hint) from None


def _keys(app: App) -> Keys:
    """Return the writer's keys; where there are none yet, new ones that are kept once something is sealed with them."""
    folder = app.places().data
    if not has_keys(folder):
        return new_keys()
    for name in exposed_keys(folder):
        say.warn(words.keys_open_to_others(folder / name))
    return own_keys(app)


def _keep(app: App, keys: Keys, *, quiet: bool) -> None:
    if has_keys(app.places().data):
        return
    create_keys(app.places().data, keys)
    say.say(words.keys_made(keys.signer, " ".join(six_words("signer", keys.signer))), to_stderr=quiet)


def _report(vault: Vault, wish: Wish, forms: Sequence[Instrument]) -> Report:
    from tj.report.html import build_report

    # Notes that were named may lie outside of the time that the selectors say.
    since, until = (wish.query.since, wish.query.until) if wish.query and not wish.named else (None, None)
    page = brief_page(vault, since, until)

    def report(notes: Sequence[Note], images: Images) -> str:
        return build_report(notes, images, vault.settings, page, instruments=forms, summary_only=wish.summary_only)

    return report


def _has_assessments(choice: Choice) -> bool:
    return any(entry.type == "assessment" for entry in choice.chosen)
