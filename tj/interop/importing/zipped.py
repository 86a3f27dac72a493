"""A zip from another program, read by what its members are called and within limits; nothing is unpacked to disk."""

import zipfile
from pathlib import Path

from tj.errors import Refused, TjError
from tj.words import importing as words

__all__ = ["Zipped", "open_zip"]

_MOST_MEMBERS = 200_000
_MOST_TEXT = 512 * 1024 * 1024
_MOST_FILE = 1024 * 1024 * 1024


class Zipped:
    """An open zip whose members are had by name."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path = path
        self._archive = archive
        self.names = [info.filename for info in archive.infolist() if not info.is_dir()]

    def read(self, name: str, most: int = _MOST_FILE) -> bytes:
        """Return a member's bytes.

        Raises `TjError` where it is damaged, encrypted, or larger than `most`.
        """
        try:
            with self._archive.open(name) as member:
                data = member.read(most + 1)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise TjError(*words.not_read_in_zip(self._path.name, locked="password" in str(error))) from None
        if len(data) > most:
            raise Refused(*words.too_large_in_zip(self._path.name))
        return data

    def text(self, name: str) -> bytes:
        """Return the bytes of a member that holds text."""
        return self.read(name, _MOST_TEXT)


def open_zip(path: Path) -> Zipped:
    """Open a zip.

    Raises `TjError` where it is none.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise TjError(*words.no_zip(str(path))) from None
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise Refused(*words.too_many_in_zip(str(path)))
    return Zipped(path, archive)
