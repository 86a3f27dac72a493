"""What was shared, when and with whom: `.tj/shared.jsonl`, one JSON object a line, only ever appended to.

It names entries by path and hash and holds no text and no secret, since a vault may be pushed to a git remote. The
secrets by which replies are recognised are kept in the user's data folder.
"""

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

__all__ = ["Record", "append", "next_serial", "read", "remember_reply", "sent_paths"]


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
    append_line(vault.locate(LEDGER), json.dumps(asdict(record), ensure_ascii=False, separators=(",", ":")).encode())


def read(vault: Vault) -> tuple[list[Record], list[Problem]]:
    """Return the records in order, and a problem for each line that cannot be read."""
    path = vault.locate(LEDGER)
    if not path.exists():
        return [], []
    records: list[Record] = []
    problems: list[Problem] = []
    for number, line in enumerate(read_file(path).splitlines(), start=1):
        if not line.strip():
            continue
        record = _parse(line)
        if record is None:
            message = "this line of what was shared cannot be read; the others are used"
            problems.append(Problem(LEDGER, number, "warning", message))
        else:
            records.append(record)
    return records, problems


def next_serial(records: Iterable[Record], recipient: str) -> int:
    """Return the number of the next bundle to a recipient, from 1."""
    return max((record.serial for record in records if record.recipient == recipient), default=0) + 1


def sent_paths(records: Iterable[Record], recipient: str) -> set[str]:
    """Return the paths of all entries that were sent to a recipient."""
    return {path for record in records if record.recipient == recipient for path in record.entries}


def remember_reply(data_folder: Path, bundle: str, secret: str) -> None:
    """Keep the secret by which a reply to a bundle will be recognised."""
    make_private(data_folder)
    line = json.dumps({"id": bundle, "reply_secret": secret}, separators=(",", ":")).encode()
    append_line(data_folder / "replies.jsonl", line, mode=0o600)


def _parse(line: bytes) -> Record | None:
    try:
        found: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
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
