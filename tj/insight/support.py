"""The people and services that a writer wants to see on a hard day, as they stand in the settings.

    [[support.contacts]]
    name = "Sam"
    how = "+31 6 1234 5678"
    note = "evenings, any night"     # optional
    checked = 2026-03-01             # when that was last seen to be right; optional

Reading is forgiving: a slip elsewhere in the file, or in one contact, must never hide another.
"""

import json
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tj.words import support as words

__all__ = ["Contact", "contacts_toml", "parse_contacts"]

_HEADER = "[[support.contacts]]"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to turn to; `how` is a number or an address, `checked` the day when that was last seen to be right."""

    name: str
    how: str = ""
    note: str = ""
    checked: date | None = None


def parse_contacts(text: str) -> tuple[tuple[Contact, ...], tuple[str, ...]]:
    """Read the contacts from a vault's settings.

    Arguments: `text`, the TOML of all settings.
    Returns the contacts, and in a sentence each what could not be read. It never raises.
    """
    problems: list[str] = []
    try:
        tables = [tomllib.loads(text)]
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, tomllib.TOMLDecodeError) else ""
        tables, problems = _one_by_one(text)
        problems.insert(0, words.slip_in_settings(reason))
    contacts: list[Contact] = []
    for table in tables:
        support = table.get("support", {})
        listed = support.get("contacts", []) if isinstance(support, dict) else None
        if not isinstance(listed, list):
            problems.append(words.contacts_not_as_tables(_HEADER))
            continue
        for given in listed:
            contact = _contact(given) if isinstance(given, dict) else None
            if contact is None:
                problems.append(words.CONTACT_EMPTY)
            else:
                contacts.append(contact)
    return tuple(contacts), tuple(problems)


def contacts_toml(contacts: Iterable[Contact]) -> str:
    """Return contacts as the end of a vault's settings."""
    blocks = []
    for contact in contacts:
        lines = ["", _HEADER, f"name = {_quoted(contact.name)}", f"how = {_quoted(contact.how)}"]
        lines += [f"note = {_quoted(contact.note)}"] if contact.note else []
        lines += [f"checked = {contact.checked}"] if contact.checked else []
        blocks += lines
    return "\n".join([*blocks, ""])


def _one_by_one(text: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Read each contact alone, where the settings as a whole cannot be read."""
    blocks: list[list[str]] = []
    within = False
    for line in text.splitlines():
        if line.lstrip().startswith("["):
            within = line.strip().startswith(_HEADER)
            blocks += [[]] if within else []
        if within:
            blocks[-1].append(line)
    tables: list[dict[str, Any]] = []
    problems: list[str] = []
    for block in blocks:
        try:
            tables.append(tomllib.loads("\n".join(block)))
        except (ValueError, RecursionError):
            problems.append(words.CONTACT_NOT_READ)
    return tables, problems


def _contact(given: dict[str, object]) -> Contact | None:
    name, how = _text(given.get("name")), _text(given.get("how"))
    checked = given.get("checked")
    if isinstance(checked, str):
        try:
            checked = date.fromisoformat(checked.strip())
        except ValueError:
            checked = None
    if isinstance(checked, datetime):
        checked = checked.date()
    known = checked if isinstance(checked, date) else None
    return Contact(name or how, how if name else "", _text(given.get("note")), known) if name or how else None


def _text(value: object) -> str:
    # A number such as 112 is easily written without quotes.
    return " ".join(str(value).split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _quoted(text: str) -> str:
    kept = "".join(char if char.isprintable() else " " for char in text)
    # Of printable letters, which makes a JSON string a TOML one as well.
    return json.dumps(" ".join(kept.encode("utf-8", "replace").decode().split()), ensure_ascii=False)
