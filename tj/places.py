"""Where tj keeps what is not in the vault: the index, the keys, the address book. `platformdirs` is used only here."""

import warnings
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Places", "user_places"]


@dataclass(frozen=True, slots=True)
class Places:
    """Folders of one person on one machine.

    `cache` may be deleted at any time; `data` holds keys and the address book; `outbox` is where bundles go. `runtime`
    is gone when the person logs out, or None where the system names no such folder.
    """

    cache: Path
    data: Path
    outbox: Path
    runtime: Path | None = None


def user_places() -> Places:
    """Return the folders that the platform sets aside for this user; none of them is made here."""
    import platformdirs

    home = Path.home()
    downloads = Path(platformdirs.user_downloads_dir())
    return Places(
        cache=Path(platformdirs.user_cache_dir("tj", appauthor=False)),
        data=Path(platformdirs.user_data_dir("tj", appauthor=False)),
        outbox=downloads if downloads.is_dir() else home,
        runtime=_runtime(),
    )


def _runtime() -> Path | None:
    import platformdirs

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a fallback, which is looked at before it is used
            return Path(platformdirs.user_runtime_dir("tj", appauthor=False))
    except OSError:
        return None
