"""Makes the pictures in docs/pictures, of the brief and of the therapist's page: `python -m tests.pictures`.

Needs Chromium, and `pdftoppm` (Debian: poppler-utils) for the printed page.
"""

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT, program
from tests.page.browser import Writer, built_page, make_share
from tests.report.brief_example import example_page
from tj.share.crypto import new_identity
from tj.share.keys import identity_file

FOLDER = ROOT / "docs" / "pictures"
# Widths and heights in CSS pixels; a phone is drawn at twice that, as phones do.
DESK, PHONE, PAGE = (1280, 1490), (390, 1180), (1180, 1150)
PAPER_WIDTH = 820
# As many as the report in the picture speaks of; their text is not in it.
ENTRIES = {f"entries/{number:04}.md": b"An entry.\n" for number in range(1, 31)}
# The words of a signature are in the picture; this key, which signs nothing else, keeps them the same.
SIGNING_KEY = b"""-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f
-----END PRIVATE KEY-----
"""
LARGEST = 150_000


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = Path(folder) / "brief.html"
        page.write_text(example_page(), encoding="utf-8")
        path = program("chromium", "chromium-browser", "google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        keep("brief-desk.png", shot(browser, page, *DESK), 960)
        keep("brief-phone.png", shot(browser, page, *PHONE), 390)
        keep("brief-paper.png", printed(browser, page), PAPER_WIDTH)
        keep("page.png", opened(browser, page.read_text(encoding="utf-8")), 960)
        browser.close()


def shot(browser: Browser, page: Path, width: int, height: int) -> bytes:
    """Return a picture of the upper part of a page."""
    tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    tab.goto(page.as_uri())
    return tab.screenshot()


def opened(browser: Browser, report: str) -> bytes:
    """Return a picture of the therapist's page with a share open in it, by a writer whose words are always the same."""
    share = make_share(Writer(new_identity(), SIGNING_KEY), report, ENTRIES)
    tab = browser.new_page(viewport={"width": PAGE[0], "height": PAGE[1]}, color_scheme="light")
    tab.goto(f"{built_page().as_uri()}#open")
    files = {"#open-file": ("share-k3vq7x2m.age", share.data), "#open-keys": ("key.txt", identity_file(share.identity))}
    for field, (name, data) in files.items():
        tab.set_input_files(field, {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    tab.click("#open-go")
    tab.wait_for_selector("#share-body iframe")
    tab.wait_for_timeout(500)
    return tab.screenshot()


def printed(browser: Browser, page: Path) -> bytes:
    """Return a picture of the first printed page."""
    tab = browser.new_page(color_scheme="light")
    tab.goto(page.as_uri())
    command = ["pdftoppm", "-png", "-r", "120", "-f", "1", "-l", "1", "-"]
    return subprocess.run(command, input=tab.pdf(format="A4"), capture_output=True, check=True).stdout


def keep(name: str, data: bytes, width: int) -> None:
    """Write a picture at a width, in few colours, so that it stays small."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    height = round(picture.height * width / picture.width)
    scaled = picture.resize((width, height), Image.Resampling.LANCZOS)
    small = scaled.quantize(200, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(FOLDER / name, optimize=True)
    assert (FOLDER / name).stat().st_size < LARGEST, f"{name} is too large"


if __name__ == "__main__":
    main()
