"""Tables of a parsed TOML file: each value is read by its kind, and what is wrong is told by its place."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from tj.errors import TjError
from tj.words import assess as words

__all__ = ["Table"]

_MOST_PARTS = 200
_LONGEST = 2_000
_LARGEST = 1_000
Part = TypeVar("Part")


class Table:
    """One table of a file. Each of its keys is asked for by its kind; what was never asked for is not known."""

    def __init__(self, table: Mapping[str, object], where: str, place: str) -> None:
        self._table = table
        self._where = where
        self._place = place
        self._known: set[str] = set()

    def wrong(self, key: str, expected: str) -> TjError:
        """Return the error for a value that is not what it should be."""
        return TjError(*words.key_should_be(self._where, self._place, key, expected))

    def finish(self) -> None:
        """Raise `TjError` where the table has a key that nobody asked for."""
        for key in self._table:
            if key not in self._known:
                raise TjError(*words.key_unknown(self._where, self._place, key))

    def _get(self, key: str) -> object:
        self._known.add(key)
        return self._table.get(key)

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a text on one line, empty where there is none."""
        found = self._get(key)
        text = " ".join(found.split()) if isinstance(found, str) else ""
        if (found is not None and not isinstance(found, str)) or len(text) > _LONGEST or (required and not text):
            raise self.wrong(key, words.text_up_to(_LONGEST))
        return text

    def flag(self, key: str) -> bool | None:
        """Return true or false, or None where neither stands there."""
        found = self._get(key)
        if found is not None and not isinstance(found, bool):
            raise self.wrong(key, words.TRUE_OR_FALSE)
        return found

    def number(self, key: str) -> int | None:
        """Return a whole number, or None where there is none."""
        found = self._get(key)
        if found is not None and (type(found) is not int or abs(found) > _LARGEST):
            raise self.wrong(key, words.number_up_to(_LARGEST))
        return found

    def must(self, key: str) -> int:
        """Return a whole number that has to be there."""
        found = self.number(key)
        if found is None:
            raise self.wrong(key, words.NUMBER_THERE)
        return found

    def numbers(self, key: str) -> list[int]:
        """Return a list of whole numbers that has to be there."""
        found = self._get(key)
        if not isinstance(found, list) or not all(type(number) is int for number in found):
            raise self.wrong(key, words.NUMBERS)
        return list(found)

    def table(self, key: str) -> Mapping[str, object] | None:
        """Return a table within, or None where there is none."""
        found = self._get(key)
        if found is not None and not isinstance(found, dict):
            raise self.wrong(key, words.table_of(key))
        return found

    def parts(self, key: str, read: "Callable[[Table], Part]") -> list[Part]:
        """Return what `read` makes of each of the tables in a list, none where there is no list."""
        found = self._get(key)
        if found is None:
            return []
        if not isinstance(found, list) or len(found) > _MOST_PARTS or not all(isinstance(part, dict) for part in found):
            raise self.wrong(key, words.tables_up_to(_MOST_PARTS, key))
        read_ones = []
        for number, part in enumerate(found, start=1):
            table = Table(part, self._where, words.part(number, key))
            read_ones.append(read(table))
            table.finish()
        return read_ones
