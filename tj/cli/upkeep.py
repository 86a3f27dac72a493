"""`tj index`, `watch` and `check`: the commands that keep index and summaries right, and say what needs a look."""

import os
import signal
import threading
import time
from datetime import timedelta

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.keeper import NOT_INDEXED, Keeper, clear_leftovers
from tj.cli.progress import Progress
from tj.cli.settling import settle_locked
from tj.cli.summaries import WRITE, PageWriter, Written, summary_problems, write_summaries
from tj.entry.model import Problem
from tj.errors import EXIT_PROBLEMS, TjError
from tj.index.query import Query
from tj.index.reading import READ, load_reader, may_be_many, reader
from tj.index.sync import index_path, refresh
from tj.processes import Crew, processes_for, without_collecting
from tj.vault.layout import Vault
from tj.vault.locks import hold
from tj.words import upkeep as words

__all__ = ["check_command", "index_command", "watch_command"]

_FEW = 5  # problems, which anybody counts at a glance
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
    writer = PageWriter(vault, lambda: app.open_store(vault))

    def get_ready() -> None:
        load_reader()
        writer.get_ready()

    with without_collecting(), Crew({READ: reader(vault), WRITE: writer}) as crew:
        if (rebuild or not _is_indexed(app, vault)) and may_be_many(vault):
            # There will be much to read, so that others get ready while this process opens the index and looks.
            crew.start(processes_for(1, at_least=1), get_ready)
        report, written = _brought_up_to_date(app, vault, crew, rebuild=rebuild)
    seconds = round(time.monotonic() - began, 3)
    if as_json:
        say.as_json({**report, "seconds": seconds})
    else:
        told = words.counted(report["added"], report["changed"], report["removed"], report["unchanged"])
        say.say(words.indexed(report["entries"], told, len(written.names), seconds))
    for notice in written.notices:
        say.warn(notice)
    if report["problems"] and not as_json:
        say.say(words.places_in_vault(report["problems"]))


def _is_indexed(app: App, vault: Vault) -> bool:
    return os.path.exists(index_path(vault, app.places()))  # noqa: PTH110 - which says no where pathlib raises


def _brought_up_to_date(app: App, vault: Vault, crew: Crew, *, rebuild: bool) -> tuple[dict[str, int], Written]:
    """Bring index and summaries up to date; return what there is to tell of the one, and what of the other."""
    with app.store(vault) as store:
        store.defer_log()  # it is written back while others write the summaries, or at the end
        with Progress(words.READING) as progress:
            done = refresh(vault, store, now_ns=time.time_ns(), anew=rebuild, progress=progress, crew=crew)
        report = {
            "entries": done.entries,
            "added": len(done.added),
            "changed": len(done.changed),
            "removed": len(done.removed),
            "unchanged": done.unchanged,
        }
        del done  # which names all notes of a long journal
        # Only now is the vault itself written to: a check-in need not wait until a long journal was read.
        with app.locked(vault), Progress(words.WRITING_SUMMARIES) as progress:
            clear_leftovers(vault, [*store.marks(), *NOT_INDEXED])
            settle_locked(app, vault)
            written = write_summaries(vault, store, everything=True, progress=progress, crew=crew)
        crew.dismiss()
        return {**report, "problems": store.count_problems()}, written


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
    held = hold(app.places().cache / f"{vault.cache_name}.watch")
    if held is None:
        raise TjError(*words.WATCHED_ALREADY)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    say.say(words.watching(vault.root))
    with held, Keeper(app, vault) as keeper:
        watch(
            vault, keeper.attend, stop=stop, poll=poll, on_fallback=say.warn, on_lull=keeper.look_ahead,
            on_patrol=keeper.patrol,
        )  # fmt: skip
    say.say(words.WATCH_ENDED)


@click.command("check")
@_JSON
@click.pass_obj
def check_command(app: App, as_json: bool) -> int:
    """List everything in the vault that needs a look; exit code 3 if there is something.

    \b
    Example:  tj check
    """
    from tj.cli.prompting import own_prompt_problems
    from tj.cli.wins import wins_problems
    from tj.interop.git_setup import driver_problems

    vault = app.vault()
    # In another time zone it may be tomorrow already.
    ahead = Query(since=app.clock().date() + timedelta(days=2))
    found, late = app.ask(vault, lambda store: (store.problems(), store.entries(ahead)))
    found += [Problem(entry.path, 0, "warning", words.is_ahead(str(entry.date))) for entry in late]
    others = (*own_prompt_problems(vault), *wins_problems(vault), *driver_problems(vault.root))
    problems = sorted({*found, *summary_problems(vault), *others})
    if as_json:
        say.as_json([{"path": p.path, "line": p.line, "severity": p.severity, "message": p.message} for p in problems])
    else:
        for p in problems:
            say.say(say.shown(words.problem_at(p.path, p.line, p.severity, p.message)))
        if len(problems) > _FEW:
            say.say(words.places_listed(len(problems)))
        if not problems:
            say.say(words.NOTHING_NEEDS_A_LOOK)
    return EXIT_PROBLEMS if problems else 0
