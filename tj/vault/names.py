"""Which names a file can have on every system: Windows has fewer, and takes some for something else than a file.

There `CON.md` is the console, `a:b.md` is a hidden stream of the file `a`, and a dot or space at the end is dropped, so
what was written under such a name would not be found again. The rules are those of Microsoft's page "Naming Files,
Paths, and Namespaces".
"""

import ntpath

__all__ = ["are_portable", "is_portable", "misfit"]

_SIGNS = frozenset('<>:"/\\|?*')
_PORTS = tuple(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS))
# In units of UTF-16, as NTFS counts; other disks have room for 255 bytes, and say so themselves.
_LONGEST = 255


def is_portable(name: str) -> bool:
    """Tell whether a file can have this name, which is no path, on every system."""
    if not name or name[-1] in ". " or any(sign in _SIGNS or sign < " " for sign in name):
        return False
    device = name.partition(".")[0].rstrip(" ").casefold()
    return device not in _DEVICES and len(name.encode("utf-16-le", "surrogatepass")) // 2 <= _LONGEST


def are_portable(path: str) -> bool:
    """Tell whether every step of a path with `/` between its steps is a name that a file can have on every system."""
    return all(part in ("", ".", "..") or is_portable(part) for part in path.split("/"))


def misfit(path: str) -> str:
    """Return the first name in a path of Windows that no file there can have, empty where each is one."""
    parts = ntpath.splitdrive(path)[1].replace("\\", "/").split("/")
    return next((part for part in parts if part not in ("", ".", "..") and not is_portable(part)), "")
