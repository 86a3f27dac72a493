"""Row `ripgrep`: a search through all files each time, against one in the index."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from tests.bench.grounds import TJ, Ground, Grounds
from tests.bench.guests import Unavailable, by_name
from tests.bench.measure import Goal, Line, run, timed
from tests.bench.pairs import Round, absent, measured
from tests.bench.searching import NEWEST, WORDS, look_for, opened

__all__ = ["ripgrep"]

# The most frequent word, one in between, and the rarest.
_WORDS = (WORDS[0], WORDS[2], WORDS[-1])
# The goal is set for vaults of this size and larger.
_LARGE = 10_000


def ripgrep(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time of `rg -l` over that of tj: the newest hits from the open index, and whole processes."""
    try:
        program, version = by_name("rg", "the package is called ripgrep")
    except Unavailable as why:
        return absent(Line("ripgrep", "`rg -l` / `tj search`", None, {}, "", "ripgrep"), why)
    title = f"ripgrep {version}"
    large = [size for size in sizes if size >= _LARGE]
    lines: list[Line] = []
    for word in _WORDS:
        if large:
            what = f"`rg -l {word}` / newest {NEWEST} from the open index"
            pairs = measured(large, rounds, grounds.patience, partial(_newest, grounds, program, word))
            lines += pairs.lines(Line("ripgrep", what, Goal(1, at_least=True), {}, "", title))
        what = f"`rg -l {word}` / `tj search {word}`, all hits"
        pairs = measured(sizes, rounds, grounds.patience, partial(_whole, grounds, program, word))
        lines += pairs.lines(Line("ripgrep", what, None, {}, "", title))
    return lines


def _newest(grounds: Grounds, program: Path, word: str, size: int) -> Round:
    ground = grounds.reading(size)

    def one(limit: float) -> tuple[float, float]:
        theirs = _grep(ground, program, word, limit)
        with opened(ground) as store:
            look = look_for(store, ground, word)
            look()  # what the first one loads is there from then on
            return theirs, timed(look)

    return one


def _whole(grounds: Grounds, program: Path, word: str, size: int) -> Round:
    ground = grounds.reading(size)

    def one(limit: float) -> tuple[float, float]:
        theirs = _grep(ground, program, word, limit)
        return theirs, run([TJ, "search", word], ground.environment(), ground.home).seconds

    return one


def _grep(ground: Ground, program: Path, word: str, limit: float) -> float:
    arguments: list[str | Path] = [program, "-l", "-i", "-w", word, ground.root / "journal"]
    return run(arguments, ground.environment(), ground.home, limit=limit).seconds
