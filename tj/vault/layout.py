"""Where things lie in a vault, and how a vault is found from anywhere inside it."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from tj.config import Settings, parse_settings
from tj.errors import UsageProblem
from tj.vault.place import CONFIG, MARK, cache_name, entry_path, find_root, is_within, outside, read_config, within

__all__ = ["CONFIG", "LEDGER", "MARK", "SUMMARIES", "Vault", "find_vault", "open_vault", "vault_around"]

LEDGER = ".tj/shared.jsonl"
SUMMARIES = "summaries"


class Vault(NamedTuple):
    """One vault: its resolved root folder and its settings."""

    root: Path
    settings: Settings

    def entry_path(self, day: date, time: str = "") -> str:
        """Return the vault-relative path of the entry of `day`; with `time` (HH:MM), of a further one that day."""
        return entry_path(self.settings.journal_dir, self.settings.entry_name, str(day), time)

    def locate(self, relative: str) -> Path:
        """Return the full path of a vault-relative one.

        Raises `Refused` for an absolute path or one that leads out of the vault, be it by a symbolic link.
        """
        return Path(within(str(self.root), relative))

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
            raise outside(given) from None
        # A loop of links, which Python's 3.13 and later follow no further and do not complain of, lies nowhere.
        if not found.is_relative_to(self.root) or not is_within(str(self.root), str(found)):
            raise outside(given)
        return found.relative_to(self.root).as_posix()

    @property
    def cache_name(self) -> str:
        """A short name for this vault's cache, from its resolved path, so that two vaults never share one."""
        return cache_name(str(self.root))


def find_vault(start: Path) -> Vault:
    """Open the vault that `start` lies in: the nearest folder upward with a `.tj` in it.

    Raises `UsageProblem` where there is none.
    """
    return open_vault(Path(find_root(str(start.absolute()))))


def vault_around(folder: Path) -> Path | None:
    """Return the root of the vault that an absolute folder lies in, which is not the folder itself; None if in none."""
    try:
        return Path(find_root(str(folder.parent)))
    except UsageProblem:
        return None


def open_vault(root: Path) -> Vault:
    """Open the vault at `root`.

    Raises `UsageProblem` where there is no `.tj` folder, `TjError` where its settings cannot be read.
    """
    text = read_config(str(root))
    return Vault(root.resolve(), parse_settings(text))
