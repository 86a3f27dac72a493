"""Whom the writer shares with: a small JSON file of the user.

therapists.json   name, recipient, how it was verified, when it was added
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tj.errors import Refused, TjError, UsageProblem
from tj.share.crypto import checked_recipient
from tj.share.folder import make_private
from tj.vault.files import create_file, read_file, replace_file
from tj.vault.locks import lock

__all__ = ["Book", "Therapist"]

_NAME_LENGTH = 60
_THERAPISTS = "therapists.json"
# What each file's rows hold, and of what kind.
_SHAPES: dict[str, dict[str, type]] = {
    _THERAPISTS: {"name": str, "recipient": str, "verified": str, "added": str, "email": str},
}


@dataclass(frozen=True, slots=True)
class Therapist:
    """Someone to share with: `verified` says how their key was compared, empty where it was not; `added` is a day.

    `email` is where bundles are sent to, empty where that is not known.
    """

    name: str
    recipient: str
    verified: str = ""
    added: str = ""
    email: str = ""


class Book:
    """The address book in the user's data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def therapists(self) -> list[Therapist]:
        """Return everyone in the book, by name."""
        return sorted((Therapist(**row) for row in self._read(_THERAPISTS)), key=lambda one: _folded(one.name))

    def get(self, name: str) -> Therapist:
        """Return the one of that name, in any case.

        Raises `TjError` where there is none, with near names.
        """
        known = {_folded(one.name): one for one in self.therapists()}
        if found := known.get(_folded(name)):
            return found
        near = [known[match].name for match in get_close_matches(_folded(name), known, n=2, cutoff=0.5)]
        hint = f"did you mean {' or '.join(near)}?" if near else "`tj therapist add NAME KEY` adds one"
        raise TjError(f"there is no therapist named {name!r} in your book", hint)

    def add(self, name: str, key: str, day: str, verified: str = "") -> Therapist:
        """Add someone; the same name with the same key changes nothing but how it was verified.

        Raises `Refused` where the name is there with another key: that must not pass unseen.
        """
        name = _checked_name(name)
        recipient = checked_recipient(key)
        with self._changing():
            known = next((one for one in self.therapists() if _folded(one.name) == _folded(name)), None)
            if known and known.recipient != recipient:
                raise Refused(
                    f"{known.name} is in your book with another key",
                    "ask them in person whether their key changed; then `tj therapist remove` the old one first",
                )
            if known and verified in ("", known.verified):
                return known
            one = replace(known, verified=verified) if known else Therapist(name, recipient, verified, day)
            self._put(one)
            return one

    def verify(self, name: str, how: str) -> Therapist:
        """Note how the key of someone was compared."""
        with self._changing():
            one = replace(self.get(name), verified=how)
            self._put(one)
            return one

    def remove(self, name: str) -> Therapist:
        """Take someone out of the book."""
        with self._changing():
            gone = self.get(name)
            self._write(_THERAPISTS, [asdict(one) for one in self.therapists() if one != gone])
            return gone

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the book, so that of two commands that write none loses what the other wrote."""
        make_private(self._folder)
        with lock(self._folder / "book.lock"):
            yield

    def _put(self, one: Therapist) -> None:
        others = [other for other in self.therapists() if _folded(other.name) != _folded(one.name)]
        self._write(_THERAPISTS, [asdict(each) for each in [*others, one]])

    def _read(self, name: str) -> list[dict[str, Any]]:
        path = self._folder / name
        if not path.exists():
            return []
        try:
            rows = json.loads(read_file(path))
        except (ValueError, RecursionError):
            rows = None
        shape = _SHAPES[name]
        if not isinstance(rows, list) or not all(_has_shape(row, shape) for row in rows):
            raise TjError(f"{path} cannot be read", "mend it or move it away; it is a list that tj keeps in JSON")
        return rows

    def _write(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        path = self._folder / name
        data = (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
        if path.exists():
            replace_file(path, read_file(path), data)
        else:
            create_file(path, data, mode=0o600)


def _has_shape(row: object, shape: dict[str, type]) -> bool:
    if not isinstance(row, dict) or not set(shape) - {"email"} <= set(row) <= set(shape):
        return False
    return all(type(row[key]) is shape[key] for key in row)


def _checked_name(text: str) -> str:
    name = unicodedata.normalize("NFC", text.strip())
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        raise UsageProblem("that cannot be a name", f"use up to {_NAME_LENGTH} letters, digits and spaces")
    return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name.strip()).casefold()
