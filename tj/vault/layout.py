"""Where things lie in a vault, and how a vault is found from anywhere inside it."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tj.config import Settings, parse_settings
from tj.errors import Refused, TjError, UsageProblem
from tj.moment import format_moment

__all__ = ["CONFIG", "LEDGER", "SUMMARIES", "Vault", "find_vault", "open_vault"]

MARK = ".tj"
CONFIG = ".tj/config.toml"
LEDGER = ".tj/shared.jsonl"
SUMMARIES = "summaries"


@dataclass(frozen=True, slots=True)
class Vault:
    """One vault: its resolved root folder and its settings."""

    root: Path
    settings: Settings

    def entry_path(self, day: date, time: str = "") -> str:
        """Return the vault-relative path of the entry of `day`; with `time` (HH:MM), of a further one that day."""
        name = format_moment(self.settings.entry_name, day)
        suffix = "-" + time.replace(":", "") if time else ""
        folder = self.settings.journal_dir
        return (f"{folder}/" if folder else "") + f"{name}{suffix}.md"

    def locate(self, relative: str) -> Path:
        """Return the full path of a vault-relative one.

        Raises `Refused` for an absolute path or one that leads out of the vault, be it by a symbolic link.
        """
        path = Path(relative)
        if path.is_absolute() or ".." in path.parts or not self._holds(self.root / path):
            raise _outside(relative)
        return self.root / path

    def relative(self, given: str, start: Path) -> str:
        """Return as a vault-relative path what a person gave: relative to the vault, to `start`, or absolute.

        Raises `Refused` where it lies outside of the vault.
        """
        path = Path(given)
        try:
            if not path.is_absolute() and ".." not in path.parts and (self.root / path).exists():
                return self.locate(given).relative_to(self.root).as_posix()
            found = (start / path).resolve()
        except (OSError, RuntimeError):  # a loop of links, or a name that no file can have
            raise _outside(given) from None
        if not found.is_relative_to(self.root):
            raise _outside(given)
        return found.relative_to(self.root).as_posix()

    def _holds(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.root)
        except (OSError, RuntimeError):
            return False

    @property
    def cache_name(self) -> str:
        """A short name for this vault's cache, from its resolved path, so that two vaults never share one."""
        return hashlib.sha256(str(self.root).encode("utf-8", "surrogateescape")).hexdigest()[:24]


def _outside(given: str) -> Refused:
    return Refused(f"{given!r} is not inside the vault", "name a file by its path within the vault")


def find_vault(start: Path) -> Vault:
    """Open the vault that `start` lies in: the nearest folder upward with a `.tj` in it.

    Raises `UsageProblem` where there is none.
    """
    start = start.absolute()
    for folder in (start, *start.parents):
        if (folder / MARK).is_dir():
            return open_vault(folder)
    raise UsageProblem(
        "there is no vault here or in any folder above",
        "make one with `tj init`, or name it: `tj --vault DIR …` (or set TJ_VAULT)",
    )


def open_vault(root: Path) -> Vault:
    """Open the vault at `root`.

    Raises `UsageProblem` where there is no `.tj` folder, `TjError` where its settings cannot be read.
    """
    if not (root / MARK).is_dir():
        raise UsageProblem(f"{root} is not a vault", f"make it one with `tj init {root}`")
    try:
        text = (root / CONFIG).read_text("utf-8-sig")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise TjError(f"{CONFIG} cannot be read: {reason}", "mend it, or move it away to use the defaults") from None
    return Vault(root.resolve(), parse_settings(text))
