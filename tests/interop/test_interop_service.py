"""The units of each system: they say what is to run, in that system's own quoting."""

import hashlib
import plistlib
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.conftest import ROOT
from tj.interop.service import NEUTRAL, Job, launchd, message_box, notification, systemd, task_scheduler

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
    assert units["tj-remind-abc123.timer"].start[0][-1] == "tj-remind-abc123.timer"
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
    watch, remind = launchd(JOB, "/Users/a/Library/LaunchAgents", 501)
    table = plistlib.loads(watch.data)
    assert table["ProgramArguments"] == list(ODD)
    assert table["RunAtLoad"] is True
    assert plistlib.loads(remind.data)["StartCalendarInterval"] == {"Hour": 7, "Minute": 5}
    assert watch.start == (("launchctl", "bootstrap", "gui/501", f"/Users/a/Library/LaunchAgents/{watch.file}"),)
    assert watch.end == (("launchctl", "bootout", f"gui/501/{table['Label']}"),)
    assert watch.file == f"{table['Label']}.plist"


def test_tasks_of_windows() -> None:
    watch, remind = task_scheduler(JOB, "C:\\tasks", "PC\\Mara & Jo")
    assert watch.data.startswith(b"\xff\xfe<\x00?\x00")  # whatever the order of bytes is on the machine that wrote it
    root = ElementTree.fromstring(watch.data.decode("utf-16").partition("\n")[2])  # noqa: S314 - our own
    assert root.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Command") == ODD[0]
    assert root.findtext(f"{TASK}Actions/{TASK}Exec/{TASK}Arguments") == subprocess.list2cmdline(ODD[1:])
    # Of whoever logs in, only an administrator may set one.
    assert root.findtext(f"{TASK}Triggers/{TASK}LogonTrigger/{TASK}UserId") == "PC\\Mara & Jo"
    principal = root.find(f"{TASK}Principals/{TASK}Principal")
    assert principal is not None
    assert {each.tag.removeprefix(TASK): each.text for each in principal} == {
        "UserId": "PC\\Mara & Jo", "LogonType": "InteractiveToken", "RunLevel": "LeastPrivilege",
    }  # fmt: skip
    actions = root.find(f"{TASK}Actions")
    assert actions is not None
    assert actions.get("Context") == principal.get("id")
    assert root.findtext(f"{TASK}Settings/{TASK}ExecutionTimeLimit") == "PT0S"
    assert [words[1] for words in watch.start + watch.end] == ["/Create", "/Run", "/End", "/Delete"]
    assert [words[1] for words in remind.start] == ["/Create"]
    assert watch.start[0][-1] == f"C:\\tasks\\{watch.file}"
    assert {words[words.index("/TN") + 1] for words in watch.start + watch.end} == {watch.file.removesuffix(".xml")}
    root = ElementTree.fromstring(remind.data.decode("utf-16").partition("\n")[2])  # noqa: S314 - our own
    assert root.findtext(f"{TASK}Triggers/{TASK}CalendarTrigger/{TASK}StartBoundary") == "2026-01-01T07:05:00"


def test_words_of_a_reminder_stay_words() -> None:
    assert notification('Tea? "now" \\ 5')[-1] == 'display notification "Tea? \\"now\\" \\\\ 5"'
    python, flag, code, words = message_box("C:\\Python\\pythonw.exe", "Tea? '); x('")
    assert (python, flag, words) == ("C:\\Python\\pythonw.exe", "-c", "Tea? '); x('")
    compile(code, "reminder", "exec")
    assert "sys.argv[1]" in code


@pytest.mark.parametrize("seed", ["0", "1"])
def test_nothing_in_them_depends_on_the_machine(seed: str) -> None:
    code = (
        "import hashlib; from tests.interop.test_interop_service import *\n"
        "made = [*systemd(JOB), *launchd(JOB, 'x', 1), *task_scheduler(JOB, 'x', 'y')]\n"
        "print(hashlib.sha256(repr(made).encode()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
        env={"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    )  # fmt: skip
    made = [*systemd(JOB), *launchd(JOB, "x", 1), *task_scheduler(JOB, "x", "y")]
    assert done.stdout.strip() == hashlib.sha256(repr(made).encode()).hexdigest()
