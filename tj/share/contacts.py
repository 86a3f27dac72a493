"""Whom the writer shares with, and the file that says so, which a person may read and edit as well.

    [[therapist]]
    name = "Anneke"
    key = "age1…"                      left out for someone who has none
    words = "six words of that key"
    verified_on = 2026-05-11           left out, with `how`, until the key was compared
    how = "words read in session"
    email = "anneke@example.org"
    added = 2026-05-11

Comments, and keys that tj does not know, stay where they are when tj writes.
"""

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tj.errors import TjError, UsageProblem
from tj.share.crypto import RECIPIENT
from tj.share.keys import six_words
from tj.words import therapists as words

__all__ = [
    "Therapist", "checked_email", "checked_name", "folded", "parse_contacts", "render_contacts", "words_agree",
    "words_of",
]  # fmt: skip

_NAME_LENGTH = 60
_DAYS = ("verified_on", "added")
_FIELDS = ("name", "key", "words", "verified_on", "how", "email", "added")
_TABLE = re.compile(r"^[ \t]*\[\[[ \t]*\"?therapist\"?[ \t]*\]\]", re.MULTILINE)
_LETTERS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"(?=.{{3,254}}\Z)(?=[^@]{{1,64}}@){_LETTERS}(?:\.{_LETTERS})*@{_LABEL}(?:\.{_LABEL})*")
# Alphabets with letters that look alike.
_LOOKALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC"})


@dataclass(frozen=True, slots=True)
class Therapist:
    """Someone to share with.

    `recipient` is their age key, empty where they have none; `verified` says how it was compared, empty where it was
    not; `added` and `verified_on` are days; `email` is their address, if known; `noted_words` are those in the file.
    """

    name: str
    recipient: str = ""
    verified: str = ""
    added: str = ""
    email: str = ""
    verified_on: str = ""
    noted_words: str = field(default="", compare=False)

    @property
    def compared(self) -> str:
        """How and when the key was compared, in words for a person; empty where it was not."""
        both = self.verified and self.verified_on
        return words.compared_on(self.verified, self.verified_on) if both else self.verified


def words_of(one: Therapist) -> str:
    """Return the six words of someone's key, empty where there is none."""
    return " ".join(six_words("recipient", one.recipient)) if one.recipient else ""


def words_agree(one: Therapist) -> bool:
    """Tell whether the words noted in the book, if any, are those of the key in it."""
    return not one.noted_words or " ".join(one.noted_words.lower().split()) == words_of(one)


def folded(name: str) -> str:
    """Return the form in which two spellings of one name are the same: case, width, accents' form, spaces."""
    return " ".join(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold()).split())


