"""Row `start`: whole processes, each against the least that Python could do for the same."""

from collections.abc import Callable, Sequence
from datetime import datetime

from tests.bench.grounds import PYTHON, TJ, Ground, Grounds
from tests.bench.measure import Broken, Goal, Line, Spread, ratios, run, timed
from tests.bench.plain import walk

__all__ = ["start"]

_SMALL = 1000
_TIMES = 5
_IMPORTS = "import click, sqlite3"
_WORD = "lantern"

Timer = Callable[[], float]


def start(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time of `mood`, `--help`, `list` and `search` over that of bare processes."""
    times = rounds * _TIMES
    lines = [_mood(grounds.writing(_SMALL), times)]
    small = grounds.reading(_SMALL)
    pair = (_process(small, "--help"), _python(small, _IMPORTS))
    lines.append(Line("start", f'`tj --help` / `python -c "{_IMPORTS}"`', Goal(1.3), {_SMALL: _over(*pair, times)}))
    places = [grounds.reading(size) for size in sizes]
    for words in (("list", "--last", "7d"), ("search", _WORD)):
        cells = {ground.size: _over(*_looking(ground, *words), times) for ground in places}
        lines.append(Line("start", f"`tj {' '.join(words)}` / those imports and a walk", Goal(1.3), cells))
    return lines


def _mood(ground: Ground, times: int) -> Line:
    today = ground.root / f"journal/{datetime.now():%Y/%Y-%m-%d}.md"
    today.unlink(missing_ok=True)
    ground.tj("mood", "6")  # makes the entry; measured are check-ins into it
    ours, theirs = _process(ground, "mood", "6"), _python(ground, "pass")
    before = today.read_text("utf-8").count("(mood:: 6)")
    cell = _over(ours, theirs, times)
    if today.read_text("utf-8").count("(mood:: 6)") != before + times + 1:
        raise Broken("not every check-in landed in today's entry; was it midnight?")
    return Line("start", "`tj mood 6` / `python -c pass`", Goal(2.0, 1.7), {ground.size: cell})


def _looking(ground: Ground, *words: str) -> tuple[Timer, Timer]:
    bare = _python(ground, _IMPORTS)
    root = str(ground.root)
    return _process(ground, *words), lambda: bare() + timed(lambda: walk(root))


def _process(ground: Ground, *words: str) -> Timer:
    return lambda: run([TJ, *words], ground.environment(), ground.home).seconds


def _python(ground: Ground, code: str) -> Timer:
    return lambda: run([PYTHON, "-c", code], ground.environment(), ground.home).seconds


def _over(ours: Timer, theirs: Timer, times: int) -> Spread:
    """Measure alternately, after one of each that does not count."""
    ours(), theirs()
    pairs = [(ours(), theirs()) for _ in range(times)]
    return Spread.of(ratios([a for a, _ in pairs], [b for _, b in pairs]))
