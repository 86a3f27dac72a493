"""Where tj keeps what is not in the vault: the index, the keys, the address book. `platformdirs` is used only here."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["Places", "user_places"]


@dataclass(frozen=True, slots=True)
class Places:
    """Three folders of one person on one machine.

    `cache` may be deleted at any time; `data` holds keys and the address book; `outbox` is where bundles go.
    """

    cache: Path
    data: Path
    outbox: Path


def user_places() -> Places:
    """Return the folders that the platform sets aside for this user; none of them is made here."""
    import platformdirs

    home = Path.home()
    downloads = Path(platformdirs.user_downloads_dir())
    return Places(
        cache=Path(platformdirs.user_cache_dir("tj", appauthor=False)),
        data=Path(platformdirs.user_data_dir("tj", appauthor=False)),
        outbox=downloads if downloads.is_dir() else home,
    )
