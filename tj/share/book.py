"""Whom the writer shares with, whose signatures are known, and which bundles were opened: small JSON files of the user.

therapists.json   name, recipient, how it was verified, when it was added
signers.json      name and signing key
opened.json       signer, serial and hash of each bundle that was opened
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from tj.errors import Refused, TjError, UsageProblem
from tj.share.crypto import checked_recipient
from tj.vault.files import create_file, read_file, replace_file

__all__ = ["Book", "Signer", "Therapist"]

_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Therapist:
    """Someone to share with: `verified` says how their key was compared, empty where it was not; `added` is a day."""

    name: str
    recipient: str
    verified: str = ""
    added: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone whose signature is known."""

    name: str
    signer: str


class Book:
    """The address book in the user's data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def therapists(self) -> list[Therapist]:
        """Return everyone in the book, by name."""
        found = [Therapist(**row) for row in self._read("therapists.json", {"name", "recipient", "verified", "added"})]
        return sorted(found, key=lambda one: one.name.casefold())

    def get(self, name: str) -> Therapist:
        """Return the one of that name, in any case.

        Raises `TjError` where there is none, with near names.
        """
        known = self.therapists()
        for one in known:
            if one.name.casefold() == name.casefold():
                return one
        near = get_close_matches(name.casefold(), [one.name.casefold() for one in known], n=2, cutoff=0.5)
        hint = f"did you mean {' or '.join(near)}?" if near else "`tj therapist add NAME KEY` adds one"
        raise TjError(f"there is no therapist named {name!r} in your book", hint)

    def add(self, name: str, key: str, day: str, verified: str = "") -> Therapist:
        """Add someone; the same name with the same key changes nothing but how it was verified.

        Raises `Refused` where the name is there with another key: that must not pass unseen.
        """
        name = name.strip()
        if not name or len(name) > _NAME_LENGTH or not name.isprintable():
            raise UsageProblem("that cannot be a name", f"use up to {_NAME_LENGTH} letters, digits and spaces")
        recipient = checked_recipient(key)
        known = [one for one in self.therapists() if one.name.casefold() == name.casefold()]
        if known and known[0].recipient != recipient:
            raise Refused(
                f"{known[0].name} is in your book with another key",
                "ask them in person whether their key changed; then `tj therapist remove` the old one first",
            )
        one = (
            replace(known[0], verified=verified or known[0].verified)
            if known
            else Therapist(name, recipient, verified, day)
        )
        self._put(one)
        return one

    def verify(self, name: str, how: str) -> Therapist:
        """Note how the key of someone was compared."""
        one = replace(self.get(name), verified=how)
        self._put(one)
        return one

    def remove(self, name: str) -> Therapist:
        """Take someone out of the book."""
        gone = self.get(name)
        self._write("therapists.json", [asdict(one) for one in self.therapists() if one != gone])
        return gone

    def signers(self) -> list[Signer]:
        """Return the known signers."""
        return [Signer(**row) for row in self._read("signers.json", {"name", "signer"})]

    def trust(self, name: str, signer: str) -> None:
        """Remember a signer.

        Raises `Refused` where the name is known with another key.
        """
        known = self.signers()
        if any(one.name.casefold() == name.casefold() and one.signer != signer for one in known):
            raise Refused(
                f"{name} is known with another signing key",
                "ask them in person whether their key changed before you trust this one under a new name",
            )
        if not any(one.signer == signer for one in known):
            self._write("signers.json", [asdict(one) for one in [*known, Signer(name, signer)]])

    def opened(self, signer: str) -> dict[int, str]:
        """Return the hash of each bundle of a signer that was opened, by serial."""
        rows = self._read("opened.json", {"signer", "serial", "sha256"})
        return {int(row["serial"]): str(row["sha256"]) for row in rows if row["signer"] == signer}

    def remember_opened(self, signer: str, serial: int, digest: str) -> None:
        """Remember that a bundle was opened, unless its serial is taken."""
        if serial not in self.opened(signer):
            rows = self._read("opened.json", {"signer", "serial", "sha256"})
            self._write("opened.json", [*rows, {"signer": signer, "serial": serial, "sha256": digest}])

    def _put(self, one: Therapist) -> None:
        others = [other for other in self.therapists() if other.name.casefold() != one.name.casefold()]
        self._write("therapists.json", [asdict(each) for each in [*others, one]])

    def _read(self, name: str, keys: set[str]) -> list[dict[str, Any]]:
        path = self._folder / name
        if not path.exists():
            return []
        try:
            rows = json.loads(read_file(path))
        except ValueError:
            rows = None
        if not isinstance(rows, list) or not all(isinstance(row, dict) and set(row) == keys for row in rows):
            raise TjError(f"{path} cannot be read", "mend it or move it away; it is a list that tj keeps in JSON")
        return rows

    def _write(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        path = self._folder / name
        data = (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.exists():
            replace_file(path, read_file(path), data)
        else:
            create_file(path, data, mode=0o600)
