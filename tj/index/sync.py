"""Brings the index up to date with the files: look, compare, read what differs, and store it in one transaction."""

import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from tj.digest import sha256
from tj.entry.model import PARSER
from tj.index.diff import Known, diff, is_settled
from tj.index.schema import VERSION
from tj.index.store import IndexDamaged, Store
from tj.places import Places
from tj.vault.layout import Vault
from tj.vault.scan import Oddity, Signature, glance, visit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tj.processes import Crew

__all__ = ["Progress", "Refreshed", "fingerprint", "index_path", "refresh"]

Progress = Callable[[int, int], None]

# So many notes are left to be read when the words of those before are written.
_LAST = 80


class Refreshed(NamedTuple):
    """What a refresh did: how many notes there are, and which paths differed."""

    entries: int
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def unchanged(self) -> int:
        return self.entries - len(self.added) - len(self.changed)


def index_path(vault: Vault, places: Places) -> Path:
    """Return where the vault's index lies: in the user's cache, never in the vault."""
    return places.cache / f"{vault.cache_name}.sqlite"


def fingerprint(vault: Vault) -> str:
    """Return what an index must agree on to be this vault's: its place, its settings, and how tj reads and stores."""
    # Words are folded by Unicode's tables, so an index of other tables' folding could not be taken back.
    parts = (str(vault.root), repr(vault.settings), str(PARSER), str(VERSION), unicodedata.unidata_version)
    return sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def refresh(
    vault: Vault,
    store: Store,
    *,
    now_ns: int,
    progress: Progress | None = None,
    only: Iterable[str] | None = None,
    anew: bool = False,
    crew: "Crew | None" = None,
) -> Refreshed:
    """Bring the index up to date.

    Arguments: `now_ns`, the time in nanoseconds since 1970; `progress`, called with the files read so far and in all;
    `only`, paths of notes that are known to be all that may have changed; `anew`, whether to forget all that is known
    first, in the same transaction; `crew`, whom to share the reading with, as `read_all` takes it.
    Raises `TjError` where the index cannot be written. A file that cannot be read is a problem and stops nothing.
    """
    paths = None if only is None else frozenset(only)
    try:
        return _refresh(vault, store, now_ns, progress, paths, anew=anew, crew=crew)
    except IndexDamaged:  # it is empty now, so all is read again
        return _refresh(vault, store, now_ns, progress, None, anew=False, crew=crew)


def _refresh(
    vault: Vault,
    store: Store,
    now_ns: int,
    progress: Progress | None,
    only: frozenset[str] | None,
    *,
    anew: bool,
    crew: "Crew | None",
) -> Refreshed:
    version = store.version()
    found = None if anew else _compare(vault, store, now_ns, only)
    if found is not None and not found:
        return Refreshed(store.count())
    with store.changing():
        if anew:
            store.clear()
        if found is None or store.version() != version:
            # Another process was at work: look once more, now that nothing else can write.
            found = _compare(vault, store, now_ns, only)
        if _wears_out(vault, store, found, now_ns):
            done = _renew(vault, store, now_ns, progress, crew)
        else:
            done = _apply(vault, store, found, now_ns, progress, crew)
    return Refreshed(store.count(), tuple(sorted(done.added)), tuple(sorted(done.changed)), tuple(sorted(done.removed)))


def _wears_out(vault: Vault, store: Store, found: "_Difference", now_ns: int) -> bool:
    """Tell whether so many notes changed that the index is better made anew than left with the words of all of them.

    Where that depends on files whose content may be as it was, these are read, and those that are so are done with.
    """
    room = store.room()
    changed = len(found.gone)
    if changed + len(found.known) <= room:
        return False
    from tj.index.reading import read_known

    same: dict[str, Known] = {}
    for path, known in found.known.items():
        if changed > room:
            return True
        now = read_known(vault, path, found.seen[path], now_ns)
        if now is None or now.digest != known.digest:
            changed += 1
        else:
            same[path] = now
    store.touch(same)
    for path in same:
        del found.seen[path], found.known[path]
    return changed > room


def _renew(vault: Vault, store: Store, now_ns: int, progress: Progress | None, crew: "Crew | None") -> "_Done":
    """Make the index anew in the midst of a change, and tell what differs from how it was."""
    before = store.digests()
    store.clear()
    _apply(vault, store, _compare(vault, store, now_ns, None), now_ns, progress, crew)
    after = store.digests()
    done = _Done(before.keys() - after.keys())
    done.added += after.keys() - before.keys()
    done.changed += [path for path, digest in before.items() if path in after and after[path] != digest]
    return done


