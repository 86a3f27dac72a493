"""What a therapist has at hand, and the steps that several tests take in the page."""

from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Download, FilePayload, Page

from tests.page.browser import Share, make_share, writer
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.report.html import Page as Template
from tj.report.html import build_report
from tj.share.keys import identity_file, six_words
from tj.templating import shipped

__all__ = [
    "ENTRIES", "NOTES", "PASSPHRASE", "REPORT", "SEVEN", "SHARE", "SIX", "WRITER", "Asked", "alert", "go",
    "key_payload", "open_share", "payload", "saved",
]  # fmt: skip

WRITER = writer()
NOTES = [f"---\ndate: 2026-03-{day:02}\nmood: {day % 9}\n---\nDay {day}. " + "Words. " * 60 for day in range(1, 29)]
SEVEN = "abandon-ability-able-about-above-absent-absorb"
PASSPHRASE = "correct horse battery staple"


def report() -> str:
    notes = [parse_note(f"entries/{n:04}.md", text.encode(), Settings()) for n, text in enumerate(NOTES, start=1)]
    return build_report(
        notes, {}, Settings(), Template(shipped("report.html"), shipped("report.css") + shipped("charts.css"))
    )


REPORT = report()
ENTRIES = {f"entries/{n:04}.md": text.encode() for n, text in enumerate(NOTES, start=1)}
SHARE = make_share(WRITER, REPORT, {**ENTRIES, "att/0001.pdf": b"%PDF-1.4 a file"})
SIX = six_words("signer", WRITER.signer)


class Asked(NamedTuple):
    """The page as it was just opened, and every address that it asked for."""

    page: Page
    addresses: list[str]


def payload(data: bytes, name: str = "share-abcdefgh.age") -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": data}


def key_payload(identity: str) -> FilePayload:
    return payload(identity_file(identity), "my-key-some-words.txt")


def go(page: Page, task: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=task, exact=True).click()
    page.locator("nav a[aria-current=page]").get_by_text(task, exact=True).wait_for()


def open_share(page: Page, share: Share = SHARE, signers: bytes = b"") -> None:
    go(page, "Open a share")
    page.get_by_label("The file that was sent to you").set_input_files([payload(share.data)])
    page.get_by_label("The key file that you kept").set_input_files([key_payload(share.identity)])
    if signers:
        page.get_by_text("I have a list of writers").click()
        page.get_by_label("The list that this page saved").set_input_files([payload(signers, "my-writers.json")])
    page.get_by_role("button", name="Open the share").click()
    page.locator("#share-body").wait_for()


def saved(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def alert(page: Page) -> str:
    """Return what stopped the task, which has the focus so that it is read aloud and seen."""
    shown = page.locator("[role=alert]:not(:empty)")
    shown.wait_for()
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"
    return shown.inner_text()
