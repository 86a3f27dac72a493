"""The whole circle, in real browsers: a key, a share, a reply, and what comes of it in the vault."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.page.browser import built_page
from tests.page.hands import BROWSERS, Hands, hands, labelled
from tj.share.crypto import recipient_of

GUIDANCE = "Go slowly with the *long* walks.\n\nSleep first."
HOMEWORK = ("Walk to the bridge once", "Write down one thing that went well")
PROMPT = "What did the morning sound like?"
PASSPHRASE = "seven quiet herons by the river"


@pytest.fixture(params=BROWSERS)
def browser(request: pytest.FixtureRequest) -> Iterator[Hands]:
    with hands(request.param) as found:
        found.go(built_page().as_uri())
        yield found


class Writer:
    """Someone who keeps the example journal, and runs `tj` on it as anyone would."""

    def __init__(self, folder: Path, vault: Path) -> None:
        self.vault = vault
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("TJ_")},
            "HOME": str(folder),
            **{f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CACHE", "DATA", "CONFIG")},
        }

    def tj(self, *words: str | Path) -> str:
        """Return what a command prints; it has to succeed."""
        done = subprocess.run(
            [Path(sys.executable).with_name("tj"), "--vault", self.vault, *words],
            capture_output=True, text=True, check=False, env=self._environment, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def writer(tmp_path: Path, example: Path) -> Writer:
    (tmp_path / "writer").mkdir()
    return Writer(tmp_path / "writer", example)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The therapist's folder."""
    path = tmp_path / "office"
    path.mkdir()
    return path


def see_the_share(browser: Hands, writer: Writer, entries: int) -> None:
    """Look at all that is shown of an open share, and compare the signer's words with those of the writer."""
    assert f"share number 1 · {entries} entries" in browser.read("//*[@id='share-facts']")
    shown = browser.read("//*[@id='who']//ol").split()
    assert shown == json.loads(writer.tj("key", "show", "--json"))["signer_words"]
    report = browser.report()
    assert "Mood" in report
    assert "People clapped. I said thank you" in report
    browser.click("//*[@id='entries-list']//summary")
    # The page fills it in once it hears that it was opened, which is a moment after it is to be seen.
    end = time.monotonic() + 10
    while not (first := browser.read("//*[@id='entries-list']//pre")) and time.monotonic() < end:
        time.sleep(0.02)
    assert first.startswith("---\ndate: 2026-")


def answer(browser: Hands, office: Path) -> Path:
    """Write a reply with something of each kind, and return its file."""
    browser.press("Reply")
    browser.fill("What you want to say", GUIDANCE)
    browser.fill("Homework 1", HOMEWORK[0])
    browser.press("Add homework")
    browser.fill("Homework 2", HOMEWORK[1])
    browser.fill("Prompt 1", PROMPT)
    path = browser.save("Save the reply", office)
    assert re.fullmatch(r"reply-[a-z2-7]{8}\.age", path.name)
    assert path.name in browser.read("//*[@id='reply-done']")
    return path


def take_in(writer: Writer, reply: Path, name: str) -> None:
    """Receive a reply, and look at what came of it."""
    told = json.loads(writer.tj("receive", reply, "--yes", "--json"))
    today = date.today().isoformat()  # the day of the browser and of the writer, who are at home here
    assert told["note"] == f"guidance/{today}-{name}.md"
    note = (writer.vault / told["note"]).read_text()
    assert f"{GUIDANCE}\n\n## Homework\n\n- [ ] {HOMEWORK[0]}\n- [ ] {HOMEWORK[1]}\n" in note
    assert told["prompts_file"] == f".tj/prompts/from-{name}.md"
    assert PROMPT in (writer.vault / told["prompts_file"]).read_text()
    assert json.loads(writer.tj("prompt", "--json"))["text"] == PROMPT
    assert "took this in before" in writer.tj("receive", reply, "--yes")


def test_by_a_key_made_in_the_page(browser: Hands, writer: Writer, office: Path) -> None:
    browser.press("Make my key")
    key = browser.save("Make my key and save it", office)
    recipient = browser.value(labelled("Public part of my key"))
    assert recipient_of(key.read_text().split()[-1]) == recipient
    words = browser.read("//*[@id='key-words']").split()
    assert len(words) == 6
    assert " ".join(words) in writer.tj("therapist", "add", "anneke", recipient)
    writer.tj("therapist", "verify", "anneke", "--how", "words read in session")
    shared = json.loads(writer.tj("share", "anneke", "--since", "2026-04-01", "--yes", "--json"))

    # Another day: nothing of the key is left in the page.
    browser.go("about:blank")
    browser.go(built_page().as_uri())
    browser.press("Open a share")
    browser.give("The file that was sent to you", Path(shared["output"]))
    browser.give("The key file that you kept", key)
    browser.press("Open the share")
    see_the_share(browser, writer, shared["entries"])
    take_in(writer, answer(browser, office), "anneke")


def test_by_a_key_under_a_passphrase(browser: Hands, writer: Writer, office: Path) -> None:
    browser.press("Make my key")
    browser.fill("Passphrase", PASSPHRASE)
    browser.fill("The same again", PASSPHRASE)
    key = browser.save("Make my key and save it", office)
    assert b"AGE-SECRET-KEY" not in key.read_bytes()
    writer.tj("therapist", "add", "anneke", browser.value(labelled("Public part of my key")), "--verified", "at once")
    shared = json.loads(writer.tj("share", "anneke", "--since", "2026-04-01", "--yes", "--json"))
    browser.go("about:blank")
    browser.go(built_page().as_uri())
    browser.press("Open a share")
    browser.give("The file that was sent to you", Path(shared["output"]))
    browser.give("The key file that you kept", key)
    browser.fill("Passphrase of your key", PASSPHRASE)
    browser.press("Open the share")
    see_the_share(browser, writer, shared["entries"])


def test_by_words_for_someone_without_a_key(browser: Hands, writer: Writer, office: Path) -> None:
    writer.tj("therapist", "add", "Dr. Roos", "--no-key")
    said = writer.tj(
        "share", "Dr. Roos", "--passphrase", "--since", "2026-04-01", "--yes", "--output", office / "s.age"
    )
    words = re.search(r"^    ((?:[a-z]+-){6}[a-z]+)$", said, re.MULTILINE)
    assert words
    browser.press("Open a share")
    browser.give("The file that was sent to you", office / "s.age")
    # As it is told by telephone.
    browser.fill("The words, in their order", words[1].replace("-", " "))
    browser.press("Open the share")
    entries = re.search(r"(\d+) entries", browser.read("//*[@id='share-facts']"))
    assert entries
    see_the_share(browser, writer, int(entries[1]))
    take_in(writer, answer(browser, office), "dr-roos")