class _Difference:
    """What differs between the files and the index: notes to be read, notes that are gone, and folders."""

    def __init__(self) -> None:
        self.seen: dict[str, Signature] = {}
        self.known: dict[str, Known] = {}
        self.gone: set[str] = set()
        self.marks: dict[str, bytes] = {}
        self.oddities: dict[str, tuple[Oddity, ...]] = {}
        self.folders_gone: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.seen or self.gone or self.marks or self.oddities or self.folders_gone)

    def taken(self) -> dict[str, Signature]:
        """Give the notes to be read out of hand: of a long journal they take their room."""
        seen, self.seen = self.seen, {}
        return seen

    def compare(self, known: Mapping[str, Known], found: Mapping[str, Signature]) -> None:
        if not known:  # all is new, as in a first look
            self.seen.update(found)
            return
        differing = diff(known, found)
        self.gone.update(differing.gone)
        for path in (*differing.fresh, *differing.doubtful):
            self.seen[path] = found[path]
            if path in known:
                self.known[path] = known[path]


def _compare(vault: Vault, store: Store, now_ns: int, only: frozenset[str] | None) -> _Difference:
    looked = None
    if only is not None and store.has_looked():
        odd = {one.path for oddities in store.oddities().values() for one in oddities}
        looked = None if odd & only else glance(vault, only)
    return _compare_all(vault, store) if looked is None else _compare_some(vault, store, now_ns, looked)


def _compare_all(vault: Vault, store: Store) -> _Difference:
    found = _Difference()
    marks = store.marks()
    oddities = store.oddities()
    same: set[str] = set()
    for folder in visit(vault, marks):
        if isinstance(folder, str):
            same.add(folder)
            continue
        same.add(folder.path)
        found.compare(store.known(folder.path) if marks else {}, folder.found)
        if folder.mark != marks.get(folder.path):
            found.marks[folder.path] = folder.mark
        if folder.oddities != oddities.get(folder.path, ()):
            found.oddities[folder.path] = folder.oddities
    for folder in (marks.keys() | oddities.keys()) - same:
        found.folders_gone.add(folder)
        found.compare(store.known(folder), {})
    _doubt(vault, found, store.unsettled())
    return found


def _compare_some(vault: Vault, store: Store, now_ns: int, looked: Mapping[str, Signature | None]) -> _Difference:
    """Compare single notes. Their folders' marks go, so that the next look at everything has a closer look at these."""
    found = _Difference()
    there = {path: signature for path, signature in looked.items() if signature is not None}
    found.compare(store.known_at(looked), there)
    if found:
        found.marks = dict.fromkeys({path.rpartition("/")[0] for path in (*found.seen, *found.gone)}, b"")
    # While one saves again and again, each file is read once more when its time is over, and not at every save.
    _doubt(vault, found, {path: one for path, one in store.unsettled().items() if is_settled(one.signature, now_ns)})
    return found


def _doubt(vault: Vault, found: _Difference, unsettled: Mapping[str, Known]) -> None:
    # A file that had just changed when it was read may have changed again without a sign.
    unsettled = {path: known for path, known in unsettled.items() if path not in found.seen.keys() | found.gone}
    for path in unsettled:
        signature = (glance(vault, [path]) or {}).get(path)
        if signature is not None:
            found.seen[path], found.known[path] = signature, unsettled[path]


class _Done:
    """The paths that differed, as they are met."""

    def __init__(self, removed: Iterable[str]) -> None:
        self.added: list[str] = []
        self.changed: list[str] = []
        self.removed = list(removed)

    def take(self, paths: Iterable[str], known: Container[str]) -> None:
        """Note these paths as changed where they were known, else as added."""
        for path in paths:
            (self.changed if path in known else self.added).append(path)


def _apply(
    vault: Vault, store: Store, found: _Difference, now_ns: int, progress: Progress | None, crew: "Crew | None"
) -> _Done:
    from tj.index.reading import read_all  # here, since most often nothing is read

    done = _Done(found.gone)
    store.drop(found.gone)
    unread: dict[str, list[Oddity]] = {}
    left = len(found.seen)
    for looked in read_all(vault, found.taken(), found.known, now_ns, progress, crew):
        for path in looked.unread:
            from tj.words import vault as words

            unread.setdefault(path.rpartition("/")[0], []).append(Oddity(path, words.NOTE_NOT_READ))
            if path in found.known:
                store.drop([path])
                done.removed.append(path)
        store.touch(looked.same)
        done.take([one.path for one in looked.fresh], found.known)
        if looked.fresh:
            store.put(looked.fresh)
        there, left = left, left - sum(map(len, looked))
        if there > _LAST >= left:
            store.write_words()  # while another process may still be reading, which it could not at the end
    oddities = store.oddities() if unread else {}
    for folder, more in unread.items():
        # What could not be read is tried again at the next look: the folder's mark is not kept.
        found.marks[folder] = b""
        found.oddities[folder] = tuple({*found.oddities.get(folder, oddities.get(folder, ())), *more})
    for folder, these in found.oddities.items():
        store.set_oddities(folder, these)
    store.set_folders(found.marks, found.folders_gone)
    store.tidy(len(done.added) + len(done.changed) + len(done.removed))
    return done
