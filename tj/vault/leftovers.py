"""What stays in a vault where tj was killed: names for files put aside, and clearing up without losing a word.

`.tj-<16 hex>.tmp` is text that tj was writing. `.tj-<16 hex>-<mark>-<mark>.tmp` was put aside while a file was
replaced: it is one of the two texts that the marks tell, or what another program saved at that moment.
"""

import os
import stat
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["aside_name", "keep", "remove_leftovers", "temporary_name"]

# Seconds after which nothing that is at work still uses a temporary file.
_MINUTE = 60.0


def remove_leftovers(folders: "Iterable[str]", now: float | None = None) -> int:
    """Remove the temporary files that a killed tj left in these folders; the lock of their vault must be held.

    What another program saved while tj was killed is kept: its file gets the name of a conflicted copy.
    Arguments: `now`, seconds since 1970; only what is older than a minute is looked at.
    Returns how many files were removed. What cannot be removed is left for another time.
    """
    latest = (time.time() if now is None else now) - _MINUTE
    count = 0
    for folder in folders:
        try:
            names = [name for name in os.listdir(folder) if name.startswith(".tj-") and name.endswith(".tmp")]
        except OSError:
            continue
        for name in names:
            try:
                count += _remove_leftover(os.path.join(folder, name), latest)
            except OSError:
                continue
    return count


def temporary_name() -> str:
    """Return a name of chance for a file that is being written."""
    return f".tj-{os.urandom(8).hex()}.tmp"


def aside_name(target: str, one: bytes, other: bytes) -> str:
    """Return a name for what may turn out to be either of two texts, by which it is known again after a kill."""
    name = f".tj-{os.urandom(8).hex()}-{_mark(one)}-{_mark(other)}.tmp"
    return os.path.join(os.path.dirname(target), name)


def keep(aside: str) -> None:
    """Give a file whose words may be nowhere else a name under which `tj check` shows it."""
    name = f"conflicted copy {os.urandom(4).hex()}.md"
    os.rename(aside, os.path.join(os.path.dirname(aside), name))


def _remove_leftover(path: str, latest: float) -> bool:
    marks = os.path.basename(path)[4:-4].split("-")
    seen = os.lstat(path)
    aside = len(marks) == 3
    if not stat.S_ISREG(seen.st_mode) or not (aside or len(marks) == 1) or not all(map(_is_mark, marks)):
        return False
    # A file that was put aside has the time of the person's last save; the system notes when it was put aside.
    if (seen.st_ctime if aside else seen.st_mtime) > latest:
        return False
    if aside and _mark(_bytes_of(path)) not in marks[1:]:
        keep(path)
        return False
    os.unlink(path)
    return True


def _mark(data: bytes) -> str:
    import binascii  # at hand at once, which `hashlib` is not

    return f"{binascii.crc32(data):08x}{len(data) % 16**8:08x}"


def _is_mark(text: str) -> bool:
    return len(text) == 16 and not text.strip("0123456789abcdef")


def _bytes_of(path: str) -> bytes:
    with open(path, "rb") as handle:
        return handle.read()