def checked_name(text: str) -> str:
    """Return a name as it is kept.

    Raises `UsageProblem` for what is no name, or mixes alphabets that look alike within a word.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split(" ")).strip()
    if not name or len(name) > _NAME_LENGTH or not name.isprintable():
        raise UsageProblem(*words.no_name(_NAME_LENGTH))
    for word in name.split():
        alphabets = {unicodedata.name(sign, "").split(" ")[0] for sign in word if sign.isalpha()}
        if len(alphabets & _LOOKALIKE) > 1:
            raise UsageProblem(*words.NAME_OF_TWO_ALPHABETS)
    return name


def checked_email(text: str) -> str:
    """Return an address as it is kept.

    Raises `UsageProblem` for what is not one plain address, such as one with a name or a second address.
    """
    address = text.strip(" ")
    # What looks like an encoded word would be read as one.
    if not _ADDRESS.fullmatch(address) or "=?" in address:
        raise UsageProblem(*words.NO_ADDRESS)
    return address


def parse_contacts(data: bytes, where: str) -> list[Therapist]:
    """Return everyone in a book, in its order.

    Arguments: `where`, the name of the file for messages.
    Raises `TjError` where it cannot be read as a whole, with the line to look at.
    """
    text, table = _loaded(data, where)
    rows = table.get("therapist", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _unreadable(where, 1, words.EACH_IS_A_TABLE)
    starts = [text.count("\n", 0, found.start()) + 1 for found in _TABLE.finditer(text)]
    lines = starts if len(starts) == len(rows) else [1] * len(rows)
    found: dict[str, Therapist] = {}
    for row, line in zip(rows, lines, strict=True):
        one = _read_row(row, where, line)
        if folded(one.name) in found:
            raise _unreadable(where, line, words.NAME_IS_THERE_TWICE)
        found[folded(one.name)] = one
    return list(found.values())


def render_contacts(before: bytes, people: Sequence[Therapist]) -> bytes:
    """Return a book with these people in it, and all else as it was in `before`, which may be empty.

    Raises `TjError` where the outcome would not read back as what was meant.
    """
    import tomlkit
    from tomlkit.items import AoT

    document = tomlkit.parse(before.decode("utf-8") or f"{words.BOOK_HEADER}\n\n")
    wanted = {folded(one.name): one for one in people}
    tables = document.get("therapist")
    if tables is None:
        tables = AoT([])
        document.append("therapist", tables)
    for index in reversed(range(len(tables))):
        one = wanted.pop(folded(str(tables[index]["name"])), None)
        if one is None:
            del tables[index]
        else:
            _fill(tables[index], one)
    for one in wanted.values():
        table = tomlkit.table()
        _fill(table, one)
        if len(tables):
            table.trivia.indent = "\n"  # a blank line before it
        tables.append(table)
    if not tables:
        del document["therapist"]
    after = tomlkit.dumps(document).encode()
    _check(before, after, people)
    return after


def _fill(table: Any, one: Therapist) -> None:
    """Put what is known of someone into their table, touching only what differs."""
    values = {
        "name": one.name,
        "key": one.recipient,
        "words": words_of(one),
        "verified_on": _day(one.verified_on),
        "how": one.verified,
        "email": one.email,
        "added": _day(one.added),
    }
    for key, value in values.items():
        if value and table.get(key) != value:
            table[key] = value
        elif not value and key in table:
            del table[key]


def _check(before: bytes, after: bytes, people: Sequence[Therapist]) -> None:
    """See that a rewritten book says what was meant, and lost nothing that tj does not know."""
    meant = {folded(one.name): _without_words(one) for one in people}
    read = {folded(one.name): _without_words(one) for one in parse_contacts(after, words.THE_BOOK)}
    old, new = (_unknown(tomllib.loads(data.decode("utf-8"))) for data in (before, after))
    if read != meant or any(new.get(name) != rest for name, rest in old.items() if name in meant or not name):
        raise TjError(*words.BOOK_CANNOT_BE_CHANGED)


def _without_words(one: Therapist) -> tuple[str, ...]:
    return (one.name, one.recipient, one.verified, one.added, one.email, one.verified_on)


def _unknown(table: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what tj does not know: of the whole file under "", of each one under their name."""
    rows = table.get("therapist", [])
    found = {folded(row["name"]): {key: value for key, value in row.items() if key not in _FIELDS} for row in rows}
    return found | {"": {key: value for key, value in table.items() if key != "therapist"}}


def _loaded(data: bytes, where: str) -> tuple[str, dict[str, Any]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _unreadable(where, data.count(b"\n", 0, error.start) + 1, words.NO_UTF8) from None
    try:
        return text, tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = re.search(r"at line (\d+)", str(error))
        line = int(at[1]) if at else max(len(text.splitlines()), 1)
        raise _unreadable(where, line, words.NO_TOML) from None


def _read_row(row: dict[str, Any], where: str, line: int) -> Therapist:
    values = {}
    for key in _FIELDS:
        value = row.get(key, "")
        if key in _DAYS and type(value) is date:
            value = value.isoformat()
        if not isinstance(value, str) or (key in _DAYS and value and _day(value) is None):
            raise _unreadable(where, line, words.no_day(key) if key in _DAYS else words.no_text(key))
        values[key] = str(_day(value)) if key in _DAYS and value else value
    try:
        if checked_name(values["name"]) != values["name"]:
            raise UsageProblem(*words.no_name(_NAME_LENGTH))
        if values["email"]:
            checked_email(values["email"])
    except UsageProblem as problem:
        raise _unreadable(where, line, problem.message) from None
    if values["key"] and not RECIPIENT.fullmatch(values["key"]):
        raise _unreadable(where, line, words.NO_AGE_KEY)
    how = values["how"] or ("compared" if values["verified_on"] else "")
    if how and not how.isprintable():
        raise _unreadable(where, line, words.HOW_SHOULD_BE_ONE_LINE)
    return Therapist(
        values["name"], values["key"], how, values["added"], values["email"], values["verified_on"], values["words"]
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _unreadable(where: str, line: int, what: str) -> TjError:
    return TjError(*words.book_unreadable(where, line, what))
