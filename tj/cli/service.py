"""`tj service`: what starts `tj watch` at login, and a daily reminder in neutral words."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click

from tj.cli import say
from tj.cli.app import App
from tj.cli.family import Family
from tj.cli.git import own_command
from tj.errors import UsageProblem
from tj.interop.service import (
    NEUTRAL,
    Command,
    Job,
    Unit,
    launchd,
    message_box,
    notification,
    systemd,
    task_scheduler,
)
from tj.vault.files import write_generated
from tj.vault.layout import Vault
from tj.words import service as told

__all__ = ["service_command"]

_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@click.group("service", cls=Family)
def service_command() -> None:
    """Start `tj watch` at login, and be reminded once a day.

    \b
    Example:  tj service install --watch --remind 20:30
    """


@service_command.command("install")
@click.option("--watch", is_flag=True, help="Keep index and summaries up to date from login on.")
@click.option("--remind", "at", metavar="HH:MM", help="Show a reminder each day at this time.")
@click.option("--words", default=NEUTRAL, help="What the reminder says; it may stand on a lock screen.")
@click.option("--no-start", is_flag=True, help="Only write the files, and say how they are started.")
@click.pass_obj
def install(app: App, watch: bool, at: str | None, words: str, no_start: bool) -> None:
    """Write what your system starts, and start it.

    What this is: user units of systemd on Linux, agents of launchd on macOS, tasks of the Task Scheduler on Windows.
    They are yours alone and need no administrator. Each file is named; a second run changes only what differs.

    \b
    Example:  tj service install --watch --remind 20:30 --words "Time for tea"
    """
    if not watch and not at:
        raise UsageProblem(*told.NOTHING_TO_START)
    found = _TIME.fullmatch(at.strip()) if at else None
    if at and not found:
        raise UsageProblem(*told.no_time_of_day(at))
    if not words.strip() or any(ord(char) < 32 for char in words):
        raise UsageProblem(*told.REMINDER_IS_ONE_LINE)
    vault = app.vault()
    job = Job(
        _name(vault),
        (*_unseen_command(), "--vault", str(vault.root), "watch") if watch else (),
        _reminder(words.strip()) if found else (),
        f"{int(found[1]):02}:{found[2]}" if found else "",
    )
    folder = _folder()
    for unit in _units(job, folder):
        path = folder / unit.file
        if path.exists() and not no_start:  # else what runs would go on as it was begun
            _end(unit)
        changed = write_generated(path, unit.data)
        path.chmod(0o600)
        say.say(told.file_written(path) if changed else told.file_as_it_was(path))
        _start(unit, no_start=no_start)
    if found and not shutil.which(job.remind[0]):
        say.warn(told.cannot_remind(job.remind[0]))
    say.say(told.HOW_TO_REMOVE)


@service_command.command("remove")
@click.pass_obj
def remove(app: App) -> None:
    """End what was started for this vault, and remove its files.

    \b
    Example:  tj service remove
    """
    folder = _folder()
    found = [unit for unit in _every_unit(app.vault(), folder) if (folder / unit.file).exists()]
    for unit in found:
        _end(unit)
        (folder / unit.file).unlink()
        say.say(told.removed(folder / unit.file))
    _remove_empty(folder)
    if not found:
        say.say(told.NOTHING_INSTALLED)


@service_command.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_obj
def status(app: App, as_json: bool) -> None:
    """Say what is installed for this vault.

    \b
    Example:  tj service status
    """
    folder = _folder()
    found = [str(folder / unit.file) for unit in _every_unit(app.vault(), folder) if (folder / unit.file).exists()]
    if as_json:
        say.as_json({"installed": found})
        return
    for path in found:
        say.say(path)
    if not found:
        say.say(told.NOTHING_INSTALLED)


def _name(vault: Vault) -> str:
    return vault.cache_name[-8:]


def _every_unit(vault: Vault, folder: Path) -> list[Unit]:
    return _units(Job(_name(vault), ("tj",), ("true",), "00:00"), folder)


def _units(job: Job, folder: Path) -> list[Unit]:
    if sys.platform == "darwin":
        units = launchd(job, str(folder), os.getuid())
    elif sys.platform == "win32":
        user = f"{os.environ.get('USERDOMAIN', '.')}\\{os.environ.get('USERNAME', '')}"
        units = task_scheduler(job, str(folder), user)
    else:
        units = systemd(job)
    return units


def _folder() -> Path:
    if sys.platform == "darwin":
        folder = Path.home() / "Library" / "LaunchAgents"
    elif sys.platform == "win32":
        folder = Path(os.environ.get("LOCALAPPDATA") or Path.home()) / "tj" / "tasks"
    else:
        folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    return folder


def _unseen_command() -> list[str]:
    """Return the words by which tj is run without a window of its own, as `tj.exe` would open on Windows."""
    python = _windowless()
    return [python, "-m", "tj"] if python else own_command()


def _windowless() -> str:
    beside = Path(sys.executable).with_name("pythonw.exe")
    return str(beside) if sys.platform == "win32" and beside.exists() else ""


def _reminder(words: str) -> Command:
    if sys.platform == "darwin":
        command = notification(words)
    elif sys.platform == "win32":
        command = message_box(_windowless() or sys.executable, words)
    else:
        command = (shutil.which("notify-send") or "notify-send", "--app-name=Reminder", "--", words)
    return command


def _start(unit: Unit, *, no_start: bool) -> None:
    for command in unit.start:
        shown = " ".join(f'"{word}"' if " " in word else word for word in command)
        if no_start or not shutil.which(command[0]):
            say.say(told.to_start(shown))
        elif _run(command):
            say.say(told.started(shown))
        else:
            say.warn(told.not_started(shown))


def _end(unit: Unit) -> None:
    for command in unit.end:
        _run(command)


def _run(words: Command) -> bool:
    try:
        if words[0] == "systemctl":
            subprocess.run(["systemctl", "--user", "daemon-reload"], capture_output=True, check=False)
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _remove_empty(folder: Path) -> None:
    """Remove the folders that are left with nothing in them, `systemd/user` and above it `systemd`, say."""
    for each in (folder, folder.parent):
        try:
            each.rmdir()
        except OSError:
            return
