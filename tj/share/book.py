"""The writer's address book: whom they share with, in `therapists.toml` (see `tj.share.contacts`)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from tj.errors import Refused, TjError, UsageProblem
from tj.share.contacts import (
    Therapist,
    checked_email,
    checked_name,
    folded,
    parse_contacts,
    render_contacts,
    words_agree,
)
from tj.share.folder import make_private
from tj.share.pasted import recipient_in
from tj.vault.files import create_file, read_file, replace_file
from tj.vault.locks import lock
from tj.words import therapists as words

__all__ = ["Book", "Therapist"]

_CONTACTS = "therapists.toml"


class Book:
    """The address book in the user's data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def therapists(self) -> list[Therapist]:
        """Return everyone in the book, by name."""
        return sorted(self._contacts(), key=lambda one: folded(one.name))

    def get(self, name: str) -> Therapist:
        """Return the one of that name, in any case.

        Raises `TjError` where there is none, with near names; `Refused` where the words in the book are not those of
        the key in it.
        """
        one = self.find(name)
        if not words_agree(one):
            raise Refused(*words.noted_words_differ(one.name))
        return one

    def find(self, name: str) -> Therapist:
        """Return the one of that name, without a look at the noted words; raises `TjError` where there is none."""
        known = {folded(one.name): one for one in self._contacts()}
        if found := known.get(folded(name)):
            return found
        near = [known[match].name for match in get_close_matches(folded(name), known, n=2, cutoff=0.5)]
        raise TjError(*words.not_known(name, near))

    def add(
        self,
        name: str,
        key: str | None,
        day: str,
        verified: str = "",
        email: str | None = None,
        *,
        no_key: bool = False,
    ) -> Therapist:
        """Add someone, or complete what is known of them; what is not given stays.

        Arguments: `key`, an age key or what it was pasted in; `day`, today; `verified`, how the key was compared;
        `email`, empty to forget the address; `no_key`, for someone who has none.
        Raises `Refused` where the name is there with another key: that must not pass unseen.
        """
        name = checked_name(name)
        recipient = recipient_in(key) if key is not None else ""
        address = checked_email(email) if email else email
        if verified and not verified.isprintable():
            raise UsageProblem(*words.HOW_IS_ONE_LINE)
        with self._changing():
            people = self._contacts()
            known = next((one for one in people if folded(one.name) == folded(name)), None)
            if known is None and not (recipient or no_key):
                raise UsageProblem(*words.not_in_book(name))
            one = known or Therapist(name, added=day)
            if one.recipient and (no_key or recipient not in ("", one.recipient)):
                raise _changed_key(one)
            one = replace(one, recipient=recipient or one.recipient, email=one.email if address is None else address)
            if verified:
                if not one.recipient:
                    raise UsageProblem(*words.no_key_to_verify(one.name))
                one = replace(one, verified=verified, verified_on=day)
            if one != known:
                self._put(one)
            return one

    def verify(self, name: str, how: str, day: str) -> Therapist:
        """Note how and when the key of someone was compared.

        Raises `UsageProblem` where they have none.
        """
        if not how.isprintable():
            raise UsageProblem(*words.HOW_IS_ONE_LINE)
        with self._changing():
            one = self.find(name)
            if not one.recipient:
                raise UsageProblem(*words.no_key_to_compare(one.name))
            one = replace(one, verified=how, verified_on=day)
            self._put(one)
            return one

    def remove(self, name: str) -> Therapist:
        """Take someone out of the book."""
        with self._changing():
            gone = self.find(name)
            self._write_contacts([one for one in self._contacts() if one != gone])
            return gone

    def same_key(self, one: Therapist) -> list[str]:
        """Return the names under which the key of someone is in the book a second time."""
        return [
            other.name
            for other in self.therapists()
            if one.recipient == other.recipient != "" and one.name != other.name
        ]

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the book, so that of two commands that write none loses what the other wrote."""
        make_private(self._folder)
        with lock(self._folder / "book.lock"):
            yield

    def _contacts(self) -> list[Therapist]:
        path = self._folder / _CONTACTS
        return parse_contacts(read_file(path), str(path)) if path.exists() else []

    def _put(self, one: Therapist) -> None:
        others = [other for other in self._contacts() if folded(other.name) != folded(one.name)]
        self._write_contacts([*others, one])

    def _write_contacts(self, people: Sequence[Therapist]) -> None:
        path = self._folder / _CONTACTS
        before = read_file(path) if path.exists() else b""
        self._replace(path, render_contacts(before, people))

    def _replace(self, path: Path, data: bytes) -> None:
        if path.exists():
            replace_file(path, read_file(path), data)
        else:
            create_file(path, data, mode=0o600)


def _changed_key(known: Therapist) -> Refused:
    return Refused(*words.changed_key(known.name))
