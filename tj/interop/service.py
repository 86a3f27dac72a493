"""What starts tj by itself: units for systemd, launchd or the Task Scheduler, as texts; nothing is run here.

The words of a reminder may stand on a lock screen, so they say nothing of a journal unless the writer chose so.
"""

import plistlib
from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

__all__ = ["NEUTRAL", "Command", "Job", "Unit", "launchd", "message_box", "notification", "systemd", "task_scheduler"]

NEUTRAL = "A moment for yourself?"
Command = tuple[str, ...]


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
    """A file: its name in the manager's folder, its bytes, and the commands by which the manager starts and ends it."""

    file: str
    data: bytes
    start: tuple[Command, ...] = ()
    end: tuple[Command, ...] = ()


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


def launchd(job: Job, folder: str, user: int) -> list[Unit]:
    """Return the agents of launchd.

    Arguments: `folder`, where they lie, which its commands want to know; `user`, the number of the one who logs in.
    """
    units = []
    if job.watch:
        units.append(_agent(f"org.tjournal.watch.{job.name}", folder, user, job.watch, {
            "RunAtLoad": True, "KeepAlive": {"SuccessfulExit": False}, "ProcessType": "Background",
        }))  # fmt: skip
    if job.remind:
        hour, minute = (int(part) for part in job.at.split(":"))
        units.append(_agent(f"org.tjournal.remind.{job.name}", folder, user, job.remind, {
            "StartCalendarInterval": {"Hour": hour, "Minute": minute},
        }))  # fmt: skip
    return units


def task_scheduler(job: Job, folder: str, user: str) -> list[Unit]:
    r"""Return the tasks of Windows' Task Scheduler.

    Arguments: `folder`, where they lie, which its commands want to know; `user`, the one who logs in, as COMPUTER\NAME,
    since a task for whoever logs in could be set by an administrator only.
    """
    units = []
    if job.watch:
        trigger = f"<LogonTrigger><Enabled>true</Enabled><UserId>{escape(user)}</UserId></LogonTrigger>"
        task = _task(f"tj watch {job.name}", folder, user, trigger, job.watch, limit="PT0S")
        units.append(task)
    if job.remind:
        trigger = (
            f"<CalendarTrigger><StartBoundary>2026-01-01T{job.at}:00</StartBoundary><Enabled>true</Enabled>"
            "<ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay></CalendarTrigger>"
        )
        units.append(_task(f"tj remind {job.name}", folder, user, trigger, job.remind, limit="PT5M"))
    return units


def notification(words: str) -> Command:
    """Return the command by which macOS shows a reminder."""
    quoted = words.replace("\\", "\\\\").replace('"', '\\"')
    return ("osascript", "-e", f'display notification "{quoted}"')


def message_box(python: str, words: str) -> Command:
    """Return the command by which Windows shows a reminder, in any of its editions.

    Arguments: `python`, a Python that opens no console, as `pythonw.exe` does.
    """
    # The sign of a piece of information, in front of other windows.
    code = "import ctypes, sys; ctypes.windll.user32.MessageBoxW(None, sys.argv[1], 'Reminder', 0x40 | 0x40000)"
    return (python, "-c", code, words)


def _unit(file: str, text: str, started: str) -> Unit:
    if not started:
        return Unit(file, text.encode())
    start, end = (("systemctl", "--user", how, "--now", started) for how in ("enable", "disable"))
    return Unit(file, text.encode(), (start,), (end,))


def _words(words: Sequence[str]) -> str:
    """Return a command in the words of systemd, which reads `%`, `$`, quotes and backslashes in its own way."""
    escaped = (
        word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$").replace("\n", "\\n")
        for word in words
    )
    return " ".join(f'"{word}"' for word in escaped)


def _agent(label: str, folder: str, user: int, words: Sequence[str], more: dict[str, object]) -> Unit:
    file = f"{label}.plist"
    data = plistlib.dumps({"Label": label, "ProgramArguments": list(words), **more}, sort_keys=True)
    start = ("launchctl", "bootstrap", f"gui/{user}", f"{folder}/{file}")
    return Unit(file, data, (start,), (("launchctl", "bootout", f"gui/{user}/{label}"),))


def _task(name: str, folder: str, user: str, trigger: str, words: Sequence[str], *, limit: str) -> Unit:
    file = f"{name}.xml"
    text = (
        '<?xml version="1.0" encoding="UTF-16"?>\n'
        '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">\n'
        f"<Triggers>{trigger}</Triggers>\n"
        f'<Principals><Principal id="Author"><UserId>{escape(user)}</UserId><LogonType>InteractiveToken</LogonType>'
        "<RunLevel>LeastPrivilege</RunLevel></Principal></Principals>\n"
        "<Settings><MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>"
        "<DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>"
        f"<StopIfGoingOnBatteries>false</StopIfGoingOnBatteries><ExecutionTimeLimit>{limit}</ExecutionTimeLimit>"
        "</Settings>\n"
        f'<Actions Context="Author"><Exec><Command>{escape(words[0])}</Command>'
        f"<Arguments>{escape(_arguments(words[1:]))}</Arguments></Exec></Actions>\n</Task>\n"
    )
    start: list[Command] = [("schtasks", "/Create", "/F", "/TN", name, "/XML", f"{folder}\\{file}")]
    if "LogonTrigger" in trigger:  # as after a login
        start.append(("schtasks", "/Run", "/TN", name))
    end = (("schtasks", "/End", "/TN", name), ("schtasks", "/Delete", "/F", "/TN", name))
    return Unit(file, f"\ufeff{text}".encode("utf-16-le"), tuple(start), end)


def _arguments(words: Sequence[str]) -> str:
    from subprocess import list2cmdline  # the rules of quoting there; nothing is run

    return list2cmdline(words)
