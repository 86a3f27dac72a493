"""`tj index`, `watch` and `check`: the commands that keep index and summaries right, and say what needs a look."""

import contextlib
import gc
import signal
import threading
import time
from datetime import timedelta

import click

from tj.cli import say
from tj.cli.ahead import Ahead
from tj.cli.app import App
from tj.cli.months import fill_months
from tj.cli.progress import Progress
from tj.cli.settling import settle_locked
from tj.cli.summaries import summary_problems, write_summaries
from tj.entry.model import Problem
from tj.errors import EXIT_PROBLEMS, TjError
from tj.index.query import Query
from tj.index.store import Store
from tj.index.sync import Refreshed, refresh
from tj.vault.layout import SUMMARIES, Vault
from tj.vault.locks import hold
from tj.vault.news import Changed
from tj.words import upkeep as words

__all__ = ["check_command", "index_command", "watch_command"]

# What tj writes for the writer in folders that the index does not look into.
_NOT_INDEXED = (".tj/prompts", ".tj/instruments")
_FEW = 5  # problems, which anybody counts at a glance
# So many changes of notes fill SQLite's log as far as it would let it grow by itself.
_LOGFUL = 40
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
    with app.store(vault) as store:
        with Progress(words.READING) as progress:
            done = refresh(vault, store, now_ns=time.time_ns(), anew=rebuild, progress=progress)
        # Only now is the vault itself written to: a check-in need not wait until a long journal was read.
        with app.locked(vault), Progress(words.WRITING_SUMMARIES) as progress:
            _clear_leftovers(vault, store)
            settle_locked(app, vault)
            written = write_summaries(vault, store, everything=True, progress=progress)
        problems = store.count_problems()
    seconds = round(time.monotonic() - began, 3)
    if as_json:
        say.as_json(
            {
                "entries": done.entries,
                "added": len(done.added),
                "changed": len(done.changed),
                "removed": len(done.removed),
                "unchanged": done.unchanged,
                "problems": problems,
                "seconds": seconds,
            }
        )
    else:
        say.say(words.indexed(done.entries, _counts(done), len(written.names), seconds))
    for notice in written.notices:
        say.warn(notice)
    if problems and not as_json:
        say.say(words.places_in_vault(problems))


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
        watch(vault, keeper.attend, stop=stop, poll=poll, on_fallback=say.warn, on_lull=keeper.look_ahead)
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


class Keeper:
    """What keeps index and summaries right while a watch runs: the index stays open, and keeps what months give."""

    def __init__(self, app: App, vault: Vault) -> None:
        self._app = app
        self._vault = vault
        self._store = app.open_store(vault)
        self._is_filled = False
        self._in_log = 0
        self._told = ""
        self._behind = False
        self._ahead = Ahead()

    def __enter__(self) -> "Keeper":
        return self

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()
        self._store.close()

    def attend(self, changed: Changed) -> None:
        """Catch up; where that cannot be done now, say why, and try again with the next change."""
        try:
            self.catch_up(Changed(frozenset(), everything=True) if self._behind else changed)
            self._behind = False
        except TjError as error:
            self._behind = True
            say.warn(words.tried_again(error.message))

    def look_ahead(self, changed: Changed) -> None:
        """Do what a batch asks for so far, before it is known to be whole."""
        if not self._behind:
            lock = self._app.locked(self._vault, patience=0.0)
            self._ahead.look(self._vault, self._store, changed.paths, time.time_ns(), lock)

    def catch_up(self, changed: Changed) -> None:
        """Do what is left to do of one batch of changes, and tell of it in one line."""
        if changed.everything:
            self._look_again()
        if not self._ahead.is_all(self._vault, self._store, changed.paths):
            self._do(changed)
        batch, self._ahead = self._ahead, Ahead()
        self._tell(batch)
        self._rest(batch.changes)

    def _do(self, changed: Changed) -> None:
        only = None if changed.everything else changed.paths
        self._ahead.take_in(refresh(self._vault, self._store, now_ns=time.time_ns(), only=only))
        with self._app.locked(self._vault):
            if changed.everything:
                _clear_leftovers(self._vault, self._store)
            write_summaries(self._vault, self._store, everything=False, done=self._ahead.written)
        self._ahead.problems = self._store.count_problems()

    def _tell(self, batch: Ahead) -> None:
        done, written = batch.done, batch.written
        if done.added or done.changed or done.removed or written.names:
            say.say(words.seen(f"{self._app.clock():%H:%M:%S}", _counts(done), len(written.names), batch.problems))
        for notice in written.notices:
            say.warn(notice)

    def _rest(self, changes: int) -> None:
        """Do what takes its time, and is not waited for by anybody once a batch was told of."""
        if not self._is_filled:
            fill_months(self._store)
            self._store.defer_log()
            self._is_filled = True
            # What is there now stays for as long as the watch: to search it again and again would only take time.
            gc.collect()
            gc.freeze()
        self._in_log += changes
        if self._in_log >= _LOGFUL:
            with contextlib.suppress(TjError):  # as on a full disk: it is tried again
                self._store.write_log_back()
                self._in_log = 0

    def _look_again(self) -> None:
        """Read the settings again, and open the index anew where its file was deleted or is of other settings."""
        try:
            vault = self._app.vault()
        except TjError as error:  # as while they are being edited; until then those before hold
            if error.message != self._told:
                say.warn(words.settings_stay(error.message))
            self._told = error.message
            vault = self._vault
        else:
            self._told = ""
        if vault != self._vault or not self._store.is_current():
            self._store.close()
            self._vault = vault
            self._store = self._app.open_store(vault)
            self._is_filled = False


def _clear_leftovers(vault: Vault, store: Store) -> None:
    """Remove the temporary files that a killed tj left, in every folder that may have some."""
    from tj.vault.leftovers import remove_leftovers

    remove_leftovers(str(vault.root / folder) for folder in [*store.marks(), SUMMARIES, *_NOT_INDEXED])


def _counts(done: Refreshed) -> str:
    return words.counted(len(done.added), len(done.changed), len(done.removed), done.unchanged)
