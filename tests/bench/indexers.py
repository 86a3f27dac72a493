"""Rows `basic-memory` and `obsidiantools`: programs that take in a vault of Markdown, against a full `tj index`."""

import re
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace

from tests.bench.grounds import Ground, Grounds
from tests.bench.guests import Guest, Unavailable, invite
from tests.bench.measure import Broken, Line
from tests.bench.pairs import Round, absent, measured
from tj.vault.layout import SUMMARIES

__all__ = ["basic_memory", "obsidiantools"]

_LOAD = """\
import pathlib, sys
import obsidiantools.api
vault = obsidiantools.api.Vault(pathlib.Path(sys.argv[1])).connect().gather()
print(len(vault.md_file_index))
"""
# It would greet its makers, look for a newer one of itself, and fetch a language model.
_QUIET = {
    "BASIC_MEMORY_NO_PROMOS": "1",
    "BASIC_MEMORY_AUTO_UPDATE": "false",
    "BASIC_MEMORY_SEMANTIC_SEARCH_ENABLED": "false",
    "HF_HUB_OFFLINE": "1",
}


def basic_memory(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time in which basic-memory takes a vault into its full-text index over that of a full `tj index`."""
    what = "basic-memory indexes the vault, words only / `tj index --rebuild`"
    line = Line("basic-memory", what, None, {}, "it rewrites the notes, so it was given a copy", "basic-memory")
    return _row(line, "s: basic-memory", grounds, sizes, rounds, (3, 12), _remembering)


def obsidiantools(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time in which obsidiantools loads a vault over that of a full `tj index`."""
    what = "obsidiantools loads the vault, `connect` and `gather` / `tj index --rebuild`"
    line = Line("obsidiantools", what, None, {}, "", "obsidiantools")
    return _row(line, "s: obsidiantools", grounds, sizes, rounds, (3, 11), _loading)


def _row(
    line: Line,
    seconds: str,
    grounds: Grounds,
    sizes: Sequence[int],
    rounds: int,
    least: tuple[int, int],
    prepare: Callable[[Guest, Ground], Round],
) -> list[Line]:
    try:
        guest = invite(line.peer, grounds.folder, least=least)
    except Unavailable as why:
        return absent(line, why)
    pairs = measured(sizes, rounds, grounds.patience, lambda size: prepare(guest, grounds.reading(size)))
    return pairs.lines(replace(line, peer=guest.title), seconds)


def _remembering(guest: Guest, ground: Ground) -> Round:
    home = ground.home / "basic-memory"
    environment = {**ground.environment(), **_QUIET, "HOME": str(home), "BASIC_MEMORY_CONFIG_DIR": str(home / "own")}

    def one(limit: float) -> tuple[float, float]:
        shutil.rmtree(home, ignore_errors=True)
        copy = home / "vault"
        shutil.copytree(ground.root, copy, ignore=shutil.ignore_patterns(SUMMARIES, ".*"))
        # Its database is made and the vault made known to it before the clock runs.
        guest.run("basic-memory", ["project", "add", "vault", copy, "--no-wait"], environment, home, limit)
        words = ["reindex", "--search", "--full", "--project", "vault"]
        ran = guest.run("basic-memory", words, environment, home, limit)
        found = re.search(r"(\d+) indexed, 0 failed", ran.out)
        if found is None or int(found[1]) < ground.size:
            raise Broken(f"basic-memory did not index all: {ran.out[-500:]}")
        again = ground.index_anew().seconds
        ground.clear()
        return ran.seconds, again

    return one


def _loading(guest: Guest, ground: Ground) -> Round:
    def one(limit: float) -> tuple[float, float]:
        shutil.rmtree(ground.root / SUMMARIES, ignore_errors=True)
        ran = guest.run("python", ["-c", _LOAD, ground.root], ground.environment(), ground.home, limit)
        if int(ran.out) < ground.size:
            raise Broken(f"obsidiantools loaded {ran.out.strip()} notes alone")
        again = ground.index_anew().seconds
        ground.clear()
        return ran.seconds, again

    return one
