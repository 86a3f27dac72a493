"""One pair of hands for two browsers: what a therapist presses, types and chooses in the page."""

import base64
import re
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Locator, Page

from tests.page.browser import chromium
from tests.page.firefox import Firefox, firefox

__all__ = ["BROWSERS", "FirefoxHands", "Hands", "hands"]

BROWSERS = ("chromium", "firefox")
REPORT = "//iframe[@id='report']"


class Hands(Protocol):
    """What is done in a browser; `place` is an XPath, of which the first element that can be seen is meant."""

    def go(self, address: str) -> None: ...

    def click(self, place: str) -> None: ...

    def type(self, place: str, text: str) -> None: ...

    def choose(self, place: str, path: Path) -> None: ...

    def read(self, place: str) -> str: ...

    def value(self, place: str) -> str:
        """Return what stands in a field."""

    def report(self) -> str:
        """Return the words of the report in its frame."""

    def run(self, script: str, given: Any) -> Any:
        """Return what the body of an asynchronous function of `given` returns in the page."""

    def title(self) -> str: ...

    def pages(self) -> int:
        """Print, and return how many pages of paper it takes."""

    def saved(self, place: str, folder: Path) -> Path:
        """Click, and return the file in `folder` that came of it."""

    def press(self, name: str) -> None:
        """Press a button, or follow a link, by its words."""
        self.click(named(name))

    def fill(self, label: str, text: str) -> None:
        """Type into the field that is called so."""
        self.type(labelled(label), text)

    def give(self, label: str, path: Path) -> None:
        """Choose a file in the field that is called so."""
        self.choose(labelled(label), path)

    def save(self, name: str, folder: Path) -> Path:
        """Press a button, and return the file in `folder` that came of it."""
        return self.saved(named(name), folder)


def named(name: str) -> str:
    return f"(//a | //button | //summary)[normalize-space() = '{name}']"


def labelled(label: str) -> str:
    return (
        f"//*[@id = //label[starts-with(normalize-space(), '{label}')]/@for]"
        f" | //*[self::input or self::textarea][@aria-label = '{label}']"
    )


class _Chromium(Hands):
    def __init__(self, page: Page) -> None:
        self._page = page
        page.set_default_timeout(60_000)

    def go(self, address: str) -> None:
        self._page.goto(address)

    def click(self, place: str) -> None:
        self._seen(place).click()

    def type(self, place: str, text: str) -> None:
        self._seen(place).press_sequentially(text)

    def choose(self, place: str, path: Path) -> None:
        self._seen(place).set_input_files(path)

    def read(self, place: str) -> str:
        return self._seen(place).inner_text()

    def value(self, place: str) -> str:
        return self._seen(place).input_value()

    def report(self) -> str:
        return self._page.frame_locator(REPORT).locator("body").inner_text()

    def run(self, script: str, given: Any) -> Any:
        return self._page.evaluate(f"async (given) => {{ {script} }}", given)

    def title(self) -> str:
        return self._page.title()

    def pages(self) -> int:
        return _pages_of(self._page.pdf())

    def saved(self, place: str, folder: Path) -> Path:
        with self._page.expect_download() as download:
            self.click(place)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def _seen(self, place: str) -> Locator:
        found = self._page.locator(f"xpath={place}").filter(visible=True).first
        found.wait_for()
        return found


class FirefoxHands(Hands):
    """Hands in a Firefox that was started before."""

    def __init__(self, browser: Firefox) -> None:
        self._browser = browser

    def go(self, address: str) -> None:
        self._browser.do("WebDriver:Navigate", url=address)

    def click(self, place: str) -> None:
        self._browser.do("WebDriver:ElementClick", id=self._browser.find(place))

    def type(self, place: str, text: str) -> None:
        self._browser.do("WebDriver:ElementSendKeys", id=self._browser.find(place), text=text)

    def choose(self, place: str, path: Path) -> None:
        self.type(place, str(path))

    def read(self, place: str) -> str:
        text: str = self._browser.do("WebDriver:GetElementText", id=self._browser.find(place))
        return text

    def value(self, place: str) -> str:
        element = self._browser.find(place)
        text: str = self._browser.do("WebDriver:GetElementProperty", id=element, name="value")
        return text

    def report(self) -> str:
        self._browser.enter(REPORT)
        text = self.read("//body")
        self._browser.do("WebDriver:SwitchToFrame", id=None)
        return text

    def run(self, script: str, given: Any) -> Any:
        return self._browser.run(f"return (async (given) => {{ {script} }})(arguments[0])", given)

    def title(self) -> str:
        text: str = self._browser.do("WebDriver:GetTitle")
        return text

    def pages(self) -> int:
        return _pages_of(base64.b64decode(self._browser.do("WebDriver:Print")))

    def saved(self, place: str, folder: Path) -> Path:
        before = set(self._browser.downloads.iterdir())
        self.click(place)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            made = set(self._browser.downloads.iterdir()) - before
            # While it is being saved there is an empty file, and another beside it.
            if len(made) == 1 and (path := made.pop()).suffix != ".part" and path.stat().st_size:
                return path.rename(folder / path.name)
            time.sleep(0.05)
        raise TimeoutError("nothing was saved")


def _pages_of(pdf: bytes) -> int:
    # Firefox packs the descriptions of its pages.
    parts = [pdf]
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            # Not at once: what is packed may itself end in what looks like the line end before `endstream`.
            parts.append(zlib.decompressobj().decompress(packed))
    return sum(len(re.findall(rb"/Type\s*/Page\b", part)) for part in parts)


@contextmanager
def hands(browser: str, log: Path | None = None) -> Iterator[Hands]:
    """Give hands in a browser, one of `BROWSERS`, that was just started.

    Arguments: `log`, a folder for what the browser itself notes of every look-up and connection that it makes.
    """
    if browser == "chromium":
        with chromium(*([f"--log-net-log={log / 'net.json'}"] if log else [])) as context:
            yield _Chromium(context.new_page())
    else:
        noted = {"MOZ_LOG": "nsHostResolver:5,nsSocketTransport:5", "MOZ_LOG_FILE": str(log / "net")} if log else {}
        with firefox(**noted) as driven:
            yield FirefoxHands(driven)
