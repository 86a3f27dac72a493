"""What a reader of bundles remembers: whose signatures they know, and which bundles they opened. JSON files of theirs.

signers.json   name, signing key, how and on which day it was compared
opened.json    signer, recipient, serial and hash of each bundle that was opened
"""

import json
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tj.errors import Refused, TjError, UsageProblem
from tj.share.contacts import checked_name, folded
from tj.share.folder import make_private
from tj.vault.files import create_file, read_file, replace_file
from tj.vault.locks import lock
from tj.words import therapists as words

__all__ = ["Known", "Signer"]

_LONGEST_HOW = 120
_SIGNERS, _OPENED = "signers.json", "opened.json"
# What each file's rows hold, of what kind, and what stands for what an earlier version did not write.
_SHAPES: dict[str, dict[str, type]] = {
    _SIGNERS: {"name": str, "signer": str, "how": str, "day": str},
    _OPENED: {"signer": str, "recipient": str, "serial": int, "sha256": str},
}
_LATER = {"how": "", "day": "", "recipient": ""}


@dataclass(frozen=True, slots=True)
class Signer:
    """Someone whose signature is known: `how` tells in words, and `day` when, their key was compared, if noted."""

    name: str
    signer: str
    how: str = ""
    day: str = ""


class Known:
    """The signers and the opened bundles in the user's data folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def signers(self) -> list[Signer]:
        """Return everyone whose signature is known."""
        return [Signer(**row) for row in self._read(_SIGNERS)]

    def who(self, signer: str) -> Signer | None:
        """Return whose signing key this is, None where it is not known."""
        return next((one for one in self.signers() if one.signer == signer), None)

    def trust(self, name: str, signer: str, how: str = "", day: str = "") -> None:
        """Remember a signer; the same again changes nothing but how their key was compared.

        Raises `Refused` where the name is known with another key, or the key by another name.
        """
        new = Signer(checked_name(name), signer, _checked_how(how), day)
        with self._changing():
            known = self.signers()
            if any(folded(one.name) == folded(name) and one.signer != signer for one in known):
                raise Refused(*words.known_with_another_key(new.name))
            same = next((one for one in known if one.signer == signer), None)
            if same and folded(same.name) != folded(name):
                raise Refused(*words.key_is_known(same.name))
            if same is None or how:
                others = [one for one in known if one.signer != signer]
                self._write(_SIGNERS, [asdict(one) for one in [*others, new]])

    def opened(self, signer: str, recipient: str) -> dict[int, str]:
        """Return the hash of each bundle of a signer to one recipient that was opened, by serial.

        Those that an earlier version noted without a recipient count for each.
        """
        rows = [row for row in self._read(_OPENED) if row["signer"] == signer]
        mine = [row for row in rows if row["recipient"] in ("", recipient)]
        return {row["serial"]: row["sha256"] for row in sorted(mine, key=lambda row: bool(row["recipient"]))}

    def remember_opened(self, signer: str, recipient: str, serial: int, digest: str) -> None:
        """Remember that a bundle was opened, unless its serial is taken."""
        with self._changing():
            if serial not in self.opened(signer, recipient):
                row = {"signer": signer, "recipient": recipient, "serial": serial, "sha256": digest}
                self._write(_OPENED, [*self._read(_OPENED), row])

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Hold the files, so that of two commands that write none loses what the other wrote."""
        make_private(self._folder)
        with lock(self._folder / "known.lock"):
            yield

    def _read(self, name: str) -> list[dict[str, Any]]:
        path = self._folder / name
        if not path.exists():
            return []
        try:
            rows = json.loads(read_file(path))
        except (ValueError, RecursionError):
            rows = None
        shape = _SHAPES[name]
        later = {key: value for key, value in _LATER.items() if key in shape}
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise _unreadable(path)
        found = [{**later, **row} for row in rows]
        if not all(_has_shape(row, shape) for row in found):
            raise _unreadable(path)
        return found

    def _write(self, name: str, rows: Sequence[dict[str, Any]]) -> None:
        path = self._folder / name
        data = (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()
        if path.exists():
            replace_file(path, read_file(path), data)
        else:
            create_file(path, data, mode=0o600)


def _has_shape(row: dict[str, Any], shape: dict[str, type]) -> bool:
    return set(row) == set(shape) and all(type(row[key]) is shape[key] for key in shape)


def _unreadable(path: Path) -> TjError:
    return TjError(*words.list_unreadable(path))


def _checked_how(text: str) -> str:
    how = unicodedata.normalize("NFC", text.strip())
    if len(how) > _LONGEST_HOW or not how.isprintable():
        raise UsageProblem(*words.HOW_IN_FEW_WORDS)
    return how
