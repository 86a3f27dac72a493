"""What `tj share` does: choose, show exactly what would leave, and seal it."""

from pathlib import Path
from typing import Any

from tj.cli import preview, say
from tj.cli.app import App
from tj.cli.by_passphrase import by_passphrase, hand_over
from tj.cli.choosing import Wish
from tj.cli.sealing import Prepared, make_share, prepare
from tj.cli.selectors import any_given, build_query
from tj.cli.settling import settle
from tj.errors import Refused, UsageProblem
from tj.share.attachments import NONE
from tj.share.book import Book, Therapist
from tj.share.passphrase import new_passphrase
from tj.share.seal import Sealed, output_path
from tj.share.select import checked_keys, types_with
from tj.share.showing import remove_old_pages
from tj.vault.layout import SUMMARIES, Vault
from tj.words import sharing as words

__all__ = ["share"]

_LARGE_MAIL = 17 * 1024 * 1024


def share(app: App, name: str, output: Path | None, options: dict[str, Any]) -> None:
    """Do what `tj share` was asked for.

    Arguments: `name`, the therapist's; `output`, where the bundle goes, if that was said; `options`, the others.
    Raises what keeps anything from being shared, before anything is written.
    """
    vault, as_json = app.vault(), options["as_json"]
    book = Book(app.places().data)
    therapist = by_passphrase(book, name) if options["passphrase"] else book.get(name)
    if not therapist.recipient:
        raise UsageProblem(*words.has_no_key(therapist.name))
    wish = _wish(app, vault, options)
    _check_asking(therapist, options)
    remove_old_pages(app.places().runtime)
    path = email = None
    if not options["preview"]:
        inside = bool(options["inside_vault"])
        path = output_path(_absolute(app, output), app.places().outbox, vault.root, inside=inside)
        email = _email(therapist, path, vault, inside=inside) if options["email"] else None
        settle(app, vault)
    prepared = prepare(app, vault, therapist, wish)
    if not as_json or path is None:
        preview.show(prepared, texts=path is None or not options["yes"], to_stderr=as_json)
    if options["in_browser"]:
        preview.show_page(app, prepared, to_stderr=as_json)
    if path is None:
        if as_json:
            say.as_json(_document(prepared, None))
        return
    if not options["yes"] and not preview.agrees(therapist, unverified=options["unverified"], to_stderr=as_json):
        say.say(words.NOTHING_WRITTEN, to_stderr=as_json)
        return
    passphrase = new_passphrase() if options["passphrase"] else ""
    sealed = make_share(app, vault, prepared, path, passphrase, email=email, quiet=as_json)
    if as_json:
        say.as_json(_document(prepared, sealed))
    _tell(therapist, sealed, passphrase, email, quiet=as_json)


def _tell(
    therapist: Therapist, sealed: Sealed, passphrase: str, email: tuple[Path, str] | None, *, quiet: bool
) -> None:
    if not quiet:
        say.say(say.shown(words.written(therapist.name, sealed.path, sealed.size)))
    if email is not None:
        say.say(words.draft_written(email[0]), to_stderr=quiet)
        if not email[1]:
            say.warn(words.no_address_known(therapist.name))
    if passphrase:
        hand_over(therapist, passphrase, quiet=quiet)
    if not quiet:
        say.say(words.SEND_AS_YOU_LIKE)
    if sealed.size > _LARGE_MAIL:
        say.warn(words.LARGE_FOR_MAIL)


def _check_asking(therapist: Therapist, options: dict[str, Any]) -> None:
    """Raise where something would have to be asked or shown, and nobody is there, before anything is read."""
    asks = not options["preview"] and not options["yes"]
    if options["in_browser"] and options["yes"] and not options["preview"]:
        raise UsageProblem(*words.OPEN_IS_BEFORE_ASKING)
    if options["in_browser"] and not say.is_interactive():
        raise UsageProblem(*words.NOBODY_PRESSES_ENTER)
    if asks and not say.is_interactive():
        raise UsageProblem(*words.NOBODY_TO_ASK)
    if not options["preview"] and options["yes"]:
        preview.check_recipient(therapist, unverified=options["unverified"])


def _email(therapist: Therapist, path: Path, vault: Vault, *, inside: bool) -> tuple[Path, str]:
    """Return where the draft goes, by the same rules as the bundle, and its address, empty where none is known."""
    draft = output_path(path.with_suffix(".eml"), path.parent, vault.root, inside=inside)
    if draft == path:
        raise UsageProblem(*words.DRAFT_OF_SAME_NAME)
    return draft, therapist.email


def _wish(app: App, vault: Vault, options: dict[str, Any]) -> Wish:
    if not any_given(options) and not options["since_last"]:
        raise UsageProblem(*words.NOTHING_CHOSEN)
    named = tuple(vault.relative(path, app.start()) for path in options["entry"])
    for path in named:
        if path.split("/")[0] == SUMMARIES or path.startswith("."):
            raise Refused(*words.never_shared(path))
    others = {**options, "entry": ()}
    query = build_query(others, app.clock(), types=("entry", *types_with(options["along"])))
    chosen = options["since_last"] or any_given(others)
    if options["along"] and not chosen:
        raise UsageProblem(*words.ALONG_WITHOUT_TIME)
    return Wish(
        query if chosen else None, checked_keys(options["keys"]), named,
        options["since_last"], options["attachments"] or NONE, options["summary_only"],
    )  # fmt: skip


def _document(prepared: Prepared, sealed: Sealed | None) -> dict[str, object]:
    return {
        "output": str(sealed.path) if sealed else None,
        "bytes": sealed.size if sealed else len(prepared.made.data),
        "sha256": sealed.sha256 if sealed else None,
        "entries": len(prepared.content.hashes),
        "withheld": [{"path": path, "reason": reason} for path, reason in prepared.withheld],
        "stripped": dict(prepared.made.manifest.stripped),
    }


def _absolute(app: App, output: Path | None) -> Path | None:
    return app.start() / output.expanduser() if output is not None else None
