"""What starts tj by itself: units for systemd, launchd or the Task Scheduler, as texts; nothing is run here.

The words of a reminder may stand on a lock screen, so they say nothing of a journal unless the writer chose so.
"""

import plistlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

__all__ = ["NEUTRAL", "Job", "Platform", "Unit", "launchd", "systemd", "task_scheduler"]

NEUTRAL = "A moment for yourself?"
Platform = Literal["linux", "darwin", "win32"]


@dataclass(frozen=True, slots=True)
class Job:
    """What shall run: `watch` and `remind` are the words of a command, empty where it is not wanted.

    `name` tells one vault's units from another's; `at` is the time of the reminder, HH:MM.
    """

    name: str
    watch: Sequence[str] = ()
    remind: Sequence[str] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A file: its name in the manager's folder, its bytes, and the words that the manager starts and ends it by."""

    file: str
    data: bytes
    start: tuple[str, ...] = ()
    end: tuple[str, ...] = ()


def systemd(job: Job) -> list[Unit]:
    """Return the units of systemd's user manager."""
    units = []
    if job.watch:
        name = f"tj-watch-{job.name}.service"
        text = (
            f"[Unit]\nDescription=tj keeps summaries up to date\n\n[Service]\nExecStart={_words(job.watch)}\n"
            "Restart=on-failure\nRestartSec=60\nNice=10\nNoNewPrivileges=yes\n\n[Install]\nWantedBy=default.target\n"
        )
        units.append(_unit(name, text, name))
    if job.remind:
        name = f"tj-remind-{job.name}"
        text = f"[Unit]\nDescription=A daily reminder\n\n[Service]\nType=oneshot\nExecStart={_words(job.remind)}\n"
        timer = (
            f"[Unit]\nDescription=A daily reminder\n\n[Timer]\nOnCalendar=*-*-* {job.at}:00\n"
            "\n[Install]\nWantedBy=timers.target\n"
        )
        units += [_unit(f"{name}.service", text, ""), _unit(f"{name}.timer", timer, f"{name}.timer")]
    return units


def launchd(job: Job, folder: str) -> list[Unit]:
    """Return the agents of launchd.

    Arguments: `folder`, where they lie, which its commands want to know.
    """
    units = []
    if job.watch:
        units.append(_agent(f"org.tjournal.watch.{job.name}", folder, job.watch, {
            "RunAtLoad": True, "KeepAlive": {"SuccessfulExit": False}, "ProcessType": "Background",
        }))  # fmt: skip
    if job.remind:
        hour, minute = (int(part) for part in job.at.split(":"))
        units.append(_agent(f"org.tjournal.remind.{job.name}", folder, job.remind, {
            "StartCalendarInterval": {"Hour": hour, "Minute": minute},
        }))  # fmt: skip
    return units


def task_scheduler(job: Job, folder: str) -> list[Unit]:
    """Return the tasks of Windows' Task Scheduler.

    Arguments: `folder`, where they lie, which its commands want to know.
    """
    units = []
    if job.watch:
        trigger = "<LogonTrigger><Enabled>true</Enabled></LogonTrigger>"
        units.append(_task(f"tj watch {job.name}", folder, trigger, job.watch, limit="PT0S"))
    if job.remind:
        trigger = (
            f"<CalendarTrigger><StartBoundary>2026-01-01T{job.at}:00</StartBoundary><Enabled>true</Enabled>"
            "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>"
        )
        units.append(_task(f"tj remind {job.name}", folder, trigger, job.remind, limit="PT5M"))
    return units


def _unit(file: str, text: str, started: str) -> Unit:
    start = ("systemctl", "--user", "enable", "--now", started) if started else ()
    end = ("systemctl", "--user", "disable", "--now", started) if started else ()
    return Unit(file, text.encode(), start, end)


def _words(words: Sequence[str]) -> str:
    """Return a command in the words of systemd, which reads `%`, `$`, quotes and backslashes in its own way."""
    escaped = (
        word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$").replace("\n", "\\n")
        for word in words
    )
    return " ".join(f'"{word}"' for word in escaped)


def _agent(label: str, folder: str, words: Sequence[str], more: dict[str, object]) -> Unit:
    file = f"{label}.plist"
    data = plistlib.dumps({"Label": label, "ProgramArguments": list(words), **more}, sort_keys=True)
    return Unit(file, data, ("launchctl", "load", f"{folder}/{file}"), ("launchctl", "unload", f"{folder}/{file}"))


def _task(name: str, folder: str, trigger: str, words: Sequence[str], *, limit: str) -> Unit:
    file = f"{name}.xml"
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>\n'
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">\n'
        f"<Triggers>{trigger}</Triggers>\n"
        "<Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
        "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>"
        f"<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries><ExecutionTimeLimit>{limit}</ExecutionTimeLimit>"
        "</Settings>\n"
        f"<Actions><Exec><Command>{escape(words[0])}</Command>"
        f"<Arguments>{escape(_arguments(words[1:]))}</Arguments></Exec></Actions>\n</Task>\n"
    )
    start = ("schtasks", "/Create", "/F", "/TN", name, "/XML", f"{folder}\\{file}")
    return Unit(file, text.encode("utf-16"), start, ("schtasks", "/Delete", "/F", "/TN", name))


def _arguments(words: Sequence[str]) -> str:
    from subprocess import list2cmdline  # the rules of quoting there; nothing is run

    return list2cmdline(words)
