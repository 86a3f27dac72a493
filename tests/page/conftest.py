"""The page in a browser, as it was just opened."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.page.browser import built_page, chromium
from tests.page.therapist import Asked


@pytest.fixture(scope="module")
def browser() -> Iterator[BrowserContext]:
    with chromium() as context:
        yield context


@pytest.fixture
def asked(browser: BrowserContext) -> Iterator[Asked]:
    addresses: list[str] = []
    faults: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: addresses.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(built_page().as_uri())
    yield Asked(page, addresses)
    page.close()
    assert faults == []


@pytest.fixture
def page(asked: Asked) -> Page:
    return asked.page
