"""The brief can be used by everyone: axe-core finds nothing against WCAG 2.2 AA, on any report, screen or colour."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Page as Tab

from tests.conftest import program
from tests.report.brief_example import FORMS, example_page
from tj.config import Settings
from tj.entry.parse import parse_note
from tj.report.html import Page, build_report
from tj.templating import shipped

PAGE = Page(shipped("report.html"), shipped("report.css") + shipped("charts.css"), writer="Hedda")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010804000000b51c0c02"
    "0000000b4944415478da6364f80f00010501012718e3660000000049454e44ae426082"
)
ONE = """---
date: 2026-03-05
mood: 6
emotions: [anxious]
goals: [walk]
sleep: 7.5
---
# A day

![a view](att/0001.png) and [a link](https://example.org) in words.

> quoted

| a | b |
|---|---|
| 1 | 2 |

```
some code that is rather long, so long that it would not fit on a telephone without being wrapped somewhere
```

- [x] done #win
- [ ] ask #session
"""


def half_a_year() -> list[str]:
    first = date(2025, 1, 1)
    return [
        f"---\ndate: {first + timedelta(days=n)}\nmood: {n % 9 + 1}\nsleep: {n % 5 + 4}\ngoals: [walk]\n---\nWords.\n"
        for n in range(180)
        if n % 11
    ]


def report(texts: list[str], *, summary_only: bool = False) -> str:
    notes = [parse_note(f"entries/{n:04}.md", text.encode(), Settings()) for n, text in enumerate(texts, start=1)]
    images = {"att/0001.png": ("image/png", DOT)}
    return build_report(notes, images, Settings(), PAGE, instruments=FORMS, summary_only=summary_only)


WIDE = f"""---
date: 2026-03-05
emotions: [{"x" * 90}]
goals: [{"agoalwithoutaspace" * 5}]
---
# {"Headingwithoutaspace" * 6}

## {"Headingwithoutaspace" * 6}

- {"Linewithoutaspace" * 8} #session #win
- [ ] {"Taskwithoutaspace" * 8}

{"y" * 400}

| a | b | c | d | e | f | g | h |
|---|---|---|---|---|---|---|---|
| {"cell" * 9} | b | c | d | e | f | g | {"cell" * 9} |
"""

PAGES: dict[str, Callable[[], str]] = {
    "empty": lambda: report([]),
    "one entry with a picture": lambda: report([ONE]),
    "words without an end": lambda: report([WIDE]),
    "half a year of figures": lambda: report(half_a_year(), summary_only=True),
    "example": example_page,
    "figures only": lambda: example_page(summary_only=True),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


def looked_at(page: Tab) -> dict[str, Any]:
    """Return what axe-core, which comes with a Python package, finds on a page."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found: dict[str, Any] = page.evaluate("rules => axe.run(rules)", RULES)
    return found


@pytest.mark.parametrize("name", PAGES)
def test_nothing_stands_in_anyones_way(browser: Browser, tmp_path: Path, name: str) -> None:
    path = tmp_path / "report.html"
    path.write_text(PAGES[name](), encoding="utf-8")
    for width in (320, 1280):
        for scheme in ("light", "dark") if name != "half a year of figures" or width == 320 else ("light",):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
            page.goto(path.as_uri())
            page.evaluate("for (const one of [...document.querySelectorAll('details')].slice(1)) one.open = true")
            found = looked_at(page)
            said = [(one["id"], one["help"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
            assert said == [], (width, scheme)
            assert len(found["passes"]) > 10
            # WCAG 1.4.10: nothing has to be scrolled sideways.
            assert page.evaluate("document.documentElement.scrollWidth") == width
            page.close()


def test_a_link_opens_the_table_it_leads_to(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(report([ONE]), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert not page.locator("#mood-table table").is_visible()
    page.get_by_role("link", name="Mood as a table").click()
    page.locator("#mood-table table").wait_for(state="visible")
    page.close()


def test_the_check_can_fail(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(re.sub("(--soft|--chart-soft): #[0-9a-f]+", r"\1: #ddd", report([ONE])), encoding="utf-8")
    page = browser.new_page(color_scheme="light", bypass_csp=True)
    page.goto(path.as_uri())
    assert "color-contrast" in [one["id"] for one in looked_at(page)["violations"]]
    page.close()


MILLIMETRE = 96 / 25.4


@pytest.mark.parametrize(
    ("width", "height", "last"), [(210, 297, "homework"), (215.9, 279.4, "goals")], ids=["A4", "Letter"]
)
def test_the_essentials_fit_one_printed_page(
    browser: Browser, tmp_path: Path, width: float, height: float, last: str
) -> None:
    path = tmp_path / "report.html"
    path.write_text(example_page(), encoding="utf-8")
    # The room that the margins in `@page` leave.
    room = {"width": int((width - 26) * MILLIMETRE), "height": int((height - 25) * MILLIMETRE)}
    page = browser.new_page(viewport={"width": room["width"], "height": room["height"]}, color_scheme="light")
    page.emulate_media(media="print")
    page.goto(path.as_uri())
    box = page.locator(f"section[aria-labelledby={last}]").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= room["height"]
    # Nothing can be unfolded on paper.
    table = page.locator("#mood-table table").bounding_box()
    assert table is not None
    assert table["height"] > 100
    assert not page.locator("nav").first.is_visible()
    page.close()
