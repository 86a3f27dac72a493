"""Firefox as Debian ships it, driven through Marionette, which it has by itself: no further program, no library.

What is said goes over a local socket as `LENGTH:JSON`; a command is `[0, number, name, parameters]`, its answer is
`[1, number, error, result]`. The names of the commands are WebDriver's.
"""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import program

__all__ = ["Firefox", "Stopped", "firefox"]

_SECONDS = 60
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
# Nothing that the browser does by itself may be taken for something that the page does. It has a list of such
# settings of its own for being driven; the last ones turn on what that list turns off, and what a report could use.
_PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.region.network.url": "",
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.trr.mode": 5,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "marionette.port": 0,
    "network.dns.disablePrefetch": False,
    "network.dns.disablePrefetchFromHTTPS": False,
    "network.http.speculative-parallel-limit": 20,
    "network.predictor.enabled": True,
    "network.prefetch-next": True,
}


class Stopped(Exception):
    """A command that Firefox could not do: its words for it."""


class Firefox:
    """A running Firefox with one window."""

    def __init__(self, connection: socket.socket, downloads: Path) -> None:
        self._connection = connection
        self._said = 0
        self.downloads = downloads
        self._answer()
        self.do("WebDriver:NewSession", capabilities={"alwaysMatch": {"unhandledPromptBehavior": "ignore"}})
        self.do("WebDriver:SetTimeouts", script=_SECONDS * 1000, pageLoad=_SECONDS * 1000)

    def do(self, command: str, **parameters: Any) -> Any:
        """Return what comes of a command. Raises `Stopped`."""
        self._said += 1
        said = json.dumps([0, self._said, command, parameters]).encode()
        self._connection.sendall(b"%d:%s" % (len(said), said))
        _, _, error, result = self._answer()
        if error is not None:
            raise Stopped(f"{command}: {error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a script returns in the page; a promise is waited for."""
        return self.do("WebDriver:ExecuteScript", script=script, args=list(arguments), sandbox=None)

    def find(self, xpath: str) -> str:
        """Return an element once it is there and can be seen. Raises `TimeoutError`."""
        until = time.monotonic() + _SECONDS
        while time.monotonic() < until:
            for found in self.do("WebDriver:FindElements", using="xpath", value=xpath):
                element: str = found[_ELEMENT]
                if self.do("WebDriver:IsElementDisplayed", id=element):
                    return element
            time.sleep(0.05)
        raise TimeoutError(xpath)

    def until(self, script: str, *arguments: Any) -> None:
        """Wait until a script returns something true. Raises `TimeoutError`."""
        until = time.monotonic() + _SECONDS
        while not self.run(script, *arguments):
            if time.monotonic() > until:
                raise TimeoutError(script)
            time.sleep(0.05)

    def enter(self, xpath: str) -> None:
        """Go on in a frame of the page."""
        self.do("WebDriver:SwitchToFrame", element=self.find(xpath), focus=False)

    def _answer(self) -> Any:
        length = b""
        while (sign := self._receive(1)) != b":":
            length += sign
        return json.loads(self._receive(int(length)))

    def _receive(self, count: int) -> bytes:
        parts = b""
        while len(parts) < count:
            part = self._connection.recv(count - len(parts))
            if not part:
                raise Stopped("Firefox has ended")
            parts += part
        return parts


@contextmanager
def firefox(**environment: str) -> Iterator[Firefox]:
    """Give the machine's Firefox with a profile of its own; `environment` comes to what is there anyway."""
    found = program("firefox-esr", "firefox")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        profile, downloads = Path(folder) / "profile", Path(folder) / "downloads"
        profile.mkdir()
        downloads.mkdir()
        wanted = {**_PREFERENCES, "browser.download.dir": str(downloads)}
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in wanted.items()]
        (profile / "user.js").write_text("".join(lines))
        process = subprocess.Popen(
            [found, "--marionette", "--headless", "--no-remote", "--new-instance", "--profile", profile, "about:blank"],
            env={**os.environ, "HOME": folder, "MOZ_CRASHREPORTER_DISABLE": "1", **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            with socket.create_connection(("127.0.0.1", _port(profile, process)), timeout=_SECONDS) as connection:
                yield Firefox(connection, downloads)
        finally:
            # All of its processes, which are a group of their own.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    told = profile / "MarionetteActivePort"
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and process.poll() is None:
        if told.exists() and (text := told.read_text()):
            return int(text)
        time.sleep(0.05)
    raise TimeoutError("Firefox does not begin")
