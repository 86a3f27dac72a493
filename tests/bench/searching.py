"""Row `search`: the newest twenty hits must cost as much in a large vault as in a small one."""

import contextlib
from collections.abc import Callable, Sequence

from tests.bench.grounds import Ground, Grounds
from tests.bench.measure import Broken, Goal, Line, Spread, ratios, timed
from tests.bench.vaults import WORDS_TO_FIND
from tj.index.query import Query
from tj.index.store import Store, open_store
from tj.index.sync import fingerprint, index_path
from tj.index.written import body_reader

__all__ = ["NEWEST", "WORDS", "look_for", "opened", "search"]

WORDS = ("the", *WORDS_TO_FIND)
NEWEST = 20
_TIMES = 5


def search(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return how the time of a search grows with the vault, by word."""
    places = {size: grounds.reading(size) for size in sizes}
    lines: list[Line] = []
    with contextlib.ExitStack() as stack:
        stores = {size: stack.enter_context(opened(ground)) for size, ground in places.items()}
        for word in WORDS:
            lines += _growth(stores, places, word, rounds * _TIMES)
    return lines


def opened(ground: Ground) -> Store:
    """Open the index of a vault."""
    vault = ground.vault()
    return open_store(index_path(vault, ground.places), fingerprint(vault))


def _growth(stores: dict[int, Store], places: dict[int, Ground], word: str, rounds: int) -> list[Line]:
    looks = {size: look_for(store, places[size], word) for size, store in stores.items()}
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


def look_for(store: Store, ground: Ground, word: str) -> Callable[[], int]:
    """Return what looks for a word and returns how many of the newest hits it got, with snippets."""
    query, vault = Query(text=word), ground.vault()
    return lambda: len(store.search(query, NEWEST, body_of=body_reader(vault)))
