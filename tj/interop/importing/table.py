"""Any CSV, with a map from what tj knows to the names of its columns."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from tj.errors import TjError, UsageProblem
from tj.interop.importing.model import Item, Moods, Source, item_id
from tj.words import importing as words

__all__ = ["FIELDS", "read_table"]

FIELDS = ("date", "time", "mood", "title", "text", "tags", "emotions")
_TIMES = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M%p")


def read_table(path: Path, columns: Mapping[str, str], moods: Moods, date_format: str = "") -> Source:
    """Read a CSV file.

    Arguments: `columns`, the name of a column by what it holds, one of `FIELDS`, or a front-matter key of one's own;
    `date_format`, as in `%d.%m.%Y`, by default ISO. Columns that are not named are kept under their own names.
    Raises `TjError` where it is no CSV, `UsageProblem` where a column is not there.
    """
    rows = _rows(path)
    names = rows[0] if rows else []
    mapping = {**{key: key for key in FIELDS if key in names}, **columns}
    for key, column in mapping.items():
        if column not in names:
            raise UsageProblem(*words.no_such_column(column, key, names))
    if "date" not in mapping:
        raise UsageProblem(*words.DATE_COLUMN_UNKNOWN)
    seen: dict[str, int] = {}
    unread: dict[str, int] = {}
    items = [
        _item(number, dict(zip(names, row, strict=False)), mapping, moods, date_format, seen, unread)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    problems = [words.moods_without_level(count) for count in unread.values()]
    return Source(tuple(items), tuple(problems))


def _rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TjError(*words.not_utf8(str(path))) from None
    first = text.split("\n", 1)[0]
    # What stands most often in the line of names parts them; a sniffer guesses from what people wrote.
    delimiter = max(",;\t|", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise TjError(*words.no_csv(str(path), str(error))) from None


def _item(
    number: int, row: Mapping[str, str], mapping: Mapping[str, str], moods: Moods, date_format: str,
    seen: dict[str, int], unread: dict[str, int],
) -> Item:  # fmt: skip
    where = words.row(number)
    given = {key: row.get(column, "").strip() for key, column in mapping.items()}
    when = _when(given["date"], date_format)
    if when is None:
        return Item(where, skip=words.DATE_NOT_READ_IN_TABLE)
    word = given.get("mood", "")
    level = moods.read(word) if word else None
    if word and level is None:
        unread["mood"] = unread.get("mood", 0) + 1
    known: dict[str, object] = {"emotions": _words(given["emotions"])} if given.get("emotions") else {}
    known |= {key: _value(value) for key, value in given.items() if key not in FIELDS and value}
    known |= {} if level is not None or not word else {"mood_word": word}
    known |= {name: _value(row[name]) for name in row if name and name not in mapping.values() and row[name].strip()}
    time = _time(given.get("time", "")) or (f"{when:%H:%M}" if when.hour or when.minute else "")
    name = item_id("csv", [f"{key}={value}" for key, value in sorted(row.items())], seen)
    return Item(where, name, when.date(), time, given.get("title", ""), given.get("text", ""), level,
                tuple(_words(given.get("tags", ""))), known)  # fmt: skip


def _when(text: str, pattern: str) -> datetime | None:
    try:
        if pattern:
            return datetime.strptime(text, pattern)  # noqa: DTZ007 - a day as it is written
        return (
            datetime.fromisoformat(text)
            if len(text) > 10
            else datetime.combine(date.fromisoformat(text), datetime.min.time())
        )
    except ValueError:
        return None


def _time(text: str) -> str:
    for pattern in _TIMES:
        try:
            return f"{datetime.strptime(text.upper(), pattern):%H:%M}"  # noqa: DTZ007 - a time as it is written
        except ValueError:
            continue
    return ""


def _words(text: str) -> Sequence[str]:
    separator = next((each for each in ("|", ";", ",") if each in text), ",")
    return [word.strip() for word in text.split(separator) if word.strip()]


def _value(text: str) -> object:
    try:
        number = float(text.replace(",", ".") if text.count(",") == 1 else text)
    except ValueError:
        return text.strip()
    # Texts of digits with a zero first are numbers of another kind, as of telephones.
    return text.strip() if text.strip()[:1] == "0" and text.strip()[1:2].isdigit() else number
