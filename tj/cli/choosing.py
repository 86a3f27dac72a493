"""Which notes a share is meant to hold: the selectors' words turned into a choice, by the index and the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tj.entry.model import Entry
from tj.errors import TjError, UsageProblem
from tj.index.query import Query
from tj.index.store import Store
from tj.share import ledger
from tj.share.attachments import NONE
from tj.share.book import Therapist
from tj.share.bundle import BY_PASSPHRASE
from tj.share.changes import changed_paths
from tj.share.contacts import folded
from tj.share.select import Choice, choose
from tj.vault.layout import Vault
from tj.words import sharing

__all__ = ["Before", "Wish", "choice_of", "sent_before"]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a share is to hold, and how much of each note.

    `query` chooses notes, or only the new ones among them where `since_last`; `named` are notes beside those. Where
    there is no query, they alone are meant.
    """

    query: Query | None
    keys: tuple[str, ...]
    named: tuple[str, ...] = ()
    since_last: bool = False
    attachments: str = NONE
    summary_only: bool = False


@dataclass(frozen=True, slots=True)
class Before:
    """What a recipient has already, and the days from the first to the last; nothing where that is all one.

    `sent` are paths, `changed` those of them that are not as they were sent; `on` is the day of the last share.
    """

    sent: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    on: str = ""
    since: date | None = None
    until: date | None = None


def sent_before(vault: Vault, records: Sequence[ledger.Record], therapist: Therapist, wish: Wish) -> Before:
    """Return what a recipient has already, where only what is new since then is wished for.

    Raises `UsageProblem` where nothing was sent yet, so that everything would be new.
    """
    if not wish.since_last:
        return Before()
    mine = [record for record in records if record.recipient == therapist.recipient and record.until]
    if not mine:
        raise _nothing_yet(records, therapist)
    since, until = min(record.since for record in mine), max(record.until for record in mine)
    sent = ledger.sent_hashes(records, therapist.recipient)
    changed, on = changed_paths(vault, sent), max(record.when for record in mine)
    return Before(frozenset(sent), changed, on, date.fromisoformat(since), date.fromisoformat(until))


def choice_of(store: Store, wish: Wish, before: Before) -> Choice:
    """Return what is sent and what is not.

    Raises `TjError` where a note that was named is not there.
    """
    matched = [*store.entries(wish.query), *_undated(store, wish.query)] if wish.query else []
    named = store.entries(Query(types=(), paths=wish.named)) if wish.named else []
    if missing := sorted(set(wish.named) - {entry.path for entry in named}):
        from tj.words import looking

        raise TjError(*looking.no_such_note(missing[0]))
    choice = choose(
        matched, named=named, sent=before.sent, changed=before.changed, after=before.until, first=before.since
    )
    known = {entry.path for entry in [*matched, *named]}
    unsure = [(entry.path, sharing.UNSURE) for entry in _unreadable(store, wish.query) if entry.path not in known]
    return replace(choice, withheld=(*choice.withheld, *unsure))


def _nothing_yet(records: Sequence[ledger.Record], therapist: Therapist) -> UsageProblem:
    """Return what to say where a key has nothing yet: it may be a new one of someone who has had shares before."""
    others = [one for one in records if folded(one.to) == folded(therapist.name)]
    if not others:
        from tj.words import looking

        return UsageProblem(*looking.nothing_shared_yet(therapist.name))
    last = max(others, key=lambda one: one.when)
    by_key = BY_PASSPHRASE not in (therapist.recipient, last.recipient)
    return UsageProblem(*sharing.nothing_shared_so(therapist.name, last.when, by_key=by_key))


def _undated(store: Store, query: Query) -> list[Entry]:
    """Return the goals and the like that are meant and have no day, by which they could be in a time or out of it."""
    types = tuple(kind for kind in query.types if kind != "entry")
    if not types or not (query.since or query.until):
        return []
    found = store.entries(query._replace(since=None, until=None, types=types))
    return [entry for entry in found if entry.date is None]


def _unreadable(store: Store, query: Query | None) -> list[Entry]:
    """Return the notes of the time meant whose front matter cannot be read, so that no tag or mood of theirs counts."""
    if query is None or not (query.tags or query.emotions or query.moods or query.where):
        return []
    found = store.entries(Query(since=query.since, until=query.until, types=query.types))
    return [entry for entry in found if not entry.readable]
