"""Where a vault and its entries lie, as plain text: `tj.vault.layout` makes classes of it."""

import errno
import os
import stat

from tj.errors import Refused, TjError, UsageProblem

__all__ = ["CONFIG", "MARK", "cache_name", "entry_path", "find_root", "is_within", "outside", "read_config", "within"]

MARK = ".tj"
CONFIG = ".tj/config.toml"


def find_root(start: str) -> str:
    """Return the vault that the absolute path `start` lies in: the nearest folder upward with a `.tj` in it.

    Raises `UsageProblem` where there is none.
    """
    folder, above = start, os.path.dirname(start)
    while not os.path.isdir(os.path.join(folder, MARK)):
        if above == folder:
            from tj.words import vault as words  # here and below, since most calls say nothing

            raise UsageProblem(*words.NO_VAULT)
        folder, above = above, os.path.dirname(above)
    return folder


def read_config(root: str) -> str:
    """Return the text of a vault's settings, empty where it has none.

    Raises `UsageProblem` where there is no `.tj` folder, `TjError` where the settings cannot be read.
    """
    if not os.path.isdir(os.path.join(root, MARK)):
        from tj.words import vault as words

        raise UsageProblem(*words.no_vault_at(root))
    try:
        # Not `open` alone: it would wait for ever for a pipe to be written to.
        descriptor = os.open(os.path.join(root, CONFIG), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, encoding="utf-8") as handle:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                from tj.words import vault as words

                raise OSError(errno.EINVAL, words.NO_FILE)
            return handle.read().removeprefix("\ufeff")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        from tj.words import system
        from tj.words import vault as words

        reason = system.reason(error.strerror) if isinstance(error, OSError) else words.NOT_UTF8
        raise TjError(*words.settings_not_read(CONFIG, reason)) from None


def entry_path(journal_dir: str, entry_name: str, day: str, time: str = "") -> str:
    """Return the vault-relative path of the entry of `day`, an ISO date; with `time` (HH:MM), of a further one."""
    name = _name(entry_name, day)
    suffix = "-" + time.replace(":", "") if time else ""
    return (f"{journal_dir}/" if journal_dir else "") + f"{name}{suffix}.md"


def cache_name(root: str) -> str:
    """Return a short name for the cache of the vault at the resolved `root`, so that two vaults never share one."""
    from tj.digest import sha256

    return sha256(root.encode("utf-8", "surrogateescape")).hexdigest()[:24]


def within(root: str, relative: str) -> str:
    """Return the full path of a vault-relative one.

    Raises `Refused` for an absolute path or one that leads out of the vault, be it by a symbolic link.
    """
    full = os.path.join(root, relative)
    if os.path.isabs(relative) or ".." in relative.replace(os.sep, "/").split("/") or not is_within(root, full):
        raise outside(relative)
    return full


def is_within(root: str, path: str) -> bool:
    """Tell whether a path, with its symbolic links followed, lies in the resolved folder `root`."""
    try:
        found = os.path.realpath(path)
        os.stat(found)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        pass  # what is not there, or not to be looked at, lies where its name says
    except (OSError, ValueError):  # a loop of links, or a name that no file can have
        return False
    return found == root or found.startswith(root.rstrip(os.sep) + os.sep)


def outside(given: str) -> Refused:
    """Return the error for a path that is not inside the vault."""
    from tj.words import vault as words

    return Refused(*words.outside(given))


def _name(pattern: str, day: str) -> str:
    year, month, number = day.split("-")
    name = pattern.replace("YYYY", year).replace("MM", month).replace("DD", number)
    # Years, months and days in digits are all that most patterns have; letters are left where there is more.
    run_on = any(run in pattern for run in ("YYYYY", "MMM", "DDD", "["))
    if run_on or any(sign.isalpha() for sign in name):
        from datetime import date

        from tj.moment import format_moment

        return format_moment(pattern, date.fromisoformat(day))
    return name
