"""The vault of these tests: few notes, but of every kind that reading and writing treat differently."""

import time
from collections.abc import Mapping
from pathlib import Path

from tests.durability.killing import Bench

__all__ = ["DAY", "NOTES", "damage_index", "indexed_bench"]

DAY = "journal/2025/2025-03-05.md"
NOTES: Mapping[str, bytes] = {
    ".tj/config.toml": b'[trackers]\nsleep = "hours"\n',
    DAY: b"---\r\ndate: 2025-03-05\r\nmood: 6   # so so\r\ngoals: [walk]\r\n---\r\nA walk, then rain.\r\n",
    "journal/2025/2025-03-06.md": b"\xef\xbb\xbf---\nmood: 4\nemotions: [tense]\n---\nNo walk today",
    "journal/2025/2025-03-07.md": b"---\nmood: [\n---\nthis header is broken, so it is private\n",
    "journal/2025/2025-03-08.md": "- 09:00 (mood:: 3) walk\n- 21:00 (mood:: 7) später\n#win\n".encode(),
    "journal/2025/2025-04-01.md": b"---\nsleep: 7.5\ntags: [work]\nprivate: true\n---\nwalk %%not this%%\n",
    **{
        f"journal/2025/2025-02-{day:02}.md": f"---\nmood: {day % 9}\nsleep: {day % 4 + 5}\n---\nwalk {day}\n".encode()
        for day in range(10, 16)
    },
    "goals/walk.md": b"---\ntype: goal\ntarget: daily\nstart: 2025-02-01\n---\n",
    "sessions/2025-03-12.md": b"---\ntype: session\n---\n- [ ] walk with the dog #session\n",
}


def indexed_bench(folder: Path) -> Bench:
    """Return a vault whose index and summaries are up to date, and whose files' times the index relies on."""
    bench = Bench(folder)
    bench.home.mkdir()
    for path, data in NOTES.items():
        (bench.vault / path).parent.mkdir(parents=True, exist_ok=True)
        (bench.vault / path).write_bytes(data)
    time.sleep(2.1)  # after which the index takes a file's times for settled
    assert bench.run(("index",))[0].code == 0
    bench.keep()
    return bench


def damage_index(bench: Bench) -> None:
    """Write rubbish over the middle of the index, as a failing disk does."""
    (path,) = bench.home.rglob("*.sqlite")
    with path.open("r+b") as handle:
        handle.seek(16 * 1024)
        handle.write(b"\xff" * (path.stat().st_size - 32 * 1024))
