"""The files that go along with a share: found as Obsidian finds them, pictures made anew, others as they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from tj.entry.model import Note
from tj.errors import TjError
from tj.share.endings import FILES, ending_of
from tj.share.images import LONGEST, Picture, rebuild
from tj.vault.files import read_file
from tj.vault.layout import Vault
from tj.vault.scan import is_ignored_name

__all__ = ["ALL", "NONE", "PICTURES", "Attachments"]

# What of the attachments is sent.
NONE, PICTURES, ALL = "", "pictures", "all"
_LARGEST = 40 * 1024 * 1024


@dataclass(slots=True, repr=False)
class Attachments:
    """The attachments of one share, each kept once.

    `members` are the files by their name in the bundle, `shown` the smaller pictures of the report with their MIME
    type, by the same names; `moved` counts animations of which only the first frame goes, `raw` what goes uncleaned.
    """

    vault: Vault
    wanted: str = PICTURES
    longest: int = LONGEST
    members: dict[str, bytes] = field(default_factory=dict)
    shown: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    moved: int = 0
    raw: int = 0
    _by_path: dict[Path, str | None] = field(default_factory=dict)
    _by_bytes: dict[bytes, str] = field(default_factory=dict)
    _named: dict[str, list[Path]] = field(default_factory=dict)

    def add(self, note: Note, targets: Sequence[str]) -> dict[str, str]:
        """Add what a note shows, and return the names in the bundle, as seen from its entries, by target."""
        names: dict[str, str] = {}
        for target in dict.fromkeys(targets):
            try:
                path = self.find(note.entry.path, target)
                name = self._name(path) if path is not None else None
            except (OSError, ValueError, RuntimeError, TjError):  # names that no file can have, and loops of links
                name = None
            if name is not None:
                names[target] = f"../{name}"
        return names

    def find(self, note_path: str, target: str) -> Path | None:
        """Return the file of the vault that a note's link means, or None where there is none, or none that may go.

        It is looked for as Obsidian does: beside the note, from the vault's root, or anywhere by its name. What lies
        outside of the vault or in a hidden folder does not go.
        """
        name = unquote(target.split("#")[0]).replace("\\", "/")
        root = self.vault.root
        candidates = [root / Path(note_path).parent / name, root / name.lstrip("/")]
        if "/" not in name and name:
            candidates += self._anywhere(name)
        for path in candidates:
            resolved = path.resolve()
            if not resolved.is_file() or not resolved.is_relative_to(root):
                continue
            if not any(is_ignored_name(part) for part in resolved.relative_to(root).parts):
                return resolved
        return None

    def _anywhere(self, name: str) -> list[Path]:
        if not self._named:
            for path in sorted(self.vault.root.rglob("*")):
                self._named.setdefault(path.name, []).append(path)
        return self._named.get(name, [])

    def _name(self, path: Path) -> str | None:
        if path not in self._by_path:
            self._by_path[path] = self._keep(path)
        return self._by_path[path]

    def _keep(self, path: Path) -> str | None:
        if path.stat().st_size > _LARGEST:
            return None
        data = read_file(path)
        ending = ending_of(path.name)
        if ending in FILES:
            if self.wanted != ALL:
                return None
            return self._put(ending, data, None)
        made = rebuild(data, self.longest)
        return self._put(made.ending, made.data, made) if made is not None else None

    def _put(self, ending: str, data: bytes, made: Picture | None) -> str:
        if data in self._by_bytes:
            return self._by_bytes[data]
        name = f"att/{len(self.members) + 1:04}.{ending}"
        self.members[name] = data
        self._by_bytes[data] = name
        if made is None:
            self.raw += 1
        else:
            self.shown[name] = made.mime, made.small
            self.moved += made.moved
        return name
