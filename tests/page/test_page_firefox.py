"""What another browser could do otherwise: reading in the frame, paper, the list of writers, what is left behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.page.browser import built_page, make_share, writer
from tests.page.firefox import Firefox, firefox
from tests.page.hands import FirefoxHands
from tests.page.test_page_frame import honest
from tj.share.crypto import new_identity
from tj.share.keys import identity_file, six_words

WRITER = writer()
READER = new_identity()
SHARE = make_share(WRITER, honest(), {"entries/0001.md": b"---\ndate: 2026-03-01\n---\nA day.\n"}, reader=READER).data
SIX = six_words("signer", WRITER.signer)


@pytest.fixture(scope="module")
def started() -> Iterator[Firefox]:
    with firefox() as found:
        yield found


@pytest.fixture
def browser(started: Firefox) -> FirefoxHands:
    return FirefoxHands(started)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "share.age").write_bytes(SHARE)
    (tmp_path / "key.txt").write_bytes(identity_file(READER))
    (tmp_path / "other.txt").write_bytes(identity_file(new_identity()))
    return tmp_path


def open_share(browser: FirefoxHands, files: Path, key: str = "key.txt") -> None:
    browser.go("about:blank")
    browser.go(built_page().as_uri())
    browser.press("Open a share")
    browser.give("The file that was sent to you", files / "share.age")
    browser.give("The key file that you kept", files / key)
    browser.press("Open the share")


def test_links_and_disclosures_work_in_the_report(browser: FirefoxHands, started: Firefox, files: Path) -> None:
    open_share(browser, files)
    started.enter("//iframe[@title='The report']")
    before = started.run("return scrollY")
    browser.click("(//nav//a)[last()]")
    started.until("return scrollY > arguments[0] + 500", before)
    assert not started.run("return document.querySelector('details table').checkVisibility()")
    browser.click("(//details/summary)[1]")
    started.until("return document.querySelector('details table').checkVisibility()")
    started.do("WebDriver:SwitchToFrame", id=None)


def test_the_whole_report_is_printed(browser: FirefoxHands, started: Firefox, files: Path, tmp_path: Path) -> None:
    (tmp_path / "report.html").write_text(honest(), encoding="utf-8")
    browser.go((tmp_path / "report.html").as_uri())
    plain = browser.pages()
    assert plain > 3
    open_share(browser, files)
    browser.report()
    assert browser.pages() == plain
    assert started.run("return document.getElementById('paper').innerHTML") == ""


def test_a_writer_is_kept_and_known_the_next_time(browser: FirefoxHands, files: Path) -> None:
    open_share(browser, files)
    assert "does not know yet" in browser.read("//*[@id='who']")
    assert tuple(browser.read("//*[@id='who']//ol").split()) == SIX
    browser.press("The words are the same? Keep the writer in your list")
    browser.fill("Name", "Mara")
    browser.press("Keep this writer")
    kept = browser.save("I have none: begin a list", files)
    assert "From Mara" in browser.read("//*[@id='who']")
    browser.go("about:blank")
    browser.go(built_page().as_uri())
    browser.press("Open a share")
    browser.press("I have a list of writers that I know")
    browser.give("The list that this page saved for you", kept)
    browser.give("The file that was sent to you", files / "share.age")
    browser.give("The key file that you kept", files / "key.txt")
    browser.press("Open the share")
    assert "From Mara" in browser.read("//*[@id='who']")


def test_a_wrong_key_is_said_in_words(browser: FirefoxHands, started: Firefox, files: Path) -> None:
    open_share(browser, files, "other.txt")
    assert "This key does not open the share" in browser.read("//*[@id='open-alert'][normalize-space() != '']")
    assert started.run("return document.activeElement.id") == "open-alert"


def test_nothing_is_stored(browser: FirefoxHands, started: Firefox, files: Path) -> None:
    open_share(browser, files)
    browser.read("//*[@id='share-facts']")
    browser.press("Reply")
    browser.fill("Homework 1", "Something")
    left = "return indexedDB.databases().then((all) => [localStorage.length, sessionStorage.length, all.length])"
    assert started.run(left) == [0, 0, 0]
    assert started.run("return document.cookie") == ""
