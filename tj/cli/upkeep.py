"""`tj index`, `watch` and `check`: the commands that keep index and summaries right, and say what needs a look."""

import signal
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.entry.model import Problem
from tj.errors import EXIT_PROBLEMS
from tj.index.query import Query
from tj.index.store import Store
from tj.index.sync import Refreshed, refresh
from tj.vault.files import read_file, remove_generated, write_generated
from tj.vault.layout import SUMMARIES, Vault

__all__ = ["check_command", "index_command", "watch_command", "write_summaries"]

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.command("index")
@click.option("--rebuild", is_flag=True, help="Forget the index first and read everything again.")
@_JSON
@click.pass_obj
def index_command(app: App, rebuild: bool, as_json: bool) -> None:
    """Bring the index and the summaries up to date.

    The index is a cache outside of the vault, and can be rebuilt at any time. The summaries are Markdown files in
    summaries/; one that you edited is left as it is.

    \b
    Example:  tj index
    """
    began = time.monotonic()
    vault = app.vault()
    with app.locked(vault), app.store(vault) as store:
        if rebuild:
            store.clear()
        done = refresh(vault, store, now_ns=time.time_ns())
        written, notices = write_summaries(vault, store, everything=True)
    seconds = round(time.monotonic() - began, 3)
    if as_json:
        say.as_json(
            {
                "entries": done.entries,
                "added": len(done.added),
                "changed": len(done.changed),
                "removed": len(done.removed),
                "unchanged": done.unchanged,
                "problems": len(done.problems),
                "seconds": seconds,
            }
        )
    else:
        say.say(f"{done.entries} notes: {_counts(done)}; {_files(written)} written in {seconds:.1f} s.")
    for notice in notices:
        say.warn(notice)
    if done.problems and not as_json:
        say.say(f"{_some(len(done.problems), 'place')} in the vault may need a look: `tj check` lists them.")


@click.command("watch")
@click.option("--poll", is_flag=True, help="Look at the files every few seconds, for drives that announce no changes.")
@click.pass_obj
def watch_command(app: App, poll: bool) -> None:
    """Keep index and summaries up to date while you write; ends with Ctrl-C.

    \b
    Example:  tj watch
    """
    from tj.vault.watch import watch

    vault = app.vault()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    say.say(f"Watching {vault.root}; Ctrl-C ends it.")
    watch(vault, lambda *_: _catch_up(app, vault), stop=stop, poll=poll, on_fallback=say.warn)
    say.say("Stopped; everything that was saved is in the index.")


@click.command("check")
@_JSON
@click.pass_obj
def check_command(app: App, as_json: bool) -> int:
    """List everything in the vault that needs a look; exit code 3 if there is something.

    \b
    Example:  tj check
    """
    vault = app.vault()
    with app.fresh_store(vault) as (_, done):
        problems = sorted({*done.problems, *_summary_problems(vault)})
    if as_json:
        say.as_json([{"path": p.path, "line": p.line, "severity": p.severity, "message": p.message} for p in problems])
    else:
        for p in problems:
            say.say(say.shown(f"{p.path}:{p.line}: {p.severity}: {p.message}"))
        if not problems:
            say.say("Nothing needs a look.")
    return EXIT_PROBLEMS if problems else 0


def write_summaries(vault: Vault, store: Store, *, everything: bool) -> tuple[int, list[str]]:
    """Write the summaries that may have changed.

    Arguments: `store`, up to date; `everything`, whether to look at all periods and not only those that the index notes
    as stale. Returns how many files were written, and a sentence for each file that was left alone.
    """
    from tj.report.period import touched
    from tj.report.summary import summaries

    stale = store.stale_dates()
    if not everything and not stale:
        return 0, []
    entries = store.entries(Query(types=()))
    newest = store.newest_date()
    which = None if everything else touched([day for day in stale if day], newest)
    texts = summaries(entries, vault.settings, which)
    notices: list[str] = []
    written = 0
    for name, text in texts.items():
        path = vault.root / SUMMARIES / name
        state = _state(path)
        if state in ("edited", "foreign"):
            notices.append(_left_alone(name, state))
        else:
            written += write_generated(path, text.encode("utf-8"))
    names = _summary_names(vault) if which is None else [f"{period.name}.md" for period in which]
    for name in set(names) - set(texts):
        # The last note of its time is gone, and so is what was to be said of it.
        if _state(vault.root / SUMMARIES / name) == "ours":
            remove_generated(vault.root / SUMMARIES / name)
    store.settle(stale)
    return written, notices


def _state(path: Path) -> str:
    """Return what lies where a summary goes: `none`, or what `status` tells of it."""
    from tj.report.summary import status

    return status(read_file(path).decode("utf-8", "replace")) if path.is_file() else "none"


def _summary_names(vault: Vault) -> list[str]:
    folder = vault.root / SUMMARIES
    return sorted(path.name for path in folder.glob("*.md")) if folder.is_dir() else []


def _left_alone(name: str, state: str) -> str:
    why = "was edited" if state == "edited" else "was not made by tj"
    return f"{SUMMARIES}/{name} {why}, so it is left as it is; move it away to have it made again."


def _summary_problems(vault: Vault) -> list[Problem]:
    found: list[Problem] = []
    for name in _summary_names(vault):
        state = _state(vault.root / SUMMARIES / name)
        if state == "edited":
            message = "this summary was edited, so tj leaves it as it is; move it away to have it made again"
            found.append(Problem(f"{SUMMARIES}/{name}", 0, "warning", message))
        elif state == "conflict":
            message = "this summary holds a merge conflict; `tj index` makes it again"
            found.append(Problem(f"{SUMMARIES}/{name}", 0, "warning", message))
    return found


def _catch_up(app: App, vault: Vault) -> None:
    with app.locked(vault), app.store(vault) as store:
        done = refresh(vault, store, now_ns=time.time_ns())
        written, notices = write_summaries(vault, store, everything=False)
    if done.added or done.changed or done.removed or written:
        say.say(f"{app.clock():%H:%M:%S}  {_counts(done)}; {_files(written)} written")
    for notice in notices:
        say.warn(notice)


def _counts(done: Refreshed) -> str:
    named: Sequence[tuple[str, int]] = (
        ("new", len(done.added)),
        ("changed", len(done.changed)),
        ("gone", len(done.removed)),
        ("as before", done.unchanged),
    )
    return ", ".join(f"{count} {word}" for word, count in named if count) or "nothing there yet"


def _files(count: int) -> str:
    return _some(count, "summary", "summaries")


def _some(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
