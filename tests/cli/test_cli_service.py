"""`tj service`: what it writes, what it has started, and that nothing of it is left when it is removed."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.conftest import MakeVault, Tj, files_of

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the folders of systemd")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of settings, and a `systemctl` that notes what it is asked for."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "systemctl").write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n')
    (tools / "notify-send").write_text("#!/bin/sh\n")
    for tool in tools.iterdir():
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def test_installed_and_removed_without_a_trace(tj: Tj, make_vault: MakeVault, config: Path, tmp_path: Path) -> None:
    root = make_vault(name="my vault")
    before = files_of(root)
    result = tj("service", "install", "--watch", "--remind", "7:05", vault=root)
    assert (result.code, result.err) == (0, "")
    files = sorted(path.name for path in (config / "systemd/user").iterdir())
    assert len(files) == 3
    assert all(name in result.out for name in files)
    text = "\n".join(path.read_text() for path in (config / "systemd/user").iterdir())
    assert f'"--vault" "{root}" "watch"' in text
    assert '"A moment for yourself?"' in text
    assert "OnCalendar=*-*-* 07:05:00" in text
    assert (tmp_path / "asked").read_text().count("enable --now") == 2
    again = tj("service", "install", "--watch", "--remind", "7:05", vault=root)
    assert again.out.count("as it was") == 3
    # What runs is ended and begun again, as it may be that of an earlier tj.
    assert (tmp_path / "asked").read_text().count("disable --now") == 2
    assert (tmp_path / "asked").read_text().count("enable --now") == 4
    assert json.loads(tj("service", "status", "--json", vault=root).out)["installed"] == [
        str(config / "systemd/user" / name) for name in sorted(files, key=lambda name: ("watch" not in name, name))
    ]
    removed = tj("service", "remove", vault=root)
    assert removed.out.count(": removed.") == 3
    assert (tmp_path / "asked").read_text().count("disable --now") == 4
    assert list(config.iterdir()) == []
    assert files_of(root) == before
    assert "Nothing is installed" in tj("service", "remove", vault=root).out


def test_two_vaults_do_not_touch_each_other(tj: Tj, make_vault: MakeVault, config: Path) -> None:
    one, other = make_vault(name="one"), make_vault(name="other")
    assert tj("service", "install", "--watch", vault=one).code == 0
    assert tj("service", "install", "--watch", "--no-start", vault=other).code == 0
    (config / "systemd/user/mine.service").write_text("[Unit]\n")
    tj("service", "remove", vault=one)
    assert len(list((config / "systemd/user").iterdir())) == 2
    tj("service", "remove", vault=other)
    assert [path.name for path in (config / "systemd/user").iterdir()] == ["mine.service"]


def test_without_a_manager_the_way_is_told(
    tj: Tj, make_vault: MakeVault, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = tj("service", "install", "--watch", "--remind", "20:30", "--words", "Tea", vault=make_vault())
    assert "to start it: systemctl --user enable --now tj-watch-" in result.out
    assert "notify-send is not here" in result.err


def test_on_macos_agents_are_written_for_launchd(
    tj: Tj, make_vault: MakeVault, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setenv("HOME", str(tmp_path))
    root = make_vault()
    told = tj("service", "install", "--watch", "--remind", "20:30", "--no-start", vault=root).out
    agents = sorted((tmp_path / "Library" / "LaunchAgents").iterdir())
    assert [path.suffix for path in agents] == [".plist", ".plist"]
    for path in agents:
        assert f"to start it: launchctl bootstrap gui/{os.getuid()} {path}" in told
        assert path.stat().st_mode & 0o777 == 0o600  # launchd takes none that others may write
    assert tj("service", "remove", vault=root).out.count(": removed.") == 2
    assert not (tmp_path / "Library" / "LaunchAgents").exists()


def test_on_windows_no_window_is_opened(
    tj: Tj, make_vault: MakeVault, config: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("python.exe", "pythonw.exe"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    monkeypatch.setitem(sys.modules, "msvcrt", None)
    for name, value in {"LOCALAPPDATA": str(tmp_path / "local"), "USERDOMAIN": "PC", "USERNAME": "mara"}.items():
        monkeypatch.setenv(name, value)
    result = tj("service", "install", "--watch", "--remind", "20:30", "--no-start", vault=make_vault())
    assert result.code == 0
    written = [path.read_bytes().decode("utf-16") for path in (tmp_path / "local" / "tj" / "tasks").iterdir()]
    assert len(written) == 2
    for text in written:
        assert f"<Command>{tmp_path}/pythonw.exe</Command>" in text
        assert "<UserId>PC\\mara</UserId>" in text
    assert sum("<Arguments>-m tj --vault" in text for text in written) == 1
    assert sum("MessageBoxW" in text for text in written) == 1


@pytest.mark.parametrize(
    "options",
    [[], ["--remind", "25:00"], ["--remind", "evening"], ["--remind", "20:30", "--words", " "],
     ["--remind", "20:30", "--words", "a\nb"]],
)  # fmt: skip
def test_what_cannot_be_meant_is_told(tj: Tj, make_vault: MakeVault, config: Path, options: list[str]) -> None:
    result = tj("service", "install", *options, vault=make_vault())
    assert result.code == 2
    assert not config.exists()
