"""Putting a file in another's place so that what stood there is still there, under another name, to be looked at.

Where the system can exchange two names at once (Linux, macOS) nothing can come between; elsewhere the old file is
linked aside first, and a save that comes between these two steps, some millionths of a second, is not seen.
"""

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["exchange", "is_held", "patiently", "supplant", "swap"]

_SWAP = 2  # RENAME_EXCHANGE of Linux, RENAME_SWAP of macOS
_HERE = -100  # Linux's AT_FDCWD

# What Windows says of a file that another program has open, be it a scanner for a moment: it may neither be renamed nor
# removed then. It says "access denied" too of one that is about to go.
_HELD = (32, 33)
_DENIED = 5
_PATIENCE = 2.0
_PAUSE = 0.02


def swap(source: str, target: str, aside: str) -> bool:
    """Put the file `source` at `target`, keeping what was there as `aside`; at no moment is `target` not whole.

    Returns whether it was kept: on a file system that can neither exchange nor link it is gone, as by a rename.
    Raises `OSError` where the file cannot be put there.
    """
    os.rename(source, aside)
    if exchange(aside, target):
        return True
    os.rename(aside, source)
    # A name given anew to itself is refused while the file is held. It is waited for before anything is linked, so that
    # what another program puts there meanwhile is what is kept.
    waited = sys.platform == "win32" and patiently(lambda: os.rename(target, target))
    try:
        os.link(target, aside)
    except OSError:
        if waited:
            raise
        os.replace(source, target)
        return False
    try:
        os.replace(source, target)
    except OSError:
        _unlink(aside)  # one more name of a file that stays where it was
        raise
    return True


def supplant(source: str, target: str) -> None:
    """Put the file `source` in the place of the file `target` at once; the old one is at `source` then, or is gone.

    For what can be made again: ext4 forces a file to the disk that is renamed over another, which takes many times as
    long as all the rest, and does not do so where two names are exchanged.
    Raises `OSError` where it cannot be put there.
    """
    if not exchange(source, target):
        patiently(lambda: os.replace(source, target))


def exchange(one: str, other: str) -> bool:
    """Exchange the names of two files at once; return whether the system could."""
    if sys.platform == "win32":
        return False
    else:  # noqa: RET505 - by which mypy knows that this is for other systems
        try:
            # The part of `ctypes` that is needed, since all of it costs a check-in four times as long.
            import _ctypes

            library = _ctypes.dlopen(None, 0)  # type: ignore[arg-type]  # None is the program itself
            names = os.fsencode(one), os.fsencode(other)
            if sys.platform == "darwin":
                function = _ctypes.dlsym(library, "renamex_np")
                given: tuple[object, ...] = (*names, _SWAP)
            else:
                function = _ctypes.dlsym(library, "renameat2")
                given = (_HERE, names[0], _HERE, names[1], _SWAP)
            return bool(_ctypes.call_cdeclfunction(function, given) == 0)
        except (ImportError, AttributeError, OSError):
            return False


def patiently(act: "Callable[[], None]") -> bool:
    """Do something to a file; on Windows again and again for two seconds, while another program has it open.

    Returns whether it was waited. Raises `OSError` as `act` does.
    """
    end = time.monotonic() + _PATIENCE if sys.platform == "win32" else 0.0
    waited = False
    while True:
        try:
            act()
            return waited
        except PermissionError as error:
            if not end or not (is_held(error) or _code(error) == _DENIED) or time.monotonic() > end:
                raise
        waited = True
        time.sleep(_PAUSE)


def is_held(error: OSError) -> bool:
    """Tell whether an error is that of Windows for a file that another program has open."""
    return _code(error) in _HELD


def _unlink(path: str) -> None:
    try:  # noqa: SIM105 - which would take `contextlib`
        os.unlink(path)
    except OSError:
        pass  # it is cleared with what a killed tj leaves


def _code(error: OSError) -> int | None:
    code = getattr(error, "winerror", None)  # which errors have on Windows alone
    return code if isinstance(code, int) else None
