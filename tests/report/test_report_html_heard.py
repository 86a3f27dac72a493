"""The brief as a screen reader reads it, from Chromium's accessibility tree: in order, by name, and nothing twice."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import program
from tests.report.brief_example import example_page

# What is no stop for a screen reader.
SILENT = {"generic", "none", "InlineTextBox", "ListMarker"}


class Heard(NamedTuple):
    """One stop: what it is, what it is called, what is said of it besides, and its level if it is a heading."""

    role: str
    name: str
    besides: str
    level: int


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> list[Heard]:
    """The example's brief from beginning to end, with every disclosure open."""
    path: Path = tmp_path_factory.mktemp("heard") / "report.html"
    path.write_text(example_page(), encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = program("chromium", "chromium-browser", "google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
        browser.close()
    by_id = {node["nodeId"]: node for node in nodes}
    return list(read(nodes[0], by_id))


def read(node: dict[str, Any], by_id: dict[str, dict[str, Any]]) -> Iterator[Heard]:
    role = node.get("role", {}).get("value", "")
    if not node.get("ignored") and role not in SILENT:
        known = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        name, besides = (str(node.get(key, {}).get("value", "")) for key in ("name", "description"))
        yield Heard(role, name, besides, known.get("level", 0) if role == "heading" else 0)
    if role != "image":  # whose parts are not read
        for child in node.get("childIds", ()):
            if child in by_id:
                yield from read(by_id[child], by_id)


def test_the_landmarks_come_in_order_and_the_agenda_first(heard: list[Heard]) -> None:
    places = [one.role for one in heard if one.role in ("banner", "main", "contentinfo")]
    assert places == ["banner", "main", "contentinfo"]
    parts = [one.name for one in heard if one.role == "heading" and one.level == 2]
    assert parts[:3] == ["For the session", "Mood", "Calendar"]
    assert parts.index("Wins") < parts.index("The figures as tables") < parts.index("Entries")
    assert [one.role for one in heard[:2]] == ["RootWebArea", "link"]


def test_headings_go_down_by_one(heard: list[Heard]) -> None:
    levels = [one.level for one in heard if one.role == "heading"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))


def test_everything_that_is_stopped_at_has_a_name(heard: list[Heard]) -> None:
    named = ("heading", "link", "image", "table", "columnheader", "rowheader", "region", "navigation", "article")
    assert [one for one in heard if one.role in named and not one.name.strip()] == []
    for role in ("region", "table", "image"):
        names = [one.name for one in heard if one.role == role]
        assert len(names) == len(set(names)) > 4, role


def test_a_drawing_is_described_and_its_caption_is_not_said_again(heard: list[Heard]) -> None:
    spoken = [one.name for one in heard if one.role == "StaticText"]
    drawings = [one for one in heard if one.role == "image"]
    assert len(drawings) > 8
    for one in drawings:
        assert one.besides
        assert one.besides not in one.name
        assert not any(one.besides in text for text in spoken), one


def test_a_drawing_says_the_figures_of_its_table(heard: list[Heard]) -> None:
    [phq] = [one for one in heard if one.role == "image" and one.name == "PHQ-9 over time"]
    starts = [at for at, one in enumerate(heard) if one.role == "table" and one.name == "PHQ-9 over time"]
    rows = heard[starts[0] : starts[0] + 40]
    cells = [one.name for one in rows if one.role == "cell" and one.name.isdigit()]
    assert re.findall(r"(\d+) on ", phq.besides) == cells[: len(re.findall(" on ", phq.besides))]


def test_what_the_writer_wrote_is_read_in_no_set_language() -> None:
    page = example_page()
    assert '<html lang="en">' in page
    assert page.count('<div lang="">') == page.count("<article ")
    agenda = page.partition('id="session"')[2].partition("</section>")[0]
    assert agenda.count('<span lang="">') == agenda.count("<li>") > 0
