"""Row `search`: the newest twenty hits must cost as much in a large vault as in a small one; beside it, ripgrep."""

import contextlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.bench.grounds import TJ, Ground, Grounds
from tests.bench.measure import Broken, Goal, Line, Spread, ratios, run, timed
from tests.bench.vaults import WORDS_TO_FIND
from tj.index.query import Query
from tj.index.store import Store, open_store
from tj.index.sync import fingerprint, index_path

__all__ = ["search"]

WORDS = ("the", *WORDS_TO_FIND)
_LIMIT = 20
_TIMES = 5


def search(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return how the time of a search grows with the vault, by word, and that of whole processes over ripgrep's."""
    places = {size: grounds.reading(size) for size in sizes}
    lines: list[Line] = []
    with contextlib.ExitStack() as stack:
        stores = {size: stack.enter_context(_store(ground)) for size, ground in places.items()}
        for word in WORDS:
            lines += _growth(stores, word, rounds * _TIMES)
    if program := shutil.which("rg"):
        for word in WORDS:
            lines.append(_beside_ripgrep(places, word, Path(program), rounds))
    else:
        lines.append(Line("search", "`tj search` / `rg -l`", None, {}, "skipped: ripgrep is not installed"))
    return lines


def _store(ground: Ground) -> Store:
    vault = ground.vault()
    return open_store(index_path(vault, ground.places), fingerprint(vault))


def _growth(stores: dict[int, Store], word: str, rounds: int) -> list[Line]:
    looks = {size: _look(store, word) for size, store in stores.items()}
    hits = [look() for look in looks.values()]
    if not all(hits):
        raise Broken(f"{word!r} was not found")
    took: dict[int, list[float]] = {size: [] for size in stores}
    for _ in range(rounds):
        for size, look in looks.items():
            took[size].append(timed(look) * 1000)
    lines = [Line("search", f"ms: newest {hits[-1]} of `{word}`", None, {s: Spread.of(t) for s, t in took.items()})]
    if len(stores) > 1:
        largest, smallest = max(stores), min(stores)
        growth = Spread.of(ratios(took[largest], took[smallest]))
        lines.append(Line("search", f"`{word}`: largest / smallest vault", Goal(1.2), {largest: growth}))
    return lines


def _look(store: Store, word: str) -> Callable[[], int]:
    query = Query(text=word)
    return lambda: len(store.search(query, _LIMIT))


def _beside_ripgrep(places: dict[int, Ground], word: str, program: Path, rounds: int) -> Line:
    ours: dict[int, list[float]] = {size: [] for size in places}
    theirs: dict[int, list[float]] = {size: [] for size in places}
    for _ in range(rounds):
        for size, ground in places.items():
            environment = ground.environment()
            ours[size].append(run([TJ, "search", word], environment, ground.home).seconds)
            arguments: list[str | Path] = [program, "-l", "-i", "-w", word, ground.root / "journal"]
            theirs[size].append(run(arguments, environment, ground.home).seconds)
    cells = {size: Spread.of(ratios(ours[size], theirs[size])) for size in places}
    return Line("search", f"`tj search {word}` / `rg -l {word}`, all hits", None, cells)
