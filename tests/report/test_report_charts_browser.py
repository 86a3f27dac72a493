"""The drawings in a browser: read on a phone and on a desk, by eye and by ear, in light and dark and on paper."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Browser, Page, sync_playwright

from tests.conftest import program
from tj.config import MoodScale
from tj.insight.mood import DayMood
from tj.report.charts import (
    GoalWeeks,
    Series,
    assessment_figure,
    emotions_figure,
    goals_figure,
    heat_figure,
    mood_figure,
    trackers_figure,
)
from tj.templating import shipped

UNTIL = date(2026, 12, 31)
BANDS = [("minimal", 0), ("mild", 5), ("moderate", 10), ("moderately severe", 15), ("severe", 20)]
# Each written word of a drawing: its size on the screen, where it lies, and in which drawing.
MEASURE = """() => [...document.querySelectorAll('.chart text')].map((text) => {
  const box = text.getBoundingClientRect();
  const size = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d;
  const drawing = text.closest('svg[role=img]');
  return { words: text.textContent, size, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
           drawing: [...document.querySelectorAll('svg[role=img]')].indexOf(drawing) };
})"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield running
        running.close()


def figures(length: int, scale: MoodScale, words: str) -> str:
    """Return all figures of a time of so many days; `words` stand in every name."""
    since = UNTIL - timedelta(days=length - 1)

    def days(first: date) -> list[DayMood]:
        wide, made = scale.highest - scale.lowest, []
        for n in (n for n in range(length) if n % 11 != 4):
            felt = [scale.lowest + wide * (n * step % 10) / 9 for step in (3, 7)]
            is_bare = n % 13 == 5
            points = () if is_bare else (("08:00", felt[0]), ("20:00", felt[1]))
            made.append(DayMood(first + timedelta(days=n), None if is_bare else sum(felt) / 2, points, 1))
        return made

    points = [(since + timedelta(days=n), 1200.0 + n * 7919 % 13000) for n in range(length) if n % 5]
    marks = [(since + timedelta(days=n), float(n % 3 > 0)) for n in range(length)]
    weeks = tuple(n % 8 for n in range(-(-length // 7)))
    results = [(since + timedelta(days=n * (length - 1) // 9), n * 7 % 28) for n in range(10)]
    return "\n".join(
        [
            mood_figure(days(since), days(since - timedelta(days=length)), since, UNTIL, scale),
            heat_figure(days(since), since, UNTIL, scale),
            trackers_figure(
                [
                    Series(f"steps {words}", "a day", points),
                    Series("pills", "yes/no", marks),
                    Series("x", "", points),
                ],
                since,
                UNTIL,
            ),
            goals_figure(
                [GoalWeeks(f"walk {words}", "daily", weeks, 7), GoalWeeks("read", words, weeks)], since, UNTIL
            ),
            assessment_figure(f"PHQ-9 {words}", results, BANDS, 0, 27),
            emotions_figure({f"{words} {n}": 3 * n for n in range(1, 15)}),
        ]
    )


def shown(browser: Browser, html: str, width: int, scheme: Any, media: Any = "screen") -> Page:
    style = shipped("report.css") + shipped("charts.css")
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.emulate_media(media=media)
    page.set_content(
        '<!DOCTYPE html><html lang="en"><head><title>Drawings</title><meta name="color-scheme" content="light dark">'
        f'<meta name="viewport" content="width=device-width"><style>{style}</style></head>'
        f"<body><main><h1>Drawings</h1>{html}</main></body></html>"
    )
    return page


SCALES = {
    "month": (31, MoodScale(), ""),
    "weeks": (49, MoodScale(-5, 5, {"down": -5.0, "up": 5.0}), "with a rather long name that goes on"),
    "season": (92, MoodScale(0, 100, {}), "<b>&amp;"),
    "year": (
        365,
        MoodScale(1, 10, {"überwältigt und müde": 1.0, "落ち着いている": 5.0, "مبتهج": 10.0}),
        "落ち着いている",
    ),
    "years": (1500, MoodScale(1, 5), "Donaudampfschifffahrtsgesellschaftskapitän"),
}


# 320 pixels are a telephone held by someone who needs large letters, or a desk at four times the size (WCAG 1.4.10).
@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", SCALES)
def test_every_word_can_be_read(browser: Browser, name: str, width: int) -> None:
    page = shown(browser, figures(*SCALES[name]), width, "light")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    words = page.evaluate(MEASURE)
    assert len(words) > 60
    for word in words:
        assert word["size"] >= 11, word
        assert word["left"] >= 0, word
        assert word["right"] <= width, word
    for drawing in {word["drawing"] for word in words}:
        together = [word for word in words if word["drawing"] == drawing]
        for at, one in enumerate(together):
            for other in together[:at]:
                assert not touch(one, other), (one, other)
    page.context.close()


def touch(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether the boxes of two words overlap by more than the air around letters."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return bool(across > 1 and down > 3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("name", "width"), [("month", 390), ("season", 1280)])
def test_axe_finds_nothing(browser: Browser, name: str, width: int, scheme: str) -> None:
    html = figures(*SCALES[name]).replace("<details>", "<details open>")
    page = shown(browser, html, width, scheme)
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    page.context.close()


def test_a_screen_reader_meets_pictures_with_names(browser: Browser) -> None:
    page = shown(browser, figures(*SCALES["month"]), 390, "light")
    names = page.locator("svg[role=img]").count()
    assert page.get_by_role("img", name=re.compile(r"\w")).count() == names == 9
    assert page.get_by_role("img", name="Mood, 1 Dec to 31 Dec 2026").count() == 1
    assert page.get_by_role("figure").count() == 6
    page.context.close()


def test_on_paper_the_colours_are_those_of_print(browser: Browser) -> None:
    page = shown(browser, figures(*SCALES["month"]), 658, "dark", "print")
    ink = "getComputedStyle(document.documentElement).getPropertyValue('--chart-ink').trim()"
    assert page.evaluate(ink) == "#000"
    page.context.close()
