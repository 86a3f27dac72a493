"""What was shared, when and with whom: `.tj/shared.jsonl`, one JSON object a line, only ever appended to.

It names entries by path and hash and holds no text and no secret, since a vault may be pushed to a git remote. The
secrets by which replies are recognised are kept in the user's data folder.

A line is written before its bundle gets its name, so that no bundle is ever missing here; see `tj.share.intent`. Where
tj was killed between the two, `{"taken_back": "<id>"}` says that this bundle never was. `{"taken_back": "<id>",
"not_sent": true}` says that it was made, but that the writer did not send it: it counts as little, but its number is
not given again. What git makes of two machines' lines is harmless: doubled lines count once, and their order does not
matter.
"""

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from tj.entry.model import Problem
from tj.share.folder import make_private
from tj.vault.files import append_line, read_file
from tj.vault.layout import LEDGER, Vault
from tj.words import shared as words

__all__ = [
    "Record", "append", "made", "next_serial", "not_sent", "read", "remember_reply", "reply_secrets", "sent_hashes",
    "take_back", "was_taken_back",
]  # fmt: skip

_TAKEN_BACK, _NOT_SENT = "taken_back", "not_sent"
_REPLIES = "replies.jsonl"
_SECRET_BYTES = 32


@dataclass(frozen=True, slots=True)
class Record:
    """One bundle: `when` is a day, `since` and `until` those of its first and last entry, `entries` hashes by path."""

    when: str
    to: str
    recipient: str
    id: str
    serial: int
    file: str
    bytes: int
    sha256: str
    since: str
    until: str
    keys: tuple[str, ...]
    entries: Mapping[str, str]
    withheld: int


def append(vault: Vault, record: Record) -> None:
    """Add a record durably."""
    _append(vault, asdict(record))


def take_back(vault: Vault, bundle: str) -> None:
    """Note durably that the bundle of an id was never made, if the ledger tells of it."""
    if any(record.id == bundle for record in read(vault)[0]):
        _append(vault, {_TAKEN_BACK: bundle})


def not_sent(vault: Vault, bundle: str) -> None:
    """Note durably that the bundle of an id was made, but not sent; the vault's lock must be held."""
    # Earlier versions pass over the second key, and count it as one that never was.
    _append(vault, {_TAKEN_BACK: bundle, _NOT_SENT: True})


def read(vault: Vault) -> tuple[list[Record], list[Problem]]:
    """Return the records of what was sent, the earliest first, and a problem for each line that cannot be read."""
    records, taken_back, problems = _read(vault)
    return [record for record in records if record.id not in taken_back], problems


def made(vault: Vault) -> list[Record]:
    """Return the records of all bundles that were made, the earliest first, those too that were not sent."""
    records, taken_back, _ = _read(vault)
    return [record for record in records if taken_back.get(record.id) != _TAKEN_BACK]


def next_serial(records: Iterable[Record], recipient: str) -> int:
    """Return the number of the next bundle to a recipient, from 1."""
    return max((record.serial for record in records if record.recipient == recipient), default=0) + 1


def sent_hashes(records: Iterable[Record], recipient: str) -> dict[str, str]:
    """Return the paths of all entries that were sent to a recipient, each with the hash of what was sent of it last.

    Arguments: `records`, the earliest first.
    """
    mine = [record for record in records if record.recipient == recipient]
    return {path: digest for record in mine for path, digest in record.entries.items()}


def remember_reply(data_folder: Path, bundle: str, secret: str) -> None:
    """Keep the secret by which a reply to a bundle will be recognised."""
    make_private(data_folder)
    line = json.dumps({"id": bundle, "reply_secret": secret}, separators=(",", ":")).encode()
    append_line(data_folder / _REPLIES, line, mode=0o600)


def reply_secrets(data_folder: Path, bundle: str) -> list[bytes]:
    """Return the secrets, of 32 bytes each, that are kept for the bundle of an id; none where it was made elsewhere.

    A line that was cut off is passed over.
    """
    path = data_folder / _REPLIES
    rows = [_load(line) for line in read_file(path).splitlines()] if path.exists() else []
    found = [row.get("reply_secret") for row in rows if isinstance(row, dict) and row.get("id") == bundle]
    raw = [_decoded(text) for text in found if isinstance(text, str)]
    return [secret for secret in raw if len(secret) == _SECRET_BYTES]


def was_taken_back(vault: Vault, bundle: str) -> bool:
    """Tell whether the ledger says that the bundle of an id was never made."""
    return _read(vault)[1].get(bundle) == _TAKEN_BACK


def _read(vault: Vault) -> tuple[list[Record], dict[str, str], list[Problem]]:
    """Return all records, by id the word for how some of them were taken back, and the problems."""
    path = vault.locate(LEDGER)
    if not path.exists():
        return [], {}, []
    data = read_file(path)
    records: dict[str, Record] = {}
    gone: dict[str, str] = {}
    problems: list[Problem] = []
    lines = data.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = _load(line)
        record = _parse(found)
        if record is not None:
            # Doubled lines differ in nothing that counts, be it in their order of keys.
            records[repr(record)] = record
        elif isinstance(found, dict) and isinstance(found.get(_TAKEN_BACK), str):
            if gone.get(found[_TAKEN_BACK]) != _TAKEN_BACK:
                gone[found[_TAKEN_BACK]] = _NOT_SENT if found.get(_NOT_SENT) is True else _TAKEN_BACK
        else:
            torn = number == len(lines) and not data.endswith(b"\n")
            message = words.LEDGER_LINE_TORN if torn else words.LEDGER_LINE_UNREADABLE
            problems.append(Problem(LEDGER, number, "warning", message))
    return sorted(records.values(), key=lambda one: (one.when, one.serial, one.id)), gone, problems


def _append(vault: Vault, row: Mapping[str, Any]) -> None:
    append_line(vault.locate(LEDGER), json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode())


def _load(line: bytes) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b""


def _parse(found: Any) -> Record | None:
    names = {field.name for field in fields(Record)}
    if not isinstance(found, dict) or not names <= set(found):
        return None
    texts = [found[name] for name in names - {"serial", "bytes", "keys", "entries", "withheld"}]
    numbers = [found["serial"], found["bytes"], found["withheld"]]
    if not all(isinstance(text, str) for text in texts) or not all(type(number) is int for number in numbers):
        return None
    if not isinstance(found["keys"], list) or not isinstance(found["entries"], dict):
        return None
    if not all(isinstance(text, str) for text in [*found["keys"], *found["entries"].values()]):
        return None
    if not all(_is_day(found[name]) for name in ("since", "until") if found[name]):
        return None
    return Record(**{**{name: found[name] for name in names}, "keys": tuple(found["keys"])})


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
