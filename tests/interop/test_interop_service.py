"""The units of each system: they say what is to run, in that system's own quoting."""

import plistlib
import shlex
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tj.interop.service import NEUTRAL, Job, launchd, systemd, task_scheduler

ODD = ("/opt/my tools/tj", "--vault", "/home/a b/100% \"mine\" $HOME \\ 'x' ü", "watch")
JOB = Job("abc123", ODD, ("notify-send", "--", 'Tea? "now" 100% $5'), "07:05")
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def test_the_words_of_a_lock_screen_are_neutral() -> None:
    assert not {"journal", "therap", "mood", "diary", "tj"} & set(NEUTRAL.casefold().replace("?", "").split())


def test_systemd_units() -> None:
    units = {unit.file: unit for unit in systemd(JOB)}
    assert list(units) == ["tj-watch-abc123.service", "tj-remind-abc123.service", "tj-remind-abc123.timer"]
    text = units["tj-watch-abc123.service"].data.decode()
    line = next(line for line in text.splitlines() if line.startswith("ExecStart="))
    assert tuple(shlex.split(line[10:].replace("%%", "%").replace("$$", "$"))) == ODD
    assert "OnCalendar=*-*-* 07:05:00" in units["tj-remind-abc123.timer"].data.decode()
    assert units["tj-remind-abc123.service"].start == ()
    assert units["tj-remind-abc123.timer"].start[-1] == "tj-remind-abc123.timer"
    assert [unit.file for unit in systemd(Job("x", ODD))] == ["tj-watch-x.service"]


def test_systemd_itself_reads_them(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    for unit in systemd(Job("abc123", ("/bin/true", *ODD[1:]), ("/bin/true", "Tea?"), "07:05")):
        (tmp_path / unit.file).write_bytes(unit.data)
        if analyze:  # what else could tell is not on every machine
            done = subprocess.run(
                [analyze, "verify", "--user", str(tmp_path / unit.file)], capture_output=True, text=True
            )
            assert unit.file not in done.stderr
        assert b"\n\n[" in unit.data


def test_launchd_agents() -> None:
    watch, remind = launchd(JOB, "/Users/a/Library/LaunchAgents")
    table = plistlib.loads(watch.data)
    assert table["ProgramArguments"] == list(ODD)
    assert table["RunAtLoad"] is True
    assert plistlib.loads(remind.data)["StartCalendarInterval"] == {"Hour": 7, "Minute": 5}
    assert watch.start == ("launchctl", "load", f"/Users/a/Library/LaunchAgents/{watch.file}")


def test_tasks_of_windows() -> None:
    watch, remind = task_scheduler(JOB, "C:\\tasks")
    root = ElementTree.fromstring(watch.data.decode("utf-16").partition("\n")[2])  # noqa: S314 - our own
    assert root.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Command") == ODD[0]
    assert root.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments") == subprocess.list2cmdline(ODD[1:])
    root = ElementTree.fromstring(remind.data.decode("utf-16").partition("\n")[2])  # noqa: S314 - our own
    assert root.findtext(f"{TASK}Triggers/{TASK}CalendarTrigger/{TASK}StartBoundary") == "2026-01-01T07:05:00"


@pytest.mark.parametrize("made", [systemd(JOB), launchd(JOB, "x"), task_scheduler(JOB, "x")])
def test_nothing_in_them_depends_on_the_machine(made: list[object]) -> None:
    assert made in (systemd(JOB), launchd(JOB, "x"), task_scheduler(JOB, "x"))
