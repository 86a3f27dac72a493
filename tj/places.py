"""Where tj keeps what is not in the vault: the index, the keys, the address book. `platformdirs` is used only here."""

import os
import sys
from pathlib import Path

__all__ = ["Places", "user_places"]


class Places:
    """Folders of one person on one machine.

    `cache` may be deleted at any time; `data` holds keys and the address book; `outbox` is where bundles go. `runtime`
    is gone when the person logs out, or None where the system names no such folder.
    """

    def __init__(self, cache: Path, data: Path, outbox: Path, runtime: Path | None = None) -> None:
        self._folders = cache, data, outbox
        self._runtime = runtime

    @property
    def cache(self) -> Path:
        """Where the index is."""
        return self._folders[0]

    @property
    def data(self) -> Path:
        """Where keys and the address book are."""
        return self._folders[1]

    @property
    def outbox(self) -> Path:
        """Where bundles go, unless they are told to go elsewhere."""
        return self._folders[2]

    @property
    def runtime(self) -> Path | None:
        """What is gone when the person logs out."""
        return self._runtime


class _UserPlaces(Places):
    """The folders that the platform sets aside for this user, each looked for when it is asked for."""

    def __init__(self) -> None:
        """Look for none yet."""

    @property
    def cache(self) -> Path:
        folder = _linux_folder("XDG_CACHE_HOME", ".cache")
        if folder:
            return Path(folder, "tj")
        import platformdirs

        return Path(platformdirs.user_cache_dir("tj", appauthor=False))

    @property
    def data(self) -> Path:
        folder = _linux_folder("XDG_DATA_HOME", ".local/share")
        if folder:
            return Path(folder, "tj")
        import platformdirs

        return Path(platformdirs.user_data_dir("tj", appauthor=False))

    @property
    def outbox(self) -> Path:
        import platformdirs

        downloads = Path(platformdirs.user_downloads_dir())
        return downloads if downloads.is_dir() else Path.home()

    @property
    def runtime(self) -> Path | None:
        # Not by platformdirs, which names a folder of its own where the system names none, and tries it by writing.
        folder = os.environ.get("XDG_RUNTIME_DIR", "")
        return Path(folder, "tj") if os.path.isabs(folder) else None  # noqa: PTH117 - no path until it is one


def user_places() -> Places:
    """Return the folders that the platform sets aside for this user; none of them is made here."""
    return _UserPlaces()


def _linux_folder(variable: str, below_home: str) -> str:
    """Return a folder as platformdirs does, where that is plain; empty elsewhere.

    Every look at the journal asks for that of caches, and every `tj index` for that of data: to load platformdirs takes
    longer than the look.
    """
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        given, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
        if given:
            return given if given.startswith("/") else ""
        return f"{home.rstrip('/')}/{below_home}" if home.startswith("/") else ""
    return ""
