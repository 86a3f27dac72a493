"""Makes the pictures of the brief in docs/pictures, from the example vault: `python -m tests.pictures`.

Needs Chromium, and `pdftoppm` (Debian: poppler-utils) for the printed page.
"""

import io
import subprocess
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.conftest import ROOT, program
from tests.report.brief_example import example_page

FOLDER = ROOT / "docs" / "pictures"
# Widths and heights in CSS pixels; a phone is drawn at twice that, as phones do.
DESK, PHONE = (1280, 1490), (390, 1180)
PAPER_WIDTH = 820
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
        browser.close()


def shot(browser: Browser, page: Path, width: int, height: int) -> bytes:
    """Return a picture of the upper part of a page."""
    tab = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    tab.goto(page.as_uri())
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
