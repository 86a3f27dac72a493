"""Killed at any point, what takes a reply in leaves the writer's files whole, and the next time finishes it."""

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
from tj.share.replies import seal_reply
from tj.share.reply import compose
from tj.vault.leftovers import remove_leftovers

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that can be forked is killed cheaply")

IDENTITY = new_identity()
OWN = b"- a question of my own ^mine-1\n"
PROMPTS = ".tj/prompts/from-anneke.md"
# Seconds after which nothing that is at work still writes the same file.
AGE = 90


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A vault that has shared, with a file of prompts that the writer has changed, and a reply in the home."""
    made = indexed_bench(tmp_path_factory.mktemp("receive"))
    (made.home / "Downloads").mkdir()
    key = ("therapist", "add", "anneke", recipient_of(IDENTITY), "--verified", "here")
    share = ("share", "anneke", "--since", "2025-03-05", "--yes", "--json")
    outcomes = made.run(("key", "new"), key, share)
    assert [one.code for one in outcomes] == [0, 0, 0], outcomes
    bundle = Path(json.loads(outcomes[2].out)["output"])
    manifest = open_bundle(bundle.read_bytes(), [IDENTITY], Known(made.folder / "book")).parsed.manifest
    reply = compose(manifest.id, "2bcdefgh234567ab", manifest.created, "Go on.", ["walk"], ["Where?", "And now?"])
    seal_reply(reply, manifest, made.home / "reply.age")
    (made.vault / ".tj/prompts").mkdir()
    (made.vault / PROMPTS).write_bytes(OWN)
    made.keep()
    return made


def receive(bench: Bench) -> tuple[str, ...]:
    return ("receive", str(bench.home / "reply.age"), "--yes")


def test_killed_at_each_point_at_which_it_writes(bench: Bench) -> None:
    bench.set_back()
    before = bench.user_files()
    names = bench.points_of(*receive(bench))
    whole = bench.user_files()
    (note,) = (path for path in set(whole) - set(before))
    assert note.startswith("guidance/")
    assert whole[PROMPTS].startswith(OWN)
    files = [number for number, name in enumerate(names, start=1) if not name.startswith("sql")]
    assert len(files) >= 15
    for number in files:
        moments = ["after", *(["half"] if names[number - 1].startswith("write") else [])]
        for moment in [*(["before"] if SOAK or number == files[0] else []), *moments]:
            where = f"{moment} {names[number - 1]} ({number} of {len(names)})"
            bench.set_back()
            assert bench.kill_at(number, moment, *receive(bench)).died, where
            left = bench.user_files()
            assert all(left[path] in (before.get(path), whole[path]) for path in left), where
            assert set(before) <= set(left), where
            assert note not in left or left == whole, f"a note that is there before its prompts, {where}"
            for path in bench.leftovers():
                os.utime(bench.vault / path, (time.time() - AGE,) * 2)
            again, index = bench.run(receive(bench), ("index",))
            assert (again.code, index.code) == (0, 0), f"{again.err}{index.err} after a kill {where}"
            assert bench.user_files() == whole, where
            # When a file was put aside only the system notes, so `index` leaves it for a minute.
            late = [path for path in bench.vault.rglob("*") if is_leftover(path.name)]
            assert all(path.name.count("-") == 3 for path in late), where
            remove_leftovers({str(path.parent) for path in late}, time.time() + AGE)
            assert bench.leftovers() == [], where
            assert bench.user_files() == whole, where
