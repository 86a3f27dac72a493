"""Row `jrnl`: another journal for the command line, which keeps all entries in one file and rewrites it."""

import shutil
import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

import yaml

from tests.bench.grounds import TJ, Ground, Grounds
from tests.bench.measure import Goal, Line, Spread, ratios, run
from tests.bench.plain import notes

__all__ = ["jrnl"]

_SIZE = 10_000
_WHAT = "jrnl adds an entry / `tj mood 6`, both with 10,000 entries"


def jrnl(grounds: Grounds, sizes: Sequence[int], rounds: int) -> list[Line]:
    """Return the time in which jrnl adds an entry over that of `tj mood`, or a word why it was not measured."""
    del sizes  # its time grows with the journal, so it is measured at one size
    program = _install(grounds.folder / "jrnl-venv")
    if program is None:
        return [Line("jrnl", _WHAT, Goal(100, at_least=True), {}, "skipped: jrnl could not be installed")]
    ground = grounds.writing(_SIZE)
    ground.tj("mood", "6")
    original = _journal(ground)
    journal = original.with_name("journal.txt")
    config = _config(ground, journal)
    theirs: list[float] = []
    ours: list[float] = []
    for _ in range(rounds):
        shutil.copyfile(original, journal)
        words = ["--config-file", str(config), "Slept well. Walked to the harbour and back."]
        theirs.append(run([program, *words], ground.environment(), ground.home).seconds)
        ours.append(run([TJ, "mood", "6"], ground.environment(), ground.home).seconds)
    seconds = Line("jrnl", "s: jrnl adds an entry", None, {_SIZE: Spread.of(theirs)})
    return [Line("jrnl", _WHAT, Goal(100, at_least=True), {_SIZE: Spread.of(ratios(theirs, ours))}), seconds]


def _install(folder: Path) -> Path | None:
    program = folder / "bin" / "jrnl"
    if not program.exists():
        venv.create(folder, clear=True, with_pip=True)
        pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet", "jrnl"]
        if subprocess.run(pip, capture_output=True, check=False).returncode or not program.exists():
            return None
    return program


def _journal(ground: Ground) -> Path:
    """Write the vault's entries in jrnl's own format, oldest first."""
    target = ground.home / "jrnl-all.txt"
    if not target.exists():
        paths = sorted((Path(entry.path) for entry in notes(str(ground.root / "journal"))), key=lambda path: path.name)
        texts = [f"[{path.stem[:10]} 08:00:00 AM] An entry.\n{_body(path)}\n" for path in paths[-_SIZE:]]
        target.write_text("\n".join(texts), "utf-8")
    return target


def _body(path: Path) -> str:
    return path.read_text("utf-8").split("\n---\n", 1)[-1].strip()


def _config(ground: Ground, journal: Path) -> Path:
    # All as jrnl sets itself up, but for the place.
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
