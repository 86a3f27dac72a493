"""A look at the whole vault in small steps, so that nobody need wait for it: one folder at a time."""

from collections.abc import Iterator
from typing import NamedTuple

from tj.index.diff import diff
from tj.index.store import Store
from tj.vault.layout import Vault
from tj.vault.scan import Contents, visit

__all__ = ["Step", "patrol"]


class Step(NamedTuple):
    """What one step found: notes that are other than the index has them, or, with `everything`, more than that."""

    folder: str
    paths: frozenset[str] = frozenset()
    everything: bool = False


def patrol(vault: Vault, store: Store) -> Iterator[Step]:
    """Look at one folder after another, each time that the next step is asked for.

    Between two steps anything may be done with the index: a folder is compared with what it has at that moment. Where
    all is as it should be, that is noted, so that the next look at everything can pass the folder by. Nothing is read.
    """
    marks = store.marks()
    oddities = store.oddities()
    left = marks.keys() | oddities.keys()
    if not store.has_looked():
        yield Step("", everything=True)
        return
    # A file that had just changed when it was read may have changed again without a sign.
    yield Step("", frozenset(store.unsettled()))
    for folder in visit(vault, marks):
        if isinstance(folder, str):
            left.discard(folder)
            yield Step(folder)
        else:
            left.discard(folder.path)
            yield _compared(store, folder, marks.get(folder.path))
    if left:  # folders that are no more
        yield Step("", everything=True)


def _compared(store: Store, folder: Contents, mark: bytes | None) -> Step:
    differing = diff(store.known(folder.path), folder.found)
    paths = frozenset((*differing.fresh, *differing.doubtful, *differing.gone))
    everything = folder.oddities != store.oddities().get(folder.path, ())
    if not paths and not everything and folder.mark != mark:
        with store.changing():
            store.set_folders({folder.path: folder.mark})
    return Step(folder.path, paths, everything)
