"""Where measuring takes place: vaults that are made once and kept, each with a home of its own for tj's folders."""

import hashlib
import json
import os
import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench import vaults
from tests.bench.measure import Broken, Ran, run
from tj.places import Places
from tj.vault.layout import SUMMARIES, Vault, open_vault

__all__ = ["PATIENCE", "PYTHON", "TJ", "Ground", "Grounds"]

PYTHON = Path(sys.executable)
TJ = PYTHON.with_name("tj")
# A file changed this short a time before it was read is read again at the next scan, since it may change unnoticed.
_SETTLE_SECONDS = 3.0
# What a row of another program may take, in seconds, unless it is said.
PATIENCE = 240.0


@dataclass(frozen=True, slots=True)
class Ground:
    """One vault of so many entries, and the home in which tj keeps its folders for it."""

    home: Path
    size: int

    @property
    def root(self) -> Path:
        """The vault's folder."""
        return self.home / "vault"

    @property
    def places(self) -> Places:
        """The folders that a process with `environment` uses."""
        return Places(self.home / "cache" / "tj", self.home / "data" / "tj", self.home)

    def vault(self) -> Vault:
        """Open the vault."""
        return open_vault(self.root)

    def environment(self, cache: str = "cache") -> dict[str, str]:
        """Return a process's environment; `cache` names the folder below `home` for caches."""
        return {
            "PATH": os.environ.get("PATH", os.defpath),
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / cache),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "TMPDIR": str(self.home),
            "TJ_VAULT": str(self.root),
        }

    def tj(self, *arguments: str) -> Ran:
        """Run `tj` in this vault."""
        return run([TJ, *arguments], self.environment(), self.home)

    def index_anew(self) -> Ran:
        """Run a full index with no cache and no summaries there, as at the very first time."""
        shutil.rmtree(self.home / "fresh", ignore_errors=True)
        if (self.root / SUMMARIES).is_dir():
            # Put aside, not removed: for minutes ext4 passes by each inode that was just given up, one by one, so that
            # to make as many files anew would take many times as long as it does the first time.
            self._aside.mkdir(exist_ok=True)
            (self.root / SUMMARIES).rename(self._aside / str(time.time_ns()))
        return run([TJ, "index", "--rebuild", "--json"], self.environment("fresh"), self.home)

    def clear(self) -> None:
        """Remove the summaries that were put aside."""
        shutil.rmtree(self._aside, ignore_errors=True)

    @property
    def _aside(self) -> Path:
        return self.home / "aside"

    def text_bytes(self) -> int:
        """Return the size of all notes."""
        from tests.bench.plain import walk

        return walk(str(self.root))

    def index_bytes(self) -> int:
        """Return the size of the files that the last `index_anew` left in the cache."""
        return sum(path.stat().st_size for path in (self.home / "fresh").rglob("*.sqlite*"))


@dataclass(frozen=True, slots=True)
class Grounds:
    """All grounds, kept in one folder from run to run; `patience` is how many seconds a row of a peer may take."""

    folder: Path
    patience: float = PATIENCE

    def reading(self, size: int) -> Ground:
        """Return a vault that nobody writes to, with its index up to date and every file long settled."""
        return self._indexed(self._ground(size, "reading"))

    def writing(self, size: int) -> Ground:
        """Return a vault that may be written to: its shape stays, its words wear."""
        return self._indexed(self._ground(size, "writing"))

    def _ground(self, size: int, use: str) -> Ground:
        made_by = hashlib.sha256(Path(vaults.__file__).read_bytes()).hexdigest()[:8]
        home = self.folder / f"{size}-{use}-{made_by}"
        if not home.is_dir():
            making = home.with_name(f"{home.name}.making-{os.getpid()}")
            if use == "reading":
                vaults.make_vault(making / "vault", size)
            else:
                made = self._ground(size, "reading").root
                shutil.copytree(made, making / "vault", ignore=shutil.ignore_patterns(SUMMARIES))
            making.rename(home)
            time.sleep(_SETTLE_SECONDS)
        return Ground(home, size)

    def _indexed(self, ground: Ground) -> Ground:
        ground.tj("index")
        done = json.loads(ground.tj("index", "--json").out)
        if done["unchanged"] != done["entries"] or done["entries"] < ground.size:
            raise Broken(f"the index of {ground.root} does not settle: {done}")
        return ground
