"""Sharing with someone who has no key: whom the bundle is for, and how its passphrase gets to them."""

from collections.abc import Sequence
from dataclasses import replace

from tj.cli import say
from tj.share.book import Book, Therapist
from tj.share.bundle import BY_PASSPHRASE
from tj.share.contacts import checked_name, folded
from tj.share.ledger import Record

__all__ = ["by_passphrase", "hand_over", "to_the_same"]


def by_passphrase(book: Book, name: str) -> Therapist:
    """Return whom a bundle without a key is for: someone of the book, or anyone with a name.

    What is not the same in the book is said, since a slip in a name begins a new count of bundles.
    """
    known = next((one for one in book.therapists() if folded(one.name) == folded(name)), None)
    if known is None:
        clean = checked_name(name)
        say.warn(say.shown(f"{clean} is not in your book; what you share is noted under this name."))
        return Therapist(clean, BY_PASSPHRASE)
    if known.recipient not in ("", BY_PASSPHRASE):
        say.warn(say.shown(f"{known.name} has a key in your book; without --passphrase there is nothing to hand over."))
    return replace(known, recipient=BY_PASSPHRASE, verified="")


def to_the_same(records: Sequence[Record], therapist: Therapist) -> Sequence[Record]:
    """Return the records that count for a therapist: without a key, which tells people apart, those of their name."""
    if therapist.recipient != BY_PASSPHRASE:
        return records
    return [one for one in records if one.recipient != BY_PASSPHRASE or folded(one.to) == folded(therapist.name)]


def hand_over(therapist: Therapist, passphrase: str, *, quiet: bool) -> None:
    """Show the passphrase of a bundle that was just written, and say how to hand it over.

    Arguments: `quiet`, where stdout carries a JSON document: then the words go to stderr, and never into it.
    """
    for line in (
        "",
        "The passphrase, shown this once and kept nowhere:",
        "",
        f"    {passphrase}",
        "",
        f"Tell it to {therapist.name} in session or by telephone, never in the mail that carries the file.",
        "Nobody can open the bundle without it, you neither. `tj open` takes the words in any case and with spaces;",
        "plain age wants them just as they stand here.",
        "",
    ):
        say.say(say.shown(line), to_stderr=quiet)
