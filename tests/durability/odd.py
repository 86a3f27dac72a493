"""What the tests of odd files share: a vault of four entries, and what is asked of it."""

import json
from pathlib import Path

from tests.conftest import Tj

__all__ = ["NOTES", "ONE", "paths", "problems", "says"]

MANY = 5  # problems; more than these are counted in a last line
NOTES: dict[str, str | bytes] = {
    f"journal/2026-05-{day:02}.md": f"---\nmood: {day}\n---\nalder {day}\n" for day in range(1, 5)
}
ONE = "journal/2026-05-03.md"


def paths(tj: Tj, vault: Path, *words: str) -> list[str]:
    done = tj(*(words or ("list",)), "--json", vault=vault)
    assert (done.code, done.err) == (0, "")
    return sorted(row["path"] for row in json.loads(done.out))


def problems(tj: Tj, vault: Path) -> dict[str, str]:
    """Return what `check` says, by path, having seen that it says it in JSON and in a line each."""
    done = tj("check", "--json", vault=vault)
    found = {one["path"]: one["message"] for one in json.loads(done.out)}
    assert (done.code, done.err) == (3 if found else 0, "")
    plain = tj("check", vault=vault)
    assert (plain.code, plain.err) == (done.code, "")
    total = 1 if len(found) > MANY else 0
    assert len(plain.out.splitlines()) == max(len(found) + total, 1)
    return found


def says(tj: Tj, vault: Path, word: str) -> bool:
    """Tell whether a word is found, having seen that it is found just where it stands."""
    found = paths(tj, vault, "search", word)
    text = {path for path in paths(tj, vault) if word in (vault / path).read_text()}
    assert set(found) == text
    return bool(found)
