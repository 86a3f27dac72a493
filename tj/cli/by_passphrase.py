"""Sharing with someone who has no key: whom the bundle is for, and how its passphrase gets to them."""

from collections.abc import Sequence
from dataclasses import replace

from tj.cli import say
from tj.share.book import Book, Therapist
from tj.share.bundle import BY_PASSPHRASE
from tj.share.contacts import checked_name, folded
from tj.share.ledger import Record
from tj.words import sharing as words

__all__ = ["by_passphrase", "hand_over", "to_the_same"]


def by_passphrase(book: Book, name: str) -> Therapist:
    """Return whom a bundle without a key is for: someone of the book, or anyone with a name.

    What is not the same in the book is said, since a slip in a name begins a new count of bundles.
    """
    known = next((one for one in book.therapists() if folded(one.name) == folded(name)), None)
    if known is None:
        clean = checked_name(name)
        say.warn(say.shown(words.noted_under_name(clean)))
        return Therapist(clean, BY_PASSPHRASE)
    if known.recipient not in ("", BY_PASSPHRASE):
        say.warn(say.shown(words.has_a_key(known.name)))
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
    say.say(say.shown(words.passphrase_once(passphrase, therapist.name)), to_stderr=quiet)
