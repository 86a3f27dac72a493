"""What the tests of the index file share: a vault of many pages, what is asked of it, and where its index lies."""

import json
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.conftest import Tj

__all__ = ["COUNT", "QUESTIONS", "answers", "index_of", "noise", "notes"]

COUNT = 24
QUESTIONS = (
    ["list", "--json"],
    ["search", "alder*", "--json"],
    ["stats", "--json"],
    ["show", "--since", "2026-01-01", "--json"],
)


def notes(word: str, count: int = COUNT) -> dict[str, str | bytes]:
    """Return the files of a vault that says `word` all over, and is large enough for many pages of a database."""
    made: dict[str, str | bytes] = {
        f"journal/2026-{1 + day // 28:02}-{1 + day % 28:02}.md": (
            f"---\nmood: {1 + day % 10}\nemotions: [calm, {word}]\ntags: [{word}]\n---\n# {word} {day}\n\n"
            + f"{word} went by and the word number {day} was said.\n" * 20
        )
        for day in range(count)
    }
    made["goals/walk.md"] = f"---\ntype: goal\narea: {word}\n---\n{word}\n"
    return made


def answers(tj: Tj, vault: Path) -> list[str]:
    """Return what every question says, having seen that each is answered in silence."""
    told = []
    for words in QUESTIONS:
        done = tj(*words, vault=vault)
        assert (words, done.code, done.err) == (words, 0, "")
        told.append(done.out)
    years_later = replace(tj, now=tj.now + timedelta(days=1000))  # when no note is dated ahead
    done = years_later("check", "--json", vault=vault)
    assert (done.code, done.err, json.loads(done.out)) == (0, "", [])
    return told


def index_of(tj: Tj) -> Path:
    """Return the file that the index is in: after damage it goes on in `…-1.sqlite`."""
    found = list((tj.home / "cache").glob("*.sqlite"))
    (first,) = {path.stem.partition("-")[0] for path in found}
    return max(found, key=lambda path: int(path.stem.removeprefix(first).removeprefix("-") or 0))


def noise(size: int, seed: int = 1) -> bytes:
    """Return bytes of chance that can be repeated."""
    return random.Random(seed).randbytes(size)  # noqa: S311 - noise that can be repeated
