"""What a stranger drops on the page: each thing is named in plain words, with what to do, and nothing is opened."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.page.browser import built_page, make_share, writer
from tests.page.core import b64
from tests.page.hands import BROWSERS, Hands, hands
from tj.share.crypto import encrypt, new_identity, recipient_of
from tj.share.keys import identity_file

READER = new_identity()
SHARE = make_share(writer(), "<p>a report</p>", reader=READER).data
KEY = identity_file(READER)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(90_000)
# As it goes to the writer, whose key the therapist does not have.
REPLY = encrypt(b"tj-reply/1 x\n{}" + bytes(4096), recipient_of(new_identity()))
DROP = """
const held = new DataTransfer();
for (const { name, data, size } of given) {
  const bytes = size ? new Uint8Array(size) : Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  held.items.add(new File([bytes], name));
}
dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
"""
# What is shown once the page is done, after a press of the button where that is wanted.
SHOWN = """
const words = (id) => document.getElementById(id).innerText;
const turn = () => new Promise((done) => setTimeout(done, 20));
if (given) document.getElementById("open-go").click();
const told = () => words("open-alert") || (given ? location.hash === "#share" : words("open-chosen"));
const done = () => !words("busy") && told();
for (let turns = 0; turns < 1000 && !done(); turns++) await turn();
return { address: location.hash, alert: words("open-alert"), chosen: words("open-chosen"), busy: words("busy") };
"""


def zipped() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("report.html", "<p>x</p>" * 20_000)
    return held.getvalue()


class Odd(NamedTuple):
    """Files by name, a size standing for as many zeros; what is said; whether only once the button is pressed."""

    files: Sequence[tuple[str, bytes | int]]
    said: str
    pressed: bool = False


ODD = {
    "a picture": Odd([("a.png", PNG)], "This is not a share"),
    "a picture and the key": Odd([("a.png", PNG), ("key.txt", KEY)], "This is not a share", pressed=True),
    "a zip": Odd([("a.zip", zipped())], "This is not a share"),
    "a film": Odd([("film.mp4", 60_000_000)], "This is not a share"),
    "a long film": Odd([("film.mp4", 300_000_000)], "This file is too large"),
    "nothing": Odd([("empty.age", b"")], "This is not a share"),
    "a mail": Odd([("mail.eml", b"Return-Path: <me@example.org>\r\n\r\n" + SHARE)], "This is a whole e-mail"),
    "a public key": Odd([("key.pub", recipient_of(READER).encode())], "This is only the public part of a key"),
    "the page itself": Odd([("tj-page.html", b"<!DOCTYPE html><html>")], "This is not a share"),
    "a key alone": Odd([("key.txt", KEY)], "Which share?", pressed=True),
    "a reply": Odd([("reply-abcdefgh.age", REPLY), ("key.txt", KEY)], "It may be a reply", pressed=True),
}


@pytest.fixture(scope="module", params=BROWSERS)
def started(request: pytest.FixtureRequest) -> Iterator[Hands]:
    with hands(request.param) as found:
        yield found


@pytest.fixture
def browser(started: Hands) -> Hands:
    started.go("about:blank")
    started.go(built_page().as_uri())
    return started


def drop(browser: Hands, files: Sequence[tuple[str, bytes | int]]) -> None:
    browser.run(
        DROP,
        [
            {
                "name": name,
                "data": "" if isinstance(data, int) else b64(data),
                "size": data if isinstance(data, int) else 0,
            }
            for name, data in files
        ],
    )


def shown(browser: Hands, *, pressed: bool) -> Mapping[str, str]:
    found: Mapping[str, str] = browser.run(SHOWN, pressed)
    return found


@pytest.mark.parametrize("name", list(ODD))
def test_what_is_no_share_is_named(browser: Hands, name: str) -> None:
    odd = ODD[name]
    drop(browser, odd.files)
    seen = shown(browser, pressed=odd.pressed)
    assert odd.said in seen["alert"]
    assert seen["address"] == "#open"
    assert seen["busy"] == ""


@pytest.mark.parametrize("files", [[("a.png", PNG), ("s.age", SHARE)], [("s.age", SHARE), ("a.png", PNG)]])
def test_of_several_files_the_share_is_found(browser: Hands, files: Sequence[tuple[str, bytes | int]]) -> None:
    drop(browser, [*files, ("key.txt", KEY)])
    assert "locked for a key" in shown(browser, pressed=False)["chosen"]
    browser.press("Open the share")
    assert "a report" in browser.report()


def test_of_several_shares_the_first_is_taken_and_that_is_said(browser: Hands) -> None:
    drop(browser, [("s.age", SHARE), ("copy.age", SHARE), ("key.txt", KEY)])
    assert "2 files were dropped, and the first is taken" in shown(browser, pressed=False)["chosen"]
    browser.press("Open the share")
    assert "a report" in browser.report()


def test_a_share_chosen_before_is_not_opened_in_place_of_what_is_none(browser: Hands, tmp_path: Path) -> None:
    (tmp_path / "share.age").write_bytes(SHARE)
    (tmp_path / "key.txt").write_bytes(KEY)
    (tmp_path / "a.png").write_bytes(PNG)
    with (tmp_path / "film.mp4").open("wb") as film:
        film.truncate(300_000_000)
    browser.press("Open a share")
    browser.give("The key file that you kept", tmp_path / "key.txt")
    for name, said in (("a.png", "This is not a share"), ("film.mp4", "This file is too large")):
        browser.give("The file that was sent to you", tmp_path / "share.age")
        assert "locked for a key" in shown(browser, pressed=False)["chosen"]
        browser.give("The file that was sent to you", tmp_path / name)
        assert said in shown(browser, pressed=False)["alert"]
        seen = shown(browser, pressed=True)
        assert (seen["address"], said in seen["alert"]) == ("#open", True)


def test_a_press_before_the_files_are_read_waits_for_them(browser: Hands) -> None:
    files = [("s.age", SHARE), ("key.txt", KEY)]
    given = [{"name": name, "data": b64(data), "size": 0} for name, data in files]
    browser.run(f"{DROP} document.getElementById('open-go').click();", given)
    assert "a report" in browser.report()
