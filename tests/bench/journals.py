"""Row `jrnl`: another journal for the command line, which keeps all entries in one file and rewrites it."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import yaml

from tests.bench.grounds import TJ, Ground, Grounds
from tests.bench.guests import Guest, Unavailable, invite
from tests.bench.measure import Broken, Goal, Line, run
from tests.bench.pairs import Round, absent, measured
from tests.bench.plain import notes
from tests.bench.vaults import LAST_DAY

__all__ = ["jrnl"]

# At this size the goal is set.
_ADDING = 10_000
_ADDED = "Slept well. Walked to the harbour and back."
_NEWEST = 10
_WORD = "lantern"


def jrnl(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time in which jrnl adds, lists and finds entries over that of tj."""
    adds = Line("jrnl", "jrnl adds an entry / `tj mood 6`", Goal(100, at_least=True), {}, "", "jrnl")
    try:
        guest = invite("jrnl", grounds.folder)
    except Unavailable as why:
        return absent(adds, why)
    adding = measured([_ADDING], rounds, grounds.patience, lambda size: _adding(guest, grounds.writing(size)))
    lines = adding.lines(replace(adds, peer=guest.title), "s: jrnl adds an entry")
    since = (LAST_DAY - timedelta(days=_NEWEST - 1)).isoformat()
    for what, theirs, ours in (
        (f"lists the newest {_NEWEST}", ["-n", f"{_NEWEST}", "--short"], ["list", "--since", since]),
        (f"finds `{_WORD}`", ["-contains", _WORD, "--short"], ["search", _WORD]),
    ):

        def prepare(size: int, theirs: list[str] = theirs, ours: list[str] = ours) -> Round:
            return _looking(guest, grounds.reading(size), theirs, ours)

        looking = measured(sizes, rounds, grounds.patience, prepare)
        line = Line("jrnl", f"jrnl {what} / `tj {' '.join(ours)}`", None, {}, "", guest.title)
        lines += looking.lines(line, f"s: jrnl {what}")
    return lines


def _adding(guest: Guest, ground: Ground) -> Round:
    ground.tj("mood", "6")  # makes today's entry; measured are check-ins into it
    original = _journal(ground)
    journal = original.with_name("journal.txt")
    config = _config(ground, journal)

    def one(limit: float) -> tuple[float, float]:
        shutil.copyfile(original, journal)
        theirs = guest.run("jrnl", ["--config-file", config, _ADDED], ground.environment(), ground.home, limit)
        if journal.stat().st_size <= original.stat().st_size:
            raise Broken("jrnl added nothing")
        return theirs.seconds, run([TJ, "mood", "6"], ground.environment(), ground.home).seconds

    return one


def _looking(guest: Guest, ground: Ground, theirs: Sequence[str], ours: Sequence[str]) -> Round:
    config = _config(ground, _journal(ground))

    def one(limit: float) -> tuple[float, float]:
        found = guest.run("jrnl", ["--config-file", config, *theirs], ground.environment(), ground.home, limit)
        if len(found.out.splitlines()) < min(_NEWEST, 3):
            raise Broken(f"jrnl found too little: {found.out}")
        return found.seconds, run([TJ, *ours], ground.environment(), ground.home).seconds

    return one


def _journal(ground: Ground) -> Path:
    """Write the vault's entries in jrnl's own format, oldest first."""
    target = ground.home / "jrnl-all.txt"
    if not target.exists():
        paths = sorted((Path(entry.path) for entry in notes(str(ground.root / "journal"))), key=lambda path: path.name)
        texts = [f"[{path.stem[:10]} 08:00:00 AM] An entry.\n{_body(path)}\n" for path in paths[-ground.size :]]
        target.write_text("\n".join(texts), "utf-8")
    return target


def _body(path: Path) -> str:
    return path.read_text("utf-8").split("\n---\n", 1)[-1].strip()


def _config(ground: Ground, journal: Path) -> Path:
    # All as jrnl sets itself up, but for the place. It brings its version up to date at the first run.
    settings = {
        "version": "v4.0",
        "journals": {"default": {"journal": str(journal)}},
        "editor": "",
        "encrypt": False,
        "template": False,
        "default_hour": 9,
        "default_minute": 0,
        "timeformat": "%F %r",
        "tagsymbols": "#@",
        "highlight": True,
        "linewrap": 79,
        "indent_character": "|",
        "colors": {"body": "none", "date": "none", "tags": "none", "title": "none"},
    }
    config = ground.home / "jrnl.yaml"
    config.write_text(yaml.safe_dump(settings), "utf-8")  # settings in JSON it takes for those of an old version
    return config
