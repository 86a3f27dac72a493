"""Killed at any point, a share leaves no bundle or a whole one, and a ledger that tells of exactly those that are."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from tests.durability.killing import SOAK, Bench, is_leftover
from tests.durability.vaults import indexed_bench
from tj.share.crypto import new_identity, recipient_of
from tj.share.known import Known
from tj.share.open import open_bundle
from tj.vault.layout import LEDGER

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is killed cheaply")

IDENTITY = new_identity()
SHARE = ("share", "anneke", "--since", "2025-02-10", "--yes", "--json", "--email")
MENDING = (("index",), ("shared",))
# Seconds after which nothing that is at work still writes the same file.
AGE = 90


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A vault with keys and a therapist, and one bundle that was sent before."""
    made = indexed_bench(tmp_path_factory.mktemp("share"))
    (made.home / "Downloads").mkdir()
    first = ("share", "anneke", "--entry", "journal/2025/2025-03-05.md", "--yes")
    outcomes = made.run(
        ("key", "new"), ("therapist", "add", "anneke", recipient_of(IDENTITY), "--verified", "here"), first
    )
    assert [(one.code, one.err) for one in outcomes] == [(0, "")] * 3
    made.keep()
    return made


def bundles(bench: Bench) -> dict[str, str]:
    """Return the hash of each bundle by its name; each is whole, or the test fails."""
    found: dict[str, str] = {}
    for path in sorted((bench.home / "Downloads").glob("*.age")):
        data = path.read_bytes()
        assert open_bundle(data, [IDENTITY], Known(bench.folder / "book")).entries
        found[path.name] = hashlib.sha256(data).hexdigest()
    return found


def leftovers(bench: Bench) -> list[Path]:
    places = (bench.home / "Downloads", bench.home / "data", bench.vault / ".tj")
    return [path for place in places for path in place.rglob("*") if is_leftover(path.name)]


def told(bench: Bench) -> set[str]:
    """Return the hashes that stand in whole lines of the ledger, before anything is mended."""
    lines = (bench.vault / LEDGER).read_bytes().split(b"\n")[:-1]
    return {row["sha256"] for row in map(json.loads, lines) if "sha256" in row}


def hold(bench: Bench, mending: tuple[str, ...], where: str) -> None:
    """Assert that files and ledger agree, at once and after `mending`, by which nothing else is left."""
    there = bundles(bench)
    assert set(there.values()) <= told(bench), f"a bundle that the ledger does not know, after a kill {where}"
    for path in leftovers(bench):
        os.utime(path, (time.time() - AGE,) * 2)
    mended, listed = bench.run(mending, ("shared", "--json"))
    assert mended.code == 0, f"{mended.err} after a kill {where}"
    rows = json.loads(listed.out)
    assert {row["file"]: row["sha256"] for row in rows} == there, f"a ledger that is not true after a kill {where}"
    assert leftovers(bench) == [], where
    assert not list((bench.home / "data/tj/sharing").glob("*")), where
    for draft in (bench.home / "Downloads").glob("*.eml"):
        assert draft.with_suffix(".age").name in there, where
    share, again = bench.run(SHARE, ("shared", "--json"))
    assert (share.code, again.code) == (0, 0), f"{share.err} after a kill {where}"
    after = json.loads(again.out)
    assert {row["file"]: row["sha256"] for row in after} == bundles(bench), where
    assert len(after) == len(rows) + 1, where
    serials = [row["serial"] for row in after]
    assert sorted(set(serials)) == serials, where


def test_killed_at_each_point_at_which_it_writes(bench: Bench) -> None:
    bench.set_back()
    names = bench.points_of(*SHARE)
    files = [number for number, name in enumerate(names, start=1) if not name.startswith("sql")]
    assert len(files) >= 30
    written = [names[number - 1] for number in files]
    for kind in ("bundle", "draft", "ledger"):
        assert any(kind in name for name in written), f"no point at a {kind}: {written}"
    for number in files:
        moments = ["after", *(["half"] if names[number - 1].startswith("write") else [])]
        for moment in [*(["before"] if SOAK or number == files[0] else []), *moments]:
            where = f"{moment} {names[number - 1]} ({number} of {len(names)})"
            bench.set_back()
            assert bench.kill_at(number, moment, *SHARE).died, where
            hold(bench, MENDING[number % len(MENDING)], where)
